/** docs/classic.md names every finding and every remark that only a replacement has, and no other as its own. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';

const read = (...names: string[]) => readFileSync(path.join(__dirname, '..', '..', ...names), 'utf8');
const source = read('lambda', 'engine', 'replacement', 'preflight.ts');
const text = read('docs', 'classic.md');
const remarks = ['asn-of-new-gateway', 'new-tunnels-down'];
const made = [...new Set([...source.matchAll(/\bid: '([a-z0-9-]+)'/g)].map(([, kind]) => kind))].sort();

test('every finding that refuses it', () => {
  const rows = [...text.matchAll(/^\| (`.+`) \| .+ \| no \|$/gm)].flatMap(([, ids]) => [...ids.matchAll(/`([a-z0-9-]+)`/g)].map(([, kind]) => kind));
  expect(rows.sort()).toEqual(made.filter((kind) => !remarks.includes(kind)));
});

test('every remark', () => {
  expect(remarks.filter((kind) => made.includes(kind) && text.includes(`\`${kind}\``))).toEqual(remarks);
});
