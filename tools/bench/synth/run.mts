/** One synthesis in a process of its own: `run.mts <way>` prints how long it took after everything was loaded, and its resources. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { synthesize, Way } from './estates.mjs';

const began = performance.now();
synthesize(process.argv[2] as Way);
const milliseconds = performance.now() - began;
const directory = process.env.CDK_OUTDIR!;
const resources = readdirSync(directory).filter((file) => file.endsWith('.template.json'))
  .map((file) => Object.keys(JSON.parse(readFileSync(path.join(directory, file), 'utf8')).Resources).length);
process.stdout.write(`${JSON.stringify({ milliseconds, resources: resources.reduce((sum, each) => sum + each, 0), megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
