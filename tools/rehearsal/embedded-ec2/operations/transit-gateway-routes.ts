/** Static routes of transit gateway route tables, and the search over static and propagated ones. */
import type {
  CreateTransitGatewayRouteCommandInput, DeleteTransitGatewayRouteCommandInput, ReplaceTransitGatewayRouteCommandInput,
  SearchTransitGatewayRoutesCommandInput, TransitGatewayRoute as RouteOutput, TransitGatewayRouteAttachment,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { canonicalCidr, containsCidr, longestMatches, rangeOf } from '../cidr';
import { exactCidr, found, live, noSuchRoute, required, routeExists } from '../errors';
import { Filter, filtered, Filters, page } from '../filters';
import { transitGatewayRouteId, TransitGatewayAttachment } from '../records';
import { EffectiveTransitGatewayRoute, effectiveTransitGatewayRoutes } from '../routing';
import { Context, issue, NetworkState, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';

export const transitGatewayRouteOperations: OperationMap = {
  CreateTransitGatewayRoute: createRoute,
  ReplaceTransitGatewayRoute: replaceRoute,
  DeleteTransitGatewayRoute: deleteRoute,
  SearchTransitGatewayRoutes: searchRoutes,
};

export const transitGatewayRouteTransitions: TransitionMap = {
  'transit-gateway-route-active': (state, { subject, detail }) => {
    if (state.transitGatewayRoutes[subject]?.token === detail.token) patch(state, 'transitGatewayRoutes', subject, { settled: true });
  },
};

/** A route of a search together with what its filters compare. */
interface Candidate {
  readonly route: EffectiveTransitGatewayRoute;
  readonly output: RouteOutput;
  readonly Tags?: never[];
}

/** [5: TGW routes; the route-search ones are apart because they compare networks, not texts] */
const ROUTE_FILTERS: Filters<Candidate> = {
  'attachment.transit-gateway-attachment-id': ({ route }) => route.attachmentIds,
  'attachment.resource-id': ({ output }) => (output.TransitGatewayAttachments ?? []).map((attachment) => attachment.ResourceId),
  'attachment.resource-type': ({ output }) => (output.TransitGatewayAttachments ?? []).map((attachment) => attachment.ResourceType),
  'prefix-list-id': ({ output }) => [output.PrefixListId],
  'state': ({ route }) => [route.state],
  'type': ({ output }) => [output.Type],
};

const ROUTE_SEARCHES: Readonly<Record<string, (candidates: Candidate[], cidr: string) => Candidate[]>> = {
  'route-search.exact-match': (candidates, cidr) => candidates.filter(({ route }) => route.destination === cidr),
  'route-search.longest-prefix-match': (candidates, cidr) => longest(candidates, cidr),
  'route-search.subnet-of-match': (candidates, cidr) => candidates.filter(({ route }) => containsCidr(cidr, route.destination)),
  'route-search.supernet-of-match': (candidates, cidr) => candidates.filter(({ route }) => containsCidr(route.destination, cidr)),
};

function createRoute(state: NetworkState, input: CreateTransitGatewayRouteCommandInput, context: Context): object {
  const { routeTableId, destination } = tableAndDestination(state, input, context);
  if (state.transitGatewayRoutes[transitGatewayRouteId(routeTableId, destination)] !== undefined) throw routeExists(destination);
  return { Route: writeRoute(state, input, routeTableId, destination, context) };
}

/** An upsert: it needs no route to be there [emulation 2]. */
function replaceRoute(state: NetworkState, input: ReplaceTransitGatewayRouteCommandInput, context: Context): object {
  const { routeTableId, destination } = tableAndDestination(state, input, context);
  return { Route: writeRoute(state, input, routeTableId, destination, context) };
}

/** [H CLI: the example answers `deleted`; propagated routes cannot be deleted one by one] */
function deleteRoute(state: NetworkState, input: DeleteTransitGatewayRouteCommandInput, context: Context): object {
  const { routeTableId, destination } = tableAndDestination(state, input, context);
  const route = effectiveTransitGatewayRoutes({ state, unknowns: context.unknowns }, routeTableId)
    .find((each) => each.destination === destination && each.type === 'static' && each.prefixListId === undefined);
  if (route === undefined) throw noSuchRoute(destination, routeTableId);
  const output = routeOutput(state, route, context);
  remove(state, 'transitGatewayRoutes', transitGatewayRouteId(routeTableId, destination));
  return { Route: { ...output, State: 'deleted' } };
}

/** [MODEL: filters are required; state `active` or `blackhole`; pages of at most 1000] */
function searchRoutes(state: NetworkState, input: SearchTransitGatewayRoutesCommandInput, context: Context): object {
  const table = found(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context);
  const filters = required('Filters', input.Filters?.length === 0 ? undefined : input.Filters);
  const candidates = effectiveTransitGatewayRoutes({ state, unknowns: context.unknowns }, table.id)
    .map((route): Candidate => ({ route, output: routeOutput(state, route, context) }))
    .sort(byDestination);
  const plain = filters.filter((filter) => !isRouteSearch(filter));
  const searched = filters.filter(isRouteSearch).reduce(search, filtered(candidates, plain, ROUTE_FILTERS));
  const { items, ...rest } = page(asListed(searched, context).map(({ output }) => output), input, context);
  return { Routes: items, AdditionalRoutesAvailable: rest.NextToken !== undefined, ...rest };
}

function tableAndDestination(
  state: NetworkState, input: { TransitGatewayRouteTableId?: string; DestinationCidrBlock?: string }, context: Context,
): { routeTableId: string; destination: string } {
  const destination = exactCidr('DestinationCidrBlock', input.DestinationCidrBlock);
  return { routeTableId: live(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context).id, destination };
}

function writeRoute(
  state: NetworkState, input: CreateTransitGatewayRouteCommandInput, routeTableId: string, destination: string, context: Context,
): RouteOutput {
  requireRoom(state, routeTableId, context);
  const attachmentId = input.Blackhole === true ? undefined : usableAttachment(state, input, routeTableId, context).id;
  const id = transitGatewayRouteId(routeTableId, destination);
  const token = issue(state);
  const settleMs = context.latencies.transitGatewayRouteSettleMs;
  put(state, 'transitGatewayRoutes', { id, routeTableId, destination, attachmentId, settled: settleMs === 0, token, tags: [] });
  if (settleMs > 0) schedule(state, context.now + settleMs, 'transit-gateway-route-active', id, { token });
  const route = effectiveTransitGatewayRoutes({ state, unknowns: context.unknowns }, routeTableId)
    .find((each) => each.type === 'static' && each.destination === destination);
  if (route === undefined) throw new Error(`route ${id} was written and is not there`);
  return routeOutput(state, route, context);
}

function usableAttachment(
  state: NetworkState, input: CreateTransitGatewayRouteCommandInput, routeTableId: string, context: Context,
): TransitGatewayAttachment {
  const attachment = live(state, 'transitGatewayAttachments', input.TransitGatewayAttachmentId, context);
  if (attachment.transitGatewayId !== state.transitGatewayRouteTables[routeTableId].transitGatewayId) {
    throw new Ec2Error('InvalidParameterValue', `${attachment.id} and ${routeTableId} belong to different transit gateways`);
  }
  const answer = context.unknowns.routeToPendingAttachment;
  if (attachment.state === 'available' || (attachment.state === 'pending' && answer === 'accepted')) return attachment;
  throw new Ec2Error(answer === 'accepted' ? 'IncorrectState' : answer, `${attachment.id} is in invalid state ${attachment.state}`);
}

/** [2.2 H: combined static and dynamic routes over all tables of one gateway; 2.3 RouteLimitExceeded] */
function requireRoom(state: NetworkState, routeTableId: string, context: Context): void {
  const gatewayId = state.transitGatewayRouteTables[routeTableId].transitGatewayId;
  const view = { state, unknowns: context.unknowns };
  const count = rows(state, 'transitGatewayRouteTables').filter((table) => table.transitGatewayId === gatewayId)
    .reduce((sum, table) => sum + effectiveTransitGatewayRoutes(view, table.id).length, 0);
  const limit = context.quotas.routesPerTransitGateway;
  if (count >= limit) throw new Ec2Error('RouteLimitExceeded', `The maximum number of ${limit} routes of ${gatewayId} has been reached`);
}

function routeOutput(state: NetworkState, route: EffectiveTransitGatewayRoute, context: Context): RouteOutput {
  return {
    DestinationCidrBlock: route.destination,
    TransitGatewayAttachments: route.attachmentIds.flatMap((id) => attachmentOutputs(state.transitGatewayAttachments[id], state, context)),
    Type: route.prefixListId !== undefined && context.unknowns.prefixListRouteInSearch === 'each-entry-propagated' ? 'propagated' : route.type,
    State: route.state,
    ...(route.prefixListId === undefined ? {} : { PrefixListId: route.prefixListId }),
  };
}

/** A reference stands for all its entries in one row, if that is how EC2 lists it. */
function asListed(candidates: Candidate[], { unknowns }: Context): Candidate[] {
  if (candidates.every(({ route }) => route.prefixListId === undefined) || unknowns.prefixListRouteInSearch !== 'one-row') return candidates;
  const first = (candidate: Candidate) => candidates.find(({ route }) => route.prefixListId === candidate.route.prefixListId);
  return candidates.filter((each) => each.route.prefixListId === undefined || each === first(each)).map((each) => {
    if (each.route.prefixListId === undefined) return each;
    const { DestinationCidrBlock: _entry, ...output } = each.output;
    return { ...each, output };
  });
}

/** [5 L: a VPN's resource id carries the outside address of the tunnel, one entry for each tunnel] */
function attachmentOutputs(
  attachment: TransitGatewayAttachment | undefined, state: NetworkState, context: Context,
): TransitGatewayRouteAttachment[] {
  if (attachment === undefined) return [];
  const output = {
    TransitGatewayAttachmentId: attachment.id,
    ResourceType: attachment.resourceType as TransitGatewayRouteAttachment['ResourceType'],
  };
  if (attachment.resourceType !== 'vpn' || context.unknowns.routeAttachmentResourceId === 'vpn-id') {
    return [{ ...output, ResourceId: attachment.resourceId }];
  }
  const tunnels = state.vpnConnections[attachment.resourceId]?.tunnels ?? [];
  const up = tunnels.filter((tunnel) => tunnel.up);
  return (up.length > 0 ? up : tunnels.slice(0, 1))
    .map((tunnel) => ({ ...output, ResourceId: `${attachment.resourceId}(${tunnel.outsideIpAddress})` }));
}

function isRouteSearch({ Name: name = '' }: Filter): boolean {
  return Object.hasOwn(ROUTE_SEARCHES, name);
}

function search(candidates: Candidate[], { Name: name = '', Values: values = [] }: Filter): Candidate[] {
  const matches = new Set(values.flatMap((value) => ROUTE_SEARCHES[name](candidates, cidrOf(value))));
  return candidates.filter((candidate) => matches.has(candidate));
}

function cidrOf(value: string): string {
  const cidr = canonicalCidr(value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`);
  if (cidr === undefined) throw new Ec2Error('InvalidParameterValue', `Value (${value}) for a route search is not a CIDR block`);
  return cidr;
}

function longest(candidates: Candidate[], cidr: string): Candidate[] {
  const covering = candidates.filter(({ route }) => containsCidr(route.destination, cidr));
  const { family, first } = rangeOf(cidr);
  const matches = new Set(longestMatches(covering.map(({ route }) => route), { family, value: first }));
  return covering.filter(({ route }) => matches.has(route));
}

function byDestination(a: Candidate, b: Candidate): number {
  const [left, right] = [rangeOf(a.route.destination), rangeOf(b.route.destination)];
  if (left.first !== right.first) return left.first < right.first ? -1 : 1;
  return left.prefixLength - right.prefixLength;
}
