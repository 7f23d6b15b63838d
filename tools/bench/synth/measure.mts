/** How long `new App()` to `synth()` takes for a thousand connections, beside the same resources written with the L1s. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { WAYS, Way } from './estates.mjs';
import { median } from '../median.mjs';

export interface Synthesis {
  readonly way: Way;
  readonly milliseconds: number;
  readonly resources: number;
  readonly megabytes: number;
  /** Of its time over that of the L1s, turn by turn: the median. */
  readonly ratio: number;
}

interface Turn {
  readonly milliseconds: number;
  readonly resources: number;
  readonly megabytes: number;
}

/** @param rounds processes for each way, which take turns, so that a busy moment of the machine hits all of them */
export async function measureSynthesis(rounds: number): Promise<Synthesis[]> {
  const turns: Readonly<Record<Way, Turn>>[] = [];
  for (let round = 0; round < rounds; round++) {
    const turn: Partial<Record<Way, Turn>> = {};
    for (const way of WAYS) turn[way] = await synthesis(way);
    turns.push(turn as Record<Way, Turn>);
  }
  return WAYS.map((way) => ({
    way,
    milliseconds: median(turns.map((turn) => turn[way].milliseconds)),
    resources: turns[0][way].resources,
    megabytes: median(turns.map((turn) => turn[way].megabytes)),
    ratio: median(turns.map((turn) => turn[way].milliseconds / turn.l1.milliseconds)),
  }));
}

async function synthesis(way: Way): Promise<Turn> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-synth-'));
  try {
    const env = {
      ...process.env,
      CDK_OUTDIR: directory,
      // The newest aws-cdk-lib validates; that is its own time, and the same for all ways.
      CDK_VALIDATION: 'false',
    };
    const run = path.join(import.meta.dirname, 'run.mts');
    const { stdout } = await promisify(execFile)('tsx', [run, way], { env, maxBuffer: 64 * 2 ** 20 });
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Turn;
  } finally {
    await rm(directory, { recursive: true });
  }
}
