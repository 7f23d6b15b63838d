/**
 * One virtual private gateway in the place of another, in either direction: tested elsewhere first where that is wanted, then the
 * old one's propagation off, the old one detached, the new one attached, and the VPC's routes and propagation led to it [H, SEED2].
 *
 * Each of these calls may be made twice, so nothing has to be known of what an earlier invocation called; only the end of the way
 * back waits until that would show.
 */
import { canonicalDestination } from '../../../src/contract/cidr';
import { ReplacementTest } from '../../../src/contract/replacement-declaration';
import { Action } from '../actions';
import { difference } from '../difference';
import { Observation, VpnConnection } from '../observation';
import { MovePlan, PlannedReplacement, PlannedSide } from '../plan';
import { configureTarget, stayOnSource } from '../reconcile/configure-target';
import { hasSettled, ReconcileContext, SourceAndTarget, sourceAndTargetOf } from '../reconcile/context';
import { awaiting, failing, NO_PROPOSAL, Proposal, propose } from '../reconcile/proposal';
import { countTunnels } from '../reconcile/verification';
import { attachmentStateAt, propagatingTables, swapGateway, switchPropagation } from '../reconcile/virtual-private-gateway';
import { Intent } from '../record';

export function proposeReplacement(context: ReconcileContext, replacement: PlannedReplacement): Proposal {
  const sides = sourceAndTargetOf(context);
  const back = context.head.intent === 'back';
  const tookEffect = !isInPlace(context.observed, context.plan, sides.source);
  return { ...towardsDestination(context, sides, replacement, tookEffect && !back), tookEffect };
}

function towardsDestination(
  context: ReconcileContext, sides: SourceAndTarget, replacement: PlannedReplacement, isUnderWay: boolean,
): Proposal {
  const { observed, head: { intent } } = context;
  const { lost: [lost], busy: [busy] } = carriersOf(observed, replacement, intent);
  // Forward whoever decides over a failure rolls back, so whatever there is to be cleared away is cleared then.
  if (intent === 'forward' && lost !== undefined) return failing(lost);
  const test = proposeTest(context, replacement, isUnderWay);
  if (test !== undefined) return test;
  if (lost !== undefined) {
    if (carriersOf(observed, replacement, 'forward').lost.length > 0) return failing(lost);
    const onSource = { ...context, head: { ...context.head, intent: 'forward' } } as const;
    return stayOnSource(onSource, sides, `${lost}; ${sides.source.gateway.id} stays in its place`);
  }
  if (busy !== undefined) return awaiting(`for ${busy}`);
  const rest = replacementActions(context, sides);
  if (intent === 'forward' || hasSettled(context)) return rest;
  return { ...rest, waits: [...rest.waits, { what: `to see that ${sides.target.gateway.id} stays in its place` }] };
}

/** What of it is left, whoever does it: leaving, the swap, and everything that leads to the gateway that is there then. */
export function replacementActions(context: ReconcileContext, sides: SourceAndTarget): Proposal {
  const off = propagationOff(context, sides);
  if (off.length === 0) return configureTarget(context, sides);
  // Nothing of it need be seen before the gateway goes: what it propagates goes with it.
  const [followedBy] = swapGateway(context, sides).actions;
  return { ...propose(...off), ...followedBy === undefined ? {} : { followedBy } };
}

function isInPlace({ virtualPrivateGateways }: Observation, { exchangeAtVpcId }: MovePlan, { gateway }: PlannedSide): boolean {
  return attachmentStateAt(virtualPrivateGateways, gateway.id, exchangeAtVpcId) === 'attached';
}

interface CarrierStates {
  /** In words: those that will carry nothing any more, and those that do not yet. */
  readonly lost: readonly string[];
  readonly busy: readonly string[];
}

