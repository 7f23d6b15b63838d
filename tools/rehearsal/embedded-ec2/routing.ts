/**
 * Routes that follow from the state: what gateways learn, what tables hold at this instant, which routes lead nowhere.
 * Describes show it and the flow oracle decides by it.
 */
import { canonicalCidr } from './cidr';
import { RouteTarget, TransitGatewayAttachment, VpcRouteTable, VpnConnection } from './records';
import { NetworkView, rows } from './state';

export interface EffectiveVpcRoute {
  readonly destination: string;
  readonly target: RouteTarget;
  readonly origin: 'CreateRouteTable' | 'CreateRoute' | 'EnableVgwRoutePropagation';
  readonly state: 'active' | 'blackhole';
}

export interface EffectiveTransitGatewayRoute {
  readonly destination: string;
  readonly type: 'static' | 'propagated';
  readonly state: 'pending' | 'active' | 'blackhole';
  readonly attachmentIds: readonly string[];
  /** The list that this route is an entry of. */
  readonly prefixListId?: string;
}

/** A prefix that a virtual private gateway knows, and who brings it. */
export interface VpnGatewayPrefix {
  readonly destination: string;
  readonly source: 'direct-connect' | 'vpn-static' | 'vpn-bgp';
  /** Absent for Direct Connect. */
  readonly connection?: VpnConnection;
}

/**
 * The routes of a VPC table as describes show them: of a static and a propagated one with the same block only the
 * static one [H 8, 11: static wins, and deleting it is the way back to the propagated one].
 */
export function effectiveVpcRoutes(view: NetworkView, table: VpcRouteTable): EffectiveVpcRoute[] {
  const statics = table.routes.map((route): EffectiveVpcRoute => ({
    ...route,
    state: route.targetGone !== true && hasTarget(view, table.vpcId, route.target) ? 'active' : 'blackhole',
  }));
  const taken = new Set(statics.map((route) => route.destination));
  const propagated: EffectiveVpcRoute[] = [];
  for (const gatewayId of table.propagatingGatewayIds) {
    for (const destination of propagatedPrefixes(view, gatewayId, table.vpcId)) {
      if (taken.has(destination)) continue;
      taken.add(destination);
      propagated.push({ destination, target: { kind: 'gateway', id: gatewayId }, origin: 'EnableVgwRoutePropagation', state: 'active' });
    }
  }
  return [...statics, ...propagated];
}

/**
 * What a virtual private gateway forwards to: prefixes of connections that are provisioned and UP, and Direct Connect's.
 * A prefix it does not know is dropped [H 1.3 B3, UG-VPNRoutingTypes].
 */
export function vpnGatewayPrefixes(view: NetworkView, gatewayId: string): VpnGatewayPrefix[] {
  const gateway = view.state.vpnGateways[gatewayId];
  const direct = (gateway?.directConnectPrefixes ?? []).map((destination): VpnGatewayPrefix => ({ destination, source: 'direct-connect' }));
  const learned = rows(view.state, 'vpnConnections')
    .filter((connection) => connection.target?.kind === 'vpn-gateway' && connection.target.id === gatewayId && carriesTraffic(connection))
    .flatMap((connection): VpnGatewayPrefix[] => {
      if (!connection.staticRoutesOnly) {
        return prefixesOf(connection.site.advertisedPrefixes).map((destination) => ({ destination, source: 'vpn-bgp', connection }));
      }
      const available = connection.staticRoutes.filter((route) => route.state === 'available');
      return available.map((route) => ({ destination: route.cidr, source: 'vpn-static', connection }));
    });
  return [...direct, ...learned];
}

/**
 * The routes of a transit gateway table. Of one block a static route wins, then a prefix list's; among propagated ones
 * VPC, then Direct Connect, then VPN [H 11: order of preference]; several VPN attachments share the traffic [M 11: ECMP].
 */
export function effectiveTransitGatewayRoutes(view: NetworkView, routeTableId: string): EffectiveTransitGatewayRoute[] {
  const { state } = view;
  const statics = rows(state, 'transitGatewayRoutes').filter((route) => route.routeTableId === routeTableId)
    .map((route): EffectiveTransitGatewayRoute => ({
      destination: route.destination,
      type: 'static',
      state: stateOfStatic(state.transitGatewayAttachments[route.attachmentId ?? ''], route.settled),
      attachmentIds: route.attachmentId === undefined ? [] : [route.attachmentId],
    }));
  // A static route that has not settled yet forwards nothing, so it hides nothing either.
  const taken = new Set(statics.filter((route) => route.state !== 'pending').map((route) => route.destination));
  const listed = prefixListRoutes(view, routeTableId).filter((route) => !taken.has(route.destination));
  for (const route of listed) taken.add(route.destination);
  return [...statics, ...listed, ...propagatedTransitGatewayRoutes(view, routeTableId).filter((route) => !taken.has(route.destination))];
}

/** What an attachment brings into the tables it propagates to; a static VPN brings nothing [H 0.4]. */
export function attachmentPrefixes(view: NetworkView, attachment: TransitGatewayAttachment): readonly string[] {
  const { state } = view;
  if (attachment.resourceType === 'vpc') return prefixesOf(state.vpcs[attachment.resourceId]?.cidrs ?? attachment.prefixes);
  if (attachment.resourceType !== 'vpn') return prefixesOf(attachment.prefixes);
  const connection = state.vpnConnections[attachment.resourceId];
  if (connection === undefined || connection.staticRoutesOnly || !carriesTraffic(connection)) return [];
  return connection.target?.id === attachment.transitGatewayId ? prefixesOf(connection.site.advertisedPrefixes) : [];
}

