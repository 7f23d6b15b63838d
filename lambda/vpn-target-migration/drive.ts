/** The loop of a running move: lease, look, decide, act, until it is closed, time is up, or somebody newer takes over. */
import { Invocation } from './invocation';
import { Ports, RecordMoved, RetryableFailure, TerminalFailure } from './ports';
import { MoveDeclaration } from '../../src/domain/declaration';
import { freshWitness, Next, nextSteps, Witness, witnessOfFailure, witnessOfLook, witnessOfSuccess } from '../../src/domain/next-steps';
import { Observation, vpnAttachmentOn } from '../../src/domain/observation';
import { MovePlan } from '../../src/domain/plan';
import { closed, interrupted, leased, leasedToAnother, LEASE_SECONDS, modified, RecordHead, released, takenOver, turnedBack } from '../../src/domain/record';
import { describeStep, Step } from '../../src/domain/steps';

/** How a drive begins: the record as it was read, and what the request wants of it first. */
export interface Beginning {
  readonly head: RecordHead;
  readonly takeOver: boolean;
  readonly turnBack?: string;
  /** Whether this invocation made the plan, so that nothing can have been changed before it. */
  readonly wroteBackup: boolean;
}

/** EC2's request buckets are shared with everything else in the account. */
const PARALLEL_STEPS_MAX = 8;
/** No poll is denser than this, for the same reason. */
const POLL_MILLISECONDS = 2000;
/** Routes settle within seconds [H, TF] and describes lag behind: a look before that would have to be followed by another. */
const EFFECT_MILLISECONDS = 3000;

/** @returns the closed record, or nothing when another invocation is to go on. */
export async function drive(beginning: Beginning, invocation: Invocation, ports: Ports): Promise<RecordHead | undefined> {
  const head = await takeUp(beginning, invocation, ports);
  if (head === undefined) return undefined;
  const backup = await ports.records.readBackup(head.vpnConnectionId, head.operationId);
  if (backup === undefined) {
    throw new TerminalFailure(`reading the backup of operation ${head.operationId} of VPN connection ${head.vpnConnectionId}: it does not exist`);
  }
  return new Drive(head, backup.plan, freshWitness(ports.clock.now(), beginning.wroteBackup), invocation, ports).run();
}

/** Puts this request's name on the record, waits until nobody else holds the lease, and takes it. */
async function takeUp(beginning: Beginning, invocation: Invocation, ports: Ports): Promise<RecordHead | undefined> {
  const { clock, records, journal } = ports;
  let head = beginning.head;
  if (beginning.takeOver || beginning.turnBack !== undefined) {
    journal.note('take-over', { operationId: head.operationId, from: head.requestId, turnBack: beginning.turnBack });
    head = takenOver(head, invocation.request.requestId, beginning.turnBack, clock.now());
    await records.writeHead(head);
  }
  while (leasedToAnother(head, invocation.holder, clock.now())) {
    if (clock.now() + POLL_MILLISECONDS >= invocation.until) return undefined;
    await clock.sleep(POLL_MILLISECONDS);
    head = await records.readHead(head.vpnConnectionId) ?? head;
    if (head.requestId !== invocation.request.requestId || head.status !== 'open') throw new RecordMoved(head.vpnConnectionId, head.revision);
  }
  head = leased(head, invocation.holder, clock.now());
  await records.writeHead(head);
  return head;
}

class Drive {
  private lastReason?: string;
  /** What was last seen, while a glance at it is enough. */
  private unchanged?: Observation;
  private notBefore = -Infinity;

  constructor(
    private head: RecordHead,
    private readonly plan: MovePlan,
    private witness: Witness,
    private readonly invocation: Invocation,
    private readonly ports: Ports,
  ) {}

  async run(): Promise<RecordHead | undefined> {
    try {
      while (this.head.status === 'open') {
        if (this.now() >= this.invocation.until) return await this.handOver();
        await this.keepLease();
        await this.takeTurn();
      }
      return this.head;
    } catch (error) {
      if (error instanceof RecordMoved) await this.stepAside();
      throw error;
    }
  }

  private async takeTurn(): Promise<void> {
    await this.pace();
    const { declaration } = this.invocation.request;
    const observed = await this.look();
    if (observed === undefined) return this.endUnseen(declaration);
    const next = nextSteps(observed, { head: this.head, plan: this.plan }, declaration, this.now(), this.witness);
    this.unchanged = next.kind === 'wait' && next.glance ? observed : undefined;
    await this.carryOut(next, observed);
  }

