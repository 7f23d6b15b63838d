/** The README's table of findings is the code's: every kind once, with whether it may be accepted, and every remark. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

const PREFLIGHT = path.join(__dirname, '..', '..', 'lambda', 'engine', 'preflight');
const sources = [...readdirSync(PREFLIGHT), '../path.ts'].map((file) => ({ file, text: readFileSync(path.join(PREFLIGHT, file), 'utf8') }));
const section = /## Findings\n([\s\S]*?)\n## /.exec(readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8'))![1];
const rows = [...section.matchAll(/^\| (`.+`) \| .+ \| (yes|no) \|$/gm)].map(([, ids, accepted]) => ({
  ids: [...ids.matchAll(/`([a-z0-9-]+)(:[^`]+)?`/g)].map(([, kind, subject]) => ({ kind, subject })), accepted: accepted === 'yes',
}));

function kindsIn(pattern: RegExp, of: typeof sources): string[] {
  return [...new Set(of.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, kind]) => kind)))].sort();
}

function documented(accepted: boolean): string[] {
  return rows.filter((row) => row.accepted === accepted).flatMap((row) => row.ids.map(({ kind }) => kind)).sort();
}

const findings = sources.filter(({ file }) => file !== 'remarks.ts');
const remarks = sources.filter(({ file }) => file === 'remarks.ts');

test('what may be accepted', () => {
  expect(documented(true)).toEqual(kindsIn(/acceptableFinding\(\s*'([a-z0-9-]+)'/g, findings));
});

test('what may not', () => {
  expect(documented(false)).toEqual(kindsIn(/\bid: '([a-z0-9-]+)'/g, findings));
});

test('a finding has a subject where it may be accepted, and only there', () => {
  for (const { ids, accepted } of rows) expect(ids.map(({ subject }) => subject !== undefined)).toEqual(ids.map(() => accepted));
});

test('every remark', () => {
  const text = section.slice(section.lastIndexOf('|'));
  expect(kindsIn(/\bid: '([a-z0-9-]+)'/g, remarks)).toEqual([...text.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, kind]) => kind).sort());
});
