/** `unlock`: shows who has the lease, and takes it away from who does not come back. */
import { Lease, RecordHead, unlocked } from '../../../lambda/engine/record';
import { LeaseWatch } from '../../../lambda/runner/lease-watch';
import { LEASE_MS, POLL_MS } from '../../../src/contract/times';
import { openRecord, RecordAccess, recordCommand, RecordOptions, reportingFailures } from '../operator/record-access';
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

export const unlock: Verb = (terminal) => recordCommand('unlock', 'Shows who has the lease of an operation, and takes it away if nobody renews it and you say so.', [
  'unlock vpn-0123456789abcdef0 --stack Network', 'unlock vpn-0123456789abcdef0 --take-over',
])
  .option('--take-over', 'take a lease away that nobody renews any more')
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
  for (const lease of leases) terminal.out(line(inWords(lease, lease === head.promised)));
  const latest = await abandoned(head, records, terminal);
  if (!options.takeOver) {
    terminal.err(line('it stands in nobody\'s way; with --take-over it is taken away, so that whoever had it writes no more'));
    return;
  }
  await agreed([`unlock: the lease of ${leases[0].holder} is taken away from operation ${head.operationId} on ${vpnConnectionId}.`], options, terminal);
  const by = options.as ?? terminal.environment.USER ?? 'unnamed';
  await records.writeHead(unlocked(latest, { at: terminal.now(), by, did: 'unlock' }));
  terminal.out(line(`operation ${head.operationId} is unlocked: press \`forward\`, \`back\` or \`hold\``));
}

/**
 * Clocks may differ, so nobody's is asked: who is at work shows by renewing the lease.
 * @returns the record as it is by then. @throws {CommandFailure} when somebody is at work
 */
async function abandoned(head: RecordHead, records: RecordAccess['records'], terminal: Terminal): Promise<RecordHead> {
  const { vpnConnectionId, lease, promised } = head;
  const watch = new LeaseWatch(terminal);
  const before = JSON.stringify([lease, promised]);
  terminal.err(line(`watching for ${LEASE_MS / 1000} s whether that is renewed …`));
  for (let now = head; ; now = await records.readHead(vpnConnectionId) ?? now) {
    if (JSON.stringify([now.lease, now.promised]) !== before) {
      throw new CommandFailure(EXIT.REFUSED, `the lease of ${(lease ?? promised)!.holder} is alive: it was renewed, or given on, a moment ago`,
        'Who is at work gives it back or stops renewing it; `hold`, `forward` and `back` wait for that by themselves');
    }
    if (watch.hasStood(vpnConnectionId, before)) return now;
    await terminal.sleep(POLL_MS);
  }
}

function inWords({ holder, until }: Lease, isPromise: boolean): string {
  return `${isPromise ? 'promised to' : 'held by'} ${holder}, renewed until ${instant(until)} by its holder's clock`;
}
