/**
 * What the service keeps for configuring the device, which holds the keys and is therefore in no estate: it is read apart, of one
 * connection, and only for whoever configures a device.
 */
import { DescribeVpnConnectionsCommand } from '@aws-sdk/client-ec2';
import { idInOneForm } from '../../../lambda/aws/one-form';
import { ec2ClientOf, readingFailure } from '../estate/ec2-client';
import { LIST_OUTPUTS } from '../estate/outputs';
import { savedContentOf, savedFilesIn, savedFoldersIn } from '../estate/saved-files';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface Whereabouts {
  /** A folder of saved outputs; AWS without one. */
  readonly from?: string;
  readonly region: string;
  readonly profile?: string;
  readonly debug?: (line: string) => void;
}

/** @throws {CommandFailure} */
export async function configurationOf(vpnConnectionId: string, where: Whereabouts): Promise<string> {
  return where.from === undefined ? fromAws(vpnConnectionId, where) : fromSaved(vpnConnectionId, where.from);
}

async function fromAws(vpnConnectionId: string, where: Whereabouts): Promise<string> {
  const client = ec2ClientOf(where);
  try {
    const { VpnConnections = [] } = await client.send(new DescribeVpnConnectionsCommand({ VpnConnectionIds: [vpnConnectionId] }));
    const configuration = VpnConnections[0]?.CustomerGatewayConfiguration;
    if (configuration) return configuration;
  } catch (error) {
    throw readingFailure('ec2:DescribeVpnConnections', where.region, error);
  } finally {
    client.destroy();
  }
  throw new CommandFailure(EXIT.UNREADABLE, `EC2 in ${where.region} describes no CustomerGatewayConfiguration of ${vpnConnectionId}`,
    'Try again when the connection is available.');
}

async function fromSaved(vpnConnectionId: string, directory: string): Promise<string> {
  for (const folder of await savedFoldersIn(directory)) {
    for (const file of await savedFilesIn(folder)) {
      const configuration = configurationIn(await savedContentOf(file), vpnConnectionId);
      if (configuration !== undefined) return configuration;
    }
  }
  throw new CommandFailure(EXIT.UNREADABLE, `${directory} holds no CustomerGatewayConfiguration of ${vpnConnectionId}`,
    `Save it there by \`aws ec2 ${LIST_OUTPUTS.vpnConnections.command} --output json\`: what \`inventory --save\` writes is without keys, and without it.`);
}

function configurationIn({ VpnConnections: connections }: Readonly<Record<string, unknown>>, vpnConnectionId: string): string | undefined {
  if (!Array.isArray(connections)) return undefined;
  const found = (connections as ({ VpnConnectionId?: unknown; CustomerGatewayConfiguration?: unknown } | null)[])
    .filter((each) => typeof each?.VpnConnectionId === 'string' && idInOneForm(each.VpnConnectionId) === vpnConnectionId).map((each) => each?.CustomerGatewayConfiguration);
  return found.find((each): each is string => typeof each === 'string' && each !== '');
}
