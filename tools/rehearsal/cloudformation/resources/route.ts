/**
 * AWS::EC2::Route: a route of a VPC's route table. Its table and its destination are what it is; its target changes in
 * place, by ReplaceRoute [registry schema: createOnlyProperties, and ec2:ReplaceRoute among the update handler's permissions].
 */
import type { Route } from '@aws-sdk/client-ec2';
import { canonicalCidr } from '../../embedded-ec2/cidr';
import { optionalText, text } from '../properties';
import { ResourceFailure, ResourceType } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;
/** Those that the embedded EC2 has; a template with another one is refused by its name. */
const TARGETS = ['GatewayId', 'TransitGatewayId', 'NatGatewayId', 'NetworkInterfaceId', 'VpcPeeringConnectionId', 'CarrierGatewayId'] as const;

export function route(ec2: Ec2): ResourceType {
  const find = (properties: Properties): Route | undefined => {
    const { RouteTableId, ...destination } = placeOf(properties);
    const [name, value] = Object.entries(destination)[0];
    return callAll(ec2, 'DescribeRouteTables', { RouteTableIds: [RouteTableId] }, (page) => page.RouteTables)
      .flatMap((table) => table.Routes ?? [])
      .find((each) => each.Origin === 'CreateRoute' && each[name as typeof DESTINATIONS[number]] === value);
  };
  const leads = async (properties: Properties) => {
    const [name, value] = targetOf(properties);
    await stabilized(ec2, `route ${idOf(properties)} to lead to ${value}`, idOf(properties), () => find(properties)?.[name] === value);
  };
  return {
    properties: {
      RouteTableId: 'create-only',
      ...Object.fromEntries(DESTINATIONS.map((name) => [name, 'create-only' as const])),
      ...Object.fromEntries(TARGETS.map((name) => [name, 'mutable' as const])),
    },
    required: ['RouteTableId'],
    attributes: ['CidrBlock'],
    create: async ({ properties }) => {
      call(ec2, 'CreateRoute', { ...placeOf(properties), ...Object.fromEntries([targetOf(properties)]) });
      await leads(properties);
      return { physicalId: idOf(properties), attributes: { CidrBlock: destinationOf(properties)[1] } };
    },
    update: async ({ current, properties }) => {
      call(ec2, 'ReplaceRoute', { ...placeOf(properties), ...Object.fromEntries([targetOf(properties)]) });
      await leads(properties);
      return current;
    },
    delete: async ({ physicalId, properties }) => {
      deleteIfThere(() => call(ec2, 'DeleteRoute', placeOf(properties)));
      await gone(ec2, `route ${physicalId} to be deleted`, physicalId, () => find(properties) !== undefined);
    },
  };
}

/** [primaryIdentifier: the table, and the destination as CidrBlock shows it] */
function idOf(properties: Properties): string {
  return `${text(properties, 'RouteTableId')}|${destinationOf(properties)[1]}`;
}

function placeOf(properties: Properties): Record<string, string> & { readonly RouteTableId: string } {
  return { RouteTableId: text(properties, 'RouteTableId'), ...Object.fromEntries([destinationOf(properties)]) };
}

/** EC2 clears host bits of a block [registry schema, DestinationCidrBlock]. */
function destinationOf(properties: Properties): [typeof DESTINATIONS[number], string] {
  const [name, value] = theOne(properties, DESTINATIONS, 'destination');
  return [name, canonicalCidr(value) ?? value];
}

function targetOf(properties: Properties): [typeof TARGETS[number], string] {
  return theOne(properties, TARGETS, 'target');
}

/** [registry schema: a destination, and exactly one of the targets] */
function theOne<Name extends string>(properties: Properties, names: readonly Name[], what: string): [Name, string] {
  const given = names.flatMap((name): [Name, string][] => {
    const value = optionalText(properties, name);
    return value === undefined ? [] : [[name, value]];
  });
  if (given.length !== 1) throw new ResourceFailure(`a route has exactly one ${what}, got ${given.map(([name]) => name).join(' and ') || 'none'}`);
  return given[0];
}
