/** The same words where people read them: in comments, titles of tests and documents. */
import ts from 'typescript';
import { isAbout, Row, Term } from './list.mjs';
import { Tree } from './tree.mjs';

interface Replacement {
  readonly row?: Row;
  readonly pattern: RegExp;
  readonly text: string;
  readonly term: number;
}

/** Documents whose words are code's, too. */
export const DOCUMENTS = /^(README|CONTRIBUTING|AGENTS|docs\/(architecture|measurements|benchmarks|classic|properties|compliance)|tools\/rehearsal\/README)\.md$/;

export function replacementsOf(terms: readonly Term[]): readonly Replacement[] {
  const rows = terms.flatMap((term, number) => term.rows.map((row) => ({ row, number })));
  const words = rows.filter(({ row }) => row.kind === 'word')
    .map(({ row, number }): Replacement => ({ row, pattern: new RegExp(row.old, 'g'), text: row.new, term: number }));
  const names = rows.filter(({ row }) => row.kind === 'name' || row.kind === 'member');
  const ofOneMeaning = names.filter(({ row }) => isUnmistakable(row.old) && names.every((other) => other.row.old !== row.old || other.row.new === row.new));
  return [
    ...words,
    ...ofOneMeaning.map(({ row, number }): Replacement => ({ pattern: new RegExp(`(?<![\\w-])${row.old}(?![\\w-])`, 'g'), text: row.new, term: number })),
  ];
}

/** No word of English: with a capital inside, or of capitals joined. */
function isUnmistakable(name: string): boolean {
  return /[a-z][A-Z]/.test(name) || /^[A-Z]+_[A-Z_]+$/.test(name);
}

export function replaceWords(text: string, replacements: readonly Replacement[], upTo: number, file: string): string {
  let result = text;
  for (const { row, pattern, text: replacement, term } of replacements) {
    if (term <= upTo && (row === undefined || isAbout(row, file))) result = result.replaceAll(pattern, replacement);
  }
  return result;
}

/** Comments and titles of a source file, as edits each of which knows the term that it first differs by. */
export function proseOf(tree: Tree, file: string): readonly { readonly start: number; readonly end: number }[] {
  const source = tree.sources.get(file)!;
  const spans = new Map<number, { start: number; end: number }>();
  const comments = (position: number) => {
    for (const range of [...ts.getLeadingCommentRanges(source.text, position) ?? [], ...ts.getTrailingCommentRanges(source.text, position) ?? []]) {
      spans.set(range.pos, { start: range.pos, end: range.end });
    }
  };
  const visit = (node: ts.Node): void => {
    comments(node.getFullStart());
    comments(node.getEnd());
    if (ts.isStringLiteralLike(node) && isTitle(node)) spans.set(node.getStart(), { start: node.getStart(), end: node.getEnd() });
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return [...spans.values()];
}

function isTitle(node: ts.StringLiteralLike): boolean {
  return ts.isCallExpression(node.parent) && node.parent.arguments[0] === node && /^(test|it|describe)\b/.test(node.parent.expression.getText());
}

