/** The command as the package ships it: one file, in a process of its own, where there is nothing but it and Node. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { documented, documentedFiles, emptyFolder, folderOf } from './saved';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../lambda/estates';
import { StoryClock } from '../rehearsal/embedded-ec2/estates';

const BUNDLE = path.join(__dirname, '..', '..', 'bin', 'cdk-site-to-site-vpn.js');
const PLANTED = 'planted.key.0123456789';

test('inventory reads a saved folder, and says nothing on standard error', async () => {
  await expect(alone(['inventory', '--from', folderOf(documentedFiles())])).resolves.toMatchObject({
    exitCode: 0, stdout: expect.stringContaining('vpn-1122334455aabbccd'), stderr: '',
  });
});

test('inventory without credentials ends with 3 and a line', async () => {
  const { exitCode, stdout, stderr } = await alone(['inventory', '--region', 'eu-central-1']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toMatch(/^error: there are no credentials for AWS \([^\n]*\)\. Name a profile by --profile[^\n]*\n$/);
});

test.each([[['--json']], [['--debug']], [['--csv']]])('a key in a saved file is in nothing that is printed, with %j', async (options) => {
  const { VpnConnection } = documented('CreateVpnConnection') as { VpnConnection: object };
  const withKeys = { ...VpnConnection, CustomerGatewayConfiguration: PLANTED, Options: { TunnelOptions: [{ PreSharedKey: PLANTED }] } };
  const { exitCode, stdout, stderr } = await alone(['inventory', '--from', folderOf({ 'a.json': { VpnConnections: [withKeys] } }), ...options]);
  expect(exitCode).toBe(0);
  expect(stdout + stderr).not.toContain(PLANTED);
});

test('a key in a file that cannot be read is in nothing that is printed', async () => {
  const { exitCode, stdout, stderr } = await alone(['inventory', '--from', folderOf({ 'a.json': `{"VpnConnections": [${PLANTED}]}` }), '--debug']);
  expect(exitCode).toBe(3);
  expect(stdout + stderr).not.toContain(PLANTED.slice(0, 7));
});

test('whoever has read enough may close the pipe', async () => {
  const VpnConnections = Array.from({ length: 5_000 }, (_, index) => ({ VpnConnectionId: `vpn-${String(index).padStart(8, '0')}`, State: 'available' }));
  const reader = spawn(process.execPath, [BUNDLE, 'inventory', '--from', folderOf({ 'a.json': { VpnConnections } })]);
  const said: Buffer[] = [];
  reader.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  reader.stdout.once('data', () => reader.stdout.destroy());
  const [exitCode] = await once(reader, 'close') as [number | null];
  expect({ exitCode, said: Buffer.concat(said).toString() }).toEqual({ exitCode: 0, said: '' });
});

test('on a disk that takes the first file and not the next, `config` leaves neither file nor key, and the next try works', async () => {
  const network = new Network({ clock: new StoryClock() });
  const { vpnConnectionId } = seedEstate(network, 'vgw-to-tgw', 'bgp');
  const saved = folderOf({ 'eu-central-1/vpn-connections.json': network.call('DescribeVpnConnections', {}) });
  const networks = Array.from({ length: 200 }, (_, index) => `10.1.${index}.0/24`); // of which the last file has a line each
  const args = ['config', vpnConnectionId, '--device', 'strongswan', '--local-networks', ...networks, '--from', saved, '--with-keys', '--out'];
  const folder = path.join(emptyFolder(), 'device');
  const { exitCode, stderr } = await alone([...args, folder], 'ulimit -f 3');
  expect([exitCode, stderr]).toEqual([3, `error: ${folder}/etc/frr/frr.conf cannot be written (EFBIG). Name a folder by --out that is yours to write.\n`]);
  expect(readdirSync(path.dirname(folder))).toEqual([]);
  await expect(alone([...args, folder])).resolves.toMatchObject({ exitCode: 0, stderr: '' });
});

/** @param limit of the shell, for what it starts */
async function alone(args: readonly string[], limit = 'true'): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const directory = emptyFolder();
  const file = path.join(directory, 'command.js');
  copyFileSync(BUNDLE, file);
  const env = { PATH: process.env.PATH, HOME: directory, AWS_EC2_METADATA_DISABLED: 'true' };
  return new Promise((resolve) => {
    execFile('bash', ['-c', `${limit} && exec "$@"`, 'bash', process.execPath, file, ...args], { cwd: directory, env }, (error, stdout, stderr) =>
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr }));
  });
}
