/**
 * rolldown's configuration for the command that ships in the package: `cli/main.ts` becomes `bin/cdk-site-to-site-vpn.js`, one
 * file that needs Node, and for what synthesizes the library itself with its peers.
 */
import type { BuildOptions } from 'rolldown';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const command: BuildOptions = {
  input: 'cli/main.ts',
  platform: 'node',
  external: [/^aws-cdk-lib(\/|$)/, /^constructs(\/|$)/],
  resolve: { mainFields: ['module', 'main'] },
  transform: { target: 'node20' },
  plugins: [thirdPartyLicenses()],
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
