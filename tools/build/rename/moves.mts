/** Files that get another name, and what names them: imports by the compiler's reading, everything else by the path in it. */
import * as path from 'node:path';
import ts from 'typescript';
import { Row, Term } from './list.mjs';
import { Tree } from './tree.mjs';

interface Move {
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly folder: boolean;
}

export class Moves {
  public readonly skipped: string[] = [];
  private readonly moves: Move[];

  public constructor(private readonly tree: Tree, terms: readonly Term[]) {
    this.moves = terms.flatMap(({ rows }, term) => rows.filter(({ kind }) => kind === 'file' || kind === 'folder').flatMap((row) => {
      const folder = row.kind === 'folder';
      const known = tree.files.some((file) => folder ? file.startsWith(`${row.old}/`) : file === row.old);
      if (!known) this.skipped.push(`SKIPPED: ${row.term}: ${row.kind} ${row.old} → ${row.new}: not there`);
      return known ? [{ from: row.old, to: destination(row), term, folder }] : [];
    }));
    for (const { from, to } of this.moves) {
      if (tree.files.includes(to)) throw new Error(`${from} cannot become ${to}, which is there.`);
    }
  }

  /** Where a file is once all terms up to this one are done. */
  public placeOf(file: string, upTo: number): string {
    const own = this.moves.find(({ from, folder, term }) => !folder && from === file && term <= upTo)?.to ?? file;
    const folder = this.moves.find((move) => move.folder && move.term <= upTo && own.startsWith(`${move.from}/`));
    return folder === undefined ? own : folder.to + own.slice(folder.from.length);
  }

  /** The specifiers of a file's imports that have to change, with what each is once all terms up to this one are done. */
  public importsOf(file: string, upTo: number): readonly { readonly start: number; readonly end: number; readonly text: string }[] {
    const source = this.tree.sources.get(file);
    if (source === undefined || this.moves.every(({ term }) => term > upTo)) return [];
    return specifiersIn(source).flatMap((literal) => {
      const target = this.target(file, literal.text);
      if (target === undefined) return [];
      const from = path.posix.dirname(this.placeOf(file, upTo));
      const unmoved = this.placeOf(file, upTo) === file && this.placeOf(target.file, upTo) === target.file;
      if (unmoved) return [];
      const relative = path.posix.relative(from, target.index ? path.posix.dirname(this.placeOf(target.file, upTo)) : withoutEnding(this.placeOf(target.file, upTo)));
      const text = (relative.startsWith('.') ? relative : `./${relative}`) + target.ending;
      return text === literal.text ? [] : [{ start: literal.getStart() + 1, end: literal.getEnd() - 1, text }];
    });
  }

  private target(file: string, specifier: string): { file: string; index: boolean; ending: string } | undefined {
    if (!specifier.startsWith('.')) return undefined;
    const bare = path.posix.join(path.posix.dirname(file), specifier.replace(/\.m?js$/, ''));
    const ending = /\.m?js$/.exec(specifier)?.[0] ?? '';
    const asFile = ['.ts', '.mts', '.d.ts'].map((end) => bare + end).find((one) => this.tree.sources.has(one));
    if (asFile !== undefined) return { file: asFile, index: false, ending };
    const asIndex = `${bare}/index.ts`;
    return this.tree.sources.has(asIndex) ? { file: asIndex, index: true, ending } : undefined;
  }

  /** Paths as documents, settings, strings and comments name them. */
  public pathsIn(text: string, upTo: number): string {
    let result = text;
    for (const { from, to, folder } of this.due(upTo)) {
      if (folder) result = result.replaceAll(new RegExp(`${escaped(from)}(?=[/'\`"\\s),.])`, 'g'), to);
      else result = result.replaceAll(new RegExp(`${escaped(withoutEnding(from))}(?=\\.m?ts\\b|[\`'"])`, 'g'), withoutEnding(to));
    }
    return result;
  }

  /** Also what names a file by the end of its path only, as in "`ec2/steps.ts`". */
  public endsOfPathsIn(text: string, upTo: number): string {
    return text.replaceAll(/(?<![\w./*-])[\w-]+(?:\/[\w-]+)*\.ts\b/g, (named) => {
      const meant = this.tree.files.filter((file) => file === named || file.endsWith(`/${named}`));
      if (meant.length !== 1) return named;
      const [file] = meant;
      const place = this.placeOf(file, upTo);
      return place === file ? named : place.split('/').slice(-named.split('/').length).join('/');
    });
  }

  /** Files first, by their paths before any folder of theirs is another. */
  private due(upTo: number): readonly Move[] {
    return this.moves.filter(({ term }) => term <= upTo).map((move) => move.folder ? move : { ...move, to: this.placeOf(move.from, upTo) })
      .sort((a, b) => Number(a.folder) - Number(b.folder) || b.from.length - a.from.length);
  }
}

function destination(row: Row): string {
  return row.new.includes('/') ? row.new : path.posix.join(path.posix.dirname(row.old), row.new);
}

function specifiersIn(source: ts.SourceFile): readonly ts.StringLiteral[] {
  const found: ts.StringLiteral[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && /^\.\.?(\/|$)/.test(node.text) && isSpecifier(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isSpecifier({ parent }: ts.StringLiteral): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (!ts.isCallExpression(parent)) return false;
  return parent.expression.kind === ts.SyntaxKind.ImportKeyword || /^(require|jest\.\w+|require\.resolve)$/.test(parent.expression.getText());
}

function withoutEnding(file: string): string {
  return file.replace(/\.m?ts$/, '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
