/** hold, forward and back: look, say what is going to be done, ask, and do it with the operator watching. */
import { randomUUID } from 'node:crypto';
import type { Ending, Leaving, Looked, Press } from './press';
import { atRecord, journalTo, recordCommand, RecordDesk, RecordOptions, saying } from './record-desk';
import { endingLine, intention } from './words';
import { operatorsRequestId } from '../../../lambda/engine/authority';
import { Button } from '../../../lambda/engine/operator';
import { inWords } from '../../rehearsal/scenarios/journal';
import { agreed } from '../terminal/agreement';
import { CommandFailure, EXIT, ExitCode } from '../terminal/command-failure';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface PressOptions extends RecordOptions {
  readonly yes?: boolean;
  readonly as?: string;
}

export function pressVerb(button: Button, summary: string): Verb {
  return (terminal, ends) => recordCommand(button, summary, [
    `${button} vpn-0123456789abcdef0 --stack Network`,
    `${button} vpn-0123456789abcdef0 --table Network-VpnMigrationRecords --region eu-central-1 --yes`,
  ])
    .option('--yes', 'do it without asking')
    .option('--as <name>', 'who you are, for the record; your user name unless given')
    .action(async (vpnConnectionId: string, options: PressOptions) => {
      ends(await saying(options, terminal, async () => pressed(button, vpnConnectionId, options, terminal)));
    });
}

async function pressed(button: Button, vpnConnectionId: string, options: PressOptions, terminal: Terminal): Promise<ExitCode> {
  const desk = await atRecord(vpnConnectionId, options, terminal);
  const leaving: Leaving = { requested: false };
  const press = await pressOf(button, vpnConnectionId, desk, options, leaving, terminal);
  const looked = (await press.look())!;
  if (looked.verdict.kind === 'refuse') refuse(looked.verdict);
  if (looked.verdict.kind === 'nothing') {
    await press.carryOut(looked);
    terminal.out(`${looked.verdict.reason}\n`);
    return EXIT.DONE;
  }
  await requireRights(button, looked, desk);
  await agreed(intention(button, looked), options, terminal);
  return carriedOut(button, vpnConnectionId, press, looked, leaving, terminal);
}

async function pressOf(
  button: Button, vpnConnectionId: string, { services, records, head }: RecordDesk, { as }: PressOptions,
  leaving: Leaving, terminal: Terminal,
): Promise<Press> {
  const { Press: Made } = await import('./press');
  const name = as ?? terminal.environment.USER ?? terminal.environment.USERNAME ?? 'unnamed';
  const unique = randomUUID();
  const operator = { name, holder: `operator ${name} ${unique.slice(0, 8)}`, requestId: operatorsRequestId(name, unique) };
  const journal = journalTo(terminal, (event, details) => (
    event === 'retry' ? [`again, since ${String(details.reason)}`] : inWords([{ event, ...details }])));
  return new Made(button, vpnConnectionId, operator, services.ports(records, head, journal), leaving);
}

async function carriedOut(
  button: Button, vpnConnectionId: string, press: Press, looked: Looked, leaving: Leaving, terminal: Terminal,
): Promise<ExitCode> {
  const stopListening = terminal.onInterrupt(() => {
    leaving.requested = true;
    terminal.err('stopping at the next pause; the lease is released then …\n');
  });
  try {
    const ending = await press.carryOut(looked);
    if (ending.kind === 'refused') return refusedLate(ending.looked);
    terminal.out(`${endingLine(ending)}\n`);
    if (ending.kind === 'left') terminal.err(`go on with \`${button} ${vpnConnectionId}\`, or stop it with \`hold ${vpnConnectionId}\`; a function that is at work goes on by itself\n`);
    return exitCodeOf(button, ending);
  } finally {
    stopListening();
  }
}

/** A drive that ends elsewhere than where it was to go has found something that stands against it. */
function exitCodeOf(button: Button, { kind, head }: Exclude<Ending, { readonly kind: 'refused' }>): ExitCode {
  if (kind !== 'ended') return EXIT.REFUSED;
  const wanted = { hold: 'held', forward: 'completed', back: 'restored' }[button];
  return head.status === wanted ? EXIT.DONE : EXIT.FOUND;
}

async function requireRights(button: Button, { backup, connection }: Looked, { services }: RecordDesk): Promise<void> {
  if (button === 'hold' || backup === undefined || connection === undefined) return;
  const refused = await services.refusedRights(backup, connection);
  if (refused.length === 0) return;
  throw new CommandFailure(EXIT.UNREADABLE, `you may not make these calls: ${refused.join(', ')}; the operation was left as it is`,
    `The rights that are needed are at the end of \`${button} --help\``);
}

function refusedLate({ verdict, head }: Looked): never {
  if (verdict.kind === 'refuse') refuse(verdict);
  throw new CommandFailure(EXIT.REFUSED, `operation ${head.operationId} is ${head.status} by now, ${head.intent}, and was left to whoever did that`, 'Look at `status`, and run the command again');
}

function refuse({ reason, nextStep }: { readonly reason: string; readonly nextStep: string }): never {
  throw new CommandFailure(EXIT.REFUSED, reason, nextStep);
}
