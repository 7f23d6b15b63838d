/**
 * Whose a route is, where CloudFormation modifies the connection: what leads to it is then resources of its stack. What a deployment adds
 * CloudFormation makes, and what it takes away CloudFormation deletes, in its own time. What is the same before and after, and is not
 * there any more, nobody but the operation puts back; and so it is with all of a gateway to which a rollback returns, since of that
 * nothing was changed on record.
 */
import { Passage } from './passage';
import { Situation } from './situation';
import { sameDestination } from '../../../src/contract/cidr';
import { sameGateway } from '../../../src/contract/gateway';
import { natureOf } from '../operation';
import { PlannedSide } from '../plan';

/** How what is waited for begins where it is for CloudFormation to do. */
export const FOR_CLOUDFORMATION = 'for CloudFormation to ';

/** @returns the side whose arrangement no deployment changes, or nothing where all of it is the operation's own */
export function unchangedByStack({ desired, head }: Pick<Situation, 'desired' | 'head'>, { source, destination }: Passage): PlannedSide | undefined {
  if (isOwnRouting(desired)) return undefined;
  const returns = head.intent === 'back' && !sameGateway(source.gateway, destination.gateway);
  return returns ? undefined : source;
}

/** Whether the operation itself makes what leads to the connection: no stack does, or it only makes room for what the stack makes. */
export function isOwnRouting(desired: Situation['desired']): boolean {
  return natureOf(desired).makesRoutes;
}

export function hasStaticRoute({ staticRoutes }: PlannedSide, cidr: string): boolean {
  return staticRoutes.some((each) => sameDestination(each, cidr));
}

export function hasTransitGatewayRoute(side: PlannedSide, route: PlannedSide['transitGatewayRoutes'][number]): boolean {
  return side.transitGatewayRoutes.some((each) => each.routeTableId === route.routeTableId && sameDestination(each.cidr, route.cidr));
}
