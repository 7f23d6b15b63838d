/**
 * Two tunnels, BGP and a failover, end to end: the rendered files unchanged, at their places, with the kernel's own IPsec, in a
 * User-mode Linux of Debian's, which needs nothing of the machine's kernel. It has VTI interfaces and no xfrm ones.
 *
 * Only strongSwan's answer to a loss is seen here. What is lost says nothing of AWS.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { awsConnections, AwsTunnel } from './aws-side';
import { Machine, until } from './machine';
import { Score } from './score';
import { deviceFiles } from '../../lambda/engine/device-configuration/device-files';
import { connectionOf, KEYS, OUTSIDE, settingsOf } from '../engine/device-configuration/connections';

const DAEMONS = ['frr', 'bird', 'static'] as const;
const SECONDS = 220;

export async function proveEndToEnd(machine: Machine, score: Score): Promise<void> {
  await Promise.all(DAEMONS.map(async (daemon) => score.check(`end to end, ${daemon}`, async () => oneDevice(machine, score, daemon))));
}

async function oneDevice(machine: Machine, score: Score, daemon: (typeof DAEMONS)[number]): Promise<void> {
  const folder = path.join(machine.scratch, `guest-${daemon}`);
  const routing = daemon === 'static' ? 'static' : 'bgp';
  const settings = settingsOf({ interfaceKind: 'vti', routingDaemon: daemon === 'static' ? 'frr' : daemon });
  machine.device(`guest-${daemon}/device`, deviceFiles(connectionOf({ routing }), settings));
  mkdirSync(path.join(folder, 'aws/etc/swanctl/conf.d'), { recursive: true });
  writeFileSync(path.join(folder, 'aws/etc/swanctl/conf.d/aws.conf'), awsSide());
  copyFileSync(path.join(__dirname, 'guest.sh'), path.join(folder, 'guest.sh'));
  const output = path.join(folder, 'console');
  const guest = machine.start([
    'linux.uml', 'mem=384M', 'rootfstype=hostfs', 'root=/dev/root', 'rw', 'quiet', 'con=null', 'con0=null,fd:1', `init=${folder}/guest.sh`,
    `SCRATCH=${folder}`, `DAEMON=${daemon}`,
  ], output, { HOME: folder });
  const said = () => readFileSync(output, 'utf8');
  await until('the guest comes to its end', SECONDS, () => /^END/m.test(said()) || guest.exitCode !== null).catch(() => undefined);
  await machine.stop(guest);
  for (const [, verdict, what] of said().matchAll(/^(PASSED|FAILED) (.*?)\r?$/gm)) {
    score.count(verdict === 'PASSED', `${daemon}: ${what}`);
    if (verdict === 'PASSED') console.log(`passed ${daemon}: ${what}`);
  }
  if (!/^END/m.test(said())) throw new Error(`the guest did not come to its end: ${said().slice(-1_500)}`);
}

/** The tunnels as their options have them, which here are the defaults: AWS takes the best of what is proposed. */
function awsSide(): string {
  const phase = { encryption: 'AES256', integrity: 'SHA2-256', group: 20 };
  const tunnels = OUTSIDE.map((address, index): AwsTunnel => ({
    name: `tunnel${index + 1}`, version: 2, address, deviceAddress: '198.51.100.7', key: KEYS[index], phase1: [phase], phase2: [phase],
  }));
  return [0, 1].map((index) => awsConnections([tunnels[index]], [`mark_in = ${index + 1}`, `mark_out = ${index + 1}`])).join('\n');
}
