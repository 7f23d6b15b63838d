/** Everything on the side where the connection is to stand: VPC routes and propagation, the gateway's own routes, its attachment. */
import { Beside, configureAttachment } from './attachment';
import { ReconcileContext } from './context';
import { isThere } from './departure';
import { exchangeSteps } from './exchange';
import { Passage } from './passage';
import { awaiting, awaitingStack, isDone, merge, NO_PROPOSAL, Proposal, propose } from './proposal';
import { hasStaticRoute, isOwnRouting, keyOfRoute, unchangedByStack } from './stack-routes';
import { configureVgwPropagation } from './vgw-propagation';
import { configureVpcRoutes } from './vpc-routes';
import { sameGateway } from '../../../src/contract/gateway';
import { difference } from '../difference';
import { PlannedSide } from '../plan';

export function arrangement(context: ReconcileContext, passage: Passage): Proposal {
  return merge(...Object.values(lanesOf(context, passage)));
}

/** Where there is no way to go, what was removed for it is made again, so that a person finds a network that works. */
export function stayingOnSource(context: ReconcileContext, { source, destination }: Passage, failure: string): Proposal {
  const again = arrangement(context, { source: destination, destination: source });
  return isDone(again) ? { ...again, failure } : again;
}

/**
 * What depends on nothing else of the same side, but that routes to a virtual private gateway, and propagation from it, presume that it is
 * attached. What EC2 takes longest for goes first, then what all traffic of the connection needs, then the single VPC tables.
 */
export function lanesOf(context: ReconcileContext, passage: Passage) {
  const swap = exchangeSteps(context, passage);
  const afterSwap = (lane: typeof exchangeSteps) => (isDone(swap) ? lane(context, passage) : NO_PROPOSAL);
  return {
    swap, gatewaySide: gatewaySide(context, passage), vpcRoutes: afterSwap(configureVpcRoutes),
    propagation: afterSwap(configureVgwPropagation),
  };
}

function gatewaySide(context: ReconcileContext, passage: Passage): Proposal {
  const { source, destination } = passage;
  const isTakenBack = isOwnRouting(context.desired) && sameGateway(source.gateway, destination.gateway);
  const beside: Beside = { left: isTakenBack ? source : undefined, unchanged: unchangedByStack(context, passage) };
  return destination.gateway.kind === 'transit-gateway' ? configureAttachment(context, destination, beside) : configureStaticRoutes(context, destination, beside);
}

/** Static routes can be made only once the connection is there and at rest. */
function configureStaticRoutes({ observed: { connection } }: ReconcileContext, side: PlannedSide, { left, unchanged }: Beside): Proposal {
  if (connection?.state !== 'available' || !sameGateway(connection.gateway, side.gateway)) return NO_PROPOSAL;
  const present = connection.staticRoutes.filter((route) => route.state !== 'deleted');
  const { wanted, extra } = difference(side.staticRoutes.map((cidr) => ({ cidr })), present, keyOfRoute);
  const unwanted = extra.filter((route) => left !== undefined && isThere(route) && hasStaticRoute(left, route.cidr));
  return merge(propose(...unwanted.map(({ cidr }) => ({ do: 'delete-static-route', cidr } as const))), ...wanted.map(([{ cidr }, routes]) => {
    if (routes.length === 0) {
      const isOfStack = unchanged !== undefined && !hasStaticRoute(unchanged, cidr);
      return isOfStack ? awaitingStack(`create static route ${cidr}`) : propose({ do: 'create-static-route', cidr });
    }
    if (routes.some((route) => route.state === 'available')) return NO_PROPOSAL;
    return awaiting(`for static route ${cidr}, now ${(routes.find(isThere) ?? routes[0]).state}`);
  }));
}
