/** What the two directions of a move share: the words of a decision, and how deadlines and refusals end it. */
import { verified } from './verification';
import { outsideWindow } from '../appointment';
import { MoveDeclaration } from '../declaration';
import { Observation } from '../observation';
import { MovePlan } from '../plan';
import { ANSWER_WITHIN_SECONDS, RecordHead, Status } from '../record';
import { describeStep, keyOfStep, Step } from '../steps';

/** One decision. */
export type Next =
  /**
   * `then`: to be called once all of these were taken, without another look. `brief`: the move waits for something else in
   * any case and wants to see it soon, so no more of them are begun than one poll allows. `prelude`: the next step needs the
   * effect of one of these, so it is worth to look when that will show, and not before. `harmless`: nobody's traffic stops for them.
   */
  | {
    readonly kind: 'act'; readonly steps: readonly Step[]; readonly then?: Step; readonly brief?: boolean; readonly prelude?: boolean; readonly harmless?: boolean;
  }
  /**
   * `glance`: until the connection or its attachment changes state nothing else can matter, so nothing else need be looked at.
   * `forDevice`: AWS's side is done, so there is no hurry to see it.
   */
  | { readonly kind: 'wait'; readonly reason: string; readonly glance?: boolean; readonly forDevice?: boolean }
  /** Nothing stands in the way of the modify any more, which is CloudFormation's. */
  | { readonly kind: 'ready'; readonly reason: string }
  /** The new gateway has proved itself where nobody loses anything: recorded, since nothing of it is to be seen afterwards. */
  | { readonly kind: 'tested'; readonly learned: readonly string[] }
  /** Everything stands in its place: recorded, since what follows is counted from this moment. */
  | { readonly kind: 'arranged' }
  /** Give the move up and put back what was: recorded before anything of it is done. */
  | { readonly kind: 'turn-back'; readonly cause: string }
  | {
    readonly kind: 'close'; readonly status: Exclude<Status, 'open'>;
    readonly cause?: string; readonly missing?: readonly string[]; readonly unverified?: string;
  };

/**
 * What one direction wants, before deadlines and refusals are looked at.
 * `tookEffect` is whether ModifyVpnConnection did, as far as can be seen: before it everything can be put back at once.
 */
export interface Intended {
  readonly steps: readonly Step[];
  /** What has to happen by itself before more can be done or the move is over. */
  readonly waits: readonly string[];
  /** Somebody else's changes that stand in the way: reported, never overwritten. */
  readonly foreign: readonly string[];
  /** Something that no waiting and no retry can mend. */
  readonly failure?: string;
  readonly tookEffect: boolean;
  /** Whether all that is waited for is CloudFormation's modify. */
  readonly ready?: boolean;
  /** What needs nothing but these steps, not even that they are seen to have taken effect. */
  readonly then?: Step;
  /** Whether the next look need not wait for these steps, because something else has to happen in any case. */
  readonly brief?: boolean;
  /** Whether only the connection and its attachment are waited for. */
  readonly glance?: boolean;
  /** Whether only the device is waited for. */
  readonly forDevice?: boolean;
  /** Whether nobody's traffic stops for these steps. */
  readonly harmless?: boolean;
  /** What a test has shown that is over now. */
  readonly tested?: readonly string[];
}

export interface Situation {
  readonly observed: Observation;
  readonly head: RecordHead;
  readonly plan: MovePlan;
  /** How many tunnels were UP before the move; absent where it does not matter. */
  readonly tunnelsUpBefore?: number;
  /** Whether an earlier operation may have moved the connection already. */
  readonly continues?: boolean;
  readonly desired: MoveDeclaration;
  readonly now: number;
  readonly witness: Witness;
}

/**
 * What this invocation itself did and saw. Never stored: after a crash it begins empty, and the decisions only become
 * more patient.
 */
export interface Witness {
  readonly since: number;
  /** Whether this invocation wrote the backup, hence knows that no earlier one has touched the connection. */
  readonly wroteBackup: boolean;
  /** When EC2 took our ModifyVpnConnection, and when the connection was last seen modifying. */
  readonly modifyAcceptedAt?: number;
  readonly lastSeenModifyingAt?: number;
  readonly performed: ReadonlyMap<string, number>;
  readonly refusals: ReadonlyMap<string, Refusal>;
}

