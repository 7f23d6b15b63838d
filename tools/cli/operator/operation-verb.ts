/** hold, forward and back: look, say what is going to be done, ask, and do it with the operator watching. */
import { randomUUID } from 'node:crypto';
import type { AssessedCommand, CommandOutcome, OperatorSession, StopSignal } from './operator-session';
import { journalTo, openRecord, RecordAccess, recordCommand, RecordOptions, reportingFailures } from './record-access';
import { changesOf, endingLine, intention } from './wording';
import { operatorRequestId } from '../../../lambda/engine/authority';
import { OperatorCommand } from '../../../lambda/engine/operator';
import { inWords } from '../../rehearsal/scenarios/journal';
import { line, prompt } from '../output/terminal';
import { agreed } from '../terminal/agreement';
import { CommandFailure, EXIT, ExitCode } from '../terminal/command-failure';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface OperationOptions extends RecordOptions {
  readonly yes?: boolean;
  readonly as?: string;
}

export function operationVerb(command: OperatorCommand, summary: string): Verb {
  return (terminal, ends) => recordCommand(command, summary, [
    `${command} vpn-0123456789abcdef0 --stack Network`,
    `${command} vpn-0123456789abcdef0 --table Network-VpnMigrationRecords --region eu-central-1 --yes`,
  ])
    .option('--yes', 'do it without asking')
    .option('--as <name>', 'who you are, for the record; your user name unless given')
    .action(async (vpnConnectionId: string, options: OperationOptions) => {
      ends(await reportingFailures(options, terminal, async () => runVerb(command, vpnConnectionId, options, terminal)));
    });
}

async function runVerb(
  command: OperatorCommand, vpnConnectionId: string, options: OperationOptions, terminal: Terminal,
): Promise<ExitCode> {
  const access = await openRecord(vpnConnectionId, options, terminal);
  const leaving: StopSignal = { requested: false };
  const session = await sessionOf(command, vpnConnectionId, access, options, leaving, terminal);
  const assessed = (await session.assess())!;
  if (assessed.decision.kind === 'refuse') refuse(assessed.decision);
  if (assessed.decision.kind === 'nothing') {
    await session.carryOut(assessed);
    terminal.out(line(assessed.decision.reason));
    return EXIT.DONE;
  }
  await requireRights(command, assessed, access);
  await agreed(intention(command, assessed), options, terminal);
  await confirmUnproven(command, assessed, options, terminal);
  return carriedOut(command, vpnConnectionId, session, assessed, leaving, terminal);
}

/** What an earlier version has opened has no digest on its head: whoever goes on with it says of each line that it is meant. */
async function confirmUnproven(
  command: OperatorCommand, { head, backup }: AssessedCommand, { yes }: OperationOptions, terminal: Terminal,
): Promise<void> {
  if (command === 'hold' || backup === undefined || head.backupDigest !== undefined) return;
  const why = `the head of operation ${head.operationId} has no digest of its backup, as an earlier version opened it`;
  if (yes) throw new CommandFailure(EXIT.REFUSED, `${why}: what is to be done has to be confirmed line by line`, 'Run it again without --yes');
  terminal.err(line(`${why}. Confirm each line:`));
  for (const change of changesOf(command, backup)) {
    const answer = await terminal.ask(prompt(`${change}? Type yes: `));
    if (answer?.trim().toLowerCase() !== 'yes') {
      throw new CommandFailure(EXIT.REFUSED, `nothing was done, since this was not confirmed: ${change.trim()}`, 'Compare the plan\'s digest in the function\'s log, and run it again');
    }
  }
}

async function sessionOf(
  command: OperatorCommand, vpnConnectionId: string, { services, records, head }: RecordAccess, { as }: OperationOptions,
  leaving: StopSignal, terminal: Terminal,
): Promise<OperatorSession> {
  const { OperatorSession: Made } = await import('./operator-session');
  const name = as ?? terminal.environment.USER ?? terminal.environment.USERNAME ?? 'unnamed';
  const unique = randomUUID();
  const operator = { name, holder: `operator ${name} ${unique.slice(0, 8)}`, requestId: operatorRequestId(name, unique) };
  const journal = journalTo(terminal, (event, details) => (
    event === 'retry' ? [`again, since ${String(details.reason)}`] : inWords([{ event, ...details }])));
  return new Made(command, vpnConnectionId, operator, services.ports(records, head, journal), leaving);
}

async function carriedOut(
  command: OperatorCommand, vpnConnectionId: string, session: OperatorSession, assessed: AssessedCommand, leaving: StopSignal,
  terminal: Terminal,
): Promise<ExitCode> {
  const stopListening = terminal.onInterrupt(() => {
    leaving.requested = true;
    terminal.err(line('stopping at the next pause; the lease is released then …'));
  });
  try {
    const ending = await session.carryOut(assessed);
    if (ending.kind === 'refused') return refusedLate(ending.looked);
    terminal.out(line(endingLine(ending)));
    if (ending.kind === 'left') terminal.err(line(`go on with \`${command} ${vpnConnectionId}\`, or stop it with \`hold ${vpnConnectionId}\`; a function that is at work goes on by itself`));
    return exitCodeOf(command, ending);
  } finally {
    stopListening();
  }
}

/** A run that ends elsewhere than where it was to go has found something that stands against it. */
function exitCodeOf(command: OperatorCommand, { kind, head }: Exclude<CommandOutcome, { readonly kind: 'refused' }>): ExitCode {
  if (kind !== 'ended') return EXIT.REFUSED;
  const wanted = { hold: 'held', forward: 'completed', back: 'restored' }[command];
  return head.status === wanted ? EXIT.DONE : EXIT.FOUND;
}

async function requireRights(command: OperatorCommand, { backup, connection }: AssessedCommand, { services }: RecordAccess): Promise<void> {
  if (command === 'hold' || backup === undefined || connection === undefined) return;
  const refused = await services.refusedRights(backup, connection);
  if (refused.length === 0) return;
  throw new CommandFailure(EXIT.UNREADABLE, `you may not make these calls: ${refused.join(', ')}; the operation was left as it is`,
    `The rights that are needed are at the end of \`${command} --help\``);
}

function refusedLate({ decision, head }: AssessedCommand): never {
  if (decision.kind === 'refuse') refuse(decision);
  throw new CommandFailure(EXIT.REFUSED, `operation ${head.operationId} is ${head.status} by now, ${head.intent}, and was left to whoever did that`, 'Look at `status`, and run the command again');
}

function refuse({ reason, nextStep }: { readonly reason: string; readonly nextStep: string }): never {
  throw new CommandFailure(EXIT.REFUSED, reason, nextStep);
}
