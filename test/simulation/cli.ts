/** `npm run simulate -- --seeds N [--from SEED]`, or `--seed S` to see one story in full. */
import { Command, InvalidArgumentError } from 'commander';
import { knownDefectOf } from './known-defects';
import { MARKS } from './marks';
import { shrink, tellSeed } from './seeds';
import { Told } from './story';

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly seed?: number;
  readonly shrink: number;
}

const program = new Command('simulate')
  .description('Tells seeded stories of a move with faults, deaths, redeliveries, cancels and other people\'s changes, and judges each.')
  .option('--seeds <n>', 'how many', wholeNumber, 1000)
  .option('--from <seed>', 'the first seed', wholeNumber, 1)
  .option('--seed <seed>', 'tell only this one, in full, and the smallest story that fails as it does', wholeNumber)
  .option('--shrink <seconds>', 'how long to look for that smallest story', wholeNumber, 20)
  .addHelpText('after', '\nThe exit status is 0 only if no story violated an invariant.');

void main(program.parse().opts<Options>());

async function main(options: Options): Promise<void> {
  process.exitCode = (options.seed === undefined ? await tellMany(options) : await tellOne(options.seed, options)) ? 0 : 1;
}

/** @returns whether it violates nothing */
async function tellOne(seed: number, options: Options): Promise<boolean> {
  const told = await tellSeed(seed);
  process.stdout.write(inFull(told));
  if (told.violations.length === 0) return true;
  await tellSmallest(told, options);
  return false;
}

async function tellMany({ seeds, from, ...options }: Options): Promise<boolean> {
  const startedAt = Date.now();
  const tally = new Map<string, number>();
  const count = (names: Iterable<string>) => {
    for (const name of names) tally.set(name, (tally.get(name) ?? 0) + 1);
  };
  let failed = 0;
  let unexplained = 0;
  for (let each = from; each < from + seeds; each += 1) {
    const told = await tellSeed(each);
    count(told.marks);
    if (told.violations.length === 0) continue;
    failed += 1;
    count(new Set(told.violations.map((violation) => `known: ${knownDefectOf(violation, told) ?? 'none'}`)));
    const news = told.violations.find((violation) => knownDefectOf(violation, told) === undefined);
    if (news === undefined) continue;
    unexplained += 1;
    // The first is told at its smallest; of the others a line is enough, as --seed tells them.
    process.stdout.write(`seed ${told.seed}: ${news.invariant}: ${news.how}\n`);
    if (unexplained === 1) await tellSmallest(told, options);
  }
  const known = [...tally.keys()].filter((name) => !MARKS.includes(name));
  for (const name of [...MARKS, ...known]) process.stdout.write(`${String(tally.get(name) ?? 0).padStart(8)} ${name}\n`);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  process.stdout.write(`${seeds} seeds from ${from} in ${seconds} s: ${failed} failed, ${unexplained} of them by no known defect\n`);
  return failed === 0;
}

async function tellSmallest(told: Told, options: Pick<Options, 'shrink'>): Promise<void> {
  if (options.shrink === 0) return;
  const smallest = await shrink(told, options.shrink);
  process.stdout.write(`the smallest of ${smallest.tried} stories that fail as seed ${told.seed} does:\n${inFull(smallest.told)}`);
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
