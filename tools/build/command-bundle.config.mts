/**
 * rolldown's configuration for the command that ships in the package: `tools/cli/main.ts` becomes `bin/cdk-site-to-site-vpn.js`, one
 * file that needs Node, and for what synthesizes the library itself with its peers.
 */
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'rolldown';
import { dynaliteOperations } from './dynalite-operations.mjs';
import { lateExternals } from './late-externals.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const PEERS = /^(aws-cdk-lib|constructs)(\/|$)/;
const LIBRARY = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

const command: BuildOptions = {
  input: 'tools/cli/main.ts',
  platform: 'node',
  resolve: {
    mainFields: ['module', 'main'],
    alias: { level: fileURLToPath(new URL('./command-substitutes/no-level.mts', import.meta.url)) },
  },
  transform: { target: 'node20' },
  plugins: [
    // The library is there already, compiled; whoever reads `bin` in the package finds it beside.
    lateExternals(async (specifier, resolved) => {
      if (PEERS.test(specifier)) return specifier;
      return specifier.startsWith('.') && await resolved() === LIBRARY ? '../lib/index.js' : undefined;
    }),
    dynaliteOperations(),
    thirdPartyLicenses(),
  ],
  output: {
    dir: process.env.COMMAND_DIRECTORY ?? 'bin',
    entryFileNames: 'cdk-site-to-site-vpn.js',
    banner: '#!/usr/bin/env node',
    format: 'cjs',
    codeSplitting: false,
    minify: true,
    comments: false, // the licences are in the file beside it
  },
  logLevel: 'warn',
};

export default command;
