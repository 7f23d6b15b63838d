/**
 * Writes `sbom.cdx.json`, what the package ships of others: npm's own bill of materials, less what only builds and tests. What is
 * bundled say the notices beside each bundle, which the bundler wrote from what it took. It says neither when nor where it was
 * made, so that the same sources give the same file.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly object[];
}

interface Materials {
  readonly $schema: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

const NOTICES = [...readdirSync('assets').map((name) => `assets/${name}`), 'bin'];
const { name, bundledDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

const lists = new Map(NOTICES.map((directory) => [directory, packagesIn(readFileSync(`${directory}/THIRD-PARTY-LICENSES.txt`, 'utf8'))]));
const all = JSON.parse(execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
  encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'],
})) as Materials;
const components = all.components.flatMap((component) => {
  const places = placesOf(component);
  return places.length === 0 ? [] : [{ ...component, properties: places.map((value) => ({ name: `${name}:in`, value })) }];
});
const known = new Set(components.map(titleOf));
const missing = [...lists].flatMap(([directory, packages]) => [...packages].filter((each) => !known.has(each)).map((each) => `${each} of ${directory}`));
if (missing.length > 0) throw new Error(`package-lock.json does not know ${missing.join(', ')}`);

writeFileSync('sbom.cdx.json', `${JSON.stringify({
  $schema: all.$schema,
  bomFormat: 'CycloneDX',
  specVersion: all.specVersion,
  version: 1,
  metadata: { component: { ...all.metadata.component, name } },
  components,
}, undefined, 2)}\n`);

/** Each section of the notices begins with lines like `commander 14.0.3 (MIT)`. */
function packagesIn(notices: string): Set<string> {
  return new Set([...notices.matchAll(/^(\S+ \d+\.\d+\.\d\S*) \(\S+\)$/gm)].map(([, title]) => title));
}

function placesOf(component: Component): string[] {
  const bundled = [...lists].filter(([, packages]) => packages.has(titleOf(component))).map(([directory]) => directory);
  return [...bundled, ...bundledDependencies.includes(component.name) ? ['node_modules'] : []];
}

function titleOf({ name: packageName, version }: Component): string {
  return `${packageName} ${version}`;
}
