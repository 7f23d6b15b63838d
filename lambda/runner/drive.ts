/** The loop of a running move: lease, look, decide, act, until it is closed, time is up, or somebody newer takes over. */
import { Announcements } from './announcements';
import { Batch } from './batch';
import { conclude } from './conclusion';
import { Driving } from './invocation';
import { Glimpsed, Performed, Ports, RecordMoved, RetryableFailure, TerminalFailure, UncertainFailure } from './ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import {
  attentionTo, brokenPaths, DESCRIBE_SETTLES_SECONDS, Ending, freshWitness, Next, nextSteps, proven, Situation,
  standsOn, unproven, verificationEndsAt, Witness, witnessOfFailure, witnessOfLook, witnessOfSuccess,
} from '../engine/next-steps';
import { Observation, vpnAttachmentOn } from '../engine/observation';
import { FRESH_PACE } from '../engine/pace';
import { MovePlan } from '../engine/plan';
import {
  announced, arranged, Backup, closed, interrupted, leased, leasedToAnother, LEASE_SECONDS, modified, needsConclusion, RecordHead, released,
  resumed, switchingOn, takenOver, tested, turnedBack, turnedForward, turnedForwardAgain,
} from '../engine/record';
import { missingSteps } from '../engine/recovery';
import { describeStep, keyOfStep, Step } from '../engine/steps';

/** How a drive begins: the record as it was read, and what the request wants of it first. */
export interface Beginning {
  readonly head: RecordHead;
  readonly takeOver: boolean;
  readonly turnBack?: string;
  /** Whether an operation of several requests goes on, and in which direction if that is another. */
  readonly resumes?: 'as-it-was' | 'forward';
  /** Whether the request has done its part once nothing stands in the way of CloudFormation's modify. */
  readonly leavesWhenReady?: boolean;
  /** Whether CloudFormation has had its turn: a connection that stands where it stood is not modified any more. */
  readonly isPastModify?: boolean;
  /** Whether this invocation made the plan, so that nothing can have been changed before it. */
  readonly wroteBackup: boolean;
}

/** No poll is denser than this: EC2's request buckets are shared with everything else in the account. */
const POLL_MILLISECONDS = 2000;
/** Routes settle within seconds [H, TF] and describes lag behind: a look before that would have to be followed by another. */
const EFFECT_MILLISECONDS = 3000;
/** The device takes its time, and nothing hangs on seeing it at once. */
const DEVICE_POLL_MILLISECONDS = 5000;
/** No step of a batch is begun later than this after its first: the calls under way then end under the same lease. */
const BATCH_MILLISECONDS = 20_000;
/** What the stack does is asked by others, too. */
const STACK_POLL_MILLISECONDS = 10_000;
/** Its record had the connection on the new gateway already, as where somebody has moved it away. */
const LEFT_WHERE_IT_STOOD = 'CloudFormation has left the connection where it stood';
/** A lease as old as this need not be renewed before one more call. */
const FRESH_LEASE_MILLISECONDS = 2000;

/** @returns the record, closed or ready for CloudFormation's modify, or nothing when another invocation is to go on. */
export async function drive(beginning: Beginning, invocation: Driving, ports: Ports): Promise<RecordHead | undefined> {
  const head = await takeUp(beginning, invocation, ports);
  if (head === undefined) return undefined;
  const backup = await ports.records.readBackup(head.vpnConnectionId, head.operationId);
  if (backup === undefined) {
    throw new TerminalFailure(`reading the backup of operation ${head.operationId} of VPN connection ${head.vpnConnectionId}: it does not exist`);
  }
  return new Drive(head, backup, beginning, freshWitness(ports.clock.now(), beginning.wroteBackup), invocation, ports).run();
}

