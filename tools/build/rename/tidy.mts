/** What a longer or shorter name leaves out of order: the order of imports, and lines over the limit. */
import { createRequire } from 'node:module';
import { ESLint } from 'eslint';

const LIMIT = 140;
const required = createRequire(import.meta.url);

export function importSorter(root: string): (text: string, file: string) => Promise<string> {
  const eslint = new ESLint({
    cwd: root,
    fix: true,
    overrideConfigFile: true,
    overrideConfig: [{
      files: ['**/*.ts', '**/*.mts'],
      languageOptions: { parser: required('@typescript-eslint/parser') },
      plugins: { import: required('eslint-plugin-import') },
      settings: { 'import/resolver': { node: {} } },
      rules: { 'import/order': ['error', { groups: ['builtin', 'external'], alphabetize: { order: 'asc', caseInsensitive: true } }] },
    }],
  });
  return async (text, file) => {
    const [{ output, messages }] = await eslint.lintText(text, { filePath: file });
    const fatal = messages.find((message) => message.fatal);
    if (fatal !== undefined) throw new Error(`${file}:${fatal.line}: ${fatal.message}`);
    return output ?? text;
  };
}

/** Puts the names of an import that changed in their order, in lines as full as they were. */
export function sortedNames(text: string, before: string): string {
  return text.replaceAll(/^import (type )?\{([^}]*)\} from '[^']+';$/gm, (statement, _type: string | undefined, list: string) => {
    if (before.includes(statement) || list.includes('//')) return statement;
    const names = [...new Set(list.split(',').map((name) => name.trim()).filter((name) => name !== ''))].sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1);
    const [opening, closing] = statement.split(`{${list}}`);
    const inOneLine = `${opening}{ ${names.join(', ')} }${closing}`;
    if (inOneLine.length <= LIMIT && !list.includes('\n')) return inOneLine;
    const onePerLine = list.trim().split('\n').every((line) => (line.match(/,/g) ?? []).length <= 1) && list.includes('\n');
    const lines = onePerLine ? names.map((name) => `  ${name},`) : filled(names);
    return [`${opening}{`, ...lines, `}${closing}`].join('\n');
  });
}

function keyOf(name: string): string {
  return name.replace(/^type /, '').toLowerCase();
}

function filled(parts: readonly string[], mark = ',', indent = ''): readonly string[] {
  const lines = [`${indent} `];
  for (const part of parts) {
    const longer = `${lines.at(-1)} ${part}${mark}`;
    if (longer.length <= LIMIT) lines[lines.length - 1] = longer;
    else lines.push(`${indent}  ${part}${mark}`);
  }
  return lines;
}

/**
 * Breaks lines that became too long at the commas of their outermost bracket, and comments at a space. Those with a string are left: the
 * limit is not for them.
 */
export function wrapped(text: string, before: string): string {
  const known = new Set(before.split('\n'));
  return text.split('\n').flatMap((line) => known.has(line) ? [line] : wrappedIfLong(line)).join('\n');
}

function wrappedIfLong(line: string): readonly string[] {
  return line.length <= LIMIT ? [line] : wrappedLine(line);
}

