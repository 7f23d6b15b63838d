/** Everything on the side where the connection is to stand: VPC routes and propagation, the gateway's own routes, its attachment. */
import { attachmentSteps, Beside } from './attachment';
import { isThere } from './departure';
import { exchangeSteps } from './exchange';
import { Passage } from './passage';
import { Intended, Situation, together } from './situation';
import { FOR_CLOUDFORMATION, hasStaticRoute, isOwnRouting, unchangedByStack } from './stack-routes';
import { vpcRouteSteps } from './vpc-routes';
import { sameDestination } from '../../../src/contract/cidr';
import { sameGateway } from '../../../src/contract/gateway';
import { PlannedSide } from '../plan';
import { Step } from '../steps';

type Partial = Omit<Intended, 'tookEffect'>;

/** `rests`: nothing but the gateway's own side is left to do or to wait for. */
export function arrangement(situation: Situation, passage: Passage): Partial & { readonly rests: boolean } {
  const { source, destination } = passage;
  const isTakenBack = isOwnRouting(situation.desired) && sameGateway(source.gateway, destination.gateway);
  const beside: Beside = { left: isTakenBack ? source : undefined, unchanged: unchangedByStack(situation, passage) };
  const exchange = exchangeSteps(situation, passage);
  const exchanged = exchange.steps.length + exchange.waits.length === 0;
  // Routes to a virtual private gateway, and propagation from it, presume that it is attached.
  const aside = together(...exchanged ? [vpcRouteSteps(situation, passage), propagationSteps(situation, passage)] : []);
  const onGateway = destination.gateway.kind === 'transit-gateway' ? attachmentSteps(situation, destination, beside) : staticRouteSteps(situation, destination, beside);
  // What EC2 takes longest for goes first, then what all traffic of the connection needs, then the single VPC tables.
  const rests = exchanged && aside.steps.length + aside.waits.length + aside.foreign.length === 0;
  return { ...together(exchange, onGateway, aside), rests };
}

const NOTHING: Partial = { steps: [], waits: [], foreign: [] };

/** Static routes can be made only once the connection is there and at rest. */
function staticRouteSteps({ observed }: Situation, side: PlannedSide, { left, unchanged }: Beside): Partial {
  const { connection } = observed;
  if (connection?.state !== 'available' || !sameGateway(connection.gateway, side.gateway)) return NOTHING;
  const former = (left?.staticRoutes ?? []).filter((cidr) => !hasStaticRoute(side, cidr));
  const unwanted = connection.staticRoutes.filter((route) => isThere(route) && former.some((cidr) => sameDestination(cidr, route.cidr)));
  const removal = unwanted.map(({ cidr }): Step => ({ do: 'delete-static-route', cidr }));
  return together({ ...NOTHING, steps: removal }, ...side.staticRoutes.map((cidr): Partial => {
    const current = connection.staticRoutes.filter((route) => sameDestination(route.cidr, cidr) && route.state !== 'deleted');
    const isOfStack = unchanged !== undefined && !hasStaticRoute(unchanged, cidr);
    if (current.length === 0) return isOfStack ? { ...NOTHING, waits: [`${FOR_CLOUDFORMATION}create static route ${cidr}`] } : { ...NOTHING, steps: [{ do: 'create-static-route', cidr }] };
    if (current.some((route) => route.state === 'available')) return NOTHING;
    return { ...NOTHING, waits: [`for static route ${cidr}, now ${current.find(isThere)?.state ?? current[0].state}`] };
  }));
}

/** What the side has is made; what was switched on only for this move is switched off again on the way back. */
function propagationSteps({ observed, plan, head }: Situation, { source, destination }: Passage): Partial {
  const isOn = (routeTableId: string, gatewayId: string) =>
    observed.vpcRouteTables.find((table) => table.id === routeTableId)?.propagatingGatewayIds.includes(gatewayId) ?? false;
  const on = destination.vgwPropagationRouteTableIds.filter((id) => !isOn(id, destination.gateway.id))
    .map((routeTableId): Step => ({ do: 'enable-vgw-propagation', routeTableId, gatewayId: destination.gateway.id }));
  const left = sameGateway(source.gateway, destination.gateway)
    ? source.vgwPropagationRouteTableIds.filter((id) => !destination.vgwPropagationRouteTableIds.includes(id)) : [];
  // What was off when the plan was made, and was not asked for by the move, somebody else has switched on since.
  const own = plan.propagationsSwitchedOn.filter((id) => head.propagationsSwitchedOn?.includes(id));
  const off = [...left, ...head.intent === 'forward' ? [] : own].filter((id) => isOn(id, source.gateway.id))
    .map((routeTableId): Step => ({ do: 'disable-vgw-propagation', routeTableId, gatewayId: source.gateway.id }));
  return { ...NOTHING, steps: [...on, ...off] };
}
