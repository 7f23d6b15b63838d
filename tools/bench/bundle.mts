/**
 * `npm run bench:bundle`: the migration's bundle beside its alternatives. Fails when the shipped one is not within 10 % of the smallest
 * that can do the same. `--rounds 0` only compares sizes, `--json` prints them for a program.
 */
import { Command } from 'commander';
import { measureBundles } from './bundle/measure.mjs';
import { SHIPPED } from './bundle/variants.mjs';

/** How far above the smallest alternative the shipped bundle may be. */
const TOLERANCE = 1.10;

const options = new Command('bench:bundle')
  .option('--rounds <number>', 'fresh processes per variant', (text) => Number.parseInt(text, 10), 15)
  .option('--json', 'print JSON')
  .parse()
  .opts<{ rounds: number; json?: boolean }>();

const measured = await measureBundles(options.rounds);
if (options.json) console.log(JSON.stringify({ node: process.version, shipped: SHIPPED, variants: measured }, undefined, 2));
else console.table(Object.fromEntries(measured.map(({ name, complete: _, ...line }) => [name, line])));
const ours = measured.find((line) => line.name === SHIPPED)!;
if (ours.ratio > TOLERANCE) {
  console.error(`the shipped bundle has ${ours.bytes} bytes, ${ours.ratio} times the smallest alternative's; allowed are ${TOLERANCE}`);
  process.exitCode = 1;
}
