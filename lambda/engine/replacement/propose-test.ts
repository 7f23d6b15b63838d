/**
 * The test before the replacement: the new gateway is attached to a VPC where nobody loses anything, its tunnels have to come up
 * and that VPC's tables have to learn the networks behind the VPN; then it is detached again. That it passed is on the record, as
 * nothing of it is left in the network.
 */
import { canonicalDestination } from '../../../src/contract/cidr';
import { ReplacementTest } from '../../../src/contract/replacement-declaration';
import { Action } from '../actions';
import { difference } from '../difference';
import { PlannedReplacement } from '../plan';
import { ReconcileContext } from '../reconcile/context';
import { awaiting, NO_PROPOSAL, Proposal, propose } from '../reconcile/proposal';
import { countTunnels } from '../reconcile/verification';
import { attachmentStateAt, propagatingTables, switchPropagation } from '../reconcile/virtual-private-gateway';

/** @returns nothing where there is nothing to be tested, and nothing left of a test */
export function proposeTest(context: ReconcileContext, replacement: PlannedReplacement, isUnderWay: boolean): Proposal | undefined {
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
