/**
 * What this invocation itself did and saw. Never stored: after a crash it begins empty, and the decisions only become
 * more patient.
 */
import { DESCRIBE_SETTLES_MS, MODIFY_SHOWS_MS, REFUSAL_DOUBTED_MS } from '../../../src/contract/times';
import { Action, keyOfAction } from '../actions';
import { Observation } from '../observation';

export interface AttemptLog {
  readonly since: number;
  /** Whether this invocation wrote the backup, hence knows that no earlier one has touched the connection. */
  readonly wroteBackup: boolean;
  /** When EC2 took our ModifyVpnConnection, and when the connection was last seen modifying. */
  readonly modifyAcceptedAt?: number;
  readonly lastObservedModifyingAt?: number;
  /** What the last looks agreed on, and since when: a look alone may be stale. */
  readonly stableView?: { readonly shown: string; readonly since: number };
  /** Whether they have ever shown it in another state, or elsewhere, than before. */
  readonly viewHasChanged?: boolean;
  readonly performed: ReadonlyMap<string, number>;
  readonly failedAttempts: ReadonlyMap<string, FailedAttempt>;
}

export interface FailedAttempt {
  readonly cause: string;
  /**
   * `passing`: of load, or of a state in transition. `uncertain`: of a kind that nobody knows, or given to a later attempt than
   * the first. `final`: it lasts until somebody changes something.
   */
  readonly kind: 'passing' | 'uncertain' | 'final';
  /** No answer came, so the step may have taken effect all the same. */
  readonly effectUnknown: boolean;
  readonly firstAt: number;
  readonly lastAt: number;
}

export function emptyAttemptLog(now: number, wroteBackup: boolean): AttemptLog {
  return { since: now, wroteBackup, performed: new Map(), failedAttempts: new Map() };
}

/** The attempt log after a look: a modify that got no answer is known to have been taken once the connection shows it. */
export function logObservation(before: AttemptLog, observed: Observation, now: number): AttemptLog {
  const attempts = logView(before, viewOf(observed), now);
  if (observed.connection?.state !== 'modifying') return attempts;
  const unanswered = [...attempts.failedAttempts].some(([key, failed]) => key.startsWith('modify-vpn-connection') && failed.effectUnknown);
  const modifyAcceptedAt = attempts.modifyAcceptedAt ?? (unanswered ? now : undefined);
  return { ...attempts, lastObservedModifyingAt: now, ...modifyAcceptedAt !== undefined ? { modifyAcceptedAt } : {} };
}

/** The attempt log after a step that EC2 took. */
export function logSuccess(attempts: AttemptLog, action: Action, now: number): AttemptLog {
  const key = keyOfAction(action);
  const failedAttempts = new Map(attempts.failedAttempts);
  failedAttempts.delete(key);
  const performed = new Map(attempts.performed).set(key, now);
  if (action.do !== 'modify-vpn-connection') return { ...attempts, performed, failedAttempts };
  const { lastObservedModifyingAt, ...rest } = attempts;
  return { ...rest, performed, failedAttempts, modifyAcceptedAt: now };
}

/** The attempt log after a step that failed: the first time of a row of failures is kept. */
export function logFailure(attempts: AttemptLog, action: Action, failure: Pick<FailedAttempt, 'cause' | 'kind' | 'effectUnknown'>, now: number): AttemptLog {
  const key = keyOfAction(action);
  const before = attempts.failedAttempts.get(key);
  const firstAt = before !== undefined && before.kind === failure.kind ? before.firstAt : now;
  const effectUnknown = failure.effectUnknown || (before?.effectUnknown ?? false);
  return { ...attempts, failedAttempts: new Map(attempts.failedAttempts).set(key, { ...failure, effectUnknown, firstAt, lastAt: now }) };
}

/** Whether a describe that shows the connection available where it was can be stale, because a modify was taken, or seen under way. */
export function modifyMayBePending(attempts: AttemptLog, takenBefore: boolean, now: number): boolean {
  const { modifyAcceptedAt, lastObservedModifyingAt, stableView: location } = attempts;
  if (modifyAcceptedAt !== undefined && lastObservedModifyingAt === undefined) return now - modifyAcceptedAt < MODIFY_SHOWS_MS;
  if (!takenBefore && lastObservedModifyingAt === undefined) return false;
  return now - (location?.since ?? now) < DESCRIBE_SETTLES_MS;
}

function logView(before: AttemptLog, shown: string, now: number): AttemptLog {
  if (before.stableView?.shown === shown) return before;
  return { ...before, stableView: { shown, since: now }, ...before.stableView === undefined ? {} : { viewHasChanged: true } };
}

function viewOf({ connection }: Observation): string {
  return connection === undefined ? 'gone' : [connection.state, connection.gateway?.id, connection.customerGatewayId].join(' ');
}

/** The cause for which a step is not tried again, or nothing while it may still succeed. */
export function finalRefusalOf(attempts: AttemptLog, action: Action, tookEffect: boolean): string | undefined {
  const failed = attempts.failedAttempts.get(keyOfAction(action));
  if (failed === undefined || failed.kind === 'passing') return undefined;
  const patience = REFUSAL_DOUBTED_MS[failed.kind][tookEffect ? 'afterEffect' : 'beforeEffect'];
  return failed.lastAt - failed.firstAt >= patience ? failed.cause : undefined;
}
