/**
 * The table of findings and notes is the code's: each kind that a check makes is in it, with whether it may be accepted, and some check
 * makes each kind that is in it. The document is the table's.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { FINDINGS, FINDINGS_OF_EDIT, FINDINGS_OF_REPLACEMENT, NOTES } from '../../src/contract/finding-kinds';
import { DOCUMENT, documentText } from '../../tools/build/findings/document';

const ENGINE = path.join(__dirname, '..', '..', 'lambda', 'engine');
const REFUSED = /\b(?:id: |(?:finding|notAvailable)\(\s*)'([a-z0-9-]+)'/g;
const ACCEPTABLE = /acceptableFinding\(\s*'([a-z0-9-]+)'/g;
const OF_EDIT = /AcceptableEdit = `([a-z0-9-]+):/g;

const everywhere = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const [ofReplacement, ofMove] = [true, false].map((wanted) => everywhere.filter((file) => file.startsWith('replacement') === wanted)
  .map((file) => readFileSync(path.join(ENGINE, file), 'utf8')));
const notes = Object.keys(NOTES);

function made(texts: readonly string[], pattern: RegExp): string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, kind]) => kind)))].sort();
}

function refused(rows: typeof FINDINGS | typeof FINDINGS_OF_REPLACEMENT): string[] {
  return rows.flatMap((row): readonly string[] => ('kinds' in row ? row.kinds : [])).sort();
}

function acceptable(rows: typeof FINDINGS | typeof FINDINGS_OF_EDIT): string[] {
  return rows.flatMap((row) => ('acceptable' in row ? Object.keys(row.acceptable) : [])).sort();
}

function camelCase(kind: string): string {
  return kind.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

test('what may be accepted', () => {
  expect(acceptable(FINDINGS)).toEqual(made([...ofMove, ...ofReplacement], ACCEPTABLE));
});

test('it says by which subject', () => {
  const subjects = [...FINDINGS, ...FINDINGS_OF_EDIT].flatMap((row): string[] => ('acceptable' in row ? Object.values(row.acceptable) : []));
  expect(subjects.filter((subject) => subject === '')).toEqual([]);
});

test('what may not', () => {
  expect(refused(FINDINGS)).toEqual(made(ofMove, REFUSED).filter((kind) => !notes.includes(kind)));
});

test('what a replacement is refused for', () => {
  const own = made(ofReplacement, REFUSED).filter((kind) => !notes.includes(kind));
  // By the check of a move, which a replacement calls.
  const shared = made(ofMove, REFUSED).filter((kind) => ofReplacement.some((text) => new RegExp(`\\b${camelCase(kind)}\\(`).test(text)));

  expect(shared).toEqual(['connection-not-found']);
  expect(refused(FINDINGS_OF_REPLACEMENT)).toEqual([...new Set([...own, ...shared])].sort());
});

test('what an edit of a connection is refused for by itself', () => {
  expect(acceptable(FINDINGS_OF_EDIT)).toEqual(made(ofMove, OF_EDIT));
});

test('every note', () => {
  const kinds = made([...ofMove, ...ofReplacement], REFUSED);
  expect(notes.filter((kind) => !kinds.includes(kind))).toEqual([]);
  expect(notes.length).toBeGreaterThan(0);
});

test('the document is as the table has it: `npx projen findings`', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(documentText());
});
