/**
 * Routes on the transit gateway that the new ones would collide with, hide, or be hidden by: who gets the traffic before
 * the move and who after it. What concerns Direct Connect comes first.
 *
 * The order there: longest prefix; then static, prefix list, VPC, Direct Connect gateway, Connect, VPN [H].
 */
import { isBlackhole } from './remaining-attachments';
import { containsCidr, isCidr, isPrefixListId, longestMatches, sameDestination } from '../../../src/contract/cidr';
import { acceptableFinding, Finding, finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { routeTablesOf, Snapshot, TransitGatewayRoute, TransitGatewayRouteTable } from '../observation';
import { isInside } from '../path';

export function transitGatewayRouteFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration: { to }, routing, learningTableIds } = assessment;
  if (to.kind !== 'transit-gateway') return [];
  if (routing === 'static' && learningTableIds.length === 0) {
    return [finding('no-static-route-table',
      `VPN connection ${snapshot.connection?.id} uses static routing, and no table of ${to.id} is named for its routes`,
      'name the tables that the VPC attachments are associated with in `staticRouteTableIds`')];
  }
  const meetings = overlapsOn(assessment);
  return [
    ...meetings.filter(({ route }) => isDirectConnect(snapshot, route)),
    ...meetings.filter(({ route }) => !isDirectConnect(snapshot, route)),
  ].map((meeting) => overlapFinding(snapshot, to.id, meeting)).concat(unreadPrefixLists(assessment));
}

/** A prefix of the VPN and a route that is there already, in one table. */
interface RouteOverlap {
  readonly table: TransitGatewayRouteTable;
  readonly cidr: string;
  readonly route: TransitGatewayRoute;
  /** Whether the move makes a static route for the prefix in this table. */
  readonly planned: boolean;
}

function overlapsOn(assessment: Assessment): RouteOverlap[] {
  const { snapshot, declaration: { from }, plan, networks } = assessment;
  return learningTables(assessment).flatMap((table) => networks.flatMap((cidr) => {
    const planned = plan.to.transitGatewayRoutes.some((route) => route.routeTableId === table.id && route.cidr === cidr);
    return overlappingRoutes(snapshot, table, cidr)
      .filter((route) => sameDestination(route.destination, cidr) || !dropsAsBefore(snapshot, from.id, route))
      .map((route) => ({ table, cidr, route, planned }));
  }));
}

/** What is dropped on both sides takes nothing away. */
function dropsAsBefore(snapshot: Snapshot, fromId: string, route: TransitGatewayRoute): boolean {
  return isBlackhole(route) && routeTablesOf(snapshot, fromId)
    .some((table) => table.routes.some((each) => isBlackhole(each) && sameDestination(each.destination, route.destination)));
}

function learningTables({ snapshot, learningTableIds }: Assessment): TransitGatewayRouteTable[] {
  return snapshot.transitGatewayRouteTables.filter((table) => learningTableIds.includes(table.id));
}

/**
 * Routes for the same block, or inside it. A wider one is beaten by the new route's longer prefix, as it should be, unless
 * Direct Connect brought it: then a VPN that was the backup becomes the primary way.
 * The way to the moving VPC's own addresses is none: inside that VPC its local route has always won.
 */
function overlappingRoutes(snapshot: Snapshot, table: TransitGatewayRouteTable, cidr: string): TransitGatewayRoute[] {
  const own = snapshot.vpcs.flatMap((vpc) => vpc.cidrs);
  const routes = table.routes.filter((route) => isCidr(route.destination));
  const inside = routes.filter((route) => isInside(route, cidr, own));
  const wider = longestMatches(routes, cidr)
    .filter((route) => !sameDestination(route.destination, cidr) && isDirectConnect(snapshot, route));
  return [...inside, ...wider];
}

