/** Saved files changed at random, by a seed: a member is dropped, replaced, nested, given another type or another one's value; XML too. */
import { Files } from './saved-with-keys';

/** A number from 0 up to it. */
export type Dice = (below: number) => number;

export interface Mutant {
  /** What was changed, by which a failure is found again. */
  readonly what: readonly string[];
  /** As they are written. */
  readonly files: Readonly<Record<string, string>>;
}

/** @see https://en.wikipedia.org/wiki/Linear_congruential_generator, with the numbers of Numerical Recipes */
export function diceOf(seed: number): Dice {
  let state = (seed + 1) * 2_654_435_761 % 2 ** 32;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor(state / 2 ** 32 * below);
  };
}

const HOSTILE: readonly string[] = [
  '', ' ', '$(touch PWNED)', '`touch PWNED`', 'vgw-0ce8c9e9d2a9a1bea$(id)', 'a\nb', 'a\u2028b', '\u202eabc', '\u001b[31mred', '=cmd|\'/C calc\'!A1',
  '999.1.2.3/99', 'banana', '10.0.0.0/8\n', '../../../etc/passwd', '__proto__', 'constructor', '"]\nclick device "javascript:alert(1)"', '</vpn_connection>',
  '```', 'x'.repeat(5_000), '0', 'null', 'vpn-', 'vpn-0', 'tgw-rtb-0123456789abcdef0', 'fe80::1%$(x)/64', '1e999', '-1', '💥', '\ud800',
];

const DEPTH = 20_000;
/** Stands in the object for what no object can hold without overflowing a stack of the test's own. */
const DEEP = '@deep@';
const INFINITE = '@infinite@';

interface Place {
  readonly path: string;
  readonly of: Record<string, unknown>;
  readonly name: string;
}

export function mutantOf(files: Files, dice: Dice): Mutant {
  const contents = structuredClone(files) as Record<string, Record<string, unknown>>;
  const what: string[] = [];
  // Half of them pass the door, mostly: what they say does not agree with itself.
  const passing = dice(2) === 0;
  for (let count = 1 + dice(passing ? 5 : 3); count > 0; count -= 1) what.push(passing ? disagree(contents, dice) : mutate(contents, dice));
  const written = Object.fromEntries(Object.entries(contents).map(([name, content]) => [name, textOf(content)]));
  if (!passing && dice(12) === 0) what.push(damage(written, dice));
  return { what, files: written };
}

function mutate(contents: Record<string, Record<string, unknown>>, dice: Dice): string {
  const places = Object.entries(contents).flatMap(([file, content]) => placesIn(content, file));
  const configurations = places.filter((each) => each.name === 'CustomerGatewayConfiguration');
  const one = pick(configurations.length > 0 && dice(5) === 0 ? configurations : places, dice);
  const value = one.of[one.name];
  if (typeof value === 'string' && value.includes('<vpn_connection') && dice(10) > 0) return mutateXml(one, value, dice);
  const other = pick(places, dice);
  const [label, change] = pick<[string, () => void]>([
    ['dropped', () => (Array.isArray(one.of) ? one.of.splice(Number(one.name), 1) : delete one.of[one.name])],
    ['null', () => put(one, null)],
    ['hostile', () => put(one, pick(HOSTILE, dice))],
    ['hostile in it', () => put(one, typeof value === 'string' ? `${value}${pick(HOSTILE, dice)}` : pick(HOSTILE, dice))],
    ['another type', () => put(one, pick<unknown>([{}, [], '', 0, true, [null], [[]], [{}], { length: 1 }], dice))],
    ['a number', () => put(one, pick<unknown>([-1, 0.5, 1e21, 2 ** 53, 4_294_967_296, INFINITE], dice))],
    ['nested', () => put(one, DEEP)],
    ['in a list', () => put(one, [value])],
    ['twice', () => (Array.isArray(one.of) ? one.of.push(structuredClone(one.of[Number(one.name)])) : put(one, [value, value]))],
    [`the value of ${other.path}`, () => put(one, structuredClone(other.of[other.name]))],
    ['in capitals', () => put(one, typeof value === 'string' ? value.toUpperCase() : value)],
    ['a member more', () => put({
      of: structureAt(one), name: pick(['__proto__', 'constructor', 'toString', 'Novelty', 'hasOwnProperty'], dice),
    }, pick<unknown>([DEEP, {}, { PreSharedKey: 'x' }, 'y', [1]], dice))],
  ], dice);
  change();
  return `${one.path}: ${label}`;
}

