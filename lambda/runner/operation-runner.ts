/** The loop of a running move: lease, look, decide, act, until it is closed, time is up, or somebody newer takes over. */
import { Batch } from './batch';
import { conclude } from './conclusion';
import { OperationInvocation } from './invocation';
import { acquireLease, LeasedRecord, RunOptions } from './lease';
import {
  failureOf, Performed, Ports, PreviousObservation, RetryableFailure, RevisionConflict, TerminalFailure, UncertainFailure, UntrustedRecord,
} from './ports';
import { noteUntrusted, trustedBackup } from './trusted-backup';
import { BATCH_MS, DEVICE_POLL_MS, EFFECT_LOOK_MS, POLL_MS, STACK_POLL_MS } from '../../src/contract/times';
import { Action, describeAction, keyOfAction } from '../engine/actions';
import { Observation, vpnAttachmentOn } from '../engine/observation';
import { FULL_RATE_LIMITS } from '../engine/rate-limits';
import {
  afterPathCheck, AttemptLog, brokenPaths, CloseDecision, deadlineOf, decide, Decision, emptyAttemptLog, hasSettled, isOnSide, logFailure,
  logObservation, logSuccess, observationScopeOf, ReconcileContext, verificationEndsAt, withoutPathCheck,
} from '../engine/reconcile';
import {
  Backup, closed, interrupted, leaseReleased, modified, needsConclusion, propagationsRequested, RecordHead, rollbackBegun,
  rollbackCancelled, targetConfigured, tested,
} from '../engine/record';
import { missingActions } from '../engine/recovery';

export type { RunOptions } from './lease';

/** Its record had the connection on the new gateway already, as where somebody has moved it away. */
const NOT_MODIFIED_CAUSE = 'CloudFormation has left the connection where it stood';

const COMPARE = 'to find out who wrote the record, and to compare what is run by hand with the digests in the function\'s log and events';

/** @returns the record, closed or ready for CloudFormation's modify, or nothing when another invocation is to go on. */
export async function runOperation(options: RunOptions, invocation: OperationInvocation, ports: Ports): Promise<RecordHead | undefined> {
  const record = await acquireLease(options, invocation, ports);
  if (record === undefined) return undefined;
  const backup = await trustedBackup(record.head, invocation.request, ports).catch((error: unknown) => {
    if (error instanceof UntrustedRecord) return error;
    throw error;
  });
  if (backup instanceof UntrustedRecord) return holdUntrusted(record, backup, invocation, ports);
  return new OperationRunner(record, backup, options, invocation, ports).run();
}

/** What works is kept, nothing is called, and a person is told what differs. */
async function holdUntrusted(
  record: LeasedRecord, untrusted: UntrustedRecord, invocation: OperationInvocation, ports: Ports,
): Promise<RecordHead> {
  noteUntrusted(record.head, untrusted, ports);
  const ending = { status: 'held', cause: untrusted.message, missing: [COMPARE, ...untrusted.differences] } as const;
  await record.write(closed(record.head, ending, ports.clock.now()));
  if (!needsConclusion(record.head)) return record.head;
  return conclude(record.head, {}, record.announcements, invocation, ports);
}

class OperationRunner {
  private lastReason?: string;
  /** What was last seen, while a look at its state is enough. */
  private unchanged?: PreviousObservation;
  /** What was last seen of everything, for the evidence. */
  private lastObservation?: Observation;
  /** Since when the whole path was seen not to be there, though each step has done its part. */
  private brokenSince?: number;
  private notBefore = -Infinity;
  private isReadyForModify = false;
  private stackAskedAt = -Infinity;
  private rateLimits = FULL_RATE_LIMITS;
  private attempts: AttemptLog;

  constructor(
    private readonly record: LeasedRecord,
    private readonly backup: Backup,
    private readonly options: RunOptions,
    private readonly invocation: OperationInvocation,
    private readonly ports: Ports,
  ) {
    this.attempts = emptyAttemptLog(this.now(), options.wroteBackup);
  }

