/** What a scenario's function put into the table, and what docs/records.schema.json has to say of it. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import Ajv, { ValidateFunction } from 'ajv/dist/2020';
import { Scenario } from '../../tools/rehearsal/scenarios/scenario';

/** An item as it was put, with `document` read. */
export type Item = Readonly<Record<string, unknown>>;

const schema = JSON.parse(readFileSync(path.join(__dirname, '..', '..', 'docs', 'records.schema.json'), 'utf8'));
const ajv = new Ajv({ strict: true, allErrors: true }).addSchema(schema);

/** The schema of an item, or of what is called so in it. */
export function schemaOf(definition?: string): ValidateFunction {
  return ajv.getSchema(definition === undefined ? schema.$id : `${schema.$id}#/$defs/${definition}`)!;
}

/** The same scenario, which also tells of the records. */
export function recording(scenario: Scenario, into: Item[]): Scenario {
  return {
    ...scenario,
    run: async (context) => {
      const result = await scenario.run(context);
      into.push(...context.aws.dynamoDb.written.flatMap(itemIn));
      return result;
    },
  };
}

/** Every item, and every backup joined of its parts, that is not as the schema says. */
export function violationsOf(items: readonly Item[]): string[] {
  const backups = items.filter(isManifest).map((manifest) => backupOf(manifest, items));
  return [
    ...items.flatMap((item) => (schemaOf()(item) ? [] : [`${JSON.stringify(schemaOf().errors)} in ${JSON.stringify(item)}`])),
    ...backups.flatMap((backup) => (schemaOf('backup')(backup) ? [] : [`${JSON.stringify(schemaOf('backup').errors)} in ${JSON.stringify(backup)}`])),
  ];
}

export function isManifest({ item }: Item): boolean {
  return /^backup#[^#]+$/.test(item as string);
}

export function backupOf({ document }: Item, items: readonly Item[]): Item {
  const { parts } = document as { parts: string[] };
  return JSON.parse(parts.map((part) => items.find(({ item }) => item === part)!.document).join(''));
}

/** What a request that writes to the table puts there. */
export function itemIn(body: string): Item[] {
  const { Item: item } = JSON.parse(body) as { Item?: Record<string, { S?: string; N?: string }> };
  if (item === undefined) return [];
  const plain = Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? Number(N)]));
  return [typeof plain.document === 'string' ? { ...plain, document: JSON.parse(plain.document) } : plain];
}
