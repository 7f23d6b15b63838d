/** Renames what is declared, everywhere the compiler finds it, and the variables that have their name from it. */
import * as path from 'node:path';
import ts from 'typescript';
import { Declared, declarationsOf, declaredInPlace, DeclarationIndex, indexOf } from './declarations.mjs';
import { Edits } from './edits.mjs';
import { isAbout, Row, Term } from './list.mjs';
import { Tree } from './tree.mjs';

export class Renaming {
  /** What was not done, and why. */
  public readonly skipped: string[] = [];
  private readonly index: DeclarationIndex;
  private readonly identifiers: ReadonlyMap<string, readonly { readonly file: string; readonly at: ts.Identifier }[]>;
  /** Symbols that have another name already, by which a clash with their old one is none. */
  private readonly leaving = new Set<ts.Symbol>();
  private readonly renamed = new Set<ts.Symbol>();
  /** Where a declared name stands from now on: no variable may take it there. */
  private readonly introduced: { readonly file: string; readonly name: string; readonly at: ts.Node }[] = [];
  private readonly taken: { readonly file: string; readonly old: string; readonly name: string; readonly scope: ts.Node }[] = [];

  public constructor(private readonly tree: Tree, private readonly edits: Edits) {
    this.index = indexOf(tree);
    this.identifiers = identifiersIn(tree);
  }

  public run(terms: readonly Term[]): void {
    const rows = terms.flatMap((term, number) => term.rows.map((row) => ({ row, number })));
    const asDeclared = rows.filter(({ row }) => row.kind === 'name' || row.kind === 'member');
    const meant = new Set(asDeclared.flatMap(({ row }) => declaredInPlace(row, this.index).map(({ name }) => name)));
    const declared = asDeclared.map(({ row, number }) => {
      const { found, missing } = declarationsOf(row, this.index, meant);
      if (missing !== undefined) this.skip(row, missing, found.length > 0);
      for (const { name } of found) this.leave(name);
      return { row, number, found };
    });
    const follow: { row: Row; number: number; at: ts.Identifier; file: string }[] = [];
    for (const { row, number, found } of declared) {
      for (const one of found) follow.push(...this.rename(row, number, one));
    }
    const locals = rows.filter(({ row }) => row.kind === 'local').flatMap(({ row, number }) => this.localsOf(row).map((one) => ({ row, number, ...one })));
    for (const { at } of locals) this.leave(at);
    for (const { row, number, at, file } of [...locals, ...follow]) this.renameLocal(row, number, file, at);
    for (const { row, number } of rows.filter(({ row: { kind } }) => kind === 'literal')) this.renameLiterals(row, number);
    for (const { row, number } of rows.filter(({ row: { kind } }) => kind === 'key')) this.renameKeys(row, number);
  }

  private skip(row: Row, why: string, done = false): void {
    this.skipped.push(`${done ? 'done, but' : 'SKIPPED'}: ${row.term}: ${row.kind} ${row.old} → ${row.new} (${[...row.owners, ...row.files].join(', ')}): ${why}`);
  }

  private leave(name: ts.Identifier): void {
    const symbol = this.tree.checker.getSymbolAtLocation(name);
    if (symbol !== undefined) this.leaving.add(symbol).add(this.originOf(symbol)!);
  }

  private isLeaving(name: ts.Identifier): boolean {
    const symbol = this.tree.checker.getSymbolAtLocation(name);
    return symbol !== undefined && this.leaving.has(symbol);
  }

  /** Answers the variables that may follow: they are called so only because the member is. */
  private rename(row: Row, number: number, { file, name }: Declared): { row: Row; number: number; at: ts.Identifier; file: string }[] {
    if (row.kind === 'name') {
      this.renameName(row, number, name);
      return [];
    }
    const absolute = path.join(this.tree.root, file);
    const locations = this.tree.service.findRenameLocations(absolute, name.getStart(), false, false, { providePrefixAndSuffixTextForRename: true }) ?? [];
    if (locations.length === 0) this.skip(row, 'the compiler does not rename it');
    const outside = locations.find(({ fileName }) => !this.tree.sources.has(this.tree.relative(fileName)));
    if (outside !== undefined) {
      this.skip(row, `it is also ${this.tree.relative(outside.fileName)}'s`);
      return [];
    }
    const clash = row.kind === 'member' ? this.memberClash(row, name) : undefined;
    if (clash !== undefined) {
      this.skip(row, clash);
      return [];
    }
    if (row.kind === 'member') this.renamePicked(row, number, name);
    return locations.flatMap((location) => {
      const where = this.tree.relative(location.fileName);
      const { start } = location.textSpan;
      const end = start + location.textSpan.length;
      const side = location.prefixText !== undefined ? 'after' : location.suffixText !== undefined ? 'before' : undefined;
      const between = (location.prefixText ?? location.suffixText)?.includes(' as ') ? ' as ' : ': ';
      const word = this.tree.text(where).slice(start, end);
      if (word !== row.old) {
        // A string or a quoted key: the compiler's span is what is inside the quotes.
        this.skip(row, `"${word}" in ${where}`);
        return [];
      }
      this.edits.add(where, { start, end, text: row.new, term: number, ...side !== undefined ? { side, between } : {} });
      if (side !== 'before') return [];
      const at = identifierAt(this.tree.sources.get(where)!, start);
      return at === undefined ? [] : [{ row, number, at, file: where }];
    });
  }

