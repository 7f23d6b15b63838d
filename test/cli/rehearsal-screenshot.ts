/**
 * The picture of a rehearsal's report in the documentation: `npx projen bundle && npx tsx test/cli/rehearsal-screenshot.ts`, with
 * Debian's chromium-headless-shell and fonts-dejavu-core. It plays the same rehearsal in every run.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { command } from './terminal';
import { readAws } from '../../tools/cli/estate/reading-aws';
import { save } from '../../tools/cli/estate/saving';
import { VirtualClock } from '../../tools/rehearsal/clock';
import { clientOf } from '../../tools/rehearsal/embedded-ec2/client';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../../tools/rehearsal/scenarios/estate';

const PICTURE = path.join(__dirname, '..', '..', 'docs', 'images', 'rehearsal-report.png');
const PICTURE_BYTES_MAX = 150_000;

void main();

async function main(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'rehearsal-screenshot-'));
  try {
    const page = path.join(directory, 'rehearsal.html');
    await rehearse(directory, page);
    execFileSync('chromium-headless-shell', [
      '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=1280,1140', `--screenshot=${PICTURE}`, `file://${page}`,
    ], { stdio: 'ignore', timeout: 60_000 });
    const { size } = statSync(PICTURE);
    if (size > PICTURE_BYTES_MAX) throw new Error(`${PICTURE} has ${size} bytes, which is more than ${PICTURE_BYTES_MAX}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function rehearse(directory: string, page: string): Promise<void> {
  const network = new Network({ clock: new VirtualClock() });
  const { vpnConnectionId, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
  await save([await readAws(clientOf(network), network.region, () => undefined)], directory);
  const { exitCode, err } = await command(['rehearse', vpnConnectionId, '--to', to.id, '--from', directory, '--report', page]);
  if (exitCode !== 0) throw new Error(err);
}
