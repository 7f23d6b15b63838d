/** `npm run simulate -- --seeds N [--from SEED]`, or `--seed S` to see one story in full. */
import { Command, InvalidArgumentError } from 'commander';
import { knownDefectOf } from './known-defects';
import { MARKS } from './marks';
import { tell, Told } from './story';

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly seed?: number;
}

const program = new Command('simulate')
  .description('Tells seeded stories of a move with faults, deaths, redeliveries, cancels and other people\'s changes, and judges each.')
  .option('--seeds <n>', 'how many', wholeNumber, 1000)
  .option('--from <seed>', 'the first seed', wholeNumber, 1)
  .option('--seed <seed>', 'tell only this one, in full', wholeNumber)
  .addHelpText('after', '\nThe exit status is 0 only if no story violated an invariant.');

void main(program.parse().opts<Options>());

async function main({ seeds, from, seed }: Options): Promise<void> {
  if (seed !== undefined) {
    const told = await tell(seed);
    process.stdout.write(inFull(told));
    process.exitCode = told.violations.length === 0 ? 0 : 1;
    return;
  }
  const tally = new Map<string, number>();
  const count = (names: Iterable<string>) => {
    for (const name of names) tally.set(name, (tally.get(name) ?? 0) + 1);
  };
  let failed = 0;
  let unexplained = 0;
  for (let each = from; each < from + seeds; each += 1) {
    const told = await tell(each);
    count(told.marks);
    if (told.violations.length === 0) continue;
    failed += 1;
    count(new Set(told.violations.map((violation) => `known: ${knownDefectOf(violation, told) ?? 'none'}`)));
    const news = told.violations.find((violation) => knownDefectOf(violation, told) === undefined);
    if (news === undefined) continue;
    // The first is told in full; of the others a line is enough, as --seed tells them.
    process.stdout.write(unexplained === 0 ? inFull(told) : `seed ${told.seed}: ${news.invariant}: ${news.how}\n`);
    unexplained += 1;
  }
  const known = [...tally.keys()].filter((name) => !MARKS.includes(name));
  for (const name of [...MARKS, ...known]) process.stdout.write(`${String(tally.get(name) ?? 0).padStart(8)} ${name}\n`);
  process.stdout.write(`${seeds} seeds from ${from}: ${failed} failed, ${unexplained} of them by no known defect\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function inFull({ seed, circumstances, happenings, violations }: Told): string {
  const lines = happenings.map(({ at, who, what }) => `${at.toFixed(3).padStart(10)} s  ${who.padEnd(16)} ${what}`);
  const verdicts = violations.map(({ invariant, how }) => `VIOLATED ${invariant}: ${how}`);
  return [`seed ${seed}`, JSON.stringify(circumstances, undefined, 1), ...lines, ...verdicts, ''].join('\n');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('a whole number is needed');
}
