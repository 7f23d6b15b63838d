/**
 * The applications of `examples/` as `cdk synth` makes them, and their templates against AWS's own schemas. That they import the
 * package by its name is what this configuration of Jest and `examples/tsconfig.json` map to `src`.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const EXAMPLES = path.join(__dirname, '../../examples');
const NAMES = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !['node_modules', 'saved-estate'].includes(entry.name)).map(({ name }) => name);

interface Assembly {
  readonly validationReport: { readonly pluginReports: readonly unknown[] };
  readonly types: ReadonlySet<string>;
}

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

/** What the CLI does: says by the environment where the assembly goes, and with which context. */
function synthesize(name: string, context: object = {}): Assembly {
  const directory = mkdtempSync(path.join(tmpdir(), `example-${name}-`));
  process.env.CDK_OUTDIR = directory;
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ '@aws-cdk/core:validateAgainstDefaultRules': true, ...context });
  jest.requireActual(path.join(EXAMPLES, name, 'app'));
  const read = (file: string) => JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
  const templates = readdirSync(directory).filter((file) => file.endsWith('.template.json')).map(read);
  const resources = templates.flatMap(({ Resources }) => Object.values<{ readonly Type: string }>(Resources));
  return { validationReport: read('validation-report.json'), types: new Set(resources.map(({ Type }) => Type)) };
}

test('there are examples, each a folder that can be copied, and the list names them', () => {
  const list = readFileSync(path.join(EXAMPLES, 'README.md'), 'utf8');
  expect(NAMES.length).toBeGreaterThanOrEqual(5);
  for (const name of NAMES) {
    expect(['app.ts', 'cdk.json', 'package.json'].filter((file) => !existsSync(path.join(EXAMPLES, name, file)))).toEqual([]);
    expect(list).toContain(`(${name}/app.ts)`);
  }
});

test.each(NAMES)('%s asks for versions that the package supports', (name) => {
  const { dependencies } = JSON.parse(readFileSync(path.join(EXAMPLES, name, 'package.json'), 'utf8'));
  const { peerDependencies } = JSON.parse(readFileSync(path.join(EXAMPLES, '../package.json'), 'utf8'));
  expect(dependencies).toMatchObject(peerDependencies);
});

test.each(NAMES)('%s synthesizes, and AWS\'s schemas find nothing in it', (name) => {
  const { validationReport, types } = synthesize(name);
  expect(validationReport.pluginReports).toEqual([]);
  expect(types.size).toBeGreaterThan(0);
});

test('edit-target synthesizes for its other target, too', () => {
  jest.resetModules(); // it was loaded before
  const { validationReport, types } = synthesize('edit-target', { target: 'transit' });
  expect(validationReport.pluginReports).toEqual([]);
  expect(types).toContain('AWS::EC2::VPNConnection');
});
