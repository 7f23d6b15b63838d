/** What a direction wants becomes a decision, unless a failure, a refusal or the deadline ends it. */
import { Intended, Next, Situation } from './situation';
import { verified } from './verification';
import { refusedForGood } from './witness';
import { ANSWER_WITHIN_SECONDS } from '../../../src/contract/answer-time';
import { outsideWindow } from '../../../src/contract/appointment';
import { describeStep, Step } from '../steps';

export function decided(situation: Situation, intended: Intended): Next {
  const { head, desired, now } = situation;
  if (intended.arrivedAfterAll) return { kind: 'turn-forward' };
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
  if (intended.ready) return { kind: 'ready', reason: intended.waits[0] };
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
export function endedBy(situation: Situation, intended: Intended, cause: string): Next {
  const { head, desired } = situation;
  const held: Next = { kind: 'close', status: 'held', cause, missing: missingOf(intended) };
  if (head.intent === 'back') return held;
  if (!intended.tookEffect) return { kind: 'turn-back', cause, ...intended.cameBack ? { cameBack: true } : {} };
  if (desired.onFailure !== 'MOVE_BACK') return held;
  if (canStillReturn(situation)) return { kind: 'turn-back', cause };
  return { ...held, cause: `${cause}; the way back was not begun, as CloudFormation would have stopped waiting before its end` };
}

/** The way back is a second interruption: one that nobody waits for to its end is worse than none. */
function canStillReturn({ head, desired, now }: Situation): boolean {
  const { drivenSince } = head;
  return drivenSince === undefined || now + desired.backDeadlineSeconds * 1000 <= drivenSince + ANSWER_WITHIN_SECONDS * 1000;
}

function waitingFor(intended: Intended): string {
  return intended.waits[0] ?? (intended.steps[0] ? `to ${describeStep(intended.steps[0])}` : `because ${intended.foreign[0]}`);
}

function missingOf(intended: Intended): string[] {
  return [...intended.steps.map(describeStep), ...intended.foreign, ...intended.waits.map((wait) => `waiting ${wait}`)];
}
