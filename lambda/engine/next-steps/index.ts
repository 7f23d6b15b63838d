/**
 * The whole policy of a running move: from what is seen, what is recorded and what is wanted to what may be done now.
 *
 * It keeps no program counter. Called again after a crash it sees the same network and decides the same.
 */
import { decided } from './decision';
import { Proposal } from './proposal';
import { Next, Situation } from './situation';
import { stepsTowardsDestination } from './towards';
import { Witness } from './witness';
import { Action, describeAction, keyOfAction } from '../actions';
import { ByKind, operationOf } from '../operation';
import { proposeReplacement } from '../replacement/next-steps';

export { attentionTo, type Attention } from './attention';
export { deadlineOf } from './decision';
export { hasSettled, type Next, type Situation } from './situation';
export { brokenPaths, type Ending, proven, unproven } from './proof';
export { standsOn } from './towards';
export { verificationEndsAt } from './verification';
export { freshWitness, type Refusal, type Witness, witnessOfFailure, witnessOfLook, witnessOfSuccess } from './witness';

/** An effect is given this long to show before its step is tried again: describes lag behind. */
const EFFECT_SHOWS_SECONDS = 5;
/** After a refusal a step rests: shortly where it may pass, longer in case rights are still spreading. */
const RETRY_SECONDS = { passing: 2, uncertain: 5, final: 10 };

/** What each kind of operation wants next. The plan has the replacement, too, of an operation that is one. */
const PROPOSALS: ByKind<(situation: Situation) => Proposal> = {
  'move': stepsTowardsDestination,
  'edited-target': stepsTowardsDestination,
  'hand-over': stepsTowardsDestination,
  'gateway-replacement': (situation) => proposeReplacement(situation, situation.plan.replacement!),
};

export function nextSteps(situation: Situation): Next {
  const { desired, witness, now } = situation;
  const proposal = PROPOSALS[operationOf(desired).kind](situation);
  const next = decided(situation, proposal);
  if (next.kind !== 'act') return next;
  const { then, ...act } = next;
  const due = act.actions.filter((action) => isDue(action, witness, now));
  if (due.length === 0) return { kind: 'wait', reason: `before another try or for the effect to show: ${describeAction(act.actions[0])}` };
  const isFollowed = then !== undefined && due.length === act.actions.length && isDue(then, witness, now);
  return { ...act, actions: due, ...isFollowed ? { then } : {} };
}

function isDue(action: Action, witness: Witness, now: number): boolean {
  const key = keyOfAction(action);
  const performedAt = witness.performed.get(key);
  if (performedAt !== undefined && now - performedAt < EFFECT_SHOWS_SECONDS * 1000) return false;
  const refusal = witness.refusals.get(key);
  if (refusal === undefined) return true;
  return now - refusal.lastAt >= RETRY_SECONDS[refusal.kind] * 1000;
}
