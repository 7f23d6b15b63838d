/** `npm run bench:inventory`: `inventory` on estates of thousands of connections, without the rest of `npm run bench`. */
import { Command } from 'commander';
import { measureInventory, tableOf } from './inventory/measure.mjs';

const { rounds, json } = new Command('bench:inventory')
  .description('Measures `inventory` on large estates.')
  .option('--rounds <number>', 'processes for each figure, of which the median is told', (text) => Number.parseInt(text, 10), 5)
  .option('--json', 'print JSON')
  .parse()
  .opts<{ rounds: number; json?: boolean }>();

const inventory = await measureInventory(rounds);
process.stdout.write(json ? `${JSON.stringify({ node: process.version, inventory }, undefined, 2)}\n` : tableOf(inventory, rounds));
