/** Read back as a spreadsheet reads it, every field is in its place, says what was put in, and is text. */
import { hostileStrings, UNPRINTABLE, worst } from './hostile';
import { printable } from '../../../src/contract/printable-text';
import { csv, JsonField } from '../../../tools/cli/output/csv';

const HOSTILE = hostileStrings();

/** RFC 4180 as spreadsheets take it: quotes count at the beginning of a field, in which two of them are one. */
function readCsv(text: string, separator: ',' | ';'): string[][] {
  const records: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; at < text.length && (text[at] !== '"' || text[at + 1] === '"'); at += 1) {
        field += text[at];
        if (text[at] === '"') at += 1;
      }
      at += 1;
    }
    for (; at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n'; at += 1) field += text[at];
    records.at(-1)!.push(field);
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    if (text[at] === '\n' || text[at] === '\r') records.push([]);
    // A separator before the end of a line opens one more field.
    else if (at < text.length && /[\r\n]/.test(text[at + 1] ?? '\n')) records.at(-1)!.push('');
    at += 1;
  }
  return records.filter((record) => record.length > 0);
}

/** What Excel, LibreOffice and Google Sheets calculate; a tab or a line end in front is passed over. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/u;

const DOCUMENT = csv([['id', 'text', 'json', 'end'], ...HOSTILE.map((text, index) => [`vpn-${index}`, text, new JsonField({ [text]: text }), 'end'])]).text;

test('each record has its fields, and what a program reads of JSON is what was there', () => {
  const [, ...records] = readCsv(DOCUMENT, ',');
  expect(records).toHaveLength(HOSTILE.length);
  expect(worst(HOSTILE, (text, index) => {
    const [id, own, document, end, ...more] = records[index];
    const fits = id === `vpn-${index}` && end === 'end' && more.length === 0 && (JSON.parse(document) as Record<string, string>)[text] === text;
    return fits && own.replaceAll('\'', '') === printable(text).replaceAll('\'', '') ? undefined : records[index];
  })).toBeUndefined();
});

test.each([',', ';'] as const)('no field is a formula where %s separates', (separator) => {
  const fields = readCsv(DOCUMENT, separator).flat();
  expect(fields.filter((field) => FORMULA.test(field))).toEqual([]);
});

test('nothing in it is unseen but the ends of its lines', () => {
  expect(DOCUMENT.split('\r\n').filter((line) => UNPRINTABLE.test(line))).toEqual([]);
});

test.each([
  ['=cmd|\'/C calc\'!A1', '\'=cmd|\'/C calc\'!A1'], ['+1', '\'+1'], ['-1', '\'-1'], ['@SUM(A1)', '\'@SUM(A1)'], ['\t=1', '\\u{9}=1'], ['\r=1', '\\u{d}=1'],
  [' =1', ' \'=1'], ['＝1', '\'＝1'], ['a;=1', 'a;\'=1'], ['a;"=1', '"a;""\'=1"'], ['a,=1', '"a,=1"'], ['a-b', 'a-b'], ['a;b', 'a;b'], [64512, '64512'], [undefined, ''],
])('%p is written as %p', (field, written) => {
  expect(csv([[field]]).text).toBe(`${written}\r\n`);
});
