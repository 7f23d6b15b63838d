/** A process of its own, as for the other media: pages on standard input, what a browser's parser makes of them on standard output. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface ParsedHtml {
  /** Each element with its attributes' names and its class, but ends of lines. */
  readonly outline: readonly string[];
  readonly text: string;
}

interface Element {
  readonly localName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
}

interface Document {
  readonly documentElement: { readonly textContent: string };
  querySelectorAll(selector: string): Iterable<Element>;
}

const { JSDOM } = createRequire(__filename)('jsdom') as { readonly JSDOM: new (page: string) => { readonly window: { readonly document: Document } } };

process.stdout.write(JSON.stringify((JSON.parse(readFileSync(0, 'utf8')) as string[]).map(parsed)));

function parsed(page: string): ParsedHtml {
  const { document } = new JSDOM(page).window;
  const outline = [...document.querySelectorAll('*')].filter(({ localName }) => localName !== 'br').map(({ localName, attributes }) =>
    [localName, ...[...attributes].map(({ name, value }) => (['class', 'content', 'name'].includes(name) ? `${name}=${value}` : name)).sort()].join(' '));
  return { outline, text: document.documentElement.textContent };
}
