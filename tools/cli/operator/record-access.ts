/** What every command begins with: the options that lead to a record, the record itself, and what went wrong in a sentence. */
import { Command } from 'commander';
import { RecordVerb, RIGHTS } from './rights';
import type { Place, Services } from './services';
import type { DynamoDbRecords } from '../../../lambda/aws/services/dynamodb-records';
import { RecordHead } from '../../../lambda/engine/record';
import { type Journal, NewerRecord } from '../../../lambda/runner/ports';
import { REGION } from '../../../src/contract/grammar';
import { line, lines } from '../output/terminal';
import { checkedOption, connectionArgument } from '../terminal/checked-values';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { framesOf } from '../terminal/frames';
import { Terminal } from '../terminal/terminal';

export interface RecordOptions extends Place {
  readonly debug?: boolean;
}

export interface RecordAccess {
  readonly services: Services;
  readonly records: DynamoDbRecords;
  readonly head: RecordHead;
}

export function recordCommand(verb: RecordVerb, summary: string, examples: readonly string[]): Command {
  return new Command(verb)
    .description(summary)
    .addArgument(connectionArgument('<connection>', 'id of the VPN connection: vpn-…'))
    .option('--table <name>', 'the DynamoDB table with the records of the move')
    .option('--stack <name>', 'the stack that has the table; without both, every table of the Region is asked for the record')
    .addOption(checkedOption('--region <region>', 'the Region of the connection and its records; otherwise as the AWS CLI finds it', REGION))
    .option('--profile <profile>', 'the profile with the credentials to act with; otherwise as the AWS CLI finds them')
    .option('--debug', 'tell on standard error where it went wrong')
    .addHelpText('after', `
Examples:
${examples.map((each) => `  $ cdk-site-to-site-vpn ${each}`).join('\n')}

Needs these rights:
${RIGHTS[verb].map((each) => `  ${each}`).join('\n')}`);
}

/** @throws {CommandFailure} when there is no record, or no reading it */
export async function openRecord(vpnConnectionId: string, options: RecordOptions, terminal: Terminal): Promise<RecordAccess> {
  const { Services: Made } = await import('./services');
  const services = new Made(options, terminal);
  const records = await services.recordsOf(vpnConnectionId, options);
  const head = await records.readHead(vpnConnectionId);
  if (head !== undefined) return { services, records, head };
  const known = await services.connectionsIn(records.name).catch((): string[] => []);
  throw new CommandFailure(EXIT.UNREADABLE, `table ${records.name} has no record of ${vpnConnectionId}`,
    known.length === 0 ? 'See that --table and --region are those of the move' : `It has records of ${known.slice(0, 5).join(', ')}`);
}

/** Whatever fails at AWS is told in a line, with what to do; a mistake of this command is not dressed up. */
export async function reportingFailures<T>(options: RecordOptions, terminal: Terminal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error)) throw error;
    if (error instanceof NewerRecord) throw new CommandFailure(EXIT.UNREADABLE, error.found, error.remedy, { cause: error });
    const nextStep = nextStepFor(error);
    if (nextStep === undefined) throw error;
    // The message follows in its one line.
    if (options.debug) terminal.err(lines([error.name, ...framesOf(error)]));
    throw new CommandFailure(EXIT.UNREADABLE, error.message.split('\n')[0].replace(/\.$/, ''), nextStep, { cause: error });
  }
}

function nextStepFor({ name, message }: Error): string | undefined {
  if (/Credentials|Token.*(expired|invalid)|UnrecognizedClient|AuthFailure/i.test(`${name} ${message}`)) return 'Give --profile, or sign in as for the AWS CLI';
  if (/Region is missing/i.test(message)) return 'Give --region, or set AWS_REGION';
  if (/AccessDenied|UnauthorizedOperation|not authorized/i.test(`${name} ${message}`)) return 'The rights that this verb needs are at the end of its --help';
  if (/ResourceNotFound|does not exist/i.test(`${name} ${message}`)) return 'See that --table, --stack and --region are those of the move';
  if (name === 'TerminalFailure' || name === 'RetryableFailure' || name === 'RevisionConflict' || name === 'TimeoutError') return 'See `status`, mend the cause, and run the command again';
  return undefined;
}

/** What the runner notes, as a person follows it. */
export function journalTo(terminal: Terminal, words: (...noted: Parameters<Journal['note']>) => readonly string[]): Journal {
  let last = '';
  return {
    note: (event, details) => {
      for (const text of words(event, details)) {
        if (text !== last) terminal.err(line(`${new Date(terminal.now()).toISOString().slice(11, 19)}Z ${text}`));
        last = text;
      }
    },
    measure: () => undefined,
  };
}
