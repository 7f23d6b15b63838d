/**
 * Leaving a gateway: what must be gone before the modify, and is deleted while it is plain whose it is. Once an attachment
 * is gone, routes to it are blackholes that nobody can tell from a person's own.
 */
import { Passage } from './passage';
import { Intended, Situation } from './situation';
import { hasStaticRoute, hasTransitGatewayRoute } from './stack-routes';
import { VpnConnection, vpnAttachmentOn } from '../observation';
import { natureOf } from '../operation';
import { PlannedSide } from '../plan';
import { Step } from '../steps';

type Partial = Omit<Intended, 'tookEffect'>;

export function departure(situation: Situation, { source, destination }: Passage, connection: VpnConnection): Partial {
  if (source.gateway.kind === 'transit-gateway') {
    // Routes that are the stack's go when CloudFormation deletes them, and are in nobody's way until then.
    const stay = source.gateway.id === destination.gateway.id || natureOf(situation.desired).modifiedBy === 'CloudFormation';
    return stay ? NOTHING : routesOff(situation, source);
  }
  // EC2 wants static routes gone only on the way to a transit gateway [H, UG-target].
  return destination.gateway.kind === 'transit-gateway' ? staticRoutesOff(source, connection) : NOTHING;
}

/** A deleted route stays listed for a while. */
export function isThere(route: { readonly state: string }): boolean {
  return route.state === 'available' || route.state === 'pending';
}

const NOTHING: Partial = { steps: [], waits: [], foreign: [] };

function staticRoutesOff(source: PlannedSide, connection: VpnConnection): Partial {
  const strange = connection.staticRoutes.find((route) => !isThere(route) && route.state !== 'deleting' && route.state !== 'deleted');
  if (strange !== undefined) {
    return { ...NOTHING, failure: `static route ${strange.cidr} of ${connection.id} is in state ${strange.state}, which is not known` };
  }
  const existing = connection.staticRoutes.filter(isThere);
  const unknown = existing.find((route) => !hasStaticRoute(source, route.cidr));
  if (unknown !== undefined) {
    return { ...NOTHING, failure: `static route ${unknown.cidr} of ${connection.id} was added after the backup, and would be lost` };
  }
  const steps: Step[] = existing.map((route) => ({ do: 'delete-static-route', cidr: route.cidr }));
  const waits = steps.length === 0 && connection.staticRoutes.some((route) => route.state === 'deleting') ? ['for the static routes to be deleted'] : [];
  return { ...NOTHING, steps, waits };
}

function routesOff({ observed, head }: Situation, source: PlannedSide): Partial {
  const attachment = vpnAttachmentOn(observed, head.vpnConnectionId, source.gateway.id);
  if (attachment === undefined) return NOTHING;
  const tables = observed.transitGatewayRouteTables.filter((table) => table.transitGatewayId === source.gateway.id);
  const ours = tables.flatMap((table) => table.routes
    .filter((route) => route.type === 'static' && route.state !== 'deleted' && route.state !== 'deleting' && route.attachmentIds.includes(attachment.id))
    .map((route) => ({ routeTableId: table.id, cidr: route.destination })));
  const unknown = ours.find((route) => !hasTransitGatewayRoute(source, route));
  if (unknown !== undefined) {
    return { ...NOTHING, failure: `route ${unknown.cidr} in ${unknown.routeTableId} to ${attachment.id} was added after the backup, and would be lost` };
  }
  return { ...NOTHING, steps: ours.map(({ routeTableId, cidr }) => ({ do: 'delete-transit-gateway-route', routeTableId, cidr })) };
}
