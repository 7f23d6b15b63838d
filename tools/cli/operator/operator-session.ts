/**
 * One command given: look at the record and the connection, judge, and then do it by the same runner as the function does, under the
 * same lease and revision by revision. Whatever it is interrupted by, giving it again goes on from what is recorded.
 */
import { beyondDeclarations } from '../../../lambda/engine/declared-bounds';
import { Observation } from '../../../lambda/engine/observation';
import { CommandContext, CommandDecision, decideCommand, OperatorCommand } from '../../../lambda/engine/operator';
import {
  Backup, heldByOperator, needsConclusion, OperatorAction, operatorTookOver, RecordHead, releasedByOperator,
} from '../../../lambda/engine/record';
import { missingActions } from '../../../lambda/engine/recovery';
import { Announcements } from '../../../lambda/runner/announcements';
import { conclude, concludeEarlier } from '../../../lambda/runner/conclusion';
import { OperationInvocation } from '../../../lambda/runner/invocation';
import { LeaseWatch, waitingFor } from '../../../lambda/runner/lease-watch';
import { continueHeld, openRollback } from '../../../lambda/runner/open';
import { runOperation } from '../../../lambda/runner/operation-runner';
import { Ports, RetryableFailure, RevisionConflict, TerminalFailure, UntrustedRecord } from '../../../lambda/runner/ports';
import { retrying } from '../../../lambda/runner/retrying';
import { takeSnapshot } from '../../../lambda/runner/take-snapshot';
import { differencesFromWritten, trustedBackup } from '../../../lambda/runner/trusted-backup';
import { RETRY_MS } from '../../../src/contract/times';

export interface Operator {
  readonly name: string;
  /** Unique to this terminal and this command. */
  readonly holder: string;
  /** Names the operation that is opened, if one is. */
  readonly requestId: string;
}

/** Set when the operator wants to leave: what is under way is brought to its next pause. */
export interface StopSignal {
  requested: boolean;
}

export interface AssessedCommand extends CommandContext {
  readonly decision: CommandDecision;
}

export type CommandOutcome =
  | { readonly kind: 'ended'; readonly head: RecordHead }
  /** The operator has left before the end. */
  | { readonly kind: 'left'; readonly head: RecordHead }
  /** Somebody newer goes on, or has done so. */
  | { readonly kind: 'overtaken'; readonly head: RecordHead }
  /** What stood for the command when it was looked at does not any more. */
  | { readonly kind: 'refused'; readonly looked: AssessedCommand };

/** A record that somebody is at work on is written every few seconds. */
const TRIES_MAX = 20;
const READ_TIMEOUT_MILLISECONDS = 15_000;

export class OperatorSession {
  private readonly leases: LeaseWatch;

  constructor(
    private readonly command: OperatorCommand, private readonly vpnConnectionId: string,
    private readonly operator: Operator, private readonly ports: Ports, private readonly stopSignal: StopSignal,
  ) {
    this.leases = new LeaseWatch(ports.clock);
  }

  /** Changes nothing. Nothing is answered for a connection of which there is no record. */
  async assess(): Promise<AssessedCommand | undefined> {
    const { records, network, clock } = this.ports;
    const head = await this.readHead();
    if (head === undefined) return undefined;
    // While the operator thinks it over it is watched already.
    this.leases.another(head, this.operator.holder);
    const read = await this.retryingReads(async () => records.readBackup(head.vpnConnectionId, head.operationId)).catch(asUntrusted);
    const differences = read instanceof UntrustedRecord ? read.differences : read === undefined ? [] : differencesOf(head, read);
    const backup = read instanceof UntrustedRecord || differences.length > 0 ? undefined : read;
    const [connection] = await Promise.all([
      // A hold goes without: it is given when nothing else works.
      this.retryingReads(async () => network.connection(head.vpnConnectionId)).catch((error) => this.unlessHeld(error)),
    ]);
    const pressed: CommandContext = {
      head, now: clock.now(), differences, ...backup === undefined ? {} : { backup }, ...connection === undefined ? {} : { connection },
    };
    return { ...pressed, decision: decideCommand(this.command, pressed) };
  }

