/** A value that does not fit, as an error shows it: one short line of it, and nothing of what may be a pre-shared key. */
import { PRE_SHARED_KEY_LENGTH_MAX, PRE_SHARED_KEY_LENGTH_MIN } from './pre-shared-key';
import { printable } from './printable-text';

const LENGTH_MAX = 60;

/** Characters of a key and nothing else; digits and dots alone are an address rather. */
const MAY_BE_A_KEY = new RegExp(`^(?![\\d.]*$)[A-Za-z\\d._]{${PRE_SHARED_KEY_LENGTH_MIN},${PRE_SHARED_KEY_LENGTH_MAX}}$`);

/** @param keys what is known to be a key in what the value comes from */
export function quotedValue(value: unknown, keys: readonly string[] = []): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return nameOfType(value);
  if (MAY_BE_A_KEY.test(value.trim()) || keys.some((key) => key !== '' && value.includes(key))) {
    return `a text of ${value.length} characters that may be a pre-shared key`;
  }
  return quotedText(value);
}

/** The same of what a person has just written, which is no secret to them. */
export function quotedText(value: string): string {
  const characters = [...value.slice(0, 2 * LENGTH_MAX)];
  const shown = characters.slice(0, LENGTH_MAX).join('');
  return `'${printable(shown)}${shown.length < value.length ? '…' : ''}'`;
}

/** Of what is not shown. */
export function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const names: Partial<Record<string, string>> = { string: 'a text', number: 'a number', boolean: 'true or false', object: 'an object' };
  return names[typeof value] ?? 'nothing';
}
