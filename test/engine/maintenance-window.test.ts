/** The window of a move: when it may begin, and that what has begun is brought to its end. */
import * as estate from './estate';
import { Observation } from '../../lambda/engine/observation';
import { decide, emptyAttemptLog } from '../../lambda/engine/reconcile';
import { interrupted, RecordHead, rollbackBegun } from '../../lambda/engine/record';
import { isLongEnough, outsideWindow } from '../../src/contract/maintenance-window';

const { START, declaration, head, plan } = estate;
const HOUR = 3_600_000;
/** The way there takes half an hour, and the way back twenty minutes. */
const NEEDED = 50 * 60_000;
const during = { notBefore: START - HOUR, notAfter: START + HOUR };
const over = { notBefore: START - 2 * HOUR, notAfter: START - HOUR };
const toCome = { notBefore: START + HOUR, notAfter: START + 3 * HOUR };

test.each<[string, typeof during, number, RegExp | undefined]>([
  ['as it opens', during, during.notBefore, undefined],
  ['a moment before', during, during.notBefore - 1, /the window opens at/],
  ['with just the time for both ways', during, during.notAfter - NEEDED, undefined],
  ['with a moment less', during, during.notAfter - NEEDED + 1, /the way there \(30 min\) and the way back \(20 min\) must both fit in .* so the last moment to begin was/],
  ['after it', during, during.notAfter, /must both fit in/],
  ['in one that is shorter than both ways', { notBefore: START, notAfter: START + NEEDED - 1 }, START, /so the last moment to begin lies before it opens/],
])('begun %s', (_, window, now, expected) => {
  if (expected === undefined) expect(outsideWindow({ ...declaration, window }, now)).toBeUndefined();
  else expect(outsideWindow({ ...declaration, window }, now)).toMatch(expected);
});

test('without a window it may begin at any time', () => {
  expect(outsideWindow(declaration, START)).toBeUndefined();
});

test.each([[NEEDED / 1000, true], [NEEDED / 1000 - 1, true], [NEEDED / 1000 + 1, false]])('a window of fifty minutes is long enough for %d s: %s', (seconds, enough) => {
  expect(isLongEnough({ notBefore: START, notAfter: START + NEEDED }, seconds)).toBe(enough);
});

/** On the new gateway, and a route is missing there. */
const moved: Observation = {
  ...estate.afterTheMove,
  transitGatewayRouteTables: estate.afterTheMove.transitGatewayRouteTables.map((table) => ({ ...table, routes: [] })),
};

describe.each([['over', over], ['to come', toCome]])('where the window is %s', (_name, window) => {
  test.each<[string, Observation, RecordHead, 'roll-back' | 'act']>([
    ['what has not begun is not begun', estate.beforeTheMove, head, 'roll-back'],
    ['what has begun goes on', estate.beforeTheMove, interrupted(head, START), 'act'],
    ['what an earlier operation has moved is brought to its end', moved, head, 'act'],
    ['the way back is bound by none', moved, rollbackBegun(head, 'the first cause', START), 'act'],
  ])('%s', (_, observed, record, expected) => {
    const desired = { ...declaration, window };
    const decision = decide({
      observed, head: record, plan, desired, now: START + 30_000, attempts: emptyAttemptLog(START, true),
    });
    expect(decision.kind).toBe(expected);
  });
});