  /** @throws {TerminalFailure} when something stands against it that only shows now */
  async carryOut(assessed: AssessedCommand): Promise<CommandOutcome> {
    let latest = assessed;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      try {
        return await this.follow(latest);
      } catch (error) {
        if (!(error instanceof RevisionConflict || error instanceof RetryableFailure)) throw error;
        this.ports.journal.note('retry', { reason: error.message });
        if (this.stopSignal.requested) return this.stopped();
        if (error instanceof RetryableFailure) await this.ports.clock.sleep(RETRY_MS);
      }
      latest = (await this.assess())!;
      if (latest.decision.kind !== assessed.decision.kind && !this.isOwn(latest.head)) return { kind: 'refused', looked: latest };
    }
    throw new TerminalFailure(`the record of ${this.vpnConnectionId} is written so often that there is no coming in between`);
  }

  private async follow(assessed: AssessedCommand): Promise<CommandOutcome> {
    const { decision, head, backup } = assessed;
    switch (decision.kind) {
      case 'stop':
        return this.hold(assessed);
      case 'drive':
        return this.takeOver(head, backup!, decision.rollsBack);
      case 'open':
        return this.open(head, backup!, decision.intent);
      case 'nothing':
        return this.finish(head.operationId, backup);
      case 'refuse':
        return { kind: 'refused', looked: assessed };
    }
  }

  private async hold({ head, backup }: AssessedCommand): Promise<CommandOutcome> {
    const observed = await this.observed(backup);
    const act = this.act();
    await this.ports.records.writeHead(heldByOperator(head, act, `${act.by} held it from a terminal`, missing(head, backup, observed)));
    this.ports.journal.note('closed', { status: 'held' });
    return this.finish(head.operationId, backup);
  }

  /** Whoever was at work on a held operation has stopped by then, so what is missing is told by what there is. */
  private async finish(operationId: string, backup: Backup | undefined): Promise<CommandOutcome> {
    const held = await this.freeOf(operationId);
    if (held === undefined) return this.stopped();
    if (!needsConclusion(held)) return { kind: 'ended', head: held };
    const observed = await this.observed(backup);
    const known = observed === undefined || held.status !== 'held' ? held : { ...held, missing: missing(held, backup, observed) };
    const invocation = this.invocationFor(held, backup);
    const head = await conclude(known, { backup, observed }, new Announcements(known, invocation, this.ports), invocation, this.ports);
    return { kind: 'ended', head };
  }

  private async takeOver(head: RecordHead, backup: Backup, turnsBack: boolean): Promise<CommandOutcome> {
    const cause = turnsBack ? `${this.operator.name} turned it back from a terminal` : undefined;
    const taken = operatorTookOver(head, this.act(), this.operator.holder, cause);
    await this.ports.records.writeHead(taken);
    return this.runToEnd(taken, backup);
  }

  private async open(previous: RecordHead, backup: Backup, intent: 'forward' | 'back'): Promise<CommandOutcome> {
    const free = await this.freeOf(previous.operationId);
    if (free === undefined) return this.stopped();
    const act = this.act();
    const whole = await concludeEarlier(free, this.invocationFor(free, backup, act), this.ports) ?? free;
    const request = { ...this.request(whole, backup), requestId: this.operator.requestId };
    const driving = { ...this.invocationFor(whole, backup, act), request };
    const opened = intent === 'back' ? await openRollback(driving, whole, this.ports)
      : await continueHeld(driving, whole, await takeSnapshot(backup.declaration!, this.ports), this.ports);
    if (opened.kind !== 'opened') throw new TerminalFailure(`operation ${whole.operationId} is complete: there is nothing to go on with`);
    return this.runToEnd(opened.head, await trustedBackup(opened.head, driving.request, this.ports));
  }

  /** The runner may be disturbed by anything that is written beside it; as long as the operation is what it was, it goes on. */
  private async runToEnd(taken: RecordHead, backup: Backup): Promise<CommandOutcome> {
    let head = taken;
    for (;;) {
      try {
        const driven = await runOperation({ head, takeOver: false, wroteBackup: false }, this.invocationFor(taken, backup), this.ports);
        if (driven !== undefined) return { kind: 'ended', head: driven };
      } catch (error) {
        if (!(error instanceof RevisionConflict || error instanceof RetryableFailure)) throw error;
        this.ports.journal.note('retry', { reason: error.message });
        if (error instanceof RetryableFailure && !this.stopSignal.requested) await this.ports.clock.sleep(RETRY_MS);
      }
      if (this.stopSignal.requested) return this.stopped();
      head = (await this.readHead())!;
      if (this.isSuperseded(head, taken)) return { kind: 'overtaken', head };
      if (head.status === 'open') continue;
      return { kind: 'ended', head: await concludeEarlier(head, this.invocationFor(head, backup), this.ports) ?? head };
    }
  }

  private isSuperseded(head: RecordHead, taken: RecordHead): boolean {
    if (head.operationId !== taken.operationId || head.requestId !== taken.requestId) return true;
    return head.status === 'open' && head.intent !== taken.intent && head.lease?.holder !== this.operator.holder;
  }

  /** The operation that this command has opened, or taken in hand: found again after an answer that got lost. */
  private isOwn({ requestId, promised, lease }: RecordHead): boolean {
    return requestId === this.operator.requestId || [promised, lease].some((each) => each?.holder === this.operator.holder);
  }

  /** Waits until nobody else can be at work. @returns nothing when the operator leaves meanwhile. @throws {RevisionConflict} */
  private async freeOf(operationId: string): Promise<RecordHead | undefined> {
    const { clock, journal } = this.ports;
    for (;;) {
      const head = (await this.readHead())!;
      if (head.operationId !== operationId || head.status === 'open') throw new RevisionConflict(head.vpnConnectionId, head.revision);
      const another = this.leases.another(head, this.operator.holder);
      if (another === undefined) return head;
      journal.note('wait', { reason: waitingFor(another) });
      if (this.stopSignal.requested) return undefined;
      await clock.sleep(RETRY_MS);
    }
  }

  private async stopped(): Promise<CommandOutcome> {
    const head = (await this.readHead())!;
    if (!this.isOwn(head) || (head.lease === undefined && head.promised === undefined)) return { kind: 'left', head };
    const next = releasedByOperator(head, this.operator.holder);
    await this.ports.records.writeHead(next).catch((error) => {
      if (!(error instanceof RevisionConflict)) throw error;
    });
    return { kind: 'left', head: next };
  }

  private async observed(backup: Backup | undefined): Promise<Observation | undefined> {
    if (backup?.declaration === undefined) return undefined;
    try {
      return await this.ports.network.observe(backup.declaration, backup.plan, () => 'target');
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      this.ports.journal.note('unseen', { cause: error.message });
      return undefined;
    }
  }

  private async unlessHeld(error: unknown): Promise<undefined> {
    if (this.command !== 'hold' || !(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
    this.ports.journal.note('unseen', { cause: error.message });
    return undefined;
  }

  private invocationFor(head: RecordHead, backup: Backup | undefined, act?: OperatorAction): OperationInvocation {
    const { stopSignal, leases, operator: { holder } } = this;
    return {
      request: this.request(head, backup), stackId: head.owner.split('|')[0], holder, leases, ...act === undefined ? {} : { act },
      get until() {
        return stopSignal.requested ? -Infinity : Infinity;
      },
    };
  }

  /** Without what was declared it is nobody's move: so nobody looks where only the declaration tells to look. */
  private request({ requestId, owner, moveIdentity }: RecordHead, backup: Backup | undefined): OperationInvocation['request'] {
    const declaration = backup?.declaration;
    return { requestId, owner, moveIdentity: declaration === undefined ? '' : moveIdentity, declaration: declaration! };
  }

  private act(): OperatorAction {
    return { at: this.ports.clock.now(), by: this.operator.name, did: this.command };
  }

  private async readHead(): Promise<RecordHead | undefined> {
    return this.retryingReads(async () => this.ports.records.readHead(this.vpnConnectionId));
  }

  private async retryingReads<T>(attempt: () => Promise<T>): Promise<T> {
    return retrying(this.ports, this.ports.clock.now() + READ_TIMEOUT_MILLISECONDS, attempt);
  }
}

/** A plan that goes beyond what is declared beside it was never made by the function. */
function differencesOf(head: RecordHead, backup: Backup): string[] {
  const { declaration } = backup;
  return [...differencesFromWritten(head, backup), ...declaration === undefined ? [] : beyondDeclarations(head, backup, [declaration])];
}

function asUntrusted(error: unknown): UntrustedRecord {
  if (error instanceof UntrustedRecord) return error;
  throw error;
}

function missing({ intent }: RecordHead, backup: Backup | undefined, observed: Observation | undefined): string[] {
  if (backup === undefined || observed === undefined) return ['to see how far the move got'];
  return missingActions(backup, intent, observed);
}
