/**
 * Text of a Markdown document, and the one door through which anything from outside gets into it: as nothing but text, or as a block of
 * code that nothing in it can close. A plain string is no such text.
 *
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 * @see https://github.github.com/gfm/#autolinks-extension-
 */
import { printable } from '../../../src/contract/printable-text';

export class MarkdownText {
  /** The literals as they stand there, each value as text, or as what it is already. */
  static of(literals: TemplateStringsArray, ...values: readonly (string | MarkdownText)[]): MarkdownText {
    return new MarkdownText(literals.map((literal, index) => (index === 0 ? literal : `${written(values[index - 1])}${literal}`)).join(''));
  }

  static bullets(items: readonly (string | MarkdownText)[]): MarkdownText {
    return new MarkdownText(items.map((item) => `- ${written(item)}`).join('\n'));
  }

  static table(headings: readonly string[], rows: readonly (readonly string[])[]): MarkdownText {
    const line = (cells: readonly string[]) => `| ${cells.map(written).join(' | ')} |`;
    return new MarkdownText([line(headings), `|${headings.map(() => '---|').join('')}`, ...rows.map(line)].join('\n'));
  }

  /** @param lines each is one line there, too */
  static fenced(language: string, lines: readonly string[]): MarkdownText {
    const text = lines.map(printable).join('\n').trimEnd();
    const backticks = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(backticks + 1);
    return new MarkdownText(`${fence}${language}\n${text}\n${fence}`);
  }

  static paragraphs(texts: readonly MarkdownText[]): MarkdownText {
    return new MarkdownText(texts.join('\n\n'));
  }

  private constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export const { of: md, bullets, table, fenced, paragraphs } = MarkdownText;

/** What begins a link by itself has its colon, dot or sign escaped; what begins a heading or a list, its first character. */
function written(value: string | MarkdownText): string {
  if (value instanceof MarkdownText) return String(value);
  return printable(value).trim()
    .replace(/[\\`*_[\]<>&|~#@$]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/^[-+=]|(?<=^\d+)[.)](?=\s|$)/, '\\$&');
}