  /** Also by what name others pass it on. */
  private renameName(row: Row, number: number, name: ts.Identifier): void {
    const symbol = this.originOf(this.tree.checker.getSymbolAtLocation(name));
    const uses = (this.identifiers.get(row.old) ?? []).filter(({ at }) => this.originOf(meant(this.tree.checker, at)) === symbol);
    const meaning = ts.isTypeAliasDeclaration(name.parent) || ts.isInterfaceDeclaration(name.parent) ? ts.SymbolFlags.Type : ts.SymbolFlags.Value;
    const clash = uses.find(({ at }) => !isMemberName(at) && this.resolved(row.new, at, meaning) !== undefined);
    if (clash !== undefined) {
      this.skip(row, `${row.new} is another's in ${clash.file}`);
      return;
    }
    if (symbol !== undefined) this.renamed.add(symbol);
    for (const { file, at } of uses) {
      const side = standsForTwo(at) ? { side: 'after' as const, between: ': ' } : {};
      this.edits.add(file, { start: at.getStart(), end: at.getEnd(), text: row.new, term: number, ...side });
      if (!isMemberName(at)) this.introduced.push({ file, name: row.new, at });
    }
    for (const { file, at } of this.identifiers.get(row.old) ?? []) {
      if (!ts.isBindingElement(at.parent) || !ts.isObjectBindingPattern(at.parent.parent) || (at.parent.propertyName ?? at.parent.name) !== at) continue;
      const module = this.tree.checker.getTypeAtLocation(at.parent.parent);
      if (this.originOf(module.getProperty(row.old)) !== symbol) continue;
      const side = at.parent.propertyName === undefined ? { side: 'before' as const, between: ': ' } : {};
      this.edits.add(file, { start: at.getStart(), end: at.getEnd(), text: row.new, term: number, ...side });
      if (at.parent.propertyName === undefined) this.renameLocal(row, number, file, at);
    }
  }

