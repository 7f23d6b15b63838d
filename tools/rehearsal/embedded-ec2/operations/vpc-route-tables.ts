/** VPC route tables and the routes somebody wrote into them; propagated ones are derived, never written. */
import type {
  CreateRouteCommandInput, DeleteRouteCommandInput, DescribeRouteTablesCommandInput, ReplaceRouteCommandInput, Route as RouteOutput,
  RouteTable as RouteTableOutput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { canonicalCidr, familyOf } from '../cidr';
import { live, noSuchRoute, routeExists } from '../errors';
import { filtered, Filters, page, withIds } from '../filters';
import { isLive, RouteTarget, VpcRouteTable } from '../records';
import { availableVpcAttachment, EffectiveVpcRoute, effectiveVpcRoutes, isAttached } from '../routing';
import { Context, NetworkState, OperationMap, patch, rows } from '../state';

export const vpcRouteTableOperations: OperationMap = {
  DescribeRouteTables: describeRouteTables,
  CreateRoute: createRoute,
  ReplaceRoute: replaceRoute,
  DeleteRoute: deleteRoute,
};

/** [5: route tables; the remaining names by the SDK's documentation] */
const FILTERS: Filters<RouteTableOutput> = {
  'association.gateway-id': (table) => associations(table).map((association) => association.GatewayId),
  'association.main': (table) => associations(table).map((association) => association.Main),
  'association.route-table-association-id': (table) => associations(table).map((association) => association.RouteTableAssociationId),
  'association.route-table-id': (table) => associations(table).map((association) => association.RouteTableId),
  'association.subnet-id': (table) => associations(table).map((association) => association.SubnetId),
  'owner-id': (table) => [table.OwnerId],
  'route-table-id': (table) => [table.RouteTableId],
  'route.destination-cidr-block': (table) => routes(table).map((route) => route.DestinationCidrBlock),
  'route.destination-ipv6-cidr-block': (table) => routes(table).map((route) => route.DestinationIpv6CidrBlock),
  'route.destination-prefix-list-id': (table) => routes(table).map((route) => route.DestinationPrefixListId),
  'route.gateway-id': (table) => routes(table).map((route) => route.GatewayId),
  'route.nat-gateway-id': (table) => routes(table).map((route) => route.NatGatewayId),
  'route.origin': (table) => routes(table).map((route) => route.Origin),
  'route.state': (table) => routes(table).map((route) => route.State),
  'route.transit-gateway-id': (table) => routes(table).map((route) => route.TransitGatewayId),
  'vpc-id': (table) => [table.VpcId],
};

interface RouteRequest {
  readonly RouteTableId?: string;
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
}

function describeRouteTables(state: NetworkState, input: DescribeRouteTablesCommandInput, context: Context): object {
  const tables = rows(state, 'vpcRouteTables').map((table) => routeTableOutput(state, table, context));
  const asked = withIds(tables, input.RouteTableIds, (table) => table.RouteTableId, 'vpcRouteTables', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, FILTERS), input, context, { min: 5, max: 100 });
  return { RouteTables: items, ...rest };
}

/** Over a propagated route of the same block it succeeds and wins; over a static one it does not [H 8, 11]. */
function createRoute(state: NetworkState, input: CreateRouteCommandInput, context: Context): object {
  const { table, destination } = tableAndDestination(state, input, context);
  if (table.routes.some((route) => route.destination === destination)) throw routeExists(destination);
  const limit = context.quotas.routesPerVpcRouteTable;
  if (table.routes.length >= limit) throw new Ec2Error('RouteLimitExceeded', `The maximum number of ${limit} routes has been reached`);
  const target = targetOf(state, input, table, context);
  patch(state, 'vpcRouteTables', table.id, { routes: [...table.routes, { destination, target, origin: 'CreateRoute' }] });
  return { Return: true };
}

