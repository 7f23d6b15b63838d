/** What nobody sees is written by its number; what everybody sees stays as it is. */
import { printable, printableJson } from '../../src/contract/printable-text';

test.each([
  ['words of every script', 'Zürich 東京 مكتب 🏢', 'Zürich 東京 مكتب 🏢'],
  ['a colour of the terminal', '\u001b[31mred', '\\u{1b}[31mred'],
  ['an 8-bit control sequence', '\u009b2J', '\\u{9b}2J'],
  ['ends of lines', 'a\r\nb\u2028c\u2029d\u0085e', 'a\\u{d}\\u{a}b\\u{2028}c\\u{2029}d\\u{85}e'],
  ['turned directions', 'a\u202eb\u2066c\u200fd\u061ce', 'a\\u{202e}b\\u{2066}c\\u{200f}d\\u{61c}e'],
  ['what has no width', 'a\u200bb\ufeffc\u{e0041}d', 'a\\u{200b}b\\u{feff}c\\u{e0041}d'],
  ['half a character', 'a\ud83db', 'a\\u{d83d}b'],
  ['a tabulator', 'a\tb', 'a\\u{9}b'],
])('%s', (_, text, written) => {
  expect(printable(text)).toBe(written);
});

test('JSON is equal by value, and what nobody sees is an escape of it', () => {
  const value = { 'a\u2028': ['\u001b[2J', '\u202e', 'e\u{e0041}', '\ud83d', '\u0085', '東京 🏢'] };
  const text = printableJson(value);
  expect(text).toBe('{"a\\u2028":["\\u001b[2J","\\u202e","e\\udb40\\udc41","\\ud83d","\\u0085","東京 🏢"]}');
  expect(JSON.parse(text)).toEqual(value);
  expect(printableJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
});
