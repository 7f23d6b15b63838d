/** Code of `adopt`'s languages, parsed by their own parsers: a literal is one literal of that value, a comment is no code at all. */
import { spawnSync } from 'node:child_process';
import * as ts from 'typescript';
import { hostileStrings, UNPRINTABLE, worst } from './hostile';
import { python, pythonComment, pythonLiteral } from '../../../tools/cli/output/python';
import { typescript, typescriptComment, typescriptLiteral } from '../../../tools/cli/output/typescript';

const HOSTILE = hostileStrings();

const VALUES: readonly unknown[] = [true, false, 0, -1, 28_800, 1.5, 1e21];
/** What a saved output may hold where a number is meant. */
const NO_VALUES: readonly unknown[] = [['0); process.exit(7); ('], { toString: 7 }, NaN, Infinity, null, '5'];

test('TypeScript: every literal is one, with its value', () => {
  const written = [...HOSTILE, ...VALUES].map(typescriptLiteral);
  const { statements, parseDiagnostics } = parsed(`[\n${written.map((each) => `${each},\n`).join('')}];`);
  expect(parseDiagnostics).toHaveLength(0);
  expect(statements).toHaveLength(1);
  const { elements } = (statements[0] as ts.ExpressionStatement).expression as ts.ArrayLiteralExpression;
  expect(elements).toHaveLength(written.length);
  expect(worst(HOSTILE, (text, index) => {
    const literal = elements[index];
    return ts.isStringLiteral(literal) && literal.text === text && !UNPRINTABLE.test(written[index]) ? undefined : written[index];
  })).toBeUndefined();
  expect(elements.slice(HOSTILE.length).map((each) => JSON.parse(each.getText()) as unknown)).toEqual(VALUES);
});

test('TypeScript: a comment is no statement, and the code below it is all that there is', () => {
  const code = typescript(HOSTILE.flatMap((text, index) => [typescriptComment(text), `end(${index});`, `  ${typescriptComment(`- ${text}`)}`])).text;
  const { statements, parseDiagnostics } = parsed(code);
  expect(parseDiagnostics).toHaveLength(0);
  expect(statements.map((each) => each.getText()).find((each, index) => each !== `end(${index});`)).toBeUndefined();
  expect(statements).toHaveLength(HOSTILE.length);
});

test.each(NO_VALUES)('%p is a text in both languages where it stands for a value', (value) => {
  expect(typescriptLiteral(value)).toMatch(/^'.*'$/);
  expect(pythonLiteral(value)).toMatch(/^".*"$/);
});

// One process for all of them. CI has Python for the templates and for the consumers.
(process.env.CI !== undefined || spawnSync('python3', ['--version']).status === 0 ? describe : describe.skip)('Python', () => {
  test('every literal is one, with its value', () => {
    const written = HOSTILE.map(pythonLiteral);
    const { kinds, values } = parsedByPython(python([`[${written.join(', ')}]`]).text);
    expect(kinds).toEqual(['Expr']);
    const isRight = (text: string, index: number) => values[index] === text && !UNPRINTABLE.test(written[index]);
    expect(worst(HOSTILE, (text, index) => (isRight(text, index) ? undefined : written[index]))).toBeUndefined();
    expect([...VALUES.slice(2), true, false].map(pythonLiteral)).toEqual(['0', '-1', '28800', '1.5', '1e+21', 'True', 'False']);
  });

  test('a comment is no statement, and says nothing of the encoding', () => {
    const first = ['vpn in coding: utf-7', ...HOSTILE];
    for (const each of first.filter((text) => text.includes('coding'))) {
      expect(parsedByPython(python([pythonComment(`${each} +AAo-import os`), 'end']).text).kinds).toEqual(['Expr']);
    }
    const { kinds } = parsedByPython(python(HOSTILE.flatMap((text) => [pythonComment(text), 'end', `  ${pythonComment(`- ${text}`)}`])).text);
    expect([kinds.length, new Set(kinds)]).toEqual([HOSTILE.length, new Set(['Expr'])]);
  });
});

function parsed(code: string) {
  return ts.createSourceFile('adopted.ts', code, ts.ScriptTarget.ES2022, true) as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] };
}

/** The statements of a file, and of a list in the first one its values. */
function parsedByPython(code: string): { readonly kinds: string[]; readonly values: unknown[] } {
  const program = [
    'import ast, json, sys', 'tree = ast.parse(sys.stdin.buffer.read())', 'first = tree.body[0].value',
    'values = ast.literal_eval(first) if isinstance(first, ast.List) else []', 'print(json.dumps({"kinds": [type(each).__name__ for each in tree.body], "values": values}))',
  ].join('\n');
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program], { input: code, encoding: 'utf8', maxBuffer: 2 ** 28 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as { kinds: string[]; values: unknown[] };
}
