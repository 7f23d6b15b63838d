/** `unlock`: shows who has the lease, and takes it away from who does not come back. */
import { Lease, unlocked } from '../../../lambda/engine/record';
import { LEASE_MS } from '../../../src/contract/times';
import { openRecord, recordCommand, RecordOptions, reportingFailures } from '../operator/record-access';
import { instant } from '../operator/wording';
import { line } from '../output/terminal';
import { agreed } from '../terminal/agreement';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface UnlockOptions extends RecordOptions {
  readonly takeOver?: boolean;
  readonly yes?: boolean;
  readonly as?: string;
}

export const unlock: Verb = (terminal) => recordCommand('unlock', 'Shows who has the lease of an operation, and takes it away if it has run out and you say so.', [
  'unlock vpn-0123456789abcdef0 --stack Network', 'unlock vpn-0123456789abcdef0 --take-over',
])
  .option('--take-over', 'take a lease away that has run out')
  .option('--yes', 'do it without asking')
  .option('--as <name>', 'who you are, for the record; your user name unless given')
  .action(async (vpnConnectionId: string, options: UnlockOptions) =>
    reportingFailures(options, terminal, async () => unlocking(vpnConnectionId, options, terminal)));

async function unlocking(vpnConnectionId: string, options: UnlockOptions, terminal: Terminal): Promise<void> {
  const { records, head } = await openRecord(vpnConnectionId, options, terminal);
  const leases = [head.lease, head.promised].filter((lease) => lease !== undefined);
  if (leases.length === 0) {
    terminal.out(line(`nobody has the lease of operation ${head.operationId}: any button may be pressed`));
    return;
  }
  const now = terminal.now();
  for (const lease of leases) terminal.out(line(inWords(lease, lease === head.promised, now)));
  const live = leases.find((lease) => lease.until > now);
  if (live !== undefined) {
    throw new CommandFailure(EXIT.REFUSED, `the lease of ${live.holder} runs until ${instant(live.until)}`,
      'Who is at work gives it back or lets it run out; `hold`, `forward` and `back` wait for that by themselves');
  }
  if (!options.takeOver) {
    terminal.err(line('it stands in nobody\'s way; with --take-over it is taken away, so that whoever had it writes no more'));
    return;
  }
  await agreed([`unlock: the lease of ${leases[0].holder} is taken away from operation ${head.operationId} on ${vpnConnectionId}.`], options, terminal);
  const by = options.as ?? terminal.environment.USER ?? 'unnamed';
  await records.writeHead(unlocked(head, { at: terminal.now(), by, did: 'unlock' }));
  terminal.out(line(`operation ${head.operationId} is unlocked: press \`forward\`, \`back\` or \`hold\``));
}

/** A lease is renewed for the same time again and again, so what it is old is told by its end. */
function inWords({ holder, until }: Lease, isPromise: boolean, now: number): string {
  const age = Math.max(0, Math.round((now - (until - LEASE_MS)) / 1000));
  return `${isPromise ? 'promised to' : 'held by'} ${holder}, last renewed ${age} s ago, ${until > now ? 'until' : 'run out at'} ${instant(until)}`;
}
