/** The options by which every verb is told what to read, and the estates that they lead to. */
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Estate } from './estate';
import { REGION } from '../../../src/contract/grammar';
import { line } from '../output/terminal';
import { checkedOption } from '../terminal/checked-values';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { Progress } from '../terminal/progress';
import { Terminal } from '../terminal/terminal';

export interface EstateOptions {
  readonly from?: string;
  readonly region?: readonly string[];
  readonly allRegions?: true;
  readonly profile?: string;
  readonly debug?: true;
}

/** Adds the options to a verb. */
export function withEstateOptions(verb: Command): Command {
  return verb
    .addOption(new Option('--from <dir>', 'read a folder of saved `aws ec2 describe-…` outputs instead of AWS').conflicts(['profile', 'allRegions']))
    .addOption(checkedOption('--region <regions...>', 'the regions to look at (default: the one of the environment or the profile; of saved outputs, all)', REGION))
    .addOption(new Option('--all-regions', 'every region that the account has enabled').conflicts('region'))
    .option('--profile <name>', 'the profile in ~/.aws whose credentials and region are used')
    .option('--debug', 'tell on standard error of every call: operation, outcome, attempts, duration');
}

/** At least one estate, or the failure that says why there is none. */
export async function estatesOf(options: EstateOptions, terminal: Terminal): Promise<Estate[]> {
  const progress = new Progress(terminal);
  try {
    return options.from === undefined ? await live(options, terminal, progress) : await saved(options.from, options, terminal);
  } finally {
    progress.end();
  }
}

async function live(options: EstateOptions, terminal: Terminal, progress: Progress): Promise<Estate[]> {
  const { ec2ClientOf, regionOf } = await import('./ec2-client');
  const { enabledRegions, readAws } = await import('./reading-aws');
  const { profile } = options;
  const debug = options.debug === true ? (text: string) => terminal.err(line(`debug: ${text}`)) : undefined;
  const inRegion = async <T>(name: string | undefined, read: (client: EC2Client, region: string) => Promise<T>): Promise<T> => {
    const client = ec2ClientOf({ region: name, profile, debug });
    try {
      return await read(client, await regionOf(client));
    } finally {
      client.destroy();
    }
  };
  const named: readonly (string | undefined)[] = options.allRegions === true
    ? await inRegion(undefined, enabledRegions)
    : options.region ?? [undefined];
  const estates: Estate[] = [];
  for (const name of new Set(named)) {
    estates.push(await inRegion(name, async (client, region) => readAws(client, region, (text) => progress.tell(text))));
  }
  return estates;
}

async function saved(directory: string, { region: named, debug }: EstateOptions, terminal: Terminal): Promise<Estate[]> {
  const { readSaved, UNKNOWN_REGION } = await import('./reading-saved');
  const began = terminal.now();
  const found = await readSaved(directory, (note) => terminal.err(line(`note: ${note}`)));
  if (debug === true) terminal.err(line(`debug: ${directory}: ${found.length} region(s) read, ${terminal.now() - began} ms`));
  if (named === undefined) return found;
  // Outputs that nothing dates to a region are of the one that is named.
  const [only] = found;
  const estates = found.length === 1 && named.length === 1 && only.region === UNKNOWN_REGION ? [{ ...only, region: named[0] }] : found;
  const missing = named.filter((region) => !estates.some((estate) => estate.region === region));
  if (missing.length === 0) return estates.filter((estate) => named.includes(estate.region));
  throw new CommandFailure(EXIT.UNREADABLE, `${directory} holds nothing saved of ${missing.join(', ')}`,
    `It holds ${estates.map((estate) => estate.region).join(', ')}; name one of these, or leave --region out.`);
}