/** [2.3 M, MOTO: a route that is absent, or only propagated, cannot be replaced] */
function replaceRoute(state: NetworkState, input: ReplaceRouteCommandInput, context: Context): object {
  const { table, destination } = tableAndDestination(state, input, context);
  const replaced = table.routes.find((route) => route.destination === destination);
  if (replaced === undefined) {
    const message = `There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`;
    throw new Ec2Error('InvalidParameterValue', message);
  }
  const target = targetOf(state, input, table, context);
  patch(state, 'vpcRouteTables', table.id, { routes: table.routes.map((route) => (route === replaced ? { destination, target, origin: route.origin } : route)) });
  return {};
}

/** [2.3 InvalidRoute.NotFound; 10.6: propagated rows cannot be deleted one by one] */
function deleteRoute(state: NetworkState, input: DeleteRouteCommandInput, context: Context): object {
  const { table, destination } = tableAndDestination(state, input, context);
  const deleted = table.routes.find((route) => route.destination === destination);
  if (deleted === undefined) throw noSuchRoute(destination, table.id);
  if (deleted.target.kind === 'local') {
    throw new Ec2Error('InvalidParameterValue', `cannot remove local route ${destination} in route table ${table.id}`);
  }
  patch(state, 'vpcRouteTables', table.id, { routes: table.routes.filter((route) => route !== deleted) });
  return {};
}

function tableAndDestination(state: NetworkState, input: RouteRequest, context: Context): { table: VpcRouteTable; destination: string } {
  const table = live(state, 'vpcRouteTables', input.RouteTableId, context);
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: prefixList } = input;
  const given = [ipv4, ipv6, prefixList].filter((each) => each !== undefined);
  if (given.length === 0) throw new Ec2Error('MissingParameter', 'The request must contain the parameter destinationCidrBlock');
  if (given.length > 1) throw new Ec2Error('InvalidParameterCombination', 'A route has exactly one destination');
  if (prefixList !== undefined) return { table, destination: prefixList };
  return { table, destination: canonicalBlock(given[0], ipv4 === undefined ? 'ipv6' : 'ipv4') };
}

/** EC2 itself clears host bits of a VPC route's block [SDK CreateRoute]. */
function canonicalBlock(text: string, family: 'ipv4' | 'ipv6'): string {
  const cidr = canonicalCidr(text);
  if (cidr !== undefined && familyOf(cidr) === family) return cidr;
  const message = `Value (${text}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`;
  throw new Ec2Error('InvalidParameterValue', message);
}

function targetOf(
  state: NetworkState, input: CreateRouteCommandInput | ReplaceRouteCommandInput, table: VpcRouteTable, context: Context,
): RouteTarget {
  const targets = ([
    ['gateway', input.GatewayId],
    ['transit-gateway', input.TransitGatewayId],
    ['nat-gateway', input.NatGatewayId],
    ['network-interface', input.NetworkInterfaceId],
    ['peering', input.VpcPeeringConnectionId],
    ['carrier-gateway', input.CarrierGatewayId],
    ['egress-only-internet-gateway', input.EgressOnlyInternetGatewayId],
    ['local-gateway', input.LocalGatewayId],
    ['core-network', input.CoreNetworkArn],
  ] as const).flatMap(([kind, id]): RouteTarget[] => (id === undefined ? [] : [{ kind, id }]));
  if (targets.length === 0) throw new Ec2Error('MissingParameter', 'The request must contain exactly one target of the route');
  if (targets.length > 1) throw new Ec2Error('InvalidParameterCombination', 'A route has exactly one target');
  requireReachable(state, targets[0], table, context);
  return targets[0];
}