export interface Refusal {
  readonly cause: string;
  readonly terminal: boolean;
  /** No answer came, so the step may have taken effect all the same. */
  readonly effectUnknown: boolean;
  readonly firstAt: number;
  readonly lastAt: number;
}

export function freshWitness(now: number, wroteBackup: boolean): Witness {
  return { since: now, wroteBackup, performed: new Map(), refusals: new Map() };
}

/** The witness after a look: a modify that got no answer is known to have been taken once the connection shows it. */
export function witnessOfLook(witness: Witness, observed: Observation, now: number): Witness {
  if (observed.connection?.state !== 'modifying') return witness;
  const unanswered = [...witness.refusals].some(([key, refusal]) => key.startsWith('modify-vpn-connection') && refusal.effectUnknown);
  const modifyAcceptedAt = witness.modifyAcceptedAt ?? (unanswered ? now : undefined);
  return { ...witness, lastSeenModifyingAt: now, ...modifyAcceptedAt !== undefined ? { modifyAcceptedAt } : {} };
}

/** The witness after a step that EC2 took. */
export function witnessOfSuccess(witness: Witness, step: Step, now: number): Witness {
  const key = keyOfStep(step);
  const refusals = new Map(witness.refusals);
  refusals.delete(key);
  const performed = new Map(witness.performed).set(key, now);
  if (step.do !== 'modify-vpn-connection') return { ...witness, performed, refusals };
  const { lastSeenModifyingAt, ...rest } = witness;
  return { ...rest, performed, refusals, modifyAcceptedAt: now };
}

/** The witness after a step that failed: the first time of a row of failures is kept. */
export function witnessOfFailure(witness: Witness, step: Step, failure: Pick<Refusal, 'cause' | 'terminal' | 'effectUnknown'>, now: number): Witness {
  const key = keyOfStep(step);
  const before = witness.refusals.get(key);
  const firstAt = before !== undefined && before.terminal === failure.terminal ? before.firstAt : now;
  const effectUnknown = failure.effectUnknown || (before?.effectUnknown ?? false);
  return { ...witness, refusals: new Map(witness.refusals).set(key, { ...failure, effectUnknown, firstAt, lastAt: now }) };
}

/** Describes may lag behind; what they show for this long is taken as true. */
export const DESCRIBE_SETTLES_SECONDS = 10;

/** Whether what an earlier invocation called would show by now. */
export function hasSettled({ witness, head, now }: Situation): boolean {
  const since = head.intent === 'back' ? Math.max(witness.since, head.intentSince) : witness.since;
  return now - since >= DESCRIBE_SETTLES_SECONDS * 1000;
}

/** How long an accepted modify may show no sign before it is taken as having gone back on its own. */
const MODIFY_SHOWS_SECONDS = 60;

/** Whether a describe that shows the connection available where it was can be stale, because EC2 took our modify. */
export function modifyMayStillShow(witness: Witness, now: number): boolean {
  if (witness.modifyAcceptedAt === undefined) return false;
  const seen = witness.lastSeenModifyingAt;
  return seen === undefined
    ? now - witness.modifyAcceptedAt < MODIFY_SHOWS_SECONDS * 1000
    : now - seen < DESCRIBE_SETTLES_SECONDS * 1000;
}

/** How long a terminal refusal is given: rights of a role made in the same deployment need a moment to spread. */
const REFUSAL_PATIENCE_SECONDS = { beforeEffect: 10, afterEffect: 120 };

