/** dynalite requires a module for each operation by a name that it puts together: here they are named, so that a bundler sees them. */
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import type { Plugin } from 'rolldown';

const FOLDERS = ['actions', 'validations'];

export function dynaliteOperations(): Plugin {
  return {
    name: 'dynalite-operations',
    transform(code, id) {
      if (!/\/dynalite\/index\.js$/.test(id)) return undefined;
      return FOLDERS.reduce((text, folder) => named(text, folder, path.join(path.dirname(id), folder)), code);
    },
  };
}

/** @throws when dynalite does it in another way by now */
function named(code: string, folder: string, directory: string): string {
  const composed = `require('./${folder}/' + action)`;
  if (!code.includes(composed)) throw new Error(`dynalite does not say ${composed} any more`);
  const names = readdirSync(directory).filter((file) => file.endsWith('.js') && file !== 'index.js').map((file) => file.slice(0, -'.js'.length));
  const modules = names.map((name) => `${JSON.stringify(name)}: require('./${folder}/${name}')`);
  return code.replace(composed, `({ ${modules.join(', ')} })[action]`);
}
