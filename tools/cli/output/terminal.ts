/** Lines for a person at a terminal, who sees what is there: no value moves the cursor, ends a line or turns the direction of reading. */
import { Encoded } from './encoded';
import { printable } from '../../../src/contract/printable-text';

/** What a terminal is given: lines, or a document that is printable in its own way. */
export type Shown = Encoded<'terminal' | 'json' | 'csv' | 'typescript' | 'python' | 'markdown'>;

export function line(text: string): Encoded<'terminal'> {
  return lines([text]);
}

/** Each is one line, whatever is in it. */
export function lines(texts: readonly string[]): Encoded<'terminal'> {
  return new Encoded('terminal', texts.map((text) => `${printable(text)}\n`).join(''));
}

/** A line that is written over the one before. @param width of that one */
export function overwritten(text: string, width: number): Encoded<'terminal'> {
  return new Encoded('terminal', `\r${printable(text).padEnd(width)}`);
}

/** Leaves nothing of a line that was to be written over. */
export function erased(width: number): Encoded<'terminal'> {
  return new Encoded('terminal', `\r${' '.repeat(width)}\r`);
}

/** A question, after which the answer is typed. */
export function prompt(text: string): Encoded<'terminal'> {
  return new Encoded('terminal', printable(text));
}
