/** Files for a device, written below a folder as they go onto it: only who writes them may read them, and nothing is overwritten. */
import { DeviceFile } from '../../../src/contract/device-configuration/device-settings';
import { READABLE, writeFilesBelow } from '../terminal/written-files';

/**
 * @returns the paths of what was written
 * @throws {CommandFailure} where one is there already, or cannot be written: then none is
 */
export async function writeFiles(files: readonly DeviceFile[], directory: string): Promise<string[]> {
  return writeFilesBelow(directory, files.map(({ path: onDevice, content }) => ({
    names: onDevice.replace(/^\//, '').split('/'), content, mode: isScript(onDevice) ? READABLE.byOwnerWhoRunsIt : READABLE.byOwner,
  })), { option: '--out', folderMode: 0o700 });
}

/** Without keys, for whoever looks: one after the other, each with its place on the device. */
export function shown(files: readonly DeviceFile[]): string[] {
  return files.flatMap(({ path: onDevice, content }, index) => [
    ...index === 0 ? [] : [''], `==> ${onDevice} <==`, ...content.replace(/\n$/, '').split('\n'),
  ]);
}

function isScript(onDevice: string): boolean {
  return onDevice.startsWith('/usr/local/sbin/');
}
