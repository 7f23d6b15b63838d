/**
 * Sizes and loading times of the migration's bundle and its alternatives, side by side in one run. Loading is `require()` of the bundle,
 * which constructs its clients, in a fresh process each; the variants take turns so that a busy moment of the machine hits all of them.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { variants } from './variants.mjs';
import { median } from '../median.mjs';

export interface Measured {
  readonly name: string;
  /** Whether it can do what the shipped one does. */
  readonly complete: boolean;
  readonly bytes: number;
  readonly gzipped: number;
  /** Of its bytes over those of the smallest that can do the same. */
  readonly ratio: number;
  /** Medians; absent where nothing was loaded. */
  readonly milliseconds?: number;
  readonly megabytes?: number;
}

const ENVIRONMENT = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

const LOAD = `
  const rss = process.memoryUsage().rss;
  const start = performance.now();
  require(process.argv[1]);
  const milliseconds = performance.now() - start;
  console.log(JSON.stringify({ milliseconds, megabytes: (process.memoryUsage().rss - rss) / 2 ** 20 }));
`;

interface Loading {
  readonly milliseconds: number;
  readonly megabytes: number;
}

interface Built {
  readonly name: string;
  readonly complete: boolean;
  readonly bytes: number;
  readonly gzipped: number;
  readonly file: string;
  readonly loadings: Loading[];
}

/** @param rounds fresh processes for each variant; none: only sizes */
export async function measureBundles(rounds: number): Promise<Measured[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bundle-size-'));
  try {
    const rows = await buildAll(directory);
    for (let turn = 0; turn < rounds; turn++) {
      for (const row of rows) row.loadings.push(await load(row.file));
    }
    const smallest = Math.min(...rows.filter((row) => row.complete).map((row) => row.bytes));
    return rows.map(({ name, complete, bytes, gzipped, loadings }) => ({
      name,
      complete,
      bytes,
      gzipped,
      ratio: round(bytes / smallest, 3),
      ...loadings.length > 0 && {
        milliseconds: round(median(loadings.map((each) => each.milliseconds)), 1),
        megabytes: round(median(loadings.map((each) => each.megabytes)), 1),
      },
    }));
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function buildAll(parent: string): Promise<Built[]> {
  const rows: Built[] = [];
  for (const [index, { name, complete, build }] of variants.entries()) {
    const file = path.join(parent, String(index), 'index.js');
    await mkdir(path.dirname(file));
    await build(path.dirname(file));
    const code = await readFile(file);
    rows.push({ name, complete, bytes: code.byteLength, gzipped: gzipSync(code, { level: 9 }).byteLength, file, loadings: [] });
  }
  return rows;
}

async function load(file: string): Promise<Loading> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', LOAD, file], { env: ENVIRONMENT });
  return JSON.parse(stdout);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
