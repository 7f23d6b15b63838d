/** What becomes of an operation whose every step has done its part, once the whole path was looked at. */
import * as estate from './estate';
import { Observation } from '../../lambda/engine/observation';
import { MovePlan } from '../../lambda/engine/plan';
import {
  afterPathCheck, brokenPaths, CloseDecision, Decision, emptyAttemptLog, ReconcileContext, withoutPathCheck,
} from '../../lambda/engine/reconcile';

const { SPOKES, START, TGW, VPC } = estate;
const SECOND = 1000;

const whole: Observation = { ...estate.afterTheMove, ...estate.snapshotAfterTheMove };
const completing: CloseDecision = { kind: 'close', status: 'completed' };
const restoring: CloseDecision = { kind: 'close', status: 'restored' };
const context = (changes: Partial<ReconcileContext> = {}): ReconcileContext => ({
  observed: whole, head: estate.head, plan: estate.plan, desired: estate.declaration, now: START, attempts: emptyAttemptLog(START, true),
  ...changes,
});
const back = { head: { ...estate.head, intent: 'back' } } as const;

describe('what is missed', () => {
  const unattached = { ...whole, attachments: [estate.vpnAttachment] };
  const broken = `VPC ${VPC} has no available attachment to transit gateway ${TGW} (path-broken:${VPC})`;
  const homewards: MovePlan = { ...estate.plan, from: estate.plan.to, to: estate.plan.from };
  const staying = { ...estate.declaration, from: estate.declaration.to };
  const unrouted = { ...whole, transitGatewayRouteTables: [{ ...whole.transitGatewayRouteTables[1], routes: [] }] };
  const brokenBefore = (plan: MovePlan) => ({ ...plan, paths: { ...estate.plan.paths!, brokenBefore: [VPC] } });

  test.each<[string, Partial<ReconcileContext>, readonly string[] | undefined]>([
    ['nothing, where all is there', {}, []],
    ['a hop that is not there', { observed: unattached }, [broken]],
    ['on the way back likewise', { ...back, plan: homewards, observed: unattached }, [broken]],
    ['on the way back nothing that was missing before', { ...back, plan: brokenBefore(homewards), observed: unattached }, []],
    ['forward also what was missing before, as another gateway was to have it', { plan: brokenBefore(estate.plan), observed: unattached }, [broken]],
    ['unless the gateway stays', { desired: staying, plan: brokenBefore(estate.plan), observed: unattached }, []],
    ['what an earlier version planned, as far as its routes tell', { plan: { ...estate.plan, paths: undefined }, observed: unrouted },
      estate.ON_PREMISES.map((cidr) => `${SPOKES} has no static route ${cidr} to ${estate.VPN_ATTACHMENT} (path-broken:${SPOKES}/${cidr})`)],
    ['not known, while the connection does not stand there', { observed: { ...whole, connection: estate.connectionOnVgw } }, undefined],
    ['not known, while it is modifying', { observed: { ...whole, connection: { ...estate.connectionOnTgw, state: 'modifying' } } }, undefined],
  ])('%s', (_, changes, expected) => {
    expect(brokenPaths(context(changes))).toEqual(expected);
  });
});

describe('what becomes of it', () => {
  const after = (seconds: number, changes: Partial<ReconcileContext> = {}) => context({ now: START + seconds * SECOND, ...changes });
  const cause = 'not every route of the path is there: a hop';
  const moveBack = { desired: { ...estate.declaration, onFailure: 'MOVE_BACK' as const } };

  test.each<[string, Decision, Decision]>([
    ['nothing is missing', afterPathCheck(after(0), completing, [], START), completing],
    ['the connection is not where it was', afterPathCheck(after(0), completing, undefined, START), { kind: 'wait', reason: 'to see where the VPN connection stands' }],
    ['something is missing, and a describe may lag behind', afterPathCheck(after(9), completing, ['a hop'], START), { kind: 'wait', reason: 'to see whether it stays so: a hop' }],
    ['something stays missing', afterPathCheck(after(10), completing, ['a hop'], START), { kind: 'close', status: 'held', cause, missing: ['a hop'] }],
    ['and the way back is wanted', afterPathCheck(after(10, moveBack), completing, ['a hop'], START), { kind: 'roll-back', cause }],
    ['something stays missing on the way back', afterPathCheck(after(10, back), restoring, ['a hop'], START), { kind: 'close', status: 'held', cause, missing: ['a hop'] }],
  ])('%s', (_, decision, expected) => {
    expect(decision).toEqual(expected);
  });

  const arrangedAt = (at: number) => ({ head: { ...estate.head, arrangedAt: at } });
  test.each<[string, Decision, Decision]>([
    ['what had arrived is recorded first', withoutPathCheck(after(0), completing, 'denied'), { kind: 'configured' }],
    ['looked at again as long as a device is waited for', withoutPathCheck(after(900, arrangedAt(START)), completing, 'denied'), { kind: 'wait', reason: 'denied' }],
    ['and then made, and not verified', withoutPathCheck(after(960, arrangedAt(START)), completing, 'denied'),
      { ...completing, unverified: 'whether every route of the path is there could not be seen: denied' }],
    ['of what was not verified already the first reason stays', withoutPathCheck(after(960, arrangedAt(START)), { ...completing, unverified: 'no tunnel' }, 'denied'),
      { ...completing, unverified: 'no tunnel' }],
    ['what was put back is looked at until the deadline', withoutPathCheck(after(1199, back), restoring, 'denied'), { kind: 'wait', reason: 'denied' }],
    ['and is then said not to be known', withoutPathCheck(after(1200, back), restoring, 'denied'), {
      kind: 'close', status: 'held', cause: 'the back deadline passed, and whether all is as before could not be seen: denied',
      missing: ['to see whether every route of the path is there'],
    }],
  ])('where it cannot be looked at: %s', (_, decision, expected) => {
    expect(decision).toEqual(expected);
  });
});
