/** Files for a device, written below a folder as they go onto it: only who writes them may read them, and nothing is overwritten. */
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { DeviceFile } from '../../../src/contract/device-configuration/device-settings';
import { CommandFailure, EXIT } from '../terminal/command-failure';

/**
 * @returns the paths of what was written
 * @throws {CommandFailure} where one is there already, before any is written
 */
export async function writeFiles(files: readonly DeviceFile[], directory: string): Promise<string[]> {
  const written = files.map((file) => path.join(directory, file.path));
  for (const each of written) {
    if (await isThere(each)) throw failure(`${each} is there already`, 'Name a folder by --out in which nothing of it is.');
  }
  for (const [index, { path: onDevice, content }] of files.entries()) {
    await attempt(written[index], async () => {
      await mkdir(path.dirname(written[index]), { recursive: true, mode: 0o700 });
      // Not over a file or through a link that somebody has put there meanwhile.
      await writeFile(written[index], content, { flag: 'wx', mode: isScript(onDevice) ? 0o700 : 0o600 });
    });
  }
  return written;
}

/** Without keys, for whoever looks: one after the other, each with its place on the device. */
export function shown(files: readonly DeviceFile[]): string {
  return files.map(({ path: onDevice, content }) => `==> ${onDevice} <==\n${content}`).join('\n');
}

function isScript(onDevice: string): boolean {
  return onDevice.startsWith('/usr/local/sbin/');
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(() => true, () => false);
}

async function attempt(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const code = (error as { code?: string } | undefined)?.code ?? 'unknown';
    throw failure(`${file} cannot be written (${code})`, 'Name a folder by --out that is yours to write.');
  }
}

function failure(message: string, nextStep: string): CommandFailure {
  return new CommandFailure(EXIT.UNREADABLE, message, nextStep);
}
