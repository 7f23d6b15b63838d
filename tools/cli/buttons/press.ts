/**
 * One button pressed: look at the record and the connection, judge, and then do it by the same drive as the function does, under the
 * same lease and revision by revision. Whatever it is interrupted by, pressing it again goes on from what is recorded.
 */
import { Observation } from '../../../lambda/engine/observation';
import { Button, judgePress, Pressed, Verdict } from '../../../lambda/engine/operator';
import { Backup, leasedToAnother, letGo, needsConclusion, OperatorAct, RecordHead, stopped, takenInHand } from '../../../lambda/engine/record';
import { missingActions } from '../../../lambda/engine/recovery';
import { Announcements } from '../../../lambda/runner/announcements';
import { requireBackup } from '../../../lambda/runner/checks';
import { conclude, concludeEarlier } from '../../../lambda/runner/conclusion';
import { drive } from '../../../lambda/runner/drive';
import { Driving } from '../../../lambda/runner/invocation';
import { continueHeld, openBack } from '../../../lambda/runner/open';
import { Ports, RecordMoved, RetryableFailure, TerminalFailure } from '../../../lambda/runner/ports';
import { RETRY_MILLISECONDS, retrying } from '../../../lambda/runner/retrying';
import { surveyed } from '../../../lambda/runner/survey';

export interface Operator {
  readonly name: string;
  /** Unique to this terminal and this press. */
  readonly holder: string;
  /** Names the operation that is opened, if one is. */
  readonly requestId: string;
}

/** Set when the operator wants to leave: what is under way is brought to its next pause. */
export interface Leaving {
  requested: boolean;
}

export interface Looked extends Pressed {
  readonly verdict: Verdict;
}

export type Ending =
  | { readonly kind: 'ended'; readonly head: RecordHead }
  /** The operator has left before the end. */
  | { readonly kind: 'left'; readonly head: RecordHead }
  /** Somebody newer goes on, or has done so. */
  | { readonly kind: 'overtaken'; readonly head: RecordHead }
  /** What stood for the button when it was looked at does not any more. */
  | { readonly kind: 'refused'; readonly looked: Looked };

/** A record that somebody is at work on is written every few seconds. */
const TRIES_MAX = 20;
const LOOK_PATIENCE_MILLISECONDS = 15_000;

export class Press {
  constructor(
    private readonly button: Button, private readonly vpnConnectionId: string,
    private readonly operator: Operator, private readonly ports: Ports, private readonly leaving: Leaving,
  ) {}

  /** Changes nothing. Nothing is answered for a connection of which there is no record. */
  async look(): Promise<Looked | undefined> {
    const { records, network, clock } = this.ports;
    const head = await this.readHead();
    if (head === undefined) return undefined;
    const [backup, connection] = await Promise.all([
      this.patiently(async () => records.readBackup(head.vpnConnectionId, head.operationId)),
      // A hold goes without: it is pressed when nothing else works.
      this.patiently(async () => network.connection(head.vpnConnectionId)).catch((error) => this.unlessHeld(error)),
    ]);
    const pressed: Pressed = {
      head, now: clock.now(), ...backup === undefined ? {} : { backup }, ...connection === undefined ? {} : { connection },
    };
    return { ...pressed, verdict: judgePress(this.button, pressed) };
  }

