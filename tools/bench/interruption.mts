/**
 * `npm run bench`: how long a move interrupts traffic beyond what EC2 and the device take, beside the least it could be
 * and beside a sequence with Terraform's documented waits. In virtual time against the embedded EC2, with the deployed bytes.
 * And how long `inventory` takes on estates of thousands of connections, unless only some moves are asked for.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { Direction, DIRECTIONS } from './interruption/bound.js';
import { describeFigures, FIGURES } from './interruption/figures.js';
import { measureRows, seedsOf } from './interruption/measure.js';
import { tableOf, verdictsOn } from './interruption/targets.js';
import { measureInventory, tableOf as tableOfInventory } from './inventory/measure.mjs';

const INVENTORY_ROUNDS = 3;

const options = new Command('bench')
  .description('Measures the interruption that a move adds to EC2\'s provisioning, against the embedded EC2 in virtual time.')
  .option('--json', 'print an object with the figures and, under `interruption`, a row for each direction and number of routes; `inventory` has those of large estates')
  .addOption(new Option('--direction <direction...>', 'measure only these directions').choices(DIRECTIONS))
  .option('--routes <number>', 'measure only this number of routes; may be repeated', (text: string, before: number[] = []) => [...before, count(text)])
  .option('--seeds <number>', 'rows of luck with lagging describes to take the mean over', count, 3)
  .addHelpText('after', '\nTargets are printed beside each row, met or not; the exit status is 0 once everything was measured.')
  .parse()
  .opts<{ json?: boolean; direction?: Direction[]; routes?: number[]; seeds: number }>();

const seeds = seedsOf(options.seeds);
const rows = await measureRows(seeds, options.direction, options.routes);
const isWhole = options.direction === undefined && options.routes === undefined;
const inventory = isWhole ? await measureInventory(INVENTORY_ROUNDS) : [];

if (options.json) {
  const interruption = rows.map((row) => ({ ...row, targets: verdictsOn(row) }));
  process.stdout.write(`${JSON.stringify({ node: process.version, figures: FIGURES, seeds, interruption, inventory }, undefined, 2)}\n`);
} else {
  process.stdout.write(`${describeFigures(FIGURES)}\nMeans over ${seeds.length} seeds.\n\n${tableOf(rows)}\n`);
  if (isWhole) process.stdout.write(`\n${tableOfInventory(inventory, INVENTORY_ROUNDS)}`);
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 100) throw new InvalidArgumentError('a whole number from 1 to 100');
  return number;
}
