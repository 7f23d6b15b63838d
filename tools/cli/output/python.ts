/** Code in Python: a value from outside is a literal, a text from outside a comment, and a name is nothing but a name. */
import { Encoded } from './encoded';
import { printable, unseenAs } from '../../../src/contract/printable-text';

/** The value itself: what Python reads is equal to it. */
export function pythonLiteral(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Number.isFinite(value)) return String(value);
  return unseenAs(JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)), escaped);
}

/** To the end of the line, which no text brings about. */
export function pythonComment(text: string): string {
  return `# ${printable(text)}`.trimEnd();
}

/**
 * Its encoding is said first, so that no later comment can say another one, in which other characters end a line.
 *
 * @see https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations
 */
export function python(lines: readonly string[]): Encoded<'python'> {
  return new Encoded('python', ['# -*- coding: utf-8 -*-', ...lines].map((line) => `${line}\n`).join(''));
}

/** The two halves of a surrogate pair would be two characters. */
function escaped(character: string): string {
  const number = character.codePointAt(0)!.toString(16);
  return character.length === 1 ? `\\u${number.padStart(4, '0')}` : `\\U${number.padStart(8, '0')}`;
}
