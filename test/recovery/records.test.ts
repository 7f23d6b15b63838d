/** The schema of the records against what the bundled function writes; the rehearsal's scenarios are all held to it as well. */
import { backupOf, isManifest, Item, recording, schemaOf, violationsOf } from './records';
import { MOVES_DEPLOYED } from '../../tools/rehearsal/scenarios/moves';
import { runScenario } from '../../tools/rehearsal/scenarios/run-scenario';

const items: Item[] = [];

beforeAll(async () => {
  await runScenario(recording(MOVES_DEPLOYED[0], items));
}, 60_000);

test.each(['head', 'backup#', 'recovery#', 'plan#', 'begun#'])('there are records %s, and they are as the schema says', (prefix) => {
  const such = items.filter(({ item }) => (item as string).startsWith(prefix));
  expect(such.length).toBeGreaterThan(0);
  expect(violationsOf(prefix === 'backup#' ? such : such.filter((item) => !isManifest(item)))).toEqual([]);
});

test('what the schema does not know is no record', () => {
  const heads = items.filter(({ item }) => item === 'head').at(-1);
  const backup = backupOf(items.find(isManifest)!, items);
  const judged = [...withStranger(heads).map((value) => schemaOf()(value)), ...withStranger(backup).map((value) => schemaOf('backup')(value))];
  expect(judged.length).toBeGreaterThanOrEqual(50);
  expect(judged.filter((valid) => valid)).toEqual([]);
});

/** The value with one property too many, once in each of its objects. */
function withStranger(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((each, at) => withStranger(each).map((changed) => [...value.slice(0, at), changed, ...value.slice(at + 1)]));
  }
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, part]) => withStranger(part).map((changed) => ({ ...value, [name]: changed })));
  return [{ ...value, stranger: true }, ...inside];
}