/** At least one tunnel is UP; while a connection is provisioned or deleted none is [H 0.2]. */
export function carriesTraffic(connection: VpnConnection): boolean {
  return connection.tunnels.some((tunnel) => tunnel.up);
}

/** The VPC's attachment to the gateway that packets could use. */
export function availableVpcAttachment(view: NetworkView, transitGatewayId: string, vpcId: string): TransitGatewayAttachment | undefined {
  return rows(view.state, 'transitGatewayAttachments').find((attachment) =>
    attachment.transitGatewayId === transitGatewayId && attachment.resourceId === vpcId && attachment.state === 'available');
}

/** Packets pass between a VPC and its gateway only while the attachment stands. */
export function isAttached(view: NetworkView, vpnGatewayId: string, vpcId: string): boolean {
  const gateway = view.state.vpnGateways[vpnGatewayId];
  return gateway?.state === 'available' && gateway.attachment?.vpcId === vpcId && gateway.attachment.state === 'attached';
}

function hasTarget(view: NetworkView, vpcId: string, target: RouteTarget): boolean {
  if (target.kind === 'transit-gateway') return availableVpcAttachment(view, target.id, vpcId) !== undefined;
  if (target.kind === 'gateway' && target.id.startsWith('vgw-')) return isAttached(view, target.id, vpcId);
  const internetGateway = view.state.internetGateways[target.id];
  if (internetGateway !== undefined) return internetGateway.vpcId === vpcId;
  return true;
}

/**
 * Prefixes of all connections on the gateway: propagation belongs to (gateway, table), not to a connection [H 11], and
 * shows them only while a tunnel is UP [H UG-SetUpVPNConnections].
 */
function propagatedPrefixes(view: NetworkView, gatewayId: string, vpcId: string): Set<string> {
  if (!isAttached(view, gatewayId, vpcId)) return new Set();
  const prefixes = new Set(vpnGatewayPrefixes(view, gatewayId).map((prefix) => prefix.destination));
  if (view.unknowns.propagationOnRouteDeletion === 'withdrawn-when-deleted') {
    for (const connection of rows(view.state, 'vpnConnections')) {
      if (connection.target?.id !== gatewayId || !connection.staticRoutesOnly || !carriesTraffic(connection)) continue;
      for (const route of connection.staticRoutes) if (route.state === 'deleting') prefixes.add(route.cidr);
    }
  }
  return prefixes;
}

/** Each entry of a list stands as a route [H VPC Transit Gateways guide, create-prefix-list-reference]. */
function prefixListRoutes({ state }: NetworkView, routeTableId: string): EffectiveTransitGatewayRoute[] {
  const references = rows(state, 'transitGatewayPrefixListReferences').filter((reference) => reference.routeTableId === routeTableId);
  return references.flatMap(({ prefixListId, attachmentId }) => (state.prefixLists[prefixListId]?.cidrs ?? []).map((destination) => ({
    destination,
    type: 'static',
    state: stateOfStatic(state.transitGatewayAttachments[attachmentId ?? ''], true),
    attachmentIds: attachmentId === undefined ? [] : [attachmentId],
    prefixListId,
  })));
}

const PREFERENCE = ['vpc', 'direct-connect-gateway', 'connect', 'vpn'];

function propagatedTransitGatewayRoutes(view: NetworkView, routeTableId: string): EffectiveTransitGatewayRoute[] {
  const sources = new Map<string, TransitGatewayAttachment[]>();
  for (const attachment of rows(view.state, 'transitGatewayAttachments')) {
    const propagation = attachment.propagations.find((each) => each.routeTableId === routeTableId);
    if (propagation?.state !== 'enabled' || attachment.state !== 'available') continue;
    for (const destination of attachmentPrefixes(view, attachment)) {
      sources.set(destination, [...(sources.get(destination) ?? []), attachment]);
    }
  }
  return [...sources].map(([destination, attachments]) => ({
    destination,
    type: 'propagated',
    state: 'active',
    attachmentIds: preferred(view, attachments).map((attachment) => attachment.id),
  }));
}

function preferred(view: NetworkView, attachments: readonly TransitGatewayAttachment[]): TransitGatewayAttachment[] {
  const rank = ({ resourceType }: TransitGatewayAttachment): number => {
    const place = PREFERENCE.indexOf(resourceType);
    return place < 0 ? PREFERENCE.length : place;
  };
  const best = Math.min(...attachments.map(rank));
  const equals = attachments.filter((attachment) => rank(attachment) === best);
  const shared = equals[0].resourceType === 'vpn' && view.state.transitGateways[equals[0].transitGatewayId]?.vpnEcmpSupport === true;
  return shared ? equals : equals.slice(0, 1);
}

function stateOfStatic(attachment: TransitGatewayAttachment | undefined, settled: boolean): EffectiveTransitGatewayRoute['state'] {
  if (attachment?.state === 'pending') return 'pending';
  if (attachment?.state !== 'available') return 'blackhole';
  return settled ? 'active' : 'pending';
}

function prefixesOf(cidrs: readonly string[]): string[] {
  return cidrs.map((cidr) => canonicalCidr(cidr) ?? cidr);
}