  private async carryOut(next: Next, observed: Observation): Promise<void> {
    switch (next.kind) {
      case 'act':
        return this.act(next.steps);
      case 'wait':
        return this.announceWait(next.reason);
      case 'turn-back':
        this.ports.journal.note('turn-back', { cause: next.cause });
        await this.write(turnedBack(this.head, next.cause, this.now()));
        this.witness = freshWitness(this.now(), false);
        return;
      case 'close': {
        const { status, cause, missing } = next;
        this.ports.journal.note('closed', { status, cause, missing });
        return this.write(closed(
          this.head, { status, cause, missing, transitGatewayAttachmentId: this.attachmentAtTheEnd(observed, status) }, this.now(),
        ));
      }
    }
  }

  /** A look may fail for as long as the move's own deadlines allow; the policy needs one to decide anything. */
  private async look(): Promise<Observation | undefined> {
    this.notBefore = this.now() + POLL_MILLISECONDS;
    try {
      const observed = await this.ports.network.observe(this.invocation.request.declaration, this.plan, this.unchanged);
      this.witness = witnessOfLook(this.witness, observed, this.now());
      // A modify without an answer shows at last: as below, for those who come after this invocation.
      if (this.witness.modifyAcceptedAt !== undefined && this.head.modifyTakenAt === undefined) this.head = modified(this.head, this.now());
      return observed;
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      this.announceWait(error.message);
      return undefined;
    }
  }

  /** Nothing could be seen until the deadline: nothing can be decided, so a person has to. */
  private async endUnseen(declaration: MoveDeclaration): Promise<void> {
    const seconds = this.head.intent === 'forward' ? declaration.forwardDeadlineSeconds : declaration.backDeadlineSeconds;
    if (this.now() < this.head.intentSince + seconds * 1000) return;
    const cause = `the ${this.head.intent} deadline passed while nothing could be seen: ${this.lastReason}`;
    this.ports.journal.note('closed', { status: 'held', cause });
    await this.write(closed(this.head, { status: 'held', cause, missing: ['to see how far the move got'] }, this.now()));
  }

  /** The record says that traffic is about to stop before it does, under a lease that outlasts the batch. */
  private async act(steps: readonly Step[]): Promise<void> {
    this.lastReason = undefined;
    await this.write(interrupted(leased(this.head, this.invocation.holder, this.now()), this.now()));
    this.ports.journal.note('act', { steps: steps.map(describeStep) });
    await inParallel(steps, PARALLEL_STEPS_MAX, (step) => this.perform(step));
    this.notBefore = this.now() + EFFECT_MILLISECONDS;
  }

  private async perform(step: Step): Promise<void> {
    try {
      await this.ports.network.perform(this.head.vpnConnectionId, step);
      this.witness = witnessOfSuccess(this.witness, step, this.now());
      // Goes into the record with the next write, which every hand-over makes at the latest.
      if (step.do === 'modify-vpn-connection') this.head = modified(this.head, this.now());
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      const terminal = error instanceof TerminalFailure;
      const effectUnknown = error instanceof RetryableFailure && error.effectUnknown;
      this.ports.journal.note('step-failed', { step: describeStep(step), cause: error.message, terminal });
      this.witness = witnessOfFailure(this.witness, step, { cause: error.message, terminal, effectUnknown }, this.now());
    }
  }

  private announceWait(reason: string): void {
    if (reason !== this.lastReason) this.ports.journal.note('wait', { reason });
    this.lastReason = reason;
  }

  /** Looks are at least one poll apart, however quickly the steps between them went. */
  private async pace(): Promise<void> {
    const wait = this.notBefore - this.now();
    if (wait > 0) await this.ports.clock.sleep(wait);
  }

  private async keepLease(): Promise<void> {
    const remaining = (this.head.lease?.until ?? 0) - this.now();
    if (remaining < LEASE_SECONDS * 1000 / 2) await this.write(leased(this.head, this.invocation.holder, this.now()));
  }

  private async handOver(): Promise<undefined> {
    this.ports.journal.note('hand-over', { reason: 'this invocation\'s time is up' });
    await this.write(released(this.head));
    return undefined;
  }

  /** Somebody newer took the record: give the lease back at once, so that nobody has to wait for it to run out. */
  private async stepAside(): Promise<void> {
    const head = await this.ports.records.readHead(this.head.vpnConnectionId);
    if (head?.lease?.holder !== this.invocation.holder) return;
    await this.ports.records.writeHead(released(head)).catch((error) => {
      if (!(error instanceof RecordMoved)) throw error;
    });
  }

  private async write(head: RecordHead): Promise<void> {
    await this.ports.records.writeHead(head);
    this.head = head;
  }

  /** The attachment on the gateway where the connection stands now, if that has attachments. */
  private attachmentAtTheEnd(observed: Observation, status: 'completed' | 'restored' | 'held'): string | undefined {
    const gateway = status === 'restored' ? this.head.from : this.head.to;
    return vpnAttachmentOn(observed, this.head.vpnConnectionId, gateway.id)?.id;
  }

  private now(): number {
    return this.ports.clock.now();
  }
}

async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
