/**
 * The VPN attachment on a transit gateway: its association, its propagations, and the static routes to it. It is taken out
 * of the tables that the gateway itself puts it into; what else it is found in somebody chose.
 */
import { Intended, Situation, together } from './situation';
import { FOR_CLOUDFORMATION, hasTransitGatewayRoute } from './stack-routes';
import { sameDestination } from '../../../src/contract/cidr';
import { sameGateway } from '../../../src/contract/gateway';
import { TransitGatewayAttachment, vpnAttachmentOn } from '../observation';
import { PlannedSide } from '../plan';
import { Step } from '../steps';

type Partial = Omit<Intended, 'tookEffect'>;

/** What else there is to know of the side that is arranged. */
export interface Beside {
  /** What was declared on the same gateway before, and is taken back. */
  readonly left?: PlannedSide;
  /** Where the stack makes what leads to the attachment: what of it no deployment changes. */
  readonly unchanged?: PlannedSide;
}

export function attachmentSteps(situation: Situation, side: PlannedSide, { left, unchanged }: Beside): Partial {
  const attachment = vpnAttachmentOn(situation.observed, situation.head.vpnConnectionId, side.gateway.id);
  if (attachment === undefined) return waiting(`for the attachment of the VPN connection to appear on ${side.gateway.id}`);
  const defaults = defaultTablesOf(situation, side);
  const formerAssociation = left?.associationRouteTableId === undefined ? [] : [left.associationRouteTableId];
  switch (attachment.state) {
    case 'available':
      return together(
        association(attachment, side, [...defaults, ...formerAssociation], unchanged),
        propagations(attachment, side, [...defaults, ...left?.propagationRouteTableIds ?? []], unchanged),
        routesOnceArrived(situation, side, attachment, unchanged),
        ...left === undefined ? [] : [formerRoutes(situation, side, left, attachment)],
      );
    case 'initiating':
    case 'initiatingRequest':
    case 'pending':
    case 'modifying':
      return waiting(`for attachment ${attachment.id} to become available`);
    // The connection may have been moved away again meanwhile, by this move's way back or by somebody else.
    case 'deleting':
    case 'deleted':
      return waiting(`for a new attachment of the VPN connection to appear on ${side.gateway.id}`);
    default:
      return { ...waiting(), failure: `attachment ${attachment.id} is in state ${attachment.state}, which it does not recover from` };
  }
}

function defaultTablesOf({ desired: { from, to } }: Situation, { gateway }: PlannedSide): readonly string[] {
  return [from, to].flatMap((end) => (end.kind === 'transit-gateway' && end.id === gateway.id ? end.defaultRouteTableIds : []));
}

function association(
  attachment: TransitGatewayAttachment, side: PlannedSide, defaults: readonly string[], unchanged: PlannedSide | undefined,
): Partial {
  const current = attachment.association;
  const wanted = side.associationRouteTableId;
  const isOfStack = unchanged !== undefined && unchanged.associationRouteTableId !== wanted;
  switch (current?.state) {
    case undefined:
    case 'disassociated':
      // It was associated with no table before, and is to be so again.
      if (wanted === undefined) return acting();
      if (isOfStack) return waiting(`${FOR_CLOUDFORMATION}associate ${attachment.id} with ${wanted}`);
      return acting({ do: 'associate-route-table', routeTableId: wanted, attachmentId: attachment.id });
    case 'associated':
      if (current!.routeTableId === wanted) return acting();
      if (isOfStack && current!.routeTableId === unchanged.associationRouteTableId) {
        return wanted === undefined ? acting() : waiting(`${FOR_CLOUDFORMATION}associate ${attachment.id} with ${wanted}`);
      }
      if (!defaults.includes(current!.routeTableId)) return foreign(`${attachment.id} is associated with ${current!.routeTableId}`);
      return acting({ do: 'disassociate-route-table', routeTableId: current!.routeTableId, attachmentId: attachment.id });
    case 'associating':
    case 'disassociating':
      return waiting(`for ${attachment.id} to finish ${current!.state} with ${current!.routeTableId}`);
    default:
      return { ...waiting(), failure: `the association of ${attachment.id} is in state ${current!.state}, which is not known` };
  }
}

