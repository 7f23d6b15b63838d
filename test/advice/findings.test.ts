/**
 * Goal: whoever does what a refusal says comes through. Method: each finding is brought about on the embedded EC2, each thing that
 * its advice says is done to the letter, with the ids that it prints, and the move is deployed again: it is made, without losing a
 * flow, or refused over something else, whose advice is followed in turn. No finding comes twice.
 */
import { EDIT_FINDINGS, FINDINGS_AFTERWARDS, STORIES } from './findings';
import { Alternative, Story } from './findings/story';
import { World } from './world';
import { describeFinding, Finding } from '../../src/contract/finding';
import { FINDINGS, FINDINGS_OF_REPLACEMENT } from '../../src/contract/finding-kinds';

/** More refusals than these nobody has the patience for. */
const REFUSALS_MAX = 5;

const stories = Object.entries(STORIES);
const ways = stories.flatMap(([finding, { causes, advice }]) => causes.flatMap((cause) => advice
  .map((alternative) => ({ finding, ...cause, alternative }))));

test.each(ways)('$finding: $when, $alternative.says', async ({ finding, estate, prepare, alternative }) => {
  const world = new World(estate);
  prepare(world);
  // Of one finding not every text tells every alternative.
  expect([alternative.away ?? 'migrated', NOT_SAID]).toContain(await comesThrough(world, finding, alternative));
});

test('every kind of finding is brought about', () => {
  expect(stories.map(([kind]) => kind).sort()).toEqual(kindsToldBefore());
  expect(stories.filter(([, { causes, advice }]) => causes.length === 0 || advice.length === 0)).toEqual([]);
});

test('everything that is told to do was done in some story', () => {
  expect(stories.flatMap(([kind, { advice }]) => advice.filter((each) => !followed.has(each)).map(({ says }) => `${kind}: ${says}`)))
    .toEqual([]);
});

const followed = new Set<Alternative>();

const NOT_SAID = 'this is not said';

/** What it ends with. */
async function comesThrough(world: World, finding: string, chosen: Alternative): Promise<string> {
  const before = new Set<string>();
  for (let refusals = 0; refusals < REFUSALS_MAX; refusals += 1) {
    const flows = world.flows();
    const refusal = await world.deploy();
    if (refusal === undefined) {
      expect(refusals).toBeGreaterThan(0);
      expect(world.lost(flows).length > 0).toBe(chosen.loses === true);
      return 'migrated';
    }
    const lines = linesOf(refusal, world);
    expect(lines.filter((line) => before.has(line))).toEqual([]);
    if (refusals === 0 && !lines.some((line) => kindOf(line) === finding && chosen.says.test(line))) {
      expect(lines.map(kindOf)).toContain(finding);
      return NOT_SAID;
    }
    if (refusals === 0) requireEachThing(world);
    const done = new Set<string>();
    for (const line of lines) {
      before.add(line);
      const alternative = refusals === 0 && kindOf(line) === finding ? chosen : adviceOf(line).find(({ says }) => says.test(line));
      if (alternative === undefined) throw new Error(`nobody has followed what this says: ${line}`);
      followed.add(alternative);
      if (alternative.away !== undefined) return alternative.away;
      const said = alternative.says.exec(line)!;
      // What two lines say is done once.
      if (!done.has(`${alternative.says} ${said.slice(1).join()}`) || said.length === 1) alternative.follow(world, said, line);
      done.add(`${alternative.says} ${said.slice(1).join()}`);
    }
  }
  throw new Error(`it is refused still: ${[...before].join('\n')}`);
}

/** Nothing is told that nobody does: so many things as are joined by "or", and that it is accepted. */
function requireEachThing({ bench }: World): void {
  const { findings } = bench.journal.filter(({ event }) => event === 'refused').at(-1) as { findings: Finding[] };
  for (const finding of findings) {
    const line = `- ${describeFinding(finding)}`;
    const things = finding.remedy.split(', or ').length + (finding.acceptable ? 1 : 0);
    expect({ line, things: adviceOf(line).filter(({ says }) => says.test(line)).length >= things }).toEqual({ line, things: true });
  }
}

function linesOf(refusal: string | undefined, world: World): string[] {
  const lines = (refusal ?? 'migrated').split('\n').filter((line) => line.startsWith('- '));
  if (lines.length === 0) throw new Error(`there is no finding of ${world.connectionId} in: ${refusal}`);
  return lines;
}

function kindOf(line: string): string {
  return /^- ([a-z0-9-]+)/.exec(line)![1];
}

function adviceOf(line: string): Story['advice'] {
  return (STORIES as Readonly<Record<string, Story | undefined>>)[kindOf(line)]?.advice ?? [];
}

/** What a move may be refused over, by the table, which `test/documented/findings.test.ts` holds to the code. */
function kindsToldBefore(): string[] {
  const kinds = [...FINDINGS, ...FINDINGS_OF_REPLACEMENT].flatMap((row): readonly string[] => ('kinds' in row ? row.kinds : Object.keys(row.acceptable)));
  const others: readonly string[] = [...EDIT_FINDINGS, ...FINDINGS_AFTERWARDS];
  return [...new Set(kinds)].filter((kind) => !others.includes(kind)).sort();
}
