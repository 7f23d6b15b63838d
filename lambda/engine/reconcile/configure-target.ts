/** Everything on the side where the connection is to stand: VPC routes and propagation, the gateway's own routes, its attachment. */
import { AttachmentContext, configureAttachment } from './attachment';
import { ReconcileContext, SourceAndTarget } from './context';
import { isPresent } from './leave-source';
import { awaiting, awaitingStack, isDone, merge, NO_PROPOSAL, Proposal, propose } from './proposal';
import { hasStaticRoute, isOwnRouting, keyOfRoute, unchangedByStack } from './stack-routes';
import { configureVgwPropagation, swapGateway } from './virtual-private-gateway';
import { configureVpcRoutes } from './vpc-routes';
import { sameGateway } from '../../../src/contract/gateway';
import { difference } from '../difference';
import { PlannedSide } from '../plan';

export function configureTarget(context: ReconcileContext, sides: SourceAndTarget): Proposal {
  return merge(...Object.values(lanesOf(context, sides)));
}

/** Where there is no way to go, what was removed for it is made again, so that a person finds a network that works. */
export function stayOnSource(context: ReconcileContext, { source, target }: SourceAndTarget, failure: string): Proposal {
  const again = configureTarget(context, { source: target, target: source });
  return isDone(again) ? { ...again, failure } : again;
}

/**
 * What depends on nothing else of the same side, but that routes to a virtual private gateway, and propagation from it, presume that it is
 * attached. What EC2 takes longest for goes first, then what all traffic of the connection needs, then the single VPC tables.
 */
export function lanesOf(context: ReconcileContext, sides: SourceAndTarget) {
  const swap = swapGateway(context, sides);
  const afterSwap = (lane: typeof swapGateway) => (isDone(swap) ? lane(context, sides) : NO_PROPOSAL);
  return {
    swap, gatewaySide: gatewaySide(context, sides), vpcRoutes: afterSwap(configureVpcRoutes),
    propagation: afterSwap(configureVgwPropagation),
  };
}

function gatewaySide(context: ReconcileContext, sides: SourceAndTarget): Proposal {
  const { source, target } = sides;
  const isTakenBack = isOwnRouting(context.desired) && sameGateway(source.gateway, target.gateway);
  const beside: AttachmentContext = { formerSide: isTakenBack ? source : undefined, unchanged: unchangedByStack(context, sides) };
  return target.gateway.kind === 'transit-gateway' ? configureAttachment(context, target, beside) : configureStaticRoutes(context, target, beside);
}

/** Static routes can be made only once the connection is there and at rest. */
function configureStaticRoutes(
  { observed: { connection } }: ReconcileContext, side: PlannedSide, { formerSide, unchanged }: AttachmentContext,
): Proposal {
  if (connection?.state !== 'available' || !sameGateway(connection.gateway, side.gateway)) return NO_PROPOSAL;
  const present = connection.staticRoutes.filter((route) => route.state !== 'deleted');
  const { wanted, extra } = difference(side.staticRoutes.map((cidr) => ({ cidr })), present, keyOfRoute);
  const unwanted = extra.filter((route) => formerSide !== undefined && isPresent(route) && hasStaticRoute(formerSide, route.cidr));
  return merge(propose(...unwanted.map(({ cidr }) => ({ do: 'delete-static-route', cidr } as const))), ...wanted.map(([{ cidr }, routes]) => {
    if (routes.length === 0) {
      const isOfStack = unchanged !== undefined && !hasStaticRoute(unchanged, cidr);
      return isOfStack ? awaitingStack(`create static route ${cidr}`) : propose({ do: 'create-static-route', cidr });
    }
    if (routes.some((route) => route.state === 'available')) return NO_PROPOSAL;
    return awaiting(`for static route ${cidr}, now ${(routes.find(isPresent) ?? routes[0]).state}`);
  }));
}
