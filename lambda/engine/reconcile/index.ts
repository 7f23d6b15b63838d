/**
 * The whole policy of a running move: from what is seen, what is recorded and what is wanted to what may be done now.
 *
 * It keeps no program counter. Called again after a crash it sees the same network and decides the same.
 */
import { AttemptLog } from './attempt-log';
import { Decision, ReconcileContext } from './context';
import { decisionOn } from './decision';
import { proposeMove } from './move';
import { Proposal } from './proposal';
import { EFFECT_SHOWS_MS, RETRY_AFTER_MS } from '../../../src/contract/times';
import { Action, describeAction, keyOfAction } from '../actions';
import { ByKind, operationOf } from '../operation';
import { proposeReplacement } from '../replacement/propose';

export { observationScopeOf, type ObservationScope } from './observation-scope';
export { deadlineOf } from './decision';
export { hasSettled, type Decision, type ReconcileContext } from './context';
export { brokenPaths, type CloseDecision, afterPathCheck, withoutPathCheck } from './path-check';
export { isOnSide } from './move';
export { verificationEndsAt } from './verification';
export { emptyAttemptLog, type FailedAttempt, type AttemptLog, logFailure, logObservation, logSuccess } from './attempt-log';

/** What each kind of operation wants next. The plan has the replacement, too, of an operation that is one. */
const PROPOSALS: ByKind<(context: ReconcileContext) => Proposal> = {
  'move': proposeMove,
  'edited-target': proposeMove,
  'hand-over': proposeMove,
  'gateway-replacement': (context) => proposeReplacement(context, context.plan.replacement!),
};

export function decide(context: ReconcileContext): Decision {
  const { desired, attempts, now } = context;
  const proposal = PROPOSALS[operationOf(desired).kind](context);
  const decision = decisionOn(context, proposal);
  if (decision.kind !== 'act') return decision;
  const { followedBy, ...act } = decision;
  const due = act.actions.filter((action) => isDue(action, attempts, now));
  if (due.length === 0) return { kind: 'wait', reason: `before another try or for the effect to show: ${describeAction(act.actions[0])}` };
  const isFollowed = followedBy !== undefined && due.length === act.actions.length && isDue(followedBy, attempts, now);
  return { ...act, actions: due, ...isFollowed ? { followedBy } : {} };
}

function isDue(action: Action, attempts: AttemptLog, now: number): boolean {
  const key = keyOfAction(action);
  const performedAt = attempts.performed.get(key);
  if (performedAt !== undefined && now - performedAt < EFFECT_SHOWS_MS) return false;
  const failed = attempts.failedAttempts.get(key);
  if (failed === undefined) return true;
  return now - failed.lastAt >= RETRY_AFTER_MS[failed.kind];
}
