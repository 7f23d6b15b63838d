/**
 * Whose a route is, where CloudFormation modifies the connection: what leads to it is then resources of its stack. What a deployment adds
 * CloudFormation makes, and what it takes away CloudFormation deletes, in its own time. What is the same before and after, and is not
 * there any more, nobody but the operation puts back; and so it is with all of a gateway to which a rollback returns, since of that
 * nothing was changed on record.
 */
import { ReconcileContext, SourceAndTarget } from './context';
import { canonicalDestination, sameDestination } from '../../../src/contract/cidr';
import { sameGateway } from '../../../src/contract/gateway';
import { TransitGatewayRouteTable } from '../observation';
import { natureOf } from '../operation';
import { PlannedSide } from '../plan';

/** @returns the side whose configuration no deployment changes, or nothing where all of it is the operation's own */
export function unchangedByStack({ desired, head }: Pick<ReconcileContext, 'desired' | 'head'>, { source, target }: SourceAndTarget): PlannedSide | undefined {
  if (isOwnRouting(desired)) return undefined;
  const returns = head.intent === 'back' && !sameGateway(source.gateway, target.gateway);
  return returns ? undefined : source;
}

/** Whether the operation itself makes what leads to the connection: no stack does, or it only makes room for what the stack makes. */
export function isOwnRouting(desired: ReconcileContext['desired']): boolean {
  return natureOf(desired).makesRoutes;
}

export function hasStaticRoute({ staticRoutes }: PlannedSide, cidr: string): boolean {
  return staticRoutes.some((each) => sameDestination(each, cidr));
}

export function hasTransitGatewayRoute(side: PlannedSide, route: PlannedSide['transitGatewayRoutes'][number]): boolean {
  return side.transitGatewayRoutes.some((each) => keyOfRoute(each) === keyOfRoute(route));
}

/** What makes two static routes the same, of a connection, or of a transit gateway's table. */
export function keyOfRoute({ routeTableId, cidr }: { readonly routeTableId?: string; readonly cidr: string }): string {
  return `${routeTableId} ${canonicalDestination(cidr)}`;
}

/** The static routes of transit gateway route tables that EC2 has not deleted; to an attachment: those that lead there, and stay. */
export function liveStaticRoutes(tables: readonly TransitGatewayRouteTable[], attachmentId?: string) {
  return tables.flatMap((table) => table.routes.filter((route) => route.type === 'static' && route.state !== 'deleted')
    .filter((route) => attachmentId === undefined || (route.state !== 'deleting' && route.attachmentIds.includes(attachmentId)))
    .map(({ destination: cidr, ...route }) => ({ ...route, routeTableId: table.id, cidr })));
}
