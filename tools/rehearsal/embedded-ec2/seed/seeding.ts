/** What all that is seeded has in common: an id and tags, and that what it stands on was seeded before. */
import { canonicalCidr } from '../cidr';
import { TableName, Tables, Tag } from '../records';
import { get, NetworkState, newId, put } from '../state';

export interface Named {
  /** A certain id instead of the next one. */
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export function add<Name extends TableName>(
  state: NetworkState, table: Name, prefix: string, seed: Named, recordOf: (own: { id: string; tags: Tag[] }) => Tables[Name],
): string {
  const id = seed.id ?? newId(state, prefix);
  put(state, table, recordOf({ id, tags: tagsOf(seed) }));
  return id;
}

export function existing<Name extends TableName>(state: NetworkState, table: Name, id: string): Tables[Name] {
  const record = get(state, table, id);
  if (record === undefined) throw new Error(`seed ${id} first: ${table} has no such record`);
  return record;
}

export function tagsOf({ tags = {} }: Named): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function canonical(text: string): string {
  const cidr = canonicalCidr(text);
  if (cidr === undefined) throw new Error(`${text} is not a CIDR block`);
  return cidr;
}
