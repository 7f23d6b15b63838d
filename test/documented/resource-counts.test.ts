/** The figures of docs/resources.md are those of today. That of each example CI holds to it, by writing the document anew. */
import { readFileSync } from 'node:fs';
import { constructRows, DOCUMENT, snippetRows } from '../../tools/build/resource-counts/document';
import { EXAMPLES, snippetsOf } from '../../tools/build/resource-counts/figures';

const LINES = readFileSync(DOCUMENT, 'utf8').split('\n');
const under = (heading: string) => {
  const from = LINES.indexOf(`## ${heading}`);
  const to = LINES.findIndex((line, index) => index > from && line.startsWith('## '));
  return LINES.slice(from, to === -1 ? undefined : to).filter((line) => line.startsWith('| ')).slice(1);
};

test('of every construct', () => {
  expect(under('Constructs')).toEqual(constructRows());
});

test('of every snippet of the README', () => {
  expect(under('Snippets of the README')).toEqual(snippetRows());
  expect(snippetRows().length).toBeGreaterThan(15);
});

test('every example has its line', () => {
  expect(under('Examples').map((line) => /\[([^\]]+)\]/.exec(line)![1])).toEqual(EXAMPLES);
});

test('a snippet is found with its heading', () => {
  expect(snippetsOf('# One\n\n```ts\nfirst\n```\n\n## Two\n```console\nnone\n```\n```ts\nsecond\n```\n')).toEqual([
    { under: 'One', code: 'first\n' }, { under: 'Two', code: 'second\n' },
  ]);
});
