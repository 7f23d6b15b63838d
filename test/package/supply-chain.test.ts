/** What a user's security team asks of the package: what is in it of others, under which licences, and what runs when it is installed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const materials = JSON.parse(readFileSync(join(ROOT, 'sbom.cdx.json'), 'utf8')) as { readonly components: readonly Component[] };

interface Component {
  readonly name: string;
  readonly version: string;
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses: readonly { readonly license: { readonly id?: string; readonly name?: string } }[];
}

/** Permissive, and compatible with Apache-2.0 when shipped with their notices. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const licenceOf = ({ licenses }: Component) => licenses.map(({ license }) => license.id ?? license.name).join();

test('the bill of materials names exactly what the notices beside the bundles name, and what is shipped in node_modules', () => {
  const notices = [...readdirSync(join(ROOT, 'assets')).map((name) => `assets/${name}`), 'bin']
    .map((directory) => readFileSync(join(ROOT, directory, 'THIRD-PARTY-LICENSES.txt'), 'utf8')).join('\n');
  const bundled = [...notices.matchAll(/^(\S+) (\d+\.\d+\.\d\S*) \([^)]+\)$/gm)].map(([, name, version]) => `${name} ${version}`);
  const shipped = manifest.bundledDependencies.map((name: string) => `${name} ${lock.packages[`node_modules/${name}`].version}`);
  expect(bundled.length).toBeGreaterThan(0);
  expect(materials.components.map(({ name, version }) => `${name} ${version}`).sort()).toEqual([...new Set([...bundled, ...shipped])].sort());
});

test('everything in it has a hash, and a licence that may be shipped', () => {
  expect(materials.components.filter((component) => !LICENCES.includes(licenceOf(component))).map(({ name }) => name)).toEqual([]);
  for (const component of materials.components) {
    expect(component.hashes).toContainEqual({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) });
  }
});

test('nothing runs when it is installed', () => {
  const bundled: string[] = manifest.bundledDependencies;
  const shipped = [manifest, ...bundled.map((name) => JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')))];
  for (const { name, scripts = {} } of shipped) {
    const atInstall = Object.keys(scripts).filter((script) => /^(pre|post)?install$/.test(script));
    expect({ name, atInstall }).toEqual({ name, atInstall: [] });
  }
  expect(Object.keys(manifest.dependencies)).toEqual(manifest.bundledDependencies);
});

test('the lock pins every package by its hash, and names no registry', () => {
  const packages = Object.entries<Record<string, unknown>>(lock.packages)
    .filter(([path, { link, inBundle }]) => path !== '' && link !== true && inBundle !== true);
  expect(packages.filter(([, { integrity }]) => typeof integrity !== 'string').map(([path]) => path)).toEqual([]);
  expect(packages.filter(([, each]) => 'resolved' in each).map(([path]) => path)).toEqual([]);
});

test('it is published with provenance, for everybody', () => {
  expect(manifest.publishConfig).toMatchObject({ access: 'public', provenance: true });
});
