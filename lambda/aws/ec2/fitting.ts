/**
 * EC2's answers at the door: what has a grammar fits it, or nobody decides on the answer. It is a look that failed, as one that lacks
 * something is: before the first change the request is refused, after it there is another look, until the deadline.
 *
 * Only what the grammar knows is looked at, so what AWS adds, members or values of enumerations, changes nothing.
 */
import { grammarOf } from './member-grammar';
import { quotedValue } from '../../../src/contract/quoted-value';
import { RetryableFailure } from '../../runner/ports';

/**
 * @param call which answered, as EC2 names it
 * @param list the member of its answer in which the items are, which most calls are named after
 * @returns what takes the items, in one form, and gives them back; it throws a RetryableFailure that names call, member and value
 */
export function fitting(call: string, list: string = call.replace(/^(Describe|Get)/, '')): <T>(items: T[]) => T[] {
  return (items) => {
    const misfit = misfitIn(items, list, '', {}, () => keysIn(items));
    if (misfit === undefined) return items;
    throw new RetryableFailure(`reading the answer of ${call}: ${misfit}, and with it nothing can be decided`);
  };
}

/** Keys of tunnels, wherever they stand and however deep, so that none is shown. */
export function keysIn(values: readonly unknown[]): string[] {
  const keys: string[] = [];
  const waiting: unknown[] = [...values];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of membersOf(value)) {
      if (typeof member !== 'string') waiting.push(member);
      else if (name === 'PreSharedKey') keys.push(member);
      else if (name === 'CustomerGatewayConfiguration') keys.push(...[...member.matchAll(/<pre_shared_key>([^<]*)</g)].map(([, key]) => key));
    }
  }
  return keys;
}

/** The first one, in words. It goes no deeper than the SDK's schemas do, by which the answer was read. */
function misfitIn(
  value: unknown, path: string, name: string, beside: Readonly<Record<string, unknown>>, keys: () => string[],
): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') {
    const grammar = value === '' ? undefined : grammarOf(name, typeof value as 'string' | 'number', beside);
    return grammar === undefined || grammar.fits(value) ? undefined : `${path} is ${quotedValue(value, keys())}, and not ${grammar.allowed}`;
  }
  if (Array.isArray(value)) return firstOf(value.entries(), ([index, each]) => misfitIn(each, `${path}[${index}]`, name, beside, keys));
  if (typeof value !== 'object' || value === null) return undefined;
  return firstOf(membersOf(value), ([member, each]) => (
    misfitIn(each, `${path}.${member}`, member, value as Readonly<Record<string, unknown>>, keys)));
}

/** One that is read by a function of its own is not read. */
function membersOf(structure: object): (readonly [string, unknown])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(structure)).map(([name, { value }]) => [name, value]);
}

function firstOf<T>(of: Iterable<T>, misfit: (each: T) => string | undefined): string | undefined {
  for (const each of of) {
    const found = misfit(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
