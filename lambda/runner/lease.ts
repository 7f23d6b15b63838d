/** The record of a running move in the hands of one invocation: taken once nobody else has it, kept, and given back. */
import { Announcements } from './announcements';
import { OperationInvocation } from './invocation';
import { waitingFor } from './lease-watch';
import { Ports, RevisionConflict } from './ports';
import { FRESH_LEASE_MS, LEASE_MS, POLL_MS } from '../../src/contract/times';
import { announced, directionForward, leaseAcquired, leaseReleased, RecordHead, resumed, takenOver } from '../engine/record';

/** How a run begins: the record as it was read, and what the request wants of it first. */
export interface RunOptions {
  readonly head: RecordHead;
  readonly takeOver: boolean;
  readonly rollBackCause?: string;
  /** Whether an operation of several requests goes on, and in which direction if that is another. */
  readonly resumes?: 'as-it-was' | 'forward';
  /** Whether the request has done its part once nothing stands in the way of CloudFormation's modify. */
  readonly yieldsWhenReady?: boolean;
  /** Whether CloudFormation has had its turn: a connection that stands where it stood is not modified any more. */
  readonly isPastModify?: boolean;
  /** Whether this invocation made the plan, so that nothing can have been changed before it. */
  readonly wroteBackup: boolean;
}

/** Puts this request's name on the record, waits until nobody else holds the lease, and takes it. */
export async function acquireLease(options: RunOptions, invocation: OperationInvocation, ports: Ports): Promise<LeasedRecord | undefined> {
  const { clock, records, journal } = ports;
  const { takeOver, rollBackCause, resumes } = options;
  let head = options.head;
  if (takeOver || rollBackCause !== undefined || resumes !== undefined) {
    journal.note('take-over', { operationId: head.operationId, from: head.requestId, turnBack: rollBackCause, resumes });
    head = resumes === undefined || rollBackCause !== undefined ? takenOver(head, invocation.request, rollBackCause, clock.now())
      : resumed(resumes === 'forward' ? directionForward(head) : head, invocation.request, clock.now());
    await records.writeHead(head);
  }
  let waited = '';
  for (;;) {
    const another = invocation.leases.another(head, invocation.holder);
    if (another === undefined) break;
    if (clock.now() + POLL_MS >= invocation.until) return undefined;
    if (another.holder !== waited) journal.note('wait', { reason: waitingFor(another) });
    waited = another.holder;
    await clock.sleep(POLL_MS);
    head = await records.readHead(head.vpnConnectionId) ?? head;
    if (head.requestId !== invocation.request.requestId || head.status !== 'open') throw new RevisionConflict(head.vpnConnectionId, head.revision);
  }
  return LeasedRecord.acquire(head, invocation, ports);
}

export class LeasedRecord {
  static async acquire(head: RecordHead, invocation: OperationInvocation, ports: Ports): Promise<LeasedRecord> {
    const record = new LeasedRecord(head, invocation, ports);
    await record.renew();
    return record;
  }

  readonly announcements: Announcements;
  /** What of this lease has passed is told by one's own elapsed time, from before it was written: others count from after that. */
  private renewedAt = -Infinity;

  private constructor(public head: RecordHead, private readonly invocation: OperationInvocation, private readonly ports: Ports) {
    this.announcements = new Announcements(head, invocation, ports);
  }

  async write(next: RecordHead): Promise<void> {
    const head = announced(next, this.announcements.count);
    await this.ports.records.writeHead(head);
    this.head = head;
    this.announcements.follow(head);
  }

  /** The same, under a lease that begins now. */
  async renew(head: RecordHead = this.head): Promise<void> {
    const begun = this.ports.clock.elapsed();
    await this.write(leaseAcquired(head, this.invocation.holder, this.ports.clock.now()));
    this.renewedAt = begun;
  }

  async keep(): Promise<void> {
    if (this.age() > LEASE_MS / 2) await this.renew();
  }

  isFresh(): boolean {
    return this.age() < FRESH_LEASE_MS;
  }

  /** For the next invocation. */
  async handOver(): Promise<undefined> {
    this.ports.journal.note('hand-over', { reason: 'this invocation\'s time is up' });
    await this.announcements.settled();
    await this.write(leaseReleased(this.head));
    return undefined;
  }

  /** Somebody newer took the record: give the lease back at once, so that nobody has to wait for it to run out. */
  async yieldLease(): Promise<void> {
    const head = await this.ports.records.readHead(this.head.vpnConnectionId);
    if (head?.lease?.holder !== this.invocation.holder) return;
    await this.ports.records.writeHead(leaseReleased(head)).catch((error) => {
      if (!(error instanceof RevisionConflict)) throw error;
    });
  }

  private age(): number {
    return this.ports.clock.elapsed() - this.renewedAt;
  }
}