  async run(): Promise<RecordHead | undefined> {
    const { record, backup, invocation, ports } = this;
    record.announcements.follow(record.head);
    try {
      while (record.head.status === 'open') {
        if (this.now() >= invocation.until) return await record.handOver();
        await record.keep();
        await this.reconcileOnce();
        if (this.isReadyForModify) return record.head;
      }
      if (!needsConclusion(record.head)) return record.head;
      return await conclude(record.head, { backup, observed: this.lastObservation }, record.announcements, invocation, ports);
    } catch (error) {
      if (error instanceof RevisionConflict) await record.yieldLease();
      throw error;
    } finally {
      await record.announcements.settled();
    }
  }

  private async reconcileOnce(): Promise<void> {
    await this.waitForNextPoll();
    const seen = await this.observe();
    this.lastObservation = seen?.observed;
    if (seen === undefined) return this.endWithoutObservation();
    const { observed, at } = seen;
    const context: ReconcileContext = { ...this.unseenAt(at), observed };
    const decided = decide(context);
    const isEnd = decided.kind === 'close' && decided.status !== 'held';
    const decision = isEnd ? await this.checkPaths(decided, context) : decided;
    if (!isEnd) this.brokenSince = undefined;
    this.unchanged = previousObservationOf(decision, observed);
    await this.apply(decision, observed);
  }

  /** All that a decision depends on but what is seen. */
  private unseenAt(now: number): Omit<ReconcileContext, 'observed'> {
    const { plan, tunnelsUp: tunnelsUpBefore, continues } = this.backup;
    const { declaration: desired } = this.invocation.request;
    return { head: this.head, plan, tunnelsUpBefore, continues: continues !== undefined, desired, now, attempts: this.attempts };
  }

  /** Traffic flows by now, and the interruption has ended with what was seen before this. */
  private async checkPaths(ending: CloseDecision, context: ReconcileContext): Promise<Decision> {
    try {
      const observed = await this.ports.network.observe(context.desired, context.plan, () => 'paths');
      const now = this.now();
      const broken = brokenPaths({ ...context, observed });
      if (broken !== undefined && broken.length > 0) this.ports.journal.note('broken', { paths: broken });
      else this.brokenSince = undefined;
      this.brokenSince ??= now;
      return afterPathCheck({ ...context, observed, now }, { ...ending, at: context.now }, broken, this.brokenSince);
    } catch (error) {
      return withoutPathCheck({ ...context, now: this.now() }, ending, failureOf(error).message);
    }
  }

  private async apply(decision: Decision, observed: Observation): Promise<void> {
    const { head } = this;
    switch (decision.kind) {
      case 'act':
        return this.act(decision);
      case 'wait':
        if (decision.look === 'unhurried') this.notBefore = this.now() + DEVICE_POLL_MS;
        this.noteWait(decision.reason);
        if (decision.on === 'cloudformation') await this.endIfAbandoned(decision.reason);
        return;
      case 'ready':
        if (this.options.isPastModify && hasSettled({ ...this.unseenAt(this.now()), observed })) return this.apply({ kind: 'roll-back', cause: NOT_MODIFIED_CAUSE, isBackOnSource: true }, observed);
        if (!this.options.yieldsWhenReady) return this.noteWait(decision.reason);
        this.isReadyForModify = true;
        return this.noted('ready', { reason: decision.reason }, leaseReleased(interrupted(head, this.now())));
      case 'tested':
        return this.noted('tested', { learned: decision.learned }, tested(head, decision.learned, this.now()));
      case 'configured':
        return this.noted('arranged', {}, targetConfigured(head, this.now()));
      case 'roll-back':
        return this.turned('turn-back', { cause: decision.cause }, rollbackBegun(head, decision.cause, this.now(), decision.isBackOnSource));
      case 'cancel-rollback':
        return this.turned('turn-forward', { reason: 'the VPN connection stands on its new gateway after all' }, rollbackCancelled(head, this.now()));
      case 'close': {
        const { kind, at = this.now(), ...decided } = decision;
        const ending = decided.status === 'held' ? { ...decided, missing: await this.everythingMissing(decided.missing ?? []) } : decided;
        const gatewayAtTheEnd = ending.status === 'restored' ? head.from : head.to;
        const transitGatewayAttachmentId = vpnAttachmentOn(observed, head.vpnConnectionId, gatewayAtTheEnd.id)?.id;
        return this.noted('closed', ending, closed(head, { ...ending, transitGatewayAttachmentId }, at));
      }
    }
  }