function overlapFinding(snapshot: Snapshot, toId: string, { table, cidr, route, planned }: RouteOverlap): Finding {
  const winner = nameOfPreferred(snapshot, route);
  const there = `${route.type} route ${route.destination} in ${table.id}, which leads to ${winner},`;
  const subject = `${table.id}/${route.destination}`;
  const leaveOut = `${takingAway(table, route)}, or leave the prefix out of the VPN's routes`;
  if (!sameDestination(route.destination, cidr)) {
    if (containsCidr(cidr, route.destination)) {
      return acceptableFinding('transit-gateway-route-shadowing', subject,
        `${there} would take part of ${cidr} away from the VPN: the longer prefix wins. There the winner is ${winner}, before and after`,
        `${takingAway(table, route)}, if that part belongs behind the VPN`);
    }
    return acceptableFinding('transit-gateway-route-shadowed', subject,
      `${there} carries ${cidr} before the move; after it the VPN does, since the longer prefix wins`, leaveOut);
  }
  if (route.type === 'static' || route.prefixListId !== undefined) {
    return finding('transit-gateway-route-exists',
      planned ? `${there} stands where the route for ${cidr} must be created` : `${there} would beat the prefix ${cidr} that the VPN propagates`,
      `${takingAway(table, route)} and deploy again`);
  }
  if (planned) {
    return acceptableFinding('transit-gateway-route-shadowed', subject,
      `${there} would be beaten by the new static route: the winner for ${cidr} is ${winner} before the move, and the VPN after it`, leaveOut);
  }
  return acceptableFinding('transit-gateway-route-shadowed', subject,
    `${there} and the VPN would both propagate ${cidr}: the winner is ${winner} before the move, and ${precedenceOfTwo(snapshot, toId, route, winner)} after it`, leaveOut);
}

/** What is there by propagation or by a prefix list cannot be deleted as a route. */
function takingAway(table: TransitGatewayRouteTable, route: TransitGatewayRoute): string {
  if (route.prefixListId !== undefined) return `delete the reference to ${route.prefixListId} in ${table.id}`;
  return route.type === 'static' ? `delete the static route ${route.destination} in ${table.id}` : `end the announcement of ${route.destination} by ${route.attachmentIds.join(', ')}`;
}

/** Of two propagated routes for one prefix. */
function precedenceOfTwo(snapshot: Snapshot, toId: string, route: TransitGatewayRoute, winner: string): string {
  if (!attachmentsOf(snapshot, route).every((each) => each.resourceType === 'vpn')) return winner;
  const ecmp = snapshot.transitGateways.find((each) => each.id === toId)?.vpnEcmp;
  return ecmp === false ? 'the one with the shorter AS path' : 'both at once if their AS paths are equally long (ECMP), else the one with the shorter';
}

/** Where a list's routes are not told, nobody sees whether one of them is longer than a prefix of the VPN. */
function unreadPrefixLists(assessment: Assessment): Finding[] {
  const { vpnConnectionId } = assessment.declaration;
  return learningTables(assessment).flatMap((table) => {
    const reported = new Set(table.routes.filter((route) => isCidr(route.destination)).map((route) => route.prefixListId));
    const lists = [
      ...(table.prefixListReferences ?? []).map((each) => each.prefixListId),
      ...table.routes.map((route) => route.destination).filter(isPrefixListId),
    ];
    return [...new Set(lists)].filter((id) => !reported.has(id)).map((id) => acceptableFinding('prefix-list-not-read', `${table.id}/${id}`,
      `${table.id} has a reference to prefix list ${id}, whose blocks are not among its routes: where one is inside a prefix of ${vpnConnectionId}, it wins`,
      'make sure that the list holds nothing that is behind the VPN'));
  });
}

function isDirectConnect(snapshot: Snapshot, route: TransitGatewayRoute): boolean {
  return attachmentsOf(snapshot, route).some((each) => each.resourceType === 'direct-connect-gateway');
}

function attachmentsOf(snapshot: Snapshot, route: TransitGatewayRoute) {
  return snapshot.attachments.filter((each) => route.attachmentIds.includes(each.id));
}

function nameOfPreferred(snapshot: Snapshot, route: TransitGatewayRoute): string {
  if (route.attachmentIds.length === 0) return 'nowhere (blackhole)';
  const names = route.attachmentIds.join(', ');
  return isDirectConnect(snapshot, route) ? `Direct Connect (${names})` : names;
}
