/** Bundles any entry exactly as the functions in lambda/ are: `tsx tools/build/bundle-entry.mts <entry> <directory>`. */
import { build } from 'rolldown';
import { lambdaBundle } from './lambda-bundle.mjs';

const [entry, directory] = process.argv.slice(2);
await build(lambdaBundle({ entry, directory }));
