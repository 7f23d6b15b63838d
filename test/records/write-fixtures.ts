/**
 * `npx tsx test/records/write-fixtures.ts VERSION`: writes the records of every kind of operation, as today's code leaves them, into a
 * folder of their own. What an earlier version has written is never written again: see fixtures/README.md.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, FOLDER, Kind } from './fixture';
import { STATES } from './stacks';
import { playedTo } from './stories';

async function writeAll(folder: string): Promise<void> {
  mkdirSync(folder);
  for (const [kind, states] of Object.entries(STATES)) {
    for (const routing of ['static', 'bgp'] as const) {
      for (const state of states) {
        const fixture = await playedTo(kind as Kind, routing, state);
        writeFileSync(join(folder, fileOf(fixture)), `${JSON.stringify(fixture, undefined, 1)}\n`);
      }
    }
  }
}

const [version] = process.argv.slice(2);
const folder = join(FOLDER, String(version));
if (!/^\d+$/.test(String(version))) throw new Error('say of which version of the records this code is: a number');
if (existsSync(folder)) throw new Error(`${folder} is there, and is never written again: records have to outlive the code that wrote them`);
void writeAll(folder);
