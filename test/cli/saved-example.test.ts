/**
 * `examples/saved-estate` is what `inventory --save` makes of the estate that the rehearsal's first scenario begins with, so that whoever
 * has no account can try every verb. After a change of either: `UPDATE_EXAMPLE=true npx jest test/cli/saved-example`.
 */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { savedOf } from './plan/saved';
import { command } from './terminal';
import { VirtualClock } from '../../tools/rehearsal/clock';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../../tools/rehearsal/scenarios/estate';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'saved-estate');
const BEGINS_AT = Date.UTC(2026, 10, 20, 2, 0, 0);

const network = new Network({ clock: new VirtualClock(BEGINS_AT) });
const { vpnConnectionId, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });

test('it is as `inventory --save` makes it', async () => {
  const saved = await savedOf(network);
  if (process.env.UPDATE_EXAMPLE !== undefined) {
    rmSync(EXAMPLE, { recursive: true, force: true });
    cpSync(saved, EXAMPLE, { recursive: true });
  }
  expect(filesOf(EXAMPLE)).toEqual(filesOf(saved));
});

test('the README\'s commands work on it, word for word', async () => {
  const readme = readFileSync(join(EXAMPLE, '..', 'README.md'), 'utf8');
  const lines = [...readme.matchAll(/^npx cdk-site-to-site-vpn (.+?)(?: +#.*)?$/gm)].map(([, words]) => words);
  expect(lines.length).toBeGreaterThanOrEqual(4);
  for (const line of lines) {
    expect(line.includes('vpn-') ? line : vpnConnectionId).toContain(vpnConnectionId);
    expect(line.includes('tgw-') ? line : to.id).toContain(to.id);
    const { exitCode, err } = await command(line.replace('saved-estate', EXAMPLE).split(' '));
    expect({ line, exitCode, err: exitCode === 0 ? '' : err }).toEqual({ line, exitCode: 0, err: '' });
  }
});

function filesOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map((entry) => join(entry.parentPath, entry.name)).sort()
    .map((file) => [file.slice(directory.length + 1), readFileSync(file, 'utf8')]));
}
