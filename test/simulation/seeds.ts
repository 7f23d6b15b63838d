/** A seed is fast-check's: it draws the circumstances, and the dice of the story are thrown from it. A story that fails shrinks. */
import * as fc from 'fast-check';
import { Circumstances, CIRCUMSTANCES } from './circumstances';
import { tell, Told } from './story';
import { Sabotage } from './world';

/** The story of this seed. */
export async function tellSeed(seed: number, sabotage?: Sabotage): Promise<Told> {
  let told: Told | undefined;
  await check(seed, async (circumstances) => {
    told = await tell(seed, circumstances, sabotage);
    return true;
  });
  return told!;
}

export interface Shrunk {
  readonly told: Told;
  /** How many smaller stories were told to find it. */
  readonly tried: number;
}

/** The smallest story found, in so much time, that still violates what the seed's own story violates. */
export async function shrink({ seed, violations }: Told, seconds: number, sabotage?: Sabotage): Promise<Shrunk> {
  const invariants = violations.map((violation) => violation.invariant);
  let smallest: Told | undefined;
  let tried = 0;
  await check(seed, async (circumstances) => {
    tried += 1;
    const told = await tell(seed, circumstances, sabotage);
    const holds = !told.violations.some((violation) => invariants.includes(violation.invariant));
    if (!holds) smallest = told;
    return holds;
  }, { interruptAfterTimeLimit: seconds * 1000 });
  return { told: smallest!, tried };
}

async function check(
  seed: number, predicate: (circumstances: Circumstances) => Promise<boolean>, parameters: fc.Parameters<[Circumstances]> = {},
): Promise<void> {
  await fc.check(fc.asyncProperty(CIRCUMSTANCES, predicate), { ...parameters, seed, numRuns: 1 });
}
