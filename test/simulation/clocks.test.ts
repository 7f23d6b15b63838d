/**
 * Goal: no clock lets two act at once. Method: the simulation's stories, with deaths, twins, cancellations and redeliveries, in which each
 * invocation's clock is off and jumps.
 */
import { CIRCUMSTANCES } from './circumstances';
import { drawn } from './seeds';
import { RunReport, tell } from './story';

const SEEDS = 20;
/** While a batch is under way there is somebody who would like to begin. */
const CROWDED = {
  twiceChance: 50, callMs: 1_000, redeliveries: Array.from({ length: 20 }, (_, index) => ({ at: 2 + 2 * index, whole: false })),
};
const OVERLAP = 'two invocations never act at once';

async function withClocksOff(seed: number, clocksOffMsMax: number): Promise<RunReport> {
  return drawn(CIRCUMSTANCES, seed, async (circumstances) => tell(seed, { ...circumstances, ...CROWDED, clocksOffMsMax }));
}

const overlaps = ({ violations }: RunReport) => violations.filter(({ invariant }) => invariant === OVERLAP);

test.each([[120, 1], [3_600, 1001]])('by clocks that are off by up to %i s', async (seconds, first) => {
  for (let seed = first; seed < first + SEEDS; seed += 1) {
    expect([seed, overlaps(await withClocksOff(seed, seconds * 1000))]).toEqual([seed, []]);
  }
}, 120_000);
