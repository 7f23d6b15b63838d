/**
 * What is published: exactly these files, and everything that Construct Hub asks of a package before it takes one.
 *
 * The rules are those of construct-hub's own code [toolchain-and-layout.md, section 3]: a package that breaks one is left out
 * without a word.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** Everything that is not compiled from a source of the library. */
const BESIDE_LIB = [
  '.jsii',
  'API.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'assets/*/THIRD-PARTY-LICENSES.txt',
  'assets/*/index.js',
  'bin/THIRD-PARTY-LICENSES.txt',
  'bin/cdk-site-to-site-vpn.js',
  'node_modules/ipaddr.js/LICENSE',
  'node_modules/ipaddr.js/README.md',
  'node_modules/ipaddr.js/lib/ipaddr.d.ts',
  'node_modules/ipaddr.js/lib/ipaddr.js',
  'node_modules/ipaddr.js/package.json',
  'package.json',
  'sbom.cdx.json',
];

/** What people have in the folder: credentials, a ticket's saved estate, what `config` wrote; and what looks like a part. */
const LYING_ABOUT = [
  '.env', '.npmrc', 'ticket/eu-central-1/vpn-connections.json', 'ticket.json', 'device/etc/ipsec.d/a.secrets', 'cdk.context.json', 'key.pem', 'report.html',
  'lib/.env', 'lib/deep/a.secrets', 'lib/planted.ts', 'bin/.env', 'bin/key.pem', 'assets/ticket.json', 'assets/vpn-target-migration/.env',
  'device/bin/cdk-site-to-site-vpn.js', 'device/lib/index.js', 'device/API.md', 'node_modules/other/index.js',
];

const FUNCTIONS = ['customer-gateway-configuration', 'vpn-connection-resources', 'vpn-target-migration'];

/** [construct-hub: one of these as a dependency of any kind, or a keyword] */
const CONSTRUCT_PACKAGES = /^(constructs|aws-cdk-lib|@aws-cdk\/.+)$/;
const CONSTRUCT_KEYWORDS = ['cdk', 'aws-cdk', 'awscdk', 'cdk8s', 'cdktf'];
/** [construct-hub: SPDX identifiers of these families] */
const LICENCES = /^(Apache-|BSD-|CDDL-|EPL-|ISC$|MIT|MPL-2\.0)/;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly jsii: { readonly targets: Readonly<Record<string, object>> };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly bundledDependencies: readonly string[];
}

let directory: string;
let files: string[];

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'vpn-published-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', directory], { cwd: ROOT, stdio: 'ignore' });
  const tarball = readdirSync(directory).find((file) => file.endsWith('.tgz'))!;
  execFileSync('tar', ['-xzf', tarball], { cwd: directory });
  files = filesIn(path.join(directory, 'package'));
});

afterAll(() => rmSync(directory, { recursive: true }));

const packed = (file: string) => readFileSync(path.join(directory, 'package', file), 'utf8');
const manifest = () => JSON.parse(packed('package.json')) as Manifest;
const assembly = () => JSON.parse(packed('.jsii')) as Omit<Manifest, 'peerDependencies'> & { readonly readme?: { readonly markdown: string } };

