/** One Lambda function as one small CommonJS file that needs nothing but Node. */
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'rolldown';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

export interface LambdaBundle {
  /** The TypeScript file whose exports are the function's handlers. */
  readonly entry: string;
  /** Where `index.js` and `THIRD-PARTY-LICENSES.txt` go. */
  readonly directory: string;
  /** Parts of the SDK to replace, by module name. @default sdkSubstitutes */
  readonly substitutes?: Readonly<Record<string, string>>;
}

/**
 * What the clients import statically and a function in Lambda never runs. Each of the files says why, and throws or does
 * nothing in a way that a test would notice. Measured by `npm run bench:bundle`.
 */
export const sdkSubstitutes: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': substitute('environment-credentials'),
  '@aws-sdk/middleware-endpoint-discovery': substitute('no-endpoint-discovery'),
  '@smithy/core/event-streams': substitute('no-event-streams'),
};

export function lambdaBundle({ entry, directory, substitutes = sdkSubstitutes }: LambdaBundle): BuildOptions {
  return {
    input: entry,
    platform: 'node',
    // The ES modules of a package come first: nothing can be left out of a CommonJS file.
    resolve: { mainFields: ['module', 'main'], alias: { ...substitutes } },
    // The lowest Node that a function may be switched to; what it runs on is chosen in src.
    transform: { target: 'node22' },
    plugins: [thirdPartyLicenses()],
    output: {
      dir: directory,
      entryFileNames: 'index.js',
      format: 'cjs',
      dynamicImportInCjs: false, // one way to get at Node's modules, `require`, which whoever evaluates the file provides
      codeSplitting: false,
      minify: true,
      comments: false, // the licences are in the file beside it
    },
    logLevel: 'warn',
  };
}

function substitute(name: string): string {
  return fileURLToPath(new URL(`./sdk-substitutes/${name}.mts`, import.meta.url));
}
