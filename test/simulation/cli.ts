/**
 * `npm run simulate -- --seeds N [--from SEED]`, or `--seed S` to see one story in full: of a move, or with `--lifecycle` of a stack's
 * life, there with `--plant NAME` as it is told with a bug on purpose.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { knownDefectOf } from './known-defects';
import { PLANTED_DEFECTS } from './lifecycle/plants';
import * as lives from './lifecycle/seeds';
import { MARKS } from './marks';
import * as moves from './seeds';
import { RunReport } from './story';
import { Violation } from './watch';

interface Options {
  readonly seeds?: number;
  readonly from: number;
  readonly seed?: number;
  readonly shrink: number;
  readonly lifecycle?: true;
  readonly plant?: string;
}

/** What is told of either kind. */
interface Story {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly marks: readonly string[];
}

/** How stories of a kind are told, and which of their violations are news. */
interface Kind<T extends Story> {
  readonly tellSeed: (seed: number) => Promise<T>;
  readonly shrink: (reported: T, seconds: number) => Promise<moves.Shrunk<T>>;
  readonly inFull: (reported: T) => string;
  readonly knownAs: (violation: Violation, reported: T) => string | undefined;
  /** What is counted even where it never happens. */
  readonly marks: readonly string[];
}

const MOVES: Kind<RunReport> = {
  tellSeed: async (seed) => moves.tellSeed(seed),
  shrink: async (reported, seconds) => moves.shrink(reported, seconds),
  inFull: ({ seed, circumstances, happenings, violations }) => {
    const lines = happenings.map(({ at, who, what }) => `${at.toFixed(3).padStart(10)} s  ${who.padEnd(16)} ${what}`);
    const verdicts = violations.map(({ invariant, how }) => `VIOLATED ${invariant}: ${how}`);
    return [`seed ${seed}`, JSON.stringify(circumstances, undefined, 1), ...lines, ...verdicts, ''].join('\n');
  },
  knownAs: knownDefectOf,
  marks: MARKS,
};

function livesWith(name: string | undefined): Kind<Awaited<ReturnType<typeof lives.tellSeed>>> {
  const plant = PLANTED_DEFECTS.find((defect) => defect.name === name)?.plant;
  return {
    tellSeed: async (seed) => lives.tellSeed(seed, plant),
    shrink: async (reported, seconds) => lives.shrink(reported, seconds, plant),
    inFull: ({ seed, life, happenings }) => [`seed ${seed}`, JSON.stringify(life), ...happenings, ''].join('\n'),
    knownAs: () => undefined,
    marks: [],
  };
}

const program = new Command('simulate')
  .description('Tells seeded stories of a move with faults, deaths, redeliveries, cancels and other people\'s changes, and judges each.')
  .option('--lifecycle', 'of a stack\'s life instead: edits, renames, removals, consoles and failures, one deployment after the other')
  .option('--seeds <n>', 'how many; 1000 unless a seed is named', wholeNumber)
  .option('--from <seed>', 'the first seed', wholeNumber, 1)
  .option('--seed <seed>', 'tell only this one, in full, and the smallest story that fails as it does', wholeNumber)
  .option('--shrink <seconds>', 'how long to look for that smallest story', wholeNumber, 20)
  .addOption(new Option('--plant <name>', 'with this bug on purpose, by its own seed unless others are named; only with --lifecycle')
    .choices(PLANTED_DEFECTS.map(({ name }) => name)))
  .addHelpText('after', '\nThe exit status is 0 only if no story violated an invariant.');

void main(program.parse().opts<Options>());

async function main(options: Options): Promise<void> {
  const reported = options.lifecycle === undefined ? tell(options, MOVES) : tell(withPlantedSeed(options), livesWith(options.plant));
  process.exitCode = await reported ? 0 : 1;
}

/** A bug on purpose has a seed that finds it. */
function withPlantedSeed(options: Options): Options {
  const planted = PLANTED_DEFECTS.find(({ name }) => name === options.plant);
  return planted === undefined || options.seed !== undefined || options.seeds !== undefined ? options : { ...options, seed: planted.seed };
}

async function tell<T extends Story>(options: Options, kind: Kind<T>): Promise<boolean> {
  return options.seed === undefined ? tellMany(options, kind) : tellOne(options.seed, options, kind);
}

/** @returns whether it violates nothing */
async function tellOne<T extends Story>(seed: number, options: Options, kind: Kind<T>): Promise<boolean> {
  const reported = await kind.tellSeed(seed);
  process.stdout.write(kind.inFull(reported));
  if (reported.violations.length === 0) return true;
  await tellSmallest(reported, options, kind);
  return false;
}

/** Somebody waits for it. */
const PROGRESS_EVERY_MS = 30_000;

async function tellMany<T extends Story>({ seeds = 1000, from, ...options }: Options, kind: Kind<T>): Promise<boolean> {
  const startedAt = Date.now();
  const tally = new Map<string, number>();
  const count = (names: Iterable<string>) => {
    for (const name of names) tally.set(name, (tally.get(name) ?? 0) + 1);
  };
  let [failed, unexplained, saidAt] = [0, 0, startedAt];
  for (let each = from; each < from + seeds; each += 1) {
    const reported = await kind.tellSeed(each);
    count(reported.marks);
    if (Date.now() - saidAt > PROGRESS_EVERY_MS) {
      saidAt = Date.now();
      process.stderr.write(`${each - from + 1} of ${seeds} seeds, ${failed} failed\n`);
    }
    if (reported.violations.length === 0) continue;
    failed += 1;
    count(new Set(reported.violations.map((violation) => `known: ${kind.knownAs(violation, reported) ?? 'none'}`)));
    const news = reported.violations.find((violation) => kind.knownAs(violation, reported) === undefined);
    if (news === undefined) continue;
    unexplained += 1;
    // The first is told at its smallest; of the others a line is enough, as --seed tells them.
    process.stdout.write(`seed ${reported.seed}: ${news.invariant}: ${news.how}\n`);
    if (unexplained === 1) await tellSmallest(reported, options, kind);
  }
  const others = [...tally.keys()].filter((name) => !kind.marks.includes(name)).sort();
  for (const name of [...kind.marks, ...others]) process.stdout.write(`${String(tally.get(name) ?? 0).padStart(8)} ${name}\n`);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  process.stdout.write(`${seeds} seeds from ${from} in ${seconds} s: ${failed} failed, ${unexplained} of them by no known defect\n`);
  return failed === 0;
}

async function tellSmallest<T extends Story>(reported: T, options: Pick<Options, 'shrink'>, kind: Kind<T>): Promise<void> {
  if (options.shrink === 0) return;
  const smallest = await kind.shrink(reported, options.shrink);
  process.stdout.write(`the smallest of ${smallest.tried} stories that fail as seed ${reported.seed} does:\n${kind.inFull(smallest.told)}`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('a whole number is needed');
}