/** Puts this request's name on the record, waits until nobody else holds the lease, and takes it. */
async function takeUp(beginning: Beginning, invocation: Driving, ports: Ports): Promise<RecordHead | undefined> {
  const { clock, records, journal } = ports;
  const { takeOver, turnBack, resumes } = beginning;
  let head = beginning.head;
  if (takeOver || turnBack !== undefined || resumes !== undefined) {
    journal.note('take-over', { operationId: head.operationId, from: head.requestId, turnBack, resumes });
    head = resumes === undefined || turnBack !== undefined ? takenOver(head, invocation.request, turnBack, clock.now())
      : resumed(resumes === 'forward' ? turnedForward(head) : head, invocation.request, clock.now());
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
  private unchanged?: Glimpsed;
  /** What was last seen of everything, for the evidence. */
  private lastSeen?: Observation;
  /** Since when the whole path was seen not to be there, though each step has done its part. */
  private brokenSince?: number;
  private notBefore = -Infinity;
  private hasClearedTheWay = false;
  private stackAskedAt = -Infinity;
  private pace = FRESH_PACE;
  private readonly announcements: Announcements;

  constructor(
    private head: RecordHead,
    private readonly backup: Backup,
    private readonly beginning: Beginning,
    private witness: Witness,
    private readonly invocation: Driving,
    private readonly ports: Ports,
  ) {
    this.announcements = new Announcements(head, invocation, ports);
  }

  async run(): Promise<RecordHead | undefined> {
    this.announcements.follow(this.head);
    try {
      while (this.head.status === 'open') {
        if (this.now() >= this.invocation.until) return await this.handOver();
        await this.keepLease();
        await this.takeTurn();
        if (this.hasClearedTheWay) return this.head;
      }
      if (!needsConclusion(this.head)) return this.head;
      return await conclude(this.head, { backup: this.backup, observed: this.lastSeen }, this.announcements, this.invocation, this.ports);
    } catch (error) {
      if (error instanceof RecordMoved) await this.stepAside();
      throw error;
    } finally {
      await this.announcements.settled();
    }
  }

  private async takeTurn(): Promise<void> {
    await this.untilNextLook();
    const seen = await this.look();
    this.lastSeen = seen?.observed;
    if (seen === undefined) return this.endUnseen(this.invocation.request.declaration);
    const { observed, at } = seen;
    const situation: Situation = { ...this.unseenAt(at), observed };
    const decided = nextSteps(situation);
    const isEnd = decided.kind === 'close' && decided.status !== 'held';
    const next = isEnd ? await this.proven(decided, situation) : decided;
    if (!isEnd) this.brokenSince = undefined;
    this.unchanged = glimpsed(next, observed);
    await this.carryOut(next, observed);
  }

  /** All that a decision depends on but what is seen. */
  private unseenAt(now: number): Omit<Situation, 'observed'> {
    const { plan, tunnelsUp: tunnelsUpBefore, continues } = this.backup;
    const { declaration: desired } = this.invocation.request;
    return { head: this.head, plan, tunnelsUpBefore, continues: continues !== undefined, desired, now, witness: this.witness };
  }

  /** Traffic flows by now, and the interruption has ended with what was seen before this. */
  private async proven(ending: Ending, situation: Situation): Promise<Next> {
    const { declaration } = this.invocation.request;
    try {
      const observed = await this.ports.network.observe(declaration, this.plan, () => 'paths');
      const now = this.now();
      const broken = brokenPaths({ ...situation, observed });
      if (broken !== undefined && broken.length > 0) this.ports.journal.note('broken', { paths: broken });
      else this.brokenSince = undefined;
      this.brokenSince ??= now;
      return proven({ ...situation, observed, now }, { ...ending, at: situation.now }, broken, this.brokenSince);
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      return unproven({ ...situation, now: this.now() }, ending, error.message);
    }
  }

  private async carryOut(next: Next, observed: Observation): Promise<void> {
    switch (next.kind) {
      case 'act':
        return this.act(next);
      case 'wait':
        if (next.look === 'unhurried') this.notBefore = this.now() + DEVICE_POLL_MILLISECONDS;
        this.announceWait(next.reason);
        if (next.on === 'cloudformation') await this.endIfAbandoned(next.reason);
        return;
      case 'ready':
        if (this.beginning.isPastModify && this.hasStayed()) return this.carryOut({ kind: 'turn-back', cause: LEFT_WHERE_IT_STOOD, cameBack: true }, observed);
        if (!this.beginning.leavesWhenReady) return this.announceWait(next.reason);
        this.hasClearedTheWay = true;
        this.ports.journal.note('ready', { reason: next.reason });
        return this.write(released(interrupted(this.head, this.now())));
      case 'tested':
        this.ports.journal.note('tested', { learned: next.learned });
        return this.write(tested(this.head, next.learned, this.now()));
      case 'arranged':
        this.ports.journal.note('arranged', {});
        return this.write(arranged(this.head, this.now()));
      case 'turn-back':
        this.ports.journal.note('turn-back', { cause: next.cause });
        await this.write(turnedBack(this.head, next.cause, this.now(), next.cameBack));
        this.witness = freshWitness(this.now(), false);
        return;
      case 'turn-forward':
        this.ports.journal.note('turn-forward', { reason: 'the VPN connection stands on its new gateway after all' });
        await this.write(turnedForwardAgain(this.head, this.now()));
        this.witness = freshWitness(this.now(), false);
        return;
      case 'close': {
        const { kind, at = this.now(), ...decided } = next;
        const ending = decided.status === 'held' ? { ...decided, missing: await this.allThatIsMissing(decided.missing ?? []) } : decided;
        this.ports.journal.note('closed', ending);
        const transitGatewayAttachmentId = this.attachmentAtTheEnd(observed, ending.status);
        return this.write(closed(this.head, { ...ending, transitGatewayAttachmentId }, at));
      }
    }
  }

  /** CloudFormation makes nothing more while it rolls back; whoever waits for that may keep it from it. */
  private async endIfAbandoned(reason: string): Promise<void> {
    const { stackId } = this.invocation;
    if (!this.beginning.isPastModify) return;
    if (this.now() < this.stackAskedAt + STACK_POLL_MILLISECONDS) return;
    this.stackAskedAt = this.now();
    const isAbandoned = await this.ports.stack.isRollingBack(stackId).catch(() => false);
    if (!isAbandoned) return;
    await this.write(released(this.head));
    throw new TerminalFailure(`waiting ${reason}: the stack is rolled back. Operation ${this.head.operationId} is left to the rollback`);
  }

  /** Whether look after look has shown it where it stands now. */
  private hasStayed(): boolean {
    const { standing, since } = this.witness;
    return this.now() - (standing?.since ?? since) >= DESCRIBE_SETTLES_SECONDS * 1000;
  }

  /**
   * A look may fail for as long as the move's own deadlines allow; the policy needs one to decide anything. What is seen
   * belongs to the instant at which it was chosen what to look at.
   */
  private async look(): Promise<{ readonly observed: Observation; readonly at: number } | undefined> {
    const { declaration } = this.invocation.request;
    let at = this.now();
    this.notBefore = at + POLL_MILLISECONDS;
    try {
      const observed = await this.ports.network.observe(declaration, this.plan, (connection) => {
        at = this.now();
        return attentionTo(connection, this.unseenAt(at));
      }, this.unchanged);
      this.witness = witnessOfLook(this.witness, observed, at);
      // A modify without an answer shows at last: as below, for those who come after this invocation.
      const wasTaken = this.witness.modifyAcceptedAt !== undefined || this.isArriving(observed);
      if (wasTaken && this.head.modifyTakenAt === undefined) this.head = modified(this.head, at);
      return { observed: await this.withAlarms(observed), at };
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      this.announceWait(error.message);
      return undefined;
    }
  }

  /** Of a modify whose answer was a refusal, since its first try had been taken. */
  private isArriving({ connection }: Observation): boolean {
    return this.head.intent === 'forward' && connection?.state === 'modifying' && standsOn(connection, this.plan.to);
  }

  /** Unreadable alarms are waited for like anything else: the policy knows for how long. */
  private async withAlarms(observed: Observation): Promise<Observation> {
    const { alarmNames } = this.invocation.request.declaration.verification;
    if (this.head.arrangedAt === undefined || alarmNames.length === 0) return observed;
    try {
      const states = await this.ports.health.alarmStates(alarmNames);
      const untold = alarmNames.filter((name) => !states.has(name));
      if (untold.length > 0) throw new RetryableFailure(`describing alarms: CloudWatch answered without ${untold.join(', ')}`);
      return { ...observed, alarming: alarmNames.filter((name) => states.get(name) === 'ALARM') };
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      this.ports.journal.note('alarms-unread', { cause: error.message });
      return observed;
    }
  }

  /**
   * What the decision waited for is not all: routes that cannot be made before that are missing as well. Where nothing is missing
   * there is no way to go on with.
   */
  private async allThatIsMissing(known: readonly string[]): Promise<readonly string[]> {
    if (known.length === 0) return known;
    try {
      const observed = await this.ports.network.observe(this.invocation.request.declaration, this.plan, () => 'arrival');
      return [...new Set([...missingSteps(this.backup, this.head.intent, observed), ...known])];
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      this.ports.journal.note('unseen', { cause: error.message });
      return known;
    }
  }

  /** Nothing could be seen until the deadline: nothing can be decided, so a person has to. */
  private async endUnseen(declaration: MoveDeclaration): Promise<void> {
    if (this.head.arrangedAt !== undefined && this.head.intent === 'forward') return this.endUnverified(this.head.arrangedAt, declaration);
    const seconds = this.head.intent === 'forward' ? declaration.forwardDeadlineSeconds : declaration.backDeadlineSeconds;
    if (this.now() < this.head.intentSince + seconds * 1000) return;
    const cause = `the ${this.head.intent} deadline passed while nothing could be seen: ${this.lastReason}`;
    this.ports.journal.note('closed', { status: 'held', cause });
    await this.write(closed(this.head, { status: 'held', cause, missing: ['to see how far the move got'] }, this.now()));
  }

  /** It had arrived, which nobody may take back over a look that fails. */
  private async endUnverified(arrangedAt: number, { verification }: MoveDeclaration): Promise<void> {
    if (this.now() < verificationEndsAt(arrangedAt, verification)) return;
    const unverified = `nothing could be seen any more: ${this.lastReason}`;
    this.ports.journal.note('closed', { status: 'completed', unverified });
    await this.write(closed(this.head, { status: 'completed', unverified }, this.now()));
  }

  /** The record says that traffic is about to stop before it does, under a lease that outlasts the batch. */
  private async act({ steps, then, look, harmless = false }: Omit<Next & { readonly kind: 'act' }, 'kind'>): Promise<void> {
    this.lastReason = undefined;
    const recorded = switchingOn(this.head, this.propagationsSwitchedOnBy(steps));
    if (recorded !== this.head || !this.hasFreshLease(harmless)) {
      const head = leased(recorded, this.invocation.holder, this.now());
      await this.write(harmless ? head : interrupted(head, this.now()));
    }
    this.ports.journal.note('act', { steps: steps.map(describeStep) });
    const batch = new Batch(this.pace, this.ports.clock, (step) => this.perform(step));
    const until = this.now() + (look === 'when-it-shows' ? BATCH_MILLISECONDS : POLL_MILLISECONDS);
    const takenBefore = this.head.modifyTakenAt;
    const { left, pace } = await batch.run(steps, Math.min(until, this.invocation.until));
    this.pace = pace;
    // Whoever comes after this invocation must know it, or would take the connection, were it moved back by hand, as never moved.
    if (this.head.modifyTakenAt !== takenBefore) await this.write(leased(this.head, this.invocation.holder, this.now()));
    this.announcements.follow(this.head);
    // What was not begun needs no time to show, and what is not waited for has it anyway.
    if (left.length > 0 || look === 'soon') return;
    this.notBefore = this.now() + EFFECT_MILLISECONDS;
    if (then !== undefined && steps.every((step) => this.wasTaken(step))) await this.act({ steps: [then], look: 'soon' });
  }

  private async perform(step: Step): Promise<Performed> {
    try {
      const performed = await this.ports.network.perform(this.head.vpnConnectionId, step);
      this.witness = witnessOfSuccess(this.witness, step, this.now());
      if (step.do === 'modify-vpn-connection') this.head = modified(this.head, this.now());
      return performed;
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      const kind = error instanceof TerminalFailure ? 'final' : error instanceof UncertainFailure ? 'uncertain' : 'passing';
      const effectUnknown = error instanceof RetryableFailure && error.effectUnknown;
      this.ports.journal.note('step-failed', { step: describeStep(step), cause: error.message, kind });
      this.witness = witnessOfFailure(this.witness, step, { cause: error.message, kind, effectUnknown }, this.now());
      return { throttled: error instanceof RetryableFailure && error.throttled };
    }
  }

  /** Those of the new gateway, of which the way back switches off no other. */
  private propagationsSwitchedOnBy(steps: readonly Step[]): string[] {
    if (this.head.intent === 'back') return [];
    return steps.flatMap((step) => (step.do === 'enable-vgw-propagation' ? [step.routeTableId] : []))
      .filter((id) => this.plan.propagationsSwitchedOn.includes(id));
  }

  private announceWait(reason: string): void {
    if (reason !== this.lastReason) this.ports.journal.note('wait', { reason });
    this.lastReason = reason;
  }

  /** Looks are at least one poll apart, however quickly the steps between them went. */
  private async untilNextLook(): Promise<void> {
    const wait = this.notBefore - this.now();
    if (wait > 0) await this.ports.clock.sleep(wait);
  }

  private async keepLease(): Promise<void> {
    if (this.leaseRemaining() < LEASE_SECONDS * 1000 / 2) await this.write(leased(this.head, this.invocation.holder, this.now()));
  }

  private hasFreshLease(harmless: boolean): boolean {
    const isRecorded = harmless || this.head.interruptedSince !== undefined;
    return isRecorded && this.leaseRemaining() > LEASE_SECONDS * 1000 - FRESH_LEASE_MILLISECONDS;
  }

  private leaseRemaining(): number {
    return (this.head.lease?.until ?? 0) - this.now();
  }

  /** No failure is remembered of a step that EC2 took. */
  private wasTaken(step: Step): boolean {
    return !this.witness.refusals.has(keyOfStep(step));
  }

  private async handOver(): Promise<undefined> {
    this.ports.journal.note('hand-over', { reason: 'this invocation\'s time is up' });
    await this.announcements.settled();
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

  private async write(next: RecordHead): Promise<void> {
    const head = announced(next, this.announcements.count);
    await this.ports.records.writeHead(head);
    this.head = head;
    this.announcements.follow(head);
  }

  /** The attachment on the gateway where the connection stands now, if that has attachments. */
  private attachmentAtTheEnd(observed: Observation, status: 'completed' | 'restored' | 'held'): string | undefined {
    const gateway = status === 'restored' ? this.head.from : this.head.to;
    return vpnAttachmentOn(observed, this.head.vpnConnectionId, gateway.id)?.id;
  }

  private get plan(): MovePlan {
    return this.backup.plan;
  }

  private now(): number {
    return this.ports.clock.now();
  }
}

/** Once all is arranged, only the device is waited for: whether it stays arranged is seen at the end. */
function glimpsed(next: Next, observed: Observation): Glimpsed | undefined {
  if (next.kind === 'arranged') return { ...observed, connectionAlone: true };
  return next.kind === 'wait' && next.look !== undefined ? { ...observed, connectionAlone: next.look === 'unhurried' } : undefined;
}
