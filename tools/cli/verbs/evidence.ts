/** `evidence`: one file for the ticket, with everything on record of the last operation. */
import { linesOfPlan } from '../../../lambda/engine/plan-text';
import { openRecord, RecordAccess, recordCommand, RecordOptions, reportingFailures } from '../operator/record-access';
import { json } from '../output/json';
import { line } from '../output/terminal';
import { Verb } from '../terminal/verb';
import { READABLE, requireWritable, writeWholeFile } from '../terminal/written-files';

interface EvidenceOptions extends RecordOptions {
  readonly out?: string;
  readonly force?: true;
}

export const evidence: Verb = (terminal) => recordCommand('evidence', 'Writes what is on record of an operation: for the ticket.', [
  'evidence vpn-0123456789abcdef0 --stack Network --out ticket.json',
])
  .option('--out <file>', 'the file to write, for your eyes only; standard output unless given')
  .option('--force', 'write over the file that is there')
  .action(async (vpnConnectionId: string, options: EvidenceOptions) => reportingFailures(options, terminal, async () => {
    const wanted = options.out === undefined ? undefined
      : { file: options.out, option: '--out', mode: READABLE.byOwner, replaces: options.force === true };
    if (wanted !== undefined) await requireWritable(wanted);
    const ticket = json(await ticketOf(await openRecord(vpnConnectionId, options, terminal), terminal.now()));
    if (wanted === undefined) {
      terminal.out(ticket);
      return;
    }
    await writeWholeFile(wanted, ticket.text);
    terminal.err(line(`wrote ${wanted.file}`));
  }));

/** Nothing secret is on record: the snapshot in the backup is kept without keys, and is left out here all the same. */
async function ticketOf({ records, head }: RecordAccess, now: number): Promise<object> {
  const { vpnConnectionId, operationId, timeline = [], ...rest } = head;
  const backup = await records.readBackup(vpnConnectionId, operationId);
  const written = await records.readEvidence(vpnConnectionId, operationId);
  const [back, forward] = await Promise.all((['back', 'forward'] as const).map(async (way) => records.readRecovery(vpnConnectionId, operationId, way)));
  return {
    takenAt: new Date(now).toISOString(),
    table: records.name,
    vpnConnectionId,
    operationId,
    timeline: timeline.map(({ at, phase, direction }) => ({ at: new Date(at).toISOString(), phase, direction })),
    head: rest,
    plan: backup === undefined ? 'there is no backup of the operation' : linesOfPlan(head, backup.plan),
    evidence: written ?? (head.status === 'open' ? 'the operation has not ended' : 'it was not written'),
    recovery: { back: back ?? 'it was not written', forward: forward ?? 'it was not written' },
  };
}
