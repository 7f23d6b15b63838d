/** VPC routes, in either direction: a static route wins over a propagated one, so the old gateway's propagation is left as it is. */
import { ReconcileContext, SourceAndTarget } from './context';
import { awaiting, conflict, merge, NO_PROPOSAL, Proposal, propose } from './proposal';
import { sameDestination } from '../../../src/contract/cidr';
import { VpcRoute } from '../observation';
import { PlannedVpcRoute } from '../plan';
import { isStaticVpcRoute } from '../winning-routes';

export function configureVpcRoutes(context: ReconcileContext, sides: SourceAndTarget): Proposal {
  return merge(...context.plan.vpcRoutes.map((planned) => {
    const table = context.observed.vpcRouteTables.find((each) => each.id === planned.routeTableId);
    if (table === undefined) return conflict(`route table ${planned.routeTableId} is gone, and route ${planned.destination} with it`);
    const current = table.routes.find((route) => isStaticVpcRoute(route) && sameDestination(route.destination, planned.destination));
    return actionsOfRoute(context, sides, planned, current);
  }));
}

/** A route is as before, as after, or somebody else has changed it: then it is reported and left. */
function actionsOfRoute(
  context: ReconcileContext, { source, target: to }: SourceAndTarget, planned: PlannedVpcRoute, current: VpcRoute | undefined,
): Proposal {
  const { routeTableId, destination } = planned;
  const forward = context.head.intent === 'forward';
  const [wanted, leaving] = forward ? [planned.after, planned.before] : [planned.before, planned.after];
  if (current === undefined) {
    if (wanted === 'none') return NO_PROPOSAL;
    if (leaving === 'none') return propose({ do: 'create-vpc-route', routeTableId, destination, to: to.gateway });
    return conflict(`route ${destination} in ${routeTableId} is gone`);
  }
  if (wanted === 'static' && current.targetId === to.gateway.id) {
    // Forward a route must work before the move is done; on the way back it is enough that it is as it was.
    if (current.state === 'active' || !forward) return NO_PROPOSAL;
    return awaiting(`for route ${destination} in ${routeTableId} to become active, now ${current.state}`);
  }
  if (leaving === 'static' && current.targetId === source.gateway.id) {
    if (wanted === 'none') return propose({ do: 'delete-vpc-route', routeTableId, destination });
    return propose({ do: 'replace-vpc-route', routeTableId, destination, to: to.gateway });
  }
  return conflict(`route ${destination} in ${routeTableId} leads to ${current.targetId}`);
}
