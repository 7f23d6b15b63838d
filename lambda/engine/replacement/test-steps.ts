/**
 * The test before the replacement: the new gateway is attached to a VPC where nobody loses anything, its tunnels have to come up
 * and that VPC's tables have to learn the networks behind the VPN; then it is detached again. That it passed is on the record, as
 * nothing of it is left in the network.
 */
import { sameDestination } from '../../../src/contract/cidr';
import { ReplacementTest } from '../../../src/contract/replacement-declaration';
import { gatewayAt } from '../next-steps/exchange';
import { Intended, Situation } from '../next-steps/situation';
import { tunnelsSeen } from '../next-steps/verification';
import { PlannedReplacement } from '../plan';
import { Step } from '../steps';

type Partial = Omit<Intended, 'tookEffect'>;

/** @returns nothing where there is nothing to be tested, and nothing left of a test */
export function testSteps(situation: Situation, replacement: PlannedReplacement, isUnderWay: boolean): Partial | undefined {
  const { test } = replacement;
  if (test === undefined) return undefined;
  const { head } = situation;
  const isOver = head.intent === 'back' || head.tested !== undefined || isUnderWay;
  return isOver ? clearing(situation, test) : testing(situation, replacement, test);
}

function testing(situation: Situation, replacement: PlannedReplacement, test: ReplacementTest): Partial {
  const { observed, head, desired: { verification }, now } = situation;
  const gatewayId = situation.plan.to.gateway.id;
  const overTime = now >= head.intentSince + test.withinSeconds * 1000;
  const going = (steps: readonly Step[], wait: string): Partial => ({
    ...NOTHING, steps, waits: steps.length > 0 ? [] : [wait], harmless: true,
    ...overTime ? { failure: `the test of ${gatewayId} at ${test.vpcId} was not passed in ${Math.round(test.withinSeconds / 60)} min: it waited ${wait}` } : {},
  });
  const state = gatewayAt(observed.virtualPrivateGateways, gatewayId, test.vpcId);
  if (state === 'detached') return going([{ do: 'attach-vpn-gateway', gatewayId, vpcId: test.vpcId }], `for ${gatewayId} to be attached`);
  if (state !== 'attached') return going([], `for ${gatewayId}, now ${state}, at ${test.vpcId}`);
  const silent = test.routeTableIds.filter((id) => !propagates(situation, id));
  if (silent.length > 0) {
    return going(silent.map((routeTableId) => ({ do: 'enable-vgw-propagation', routeTableId, gatewayId })), `for propagation of ${gatewayId} to ${silent[0]}`);
  }
  const { wanted, up } = tunnelsSeen(situation, verification);
  if (up < wanted) return { ...going([], `for ${wanted} tunnels to be UP, now ${up}`), glance: true, forDevice: true };
  const missing = test.routeTableIds.flatMap((id) => replacement.onPremisesCidrs
    .filter((cidr) => !learnedBy(situation, id).some((each) => sameDestination(each, cidr))).map((cidr) => `for ${id} to learn ${cidr}`));
  if (missing.length > 0) return going([], missing[0]);
  return { ...NOTHING, tested: test.routeTableIds.flatMap((id) => learnedBy(situation, id).map((cidr) => `${id} ${cidr}`)) };
}

/** The new gateway is free again for the VPC that it is made for. */
function clearing(situation: Situation, { vpcId, routeTableIds }: ReplacementTest): Partial | undefined {
  const gatewayId = situation.plan.to.gateway.id;
  const off = routeTableIds.filter((id) => propagates(situation, id)).map((routeTableId): Step => ({ do: 'disable-vgw-propagation', routeTableId, gatewayId }));
  const state = gatewayAt(situation.observed.virtualPrivateGateways, gatewayId, vpcId);
  if (state === 'attached') return { ...NOTHING, steps: [...off, { do: 'detach-vpn-gateway', gatewayId, vpcId }], harmless: true };
  if (state !== 'detached') return { ...NOTHING, waits: [`for ${gatewayId}, now ${state}, at ${vpcId}`], harmless: true };
  return off.length === 0 ? undefined : { ...NOTHING, steps: off, harmless: true };
}

const NOTHING: Partial = { steps: [], waits: [], foreign: [] };

function propagates({ observed, plan }: Situation, routeTableId: string): boolean {
  return observed.vpcRouteTables.some((table) => table.id === routeTableId && table.propagatingGatewayIds.includes(plan.to.gateway.id));
}

function learnedBy({ observed, plan }: Situation, routeTableId: string): string[] {
  return (observed.vpcRouteTables.find((table) => table.id === routeTableId)?.routes ?? [])
    .filter((route) => route.origin === 'EnableVgwRoutePropagation' && route.targetId === plan.to.gateway.id).map((route) => route.destination).sort();
}
