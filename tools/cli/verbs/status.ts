/** `status`: how far the operation on record is, and who has it. */
import { openRecord, recordCommand, RecordOptions, reportingFailures } from '../operator/record-access';
import { Status, statusLines, statusOf } from '../operator/wording';
import { json } from '../output/json';
import { line, lines } from '../output/terminal';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface StatusOptions extends RecordOptions {
  readonly follow?: boolean;
  readonly json?: boolean;
}

const FOLLOW_MILLISECONDS = 5_000;

export const status: Verb = (terminal) => recordCommand('status', 'Tells how far an operation is, what is left, and who has the lease.', [
  'status vpn-0123456789abcdef0 --stack Network', 'status vpn-0123456789abcdef0 --follow', 'status vpn-0123456789abcdef0 --json',
])
  .option('--follow', 'go on telling until the operation has ended')
  .option('--json', 'one JSON document')
  .action(async (vpnConnectionId: string, options: StatusOptions) =>
    reportingFailures(options, terminal, async () => describeStatus(vpnConnectionId, options, terminal)));

async function describeStatus(vpnConnectionId: string, options: StatusOptions, terminal: Terminal): Promise<void> {
  const access = await openRecord(vpnConnectionId, options, terminal);
  const ports = access.services.ports(access.records, access.head, { note: () => undefined, measure: () => undefined });
  let [last, left] = ['', false];
  const stopListening = terminal.onInterrupt(() => {
    left = true;
  });
  try {
    for (;;) {
      const head = await access.records.readHead(vpnConnectionId) ?? access.head;
      const backup = await access.records.readBackup(vpnConnectionId, head.operationId);
      const observed = backup?.declaration && await ports.network.observe(backup.declaration, backup.plan, () => 'target').catch((error: Error) => {
        terminal.err(line(`the network cannot be read: ${error.message}`));
        return undefined;
      });
      const now = statusOf(head, backup, observed, terminal.now());
      const text = options.json ? json(now) : lines(statusLines(now));
      if (withoutLease(now) !== last) terminal.out(text);
      last = withoutLease(now);
      if (!options.follow || options.json || head.status !== 'open' || left) return;
      await terminal.sleep(FOLLOW_MILLISECONDS);
    }
  } finally {
    stopListening();
  }
}

/** A lease that is renewed is no news. */
function withoutLease({ lease, promised, ...rest }: Status): string {
  return JSON.stringify([rest, lease?.holder, promised?.holder]);
}
