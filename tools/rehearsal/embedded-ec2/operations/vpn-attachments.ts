/**
 * The life of a VPN attachment on a transit gateway: it comes and goes with the connection's target, never by a call of
 * its own, and gets the gateway's default association and propagation when the gateway is set to give them.
 */
import { loseAttachment } from './prefix-lists';
import { TransitGatewayAttachment, VpnConnection } from '../records';
import { Context, newId, NetworkState, patch, put, remove, rows, schedule, TransitionMap } from '../state';

/**
 * Starts the attachment of a connection that begins to be provisioned on a transit gateway; `provisionedAt` is when the
 * connection itself will be available.
 */
export function beginVpnAttachment(state: NetworkState, connection: VpnConnection, provisionedAt: number, context: Context): void {
  // A connection that only gets another customer gateway keeps its attachment.
  if (currentVpnAttachment(state, connection.id, connection.target?.id ?? '') !== undefined) return;
  const availableAt = Math.max(context.now, provisionedAt + context.latencies.attachmentOffsetMs);
  const detail = { provisioning: connection.provisioning };
  if (context.unknowns.attachmentVisibility === 'pending-at-once') addAttachment(state, connection, 'pending', context);
  schedule(state, availableAt, 'vpn-attachment-available', connection.id, detail);
}

/** The attachment of a connection that leaves: unusable at once, deleted when the connection has arrived elsewhere. */
export function leaveVpnAttachment(state: NetworkState, attachmentId: string): void {
  patch(state, 'transitGatewayAttachments', attachmentId, { state: 'deleting' });
}

/** A modification that came to nothing gives the old attachment back with everything on it. */
export function returnToVpnAttachment(state: NetworkState, attachmentId: string): void {
  patch(state, 'transitGatewayAttachments', attachmentId, { state: 'available' });
}

/** Deleted, but listed for a while [H BF]; its static routes meet one of several fates [U]. */
export function deleteVpnAttachment(state: NetworkState, attachmentId: string, context: Context): void {
  patch(state, 'transitGatewayAttachments', attachmentId, { state: 'deleted', association: undefined, propagations: [] });
  schedule(state, context.now + context.latencies.deletedLingerMs, 'vpn-attachment-vanished', attachmentId);
  const fate = context.unknowns.routesOfDeletedAttachment;
  for (const route of rows(state, 'transitGatewayRoutes')) {
    if (route.attachmentId !== attachmentId) continue;
    if (fate === 'gone') remove(state, 'transitGatewayRoutes', route.id);
    if (fate === 'blackhole-without-attachment') patch(state, 'transitGatewayRoutes', route.id, { attachmentId: undefined });
  }
  loseAttachment(state, attachmentId, context);
}

/** The connection's attachment on this gateway that is there or on its way; at most one exists. */
export function currentVpnAttachment(
  state: NetworkState, connectionId: string, transitGatewayId: string,
): TransitGatewayAttachment | undefined {
  return rows(state, 'transitGatewayAttachments').find(({ resourceId, transitGatewayId: gatewayId, state: existing }) =>
    resourceId === connectionId && gatewayId === transitGatewayId && ['pending', 'available'].includes(existing));
}

export const vpnAttachmentTransitions: TransitionMap = {
  'vpn-attachment-available': (state, { subject, detail }, context) => {
    const connection = state.vpnConnections[subject];
    if (connection?.provisioning !== detail.provisioning || connection.target?.kind !== 'transit-gateway') return;
    if (!['pending', 'modifying', 'available'].includes(connection.state)) return;
    const current = currentVpnAttachment(state, subject, connection.target.id);
    const id = current?.id ?? addAttachment(state, connection, 'available', context);
    becomeAvailable(state, id, context);
  },
  'vpn-attachment-vanished': (state, { subject }) => remove(state, 'transitGatewayAttachments', subject),
};

function addAttachment(state: NetworkState, connection: VpnConnection, attachmentState: string, context: Context): string {
  const id = newId(state, 'tgw-attach');
  const attachment: TransitGatewayAttachment = {
    id,
    transitGatewayId: connection.target?.id ?? '',
    resourceType: 'vpn',
    resourceId: connection.id,
    resourceOwnerId: context.accountId,
    state: attachmentState,
    propagations: [],
    subnetIds: [],
    prefixes: [],
    createdAt: context.now,
    tags: [],
  };
  put(state, 'transitGatewayAttachments', attachment);
  giveDefaultTablesAtOnce(state, attachment, context);
  return id;
}

/** Of any kind, where they do not come with its being available. */
export function giveDefaultTablesAtOnce(state: NetworkState, attachment: TransitGatewayAttachment, { unknowns }: Context): void {
  if (unknowns.defaultTablesOfNewAttachment === 'at-once') giveDefaultTables(state, attachment);
}

/** [H SDK TransitGatewayRequestOptions; MOTO for the association of a VPN attachment] */
function giveDefaultTables(state: NetworkState, attachment: TransitGatewayAttachment): void {
  const gateway = state.transitGateways[attachment.transitGatewayId];
  const associationTable = gateway?.defaultAssociationRouteTableId;
  const propagationTable = gateway?.defaultPropagationRouteTableId;
  patch(state, 'transitGatewayAttachments', attachment.id, {
    association: associationTable === undefined ? undefined : { routeTableId: associationTable, state: 'associating' },
    propagations: propagationTable === undefined ? [] : [{ routeTableId: propagationTable, state: 'enabling' }],
  });
}

/** Of any kind: it gets what the gateway gives to those that come. */
export function becomeAvailable(state: NetworkState, id: string, context: Context): void {
  patch(state, 'transitGatewayAttachments', id, { state: 'available' });
  if (context.unknowns.defaultTablesOfNewAttachment === 'after-available') giveDefaultTables(state, state.transitGatewayAttachments[id]);
  const { association, propagations } = state.transitGatewayAttachments[id];
  const { associationSettleMs, propagationSettleMs } = context.latencies;
  if (association?.state === 'associating') {
    const detail = { routeTableId: association.routeTableId, from: 'associating' };
    schedule(state, context.now + associationSettleMs, 'association-settled', id, detail);
  }
  for (const propagation of propagations) {
    const detail = { routeTableId: propagation.routeTableId, from: 'enabling' };
    schedule(state, context.now + propagationSettleMs, 'propagation-settled', id, detail);
  }
}
