/**
 * Goal: whoever does what a refusal says comes through. Method: each finding is brought about on the embedded EC2, each thing that
 * its advice says is done to the letter, with the ids that it prints, and the move is deployed again: it is made, without losing a
 * flow, or refused over something else, whose advice is followed in turn. No finding comes twice.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CAUSES, EDIT_FINDINGS } from './causes';
import { ADVICE, Alternative } from './follow';
import { World } from './world';
import { describeFinding, Finding } from '../../src/contract/finding';

const DOMAIN = path.join(__dirname, '..', '..', 'lambda', 'engine');

/** More refusals than these nobody has the patience for. */
const REFUSALS_MAX = 5;

const ways = CAUSES.flatMap((cause) => ADVICE[cause.finding].map((alternative) => ({ ...cause, alternative })));

test.each(ways)('$finding: $when, $alternative.says', async ({ finding, estate, prepare, alternative }) => {
  const world = new World(estate ?? {});
  prepare(world);
  // Of one finding not every text tells every alternative.
  expect([alternative.away ?? 'migrated', NOT_SAID]).toContain(await comesThrough(world, finding, alternative));
});

test('every kind of finding is brought about', () => {
  expect([...new Set(CAUSES.map(({ finding }) => finding))].sort()).toEqual(kindsInCode());
  expect(Object.keys(ADVICE).sort()).toEqual(kindsInCode());
});

test('everything that is told to do was done in some story', () => {
  expect(Object.entries(ADVICE).flatMap(([kind, alternatives]) => alternatives.filter((each) => !followed.has(each)).map(({ says }) => `${kind}: ${says}`)))
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
      const alternative = refusals === 0 && kindOf(line) === finding ? chosen : ADVICE[kindOf(line)]?.find(({ says }) => says.test(line));
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
    expect({ line, things: ADVICE[kindOf(line)].filter(({ says }) => says.test(line)).length >= things }).toEqual({ line, things: true });
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

function kindsInCode(): string[] {
  const files = ['preflight', 'replacement'].flatMap((folder) => readdirSync(path.join(DOMAIN, folder)).map((file) => path.join(DOMAIN, folder, file)));
  const texts = files.filter((file) => !file.endsWith('remarks.ts')).map((file) => readFileSync(file, 'utf8').replace(/export function remarks[\s\S]*?\n}\n/g, ''));
  const kinds = new Set(texts.flatMap((text) => [...text.matchAll(/(?:\bid: |acceptableFinding\(\s*)'([a-z0-9-]+)'/g)].map(([, kind]) => kind)));
  return [...kinds].filter((kind) => !EDIT_FINDINGS.includes(kind)).sort();
}