/** A member less, an element more, or what stands elsewhere under the same name. */
function disagree(contents: Record<string, Record<string, unknown>>, dice: Dice): string {
  const places = Object.entries(contents).flatMap(([file, content]) => placesIn(content, file));
  const one = pick(places, dice);
  const ofSameName = pick(places.filter(({ name }) => name === one.name), dice);
  const kind = dice(4);
  if (kind === 0) {
    if (Array.isArray(one.of)) one.of.splice(Number(one.name), 1);
    else delete one.of[one.name];
    return `${one.path}: dropped`;
  }
  if (kind === 1 && Array.isArray(one.of)) {
    one.of.push(structuredClone(one.of[Number(one.name)]));
    return `${one.path}: twice`;
  }
  put(one, structuredClone(ofSameName.of[ofSameName.name]));
  return `${one.path}: the value of ${ofSameName.path}`;
}

function mutateXml(place: Place, xml: string, dice: Dice): string {
  const elements = [...xml.matchAll(/<(\w+)>[^<]*<\/\1>/g)];
  const { 0: element, index } = pick(elements, dice);
  const replaced = (by: string) => xml.slice(0, index) + by + xml.slice(index + element.length);
  const [name] = /\w+/.exec(element)!;
  const [label, changed] = pick<[string, string]>([
    ['dropped', replaced('')],
    ['twice', replaced(element + element)],
    ['hostile', replaced(`<${name}>${pick(HOSTILE, dice)}</${name}>`)],
    ['hostile, escaped', replaced(`<${name}>${pick(HOSTILE, dice).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`)],
    ['nested', replaced(`${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`)],
    ['__proto__', replaced(`<__proto__><polluted>${element}</polluted></__proto__>`)],
    ['constructor', replaced(`<constructor>${element}</constructor>`)],
    ['a DOCTYPE', xml.replace('<vpn_connection', '<!DOCTYPE vpn_connection [<!ENTITY a "aaaaaaaa">]><vpn_connection')],
    ['an entity', replaced(`<${name}>&a;&#x1b;&#0;</${name}>`)],
    ['cut off', xml.slice(0, dice(xml.length))],
    ['another root', xml.replaceAll('vpn_connection', 'vpn_connections')],
    ['another order', replaced(pick(elements, dice)[0])],
  ], dice);
  place.of[place.name] = changed;
  return `${place.path}: <${name}> ${label}`;
}

/** The text of a file, and no longer JSON perhaps. */
function damage(written: Record<string, string>, dice: Dice): string {
  const name = pick(Object.keys(written), dice);
  const text = written[name];
  const at = dice(text.length);
  const [label, damaged] = pick<[string, string]>([
    ['cut off', text.slice(0, at)],
    ['empty', ''],
    ['a character more', text.slice(0, at) + pick(['"', '{', '\u0000', '\\', ',', ']'], dice) + text.slice(at)],
    ['a list', `[${text}]`],
    ['a text', JSON.stringify(text)],
    ['no JSON', 'VpnConnections:\n- State: available\n'],
    ['twice', text + text],
  ], dice);
  written[name] = damaged;
  return `${name}: ${label}, at ${at}`;
}

function placesIn(value: unknown, path: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = `${path}${Array.isArray(value) ? `[${name}]` : `.${name}`}`;
    return [{ path: place, of: value as Record<string, unknown>, name }, ...placesIn(member, place)];
  });
}

/** What stands there, or around it. */
function structureAt({ of, name }: Place): Record<string, unknown> {
  const value = of[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : of;
}

function put({ of, name }: Omit<Place, 'path'>, value: unknown): void {
  Object.defineProperty(of, name, { value, enumerable: true, configurable: true, writable: true });
}

function textOf(content: unknown): string {
  return JSON.stringify(content).replaceAll(`"${DEEP}"`, `${'{"a":['.repeat(DEPTH / 2)}0${']}'.repeat(DEPTH / 2)}`).replaceAll(`"${INFINITE}"`, '1e999');
}

function pick<T>(from: readonly T[], dice: Dice): T {
  return from[dice(from.length)];
}
