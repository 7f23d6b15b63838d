/**
 * Modules that stay outside a bundle, and are required when whoever imports them is first needed: a bundler puts the imports of
 * what is outside to the top of its file, where `--help` would wait for all of them, and fail where they are not installed.
 */
import type { Plugin } from 'rolldown';

const LATE = '\0late:';

/**
 * Answers by what name the built file requires a module, and nothing for what is bundled; `resolved` tells the module's file.
 */
export type Outside = (specifier: string, resolved: () => Promise<string | undefined>) => Promise<string | undefined>;

export function lateExternals(outside: Outside): Plugin {
  return {
    name: 'late-externals',
    async resolveId(specifier, importer, options) {
      // What stands for the module requires the module itself.
      if (importer?.startsWith(LATE)) return { id: specifier, external: true };
      const name = await outside(specifier, async () => (await this.resolve(specifier, importer, { ...options, skipSelf: true }))?.id);
      return name === undefined ? undefined : `${LATE}${name}`;
    },
    load(id) {
      if (!id.startsWith(LATE)) return undefined;
      return { code: `module.exports = require(${JSON.stringify(id.slice(LATE.length))});`, moduleType: 'js' };
    },
  };
}
