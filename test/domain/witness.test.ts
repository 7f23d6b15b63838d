/** What an invocation remembers of its own calls: since when a step has been failing in one way, and whether it may have been done. */
import * as estate from './estate';
import { freshWitness, Witness, witnessOfFailure, witnessOfSuccess } from '../../src/domain/next-steps';
import { refusedForGood } from '../../src/domain/next-steps/witness';
import { keyOfStep, Step } from '../../src/domain/steps';

const STEP: Step = { do: 'associate-route-table', routeTableId: estate.HUB, attachmentId: estate.VPN_ATTACHMENT };
const OTHER: Step = { ...STEP, routeTableId: estate.SPOKES };
const seconds = (count: number) => estate.START + count * 1000;

/** `busy` may succeed later, `denied` will not, of `lost` no answer came, what `unknown` means nobody knows; `done` was taken. */
type What = 'busy' | 'denied' | 'lost' | 'unknown' | 'done' | 'other denied';

const KINDS = { 'busy': 'passing', 'lost': 'passing', 'unknown': 'uncertain', 'denied': 'final', 'other denied': 'final' } as const;

function after(...happened: [at: number, what: What][]): Witness {
  return happened.reduce((witness, [at, what]) => {
    if (what === 'done') return witnessOfSuccess(witness, STEP, seconds(at));
    const failure = { cause: `${what} at ${at}`, kind: KINDS[what], effectUnknown: what === 'lost' || what === 'unknown' };
    return witnessOfFailure(witness, what === 'other denied' ? OTHER : STEP, failure, seconds(at));
  }, freshWitness(estate.START, true));
}

/** Ten seconds before anything took effect, two minutes after: the rights of a new role need a while to spread. */
describe.each([[false, 10], [true, 120]])('with an effect already: %s, a refusal is given %d seconds', (tookEffect, patience) => {
  test.each<[string, [number, What][], string | undefined]>([
    ['nothing was refused', [], undefined],
    ['refused once', [[1, 'denied']], undefined],
    ['refused for one second less', [[1, 'denied'], [patience, 'denied']], undefined],
    ['refused for so long', [[1, 'denied'], [patience + 1, 'denied']], `denied at ${patience + 1}`],
    ['busy for ever', [[1, 'busy'], [3600, 'busy']], undefined],
    ['lost for ever', [[1, 'lost'], [3600, 'lost']], undefined],
    ['busy for long, and then refused: the patience is the refusal\'s own', [[1, 'busy'], [600, 'busy'], [601, 'denied']], undefined],
    ['and that it has, too', [[1, 'busy'], [600, 'denied'], [600 + patience, 'denied']], `denied at ${600 + patience}`],
    ['busy in between: it begins anew', [[1, 'denied'], [patience, 'busy'], [patience + 1, 'denied']], undefined],
    ['busy at last', [[1, 'denied'], [patience + 1, 'denied'], [patience + 2, 'busy']], undefined],
    ['taken in between', [[1, 'denied'], [patience, 'done'], [patience + 1, 'denied']], undefined],
    ['another step was refused', [[1, 'denied'], [patience + 1, 'other denied']], undefined],
  ])('%s', (_, happened, expected) => {
    expect(refusedForGood(after(...happened), STEP, tookEffect)).toBe(expected);
  });
});

/** What nobody knows may be about a state that passes. */
describe.each([[false, 60], [true, 120]])('with an effect already: %s, a refusal that nobody knows is doubted for %d seconds', (tookEffect, patience) => {
  test.each<[string, [number, What][], string | undefined]>([
    ['one second less', [[1, 'unknown'], [patience, 'unknown']], undefined],
    ['so long', [[1, 'unknown'], [patience + 1, 'unknown']], `unknown at ${patience + 1}`],
    ['one that is known by then has a patience of its own', [[1, 'unknown'], [patience + 1, 'denied']], undefined],
    ['and the other way round', [[1, 'denied'], [patience + 1, 'unknown']], undefined],
  ])('%s', (_, happened, expected) => {
    expect(refusedForGood(after(...happened), STEP, tookEffect)).toBe(expected);
  });
});

test.each<[string, [number, What][], boolean]>([
  ['it was refused', [[1, 'denied']], false],
  ['no answer came', [[1, 'lost']], true],
  ['no answer came, and then it was refused', [[1, 'lost'], [2, 'denied']], true],
  ['it was refused, and then no answer came', [[1, 'busy'], [2, 'lost']], true],
  ['no answer came, then it was taken, then it was refused', [[1, 'lost'], [2, 'done'], [3, 'busy']], false],
])('whether it may have been done all the same: %s', (_, happened, expected) => {
  expect(after(...happened).refusals.get(keyOfStep(STEP))?.effectUnknown).toBe(expected);
});