  private async noted(event: string, details: Readonly<Record<string, unknown>>, head: RecordHead): Promise<void> {
    this.ports.journal.note(event, details);
    await this.record.write(head);
  }

  /** In the other direction nothing of what was seen before it counts. */
  private async turned(event: string, details: Readonly<Record<string, unknown>>, head: RecordHead): Promise<void> {
    await this.noted(event, details, head);
    this.attempts = emptyAttemptLog(this.now(), false);
  }

  /** CloudFormation makes nothing more while it rolls back; whoever waits for that may keep it from it. */
  private async endIfAbandoned(reason: string): Promise<void> {
    const { stackId } = this.invocation;
    if (!this.options.isPastModify) return;
    if (this.now() < this.stackAskedAt + STACK_POLL_MS) return;
    this.stackAskedAt = this.now();
    const isAbandoned = await this.ports.stack.isRollingBack(stackId).catch(() => false);
    if (!isAbandoned) return;
    await this.record.write(leaseReleased(this.head));
    throw new TerminalFailure(`waiting ${reason}: the stack is rolled back. Operation ${this.head.operationId} is left to the rollback`);
  }

  /**
   * A look may fail for as long as the move's own deadlines allow; the policy needs one to decide anything. What is seen
   * belongs to the instant at which it was chosen what to look at.
   */
  private async observe(): Promise<{ readonly observed: Observation; readonly at: number } | undefined> {
    const { declaration } = this.invocation.request;
    let at = this.now();
    this.notBefore = at + POLL_MS;
    try {
      const observed = await this.ports.network.observe(declaration, this.plan, (connection) => {
        at = this.now();
        return observationScopeOf(connection, this.unseenAt(at));
      }, this.unchanged);
      this.attempts = logObservation(this.attempts, observed, at);
      // A modify without an answer shows at last: as below, for those who come after this invocation.
      const wasTaken = this.attempts.modifyAcceptedAt !== undefined || this.isModifyingToTarget(observed);
      if (wasTaken && this.head.modifyTakenAt === undefined) this.record.head = modified(this.head, at);
      return { observed: await this.withAlarms(observed), at };
    } catch (error) {
      this.noteWait(failureOf(error).message);
      return undefined;
    }
  }

