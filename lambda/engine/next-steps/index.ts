/**
 * The whole policy of a running move: from what is seen, what is recorded and what is wanted to what may be done now.
 *
 * It keeps no program counter. Called again after a crash it sees the same network and decides the same.
 */
import { decided } from './decision';
import { Intended, Next, Situation } from './situation';
import { stepsTowardsDestination } from './towards';
import { Witness } from './witness';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Observation } from '../observation';
import { ByKind, operationOf } from '../operation';
import { MovePlan } from '../plan';
import { RecordHead } from '../record';
import { stepsOfReplacement } from '../replacement/next-steps';
import { describeStep, keyOfStep, Step } from '../steps';

export { attentionTo, type Attention } from './attention';
export type { Next, Situation } from './situation';
export { FOR_CLOUDFORMATION } from './stack-routes';
export { brokenPaths, type Ending, proven, unproven } from './proof';
export { standsOn } from './towards';
export { verificationEndsAt } from './verification';
export { DESCRIBE_SETTLES_SECONDS, freshWitness, type Refusal, type Witness, witnessOfFailure, witnessOfLook, witnessOfSuccess } from './witness';

/** The record as the policy reads it: who wants what since when, and the plan made before the first change. */
export interface Record {
  readonly head: RecordHead;
  readonly plan: MovePlan;
  readonly tunnelsUpBefore?: number;
  readonly continues?: boolean;
}

/** An effect is given this long to show before its step is tried again: describes lag behind. */
const EFFECT_SHOWS_SECONDS = 5;
/** After a refusal a step rests: shortly where it may pass, longer in case rights are still spreading. */
const RETRY_SECONDS = { passing: 2, uncertain: 5, final: 10 };

/** What each kind of operation wants next. The plan has the replacement, too, of an operation that is one. */
const PROPOSALS: ByKind<(situation: Situation) => Intended> = {
  'move': stepsTowardsDestination,
  'edited-target': stepsTowardsDestination,
  'hand-over': stepsTowardsDestination,
  'gateway-replacement': (situation) => stepsOfReplacement(situation, situation.plan.replacement!),
};

export function nextSteps(observed: Observation, record: Record, desired: MoveDeclaration, now: number, witness: Witness): Next {
  const situation: Situation = { ...record, observed, desired, now, witness };
  const intended = PROPOSALS[operationOf(desired).kind](situation);
  const next = decided(situation, intended);
  if (next.kind !== 'act') return next;
  const due = next.steps.filter((step) => isDue(step, witness, now));
  const { then, ...rest } = next;
  const followed = then !== undefined && due.length === next.steps.length && isDue(then, witness, now);
  if (due.length > 0) return { ...rest, steps: due, ...followed ? { then } : {} };
  return { kind: 'wait', reason: `before another try or for the effect to show: ${describeStep(next.steps[0])}` };
}

function isDue(step: Step, witness: Witness, now: number): boolean {
  const key = keyOfStep(step);
  const performedAt = witness.performed.get(key);
  if (performedAt !== undefined && now - performedAt < EFFECT_SHOWS_SECONDS * 1000) return false;
  const refusal = witness.refusals.get(key);
  if (refusal === undefined) return true;
  return now - refusal.lastAt >= RETRY_SECONDS[refusal.kind] * 1000;
}
