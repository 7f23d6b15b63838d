/**
 * Leaving a gateway: what must be gone before the modify, and is deleted while it is plain whose it is. Once an attachment
 * is gone, routes to it are blackholes that nobody can tell from a person's own.
 */
import { ReconcileContext, SourceAndTarget } from './context';
import { awaiting, failing, NO_PROPOSAL, Proposal, propose } from './proposal';
import { keyOfRoute, liveStaticRoutes } from './stack-routes';
import { Action } from '../actions';
import { difference } from '../difference';
import { VpnConnection, vpnAttachmentOn } from '../observation';
import { natureOf } from '../operation';
import { PlannedSide } from '../plan';

export function leaveSource(context: ReconcileContext, { source, target }: SourceAndTarget, connection: VpnConnection): Proposal {
  if (source.gateway.kind === 'transit-gateway') {
    // Routes that are the stack's go when CloudFormation deletes them, and are in nobody's way until then.
    const stay = source.gateway.id === target.gateway.id || natureOf(context.desired).modifiedBy === 'CloudFormation';
    return stay ? NO_PROPOSAL : removeTransitGatewayRoutes(context, source);
  }
  // EC2 wants static routes gone only on the way to a transit gateway [H, UG-target].
  return target.gateway.kind === 'transit-gateway' ? removeStaticRoutes(source, connection) : NO_PROPOSAL;
}

/** A deleted route stays listed for a while. */
export function isPresent(route: { readonly state: string }): boolean {
  return route.state === 'available' || route.state === 'pending';
}

function removeStaticRoutes(source: PlannedSide, { id, staticRoutes }: VpnConnection): Proposal {
  const strange = staticRoutes.find((route) => !isPresent(route) && route.state !== 'deleting' && route.state !== 'deleted');
  if (strange !== undefined) return failing(`static route ${strange.cidr} of ${id} is in state ${strange.state}, which is not known`);
  const existing = staticRoutes.filter(isPresent);
  const [unknown] = difference(source.staticRoutes.map((cidr) => ({ cidr })), existing, keyOfRoute).extra;
  if (unknown !== undefined) return failing(`static route ${unknown.cidr} of ${id} was added after the backup, and would be lost`);
  if (existing.length === 0 && staticRoutes.some((route) => route.state === 'deleting')) return awaiting('for the static routes to be deleted');
  return propose(...existing.map(({ cidr }): Action => ({ do: 'delete-static-route', cidr })));
}

function removeTransitGatewayRoutes({ observed, head }: ReconcileContext, source: PlannedSide): Proposal {
  const attachment = vpnAttachmentOn(observed, head.vpnConnectionId, source.gateway.id);
  if (attachment === undefined) return NO_PROPOSAL;
  const tables = observed.transitGatewayRouteTables.filter((table) => table.transitGatewayId === source.gateway.id);
  const ours = liveStaticRoutes(tables, attachment.id);
  const [unknown] = difference(source.transitGatewayRoutes, ours, keyOfRoute).extra;
  if (unknown !== undefined) return failing(`route ${unknown.cidr} in ${unknown.routeTableId} to ${attachment.id} was added after the backup, and would be lost`);
  return propose(...ours.map(({ routeTableId, cidr }): Action => ({ do: 'delete-transit-gateway-route', routeTableId, cidr })));
}
