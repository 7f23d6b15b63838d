/**
 * What happens between a call and a working connection: endpoints are provisioned on the target, then the device brings
 * the tunnels up, if it does.
 */
import { amazonSideAsn } from '../customer-gateway-configuration';
import { isLive, Tunnel, VpnConnection, VpnStaticRoute } from '../records';
import { Context, issue, NetworkState, patch, schedule, TransitionMap } from '../state';
import { beginVpnAttachment, currentVpnAttachment, deleteVpnAttachment, returnToVpnAttachment } from './vpn-attachments';

/** Starts provisioning on the connection's target. Both tunnels are down until it is over [H 0.2, 1.4]. */
export function beginProvisioning(state: NetworkState, id: string, durationMs: number, context: Context): void {
  const provisioning = issue(state);
  patch(state, 'vpnConnections', id, { provisioning, tunnels: tunnelsDown(state.vpnConnections[id], context) });
  const provisionedAt = context.now + durationMs;
  // The attachment comes first, so that with no offset it is available in the same instant, not a moment after.
  const connection = state.vpnConnections[id];
  if (connection.target?.kind === 'transit-gateway') beginVpnAttachment(state, connection, provisionedAt, context);
  schedule(state, provisionedAt, 'vpn-connection-provisioned', id, { provisioning });
}

export function tunnelsDown(connection: VpnConnection, context: Context): VpnConnection['tunnels'] {
  return connection.tunnels.map((tunnel) => ({
    ...tunnel, ipsecUp: false, up: false, acceptedRouteCount: undefined, awaited: undefined,
    lastStatusChange: tunnel.ipsecUp ? context.now : tunnel.lastStatusChange,
  }));
}

/**
 * Lets the device start IKE: after provisioning, and whenever somebody changes the device. With the default startup
 * action only the device can start [H 0.10, KC, UG-initiate-vpn-tunnels].
 */
export function beginIke(state: NetworkState, id: string, context: Context): void {
  const connection = state.vpnConnections[id];
  // It starts over with every tunnel.
  patch(state, 'vpnConnections', id, { tunnels: connection.tunnels.map((tunnel) => ({ ...tunnel, awaited: undefined })) });
  const ikeMs = connection.site.ikeMs ?? context.latencies.ikeMs;
  if (connection.state !== 'available' || ikeMs === 'never') return;
  schedule(state, context.now + ikeMs, 'tunnels-up', id, { provisioning: connection.provisioning });
}

/** Lets the device bring up one tunnel, the endpoint of which was replaced; what becomes of the other one meanwhile does not concern it. */
export function beginIkeOfTunnel(state: NetworkState, id: string, awaited: number, context: Context): void {
  const { site: { oneTunnelMs, ikeMs = context.latencies.ikeMs } } = state.vpnConnections[id];
  const takes = oneTunnelMs ?? ikeMs;
  if (takes !== 'never') schedule(state, context.now + takes, 'tunnel-up', id, { awaited });
}

/** Marks routes deleted; they stay listed for a while [H 3]. */
export function withDeletedRoutes(
  state: NetworkState, connection: VpnConnection, goes: (route: VpnStaticRoute) => boolean, context: Context,
): VpnStaticRoute[] {
  return connection.staticRoutes.map((route) => {
    if (!goes(route) || !isLive(route)) return route;
    schedule(state, context.now + context.latencies.deletedLingerMs, 'static-route-vanished', connection.id, { token: route.token });
    return { ...route, state: 'deleted' };
  });
}

export const vpnProvisioningTransitions: TransitionMap = {
  'vpn-connection-provisioned': (state, { subject, detail }, context) => {
    const connection = state.vpnConnections[subject];
    if (connection?.provisioning !== detail.provisioning || !['pending', 'modifying'].includes(connection.state)) return;
    const failed = connection.modification !== undefined && context.unknowns.modifyOutcome === 'returns-to-old-gateway';
    if (failed) fallBack(state, connection, context);
    else completeModify(state, connection, context);
    beginIke(state, subject, context);
  },
  'tunnels-up': (state, { subject, detail }, context) => {
    const connection = state.vpnConnections[subject];
    if (connection?.provisioning !== detail.provisioning || !(connection.state === 'available' || isReplacingTunnel(connection))) return;
    bringUp(state, connection, ({ replacement, awaited }) => replacement === undefined && awaited === undefined, context);
  },
  'tunnel-up': (state, { subject, detail }, context) => {
    const connection = state.vpnConnections[subject];
    if (connection !== undefined) bringUp(state, connection, ({ awaited }) => awaited === detail.awaited, context);
  },
};

