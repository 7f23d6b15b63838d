/** `config ID --device …`: the files of a device for a connection, without its keys unless they are asked for. */
import { Command, Option } from 'commander';
import { DeviceChoices, settingsOf, withDeviceOptions } from '../config/choices';
import { EstateOptions, estatesOf, withEstateOptions } from '../estate/options';
import { json } from '../output/json';
import { line, lines } from '../output/terminal';
import { connectionArgument } from '../terminal/checked-values';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface ConfigOptions extends EstateOptions, DeviceChoices {
  readonly out?: string;
  readonly withKeys?: true;
  readonly json?: true;
}

export const config: Verb = (terminal) => withDeviceOptions(withEstateOptions(new Command('config')))
  .addArgument(connectionArgument('<id>', 'the connection, vpn-…'))
  .description('Writes what an open device needs for a connection: strongSwan or Libreswan, with FRR or BIRD.')
  .addOption(new Option('--out <dir>', 'write the files below this folder, as they go onto the device, for your eyes only').conflicts('json'))
  .option('--with-keys', 'write the pre-shared keys, too; without it, the files name the keys\' places')
  .option('--json', 'print one JSON document: the files, without keys')
  .addHelpText('after', HELP)
  .action(async (id: string, options: ConfigOptions) => configure(id, options, terminal));

async function configure(id: string, options: ConfigOptions, terminal: Terminal): Promise<void> {
  const { out, from, profile } = options;
  if (options.withKeys === true && out === undefined) {
    throw new CommandFailure(EXIT.USAGE, '--with-keys is for files, and nothing says where they go',
      'Name a folder by --out; what is printed never holds a key.');
  }
  const [{ connectionIn }, { configurationOf }, { configuredFiles }, { shown, writeFiles }] = await Promise.all([
    import('../estate/connection-in'), import('../config/service-configuration'), import('../config/configured'), import('../config/writing'),
  ]);
  const { estate, connection } = connectionIn(await estatesOf(options, terminal), id);
  requireAvailable(id, connection.State);
  const debug = options.debug === true ? (text: string) => terminal.err(line(`debug: ${text}`)) : undefined;
  const configuration = await configurationOf(id, { from, region: estate.region, profile, debug });
  const files = configuredFiles({ estate, connection, configuration, settings: settingsOf(options), withKeys: options.withKeys === true });
  if (out !== undefined) terminal.out(lines(await writeFiles(files, out)));
  else if (options.json === true) terminal.out(json({ version: 1, region: estate.region, vpnConnectionId: id, files }));
  else terminal.out(lines(shown(files)));
}

/** While it is modified, its configuration may be the old one's, the new one's, or not there. */
function requireAvailable(id: string, state: string | undefined): void {
  if (state === 'available') return;
  throw new CommandFailure(EXIT.FOUND, `${id} is ${state ?? 'in no known state'}`, 'Configure the device when the connection is available.');
}

const HELP = `
Examples:
  $ cdk-site-to-site-vpn config vpn-0123456789abcdef0 --device strongswan --local-networks 10.0.0.0/16 --region eu-central-1
  $ cdk-site-to-site-vpn config vpn-0123456789abcdef0 --device strongswan --routing-daemon bird --local-networks 10.0.0.0/16 --out device --with-keys
  $ cdk-site-to-site-vpn config vpn-0123456789abcdef0 --device libreswan --remote-networks 10.1.0.0/16 --from saved

Algorithms and timers are those that the tunnel options allow, addresses, BGP numbers and keys those of the configuration that EC2 keeps for
the device. What is printed never holds a key. With --out and --with-keys the keys are in the one file that needs them; every file is
readable by you only, and none is overwritten. At AWS nothing is changed. With --from the folder has to hold what
\`aws ec2 describe-vpn-connections\` printed, keys and all: what \`inventory --save\` wrote is without the configuration.`;