/** The connections that are to carry the traffic at the end of this direction. */
function carriersOf({ connections = [] }: Observation, replacement: PlannedReplacement, intent: Intent): CarrierStates {
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

/** As long as the old gateway is there; detaching it would end its propagation as well, without anybody having said so. */
function propagationOff({ observed, plan }: ReconcileContext, { source }: SourceAndTarget): Action[] {
  if (!isInPlace(observed, plan, source)) return [];
  const planned = [...source.vgwPropagationRouteTableIds, ...source === plan.to ? plan.propagationsSwitchedOn : []];
  return switchPropagation('off', propagatingTables(observed, source.gateway.id).filter((id) => planned.includes(id)), source.gateway.id);
}

/**
 * The test before the replacement: the new gateway is attached to a VPC where nobody loses anything, its tunnels have to come up
 * and that VPC's tables have to learn the networks behind the VPN; then it is detached again. That it passed is on the record, as
 * nothing of it is left in the network.
 *
 * @returns nothing where there is nothing to be tested, and nothing left of a test
 */
function proposeTest(context: ReconcileContext, replacement: PlannedReplacement, isUnderWay: boolean): Proposal | undefined {
  const { test } = replacement;
  if (test === undefined) return undefined;
  const { head } = context;
  const isOver = head.intent === 'back' || head.tested !== undefined || isUnderWay;
  return isOver ? clearing(context, test) : testing(context, replacement, test);
}

function testing(context: ReconcileContext, replacement: PlannedReplacement, test: ReplacementTest): Proposal {
  const { observed, head, desired: { verification }, now } = context;
  const gatewayId = context.plan.to.gateway.id;
  const overTime = now >= head.intentSince + test.withinSeconds * 1000;
  const going = (actions: readonly Action[], wait: string): Proposal => ({
    ...actions.length > 0 ? propose(...actions) : awaiting(wait), noInterruption: true,
    ...overTime ? { failure: `the test of ${gatewayId} at ${test.vpcId} was not passed in ${Math.round(test.withinSeconds / 60)} min: it waited ${wait}` } : {},
  });
  const state = attachmentStateAt(observed.virtualPrivateGateways, gatewayId, test.vpcId);
  if (state === 'detached') return going([{ do: 'attach-vpn-gateway', gatewayId, vpcId: test.vpcId }], `for ${gatewayId} to be attached`);
  if (state !== 'attached') return going([], `for ${gatewayId}, now ${state}, at ${test.vpcId}`);
  const { missing: silent } = difference(test.routeTableIds, propagatingTables(observed, gatewayId), String);
  if (silent.length > 0) return going(switchPropagation('on', silent, gatewayId), `for propagation of ${gatewayId} to ${silent[0]}`);
  const { wanted, up } = countTunnels(context, verification);
  if (up < wanted) return { ...going([], `for ${wanted} tunnels to be UP, now ${up}`), look: 'unhurried' };
  const learned = test.routeTableIds.map((id) => ({ id, cidrs: learnedBy(context, id) }));
  const [missing] = learned.flatMap(({ id, cidrs }) => difference(replacement.onPremisesCidrs, cidrs, canonicalDestination).missing.map((cidr) => `for ${id} to learn ${cidr}`));
  if (missing !== undefined) return going([], missing);
  return { ...NO_PROPOSAL, tested: learned.flatMap(({ id, cidrs }) => cidrs.map((cidr) => `${id} ${cidr}`)) };
}

/** The new gateway is free again for the VPC that it is made for. */
function clearing({ observed, plan }: ReconcileContext, { vpcId, routeTableIds }: ReplacementTest): Proposal | undefined {
  const gatewayId = plan.to.gateway.id;
  const off = switchPropagation('off', difference(routeTableIds, propagatingTables(observed, gatewayId), String).matched, gatewayId);
  const state = attachmentStateAt(observed.virtualPrivateGateways, gatewayId, vpcId);
  if (state === 'attached') return { ...propose(...off, { do: 'detach-vpn-gateway', gatewayId, vpcId }), noInterruption: true };
  if (state !== 'detached') return { ...awaiting(`for ${gatewayId}, now ${state}, at ${vpcId}`), noInterruption: true };
  return off.length === 0 ? undefined : { ...propose(...off), noInterruption: true };
}

function learnedBy({ observed, plan }: ReconcileContext, routeTableId: string): string[] {
  return (observed.vpcRouteTables.find((table) => table.id === routeTableId)?.routes ?? [])
    .filter((route) => route.origin === 'EnableVgwRoutePropagation' && route.targetId === plan.to.gateway.id).map((route) => route.destination).sort();
}
