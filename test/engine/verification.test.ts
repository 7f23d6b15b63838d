/** After the last route: which tunnels and alarms let a move be over, and what becomes of one that does not get there. */
import * as estate from './estate';
import { Tunnel } from '../../lambda/engine/observation';
import { decide, Decision, emptyAttemptLog } from '../../lambda/engine/reconcile';
import { interrupted, RecordHead, targetConfigured } from '../../lambda/engine/record';
import { MoveDeclaration, Verification } from '../../src/contract/declaration';

const { START } = estate;
const at = (seconds: number) => START + seconds * 1000;
const MOVED_AT = at(10);

const justOnTarget: RecordHead = interrupted(estate.head, MOVED_AT);
const onTargetAt = (seconds: number): RecordHead => targetConfigured(justOnTarget, at(seconds));

const up: Tunnel = { outsideAddress: '203.0.113.1', status: 'UP', acceptedRouteCount: 3, statusSince: at(300) };
const down: Tunnel = { ...up, status: 'DOWN' };
const upAsBefore: Tunnel = { ...up, statusSince: at(-86_400) };
const upUndated: Tunnel = { outsideAddress: '203.0.113.1', status: 'UP', acceptedRouteCount: 3 };

interface Given {
  readonly head: RecordHead;
  readonly tunnels: readonly Tunnel[];
  readonly seconds: number;
  readonly verification?: Partial<Verification>;
  readonly desired?: Partial<MoveDeclaration>;
  readonly before?: number;
  readonly alarming?: readonly string[];
  readonly continues?: boolean;
}

function decisionIn({ head, tunnels, seconds, verification = {}, desired = {}, before = 2, alarming, continues }: Given): Decision {
  const connection = { ...estate.connectionOnTgw, tunnels };
  const observed = { ...estate.afterTheMove, connection, ...alarming === undefined ? {} : { alarming } };
  const declaration = { ...estate.declaration, ...desired, verification: { ...estate.declaration.verification, ...verification } };
  const record = { head, plan: estate.plan, tunnelsUpBefore: before, continues };
  return decide({ ...record, observed, desired: declaration, now: at(seconds), attempts: emptyAttemptLog(START, true) });
}

const completed = { kind: 'close', status: 'completed' };
const alarms = { alarmNames: ['PacketLoss'], bakeSeconds: 300 };
const latency = ['PacketLoss'];

test.each<[string, Given, Record<string, unknown>]>([
  ['with as many tunnels UP as before it is over at once', { head: justOnTarget, tunnels: [up, up], seconds: 310 }, completed],
  ['otherwise the moment is recorded', { head: justOnTarget, tunnels: [up, down], seconds: 310 }, { kind: 'configured' }],
  ['and the device is waited for', { head: onTargetAt(310), tunnels: [up, down], seconds: 320 }, { kind: 'wait', reason: 'for 2 tunnels to be UP, now 1', look: 'unhurried' }],
  ['as long as it takes', { head: onTargetAt(310), tunnels: [up, up], seconds: 1200 }, completed],
  ['but no longer: then it is over, and said to be unverified', { head: onTargetAt(310), tunnels: [up, down], seconds: 1210 },
    { ...completed, unverified: '1 of 2 tunnels UP 15 min after the move' }],
  ['one tunnel is enough where there was one', { head: justOnTarget, tunnels: [up, down], seconds: 310, before: 1 }, completed],
  ['and none where there was none', { head: justOnTarget, tunnels: [down, down], seconds: 310, before: 0 }, completed],
  ['a report from before the move is worth nothing: the endpoints are new', { head: onTargetAt(310), tunnels: [upAsBefore, up], seconds: 320 },
    { kind: 'wait', reason: 'for 2 tunnels to be UP, now 1' }],
  ['unless the move was made before and is only continued', { head: justOnTarget, tunnels: [upAsBefore, up], seconds: 320, continues: true }, completed],
  ['an undated one has to be believed', { head: justOnTarget, tunnels: [upUndated, upUndated], seconds: 310 }, completed],
  ['nobody waits where that is not wanted', { head: justOnTarget, tunnels: [down, down], seconds: 310, verification: { tunnels: 'NONE' } }, completed],
  ['a required tunnel that does not come up fails the move', { head: onTargetAt(310), tunnels: [up, down], seconds: 1210, verification: { tunnels: 2 } },
    { kind: 'close', status: 'held', cause: 'only 1 of 2 tunnels UP 15 min after the move' }],
  ['and moves it back where that is wanted', { head: onTargetAt(310), tunnels: [up, down], seconds: 1210, verification: { tunnels: 2 }, desired: { onFailure: 'MOVE_BACK' } },
    { kind: 'roll-back', cause: 'only 1 of 2 tunnels UP 15 min after the move' }],
  ['more may be required than there were', { head: onTargetAt(310), tunnels: [up, down], seconds: 320, before: 1, verification: { tunnels: 2 } }, { kind: 'wait' }],
  ['while an alarm is watched it is not over, though the tunnels are UP', { head: onTargetAt(310), tunnels: [up, up], seconds: 320, verification: alarms, alarming: [] },
    { kind: 'wait', reason: 'until alarm PacketLoss stayed quiet for 300 s' }],
  ['it is when the alarm stayed quiet', { head: onTargetAt(310), tunnels: [up, up], seconds: 610, verification: alarms, alarming: [] }, completed],
  ['an alarm fails the move', { head: onTargetAt(310), tunnels: [up, up], seconds: 320, verification: alarms, alarming: latency },
    { kind: 'close', status: 'held', cause: 'alarm PacketLoss went into ALARM after the move' }],
  ['and moves it back where that is wanted', { head: onTargetAt(310), tunnels: [up, up], seconds: 320, verification: alarms, alarming: latency, desired: { onFailure: 'MOVE_BACK' } },
    { kind: 'roll-back' }],
  ['an alarm that cannot be read is read again', { head: onTargetAt(310), tunnels: [up, up], seconds: 611, verification: alarms }, { kind: 'wait' }],
  ['until nobody can say any more how it went', { head: onTargetAt(310), tunnels: [up, up], seconds: 671, verification: alarms },
    { kind: 'close', status: 'held', cause: 'whether alarm PacketLoss went into ALARM could not be read' }],
])('%s', (_, given, expected) => {
  expect(decisionIn(given)).toMatchObject(expected);
});

test('what is verified is not also unverified', () => {
  expect(decisionIn({ head: onTargetAt(310), tunnels: [up, up], seconds: 1500 })).toEqual(completed);
});
