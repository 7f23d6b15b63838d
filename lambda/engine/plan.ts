/**
 * What a move will do, worked out once from what was seen and what was declared, and kept in the backup: how each side is
 * to be arranged when the connection stands there, and for every VPC route what was before and what is after.
 *
 * Forward and back are one procedure with the sides swapped: `from` is what was seen, `to` is what was declared.
 */
import { difference } from './difference';
import { routeTablesOf, Snapshot, TransitGatewayRoute, VpcRouteTable, vpnAttachmentOn } from './observation';
import { DeclarationOf, natureOf, Operation, OperationKind, operationOf } from './operation';
import { keyOfBreak, pathBreaks, Paths, PathSide, routesThrough, RoutingTable } from './path';
import { isRoutedByStack, VpcRouteClaims } from './vpc-route-claims';
import { isStaticVpcRoute, winningVpcRoutes } from './winning-routes';
import { canonicalDestination, containsCidr, sameDestination } from '../../src/contract/cidr';
import { gatewayOf, GatewayEnd, MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';
import { GatewayReplacement, ReplacedConnection, ReplacementTest } from '../../src/contract/replacement-declaration';

export interface MovePlan {
  readonly from: PlannedSide;
  readonly to: PlannedSide;
  readonly vpcRoutes: readonly PlannedVpcRoute[];
  /** VPC tables into which the new gateway propagates because of the move: switched off again on the way back. */
  readonly propagationsSwitchedOn: readonly string[];
  /** The VPC at which the new virtual private gateway takes the old one's place. */
  readonly exchangeAtVpcId?: string;
  /** Connections that take the place of others, where none is modified. */
  readonly replacement?: PlannedReplacement;
  /** What has to be reached once it is over. Absent where an earlier version made the plan. */
  readonly paths?: PlannedPaths;
}

export interface PlannedPaths {
  /** The networks behind the VPN, as far as they are known. */
  readonly networks: readonly string[];
  /** The VPC tables out of which they were reached by the old gateway, and are to be reached by the new one. */
  readonly tables: readonly RoutingTable[];
  /** Where a path was broken before the move, by the keys of the breaks: nobody expects more of the way back. */
  readonly brokenBefore: readonly string[];
}

export interface PlannedReplacement {
  readonly connections: readonly ReplacedConnection[];
  readonly test?: ReplacementTest;
  /** The networks behind the VPN, which the tables of a test have to learn. */
  readonly onPremisesCidrs: readonly string[];
}

/** One end as it is to be while the connection stands on it. */
export interface PlannedSide extends PathSide {
  readonly customerGatewayId: string;
}

/**
 * One VPC route that the move changes. `static`: a static route leads to that side's gateway. `none`: no static route does,
 * because a propagated or a wider one serves.
 */
export interface PlannedVpcRoute {
  readonly routeTableId: string;
  readonly destination: string;
  readonly before: 'static' | 'none';
  readonly after: 'static' | 'none';
}

export function planMove(
  snapshot: Snapshot, declaration: MoveDeclaration, prefixes: readonly string[], claims: readonly VpcRouteClaims[],
): MovePlan {
  const { to } = declaration;
  const { replacement, ...sides } = sidesOf(snapshot, operationOf(declaration), prefixes);
  return {
    ...sides,
    vpcRoutes: declaration.vpcRouteTables.flatMap(({ routeTableId }) => claims.filter(({ table }) => table.id === routeTableId))
      .flatMap((each) => plannedVpcRoutes(each, prefixes, declaration)),
    propagationsSwitchedOn: (to.kind === 'virtual-private-gateway' ? to.propagatingRouteTableIds : [])
      .filter((id) => snapshot.vpcRouteTables.some((table) => table.id === id && !table.propagatingGatewayIds.includes(to.id))),
    ...to.kind === 'virtual-private-gateway' && to.vpcId !== undefined ? { exchangeAtVpcId: to.vpcId } : {},
    ...replacement === undefined ? {} : { replacement },
    paths: plannedPaths(snapshot, declaration, sides.from, prefixes),
  };
}

/** The paths of a plan, on whichever of its sides. */
export function pathsOf(plan: MovePlan, declaration: MoveDeclaration, side: 'from' | 'to'): Paths {
  const { vpnConnectionId, acknowledgedFindings: accepted } = declaration;
  const { tables = [], brokenBefore } = plan.paths ?? {};
  const carrierIds = natureOf(declaration).carrierIds[side];
  const before = brokenBefore === undefined ? {} : { brokenBefore };
  return { vpnConnectionId, carrierIds, networks: networksOf(plan), tables, accepted, ...before };
}

/** The networks behind the VPN that the plan was made for. */
export function networksOf(plan: MovePlan): readonly string[] {
  return plan.paths?.networks ?? networksOfRoutes(plan);
}

/** The VPC tables that the plan may change, on either side. */
export function vpcTablesOf({ vpcRoutes, from, to }: MovePlan): string[] {
  return [...vpcRoutes.map((route) => route.routeTableId), ...from.vgwPropagationRouteTableIds, ...to.vgwPropagationRouteTableIds];
}

/** The connection's static routes that exist: a deleted one stays listed for a while. */
export function existingStaticRoutes(snapshot: Pick<Snapshot, 'connection'>): string[] {
  return (snapshot.connection?.staticRoutes ?? [])
    .filter((route) => route.state === 'available' || route.state === 'pending')
    .map((route) => canonicalDestination(route.cidr));
}

/** Routes to the connection's attachment on the transit gateway it stands on, in every table that was looked at. */
export function routesToAttachment(snapshot: Snapshot, end: TransitGatewayEnd, type: TransitGatewayRoute['type']): { routeTableId: string; cidr: string }[] {
  const attachment = snapshot.connection === undefined ? undefined : vpnAttachmentOn(snapshot, snapshot.connection.id, end.id);
  if (attachment === undefined) return [];
  return routeTablesOf(snapshot, end.id).flatMap((table) => table.routes
    .filter((route) => route.type === type && route.attachmentIds.includes(attachment.id))
    .map((route) => ({ routeTableId: table.id, cidr: canonicalDestination(route.destination) })));
}

/**
 * The networks behind the VPN, or nothing when they cannot be known.
 *
 * A static connection's routes name them, and a transit gateway says which attachment a propagated route leads to. A BGP
 * connection on a virtual private gateway does not tell: no describe call attributes a propagated route to a connection, so
 * they are taken from the VPC tables only when nothing else can have put them there and all are there.
 */
export function onPremisesCidrs(snapshot: Snapshot, declaration: MoveDeclaration): string[] | undefined {
  if (declaration.onPremisesCidrs.length > 0) return declaration.onPremisesCidrs.map(canonicalDestination);
  if (declaration.replacement !== undefined) return cidrsBehind(snapshot, declaration.from.id, declaration.replacement);
  const isStatic = snapshot.connection?.routing === 'static';
  const { from } = declaration;
  if (from.kind === 'transit-gateway') {
    return [...new Set(routesToAttachment(snapshot, from, isStatic ? 'static' : 'propagated').map((route) => route.cidr))].sort();
  }
  return isStatic ? existingStaticRoutes(snapshot) : propagatedCidrs(snapshot, from.id);
}

type Sides = Pick<MovePlan, 'from' | 'to' | 'replacement'>;

const SIDES: {
  readonly [Kind in OperationKind]: (snapshot: Snapshot, declaration: DeclarationOf[Kind], prefixes: readonly string[]) => Sides
} = {
  'move': sidesOfMove,
  'edited-target': sidesOfEdit,
  'hand-over': sidesOfHandOver,
  'gateway-replacement': sidesOfReplacement,
};

function sidesOf<Kind extends OperationKind>(
  snapshot: Snapshot, { kind, declaration }: Operation<Kind>, prefixes: readonly string[],
): Sides {
  return SIDES[kind](snapshot, declaration, prefixes);
}

function sidesOfMove(snapshot: Snapshot, declaration: MoveDeclaration, prefixes: readonly string[]): Sides {
  const from = observedSide(snapshot, declaration);
  const declared = declaredTargetSide(snapshot, declaration, declaration.to, prefixes);
  if (!staysOnGateway(declaration)) return { from, to: declared };
  // Only the customer gateway changes: nothing on this side does.
  const { associationRouteTableId, ...observed } = from;
  const association = associationRouteTableId === undefined ? {} : { associationRouteTableId };
  return { from, to: { ...observed, ...association, customerGatewayId: declared.customerGatewayId } };
}

function sidesOfEdit(snapshot: Snapshot, declaration: MoveDeclaration, prefixes: readonly string[]): Sides {
  const from = observedSide(snapshot, declaration);
  const declared = declaredTargetSide(snapshot, declaration, withDefaults(declaration.to, snapshot), prefixes);
  if (!staysOnGateway(declaration)) return { from, to: declared };
  // A template may change the routes along with the customer gateway, though not what a virtual private gateway propagates.
  return { from, to: { ...declared, vgwPropagationRouteTableIds: from.vgwPropagationRouteTableIds } };
}

function sidesOfHandOver(snapshot: Snapshot, declaration: MoveDeclaration, prefixes: readonly string[]): Sides {
  const from = observedSide(snapshot, declaration);
  const { associationRouteTableId: _, ...observed } = from;
  const declared = declaredTargetSide(snapshot, declaration, withDefaults(declaration.to, snapshot), prefixes);
  const { associationRouteTableId, propagationRouteTableIds } = declared;
  return {
    from, to: { ...observed, ...associationRouteTableId === undefined ? {} : { associationRouteTableId }, propagationRouteTableIds },
  };
}

/** The connections keep their static routes, the old ones and the new ones: nothing of them is made or deleted. */
function sidesOfReplacement(snapshot: Snapshot, declaration: DeclarationOf['gateway-replacement'], prefixes: readonly string[]): Sides {
  const { to, replacement: { connections, test } } = declaration;
  const wanted = snapshot.connections?.find((each) => each.id === connections[0].toId);
  return {
    from: { ...observedSide(snapshot, declaration), staticRoutes: [] },
    to: declaredSide(to, wanted?.customerGatewayId ?? '', false, []),
    replacement: { connections, onPremisesCidrs: prefixes, ...test === undefined ? {} : { test } },
  };
}

function staysOnGateway({ from, to }: MoveDeclaration): boolean {
  return from.kind === to.kind && from.id === to.id;
}

/** What `left` names stays with the old gateway, and where the stack's own routes lead is in its template. */
function plannedPaths(snapshot: Snapshot, declaration: MoveDeclaration, from: PlannedSide, networks: readonly string[]): PlannedPaths {
  const tables = declaration.vpcRouteTables.flatMap(({ routeTableId, left }) => {
    const table = snapshot.vpcRouteTables.find((each) => each.id === routeTableId);
    const led = table === undefined ? [] : difference(networks, left, canonicalDestination).missing
      .filter((network) => routesThrough(declaration.from.id, table, network) && !isRoutedByStack(declaration, routeTableId, network));
    return led.length === 0 ? [] : [{ routeTableId, networks: led }];
  });
  const { vpnConnectionId } = declaration;
  const carrierIds = natureOf(declaration).carrierIds.from;
  const breaks = pathBreaks(snapshot, from, { vpnConnectionId, carrierIds, networks, tables, accepted: [] });
  return { networks, tables, brokenBefore: [...new Set(breaks.map(keyOfBreak))] };
}

/** What the routes of either side tell of them. */
function networksOfRoutes({ from, to }: MovePlan): string[] {
  const routes = [from, to].flatMap((side) => [...side.staticRoutes, ...side.transitGatewayRoutes.map(({ cidr }) => cidr)]);
  return [...new Set(routes)].sort();
}

function cidrsBehind(snapshot: Snapshot, vpnGatewayId: string, { connections }: GatewayReplacement): string[] | undefined {
  const old = (snapshot.connections ?? []).filter((each) => connections.some(({ fromId }) => fromId === each.id));
  if (old.some((each) => each.routing === 'bgp')) return old.length === 1 ? propagatedCidrs(snapshot, vpnGatewayId) : undefined;
  return [...new Set(old.flatMap((connection) => existingStaticRoutes({ connection })))].sort();
}

/** What was there: the way back restores this and not what was declared of it. */
function observedSide(snapshot: Snapshot, declaration: MoveDeclaration): PlannedSide {
  const { from } = declaration;
  const customerGatewayId = snapshot.connection?.customerGatewayId ?? '';
  if (from.kind === 'virtual-private-gateway') {
    return sideOn(from, customerGatewayId, {
      staticRoutes: snapshot.connection?.routing === 'static' ? existingStaticRoutes(snapshot) : [],
      vgwPropagationRouteTableIds: snapshot.vpcRouteTables
        .filter((table) => table.propagatingGatewayIds.includes(from.id))
        .map((table) => table.id),
    });
  }
  const attachment = snapshot.connection === undefined ? undefined : vpnAttachmentOn(snapshot, snapshot.connection.id, from.id);
  return sideOn(from, customerGatewayId, {
    transitGatewayRoutes: routesToAttachment(snapshot, from, 'static'),
    associationRouteTableId: attachment?.association?.routeTableId,
    propagationRouteTableIds: (attachment?.propagations ?? []).map((each) => each.routeTableId),
  });
}

function declaredTargetSide(
  snapshot: Snapshot, { customerGateway }: MoveDeclaration, to: GatewayEnd, prefixes: readonly string[],
): PlannedSide {
  const { connection } = snapshot;
  return declaredSide(to, customerGateway?.toId ?? connection?.customerGatewayId ?? '', connection?.routing === 'static', prefixes);
}

/** Nobody takes an attachment of a stack out of the tables that its gateway puts every new one into. */
function withDefaults(to: GatewayEnd, { transitGateways }: Snapshot): GatewayEnd {
  const gateway = transitGateways.find((each) => each.id === to.id);
  if (to.kind !== 'transit-gateway' || gateway === undefined) return to;
  const { defaultAssociationRouteTableId: association = '', defaultPropagationRouteTableId: propagation } = gateway;
  return {
    ...to,
    associationRouteTableId: to.associationRouteTableId || association,
    propagationRouteTableIds: [...new Set([...to.propagationRouteTableIds, ...propagation === undefined ? [] : [propagation]])],
  };
}

function declaredSide(to: GatewayEnd, customerGatewayId: string, isStatic: boolean, prefixes: readonly string[]): PlannedSide {
  if (to.kind === 'virtual-private-gateway') {
    const staticRoutes = isStatic ? prefixes : [];
    return sideOn(to, customerGatewayId, { staticRoutes, vgwPropagationRouteTableIds: to.propagatingRouteTableIds });
  }
  return sideOn(to, customerGatewayId, {
    transitGatewayRoutes: to.staticRouteTableIds.flatMap((routeTableId) => prefixes.map((cidr) => ({ routeTableId, cidr }))),
    associationRouteTableId: to.associationRouteTableId === '' ? undefined : to.associationRouteTableId,
    propagationRouteTableIds: to.propagationRouteTableIds,
  });
}

/** Of what is not named there is nothing on this side. */
function sideOn(end: GatewayEnd, customerGatewayId: string, arranged: Partial<PlannedSide>): PlannedSide {
  const { staticRoutes = [], transitGatewayRoutes = [], associationRouteTableId } = arranged;
  return {
    gateway: gatewayOf(end),
    customerGatewayId,
    staticRoutes,
    transitGatewayRoutes,
    ...associationRouteTableId === undefined ? {} : { associationRouteTableId },
    propagationRouteTableIds: arranged.propagationRouteTableIds ?? [],
    vgwPropagationRouteTableIds: arranged.vgwPropagationRouteTableIds ?? [],
  };
}

function plannedVpcRoutes({ table, moved }: VpcRouteClaims, prefixes: readonly string[], declaration: MoveDeclaration): PlannedVpcRoute[] {
  const { from, to } = declaration;
  const replaced = moved.map((route) => canonicalDestination(route.destination));
  const covered = (prefix: string) => replaced
    .some((destination) => containsCidr(destination, prefix) && reachesBy(table, prefix, destination));
  const created = prefixes.filter((prefix) => !covered(prefix) && !isRoutedByStack(declaration, table.id, prefix)
    && reachesOldGateway(table, prefix, from.id));
  const planned = (before: 'static' | 'none') => (destination: string): PlannedVpcRoute => (
    { routeTableId: table.id, destination, before, after: servedBy(to, table, destination, prefixes) });
  return [...replaced.map(planned('static')), ...created.map(planned('none'))]
    .filter((route) => route.before === 'static' || route.after === 'static');
}

/** A gateway that propagates into the table brings the prefixes of the VPN by itself, and nothing else. */
function servedBy(to: GatewayEnd, table: VpcRouteTable, destination: string, prefixes: readonly string[]): 'static' | 'none' {
  const propagates = to.kind === 'virtual-private-gateway' && to.propagatingRouteTableIds.includes(table.id);
  return propagates && prefixes.includes(destination) ? 'none' : 'static';
}

/**
 * Whether packets for the prefix go to the old gateway today. For a table that propagates from it, yes, unless a static
 * route says otherwise: propagated routes are absent while the tunnels are down, and a plan made then must not miss them.
 */
function reachesOldGateway(table: VpcRouteTable, prefix: string, fromId: string): boolean {
  const best = winningVpcRoutes(table, prefix);
  if (best.some((route) => isStaticVpcRoute(route) && sameDestination(route.destination, prefix))) return false;
  return best.some((route) => route.targetId === fromId) || table.propagatingGatewayIds.includes(fromId);
}

function reachesBy(table: VpcRouteTable, prefix: string, destination: string): boolean {
  return winningVpcRoutes(table, prefix).some((route) => sameDestination(route.destination, destination));
}

function propagatedCidrs(snapshot: Snapshot, vpnGatewayId: string): string[] | undefined {
  const gateway = snapshot.virtualPrivateGateways.find((each) => each.id === vpnGatewayId);
  if ((gateway?.otherConnectionIds.length ?? 0) > 0) return undefined;
  const accepted = snapshot.connection?.tunnels.filter((tunnel) => tunnel.status === 'UP').map((tunnel) => tunnel.acceptedRouteCount) ?? [];
  const propagated = [...new Set(snapshot.vpcRouteTables.flatMap((table) => table.routes
    .filter((route) => route.origin === 'EnableVgwRoutePropagation' && route.targetId === vpnGatewayId)
    .map((route) => canonicalDestination(route.destination))))].sort();
  return accepted.length > 0 && accepted.every((count) => count === propagated.length) ? propagated : undefined;
}
