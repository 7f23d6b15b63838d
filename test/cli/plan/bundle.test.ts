/** The bundled file plans as the sources do: minified, the commands of the SDK have other names than their operations. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { savedOf } from './saved';
import { PlanReport } from '../../../tools/cli/plan/report';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { StoryClock } from '../../rehearsal/embedded-ec2/estates';
import { command } from '../terminal';

const BUNDLE = join(__dirname, '../../../bin/cdk-site-to-site-vpn.js');

test('the same report, whoever is asked', async () => {
  if (!existsSync(BUNDLE)) throw new Error('run `npx projen bundle` first: the command has to be bundled for this test');
  const network = new Network({ clock: new StoryClock() });
  const { vpnConnectionId, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
  const args = ['plan', vpnConnectionId, '--to', to.id, '--from', await savedOf(network), '--json'];
  const bundled = JSON.parse(execFileSync(process.execPath, [BUNDLE, ...args], { encoding: 'utf8' })) as PlanReport;
  const { out } = await command(args);
  expect(bundled).toEqual(JSON.parse(out));
});
