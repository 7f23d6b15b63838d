/**
 * What EC2 described, saved by the AWS CLI or answered, brought into the shapes of the SDK: both use the service model's names, so the
 * schemas that the SDK exports tell what each member has to be. A member that no schema knows is dropped, at every level, and so is one
 * that the schema calls sensitive, as it calls pre-shared keys and the device's configuration. What a member's grammar does not take is
 * refused.
 */
import {
  CustomerGateway$, RouteTable$, Subnet$, TransitGateway$, TransitGatewayAttachment$, TransitGatewayPrefixListReference$,
  TransitGatewayRoute$, TransitGatewayRouteTable$, TransitGatewayRouteTablePropagation$, TransitGatewayVpcAttachment$, Vpc$,
  VpnConnection$, VpnGateway$,
} from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { Lists, ListsOfTables } from './outputs';
import { keysIn } from '../../../lambda/aws/ec2/fitting';
import { grammarOf } from '../../../lambda/aws/ec2/member-grammar';
import { nameOfType, quotedValue } from '../../../src/contract/quoted-value';

/** A member that is not what it should be. */
export class Misfit extends Error {
  /** @param member by its path, as in `VpnConnections[0].Routes[2].DestinationCidrBlock` */
  constructor(readonly member: string, what: string) {
    super(`${member} ${what}`);
  }
}

interface Shape {
  readonly schema: Parameters<typeof NormalizedSchema.of>[0];
  /** Without these nobody can say what it is, or where. */
  readonly required: readonly string[];
}

const SHAPES: Readonly<Record<keyof Lists | keyof ListsOfTables, Shape>> = {
  vpnConnections: { schema: VpnConnection$, required: ['VpnConnectionId'] },
  customerGateways: { schema: CustomerGateway$, required: ['CustomerGatewayId'] },
  vpnGateways: { schema: VpnGateway$, required: ['VpnGatewayId'] },
  transitGateways: { schema: TransitGateway$, required: ['TransitGatewayId'] },
  transitGatewayAttachments: { schema: TransitGatewayAttachment$, required: ['TransitGatewayAttachmentId'] },
  transitGatewayVpcAttachments: { schema: TransitGatewayVpcAttachment$, required: ['TransitGatewayAttachmentId'] },
  transitGatewayRouteTables: { schema: TransitGatewayRouteTable$, required: ['TransitGatewayRouteTableId'] },
  transitGatewayRoutes: { schema: TransitGatewayRoute$, required: [] },
  transitGatewayPropagations: { schema: TransitGatewayRouteTablePropagation$, required: [] },
  prefixListReferences: { schema: TransitGatewayPrefixListReference$, required: [] },
  routeTables: { schema: RouteTable$, required: ['RouteTableId'] },
  vpcs: { schema: Vpc$, required: ['VpcId'] },
  subnets: { schema: Subnet$, required: ['SubnetId'] },
};

/**
 * The list under a top-level member.
 *
 * @throws {Misfit}
 */
export function shapedList<Name extends keyof (Lists & ListsOfTables)>(
  name: Name, member: string, value: unknown,
): (Lists & ListsOfTables)[Name][] {
  if (!Array.isArray(value)) throw wrongType(member, 'a list', value);
  const shape = new Shaping(value);
  const { schema, required } = SHAPES[name];
  const normalized = NormalizedSchema.of(schema);
  return value.map((each, index) => {
    const path = `${member}[${index}]`;
    const shaped = shape.structure(normalized, each, path);
    const missing = required.find((one) => !shaped[one]);
    if (missing !== undefined) throw new Misfit(path, `has no ${missing}, without which nobody can say what it is`);
    return shaped as (Lists & ListsOfTables)[Name];
  });
}

class Shaping {
  /** @param list of which no key is shown in an error */
  constructor(private readonly list: readonly unknown[]) {}

  structure(schema: NormalizedSchema, value: unknown, path: string): Readonly<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, 'an object', value);
    const members = schema.getMemberSchemas();
    const given = value as Readonly<Record<string, unknown>>;
    const known = Object.entries(given).filter(([name, member]) => member !== null && member !== undefined && Object.hasOwn(members, name));
    return Object.fromEntries(known.flatMap(([name, member]) => {
      const shaped = this.value(members[name], member, `${path}.${name}`, name, given);
      return shaped === undefined || members[name].getMergedTraits().sensitive ? [] : [[name, shaped]];
    }));
  }

  private value(schema: NormalizedSchema, value: unknown, path: string, name: string, beside: Readonly<Record<string, unknown>>): unknown {
    if (schema.isStructSchema()) return this.structure(schema, value, path);
    if (schema.isListSchema()) {
      if (!Array.isArray(value)) throw wrongType(path, 'a list', value);
      const element = schema.getValueSchema();
      return value.map((each, index) => this.value(element, each, `${path}[${index}]`, name, beside));
    }
    if (schema.isTimestampSchema()) return this.date(value, path);
    if (schema.isStringSchema()) return this.leaf('string', 'a text', value, path, name, beside);
    if (schema.isNumericSchema()) return this.leaf('number', 'a number', value, path, name, beside);
    // What else a schema may be, no member of these is.
    if (!schema.isBooleanSchema()) return undefined;
    if (typeof value !== 'boolean') throw wrongType(path, 'true or false', value);
    return value;
  }

  /** An empty text says that there is nothing. */
  private leaf(
    type: 'string' | 'number', allowed: string, value: unknown, path: string, name: string, beside: Readonly<Record<string, unknown>>,
  ): string | number {
    if (typeof value !== type) throw wrongType(path, allowed, value);
    const leaf = value as string | number;
    const grammar = leaf === '' ? undefined : grammarOf(name, type, beside);
    if (grammar === undefined || grammar.fits(leaf)) return leaf;
    throw this.misfit(path, grammar.allowed, leaf);
  }

  private date(value: unknown, path: string): Date {
    const date = new Date(typeof value === 'string' || value instanceof Date ? value : NaN);
    if (Number.isNaN(date.getTime())) throw this.misfit(path, 'a date such as 2026-11-20T02:00:00.000Z', value);
    return date;
  }

  private misfit(path: string, allowed: string, value: unknown): Misfit {
    return new Misfit(path, `is ${quotedValue(value, keysIn(this.list))}, and not ${allowed}`);
  }
}

/** Whatever it is instead is named by its type: it may hold anything. */
function wrongType(path: string, allowed: string, value: unknown): Misfit {
  return new Misfit(path, `is ${nameOfType(value)}, and not ${allowed}`);
}
