/** Code that the packed command writes for a connection in an estate, in both languages that it knows. */
import { join } from 'node:path';
import { Project } from './project';
import { readAws } from '../../tools/cli/estate/reading-aws';
import { save } from '../../tools/cli/estate/saving';
import { VirtualClock } from '../../tools/rehearsal/clock';
import { clientOf } from '../../tools/rehearsal/embedded-ec2/client';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { Routing, seedEstate } from '../../tools/rehearsal/scenarios/estate';

/** @param consumer a project in which the tarball is installed */
export async function adopted(consumer: Project, routing: Routing): Promise<Readonly<Record<'typescript' | 'python', string>>> {
  const network = new Network({ clock: new VirtualClock() });
  const { vpnConnectionId } = seedEstate(network, { move: 'tgw-to-vgw', routing });
  const estate = join(consumer.directory, `estate-${routing}`);
  await save([await readAws(clientOf(network), network.region, () => undefined)], estate);
  const command = join(consumer.directory, 'node_modules', 'cdk-site-to-site-vpn', 'bin', 'cdk-site-to-site-vpn.js');
  const code = async (language: string) =>
    consumer.run(process.execPath, [command, 'adopt', vpnConnectionId, '--from', estate, '--language', language]);
  return { typescript: await code('typescript'), python: await code('python') };
}