  /** What `Pick` and `Omit` name as strings. */
  private renamePicked(row: Row, number: number, name: ts.Identifier): void {
    const symbol = this.tree.checker.getSymbolAtLocation(name);
    for (const { file, at } of [...this.identifiers.get('Pick') ?? [], ...this.identifiers.get('Omit') ?? []]) {
      const [of, keys] = ts.isTypeReferenceNode(at.parent) ? at.parent.typeArguments ?? [] : [];
      if (keys === undefined || !keys.getText().includes(`'${row.old}'`)) continue;
      const type = this.tree.checker.getTypeFromTypeNode(of);
      const members = (type.isUnion() ? type.types : [type]).map((each) => each.getProperty(row.old));
      if (!members.some((member) => member !== undefined && member.declarations?.some((one) => symbol?.declarations?.includes(one)))) continue;
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteral(node) && node.text === row.old) this.edits.add(file, { start: node.getStart() + 1, end: node.getEnd() - 1, text: row.new, term: number });
        ts.forEachChild(node, visit);
      };
      visit(keys);
    }
  }

  private originOf(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
    if (symbol === undefined) return undefined;
    const origin = (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.tree.checker.getAliasedSymbol(symbol) : symbol;
    return this.tree.checker.getExportSymbolOfSymbol(origin);
  }

  private memberClash(row: Row, name: ts.Identifier): string | undefined {
    const symbol = this.tree.checker.getSymbolAtLocation(name) as ts.Symbol & { parent?: ts.Symbol } | undefined;
    const other = symbol?.parent?.members?.get(row.new as ts.__String);
    return other !== undefined && !this.leaving.has(other) ? `${row.owners.join('/')} has a ${row.new} already` : undefined;
  }

  /** What a name means at a place, unless that is about to be called otherwise. */
  private resolved(name: string, at: ts.Node, meaning: ts.SymbolFlags): ts.Symbol | undefined {
    const checker = this.tree.checker as ts.TypeChecker & {
      resolveName(name: string, at: ts.Node, meaning: ts.SymbolFlags, excludeGlobals: boolean): ts.Symbol | undefined;
    };
    const symbol = checker.resolveName(name, at, meaning, true);
    return symbol === undefined || this.leaving.has(symbol) || this.leaving.has(this.originOf(symbol)!) ? undefined : symbol;
  }

  private localsOf(row: Row): { at: ts.Identifier; file: string }[] {
    const locals: { at: ts.Identifier; file: string }[] = [];
    for (const [file, source] of this.tree.sources) {
      if (!isAbout(row, file) || !source.text.includes(row.old)) continue;
      const visit = (node: ts.Node): void => {
        if (ts.isIdentifier(node) && node.text === row.old && isLocal(node) && this.isOfType(node, row.owners)) locals.push({ at: node, file });
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    return locals;
  }

  private isOfType(name: ts.Identifier, owners: readonly string[]): boolean {
    if (owners.length === 0) return true;
    const type = this.tree.checker.getNonNullableType(this.tree.checker.getTypeAtLocation(name));
    return owners.some((owner) => [type.aliasSymbol, type.symbol].some((symbol) => symbol?.name === owner));
  }

  /** A variable and all that is meant by it; beside a member in one word only the variable. */
  private renameLocal(row: Row, number: number, file: string, at: ts.Identifier): void {
    const { checker } = this.tree;
    const symbol = ts.isShorthandPropertyAssignment(at.parent) ? checker.getShorthandAssignmentValueSymbol(at.parent) : checker.getSymbolAtLocation(at);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || !isLocalDeclaration(declaration) || this.renamed.has(symbol)) return;
    const scope = scopeOf(declaration);
    const uses: ts.Identifier[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === row.old && meant(checker, node) === symbol) uses.push(node);
      ts.forEachChild(node, visit);
    };
    visit(scope);
    const name = row.new;
    const clash = uses.find((use) => this.resolved(name, use, ts.SymbolFlags.Value) !== undefined);
    const twice = this.taken.some((other) => other.file === file && other.name === name && other.old !== row.old
      && (contains(other.scope, scope) || contains(scope, other.scope)))
      || this.introduced.some((other) => other.file === file && other.name === name && other.at !== at)
      || (this.identifiers.get(name) ?? []).some((other) => other.file === file && isLocal(other.at) && contains(scope, other.at) && !this.isLeaving(other.at));
    if (clash !== undefined || twice) {
      const line = ts.getLineAndCharacterOfPosition(at.getSourceFile(), at.getStart()).line + 1;
      this.skipped.push(`local: ${row.term}: ${row.old} → ${name} in ${file}:${line}: ${twice ? 'twice' : 'the name is taken'}`);
      return;
    }
    this.renamed.add(symbol);
    this.taken.push({ file, old: row.old, name, scope });
    for (const use of uses) {
      const side = standsForTwo(use) ? { side: 'after' as const, between: ': ' } : {};
      this.edits.add(file, { start: use.getStart(), end: use.getEnd(), text: name, term: number, ...side });
    }
  }

  /** Members of literals of which the compiler does not know what they are for: what is spread, and what tests expect. */
  private renameKeys(row: Row, number: number): void {
    let count = 0;
    for (const [file, source] of this.tree.sources) {
      if (!isAbout(row, file) || !source.text.includes(row.old)) continue;
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteral(node) && node.text === row.old && isNameOfProperty(node)) {
          this.edits.add(file, { start: node.getStart() + 1, end: node.getEnd() - 1, text: row.new, term: number });
          count++;
        }
        if (isKeyOfLiteral(node) && node.name.text === row.old && (row.owners.includes('any') || isOfUnknownUse(this.tree.checker, node))) {
          this.renameKey(row, number, file, node);
          count++;
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    if (count === 0) this.skip(row, 'no such key');
  }

  private renameKey(row: Row, number: number, file: string, { name }: KeyOfLiteral): void {
    if (ts.isShorthandPropertyAssignment(name.parent)) {
      this.edits.add(file, { start: name.getStart(), end: name.getEnd(), text: row.new, side: 'before', between: ': ', term: number });
      this.renameLocal(row, number, file, name);
    } else if (row.owners.includes('any')) this.edits.add(file, { start: name.getStart(), end: name.getEnd(), text: row.new, term: number });
    else this.rename(row, number, { file, name });
  }

  private renameLiterals(row: Row, number: number): void {
    let count = 0;
    for (const [file, source] of this.tree.sources) {
      if (!isAbout(row, file) || !source.text.includes(row.old)) continue;
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteral(node) && node.text === row.old && row.owners.every((owner) => isValueOf(node, owner))) {
          this.edits.add(file, { start: node.getStart() + 1, end: node.getEnd() - 1, text: row.new, term: number });
          count++;
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    if (count === 0) this.skip(row, 'no such string');
  }
}

export function identifierAt(source: ts.SourceFile, position: number): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.getFullStart() || position >= node.getEnd()) return;
    if (ts.isIdentifier(node) && node.getStart() === position) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether a string is what the member of the name is, or is compared with it. */
function isValueOf(node: ts.StringLiteral, member: string): boolean {
  const { parent } = node;
  const isMember = (at: ts.Node) => at.getText() === member || at.getText().endsWith(`.${member}`) || at.getText().endsWith(`['${member}']`);
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node ? parent.name.getText() === member : typeOfTable(parent)?.includes(`['${member}']`) === true;
  if (ts.isBinaryExpression(parent)) return isMember(parent.left);
  if (ts.isCaseClause(parent)) return isMember(parent.parent.parent.expression);
  for (let at: ts.Node = parent; ts.isTypeNode(at) || ts.isPropertySignature(at); at = at.parent) {
    if (ts.isPropertySignature(at)) return at.name.getText() === member;
    if (ts.isTypeReferenceNode(at) && at.typeArguments?.some(isMember)) return true;
  }
  return false;
}

function typeOfTable({ parent: { parent } }: ts.PropertyAssignment): string | undefined {
  return ts.isVariableDeclaration(parent) ? parent.type?.getText() : undefined;
}

type KeyOfLiteral = (ts.PropertyAssignment | ts.ShorthandPropertyAssignment) & { readonly name: ts.Identifier };

function isKeyOfLiteral(node: ts.Node): node is KeyOfLiteral {
  return (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && ts.isIdentifier(node.name);
}

function isOfUnknownUse(checker: ts.TypeChecker, key: KeyOfLiteral): boolean {
  const { name, parent } = key;
  if (ts.isCallExpression(parent.parent) && /\bnote(d)?$/.test(parent.parent.expression.getText())) return false; // the journal's
  const type = checker.getContextualType(parent);
  return type === undefined || !(type.isUnion() ? type.types : [type]).some((one) => {
    const member = one.getProperty(name.text);
    return member !== undefined && member.declarations?.includes(key) !== true; // a matcher's type is that of what it is given
  });
}

function isNameOfProperty({ parent }: ts.StringLiteral): boolean {
  return ts.isCallExpression(parent) && /toHaveProperty$/.test(parent.expression.getText());
}

function isLocal(name: ts.Identifier): boolean {
  const { parent } = name;
  return (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name === name
    || ts.isParameter(parent) && parent.name === name && !ts.isParameterPropertyDeclaration(parent, parent.parent);
}

function isLocalDeclaration(node: ts.Node): boolean {
  if (ts.isParameter(node)) return !ts.isParameterPropertyDeclaration(node, node.parent);
  if (ts.isBindingElement(node)) return true;
  return ts.isVariableDeclaration(node) && !hasExport(node);
}

function hasExport(node: ts.VariableDeclaration): boolean {
  const statement = node.parent.parent;
  return ts.isVariableStatement(statement) && (statement.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** The smallest block, function or file in which a variable is known. */
function scopeOf(declaration: ts.Node): ts.Node {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at)) at = at.parent;
  if (ts.isParameter(at)) return at.parent;
  for (at = at.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isBlock(at) || ts.isForStatement(at) || ts.isForOfStatement(at) || ts.isForInStatement(at) || ts.isCaseBlock(at) || ts.isModuleBlock(at)
      || ts.isCatchClause(at) || ts.isFunctionLike(at)) return at;
  }
  return at;
}

function meant(checker: ts.TypeChecker, name: ts.Identifier): ts.Symbol | undefined {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent);
  if (ts.isBindingElement(parent) && parent.propertyName === name) return undefined;
  if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  return checker.getSymbolAtLocation(name);
}

/** What is behind a dot is found in what is before it. */
function isMemberName(name: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(name.parent) && name.parent.name === name || ts.isQualifiedName(name.parent) && name.parent.right === name;
}

function standsForTwo(name: ts.Identifier): boolean {
  const { parent } = name;
  return ts.isShorthandPropertyAssignment(parent)
    || ts.isBindingElement(parent) && parent.name === name && parent.propertyName === undefined && parent.dotDotDotToken === undefined && ts.isObjectBindingPattern(parent.parent);
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;
}

function identifiersIn(tree: Tree): ReadonlyMap<string, readonly { readonly file: string; readonly at: ts.Identifier }[]> {
  const all = new Map<string, { readonly file: string; readonly at: ts.Identifier }[]>();
  for (const [file, source] of tree.sources) {
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        if (!all.has(node.text)) all.set(node.text, []);
        all.get(node.text)!.push({ file, at: node });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return all;
}
