/**
 * What the AWS CLI saved, brought into the shapes of the SDK: both print the service model's names, so the schemas that the SDK
 * exports tell what each member has to be. Dates are text in a file; a member that the schema does not know stays as it is.
 */
import {
  CustomerGateway$, RouteTable$, Subnet$, TransitGateway$, TransitGatewayAttachment$, TransitGatewayPrefixListReference$,
  TransitGatewayRoute$, TransitGatewayRouteTable$, TransitGatewayRouteTablePropagation$, TransitGatewayVpcAttachment$, Vpc$,
  VpnConnection$, VpnGateway$,
} from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { Lists, ListsOfTables } from './outputs';

/** A member that is not what its name says: it is named, and its value is not, for it may be anything. */
export class WrongType extends Error {
  constructor(readonly member: string, expected: string) {
    super(`${member} is not ${expected}`);
  }
}

const SCHEMAS: Readonly<Record<keyof Lists | keyof ListsOfTables, Parameters<typeof NormalizedSchema.of>[0]>> = {
  vpnConnections: VpnConnection$,
  customerGateways: CustomerGateway$,
  vpnGateways: VpnGateway$,
  transitGateways: TransitGateway$,
  transitGatewayAttachments: TransitGatewayAttachment$,
  transitGatewayVpcAttachments: TransitGatewayVpcAttachment$,
  transitGatewayRouteTables: TransitGatewayRouteTable$,
  transitGatewayRoutes: TransitGatewayRoute$,
  transitGatewayPropagations: TransitGatewayRouteTablePropagation$,
  prefixListReferences: TransitGatewayPrefixListReference$,
  routeTables: RouteTable$,
  vpcs: Vpc$,
  subnets: Subnet$,
};

/**
 * The list under a top-level member.
 *
 * @throws {WrongType}
 */
export function shapedList<Name extends keyof (Lists & ListsOfTables)>(
  name: Name, member: string, value: unknown,
): (Lists & ListsOfTables)[Name][] {
  if (!Array.isArray(value)) throw new WrongType(member, 'a list');
  const schema = NormalizedSchema.of(SCHEMAS[name]);
  return value.map((each, index) => shaped(schema, each, `${member}[${index}]`) as (Lists & ListsOfTables)[Name]);
}

function shaped(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isStructSchema()) return shapedStructure(schema, value, path);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new WrongType(path, 'a list');
    const element = schema.getValueSchema();
    return value.map((each, index) => shaped(element, each, `${path}[${index}]`));
  }
  if (schema.isTimestampSchema()) return dateOf(value, path);
  if (schema.isStringSchema()) return ofType('string', value, path, 'a text');
  if (schema.isNumericSchema()) return ofType('number', value, path, 'a number');
  if (schema.isBooleanSchema()) return ofType('boolean', value, path, 'true or false');
  return value;
}

function shapedStructure(schema: NormalizedSchema, value: unknown, path: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new WrongType(path, 'an object');
  const members = schema.getMemberSchemas();
  return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => {
    if (member === null) return [];
    return [[name, Object.hasOwn(members, name) ? shaped(members[name], member, `${path}.${name}`) : member]];
  }));
}

function dateOf(value: unknown, path: string): Date {
  const date = new Date(typeof value === 'string' ? value : NaN);
  if (Number.isNaN(date.getTime())) throw new WrongType(path, 'a date');
  return date;
}

function ofType(type: 'string' | 'number' | 'boolean', value: unknown, path: string, expected: string): unknown {
  if (typeof value !== type) throw new WrongType(path, expected);
  return value;
}
