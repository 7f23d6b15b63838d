/** A seed is fast-check's: it draws the circumstances, and the dice of the story are thrown from it. A story that fails shrinks. */
import * as fc from 'fast-check';
import { CIRCUMSTANCES } from './circumstances';
import { RunReport, tell } from './story';
import { Violation } from './watch';
import { Sabotage } from './world';

/** The story of this seed. */
export async function tellSeed(seed: number, sabotage?: Sabotage): Promise<RunReport> {
  return drawn(CIRCUMSTANCES, seed, async (circumstances) => tell(seed, circumstances, sabotage));
}

/** The smallest story found, in so much time, that still violates what the seed's own story violates. */
export async function shrink(reported: RunReport, seconds: number, sabotage?: Sabotage): Promise<Shrunk<RunReport>> {
  return smallest(CIRCUMSTANCES, reported, seconds, async (circumstances) => tell(reported.seed, circumstances, sabotage));
}

export interface Shrunk<T> {
  readonly told: T;
  /** How many smaller stories were told to find it. */
  readonly tried: number;
}

/** The story of what the seed draws. */
export async function drawn<C, T>(arbitrary: fc.Arbitrary<C>, seed: number, tellOf: (circumstances: C) => Promise<T>): Promise<T> {
  let reported: T | undefined;
  await check(arbitrary, seed, async (circumstances) => {
    reported = await tellOf(circumstances);
    return true;
  });
  return reported!;
}

export async function smallest<C, T extends { readonly seed: number; readonly violations: readonly Violation[] }>(
  arbitrary: fc.Arbitrary<C>, { seed, violations }: T, seconds: number, tellOf: (circumstances: C) => Promise<T>,
): Promise<Shrunk<T>> {
  const invariants = violations.map((violation) => violation.invariant);
  let found: T | undefined;
  let tried = 0;
  await check(arbitrary, seed, async (circumstances) => {
    tried += 1;
    const reported = await tellOf(circumstances);
    const holds = !reported.violations.some((violation) => invariants.includes(violation.invariant));
    if (!holds) found = reported;
    return holds;
  }, { interruptAfterTimeLimit: seconds * 1000 });
  return { told: found!, tried };
}

async function check<C>(
  arbitrary: fc.Arbitrary<C>, seed: number, predicate: (circumstances: C) => Promise<boolean>, parameters: fc.Parameters<[C]> = {},
): Promise<void> {
  await fc.check(fc.asyncProperty(arbitrary, predicate), { ...parameters, seed, numRuns: 1 });
}
