/** What gets into a runbook: text that is nothing but text, and blocks that nothing in them closes. */
import { bullets, fenced, MarkdownText, md, paragraphs, table } from '../../../tools/cli/runbook/markdown-text';

test.each<[string, string, string]>([
  ['an id', 'vgw-0a1b2c3d4e5f60718', 'vgw-0a1b2c3d4e5f60718'],
  ['markup', '`a` *b* _c_ [d](e) ![f](g) <h> i|j ~k~ $l$ &m;', '\\`a\\` \\*b\\* \\_c\\_ \\[d\\](e) !\\[f\\](g) \\<h\\> i\\|j \\~k\\~ \\$l\\$ \\&m;'],
  ['what ends a line', 'a\n# b\u2028c\u001b', 'a\\\\u{a}\\# b\\\\u{2028}c\\\\u{1b}'],
  ['what is a link by itself', 'https://evil.example www.evil.example a@evil.example', 'https\\://evil.example www\\.evil.example a\\@evil.example'],
  ['a heading', '# a', '\\# a'], ['a list', '- a', '\\- a'], ['a numbered list', '12. a', '12\\. a'], ['a rule', '---', '\\---'],
  ['an address', '169.254.6.60/30', '169.254.6.60/30'], ['code by its indentation', '      a', 'a'],
])('%s is text', (_, text, written) => {
  expect(String(md`Of ${text}: **none**`)).toBe(`Of ${written}: **none**`);
  expect(String(bullets([text, md`\`${text}\``]))).toBe(`- ${written}\n- \`${written}\``);
  expect(String(table(['a', 'b'], [[text, 'c']]))).toBe(`| a | b |\n|---|---|\n| ${written} | c |`);
});

test.each<[string, string[], string]>([
  ['lines', ['a', '  b', ''], '```bash\na\n  b\n```'],
  ['a fence of its own', ['a', '```', '`````', 'b'], '``````bash\na\n```\n`````\nb\n``````'],
  ['what would be a line of its own', ['a\n```\nb'], '````bash\na\\u{a}```\\u{a}b\n````'],
])('a block holds %s', (_, lines, expected) => {
  expect(String(fenced('bash', lines))).toBe(expected);
});

test('a plain string is none: it does not compile', () => {
  // @ts-expect-error A string has not passed the door.
  expect(String(paragraphs(['# a', md`b`]))).toContain('# a');
  // @ts-expect-error Nor can one be made elsewhere.
  expect(() => new MarkdownText('# a')).not.toThrow();
});