function propagations(
  attachment: TransitGatewayAttachment, side: PlannedSide, defaults: readonly string[], unchanged: PlannedSide | undefined,
): Partial {
  const stateOf = (routeTableId: string) => attachment.propagations.find((each) => each.routeTableId === routeTableId)?.state ?? 'disabled';
  const wanted = side.propagationRouteTableIds.map((routeTableId) => {
    switch (stateOf(routeTableId)) {
      case 'enabled': return acting();
      case 'disabled': return unchanged === undefined || unchanged.propagationRouteTableIds.includes(routeTableId)
        ? acting({ do: 'enable-propagation', routeTableId, attachmentId: attachment.id })
        : waiting(`${FOR_CLOUDFORMATION}enable propagation of ${attachment.id} to ${routeTableId}`);
      default: return waiting(`for propagation of ${attachment.id} to ${routeTableId}, now ${stateOf(routeTableId)}`);
    }
  });
  // What the stack has made, or has no more, goes when CloudFormation deletes it.
  const isUnwanted = (routeTableId: string) => !side.propagationRouteTableIds.includes(routeTableId)
    && !unchanged?.propagationRouteTableIds.includes(routeTableId);
  const unwanted = attachment.propagations.filter((each) => isUnwanted(each.routeTableId)).map((each) => {
    switch (each.state) {
      case 'disabled': return acting();
      case 'enabled': return defaults.includes(each.routeTableId)
        ? acting({ do: 'disable-propagation', routeTableId: each.routeTableId, attachmentId: attachment.id })
        : foreign(`${attachment.id} propagates to ${each.routeTableId}`);
      default: return waiting(`for propagation of ${attachment.id} to ${each.routeTableId} to end, now ${each.state}`);
    }
  });
  return together(...wanted, ...unwanted);
}

/** A modify that comes to nothing takes the attachment with it: routes made meanwhile would be left as blackholes. */
function routesOnceArrived(
  situation: Situation, side: PlannedSide, attachment: TransitGatewayAttachment, unchanged: PlannedSide | undefined,
): Partial {
  const { connection } = situation.observed;
  return connection?.state === 'available' && sameGateway(connection.gateway, side.gateway) ? staticRoutes(situation, side, attachment, unchanged) : acting();
}

function staticRoutes(
  situation: Situation, side: PlannedSide, attachment: TransitGatewayAttachment, unchanged: PlannedSide | undefined,
): Partial {
  const { desired: { modifiedBy }, head: { intent } } = situation;
  return together(...side.transitGatewayRoutes.map(({ routeTableId, cidr }): Partial => {
    const table = situation.observed.transitGatewayRouteTables.find((each) => each.id === routeTableId);
    if (table === undefined) return foreign(`transit gateway route table ${routeTableId} is gone`);
    const route = table.routes.find((each) => each.type === 'static' && sameDestination(each.destination, cidr) && each.state !== 'deleted');
    if (route === undefined) {
      return unchanged === undefined || hasTransitGatewayRoute(unchanged, { routeTableId, cidr })
        ? acting({ do: 'create-transit-gateway-route', routeTableId, cidr, attachmentId: attachment.id })
        : waiting(`${FOR_CLOUDFORMATION}create route ${cidr} in ${routeTableId} to ${attachment.id}`);
    }
    if (!route.attachmentIds.includes(attachment.id)) {
      // It led to the attachment that the connection had before, and is a resource of the stack: EC2 has only taken its end away.
      const isBereft = modifiedBy === 'CLOUDFORMATION' && intent === 'back' && route.state === 'blackhole';
      if (isBereft) return acting({ do: 'delete-transit-gateway-route', routeTableId, cidr });
      return foreign(`route ${cidr} in ${routeTableId} leads to ${route.attachmentIds.join(', ') || 'nowhere'}`);
    }
    if (route.state === 'active') return acting();
    return waiting(`for route ${cidr} in ${routeTableId} to become active, now ${route.state}`);
  }));
}

function formerRoutes({ observed }: Situation, side: PlannedSide, left: PlannedSide, attachment: TransitGatewayAttachment): Partial {
  const isOurs = ({ routeTableId, cidr }: { routeTableId: string; cidr: string }) => observed.transitGatewayRouteTables
    .find((each) => each.id === routeTableId)?.routes.some((route) => route.type === 'static' && sameDestination(route.destination, cidr)
      && route.state !== 'deleted' && route.state !== 'deleting' && route.attachmentIds.includes(attachment.id)) ?? false;
  return acting(...left.transitGatewayRoutes.filter((route) => !hasTransitGatewayRoute(side, route) && isOurs(route))
    .map(({ routeTableId, cidr }): Step => ({ do: 'delete-transit-gateway-route', routeTableId, cidr })));
}

function acting(...steps: Step[]): Partial {
  return { steps, waits: [], foreign: [] };
}

function foreign(change: string): Partial {
  return { steps: [], waits: [], foreign: [change] };
}

function waiting(...waits: string[]): Partial {
  return { steps: [], waits, foreign: [] };
}
