/**
 * `npx projen bench:document`: everything that is measured, written to `docs/benchmarks.md` with the machine it was measured on. Figures of
 * one table were measured side by side in this run; those of two runs are not to be compared.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { Measured as Bundle, measureBundles } from './bundle/measure.mjs';
import { SHIPPED } from './bundle/variants.mjs';
import { describeFigures, FIGURES } from './interruption/figures.js';
import { measureRows, Row, seedsOf } from './interruption/measure.js';
import { verdictsOn } from './interruption/targets.js';
import type { Measured as Inventory } from './inventory/measure.mjs';
import { CONNECTIONS, Way } from './synth/estates.mjs';
import { measureSynthesis, Synthesis } from './synth/measure.mjs';

const FILE = 'docs/benchmarks.md';
const SEEDS = seedsOf(3);

const WHOLE_CLIENT = 'whole aggregated EC2 client, esbuild defaults';
const WORDS: Readonly<Record<Way, string>> = {
  'l1': 'the L1s, by hand',
  'l2': '`SiteToSiteVpn` as it is by default, the same resources',
  'l2-with-routes': '`SiteToSiteVpn` with `TargetChange.withRoutes()`',
};

const { rounds } = new Command('bench:document')
  .description(`Measures everything and writes ${FILE}; takes some minutes.`)
  .option('--rounds <number>', 'processes for each figure of time, of which the median is told', (text) => Number.parseInt(text, 10), 5)
  .parse()
  .opts<{ rounds: number }>();

const tell = (what: string) => process.stderr.write(`measuring ${what}\n`);
tell('synthesis');
const synthesis = await measureSynthesis(rounds);
tell('the bundle');
const bundles = await measureBundles(rounds * 3);
tell('large estates');
const inventory = await inventoryBesideNothing();
tell('the interruption');
const interruption = await measureRows(SEEDS);
await writeFile(FILE, document());
process.stderr.write(`written to ${FILE}\n`);

/** In a process of its own: what a process begins with as its peak of memory is that of the process that started it. */
async function inventoryBesideNothing(): Promise<Inventory[]> {
  const { stdout } = await promisify(execFile)('tsx', ['tools/bench/inventory.mts', '--json', '--rounds', String(rounds)], { maxBuffer: 64 * 2 ** 20 });
  return JSON.parse(stdout).inventory;
}

function document(): string {
  const [{ model }] = cpus();
  return `# Benchmarks

Written by \`npx projen bench:document\`, which measures all of it anew: Node.js ${process.version} on ${cpus().length} processors (${model.trim()}),
shared with whatever else ran there. Times are medians over processes that take turns, so that a busy moment hits all that are compared:
read the ratios. Nothing was measured at AWS. How it was arrived at, and what was measured once, is in [measurements.md](measurements.md).

## Synthesis of ${CONNECTIONS.toLocaleString('en')} connections

\`new App()\` to \`synth()\`, ${rounds} processes each, aws-cdk-lib loaded before: a connection on a virtual private gateway with its customer
gateway and two static routes, in twenty stacks.

${table(['written with', 'resources', 'ms', 'ratio to the L1s', 'peak memory MB'], synthesis.map(rowOfSynthesis))}

## The function's bundle

Loading is \`require()\` with the clients constructed, in ${rounds * 3} fresh processes each.

${table(['variant', 'bytes', 'gzipped', 'loading ms', 'to an empty handler', 'to the whole EC2 client', 'memory MB'], bundles.map(rowOfBundle))}

The shipped one is \`${SHIPPED}\`.

## The interruption beyond provisioning

${describeFigures(FIGURES)} In virtual time against the embedded EC2, with the deployed bytes; means over ${SEEDS.length} seeds of describe lag.
\`bound\` is the least that any procedure could add, \`sequential\` what one adds that waits as Terraform documents.

${table(['direction', 'routing', 'routes', 'overhead s', 'bound s', 'sequential s', 'EC2 calls', 'targets'], interruption.map(rowOfMove))}

## The command on large estates

The bundled file, ${rounds} processes each; live is an embedded EC2 on loopback, on the same processors.

${table(['what', 'ms', 'peak memory MB', 'printed MB'], inventory.map(rowOfInventory))}
`;
}

type Cells = readonly (string | number)[];

function rowOfSynthesis({ way, resources, milliseconds, ratio, megabytes }: Synthesis): Cells {
  return [WORDS[way], resources, Math.round(milliseconds), ratio.toFixed(2), Math.round(megabytes)];
}

function rowOfBundle({ name, bytes, gzipped, milliseconds = 0, megabytes = 0 }: Bundle): Cells {
  const [toEmpty, toWhole] = [milliseconds / loadingOf('empty handler'), milliseconds / loadingOf(WHOLE_CLIENT)];
  return [name, bytes.toLocaleString('en'), gzipped.toLocaleString('en'), milliseconds, `${toEmpty.toFixed(1)} ×`, `${toWhole.toFixed(2)} ×`, megabytes];
}

function rowOfMove(row: Row): Cells {
  const seconds = [row.overheadSeconds, row.boundSeconds, row.sequentialSeconds].map((each) => each.toFixed(2));
  const missed = verdictsOn(row).filter(({ met }) => !met).map(({ target, reached }) => `NOT met: ${target}: ${reached}`);
  return [row.direction, row.routing, row.routes, ...seconds, row.ec2Calls, missed.length === 0 ? 'met' : missed.join('; ')];
}

function rowOfInventory({ what, milliseconds, peakMegabytes, outputMegabytes }: Inventory): Cells {
  return [what, Math.round(milliseconds), Math.round(peakMegabytes), outputMegabytes.toFixed(2)];
}

function loadingOf(name: string): number {
  return bundles.find((each) => each.name === name)!.milliseconds!;
}

function table(head: readonly string[], rows: readonly Cells[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