function requireReachable(state: NetworkState, target: RouteTarget, table: VpcRouteTable, context: Context): void {
  const view = { state, unknowns: context.unknowns };
  // [2.3 M, TF 9222: the code of a missing gateway also means that the VPC has no attachment to it]
  if (target.kind === 'transit-gateway' && availableVpcAttachment(view, target.id, table.vpcId) === undefined) {
    throw new Ec2Error('InvalidTransitGatewayID.NotFound', `The transitGateway ID '${target.id}' does not exist`);
  }
  if (target.kind !== 'gateway') return;
  requireInternetGatewayHere(state, target.id, table);
  if (!target.id.startsWith('vgw-')) return;
  live(state, 'vpnGateways', target.id, context);
  const answer = context.unknowns.routeToUnattachedVpnGateway;
  if (answer === 'accepted' || isAttached(view, target.id, table.vpcId)) return;
  throw new Ec2Error(answer, `route table ${table.id} and network gateway ${target.id} belong to different networks`);
}

/** One that no call has made here is somebody's who described an estate. */
function requireInternetGatewayHere(state: NetworkState, id: string, table: VpcRouteTable): void {
  const gateway = state.internetGateways[id];
  if (gateway === undefined || gateway.vpcId === table.vpcId) return;
  throw new Ec2Error('InvalidParameterValue', `route table ${table.id} and network gateway ${id} belong to different networks`);
}

/** Of a subnet with a table. */
export function associationIdOf(routeTableId: string, subnetId: string): string {
  return `rtbassoc-${routeTableId.slice('rtb-'.length)}${subnetId.slice('subnet-'.length)}`;
}

export function routeTableOutput(state: NetworkState, table: VpcRouteTable, context: Context): RouteTableOutput {
  const association = (suffix: string, rest: object): object => ({
    RouteTableAssociationId: `rtbassoc-${table.id.slice('rtb-'.length)}${suffix}`,
    RouteTableId: table.id,
    AssociationState: { State: 'associated' },
    ...rest,
  });
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    OwnerId: context.accountId,
    Associations: [
      ...(table.main ? [association('', { Main: true })] : []),
      ...table.subnetIds.map((SubnetId) => association(SubnetId.slice('subnet-'.length), { SubnetId, Main: false })),
      ...table.edgeGatewayIds.map((GatewayId) => association(GatewayId.replace(/^[a-z]+-/, ''), { GatewayId, Main: false })),
    ],
    PropagatingVgws: table.propagatingGatewayIds.filter((id) => isLive(state.vpnGateways[id])).map((GatewayId) => ({ GatewayId })),
    Routes: effectiveVpcRoutes({ state, unknowns: context.unknowns }, table).map(routeOutput),
    Tags: [...table.tags],
  };
}

function routeOutput(route: EffectiveVpcRoute): RouteOutput {
  return { ...destinationOutput(route.destination), ...targetOutput(route.target), Origin: route.origin, State: route.state };
}

function destinationOutput(destination: string): Partial<RouteOutput> {
  if (destination.startsWith('pl-')) return { DestinationPrefixListId: destination };
  return familyOf(destination) === 'ipv4' ? { DestinationCidrBlock: destination } : { DestinationIpv6CidrBlock: destination };
}

function targetOutput({ kind, id }: RouteTarget): Partial<RouteOutput> {
  switch (kind) {
    case 'local': return { GatewayId: 'local' };
    case 'gateway': return { GatewayId: id };
    case 'transit-gateway': return { TransitGatewayId: id };
    case 'nat-gateway': return { NatGatewayId: id };
    case 'network-interface': return { NetworkInterfaceId: id };
    case 'peering': return { VpcPeeringConnectionId: id };
    case 'carrier-gateway': return { CarrierGatewayId: id };
    case 'egress-only-internet-gateway': return { EgressOnlyInternetGatewayId: id };
    case 'local-gateway': return { LocalGatewayId: id };
    case 'core-network': return { CoreNetworkArn: id };
  }
}

function associations(table: RouteTableOutput): NonNullable<RouteTableOutput['Associations']> {
  return table.Associations ?? [];
}

function routes(table: RouteTableOutput): RouteOutput[] {
  return table.Routes ?? [];
}
