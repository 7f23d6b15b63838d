/** The command as somebody installs it: packed, unpacked elsewhere, and run by Node with nothing of this repository around. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { savedOf } from './plan/saved';
import { Ran } from './terminal';
import { Rehearsed } from '../../tools/cli/rehearse/rehearsed';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../../tools/rehearsal/scenarios/estate';
import { StoryClock } from '../rehearsal/embedded-ec2/estates';

const ROOT = join(__dirname, '..', '..');
const TARBALL_BYTES_MAX = 3_000_000;

const network = new Network({ clock: new StoryClock() });
const ids = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });

let directory: string;
let tarball: string;
let saved: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vpn-packed-'));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', directory], ROOT);
  tarball = join(directory, readdirSync(directory).find((file) => file.endsWith('.tgz'))!);
  for (const project of ['alone', 'with-peers']) {
    const installed = join(directory, project, 'node_modules', 'cdk-site-to-site-vpn');
    mkdirSync(installed, { recursive: true });
    await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed], directory);
  }
  for (const peer of ['aws-cdk-lib', 'constructs']) symlinkSync(join(ROOT, 'node_modules', peer), join(directory, 'with-peers', 'node_modules', peer));
  saved = await savedOf(network);
}, 120_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const packed = async (project: string, ...args: readonly string[]): Promise<Ran> => run(process.execPath, [
  join(directory, project, 'node_modules', 'cdk-site-to-site-vpn', 'bin', 'cdk-site-to-site-vpn.js'), ...args,
], join(directory, project));

test('the tarball stays under 3 MB', () => {
  expect(statSync(tarball).size).toBeLessThan(TARBALL_BYTES_MAX);
});

test('help and inventory need nothing but Node', async () => {
  const help = await packed('alone', '--help');
  expect({ exitCode: help.exitCode, err: help.err }).toEqual({ exitCode: 0, err: '' });
  expect(help.out).toContain('rehearse [options] <id>');
  const listed = await packed('alone', 'inventory', '--from', saved, '--json');
  expect({ exitCode: listed.exitCode, err: listed.err }).toEqual({ exitCode: 0, err: '' });
  expect(listed.out).toContain(ids.vpnConnectionId);
});

test('without its peers a rehearsal says what it needs', async () => {
  const { exitCode, err } = await packed('alone', 'rehearse', ids.vpnConnectionId, '--to', ids.to.id, '--from', saved);
  expect({ exitCode, err }).toEqual({ exitCode: 3, err: expect.stringMatching(/^error: rehearse synthesizes an application, and finds no aws-cdk-lib.+$/m) });
});

test('with its peers a rehearsal runs the library and the function of the package', async () => {
  const { exitCode, out, err } = await packed('with-peers', 'rehearse', ids.vpnConnectionId, '--to', ids.to.id, '--from', saved, '--json', '--report', 'r.html');
  expect(err).toContain('Network CREATE_COMPLETE');
  expect(exitCode).toBe(0);
  expect(readFileSync(join(directory, 'with-peers', 'r.html'), 'utf8')).toContain('The move was made, and nothing is lost.');
  expect(JSON.parse(out) as Rehearsed).toMatchObject({
    passed: true, phases: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED'].map((phase) => ({ phase })), measured: { iamEnforced: true, defects: [] },
  });
});

/** Nothing of this process's environment but the path: no region, no profile, no credentials. */
async function run(file: string, args: readonly string[], cwd: string): Promise<Ran> {
  const env = { PATH: process.env.PATH, HOME: directory, AWS_EC2_METADATA_DISABLED: 'true' };
  return new Promise((resolve) => {
    execFile(file, [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), out, err });
    });
  });
}
