/**
 * The machine on which devices are tried: its programs, and a scratch folder, processes and network namespaces that all go at the end,
 * processes first (a charon whose namespace vanished spins).
 */
import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeviceFile } from '../../src/contract/device-configuration/device-settings';

export interface Ran {
  readonly status: number;
  readonly output: string;
}

export class Machine {
  readonly scratch = mkdtempSync(path.join(tmpdir(), 'prove-devices-'));
  private readonly running: ChildProcess[] = [];
  private readonly namespaces: string[] = [];

  /** A name that nobody else has. */
  namespace(name: string): string {
    const own = `prove${process.pid}${name}`;
    execFileSync('ip', ['netns', 'add', own]);
    this.namespaces.push(own);
    execFileSync('ip', ['-n', own, 'link', 'set', 'lo', 'up']);
    return own;
  }

  /** @param output the file that takes what it says */
  start(command: readonly string[], output: string, env: Readonly<Record<string, string>> = {}): ChildProcess {
    const file = openSync(output, 'a');
    const child = spawn(command[0], command.slice(1), { stdio: ['ignore', file, file], env: { ...process.env, ...env } });
    closeSync(file);
    this.running.push(child);
    return child;
  }

  async stop(child: ChildProcess): Promise<void> {
    for (const [signal, seconds] of [['SIGTERM', 5], ['SIGKILL', 5]] as const) {
      if (isOver(child)) return;
      child.kill(signal);
      for (let waited = 0; waited < seconds * 20 && !isOver(child); waited += 1) await sleep(50);
    }
  }

  async close(): Promise<void> {
    for (const child of this.running) await this.stop(child);
    for (const name of this.namespaces) run(['ip', 'netns', 'del', name]);
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** Puts a device's files below a folder of their own. */
  device(name: string, files: readonly DeviceFile[]): string {
    const root = path.join(this.scratch, name);
    for (const file of files) {
      const target = path.join(root, file.path);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, file.content, { mode: 0o700 });
    }
    return root;
  }
}

/** Whatever it ends with. */
export function run(command: readonly string[], options: { readonly input?: string; readonly env?: Record<string, string> } = {}): Ran {
  try {
    const output = execFileSync(command[0], command.slice(1), {
      encoding: 'utf8', input: options.input ?? '', stdio: 'pipe', maxBuffer: 268_435_456, env: { ...process.env, ...options.env },
    });
    return { status: 0, output };
  } catch (error) {
    const { status, stdout, stderr, message } = error as { status?: number | null; stdout?: string; stderr?: string; message: string };
    return { status: status ?? -1, output: `${stdout ?? ''}${stderr ?? message}` };
  }
}

/** @throws when it does not come to be in time */
export async function until(what: string, seconds: number, holds: () => boolean): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
}

/** What has to be there, or nothing is proved. */
export function missingHere(programs: Readonly<Record<string, string>>): string[] {
  return [
    ...process.getuid?.() === 0 ? [] : ['it needs root, for network namespaces'],
    ...existsSync('/dev/net/tun') ? [] : ['it needs /dev/net/tun'],
    ...Object.entries(programs).filter(([program]) => !existsSync(program)).map(([program, name]) => `${program} is missing (Debian's ${name})`),
  ];
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