function wrappedLine(line: string): readonly string[] {
  const indent = /^\s*/.exec(line)![0];
  const comment = /^\s*(\*|\/\/) /.exec(line);
  if (comment !== null) {
    const at = line.lastIndexOf(' ', LIMIT);
    return at <= comment[0].length ? [line] : [line.slice(0, at), ...wrappedIfLong(comment[0] + line.slice(at + 1))];
  }
  const block = /^\s*\/\*\* (.*) \*\/$/.exec(line);
  if (block !== null) return [`${indent}/**`, ...wrappedIfLong(`${indent} * ${block[1]}`), `${indent} */`];
  if (/['"`]|[^/]\/[^/]/.test(line) && !/^import |^\s*readonly /.test(line)) return [line];
  return wrappedList(line, indent) ?? wrappedCondition(line, indent) ?? wrappedChain(line, indent) ?? wrappedBracket(line, indent, 0) ?? [line];
}

/** A line of a list that goes on: broken at a comma. */
function wrappedList(line: string, indent: string): readonly string[] | undefined {
  const at = line.endsWith(',') ? topLevel(line, /^, /).filter((index) => index < LIMIT).at(-1) : undefined;
  return at === undefined ? undefined : [line.slice(0, at + 1), ...wrappedIfLong(indent + line.slice(at + 2))];
}

/** What follows a condition gets a block. */
function wrappedCondition(line: string, indent: string): readonly string[] | undefined {
  if (!/^\s*if \(.*;$/.test(line)) return undefined;
  const close = topLevel(line, /^\) /)[0];
  return [`${line.slice(0, close + 1)} {`, ...wrappedIfLong(`${indent}  ${line.slice(close + 2)}`), `${indent}}`];
}

/** Calls one after the other: broken before the last of them. */
function wrappedChain(line: string, indent: string): readonly string[] | undefined {
  const at = topLevel(line, /^\.\w+\(/).filter((index) => index < LIMIT && index > indent.length + 20).at(-1);
  return at === undefined || line.length - at > LIMIT - 10 ? undefined : [line.slice(0, at), `${indent}  ${line.slice(at)}`];
}

function wrappedBracket(line: string, indent: string, from: number): readonly string[] | undefined {
  const bracket = outermostBracket(line, from);
  if (bracket === undefined) return undefined;
  const [open, close] = bracket;
  const inner = line.slice(open + 1, close);
  const mark = split(inner, ';').length > 1 ? ';' : ',';
  const parts = split(inner, mark);
  if (parts.length < 2) return wrappedBracket(line, indent, open + 1);
  return [line.slice(0, open + 1), ...filled(parts.map((part) => part.trim()), mark, indent), ...wrappedIfLong(indent + line.slice(close))];
}

/** The longest list in brackets that closes on the line it opens on, of those that are in no other. */
function outermostBracket(line: string, after: number): readonly [number, number] | undefined {
  const pairs: [number, number][] = [];
  const open: number[] = [];
  forEachCode(line, (character, index) => {
    if (index < after) return;
    if ('([{'.includes(character)) open.push(index);
    if (')]}'.includes(character)) {
      const from = open.pop();
      if (from !== undefined && open.length === 0 && isList(line, from)) pairs.push([from, index]);
    }
  });
  return pairs.sort((a, b) => (b[1] - b[0]) - (a[1] - a[0]))[0];
}

/** Of arguments, parameters, elements or members: no condition, no index and nothing in parentheses. */
function isList(line: string, open: number): boolean {
  const before = line.slice(0, open);
  if (line[open] === '(') return /[\w>]$/.test(before) && !/\b(if|while|for|switch|return|await|catch|of|in)$/.test(before);
  if (line[open] === '[') return !/[\w\])]$/.test(before);
  return !/(=>|\)) $/.test(before);
}

function split(inner: string, mark: ',' | ';'): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  forEachCode(inner, (character, index) => {
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (character === mark && depth === 0) {
      parts.push(inner.slice(from, index));
      from = index + 1;
    }
  });
  return [...parts, inner.slice(from)].filter((part) => part.trim() !== '');
}

/** Where in no bracket that the line opens something begins, or a bracket ends that none is around. */
function topLevel(line: string, what: RegExp): readonly number[] {
  const places: number[] = [];
  let depth = 0;
  forEachCode(line, (character, index) => {
    if (')]}'.includes(character)) depth--;
    if (depth === 0 && what.test(line.slice(index))) places.push(index);
    if ('([{'.includes(character)) depth++;
  });
  return places;
}

/** Every character that is in no string. */
function forEachCode(line: string, visit: (character: string, index: number) => void): void {
  let quote: string | undefined;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (quote !== undefined) {
      if (character === '\\') index++;
      else if (character === quote) quote = undefined;
    } else if ('\'"`'.includes(character)) quote = character;
    else visit(character, index);
  }
}