function bringUp(state: NetworkState, connection: VpnConnection, comesUp: (tunnel: Tunnel) => boolean, context: Context): void {
  const up = connection.staticRoutesOnly || establishesBgp(state, connection, context);
  const tunnels = connection.tunnels.map((tunnel) => {
    if (!comesUp(tunnel)) return tunnel;
    const changed = !tunnel.ipsecUp || tunnel.up !== up;
    return { ...tunnel, ipsecUp: true, up, awaited: undefined, lastStatusChange: changed ? context.now : tunnel.lastStatusChange };
  });
  patch(state, 'vpnConnections', connection.id, { tunnels });
}

/** The other tunnel has nothing to do with it [1.4: that tunnel only]. */
function isReplacingTunnel({ tunnels }: VpnConnection): boolean {
  return tunnels.some((tunnel) => tunnel.replacement !== undefined);
}

function completeModify(state: NetworkState, connection: VpnConnection, context: Context): void {
  const staticRoutes = withDeletedRoutes(state, connection, () => losesStaticRoutes(connection, context), context);
  const { modification } = connection;
  const isShownAgain = modification !== undefined && context.unknowns.describeAtEndOfModify === 'old-gateway-after-it';
  const modified = isShownAgain ? { ...modification, endedAt: context.now } : undefined;
  patch(state, 'vpnConnections', connection.id, { state: 'available', modification: undefined, modified, staticRoutes });
  const left = connection.modification?.leavingAttachmentId;
  if (left !== undefined) deleteVpnAttachment(state, left, context);
}

/** [1.3 vgw→vgw U; 0.4 for the arrival at a transit gateway] */
function losesStaticRoutes({ modification, target }: VpnConnection, { unknowns }: Context): boolean {
  if (modification?.from?.kind !== 'vpn-gateway' || modification.from.id === target?.id) return false;
  return target?.kind === 'transit-gateway'
    ? unknowns.staticRoutesOnArrivalAtTransitGateway === 'deleted'
    : unknowns.staticRoutesAcrossVpnGateways === 'dropped';
}

function fallBack(state: NetworkState, connection: VpnConnection, context: Context): void {
  const { modification, target } = connection;
  if (modification === undefined) return;
  const { from, fromCustomerGatewayId, leavingAttachmentId } = modification;
  const arriving = from?.id === target?.id ? undefined : currentVpnAttachment(state, connection.id, target?.id ?? '');
  if (arriving !== undefined) deleteVpnAttachment(state, arriving.id, context);
  if (leavingAttachmentId !== undefined) returnToVpnAttachment(state, leavingAttachmentId);
  patch(state, 'vpnConnections', connection.id, {
    state: 'available', target: from, customerGatewayId: fromCustomerGatewayId, modification: undefined, provisioning: issue(state),
  });
}

/**
 * A session needs the AWS-side ASN the device was configured with [H 1.2 step 6: with another one BGP stays down until
 * the device is changed] and no more prefixes than the gateway accepts [H 2.2].
 */
function establishesBgp(state: NetworkState, connection: VpnConnection, { quotas }: Context): boolean {
  const { peerAsn, advertisedPrefixes, furtherPrefixes = 0 } = connection.site;
  const limit = connection.target?.kind === 'vpn-gateway' ? quotas.bgpPrefixesOnVpnGateway : quotas.bgpPrefixesOnTransitGateway;
  return advertisedPrefixes.length + furtherPrefixes <= limit && (peerAsn === undefined || peerAsn === amazonSideAsn(state, connection));
}
