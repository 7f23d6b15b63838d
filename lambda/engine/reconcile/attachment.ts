/**
 * The VPN attachment on a transit gateway: its association, its propagations, and the static routes to it. It is taken out
 * of the tables that the gateway itself puts it into; what else it is found in somebody chose.
 */
import { ReconcileContext } from './context';
import { awaiting, awaitingStack, conflict, failing, merge, NO_PROPOSAL, Proposal, propose } from './proposal';
import { hasTransitGatewayRoute, keyOfRoute, liveStaticRoutes } from './stack-routes';
import { sameGateway } from '../../../src/contract/gateway';
import { Action, describeAction } from '../actions';
import { difference } from '../difference';
import { TransitGatewayAttachment, vpnAttachmentOn } from '../observation';
import { PlannedSide } from '../plan';

/** What else there is to know of the side that is arranged. */
export interface AttachmentContext {
  /** What was declared on the same gateway before, and is taken back. */
  readonly formerSide?: PlannedSide;
  /** Where the stack makes what leads to the attachment: what of it no deployment changes. */
  readonly unchanged?: PlannedSide;
}

interface OnAttachment extends AttachmentContext {
  readonly attachment: TransitGatewayAttachment;
  readonly side: PlannedSide;
  /** The tables that the gateway puts a new attachment into by itself. */
  readonly defaults: readonly string[];
}

export function configureAttachment(context: ReconcileContext, side: PlannedSide, beside: AttachmentContext): Proposal {
  const attachment = vpnAttachmentOn(context.observed, context.head.vpnConnectionId, side.gateway.id);
  if (attachment === undefined) return awaiting(`for the attachment of the VPN connection to appear on ${side.gateway.id}`);
  switch (attachment.state) {
    case 'available': {
      const at: OnAttachment = { ...beside, attachment, side, defaults: defaultTablesOf(context, side) };
      return merge(association(at), propagations(at), staticRoutes(context, at), formerRoutes(context, at));
    }
    case 'initiating':
    case 'initiatingRequest':
    case 'pending':
    case 'modifying':
      return awaiting(`for attachment ${attachment.id} to become available`);
    // The connection may have been moved away again meanwhile, by this move's way back or by somebody else.
    case 'deleting':
    case 'deleted':
      return awaiting(`for a new attachment of the VPN connection to appear on ${side.gateway.id}`);
    default:
      return failing(`attachment ${attachment.id} is in state ${attachment.state}, which it does not recover from`);
  }
}

function defaultTablesOf({ desired: { from, to } }: ReconcileContext, { gateway }: PlannedSide): readonly string[] {
  return [from, to].flatMap((end) => (end.kind === 'transit-gateway' && end.id === gateway.id ? end.defaultRouteTableIds : []));
}

/** What no deployment changes is the operation's to make, and the rest the stack's. */
function making(action: Action, isOfStack: boolean): Proposal {
  return isOfStack ? awaitingStack(describeAction(action)) : propose(action);
}

function association({
  attachment: { id: attachmentId, association: current }, side, defaults, formerSide, unchanged,
}: OnAttachment): Proposal {
  const wanted = side.associationRouteTableId;
  const isOfStack = unchanged !== undefined && unchanged.associationRouteTableId !== wanted;
  // It may have been associated with no table before, and is to be so again.
  const associating = wanted === undefined ? NO_PROPOSAL : making({ do: 'associate-route-table', routeTableId: wanted, attachmentId }, isOfStack);
  if (current === undefined) return associating;
  const { state, routeTableId } = current;
  switch (state) {
    case 'disassociated':
      return associating;
    case 'associated':
      if (routeTableId === wanted) return NO_PROPOSAL;
      if (isOfStack && routeTableId === unchanged.associationRouteTableId) return associating;
      if (![...defaults, formerSide?.associationRouteTableId].includes(routeTableId)) return conflict(`${attachmentId} is associated with ${routeTableId}`);
      return propose({ do: 'disassociate-route-table', routeTableId, attachmentId });
    case 'associating':
    case 'disassociating':
      return awaiting(`for ${attachmentId} to finish ${state} with ${routeTableId}`);
    default:
      return failing(`the association of ${attachmentId} is in state ${state}, which is not known`);
  }
}

