/** Markdown as GitHub reads it: whatever is put in, a document has the nodes that it has for harmless text, and says what was put in. */
import { hostileStrings, UNPRINTABLE, worst } from './hostile';
import { parseMarkdown } from './parsers';
import { printable } from '../../../src/contract/printable-text';
import { bullets, fenced, heading, markdownDocument, paragraph, table } from '../../../tools/cli/output/markdown';

const HOSTILE = hostileStrings();

/** Alone, at the beginning, in the middle and at the end of a text of one's own. */
function documentOf(text: string): string {
  return markdownDocument([
    heading(1, text), paragraph(text), paragraph(`it is ${text}`), heading(2, `of ${text}`), bullets([text, `${text}: \`so\``, `(${text})`]),
    table(['way', 's:'], [[text, `a ${text} b`], ['', text]]), fenced('text', [text, `- ${text}`]), paragraph(text), bullets([text]), heading(3, text), bullets([]),
    fenced('diff', [text]), paragraph('end'),
  ]).text;
}

const parsed = parseMarkdown([...HOSTILE, 'harmless'].map(documentOf));
const harmless = parsed.at(-1)!;

test('the nodes are those of harmless text', () => {
  expect(harmless.outline).toContain('table(tableRow(tableCell(words) tableCell(words)) tableRow(tableCell(words) tableCell(words)) tableRow(tableCell() tableCell(words)))');
  // Spaces alone are no words.
  expect(worst(HOSTILE.filter((text) => text.trim() !== ''), (text) => {
    const { outline } = parsed[HOSTILE.indexOf(text)];
    return outline === harmless.outline ? undefined : { outline, document: documentOf(text) };
  })).toBeUndefined();
});

test('words and code say what was put in', () => {
  const alike = (text: string) => text.replaceAll('`', '').trim();
  expect(worst(HOSTILE.filter((text) => text.trim() !== ''), (text) => {
    const { words, code } = parsed[HOSTILE.indexOf(text)];
    const expected = harmless.words.map((each) => alike(each.replace('harmless', () => printable(text))));
    const isSaid = words.length === expected.length && words.every((each, index) => alike(each) === expected[index]);
    return isSaid && code.join('|') === [`${printable(text)}\n- ${printable(text)}`, printable(text)].join('|') ? undefined : { words, expected, code };
  })).toBeUndefined();
});

test('nothing in it is unseen', () => {
  expect(worst(HOSTILE, (text) => (documentOf(text).split('\n').some((line) => UNPRINTABLE.test(line)) ? documentOf(text) : undefined))).toBeUndefined();
});

test.each([
  ['`plan` tells', '`plan` tells'], ['a `b', 'a \\`b'], ['see https://aws.amazon.com/vpn/pricing/;', 'see `https://aws.amazon.com/vpn/pricing/`;'],
  ['ask @team', 'ask `@team`'], ['1. x', '1\\. x'], ['- x', '\\- x'], ['tgw-rtb-0 → vpn-0: 10.0.0.0/16', 'tgw-rtb-0 → vpn-0: 10.0.0.0/16'], ['a|b', 'a\\|b'],
])('%p is written as %p', (text, written) => {
  expect(paragraph(text).text).toBe(written);
});
