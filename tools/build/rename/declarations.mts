/** Where the compiler finds what a row of the list is about. */
import ts from 'typescript';
import { isAbout, Row } from './list.mjs';
import { Tree } from './tree.mjs';

export interface Declared {
  readonly file: string;
  readonly name: ts.Identifier;
}

/**
 * The declarations of a row of the kinds `name` and `member`: in its files, or where the only other one of the tree is.
 * @param meant by any row in its files: those have not moved from elsewhere
 */
export function declarationsOf(row: Row, index: DeclarationIndex, meant: ReadonlySet<ts.Identifier>): { readonly found: readonly Declared[]; readonly missing?: string } {
  const inPlace = declaredInPlace(row, index);
  const without = row.files.filter((glob) => !inPlace.some(({ file }) => isAbout({ ...row, files: [glob] }, file)));
  if (without.length === 0 && inPlace.length > 0) return { found: inPlace };
  if (inPlace.length > 0) return { found: inPlace, missing: `no longer in ${without.join(', ')}` };
  const rooms = new Set(row.files.map((file) => file.split('/')[0]));
  const elsewhere = outermost(allOf(row, index).filter(({ file, name }) => !meant.has(name) && (row.kind === 'member' || isAtTop(name)) && rooms.has(file.split('/')[0])));
  const files = new Set(elsewhere.map(({ file }) => file));
  if (files.size === 1) return { found: elsewhere, missing: `moved to ${[...files].join()}` };
  return { found: [], missing: files.size === 0 ? 'not there' : `not in its file, but in ${[...files].slice(0, 4).join(', ')}` };
}

export function declaredInPlace(row: Row, index: DeclarationIndex): readonly Declared[] {
  return outermost(allOf(row, index).filter(({ file }) => isAbout(row, file)));
}

function allOf(row: Row, index: DeclarationIndex): readonly Declared[] {
  return (index.get(row.old) ?? []).filter(({ name }) => row.kind === 'name' ? isNamed(name) : isMemberOf(name, row.owners));
}

export type DeclarationIndex = ReadonlyMap<string, readonly Declared[]>;

export function indexOf(tree: Tree): DeclarationIndex {
  const index = new Map<string, Declared[]>();
  for (const [file, source] of tree.sources) {
    const visit = (node: ts.Node): void => {
      const name = (node as ts.NamedDeclaration).name;
      if (name !== undefined && ts.isIdentifier(name) && name.parent === node && declares(node)) {
        if (!index.has(name.text)) index.set(name.text, []);
        index.get(name.text)!.push({ file, name });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return index;
}

function declares(node: ts.Node): boolean {
  return isTopKind(node) || isMemberKind(node);
}

function isTopKind(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)
    || ts.isTypeAliasDeclaration(node) || ts.isVariableDeclaration(node);
}

function isMemberKind(node: ts.Node): boolean {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node)
    || ts.isGetAccessor(node) || ts.isSetAccessor(node) || ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)
    || ts.isParameter(node);
}

function isNamed(name: ts.Identifier): boolean {
  return isTopKind(name.parent);
}

/** A parameter is a member where it declares a property, and where its owner is the function itself. */
function isMemberOf(name: ts.Identifier, owners: readonly string[]): boolean {
  if (!isMemberKind(name.parent)) return false;
  if (ts.isParameter(name.parent) && !ts.isParameterPropertyDeclaration(name.parent, name.parent.parent)) return false;
  const isOfLiteral = ts.isPropertyAssignment(name.parent) || ts.isShorthandPropertyAssignment(name.parent);
  const around = namesAround(name.parent).filter(({ node }) => !isOfLiteral || !ts.isClassDeclaration(node));
  return owners.some((owner) => around.some((each) => each.name === owner.split('.').at(-1)!));
}

function namesAround(node: ts.Node): readonly { readonly name: string; readonly node: ts.Node }[] {
  const names: { readonly name: string; readonly node: ts.Node }[] = [];
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    const name = (at as ts.NamedDeclaration).name;
    if (name !== undefined && ts.isIdentifier(name)) names.push({ name: name.text, node: at });
  }
  return names;
}

/** What is declared at the top of a file wins over its namesakes inside of functions. */
function outermost(found: readonly Declared[]): readonly Declared[] {
  return found.filter((one) => isAtTop(one.name) || !isNamed(one.name) || !found.some((other) => other.file === one.file && isAtTop(other.name)));
}

function isAtTop({ parent }: ts.Identifier): boolean {
  return ts.isSourceFile((ts.isVariableDeclaration(parent) ? parent.parent.parent : parent).parent);
}
