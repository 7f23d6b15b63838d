/**
 * What is in the table is what docs/records.schema.json says, item by item: the records of every scenario of the rehearsal,
 * as the bundled function wrote them, and nothing that the schema does not know.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import Ajv, { ValidateFunction } from 'ajv/dist/2020';
import { SCENARIOS } from '../../rehearsal/scenarios';
import { play } from '../../rehearsal/scenarios/play';
import { Scenario } from '../../rehearsal/scenarios/scenario';

type Item = Readonly<Record<string, unknown>>;

const SCHEMA = path.join(__dirname, '..', '..', 'docs', 'records.schema.json');
const written: Item[] = [];
let schemaOf: (definition?: string) => ValidateFunction;

beforeAll(async () => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  ajv.addSchema(schema);
  schemaOf = (definition) => ajv.getSchema(definition === undefined ? schema.$id : `${schema.$id}#/$defs/${definition}`)!;
  for (const scenario of SCENARIOS) written.push(...await itemsOf(scenario));
}, 600_000);

test.each(['head', 'backup#', 'recovery#', 'plan#', 'answer#', 'begun#'])('every %s is as the schema says', (prefix) => {
  const items = written.filter(({ item }) => (item as string).startsWith(prefix));
  expect(items.length).toBeGreaterThan(SCENARIOS.length / 10);
  for (const item of items) expectValid(schemaOf(), item);
});

test('the parts of a backup are, joined, a backup as the schema says', () => {
  const manifests = written.filter(({ item }) => /^backup#[^#]+$/.test(item as string));
  expect(manifests.length).toBeGreaterThan(0);
  for (const backup of manifests.map(backupOf)) expectValid(schemaOf('backup'), backup);
});

test('every end that a move can have is among them', () => {
  const statuses = written.flatMap(({ item, document }) => (item === 'head' ? [(document as { status: string }).status] : []));
  expect([...new Set(statuses)].sort()).toEqual(['completed', 'held', 'open', 'restored']);
});

test('what the schema does not know is no record', () => {
  const head = written.find(({ item }) => item === 'head')!;
  const backup = backupOf(written.find(({ item }) => /^backup#[^#]+$/.test(item as string))!);
  const wrong = [
    ...withStranger(head).map((value) => schemaOf()(value)),
    ...withStranger(backup).map((value) => schemaOf('backup')(value)),
  ];
  expect(wrong.length).toBeGreaterThan(50);
  expect(wrong.filter((valid) => valid)).toEqual([]);
});

/** The items that the scenario's function wrote, each as it was put, with `document` read. */
async function itemsOf(scenario: Scenario): Promise<Item[]> {
  let bodies: readonly string[] = [];
  await play({
    ...scenario,
    play: async (cast) => {
      const result = await scenario.play(cast);
      bodies = cast.aws.dynamoDb.written;
      return result;
    },
  });
  return bodies.flatMap((body) => {
    const { Item: item } = JSON.parse(body) as { Item?: Record<string, { S?: string; N?: string }> };
    if (item === undefined) return [];
    const plain = Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? Number(N)]));
    return [typeof plain.document === 'string' ? { ...plain, document: JSON.parse(plain.document) } : plain];
  });
}

function backupOf({ document }: Item): Item {
  const { parts } = document as { parts: string[] };
  return JSON.parse(parts.map((part) => written.find(({ item }) => item === part)!.document).join(''));
}

function expectValid(validate: ValidateFunction, value: unknown): void {
  if (!validate(value)) throw new Error(`${JSON.stringify(validate.errors, undefined, 1)}\n${JSON.stringify(value, undefined, 1)}`);
}

/** The value with one property too many, once in each of its objects. */
function withStranger(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => withStranger(each).map((changed) => value.with(index, changed)));
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, part]) => withStranger(part).map((changed) => ({ ...value, [name]: changed })));
  return [{ ...value, stranger: true }, ...inside];
}
