/** The phases of a move on its record: which transition reaches which, and what an event says of it. */
import {
  closed, concluded, interrupted, interruptionOf, leaseAcquired, leaseReleased, modified, needsConclusion, openedHead, openingAbandoned,
  ownerDeleted, RecordHead, rollbackBegun, takenOver, targetConfigured,
} from '../../lambda/engine/record';
import { detailTypeOf, PhaseDetail, phaseEvent, PHASES, reached } from '../../src/contract/phase';

const OPERATION = {
  vpnConnectionId: 'vpn-1', owner: 'stack|Move', moveIdentity: 'move', operationId: 'request-1', requestId: 'request-1', intent: 'forward',
  from: { kind: 'virtual-private-gateway', id: 'vgw-1' }, to: { kind: 'transit-gateway', id: 'tgw-1' }, planDigest: 'sha256:1',
} as const;

const opened = openedHead(undefined, OPERATION, 'invocation', 1000);

const phasesOf = (head: RecordHead) => head.timeline?.map(({ phase, direction, at }) => `${phase} ${direction} ${at}`);

test.each<[string, RecordHead, string[]]>([
  ['opened', opened, ['STARTED forward 1000']],
  ['a lease changes nothing', leaseReleased(leaseAcquired(opened, 'other', 2000)), ['STARTED forward 1000']],
  ['that traffic is about to stop neither', interrupted(opened, 2000), ['STARTED forward 1000']],
  ['EC2 took the modify', modified(opened, 2000), ['STARTED forward 1000', 'MODIFIED forward 2000']],
  ['and took it once more: no phase is reached twice in one direction', modified(modified(opened, 2000), 3000), ['STARTED forward 1000', 'MODIFIED forward 2000']],
  ['verified', closed(targetConfigured(opened, 2000), { status: 'completed' }, 3000), ['STARTED forward 1000', 'ARRANGED forward 2000', 'MIGRATED forward 3000']],
  ['verified at once', closed(opened, { status: 'completed' }, 3000), ['STARTED forward 1000', 'ARRANGED forward 3000', 'MIGRATED forward 3000']],
  ['not verified', closed(opened, { status: 'completed', unverified: '0 of 2' }, 3000), ['STARTED forward 1000', 'ARRANGED forward 3000', 'MIGRATED_UNVERIFIED forward 3000']],
  ['held', closed(opened, { status: 'held', missing: ['a route'] }, 3000), ['STARTED forward 1000', 'HELD forward 3000']],
  ['turned back after the modify, and modified back', closed(modified(rollbackBegun(modified(opened, 2000), 'cause', 3000), 4000), { status: 'restored' }, 5000), [
    'STARTED forward 1000', 'MODIFIED forward 2000', 'TURNED_BACK forward 3000', 'MODIFIED back 4000', 'MOVED_BACK back 5000',
  ]],
  ['taken over by a Delete', takenOver(opened, { requestId: 'request-2' }, 'deleted', 2000), ['STARTED forward 1000', 'TURNED_BACK forward 2000']],
  ['taken over by an Update', takenOver(opened, { requestId: 'request-2' }, undefined, 2000), ['STARTED forward 1000']],
  ['a way back of its own', openedHead(closed(opened, { status: 'completed' }, 3000), { ...OPERATION, intent: 'back', operationId: 'request-2' }, 'i', 4000), ['STARTED back 4000']],
])('%s', (_, head, expected) => {
  expect(phasesOf(head)).toEqual(expected);
});

describe('a conclusion', () => {
  const ended = closed(opened, { status: 'completed' }, 3000);

  test.each<[string, RecordHead | undefined, boolean]>([
    ['of no operation', undefined, false],
    ['of an open one', opened, false],
    ['of one that has ended', ended, true],
    ['once it is made', concluded(ended, 4000), false],
    ['of one that a resource without an operation left as its mark', ownerDeleted(undefined, OPERATION, 2000), false],
    ['of one that was given up beside a refusal', openingAbandoned(opened, undefined, 'refused', 2000), false],
    ['of one that an earlier version ended, which kept no timeline', { ...ended, timeline: undefined }, false],
  ])('%s is needed: %s', (_, head, needed) => {
    expect(needsConclusion(head)).toBe(needed);
  });

  test('counts every phase as announced', () => {
    expect(concluded(ended, 4000)).toMatchObject({ announced: 3, concludedAt: 4000, revision: ended.revision + 1 });
  });
});

test('the interruption ends when everything is in its place, and in any other end with the operation', () => {
  const stopped = interrupted(opened, 2000);
  expect(interruptionOf(closed(targetConfigured(stopped, 7200), { status: 'completed' }, 60_000))).toBe(6);
  expect(interruptionOf(closed(targetConfigured(stopped, 7200), { status: 'held' }, 62_000))).toBe(60);
  expect(interruptionOf(closed(opened, { status: 'restored' }, 62_000))).toBe(0);
});

describe('an event', () => {
  const { intent: _, moveIdentity: __, owner: ___, ...ids } = OPERATION;
  const of = { ...ids, stackId: 'stack' };
  const detailOf = (changes: Partial<PhaseDetail>) => phaseEvent({ at: 1, phase: 'HELD', direction: 'forward' }, { ...of, ...changes }).detail;

  test('says what it is of, and which it is', () => {
    expect(detailOf({ cause: 'a cause' })).toEqual({
      ...of, version: '1', phase: 'HELD', direction: 'forward', idempotencyKey: 'request-1/forward/HELD', cause: 'a cause',
    });
  });

  test('stays far below what EventBridge takes, and says what it leaves out', () => {
    const endless = 'x'.repeat(100_000);
    const detail = detailOf({ cause: endless, unverified: endless, missing: Array.from({ length: 500 }, () => endless) });
    expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThan(128 * 1024);
    expect([detail.missing!.length, detail.missing!.at(-1)]).toEqual([51, 'and 450 more']);
  });

  test('has a detail type that is as long as EventBridge allows and is nobody else\'s', () => {
    const types = PHASES.map(detailTypeOf);
    expect(new Set(types).size).toBe(11);
    for (const type of types) expect(type).toMatch(/^VPN Target Migration [A-Z][A-Za-z ]{3,100}$/);
  });

  test('is appended once', () => {
    const first = reached([], { at: 1, phase: 'STARTED', direction: 'forward' });
    expect(reached(first, { at: 2, phase: 'STARTED', direction: 'forward' })).toBe(first);
    expect(reached(first, { at: 2, phase: 'STARTED', direction: 'back' })).toHaveLength(2);
  });
});
