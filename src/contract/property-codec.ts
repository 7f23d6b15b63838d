/**
 * The travel of a declaration through CloudFormation, which turns every scalar into a string: what a construct writes into a custom
 * resource's properties, and the function reads back. One description serves both ends, so that they cannot disagree.
 */

/** A custom resource's properties, as the template holds them and as the function's event carries them. */
export type Properties = Readonly<Record<string, unknown>>;

/** `undefined` is what is left out, in either direction. */
export interface Codec<T> {
  readonly write: (value: T) => unknown;
  /** @throws an error that names the property, when it is missing or has a value that `write` never gives */
  readonly read: (name: string, value: unknown) => T;
}

export interface ObjectCodec<T> extends Codec<T> {
  readonly write: (value: T) => Properties;
}

export const text: Codec<string> = {
  write: (value) => value,
  read: (name, value) => (typeof value === 'string' && value !== '' ? value : refuse(name, 'a non-empty string', value)),
};

/** None is said by an empty text. */
export const textOrNone: Codec<string> = { ...text, read: (name, value) => (value === '' ? '' : text.read(name, value)) };

export const seconds: Codec<number> = {
  write: String,
  read: (name, value) => {
    const read = Number(value);
    return Number.isInteger(read) && read > 0 ? read : refuse(name, 'a whole number of seconds above 0', value);
  },
};

/** In milliseconds since the epoch; ISO 8601 in UTC as a property, so that a person reads the template. */
export const instant: Codec<number> = {
  write: (value) => new Date(value).toISOString(),
  read: (name, value) => {
    const read = Date.parse(String(value));
    return Number.isFinite(read) ? read : refuse(name, 'an instant as in 2026-11-22T01:00:00Z', value);
  },
};

/** Only what is so is said. */
export const flag: Codec<true | undefined> = {
  write: (value) => (value ? 'true' : undefined),
  read: (_, value) => (value === 'true' ? true : undefined),
};

export const texts = asIs<readonly string[]>([]);

/** Says nothing of an empty one. */
export const textsIfAny: Codec<readonly string[]> = { ...texts, write: (value) => (value.length === 0 ? undefined : value) };

/** What needs no translation, and what it is where CloudFormation leaves it out. */
export function asIs<T>(missing: T): Codec<T> {
  return { write: (value) => value, read: (_, value) => (value ?? missing) as T };
}

export function oneOf<T extends string>(...allowed: readonly T[]): Codec<T> {
  return {
    write: (value) => value,
    read: (name, value) => allowed.find((each) => each === value) ?? refuse(name, `one of ${allowed.join(', ')}`, value),
  };
}

export function optional<T>({ write, read }: Codec<T>): Codec<T | undefined> {
  return {
    write: (value) => (value === undefined ? undefined : write(value)),
    read: (name, value) => (value === undefined ? undefined : read(name, value)),
  };
}

/** `missing`: what a resource stands for that an earlier version made, which did not know the property. */
export function withDefault<T>({ write, read }: Codec<T>, missing: T): Codec<T> {
  return { write, read: (name, value) => (value === undefined ? missing : read(name, value)) };
}

export function listOf<T>({ write, read }: Codec<T>): Codec<readonly T[]> {
  return {
    write: (values) => values.map(write),
    read: (name, values) => ((values ?? []) as readonly unknown[]).map((value) => read(name, value)),
  };
}

/** Fields in their order, each by its own name with a capital, unless `names` has another. */
export function object<T extends object>(
  fields: { readonly [K in keyof T]-?: Codec<T[K]> }, names: { readonly [K in keyof T]?: string } = {},
): ObjectCodec<T> {
  const entries = (Object.keys(fields) as (keyof T & string)[])
    .map((key) => ({ key, property: names[key] ?? `${key[0].toUpperCase()}${key.slice(1)}`, ...fields[key] }));
  return {
    write: (value) => given(entries.map(({ key, property, write }) => [property, write(value[key])])),
    read: (name, value) => given(entries.map(({ key, property, read }) =>
      [key, read(name === '' ? property : `${name}.${property}`, (value as Properties | undefined)?.[property])])) as T,
  };
}

function given(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function refuse(name: string, allowed: string, value: unknown): never {
  throw new Error(`property ${name} must be ${allowed}, got ${JSON.stringify(value)}`);
}
