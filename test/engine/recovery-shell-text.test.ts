/** What gets into a shell's text: whole words and comments, by one door, and nothing by another. */
import { comment, lines, sh, ShellText } from '../../lambda/engine/recovery/shell-text';

test.each<[string, string, string]>([
  ['an id', 'vpn-0a1b2c3d4e5f60718', 'vpn-0a1b2c3d4e5f60718'],
  ['a CIDR block', '2001:db8::/32', '2001:db8::/32'],
  ['nothing', '', '\'\''],
  ['a command', 'vgw-1$(touch PWNED)', '\'vgw-1$(touch PWNED)\''],
  ['backticks', '`touch PWNED`', '\'`touch PWNED`\''],
  ['quotes', 'it\'s; "here"', '\'it\'\\\'\'s; "here"\''],
  ['what a shell expands', '~ * ! {a,b}', '\'~ * ! {a,b}\''],
  ['the end of a line', 'a\ntouch PWNED', '$\'a\\012touch PWNED\''],
  ['the end of a line, in quotes, of the history', '\'!\\\u2028', '$\'\\047\\041\\134\\342\\200\\250\''],
])('a word is itself: %s', (_, text, word) => {
  expect(String(sh`aws ${text} --to=${text}`)).toBe(`aws ${word} --to=${word}`);
});

test('a list is as many words, a text is as it is', () => {
  expect(String(sh`aws ${['a', 'b c', sh`"$attachment"`]}`)).toBe('aws a \'b c\' "$attachment"');
  expect(String(lines(sh`if true; then`, lines(sh`a`, sh``, sh`b`).indented(), sh`fi`))).toBe('if true; then\n  a\n\n  b\nfi');
  expect(String(sh`echo "\${name:-none}" \`date\` ${'a'}`)).toBe('echo "${name:-none}" `date` a');
});

test.each<[string, () => ShellText]>([
  ['double quotes', () => sh`say "it is ${'a'}"`],
  ['single quotes', () => sh`say 'it is ${'a'}'`],
  ['double quotes within a substitution', () => sh`say "$(static_route ${'a'})"`],
  ['backticks', () => sh`say \`static_route ${'a'}\``],
  ['a comment', () => sh`say it # is ${'a'}`],
  ['a comment of a line before', () => sh`say it's # in
${'a'}`],
  ['a text in quotes, though it is one', () => sh`say "${sh`a`}"`],
  ['quotes that the next text would close', () => sh`say "it is`],
])('nothing stands in %s', (_, text) => {
  expect(text).toThrow(/^nothing can be written after ".*", which quotes or comments it: let it be a word of its own$/);
});

test.each([
  ['a quote that is over', () => sh`say "it's" ${'a'}`], ['one that is escaped', () => sh`say it\'s ${'a'}`],
  ['a comment that is over', () => sh`# it's
say ${'a'}`], ['a number of things', () => sh`[ $# -gt 0 ] && say ${'a'}`],
])('a value stands after %s', (_, text) => {
  expect(String(text())).toMatch(/ a$/);
});

test.each(['a\u0000b', 'a\ud800b'])('what no program can be given is refused: %j', (text) => {
  expect(() => sh`aws ${text}`).toThrow(/^a\\u\{\w+\}b cannot be a word of a command/);
});

test('a comment is one line, of what is seen', () => {
  expect(String(comment('On vgw-1\ntouch PWNED\u2028\u001b[2J\u202e'))).toBe('# On vgw-1\\u{a}touch PWNED\\u{2028}\\u{1b}[2J\\u{202e}');
  expect(String(comment(''))).toBe('#');
});

test('a plain string is none: it does not compile', () => {
  // @ts-expect-error A string has not passed the door.
  const assigned: ShellText = 'touch PWNED';
  // @ts-expect-error Nor has a template of strings.
  const joined = (): ShellText => lines(`touch ${'PWNED'}`);
  // @ts-expect-error Nor can one be made elsewhere.
  const made = (): ShellText => new ShellText('touch PWNED');
  expect([assigned, joined, made]).toHaveLength(3);
});
