/**
 * The rename list, `names.md`: for each term its subject as a commit, and a table of what is called by it from now on.
 *
 * The kinds of a row:
 * - `file` or `folder`: `old` becomes `new` in the same folder, or the path that `new` is.
 * - `name`: what a file declares (function, constant, type, class), at its top or inside of a function.
 * - `member`: of the type, class or function that is its owner.
 * - `local`: every variable or parameter of the name in the files, wherever it is declared; with an owner, only those of that type.
 * - `literal`: a whole string in the files.
 * - `key`: of object literals of which the compiler does not know what they are for, as what is spread and what tests expect;
 *   with the owner `any` of all that are called so in the files.
 * - `word`: in comments, titles of tests and documents; `old` is a regular expression.
 */
import { readFileSync } from 'node:fs';
import { matchesGlob } from './globs.mjs';

export interface Row {
  readonly term: string;
  readonly kind: string;
  readonly old: string;
  readonly new: string;
  readonly owners: readonly string[];
  readonly files: readonly string[];
}

export interface Term {
  readonly name: string;
  /** What the commit is called. */
  readonly subject: string;
  readonly rows: readonly Row[];
}

const KINDS = ['file', 'folder', 'name', 'member', 'local', 'literal', 'key', 'word'];
const SHORT: Readonly<Record<string, string>> = { 'E/': 'lambda/engine/', 'C/': 'src/contract/', 'R/': 'lambda/runner/' };

export function readTerms(path: string): readonly Term[] {
  const sections = readFileSync(path, 'utf8').split(/^## /m).slice(1);
  return sections.map((section) => {
    const [heading, ...lines] = section.split('\n');
    const [name, subject] = heading.split(': ').map((part) => part.trim());
    if (subject === undefined) throw new Error(`The heading "${heading}" has no subject.`);
    return { name, subject, rows: lines.flatMap((line) => rowOf(name, line)) };
  });
}

function rowOf(term: string, line: string): readonly Row[] {
  const cells = line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim().replaceAll('\\|', '|').replace(/^`(.*)`$/, '$1'));
  if (cells.length === 0 || cells[0] === 'kind' || cells[0].startsWith('-')) return [];
  const [kind, old, renamed, owner, files] = cells;
  if (!KINDS.includes(kind) || cells.length !== 5) throw new Error(`The row "${line}" of "${term}" cannot be read.`);
  return [{ term, kind, old, new: renamed, owners: listed(owner), files: listed(files).map(inFull) }];
}

function listed(cell: string): readonly string[] {
  return cell.split(/,\s+/).map((part) => part.replaceAll('`', '')).filter((part) => part !== '');
}

function inFull(file: string): string {
  const short = Object.keys(SHORT).find((prefix) => file.startsWith(prefix));
  return short === undefined ? file : SHORT[short] + file.slice(short.length);
}

/** Whether a row is about a file; without files it is about all. */
export function isAbout(row: Row, file: string): boolean {
  return row.files.length === 0 || row.files.some((glob) => matchesGlob(file, glob));
}
