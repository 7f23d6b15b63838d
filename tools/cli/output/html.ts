/** Markup in which whatever is put in is text that is seen, unless it is markup itself: nothing of an estate can become a tag. */
import { Encoded } from './encoded';
import { printable } from '../../../src/contract/printable-text';

export type Html = Encoded<'html'>;

type Content = Html | string | number | undefined | readonly Content[];

/** A tag of a template: `` html`<td class="${kind}">${id}</td>` ``; what is put into an attribute stands between quotes. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Encoded('html', strings.map((text, index) => `${text}${index < contents.length ? textOf(contents[index]) : ''}`).join(''));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Encoded) return content.text;
  if (Array.isArray(content)) return content.map(textOf).join('');
  return printable(String(content)).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
