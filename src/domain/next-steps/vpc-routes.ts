/** VPC routes, in either direction: a static route wins over a propagated one, so propagation is left as it is. */
import { Situation } from './situation';
import { sameDestination } from '../cidr';
import { Gateway } from '../gateway';
import { VpcRoute } from '../observation';
import { isStaticVpcRoute, PlannedVpcRoute } from '../plan';
import { Step } from '../steps';

export interface VpcRouteSteps {
  readonly steps: Step[];
  readonly waits: string[];
  readonly foreign: string[];
}

/** Towards the new gateway: point a static route elsewhere, or make one over what a propagated or wider route did. */
export function vpcRouteSteps(situation: Situation, from: Gateway, to: Gateway): VpcRouteSteps {
  return forEachRoute(situation, (planned, current) => {
    const { routeTableId, destination } = planned;
    if (current?.targetId === to.id) return current.state === 'active' ? [] : `for route ${destination} in ${routeTableId} to become active, now ${current.state}`;
    if (planned.before === 'none') {
      if (current === undefined) return [{ do: 'create-vpc-route', routeTableId, destination, to }];
    } else if (current?.targetId === from.id) {
      return [{ do: 'replace-vpc-route', routeTableId, destination, to }];
    }
    return undefined;
  });
}

/** Towards the old gateway: what was pointed elsewhere is pointed back, what was made is deleted. */
export function vpcRouteStepsBack(situation: Situation, from: Gateway, to: Gateway): VpcRouteSteps {
  return forEachRoute(situation, (planned, current) => {
    const { routeTableId, destination } = planned;
    if (planned.before === 'none') {
      if (current === undefined) return [];
      if (current.targetId === to.id) return [{ do: 'delete-vpc-route', routeTableId, destination }];
    } else {
      if (current?.targetId === from.id) return [];
      if (current?.targetId === to.id) return [{ do: 'replace-vpc-route', routeTableId, destination, to: from }];
    }
    return undefined;
  });
}

/**
 * A sentence from the rule is something to wait for; `undefined` means: this is not a state either of us left it in, so
 * somebody else changed it.
 */
function forEachRoute(
  situation: Situation, rule: (planned: PlannedVpcRoute, current: VpcRoute | undefined) => Step[] | string | undefined,
): VpcRouteSteps {
  const result: VpcRouteSteps = { steps: [], waits: [], foreign: [] };
  for (const planned of situation.plan.vpcRoutes) {
    const table = situation.observed.vpcRouteTables.find((each) => each.id === planned.routeTableId);
    const current = table?.routes.find((route) => isStaticVpcRoute(route) && sameDestination(route.destination, planned.destination));
    const steps = table === undefined ? undefined : rule(planned, current);
    if (steps === undefined) result.foreign.push(foreignChange(planned, table !== undefined, current));
    else if (typeof steps === 'string') result.waits.push(steps);
    else result.steps.push(...steps);
  }
  return result;
}

function foreignChange(planned: PlannedVpcRoute, tableExists: boolean, current: VpcRoute | undefined): string {
  if (!tableExists) return `route table ${planned.routeTableId} is gone, and route ${planned.destination} with it`;
  const now = current === undefined ? 'is gone' : `leads to ${current.targetId}`;
  return `route ${planned.destination} in ${planned.routeTableId} ${now}`;
}
