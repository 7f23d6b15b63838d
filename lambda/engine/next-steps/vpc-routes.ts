/** VPC routes, in either direction: a static route wins over a propagated one, so the old gateway's propagation is left as it is. */
import { Passage } from './passage';
import { Intended, Situation } from './situation';
import { sameDestination } from '../../../src/contract/cidr';
import { VpcRoute } from '../observation';
import { PlannedVpcRoute } from '../plan';
import { isStaticVpcRoute } from '../winning-routes';

type Partial = Omit<Intended, 'tookEffect'>;

export function vpcRouteSteps(situation: Situation, passage: Passage): Partial {
  const parts = situation.plan.vpcRoutes.map((planned): Partial => {
    const table = situation.observed.vpcRouteTables.find((each) => each.id === planned.routeTableId);
    if (table === undefined) return { ...NOTHING, foreign: [`route table ${planned.routeTableId} is gone, and route ${planned.destination} with it`] };
    const current = table.routes.find((route) => isStaticVpcRoute(route) && sameDestination(route.destination, planned.destination));
    return stepsOfRoute(situation, passage, planned, current);
  });
  return {
    steps: parts.flatMap((part) => part.steps), waits: parts.flatMap((part) => part.waits), foreign: parts.flatMap((part) => part.foreign),
  };
}

const NOTHING: Partial = { steps: [], waits: [], foreign: [] };

/** A route is as before, as after, or somebody else has changed it: then it is reported and left. */
function stepsOfRoute(
  situation: Situation, { source, destination: to }: Passage, planned: PlannedVpcRoute, current: VpcRoute | undefined,
): Partial {
  const { routeTableId, destination } = planned;
  const forward = situation.head.intent === 'forward';
  const [wanted, leaving] = forward ? [planned.after, planned.before] : [planned.before, planned.after];
  if (current === undefined) {
    if (wanted === 'none') return NOTHING;
    if (leaving === 'none') return { ...NOTHING, steps: [{ do: 'create-vpc-route', routeTableId, destination, to: to.gateway }] };
    return { ...NOTHING, foreign: [`route ${destination} in ${routeTableId} is gone`] };
  }
  if (wanted === 'static' && current.targetId === to.gateway.id) return settling(planned, current, forward);
  if (leaving === 'static' && current.targetId === source.gateway.id) {
    if (wanted === 'none') return { ...NOTHING, steps: [{ do: 'delete-vpc-route', routeTableId, destination }] };
    return { ...NOTHING, steps: [{ do: 'replace-vpc-route', routeTableId, destination, to: to.gateway }] };
  }
  return { ...NOTHING, foreign: [`route ${destination} in ${routeTableId} leads to ${current.targetId}`] };
}

/** Forward a route must work before the move is done; on the way back it is enough that it is as it was. */
function settling(planned: PlannedVpcRoute, current: VpcRoute, forward: boolean): Partial {
  if (current.state === 'active' || !forward) return NOTHING;
  return { ...NOTHING, waits: [`for route ${planned.destination} in ${planned.routeTableId} to become active, now ${current.state}`] };
}
