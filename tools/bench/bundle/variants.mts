/** The ways in which the migration's handler could be bundled, each as it would be written down by somebody. */
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { build } from 'rolldown';
import { lambdaBundle, sdkSubstitutes } from '../../build/lambda-bundle.mjs';

const HANDLER = 'lambda/vpn-target-migration/handler.ts';

export interface Variant {
  readonly name: string;
  /** Whether it can do what the shipped one does; the others only show where the bytes and the time go. */
  readonly complete: boolean;
  /** Writes `index.js` into a directory. */
  build(directory: string): Promise<unknown>;
}

export const SHIPPED = 'shipped: rolldown, three substitutes';

const { '@aws-sdk/credential-provider-node': environmentCredentials } = sdkSubstitutes;
const credentialsOnly = { '@aws-sdk/credential-provider-node': environmentCredentials };
const moduleFields = ['module', 'main'];

export const variants: readonly Variant[] = [
  { name: SHIPPED, complete: true, build: byRolldown(HANDLER, sdkSubstitutes) },
  { name: 'rolldown, credentials substitute', complete: true, build: byRolldown(HANDLER, credentialsOnly) },
  { name: 'rolldown, nothing replaced', complete: true, build: byRolldown(HANDLER, {}) },
  { name: 'esbuild, defaults', complete: true, build: byEsbuild({}) },
  { name: 'esbuild, module fields', complete: true, build: byEsbuild({ mainFields: moduleFields }) },
  {
    name: 'esbuild, keys inlined, credentials substitute',
    complete: true,
    build: byEsbuild({ mainFields: moduleFields, plugins: [inlineSchemaKeys()], alias: credentialsOnly }),
  },
  {
    name: 'esbuild, keys inlined, three substitutes',
    complete: true,
    build: byEsbuild({ mainFields: moduleFields, plugins: [inlineSchemaKeys()], alias: sdkSubstitutes }),
  },
  { name: 'whole aggregated EC2 client, esbuild defaults', complete: false, build: wholeEc2 },
  { name: 'empty handler', complete: false, build: empty },
];

function byRolldown(entry: string, substitutes: Readonly<Record<string, string>>): Variant['build'] {
  return async (directory) => build({ ...lambdaBundle({ entry, directory, substitutes }), plugins: [] });
}

function byEsbuild(options: esbuild.BuildOptions): Variant['build'] {
  return async (directory) => esbuild.build({
    entryPoints: [HANDLER],
    outfile: path.join(directory, 'index.js'),
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    bundle: true,
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
    ...options,
  });
}

/** esbuild takes a computed key for a side effect, which keeps every schema of a client alive; the keys are constants. */
function inlineSchemaKeys(): esbuild.Plugin {
  return {
    name: 'inline-schema-keys',
    setup({ onLoad }) {
      onLoad({ filter: /schemas[\\/]schemas_\d+\.js$/ }, async ({ path: file }) => {
        const source = await readFile(file, 'utf8');
        const constants = new Map([...source.matchAll(/^const (_\w+) = (".*");$/gm)].map(([, name, text]) => [name, text]));
        return { contents: source.replace(/\[(_\w+)\]:/g, (whole, name) => constants.has(name) ? `${constants.get(name)}:` : whole) };
      });
    },
  };
}

async function wholeEc2(directory: string): Promise<unknown> {
  const contents = "import { EC2 } from '@aws-sdk/client-ec2'; const ec2 = new EC2({}); export const isComplete = () => ec2.describeVpnConnections({});";
  return byEsbuild({ entryPoints: undefined, stdin: { contents, resolveDir: '.' } })(directory);
}

async function empty(directory: string): Promise<unknown> {
  return writeFile(path.join(directory, 'index.js'), 'exports.isComplete=async()=>({IsComplete:true});');
}
