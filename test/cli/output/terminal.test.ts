/** Whatever is in a line, a terminal shows it: nothing in it moves the cursor, ends the line or is not seen. */
import { hostileStrings, UNPRINTABLE, worst } from './hostile';
import { printable } from '../../../src/contract/printable-text';
import { html } from '../../../tools/cli/output/html';
import { json } from '../../../tools/cli/output/json';
import { erased, line, lines, overwritten, prompt } from '../../../tools/cli/output/terminal';
import { Terminal } from '../../../tools/cli/terminal/terminal';

const HOSTILE = hostileStrings();

test('a line is one line, of what is seen', () => {
  expect(worst(HOSTILE, (text) => {
    const written = line(`error: ${text}.`).text;
    return UNPRINTABLE.test(written.slice(0, -1)) || !written.endsWith('.\n') ? written : undefined;
  })).toBeUndefined();
});

test('as many lines as were given', () => {
  expect(lines(HOSTILE).text.split('\n')).toHaveLength(HOSTILE.length + 1);
});

test('a line that is written over the one before goes to its beginning, and nowhere else', () => {
  expect(worst(HOSTILE, (text) => {
    const written = overwritten(text, 12).text;
    return written.startsWith('\r') && !UNPRINTABLE.test(written.slice(1)) ? undefined : written;
  })).toBeUndefined();
  expect(erased(3).text).toBe('\r   \r');
});

test('a question is nothing but a question', () => {
  expect(worst(HOSTILE, (text) => (UNPRINTABLE.test(prompt(text).text) ? prompt(text).text : undefined))).toBeUndefined();
});

test('what is seen stays as it is', () => {
  expect(lines(['Zürich 東京 مكتب 🏢', '  it\'s "quoted" \\ `so`', '']).text).toBe('Zürich 東京 مكتب 🏢\n  it\'s "quoted" \\ `so`\n\n');
});

test('a document of JSON is equal by value, keys included, and printable', () => {
  const value = { texts: HOSTILE, keys: Object.fromEntries(HOSTILE.map((text, index) => [`${text}${index}`, index])) };
  const { text } = json(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text.split('\n').filter((each) => UNPRINTABLE.test(each))).toEqual([]);
  expect(text.split('\n')).toHaveLength(JSON.stringify(value, undefined, 2).split('\n').length + 1);
});

test('what is written by its number is not written so again', () => {
  expect(worst(HOSTILE, (text) => (printable(printable(text)) === printable(text) ? undefined : printable(text)))).toBeUndefined();
});

test('the terminal takes nothing else: the compiler refuses a text, what only looks like an encoded one, and a page', () => {
  const written: unknown[] = [];
  const terminal: Pick<Terminal, 'out'> = { out: (text) => void written.push(text) };
  // @ts-expect-error a text
  terminal.out('x');
  // @ts-expect-error what looks like one
  terminal.out({ text: 'x', medium: 'terminal', toJSON: () => 'x' });
  // @ts-expect-error a page is for a file
  terminal.out(html`<p>x</p>`);
  terminal.out(line('x'));
  expect(written).toHaveLength(4);
});