function propagations({ attachment, side, defaults, formerSide, unchanged }: OnAttachment): Proposal {
  const { id: attachmentId, propagations: present } = attachment;
  const tables = side.propagationRouteTableIds.map((routeTableId) => ({ routeTableId }));
  const { wanted, extra } = difference(tables, present, (each: { readonly routeTableId: string }) => each.routeTableId);
  const isUnchanged = (routeTableId: string) => unchanged?.propagationRouteTableIds.includes(routeTableId);
  return merge(...wanted.map(([{ routeTableId }, [{ state } = { state: 'disabled' }]]) => {
    switch (state) {
      case 'enabled': return NO_PROPOSAL;
      case 'disabled': return making({ do: 'enable-propagation', routeTableId, attachmentId }, isUnchanged(routeTableId) === false);
      default: return awaiting(`for propagation of ${attachmentId} to ${routeTableId}, now ${state}`);
    }
    // What the stack has made, or has no more, goes when CloudFormation deletes it.
  }), ...extra.filter(({ routeTableId }) => !isUnchanged(routeTableId)).map(({ routeTableId, state }) => {
    switch (state) {
      case 'disabled': return NO_PROPOSAL;
      case 'enabled': return [...defaults, ...formerSide?.propagationRouteTableIds ?? []].includes(routeTableId)
        ? propose({ do: 'disable-propagation', routeTableId, attachmentId })
        : conflict(`${attachmentId} propagates to ${routeTableId}`);
      default: return awaiting(`for propagation of ${attachmentId} to ${routeTableId} to end, now ${state}`);
    }
  }));
}

function staticRoutes({ observed, desired, head }: ReconcileContext, { attachment, side, unchanged }: OnAttachment): Proposal {
  const { connection, transitGatewayRouteTables: tables } = observed;
  // A modify that comes to nothing takes the attachment with it: routes made meanwhile would be left as blackholes.
  if (connection?.state !== 'available' || !sameGateway(connection.gateway, side.gateway)) return NO_PROPOSAL;
  const { wanted } = difference(side.transitGatewayRoutes, liveStaticRoutes(tables), keyOfRoute);
  return merge(...wanted.map(([planned, [route]]) => {
    const { routeTableId, cidr } = planned;
    if (!tables.some((table) => table.id === routeTableId)) return conflict(`transit gateway route table ${routeTableId} is gone`);
    if (route === undefined) {
      const isOfStack = unchanged !== undefined && !hasTransitGatewayRoute(unchanged, planned);
      return making({ do: 'create-transit-gateway-route', routeTableId, cidr, attachmentId: attachment.id }, isOfStack);
    }
    if (!route.attachmentIds.includes(attachment.id)) {
      // It led to the attachment that the connection had before, and is a resource of the stack: EC2 has only taken its end away.
      const isBereft = desired.modifiedBy === 'CLOUDFORMATION' && head.intent === 'back' && route.state === 'blackhole';
      if (isBereft) return propose({ do: 'delete-transit-gateway-route', routeTableId, cidr });
      return conflict(`route ${cidr} in ${routeTableId} leads to ${route.attachmentIds.join(', ') || 'nowhere'}`);
    }
    return route.state === 'active' ? NO_PROPOSAL : awaiting(`for route ${cidr} in ${routeTableId} to become active, now ${route.state}`);
  }));
}

/** What leads to the attachment for what was declared before, and is not any more. */
function formerRoutes({ observed }: ReconcileContext, { attachment, side, formerSide }: OnAttachment): Proposal {
  const former = difference(side.transitGatewayRoutes, formerSide?.transitGatewayRoutes ?? [], keyOfRoute).extra;
  const present = difference(former, liveStaticRoutes(observed.transitGatewayRouteTables, attachment.id), keyOfRoute).matched;
  return propose(...present.map(({ routeTableId, cidr }): Action => ({ do: 'delete-transit-gateway-route', routeTableId, cidr })));
}
