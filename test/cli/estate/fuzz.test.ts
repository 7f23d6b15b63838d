/**
 * Whatever stands in saved files, a verb ends as one ends: done, something found, unreadable in one line, or refused. It has never a
 * defect, never hangs, and shows no key. `FUZZ_RUNS=5000 npx jest test/cli/estate/fuzz` tries more, `FUZZ_SEED=17 FUZZ_RUNS=1` one of them.
 */
import { diceOf, mutantOf } from './fuzz';
import { savedWithKeys, verbsOn } from './saved-with-keys';
import { PLANTED_PRE_SHARED_KEY } from '../../../tools/rehearsal/scenarios/estate';
import { folderOf } from '../saved';
import { command } from '../terminal';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

test(`${RUNS} changed estates`, async () => {
  const saved = await savedWithKeys();
  // What rehearses takes seconds where nothing is wrong.
  const { rehearse, ...verbs } = verbsOn(saved);
  const names = Object.keys(verbs) as (keyof typeof verbs)[];
  const counted: Record<string, number> = {};
  const wrong: unknown[] = [];
  for (let seed = SEED; seed < SEED + RUNS; seed += 1) {
    const dice = diceOf(seed);
    const { what, files } = mutantOf(saved.files, dice);
    const args = verbs[names[dice(names.length)]];
    const { exitCode, out, err } = await command([...args, '--debug', '--from', folderOf(files)]);
    counted[`${args[0]} ${exitCode}`] = (counted[`${args[0]} ${exitCode}`] ?? 0) + 1;
    const faults = faultsOf(exitCode, out, err);
    if (faults.length > 0) wrong.push({ seed, verb: args[0], what, faults, err: err.slice(-600) });
  }
  process.stdout.write(`${RUNS} changed estates: ${Object.entries(counted).sort().map(([ended, count]) => `${ended} ×${count}`).join(', ')}\n`);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(wrong).toHaveLength(0);
}, 3_600_000);

function faultsOf(exitCode: number, out: string, err: string): string[] {
  const said = err.split('\n').filter((line) => line !== '' && !/^(note|debug): /.test(line));
  return [
    ...[0, 1, 3, 4].includes(exitCode) || asksForAnOption(exitCode, said) ? [] : [`ended with ${exitCode}`],
    ...exitCode >= 2 && !(said.length === 1 && /^error: .*\.$/.test(said[0])) ? [`said ${said.length} lines`] : [],
    ...(out + err).includes(PLANTED_PRE_SHARED_KEY) ? ['showed a key'] : [],
    ...exitCode >= 2 && out !== '' ? ['printed something'] : [],
  ];
}

/** What would follow from whole files does not follow from these. */
function asksForAnOption(exitCode: number, [said = '']: readonly string[]): boolean {
  return exitCode === 2 && / Say --\w/.test(said);
}
