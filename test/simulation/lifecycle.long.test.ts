/**
 * Goal: no ordinary edit, console change, failure or second deployment wedges a stack, or makes of the network anything but what its
 * template says.
 * Method: lives of stacks drawn by seed, each deployment judged by code that shares nothing with the constructs; and bugs on purpose, to
 * see that the judges notice.
 */
import { EDITS } from './lifecycle/choices';
import { PLANTED_DEFECTS } from './lifecycle/plants';
import { shrink, tellSeed } from './lifecycle/seeds';

/** With the bugs on purpose about a minute's worth on two cores; `npm run simulate -- --lifecycle` tells more. */
const SEEDS = 60;

describe(`lives 1 to ${SEEDS}`, () => {
  const marks = new Set<string>();
  const violations: string[] = [];

  beforeAll(async () => {
    process.stdout.write(`simulation of lives: ${SEEDS} seeds from 1\n`);
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const reported = await tellSeed(seed);
      for (const mark of reported.marks) marks.add(mark);
      for (const { invariant, how } of reported.violations) violations.push(`npm run simulate -- --lifecycle --seed ${seed}: ${invariant}: ${how}`);
    }
  }, 600_000);

  test('violate no invariant', () => {
    expect(violations).toEqual([]);
  });

  // Or they would say nothing about it.
  test.each(EDITS)('have the edit: %s', (kind) => {
    expect([...marks].filter((mark) => mark.startsWith(`${kind} `))).not.toEqual([]);
  });

  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'destroyed', 'another resource fails', 'is cancelled',
    'by hand: connection-deleted', 'by hand: moved', 'continues a rollback'])('come to: %s', (mark) => {
    expect([...marks]).toContain(mark);
  });
});

test.each(PLANTED_DEFECTS)('a bug on purpose is noticed: $about', async ({ seed, plant }) => {
  expect((await tellSeed(seed, plant)).violations).not.toEqual([]);
  expect((await tellSeed(seed)).violations).toEqual([]);
}, 120_000);

test('a story that fails is told at its smallest', async () => {
  const { seed, plant } = PLANTED_DEFECTS.find(({ name }) => name === 'connection-not-retained')!;
  const reported = await tellSeed(seed, plant);
  const { told: smallest } = await shrink(reported, 10, plant);
  expect(smallest.violations.map(({ invariant }) => invariant)).toContain(reported.violations[0].invariant);
  expect(JSON.stringify(smallest.life).length).toBeLessThan(JSON.stringify(reported.life).length);
}, 60_000);

test('a seed is a story: it is told the same way again', async () => {
  const [once, again] = [await tellSeed(7), await tellSeed(7)];
  expect(again.happenings).toEqual(once.happenings);
}, 60_000);