/** Turns what a direction wants into a decision, unless a failure, a refusal or the deadline ends it. */
export function turnsOfFate(situation: Situation, intended: Intended): Next {
  const { head, desired, now } = situation;
  if (intended.failure !== undefined) return endedBy(situation, intended, intended.failure);

  const causeOf = (step: Step) => refusedForGood(situation.witness, step, intended.tookEffect);
  const refused = intended.steps.filter((step) => causeOf(step) !== undefined);
  const open = intended.steps.filter((step) => !refused.includes(step));
  const refusal = refused[0] && causeOf(refused[0]);
  if (refusal !== undefined && !intended.tookEffect) return endedBy(situation, intended, refusal);

  const deadline = head.intentSince + 1000 * (head.intent === 'forward' ? desired.forwardDeadlineSeconds : desired.backDeadlineSeconds);
  const unfinished = open.length + refused.length + intended.waits.length + intended.foreign.length > 0;
  if (unfinished && now >= deadline) {
    return endedBy(situation, intended, refusal ?? `the ${head.intent} deadline passed while waiting ${waitingFor(intended)}`);
  }
  const untimely = isFirstChange(situation, intended) && (open.length > 0 || intended.ready) ? outsideWindow(desired, now) : undefined;
  if (untimely !== undefined) return { kind: 'turn-back', cause: untimely };
  if (open.length > 0) {
    const then = refused.length === 0 ? intended.then : undefined;
    // An attachment is associated with one table at a time.
    const prelude = open.some((step) => step.do === 'disassociate-route-table') ? { prelude: true } : {};
    return { kind: 'act', steps: open, ...then === undefined ? {} : { then }, ...intended.brief ? { brief: true } : {}, ...intended.harmless ? { harmless: true } : {}, ...prelude };
  }
  if (intended.ready && refused.length === 0) return { kind: 'ready', reason: intended.waits[0] };
  if (intended.waits.length > 0) {
    return {
      kind: 'wait', reason: intended.waits[0], ...intended.glance ? { glance: true } : {}, ...intended.forDevice ? { forDevice: true } : {},
    };
  }
  if (refusal !== undefined) return endedBy(situation, intended, refusal);
  if (intended.tested !== undefined) return { kind: 'tested', learned: intended.tested };
  if (intended.foreign.length > 0) return endedBy(situation, intended, `changed by somebody else: ${intended.foreign[0]}`);
  return head.intent === 'forward' ? verified(situation, (cause) => endedBy(situation, intended, cause)) : { kind: 'close', status: 'restored' };
}

/** The moment up to which a move can still be called off as if it had never been. */
function isFirstChange({ head }: Situation, { tookEffect }: Intended): boolean {
  return head.intent === 'forward' && head.interruptedSince === undefined && !tookEffect;
}

/** Forward turns back while nothing took effect, or where that is wanted; the way back can only stop and say what is missing. */
function endedBy(situation: Situation, intended: Intended, cause: string): Next {
  const { head, desired } = situation;
  const held: Next = { kind: 'close', status: 'held', cause, missing: missingOf(intended) };
  if (head.intent === 'back') return held;
  if (!intended.tookEffect) return { kind: 'turn-back', cause };
  if (desired.onFailure !== 'MOVE_BACK') return held;
  if (canStillReturn(situation)) return { kind: 'turn-back', cause };
  return { ...held, cause: `${cause}; the way back was not begun, as CloudFormation would have stopped waiting before its end` };
}

/** The way back is a second interruption: one that nobody waits for to its end is worse than none. */
function canStillReturn({ head, desired, now }: Situation): boolean {
  const { drivenSince } = head;
  return drivenSince === undefined || now + desired.backDeadlineSeconds * 1000 <= drivenSince + ANSWER_WITHIN_SECONDS * 1000;
}

export function together(...parts: Omit<Intended, 'tookEffect'>[]): Omit<Intended, 'tookEffect'> {
  const failure = parts.find((part) => part.failure !== undefined)?.failure;
  return {
    steps: parts.flatMap((part) => part.steps),
    waits: parts.flatMap((part) => part.waits),
    foreign: parts.flatMap((part) => part.foreign),
    ...failure !== undefined ? { failure } : {},
  };
}

export function missingOf(intended: Intended): string[] {
  return [...intended.steps.map(describeStep), ...intended.foreign, ...intended.waits.map((wait) => `waiting ${wait}`)];
}

/** The cause for which a step is not tried again, or nothing while it may still succeed. */
export function refusedForGood(witness: Witness, step: Step, tookEffect: boolean): string | undefined {
  const refusal = witness.refusals.get(keyOfStep(step));
  if (refusal === undefined || !refusal.terminal) return undefined;
  const patience = REFUSAL_PATIENCE_SECONDS[tookEffect ? 'afterEffect' : 'beforeEffect'];
  return refusal.lastAt - refusal.firstAt >= patience * 1000 ? refusal.cause : undefined;
}

function waitingFor(intended: Intended): string {
  return intended.waits[0] ?? (intended.steps[0] ? `to ${describeStep(intended.steps[0])}` : `because ${intended.foreign[0]}`);
}
