/** What nobody outside AWS knows for certain, as switches: whoever asks plays every answer that is possible. */

/** One question; the first value is the default. */
export interface Unknown {
  readonly question: string;
  readonly values: readonly [string, ...string[]];
  readonly default: string;
  /** Where the question comes from. */
  readonly source: string;
}

export type Switches = Readonly<Record<string, Unknown>>;
export type SettingsOf<S extends Switches> = { -readonly [Name in keyof S]: S[Name]['values'][number] };

/** Every switch at its default, except the given ones. */
export function settingsOf<S extends Switches>(switches: S, given: Partial<SettingsOf<S>> = {}): SettingsOf<S> {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(switches, name)) throw new Error(`there is no unknown named ${name}`);
    const { values } = switches[name];
    if (!values.includes(String(value))) throw new Error(`${name} is one of ${values.join(', ')}, not ${String(value)}`);
  }
  const defaults = Object.fromEntries(Object.entries(switches).map(([name, unknown]) => [name, unknown.default]));
  return { ...(defaults as SettingsOf<S>), ...given };
}

/** Every single deviation from the defaults. */
export function deviationsOf<S extends Switches>(switches: S): Partial<SettingsOf<S>>[] {
  const deviations = Object.entries(switches).flatMap(([name, { values }]) => values.slice(1).map((value) => ({ [name]: value })));
  return deviations as Partial<SettingsOf<S>>[];
}
