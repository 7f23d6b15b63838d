/** cfn-lint and checkov, which come from PyPI into a folder of this clone, as `requirements.txt` pins them by their hashes. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

const REQUIREMENTS = path.join(__dirname, 'requirements.txt');

/** @returns where the programs are */
export async function installed(directory: string): Promise<string> {
  const programs = path.join(directory, 'bin');
  const stamp = path.join(directory, 'installed');
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return programs;
  rmSync(directory, { recursive: true, force: true });
  const run = promisify(execFile);
  await run('python3', ['-m', 'venv', directory]);
  // The list is whole, so nothing has to be resolved; most of it is never loaded, so nothing has to be compiled.
  await run(path.join(programs, 'pip'), [
    'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '--no-deps', '--only-binary', ':all:', '--no-compile', '-r', REQUIREMENTS,
  ]);
  writeFileSync(stamp, digest);
  return programs;
}

/** The JSON that it prints, whatever its status: a linter that finds something fails. */
export function answerOf(program: string, args: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 1024 ** 3, encoding: 'utf8' }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`${path.basename(program)} answered no JSON: ${stdout.slice(0, 500)} ${stderr.slice(-2000)}`, { cause: error }));
      }
    });
  });
}
