/**
 * Markdown for a ticket: what is put in is text, and becomes no markup, link or mention; what stands between backticks becomes code.
 *
 * Addresses stand in code, too, for who shows Markdown links them whether they are escaped or not.
 *
 * @see https://github.github.com/gfm/#backslash-escapes
 * @see https://github.github.com/gfm/#autolinks-extension-
 */
import { Encoded } from './encoded';
import { printable } from '../../../src/contract/printable-text';

export type Markdown = Encoded<'markdown'>;

/** Blocks of a document, each with its lines. */
export function markdownDocument(blocks: readonly Markdown[]): Markdown {
  return new Encoded('markdown', `${blocks.map(({ text }) => text).join('\n\n')}\n`);
}

export function heading(level: 1 | 2 | 3, text: string): Markdown {
  return new Encoded('markdown', `${'#'.repeat(level)} ${inlineOf(text)}`);
}

export function paragraph(text: string): Markdown {
  return new Encoded('markdown', inlineOf(text));
}

/** A paragraph that nobody is to overlook, or its beginning. */
export function strong(text: string, more?: string): Markdown {
  return new Encoded('markdown', `**${inlineOf(text)}**${more === undefined ? '' : ` ${inlineOf(more)}`}`);
}

export function labelled(label: string, text?: string): Markdown {
  return strong(`${label}:`, text);
}

export function bullets(items: readonly string[]): Markdown {
  return new Encoded('markdown', items.map((item) => `- ${inlineOf(item)}`).join('\n'));
}

/** @param headings with a colon behind them where their column is aligned to the right */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): Markdown {
  const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return new Encoded('markdown', [
    rowOf(headings.map((each) => inlineOf(each.replace(/:$/, '')))),
    `|${headings.map((each) => (each.endsWith(':') ? '---:' : '---')).join('|')}|`,
    ...rows.map((cells) => rowOf(cells.map(inlineOf))),
  ].join('\n'));
}

/** Between fences that nothing in it closes. */
export function fenced(language: string, content: readonly string[] | Encoded<'mermaid'>): Markdown {
  const text = content instanceof Encoded ? content.text : content.map(printable).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return new Encoded('markdown', `${fence}${language}\n${text}\n${fence}`);
}

/** What stands between backticks, or is an address; neither may hold what a table or a code span would take for its own. */
const CODE = /`(?<between>[^`\\|\s](?:[^`\\|]*[^`\\|\s])?)`|(?<address>[^\s()\\|`,;]*(?:@|:\/\/|www\.)[^\s()\\|`,;]*)/giu;

function inlineOf(anyText: string): string {
  const text = printable(anyText);
  let [encoded, end] = ['', 0];
  for (const { index, 0: { length }, groups } of text.matchAll(CODE)) {
    encoded += `${textOf(text.slice(end, index), end)}\`${groups!.between ?? groups!.address}\``;
    end = index + length;
  }
  return encoded + textOf(text.slice(end), end);
}

/** @param at where it stands in its line: at the beginning, more is special */
function textOf(text: string, at: number): string {
  const escaped = text.replace(/[\\`*_[\]<>#|~&$]/g, '\\$&');
  if (at > 0) return escaped;
  return escaped.replace(/^ /, '&#32;').replace(/^[-+=]/, '\\$&').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}