  /** @throws {TerminalFailure} when something stands against it that only shows now */
  async carryOut(looked: Looked): Promise<Ending> {
    let latest = looked;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      try {
        return await this.follow(latest);
      } catch (error) {
        if (!(error instanceof RecordMoved || error instanceof RetryableFailure)) throw error;
        this.ports.journal.note('retry', { reason: error.message });
        if (this.leaving.requested) return this.left();
        if (error instanceof RetryableFailure) await this.ports.clock.sleep(RETRY_MILLISECONDS);
      }
      latest = (await this.look())!;
      if (latest.verdict.kind !== looked.verdict.kind && !this.isOwn(latest.head)) return { kind: 'refused', looked: latest };
    }
    throw new TerminalFailure(`the record of ${this.vpnConnectionId} is written so often that there is no coming in between`);
  }

  private async follow(looked: Looked): Promise<Ending> {
    const { verdict, head, backup } = looked;
    switch (verdict.kind) {
      case 'stop':
        return this.stop(looked);
      case 'drive':
        return this.takeInHand(head, backup!, verdict.turnsBack);
      case 'open':
        return this.open(head, backup!, verdict.intent);
      case 'nothing':
        return this.finish(head.operationId, backup);
      case 'refuse':
        return { kind: 'refused', looked };
    }
  }

  private async stop({ head, backup }: Looked): Promise<Ending> {
    const observed = await this.observed(backup);
    const act = this.act();
    await this.ports.records.writeHead(stopped(head, act, `${act.by} held it from a terminal`, missing(head, backup, observed)));
    this.ports.journal.note('closed', { status: 'held' });
    return this.finish(head.operationId, backup);
  }

  /** Whoever was at work on a held operation has stopped by then, so what is missing is told by what there is. */
  private async finish(operationId: string, backup: Backup | undefined): Promise<Ending> {
    const held = await this.freeOf(operationId);
    if (held === undefined) return this.left();
    if (!needsConclusion(held)) return { kind: 'ended', head: held };
    const observed = await this.observed(backup);
    const known = observed === undefined || held.status !== 'held' ? held : { ...held, missing: missing(held, backup, observed) };
    const driving = this.driving(held, backup);
    const head = await conclude(known, { backup, observed }, new Announcements(known, driving, this.ports), driving, this.ports);
    return { kind: 'ended', head };
  }

  private async takeInHand(head: RecordHead, backup: Backup, turnsBack: boolean): Promise<Ending> {
    const cause = turnsBack ? `${this.operator.name} turned it back from a terminal` : undefined;
    const taken = takenInHand(head, this.act(), this.operator.holder, cause);
    await this.ports.records.writeHead(taken);
    return this.driveOn(taken, backup);
  }

  private async open(previous: RecordHead, backup: Backup, intent: 'forward' | 'back'): Promise<Ending> {
    const free = await this.freeOf(previous.operationId);
    if (free === undefined) return this.left();
    const act = this.act();
    const whole = await concludeEarlier(free, this.driving(free, backup, act), this.ports) ?? free;
    const request = { ...this.request(whole, backup), requestId: this.operator.requestId };
    const driving = { ...this.driving(whole, backup, act), request };
    const opened = intent === 'back' ? await openBack(driving, whole, this.ports)
      : await continueHeld(driving, whole, await surveyed(backup.declaration!, this.ports), this.ports);
    if (opened.kind !== 'opened') throw new TerminalFailure(`operation ${whole.operationId} is complete: there is nothing to go on with`);
    return this.driveOn(opened.head, await requireBackup(opened.head, this.ports));
  }

  /** The drive may be disturbed by anything that is written beside it; as long as the operation is what it was, it goes on. */
  private async driveOn(taken: RecordHead, backup: Backup): Promise<Ending> {
    let head = taken;
    for (;;) {
      try {
        const driven = await drive({ head, takeOver: false, wroteBackup: false }, this.driving(taken, backup), this.ports);
        if (driven !== undefined) return { kind: 'ended', head: driven };
      } catch (error) {
        if (!(error instanceof RecordMoved || error instanceof RetryableFailure)) throw error;
        this.ports.journal.note('retry', { reason: error.message });
        if (error instanceof RetryableFailure && !this.leaving.requested) await this.ports.clock.sleep(RETRY_MILLISECONDS);
      }
      if (this.leaving.requested) return this.left();
      head = (await this.readHead())!;
      if (this.isOvertaken(head, taken)) return { kind: 'overtaken', head };
      if (head.status === 'open') continue;
      return { kind: 'ended', head: await concludeEarlier(head, this.driving(head, backup), this.ports) ?? head };
    }
  }

  private isOvertaken(head: RecordHead, taken: RecordHead): boolean {
    if (head.operationId !== taken.operationId || head.requestId !== taken.requestId) return true;
    return head.status === 'open' && head.intent !== taken.intent && head.lease?.holder !== this.operator.holder;
  }

  /** The operation that this press has opened, or taken in hand: found again after an answer that got lost. */
  private isOwn({ requestId, promised, lease }: RecordHead): boolean {
    return requestId === this.operator.requestId || [promised, lease].some((each) => each?.holder === this.operator.holder);
  }

  /** Waits until nobody else can be at work. @returns nothing when the operator leaves meanwhile. @throws {RecordMoved} */
  private async freeOf(operationId: string): Promise<RecordHead | undefined> {
    const { clock, journal } = this.ports;
    for (;;) {
      const head = (await this.readHead())!;
      if (head.operationId !== operationId || head.status === 'open') throw new RecordMoved(head.vpnConnectionId, head.revision);
      if (!leasedToAnother(head, this.operator.holder, clock.now())) return head;
      journal.note('wait', { reason: `for ${head.lease?.holder} to give back its lease, which runs until ${instant(head.lease!.until)}` });
      if (this.leaving.requested) return undefined;
      await clock.sleep(RETRY_MILLISECONDS);
    }
  }

  private async left(): Promise<Ending> {
    const head = (await this.readHead())!;
    if (!this.isOwn(head) || (head.lease === undefined && head.promised === undefined)) return { kind: 'left', head };
    const next = letGo(head, this.operator.holder);
    await this.ports.records.writeHead(next).catch((error) => {
      if (!(error instanceof RecordMoved)) throw error;
    });
    return { kind: 'left', head: next };
  }

  private async observed(backup: Backup | undefined): Promise<Observation | undefined> {
    if (backup?.declaration === undefined) return undefined;
    try {
      return await this.ports.network.observe(backup.declaration, backup.plan, () => 'arrival');
    } catch (error) {
      if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
      this.ports.journal.note('unseen', { cause: error.message });
      return undefined;
    }
  }

  private async unlessHeld(error: unknown): Promise<undefined> {
    if (this.button !== 'hold' || !(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error;
    this.ports.journal.note('unseen', { cause: error.message });
    return undefined;
  }

  private driving(head: RecordHead, backup: Backup | undefined, act?: OperatorAct): Driving {
    const { leaving, operator: { holder } } = this;
    return {
      request: this.request(head, backup), stackId: head.owner.split('|')[0], holder, ...act === undefined ? {} : { act },
      get until() {
        return leaving.requested ? -Infinity : Infinity;
      },
    };
  }

  /** Without what was declared it is nobody's move: so nobody looks where only the declaration tells to look. */
  private request({ requestId, owner, moveIdentity }: RecordHead, backup: Backup | undefined): Driving['request'] {
    const declaration = backup?.declaration;
    return { requestId, owner, moveIdentity: declaration === undefined ? '' : moveIdentity, declaration: declaration! };
  }

  private act(): OperatorAct {
    return { at: this.ports.clock.now(), by: this.operator.name, did: this.button };
  }

  private async readHead(): Promise<RecordHead | undefined> {
    return this.patiently(async () => this.ports.records.readHead(this.vpnConnectionId));
  }

  private async patiently<T>(attempt: () => Promise<T>): Promise<T> {
    return retrying(this.ports, this.ports.clock.now() + LOOK_PATIENCE_MILLISECONDS, attempt);
  }
}

function missing({ intent }: RecordHead, backup: Backup | undefined, observed: Observation | undefined): string[] {
  if (backup === undefined || observed === undefined) return ['to see how far the move got'];
  return missingActions(backup, intent, observed);
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
