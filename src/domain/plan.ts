/**
 * What a move will do, worked out once from what was seen and what was declared, and kept in the backup: the routes to
 * remove, the routes to make, and for every VPC route what was there before.
 */
import { canonicalDestination, containsCidr, isCidr, longestMatches, sameDestination } from './cidr';
import { MoveDeclaration, VpcRouteTableDeclaration } from './declaration';
import { Survey, VpcRoute, VpcRouteTable } from './observation';

export interface MovePlan {
  /** The connection's static routes: deleted before the move, created again on the way back. */
  readonly staticRoutes: readonly string[];
  /** Static routes to the VPN attachment, one for each on-premises prefix in each declared table. */
  readonly transitGatewayRoutes: readonly { readonly routeTableId: string; readonly cidr: string }[];
  readonly vpcRoutes: readonly PlannedVpcRoute[];
}

/** One VPC route that is to lead to the new gateway. */
export interface PlannedVpcRoute {
  readonly routeTableId: string;
  readonly destination: string;
  /**
   * `static`: a static route led to the old gateway and is pointed elsewhere, and back again on the way back.
   * `none`: the prefix was reached by a propagated or a wider route; a static one is made, and deleted on the way back.
   */
  readonly before: 'static' | 'none';
}

/** Static routes of a VPC table are those a person made; propagated ones come and go by themselves. */
export function isStaticVpcRoute(route: VpcRoute): boolean {
  return route.origin === 'CreateRoute';
}

/** The connection's static routes that exist: a deleted one stays listed for a while. */
export function existingStaticRoutes(survey: Survey): string[] {
  return (survey.connection?.staticRoutes ?? [])
    .filter((route) => route.state === 'available' || route.state === 'pending')
    .map((route) => canonicalDestination(route.cidr));
}

/**
 * The networks behind the VPN, or nothing when they cannot be known.
 *
 * A static connection names them. A BGP connection does not: no describe call attributes a propagated route to a
 * connection, so they are taken from the VPC tables only when nothing else can have put them there and all are there.
 */
export function onPremisesCidrs(survey: Survey, declaration: MoveDeclaration): string[] | undefined {
  if (declaration.onPremisesCidrs.length > 0) return declaration.onPremisesCidrs.map(canonicalDestination);
  if (survey.connection?.routing === 'static') return existingStaticRoutes(survey);
  if ((survey.virtualPrivateGateway?.otherConnectionIds.length ?? 0) > 0) return undefined;
  const accepted = survey.connection?.tunnels.filter((tunnel) => tunnel.status === 'UP').map((tunnel) => tunnel.acceptedRouteCount) ?? [];
  const propagated = propagatedDestinations(survey, declaration.from.id);
  const complete = accepted.length > 0 && accepted.every((count) => count === propagated.length);
  return complete ? propagated : undefined;
}

export function planMove(survey: Survey, declaration: MoveDeclaration): MovePlan {
  const prefixes = onPremisesCidrs(survey, declaration) ?? [];
  const staticRouteTableIds = declaration.to.kind === 'transit-gateway' ? declaration.to.staticRouteTableIds : [];
  return {
    staticRoutes: survey.connection?.routing === 'static' ? existingStaticRoutes(survey) : [],
    transitGatewayRoutes: staticRouteTableIds.flatMap((routeTableId) => prefixes.map((cidr) => ({ routeTableId, cidr }))),
    vpcRoutes: declaration.vpcRouteTables.flatMap((declared) => {
      const table = survey.vpcRouteTables.find((each) => each.id === declared.routeTableId);
      return table === undefined ? [] : plannedVpcRoutes(table, declared, prefixes, declaration.from.id);
    }),
  };
}

/** Static routes of a table that lead to the old gateway and are claimed as moved: by name, or because they are a prefix of the VPN. */
export function movedStaticRoutes(
  table: VpcRouteTable, declared: VpcRouteTableDeclaration, prefixes: readonly string[], fromId: string,
): VpcRoute[] {
  const claimed = (destination: string, list: readonly string[]) => list.some((each) => sameDestination(each, destination));
  return table.routes.filter((route) => isStaticVpcRoute(route) && route.targetId === fromId
    && !claimed(route.destination, declared.left)
    && (claimed(route.destination, declared.moved) || claimed(route.destination, prefixes)));
}

function plannedVpcRoutes(
  table: VpcRouteTable, declared: VpcRouteTableDeclaration, prefixes: readonly string[], fromId: string,
): PlannedVpcRoute[] {
  const replaced = movedStaticRoutes(table, declared, prefixes, fromId).map((route) => canonicalDestination(route.destination));
  const created = prefixes.filter((prefix) =>
    !replaced.some((destination) => containsCidr(destination, prefix) && reachesBy(table, prefix, destination))
    && reachesOldGateway(table, prefix, fromId));
  return [
    ...replaced.map((destination) => ({ routeTableId: table.id, destination, before: 'static' as const })),
    ...created.map((destination) => ({ routeTableId: table.id, destination, before: 'none' as const })),
  ];
}

/**
 * Whether packets for the prefix go to the old gateway today. For a table that propagates from it, yes, unless a static
 * route says otherwise: propagated routes are absent while the tunnels are down, and a plan made then must not miss them.
 */
function reachesOldGateway(table: VpcRouteTable, prefix: string, fromId: string): boolean {
  const best = bestRoutes(table, prefix);
  if (best.some((route) => isStaticVpcRoute(route) && sameDestination(route.destination, prefix))) return false;
  return best.some((route) => route.targetId === fromId) || table.propagatingGatewayIds.includes(fromId);
}

function reachesBy(table: VpcRouteTable, prefix: string, destination: string): boolean {
  return bestRoutes(table, prefix).some((route) => sameDestination(route.destination, destination));
}

/** Longest prefix first; of equal length a static route beats a propagated one. */
function bestRoutes(table: VpcRouteTable, prefix: string): VpcRoute[] {
  const best = longestMatches(table.routes.filter((route) => isCidr(route.destination)), prefix);
  const statics = best.filter(isStaticVpcRoute);
  return statics.length > 0 ? statics : best;
}

function propagatedDestinations(survey: Survey, fromId: string): string[] {
  const destinations = survey.vpcRouteTables.flatMap((table) => table.routes
    .filter((route) => route.origin === 'EnableVgwRoutePropagation' && route.targetId === fromId)
    .map((route) => canonicalDestination(route.destination)));
  return [...new Set(destinations)].sort();
}
