/**
 * What this invocation itself did and saw. Never stored: after a crash it begins empty, and the decisions only become
 * more patient.
 */
import { Action, keyOfAction } from '../actions';
import { Observation } from '../observation';

export interface Witness {
  readonly since: number;
  /** Whether this invocation wrote the backup, hence knows that no earlier one has touched the connection. */
  readonly wroteBackup: boolean;
  /** When EC2 took our ModifyVpnConnection, and when the connection was last seen modifying. */
  readonly modifyAcceptedAt?: number;
  readonly lastSeenModifyingAt?: number;
  /** What the last looks agreed on, and since when: a look alone may be stale. */
  readonly standing?: { readonly shown: string; readonly since: number };
  /** Whether they have ever shown it in another state, or elsewhere, than before. */
  readonly hasMoved?: boolean;
  readonly performed: ReadonlyMap<string, number>;
  readonly refusals: ReadonlyMap<string, Refusal>;
}

export interface Refusal {
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

export function freshWitness(now: number, wroteBackup: boolean): Witness {
  return { since: now, wroteBackup, performed: new Map(), refusals: new Map() };
}

/** The witness after a look: a modify that got no answer is known to have been taken once the connection shows it. */
export function witnessOfLook(before: Witness, observed: Observation, now: number): Witness {
  const witness = witnessOfStanding(before, standingOf(observed), now);
  if (observed.connection?.state !== 'modifying') return witness;
  const unanswered = [...witness.refusals].some(([key, refusal]) => key.startsWith('modify-vpn-connection') && refusal.effectUnknown);
  const modifyAcceptedAt = witness.modifyAcceptedAt ?? (unanswered ? now : undefined);
  return { ...witness, lastSeenModifyingAt: now, ...modifyAcceptedAt !== undefined ? { modifyAcceptedAt } : {} };
}

/** The witness after a step that EC2 took. */
export function witnessOfSuccess(witness: Witness, action: Action, now: number): Witness {
  const key = keyOfAction(action);
  const refusals = new Map(witness.refusals);
  refusals.delete(key);
  const performed = new Map(witness.performed).set(key, now);
  if (action.do !== 'modify-vpn-connection') return { ...witness, performed, refusals };
  const { lastSeenModifyingAt, ...rest } = witness;
  return { ...rest, performed, refusals, modifyAcceptedAt: now };
}

/** The witness after a step that failed: the first time of a row of failures is kept. */
export function witnessOfFailure(witness: Witness, action: Action, failure: Pick<Refusal, 'cause' | 'kind' | 'effectUnknown'>, now: number): Witness {
  const key = keyOfAction(action);
  const before = witness.refusals.get(key);
  const firstAt = before !== undefined && before.kind === failure.kind ? before.firstAt : now;
  const effectUnknown = failure.effectUnknown || (before?.effectUnknown ?? false);
  return { ...witness, refusals: new Map(witness.refusals).set(key, { ...failure, effectUnknown, firstAt, lastAt: now }) };
}

/** Describes may lag behind; what they show for this long is taken as true. */
export const DESCRIBE_SETTLES_SECONDS = 10;

/** How long an accepted modify may show no sign before it is taken as having gone back on its own. */
const MODIFY_SHOWS_SECONDS = 60;

/** Whether a describe that shows the connection available where it was can be stale, because a modify was taken, or seen under way. */
export function modifyMayStillShow(witness: Witness, takenBefore: boolean, now: number): boolean {
  const { modifyAcceptedAt, lastSeenModifyingAt, standing } = witness;
  if (modifyAcceptedAt !== undefined && lastSeenModifyingAt === undefined) return now - modifyAcceptedAt < MODIFY_SHOWS_SECONDS * 1000;
  if (!takenBefore && lastSeenModifyingAt === undefined) return false;
  return now - (standing?.since ?? now) < DESCRIBE_SETTLES_SECONDS * 1000;
}

function witnessOfStanding(before: Witness, shown: string, now: number): Witness {
  if (before.standing?.shown === shown) return before;
  return { ...before, standing: { shown, since: now }, ...before.standing === undefined ? {} : { hasMoved: true } };
}

function standingOf({ connection }: Observation): string {
  return connection === undefined ? 'gone' : [connection.state, connection.gateway?.id, connection.customerGatewayId].join(' ');
}

/**
 * How long a refusal is doubted: rights of a role made in the same deployment need a moment to spread, and what nobody knows
 * may be about a state that passes. Afterwards traffic stands still anyway, and giving up is worse.
 */
const REFUSAL_PATIENCE_SECONDS = { final: { beforeEffect: 10, afterEffect: 120 }, uncertain: { beforeEffect: 60, afterEffect: 120 } };

/** The cause for which a step is not tried again, or nothing while it may still succeed. */
export function refusedForGood(witness: Witness, action: Action, tookEffect: boolean): string | undefined {
  const refusal = witness.refusals.get(keyOfAction(action));
  if (refusal === undefined || refusal.kind === 'passing') return undefined;
  const patience = REFUSAL_PATIENCE_SECONDS[refusal.kind][tookEffect ? 'afterEffect' : 'beforeEffect'];
  return refusal.lastAt - refusal.firstAt >= patience * 1000 ? refusal.cause : undefined;
}
