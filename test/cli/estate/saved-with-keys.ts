/** The network of examples/saved-estate, saved as a person would by the AWS CLI: keys, configuration of the device and all. */
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { savedFilesOf } from '../../../tools/cli/estate/saving';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { clientOf } from '../../../tools/rehearsal/embedded-ec2/client';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../../../tools/rehearsal/scenarios/estate';

export type Files = Readonly<Record<string, unknown>>;

/** By the file's name, its folder in front. */
export async function savedWithKeys() {
  const network = new Network({ clock: new VirtualClock(Date.UTC(2026, 10, 20, 2, 0, 0)) });
  const { vpnConnectionId, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
  const estate = await readAws(clientOf(network), network.region, () => undefined);
  const { VpnConnections } = network.call('DescribeVpnConnections', {});
  const files: Record<string, unknown> = Object.fromEntries(savedFilesOf(estate).map(({ name, content }) => [`${estate.region}/${name}`, content]));
  files[`${estate.region}/vpn-connections.json`] = { VpnConnections };
  return { files: JSON.parse(JSON.stringify(files)) as Files, vpnConnectionId, toId: to.id };
}

/** Every verb that takes `--from`, by its name. */
export function verbsOn({ vpnConnectionId: id, toId }: { readonly vpnConnectionId: string; readonly toId: string }) {
  return {
    inventory: ['inventory', '--json'],
    plan: ['plan', id, '--to', toId],
    rehearse: ['rehearse', id, '--to', toId],
    runbook: ['runbook', id, '--to', toId],
    adopt: ['adopt', id, '--with-customer-gateway'],
    config: ['config', id, '--device', 'libreswan', '--remote-networks', '10.0.0.0/16'],
  } satisfies Readonly<Record<string, readonly string[]>>;
}
