/** Started as a process of its own, since it is an ES module: documents on standard input, what GitHub reads in them on standard output. */
import { readFileSync } from 'node:fs';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly lang?: string | null;
  readonly children?: readonly Node[];
}

export interface ParsedMarkdown {
  /** Every node by its type; what is text, or code among it, is words. */
  readonly outline: string;
  /** Of each heading, paragraph and cell. */
  readonly words: readonly string[];
  /** Of each block of code. */
  readonly code: readonly string[];
}

process.stdout.write(JSON.stringify((JSON.parse(readFileSync(0, 'utf8')) as string[]).map(parsed)));

function parsed(text: string): ParsedMarkdown {
  const words: string[] = [];
  const code: string[] = [];
  const outlineOf = ({ type, value = '', depth, lang, children }: Node): string => {
    if (type === 'code') code.push(value);
    if (children === undefined) return `${type}${lang ?? ''}`;
    const isPhrase = children.length > 0 && children.every((child) => child.type === 'text' || child.type === 'inlineCode');
    if (isPhrase) words.push(children.map((child) => child.value).join(''));
    return `${type}${depth ?? ''}(${isPhrase ? 'words' : children.map(outlineOf).join(' ')})`;
  };
  return { outline: outlineOf(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })), words, code };
}
