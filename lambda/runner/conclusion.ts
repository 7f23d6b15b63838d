/**
 * What follows the end of an operation: its evidence is written, its last phase announced, its figures are measured. The
 * network is as it is by then, so nothing of this may fail the move; and whoever finds it undone does it.
 */
import { Announcements } from './announcements';
import { OperationInvocation } from './invocation';
import { Ports, RetryableFailure, TerminalFailure } from './ports';
import { retrying } from './retrying';
import { tellableBackup } from './trusted-backup';
import { EVIDENCE_MS } from '../../src/contract/times';
import { evidenceOf } from '../engine/evidence';
import { measurementOf } from '../engine/measurement';
import { Observation } from '../engine/observation';
import { Backup, concluded, needsConclusion, RecordHead } from '../engine/record';

/** What is known of an operation besides its head. */
interface Known {
  readonly backup?: Backup;
  /** The last look, if it showed anything. */
  readonly observed?: Observation;
}

/** @throws {RevisionConflict} when somebody has taken the record meanwhile. */
export async function conclude(
  head: RecordHead, { backup, observed }: Known, announcements: Announcements, invocation: OperationInvocation, ports: Ports,
): Promise<RecordHead> {
  await writeEvidence(head, { backup, observed }, ports);
  announcements.follow(head);
  await announcements.settled();
  ports.journal.measure(head.vpnConnectionId, measurementOf(head));
  const next = concluded(head, ports.clock.now());
  await retrying(ports, invocation.until, async () => ports.records.writeHead(next));
  return next;
}

/** An invocation may have died between the end of its operation and the evidence of it. */
export async function concludeEarlier(
  head: RecordHead | undefined, invocation: OperationInvocation, ports: Ports,
): Promise<RecordHead | undefined> {
  if (!needsConclusion(head)) return head;
  const backup = await tellableBackup(head, invocation.request, ports);
  const observed = backup && await observeAgain(head, backup, invocation, ports);
  return conclude(head, { backup, observed }, new Announcements(head, invocation, ports), invocation, ports);
}

async function writeEvidence(head: RecordHead, { backup, observed }: Known, ports: Ports): Promise<void> {
  if (backup === undefined) {
    ports.journal.note('evidence-unwritten', { operationId: head.operationId, cause: 'there is no backup of it' });
    return;
  }
  const evidence = evidenceOf(head, backup, observed);
  try {
    await retrying(ports, ports.clock.now() + EVIDENCE_MS, async () => ports.records.writeEvidence(evidence));
  } catch (error) {
    if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
    ports.journal.note('evidence-unwritten', { operationId: head.operationId, cause: error.message });
  }
}

/** Only by the declaration of the same move is it known where to look. */
async function observeAgain(
  head: RecordHead, { plan }: Backup, { request }: OperationInvocation, { network }: Ports,
): Promise<Observation | undefined> {
  if (head.moveIdentity !== request.moveIdentity) return undefined;
  try {
    return await network.observe(request.declaration, plan, () => 'target');
  } catch (error) {
    if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
    return undefined;
  }
}