  /** Of a modify whose answer was a refusal, since its first try had been taken. */
  private isModifyingToTarget({ connection }: Observation): boolean {
    return this.head.intent === 'forward' && connection?.state === 'modifying' && isOnSide(connection, this.plan.to);
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
      this.ports.journal.note('alarms-unread', { cause: failureOf(error).message });
      return observed;
    }
  }

  /**
   * What the decision waited for is not all: routes that cannot be made before that are missing as well. Where nothing is missing
   * there is no way to go on with.
   */
  private async everythingMissing(known: readonly string[]): Promise<readonly string[]> {
    if (known.length === 0) return known;
    try {
      const observed = await this.ports.network.observe(this.invocation.request.declaration, this.plan, () => 'target');
      return [...new Set([...missingActions(this.backup, this.head.intent, observed), ...known])];
    } catch (error) {
      this.ports.journal.note('unseen', { cause: failureOf(error).message });
      return known;
    }
  }

  /** Nothing could be seen until the end: then a person has to decide, but over what had arrived, which nobody may take back for that. */
  private async endWithoutObservation(): Promise<void> {
    const { head, invocation: { request: { declaration } } } = this;
    if (head.arrangedAt !== undefined && head.intent === 'forward') {
      if (this.now() < verificationEndsAt(head.arrangedAt, declaration.verification)) return;
      const ending = { status: 'completed', unverified: `nothing could be seen any more: ${this.lastReason}` } as const;
      return this.noted('closed', ending, closed(head, ending, this.now()));
    }
    if (this.now() < deadlineOf({ head, desired: declaration })) return;
    const ending = { status: 'held', cause: `the ${head.intent} deadline passed while nothing could be seen: ${this.lastReason}` } as const;
    await this.noted('closed', ending, closed(head, { ...ending, missing: ['to see how far the move got'] }, this.now()));
  }

  /** The record says that traffic is about to stop before it does, under a lease that outlasts the batch. */
  private async act({ actions, followedBy, look, noInterruption = false }: Omit<Decision & { readonly kind: 'act' }, 'kind'>): Promise<void> {
    this.lastReason = undefined;
    const recorded = propagationsRequested(this.head, this.propagationsSwitchedOnBy(actions));
    const isRecorded = recorded === this.head && (noInterruption || this.head.interruptedSince !== undefined);
    if (!isRecorded || !this.record.isFresh()) await this.record.renew(noInterruption ? recorded : interrupted(recorded, this.now()));
    this.ports.journal.note('act', { steps: actions.map(describeAction) });
    const batch = new Batch(this.rateLimits, this.ports.clock, (action) => this.perform(action));
    const lasting = look === 'when-it-shows' ? BATCH_MS : POLL_MS;
    const takenBefore = this.head.modifyTakenAt;
    const { left, rateLimits } = await batch.run(actions, Math.min(lasting, this.invocation.until - this.now()));
    this.rateLimits = rateLimits;
    // Whoever comes after this invocation must know it, or would take the connection, were it moved back by hand, as never moved.
    if (this.head.modifyTakenAt !== takenBefore) await this.record.renew();
    this.record.announcements.follow(this.head);
    // What was not begun needs no time to show, and what is not waited for has it anyway.
    if (left.length > 0 || look === 'soon') return;
    this.notBefore = this.now() + EFFECT_LOOK_MS;
    // No failure is remembered of a step that EC2 took.
    if (followedBy !== undefined && !actions.some((action) => this.attempts.failedAttempts.has(keyOfAction(action)))) await this.act({ actions: [followedBy], look: 'soon' });
  }

  private async perform(action: Action): Promise<Performed> {
    try {
      const performed = await this.ports.network.perform(this.head.vpnConnectionId, action);
      this.attempts = logSuccess(this.attempts, action, this.now());
      if (action.do === 'modify-vpn-connection') this.record.head = modified(this.head, this.now());
      return performed;
    } catch (error) {
      const failure = failureOf(error);
      const { message: cause } = failure;
      const kind = failure instanceof TerminalFailure ? 'final' : failure instanceof UncertainFailure ? 'uncertain' : 'passing';
      const { effectUnknown, throttled } = failure instanceof TerminalFailure ? { effectUnknown: false, throttled: false } : failure;
      this.ports.journal.note('step-failed', { step: describeAction(action), cause, kind });
      this.attempts = logFailure(this.attempts, action, { cause, kind, effectUnknown }, this.now());
      return { throttled };
    }
  }

  /** Those of the new gateway, of which the way back switches off no other. */
  private propagationsSwitchedOnBy(actions: readonly Action[]): string[] {
    if (this.head.intent === 'back') return [];
    return actions.flatMap((action) => (action.do === 'enable-vgw-propagation' ? [action.routeTableId] : []))
      .filter((id) => this.plan.propagationsSwitchedOn.includes(id));
  }

  private noteWait(reason: string): void {
    if (reason !== this.lastReason) this.ports.journal.note('wait', { reason });
    this.lastReason = reason;
  }

  /** Looks are at least one poll apart, however quickly the steps between them went. */
  private async waitForNextPoll(): Promise<void> {
    const wait = this.notBefore - this.now();
    if (wait > 0) await this.ports.clock.sleep(wait);
  }

  private get head(): RecordHead {
    return this.record.head;
  }

  private get plan(): Backup['plan'] {
    return this.backup.plan;
  }

  private now(): number {
    return this.ports.clock.now();
  }
}

/** Once all is arranged, only the device is waited for: whether it stays arranged is seen at the end. */
function previousObservationOf(decision: Decision, observed: Observation): PreviousObservation | undefined {
  if (decision.kind === 'configured') return { ...observed, connectionOnly: true };
  return decision.kind === 'wait' && decision.look !== undefined ? { ...observed, connectionOnly: decision.look === 'unhurried' } : undefined;
}