describe('the tarball holds', () => {
  test('every source of the library, compiled and declared, and nothing that is compiled from none', () => {
    const compiled = filesIn(path.join(ROOT, 'src')).flatMap((file) => ['.js', '.d.ts'].map((ending) => `lib/${file.replace(/\.ts$/, ending)}`));

    expect(compiled.length).toBeGreaterThan(100);
    expect(files.filter((file) => file.startsWith('lib/'))).toEqual(compiled.sort());
  });

  test('beside it the documents, the functions, the command and the one bundled library', () => {
    expect([...new Set(files.filter((file) => !file.startsWith('lib/')).map((file) => file.replace(/^assets\/[^/]+/, 'assets/*')))]).toEqual(BESIDE_LIB);
    expect(readdirSync(path.join(directory, 'package', 'assets')).sort()).toEqual(FUNCTIONS);
  });

  test('nothing that lies about beside it, whatever its name', () => {
    const tree = mkdtempSync(path.join(directory, 'tree-'));
    for (const file of files.filter((each) => !each.startsWith('node_modules/'))) plant(path.join(tree, file), packed(file));
    cpSync(path.join(ROOT, 'node_modules', 'ipaddr.js'), path.join(tree, 'node_modules', 'ipaddr.js'), { recursive: true });
    for (const file of LYING_ABOUT) plant(path.join(tree, file), 'planted.key.0123456789');
    const [{ files: listed }] = JSON.parse(execFileSync('npm', ['pack', '--ignore-scripts', '--dry-run', '--json'], {
      cwd: tree, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    })) as [{ files: { path: string }[] }];

    expect(listed.map((each) => each.path).sort()).toEqual(files);
    expect(readdirSync(ROOT)).not.toContain('.npmignore'); // which npm would not even look at
  });

  test('no script that is run when somebody installs it', () => {
    expect(Object.keys(manifest().scripts).filter((name) => /^(pre|post)?(install|prepare|uninstall)$/.test(name))).toEqual([]);
    expect(Object.keys(manifest().dependencies)).toEqual(manifest().bundledDependencies);
  });
});

describe('Construct Hub takes a package that', () => {
  test('is one of constructs', () => {
    const { peerDependencies, dependencies, devDependencies, keywords } = manifest();
    const depends = Object.keys({ ...peerDependencies, ...dependencies, ...devDependencies }).some((name) => CONSTRUCT_PACKAGES.test(name));

    expect([depends, keywords.some((keyword) => CONSTRUCT_KEYWORDS.includes(keyword))]).toEqual([true, true]);
  });

  test('was made by jsii', () => {
    expect(files).toContain('.jsii');
    expect(manifest().jsii).toBeDefined();
  });

  test('has one of the licences, and its text', () => {
    expect(manifest().license).toMatch(LICENCES);
    expect(packed('LICENSE')).toContain('Apache License');
  });

  test('is the same in package.json and in the assembly', () => {
    const { name, version, license } = assembly();

    expect({ name, version, license }).toEqual({ name: manifest().name, version: manifest().version, license: manifest().license });
  });

  test('says what it is, and shows a README whose links lead somewhere from anywhere', () => {
    expect(manifest().description.length).toBeGreaterThan(20);
    const links = [...packed('README.md').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((target) => !/^(https:\/\/|#)/.test(target))).toEqual([]);
  });
});

test('the Node.js that is asked for is the one that the README names, and none newer is compiled or bundled for', () => {
  const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
  const { engines, devDependencies } = JSON.parse(read('package.json')) as Manifest & { readonly engines: object };
  const [, asked] = /^Node\.js (\S+) or newer\./m.exec(read('README.md'))!;
  const major = asked.split('.')[0];

  expect(engines).toEqual({ node: `>= ${asked}.0` });
  expect(devDependencies['@types/node']).toBe(`^${major}`);
  expect(read('tools/build/command-bundle.config.mts')).toContain(`target: 'node${major}'`);
});

test('each language has the name that is usual there', () => {
  expect(manifest().jsii.targets).toEqual({
    python: { distName: 'cdk-site-to-site-vpn', module: 'cdk_site_to_site_vpn' },
    java: { package: 'io.github.cdksitetositevpn', maven: { groupId: 'io.github.cdk-site-to-site-vpn', artifactId: 'cdk-site-to-site-vpn' } },
    dotnet: { namespace: 'CdkSiteToSiteVpn', packageId: 'CdkSiteToSiteVpn' },
    go: { moduleName: 'github.com/cdk-site-to-site-vpn/cdk-site-to-site-vpn-go', packageName: 'cdksitetositevpn' },
  });
});

function plant(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Relative to the folder, with slashes, sorted. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
