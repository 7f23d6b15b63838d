/**
 * What is wanted matched with what is there, once for everything that an operation makes: by what makes two of them the same, be they
 * routes, tables, or what is propagated.
 */

export interface Difference<W, P> {
  /** Each that is wanted, in that order, with all that there is of it: nothing where it is missing. */
  readonly wanted: readonly (readonly [wanted: W, present: readonly P[]])[];
  readonly missing: readonly W[];
  readonly matched: readonly W[];
  /** What is there and not wanted, in the order in which it is there. */
  readonly extra: readonly P[];
}

export function difference<K, W extends K, P extends K>(
  wanted: readonly W[], present: readonly P[], keyOf: (each: K) => string,
): Difference<W, P> {
  const byKey = new Map<string, P[]>();
  for (const each of present) byKey.set(keyOf(each), [...byKey.get(keyOf(each)) ?? [], each]);
  const wantedKeys = new Set(wanted.map(keyOf));
  return {
    wanted: wanted.map((each) => [each, byKey.get(keyOf(each)) ?? []]),
    missing: wanted.filter((each) => !byKey.has(keyOf(each))),
    matched: wanted.filter((each) => byKey.has(keyOf(each))),
    extra: present.filter((each) => !wantedKeys.has(keyOf(each))),
  };
}
