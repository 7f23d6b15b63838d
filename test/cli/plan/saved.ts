/** An estate in a folder of saved outputs that goes when the tests are over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { save } from '../../../tools/cli/estate/saving';
import { clientOf } from '../../../tools/rehearsal/embedded-ec2/client';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

const directories: string[] = [];

afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

export async function savedOf(network: Network): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'vpn-plan-'));
  directories.push(directory);
  await save([await readAws(clientOf(network), network.region, () => undefined)], directory);
  return directory;
}
