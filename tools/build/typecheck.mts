/** `npx projen typecheck`: type-checks one project after another, as many at a time as there are cores. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

const projects = process.argv.slice(2);
let failed = projects.length === 0;

await Promise.all(Array.from({ length: availableParallelism() }, async () => {
  for (let project = projects.shift(); project !== undefined; project = projects.shift()) {
    const [status] = await once(spawn('tsc', ['--noEmit', '-p', project], { stdio: 'inherit' }), 'close') as [number | null];
    failed ||= status !== 0;
  }
}));
process.exitCode = failed ? 1 : 0;
