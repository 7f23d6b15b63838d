/**
 * Text for bash, and the one door through which anything from outside gets into it: as one whole word, or in a comment of one line. A plain
 * string is no such text, so there is no other way.
 *
 * A word is nothing but printable characters, quotes and backslashes included: what is pasted into a terminal ends no line, completes
 * nothing and recalls nothing of the history.
 *
 * @see https://www.gnu.org/software/bash/manual/html_node/Quoting.html
 */
import { printable } from '../../../src/contract/printable-text';

/** Strings become words, lists as many of them. */
type Value = string | ShellText | readonly (string | ShellText)[];

export class ShellText {
  /**
   * The literals as they stand there, but for `\${` and `` \` ``, by which TypeScript tells them from its own.
   * @throws where a value stands in quotes or in a comment, or where quotes are left open for whatever comes next
   */
  static of({ raw }: TemplateStringsArray, ...values: readonly Value[]): ShellText {
    const literals = raw.map((literal) => literal.replace(/\\(\$\{|`)/g, '$1'));
    values.forEach((_, index) => expectUnquoted(literals.slice(0, index + 1).join('value')));
    expectUnquoted(`${literals.join('value')}\n`);
    return new ShellText(literals.map((literal, index) => (index === 0 ? literal : `${written(values[index - 1])}${literal}`)).join(''));
  }

  /** A line of its own. */
  static comment(text: string): ShellText {
    return new ShellText(`# ${printable(text)}`.trimEnd());
  }

  /** One below the other. */
  static lines(...texts: readonly ShellText[]): ShellText {
    return new ShellText(texts.join('\n'));
  }

  private constructor(private readonly text: string) {}

  /** Each line further to the right. No word spans two. */
  indented(): ShellText {
    return new ShellText(this.text.replace(/^(?=.)/gm, '  '));
  }

  toString(): string {
    return this.text;
  }
}

export const { of: sh, comment, lines } = ShellText;

/** What is escaped, quoted or a comment, as far as it is complete. */
const CLOSED = /\\.|'[^']*'|"(?:\\.|[^"\\])*"|`[^`]*`|(?<![^\s;&|(])#[^\n]*\n/gs;

function expectUnquoted(before: string): void {
  const [open] = /(?:['"`]|(?<![^\s;&|(])#).*/s.exec(before.replace(CLOSED, ' ')) ?? [];
  if (open !== undefined) throw new Error(`nothing can be written after ${JSON.stringify(open)}, which quotes or comments it: let it be a word of its own`);
}

function written(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  return value instanceof ShellText ? String(value) : value.map((each) => written(each)).join(' ');
}

/** A word as the shell reads it back unchanged. */
function quoted(word: string): string {
  if (/\0|\p{Cs}/u.test(word)) throw new Error(`${printable(word)} cannot be a word of a command: no program takes NUL, or half a character, in one`);
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (printable(word) === word) return `'${word.replaceAll('\'', '\'\\\'\'')}'`;
  return `$'${[...new TextEncoder().encode(word)].map(byteInQuotes).join('')}'`;
}

/** In octal digits, which every bash takes in `$'…'`, whatever means something there or in the history. */
function byteInQuotes(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[\w@%+=:,./ -]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}
