/**
 * Says in the field's words what had words of our own: `npx tsx tools/build/rename/rename.mts --all` does every term of `names.md` and commits
 * each; `--try` only tells what it would skip; with names of terms it does these, and commits nothing.
 *
 * Everything is found in the tree as it is before the first term, by the compiler, and what is no longer there is skipped and told.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Edits } from './edits.mjs';
import { readTerms, Term } from './list.mjs';
import { Moves } from './moves.mjs';
import { Renaming } from './renaming.mjs';
import { importSorter, sortedNames, wrapped } from './tidy.mjs';
import { readTree, Tree } from './tree.mjs';
import { DOCUMENTS, proseOf, replacementsOf, replaceWords } from './wording.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const GENERATED = /^(integ\/.*\.snapshot\/|test\/constructs\/__snapshots__\/|API\.md$|sbom|docs\/(aws-assumptions|resources)\.md$|.*\.json$)/;
/** Written by projen, but with paths of files in them. */
const PROJENS = /^(\.projen\/tasks|package|knip)\.json$/;

async function main(args: readonly string[]): Promise<void> {
  const every = readTerms(path.join(root, 'tools/build/rename/names.md'));
  const named = args.filter((arg) => !arg.startsWith('--'));
  const terms = named.length === 0 ? every : every.filter(({ name }) => named.includes(name));
  if (terms.length === 0) throw new Error(`The terms are ${every.map(({ name }) => name).join(', ')}.`);
  const tree = readTree(root);
  const edits = new Edits();
  const moves = new Moves(tree, terms);
  const renaming = new Renaming(tree, edits);
  renaming.run(terms);
  for (const line of [...moves.skipped, ...renaming.skipped]) console.log(line);
  if (args.includes('--try')) return;
  const writer = new Writer(tree, edits, moves, terms);
  for (const [number, term] of terms.entries()) {
    const changed = await writer.write(number);
    console.log(`${term.name}: ${changed.length} files`);
    if (!args.includes('--all') || changed.length === 0) continue;
    execFileSync('git', ['add', '--all', '--', ...changed], { cwd: root });
    execFileSync('git', ['commit', '--quiet', '--no-verify', '--message', term.subject], { cwd: root });
  }
}

/** Puts the tree as it is after a term, by what was found in the one before all. */
class Writer {
  private readonly sort = importSorter(root);
  private readonly written: Map<string, { place: string; text: string; raw: string }>;
  private readonly replacements;
  private readonly names;

  public constructor(private readonly tree: Tree, private readonly edits: Edits, private readonly moves: Moves, terms: readonly Term[]) {
    this.replacements = replacementsOf(terms);
    this.names = namesIn(tree, edits);
    this.written = new Map(tree.files.map((file) => [file, { place: file, text: tree.text(file), raw: tree.text(file) }]));
  }

  public async write(upTo: number): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const file of this.tree.files) {
      if (GENERATED.test(file) && !PROJENS.test(file)) continue;
      const before = this.written.get(file)!;
      const place = this.moves.placeOf(file, upTo);
      const raw = this.textOf(file, upTo);
      if (raw === before.raw && place === before.place) continue;
      const text = this.tree.sources.has(file) ? wrapped(sortedNames(await this.sort(raw, place), this.tree.text(file)), this.tree.text(file)) : raw;
      if (place !== before.place) rmSync(path.join(root, before.place));
      mkdirSync(path.dirname(path.join(root, place)), { recursive: true });
      writeFileSync(path.join(root, place), text);
      this.written.set(file, { place, text, raw });
      changed.push(...new Set([before.place, place]));
    }
    return changed;
  }

  private textOf(file: string, upTo: number): string {
    const original = this.tree.text(file);
    if (!this.tree.sources.has(file)) {
      const paths = this.moves.pathsIn(original, upTo);
      return DOCUMENTS.test(file) ? this.prose(this.moves.endsOfPathsIn(paths, upTo), file, upTo) : paths;
    }
    return this.moves.pathsIn(this.editsOf(file, upTo).applied(file, original, upTo), upTo);
  }

  /** The names' edits with those of imports, comments and titles, which are made anew for each term. */
  private editsOf(file: string, upTo: number): Edits {
    const all = new Edits();
    const original = this.tree.text(file);
    const prose = this.proseSpans(file);
    const names = this.names.get(file) ?? [];
    for (const span of prose) {
      const text = this.prose(this.moves.endsOfPathsIn(this.edits.appliedWithin(file, original, upTo, span), upTo), file, upTo);
      const quoted = names.filter(({ term }) => term <= upTo).reduce((each, { old, name }) => each.replaceAll(`\`${old}\``, `\`${name}\``), text);
      if (quoted !== original.slice(span.start, span.end)) all.add(file, { ...span, text: quoted, term: upTo });
    }
    for (const edit of this.edits.of(file)) {
      if (!prose.some(({ start, end }) => edit.start >= start && edit.end <= end)) all.add(file, edit);
    }
    for (const edit of this.moves.importsOf(file, upTo)) all.add(file, { ...edit, term: upTo });
    return all;
  }

  private readonly spans = new Map<string, ReturnType<typeof proseOf>>();

  private proseSpans(file: string): ReturnType<typeof proseOf> {
    if (!this.spans.has(file)) this.spans.set(file, proseOf(this.tree, file));
    return this.spans.get(file)!;
  }

  private prose(text: string, file: string, upTo: number): string {
    return replaceWords(text, this.replacements, upTo, file);
  }
}

/** What a word in a file is called from now on, where that is the same wherever the file has it: comments quote it. */
function namesIn(tree: Tree, edits: Edits): ReadonlyMap<string, readonly { readonly old: string; readonly name: string; readonly term: number }[]> {
  return new Map([...tree.sources.keys()].map((file) => {
    const names = new Map<string, Map<string, number>>();
    for (const { start, end, text, term } of edits.of(file)) {
      const old = tree.text(file).slice(start, end);
      names.set(old, new Map(names.get(old)).set(text, term));
    }
    return [file, [...names].flatMap(([old, all]) => all.size === 1 ? [...all].map(([name, term]) => ({ old, name, term })) : [])];
  }));
}

await main(process.argv.slice(2));
