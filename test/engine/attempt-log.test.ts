/** What an invocation remembers of its own calls: since when a step has been failing in one way, and whether it may have been done. */
import * as estate from './estate';
import { Action, keyOfAction } from '../../lambda/engine/actions';
import { AttemptLog, emptyAttemptLog, logFailure, logSuccess } from '../../lambda/engine/reconcile';
import { finalRefusalOf } from '../../lambda/engine/reconcile/attempt-log';

const STEP: Action = { do: 'associate-route-table', routeTableId: estate.HUB, attachmentId: estate.VPN_ATTACHMENT };
const OTHER: Action = { ...STEP, routeTableId: estate.SPOKES };
const seconds = (count: number) => estate.START + count * 1000;

/** `busy` passes by itself, `denied` is final, of `strange` nobody knows, and of `lost` no answer came; `done` was taken. */
type What = 'busy' | 'denied' | 'strange' | 'lost' | 'done' | 'other denied';
const KINDS = { 'busy': 'passing', 'denied': 'final', 'strange': 'uncertain', 'lost': 'passing', 'other denied': 'final' } as const;

function after(...happened: [at: number, what: What][]): AttemptLog {
  return happened.reduce((attempts, [at, what]) => {
    if (what === 'done') return logSuccess(attempts, STEP, seconds(at));
    const failure = { cause: `${what} at ${at}`, kind: KINDS[what], effectUnknown: what === 'lost' };
    return logFailure(attempts, what === 'other denied' ? OTHER : STEP, failure, seconds(at));
  }, emptyAttemptLog(estate.START, true));
}

/**
 * Before anything took effect ten seconds, in which the rights of a new role spread, and a minute for what nobody knows; two minutes after,
 * when traffic stands still anyway.
 */
describe.each<['denied' | 'strange', boolean, number]>([
  ['denied', false, 10], ['denied', true, 120], ['strange', false, 60], ['strange', true, 120],
])('%s, with an effect already: %s, it is given %d seconds', (refused, tookEffect, patience) => {
  const otherwise = refused === 'denied' ? 'strange' : 'denied';
  test.each<[string, [number, What][], string | undefined]>([
    ['nothing was refused', [], undefined],
    ['refused once', [[1, refused]], undefined],
    ['refused for one second less', [[1, refused], [patience, refused]], undefined],
    ['refused for so long', [[1, refused], [patience + 1, refused]], `${refused} at ${patience + 1}`],
    ['busy for ever', [[1, 'busy'], [3600, 'busy']], undefined],
    ['lost for ever', [[1, 'lost'], [3600, 'lost']], undefined],
    ['busy for long, and then refused: the patience is the refusal\'s own', [[1, 'busy'], [600, 'busy'], [601, refused]], undefined],
    ['and that it has, too', [[1, 'busy'], [600, refused], [600 + patience, refused]], `${refused} at ${600 + patience}`],
    ['refused otherwise for long: likewise', [[1, otherwise], [600, otherwise], [601, refused]], undefined],
    ['busy in between: it begins anew', [[1, refused], [patience, 'busy'], [patience + 1, refused]], undefined],
    ['busy at last', [[1, refused], [patience + 1, refused], [patience + 2, 'busy']], undefined],
    ['taken in between', [[1, refused], [patience, 'done'], [patience + 1, refused]], undefined],
    ['another step was refused', [[1, refused], [patience + 1, 'other denied']], undefined],
  ])('%s', (_, happened, expected) => {
    expect(finalRefusalOf(after(...happened), STEP, tookEffect)).toBe(expected);
  });
});

test.each<[string, [number, What][], boolean]>([
  ['it was refused', [[1, 'denied']], false],
  ['no answer came', [[1, 'lost']], true],
  ['no answer came, and then it was refused', [[1, 'lost'], [2, 'denied']], true],
  ['it was refused, and then no answer came', [[1, 'busy'], [2, 'lost']], true],
  ['no answer came, then it was taken, then it was refused', [[1, 'lost'], [2, 'done'], [3, 'busy']], false],
])('whether it may have been done all the same: %s', (_, happened, expected) => {
  expect(after(...happened).failedAttempts.get(keyOfAction(STEP))?.effectUnknown).toBe(expected);
});
