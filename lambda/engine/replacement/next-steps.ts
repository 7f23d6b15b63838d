/**
 * One virtual private gateway in the place of another, in either direction: tested elsewhere first where that is wanted, then the
 * old one's propagation off, the old one detached, the new one attached, and the VPC's routes and propagation led to it [H, SEED2].
 *
 * Each of these calls may be made twice, so nothing has to be known of what an earlier invocation called; only the end of the way
 * back waits until that would show.
 */
import { testSteps } from './test-steps';
import { arrangement } from '../next-steps/arrangement';
import { exchangeSteps, gatewayAt } from '../next-steps/exchange';
import { Passage, passageOf } from '../next-steps/passage';
import { hasSettled, Intended, Situation } from '../next-steps/situation';
import { Observation, VpnConnection } from '../observation';
import { MovePlan, PlannedReplacement, PlannedSide } from '../plan';
import { Intent } from '../record';
import { Step } from '../steps';

export function stepsOfReplacement(situation: Situation, replacement: PlannedReplacement): Intended {
  const passage = passageOf(situation);
  const back = situation.head.intent === 'back';
  const tookEffect = back || !isInPlace(situation.observed, situation.plan, passage.source);
  const carriers = carriersOf(situation.observed, replacement, situation.head.intent);
  // Forward whoever decides over a failure turns back, so whatever there is to be cleared away is cleared then.
  if (!back && carriers.lost.length > 0) return { ...NOTHING, failure: carriers.lost[0], tookEffect };
  const test = testSteps(situation, replacement, tookEffect && !back);
  if (test !== undefined) return { ...test, tookEffect };
  if (carriers.lost.length > 0) return { ...stayingOnSource(situation, passage, replacement, carriers.lost[0]), tookEffect };
  if (carriers.busy.length > 0) return { ...NOTHING, waits: [`for ${carriers.busy[0]}`], tookEffect };
  return { ...onTheWay(situation, passage), tookEffect };
}

/** What of it is left, whoever does it: leaving, the exchange, and everything that leads to the gateway that is there then. */
export function stepsBetween(situation: Situation, passage: Passage): Omit<Intended, 'tookEffect'> {
  const off = propagationOff(situation, passage);
  if (off.length === 0) return arrangement(situation, passage);
  // Nothing of it need be seen before the gateway goes: what it propagates goes with it.
  const [then] = exchangeSteps(situation, passage).steps;
  return { ...NOTHING, steps: off, ...then === undefined ? {} : { then } };
}

const NOTHING: Omit<Intended, 'tookEffect'> = { steps: [], waits: [], foreign: [] };

function isInPlace({ virtualPrivateGateways }: Observation, { exchangeAtVpcId }: MovePlan, { gateway }: PlannedSide): boolean {
  return gatewayAt(virtualPrivateGateways, gateway.id, exchangeAtVpcId) === 'attached';
}

interface Carriers {
  /** In words: those that will carry nothing any more, and those that do not yet. */
  readonly lost: readonly string[];
  readonly busy: readonly string[];
}

/** The connections that are to carry the traffic at the end of this direction. */
function carriersOf({ connections = [] }: Observation, replacement: PlannedReplacement, intent: Intent): Carriers {
  const ids = replacement.connections.map(({ fromId, toId }) => (intent === 'forward' ? toId : fromId));
  const states = ids.map((id) => ({ id, state: connections.find((each) => each.id === id)?.state }));
  return {
    lost: states.filter(({ state }) => !isLasting(state)).map(({ id, state }) => `VPN connection ${id}, which is to carry the traffic, is ${state ?? 'gone'}`),
    busy: states.filter(({ state }) => isLasting(state) && state !== 'available').map(({ id, state }) => `VPN connection ${id}, now ${state}, to become available`),
  };
}

function isLasting(state: VpnConnection['state'] | undefined): boolean {
  return state === 'available' || state === 'pending' || state === 'modifying';
}

/** Where there is nothing to go to, everything is led to what carries the traffic still: a person finds a network that works. */
function stayingOnSource(situation: Situation, passage: Passage, replacement: PlannedReplacement, failure: string): Omit<Intended, 'tookEffect'> {
  if (carriersOf(situation.observed, replacement, 'forward').lost.length > 0) return { ...NOTHING, failure };
  const again = arrangement({ ...situation, head: { ...situation.head, intent: 'forward' } }, { source: passage.destination, destination: passage.source });
  const settled = again.steps.length + again.waits.length === 0;
  return { ...again, ...settled ? { failure: `${failure}; ${passage.source.gateway.id} stays in its place` } : {} };
}

function onTheWay(situation: Situation, passage: Passage): Omit<Intended, 'tookEffect'> {
  const rest = stepsBetween(situation, passage);
  if (situation.head.intent === 'forward' || hasSettled(situation)) return rest;
  return { ...rest, waits: [...rest.waits, `to see that ${passage.destination.gateway.id} stays in its place`] };
}

/** As long as the old gateway is there; detaching it would end its propagation as well, without anybody having said so. */
function propagationOff({ observed, plan }: Situation, { source }: Passage): Step[] {
  if (!isInPlace(observed, plan, source)) return [];
  const planned = new Set([...source.vgwPropagationRouteTableIds, ...source === plan.to ? plan.propagationsSwitchedOn : []]);
  return observed.vpcRouteTables.filter((table) => planned.has(table.id) && table.propagatingGatewayIds.includes(source.gateway.id))
    .map(({ id: routeTableId }) => ({ do: 'disable-vgw-propagation', routeTableId, gatewayId: source.gateway.id }));
}
