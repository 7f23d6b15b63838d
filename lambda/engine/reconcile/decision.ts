/** What a direction wants becomes a decision, unless a failure, a refusal or the deadline ends it. */
import { finalRefusalOf } from './attempt-log';
import { Decision, ReconcileContext } from './context';
import { Proposal } from './proposal';
import { verify } from './verification';
import { outsideWindow } from '../../../src/contract/maintenance-window';
import { ANSWER_WITHIN_MS } from '../../../src/contract/times';
import { Action, describeAction } from '../actions';

export function decisionOn(context: ReconcileContext, proposal: Proposal): Decision {
  const { head, now } = context;
  const { actions, waits: [wait], conflicts: [conflict] } = proposal;
  if (proposal.isOnTarget) return { kind: 'cancel-rollback' };
  if (proposal.failure !== undefined) return endOperation(context, proposal, proposal.failure);

  // On the way back nothing counts as never having been.
  const tookEffect = head.intent === 'back' || proposal.tookEffect === true;
  const causeOf = (action: Action) => finalRefusalOf(context.attempts, action, tookEffect);
  const refused = actions.filter((action) => causeOf(action) !== undefined);
  const open = actions.filter((action) => !refused.includes(action));
  const refusal = refused[0] && causeOf(refused[0]);
  if (refusal !== undefined && !tookEffect) return endOperation(context, proposal, refusal);

  const isUnfinished = actions.length > 0 || wait !== undefined || conflict !== undefined;
  if (isUnfinished && now >= deadlineOf(context)) {
    return endOperation(context, proposal, refusal ?? `the ${head.intent} deadline passed while waiting ${waitingFor(proposal)}`);
  }
  // Up to its first change a move can be called off as if it had never been.
  const isToBegin = !tookEffect && head.interruptedSince === undefined && (open.length > 0 || proposal.readyForModify);
  const untimely = isToBegin ? outsideWindow(context.desired, now) : undefined;
  if (untimely !== undefined) return { kind: 'roll-back', cause: untimely };
  if (open.length > 0) return propose(proposal, open);
  if (proposal.readyForModify) return { kind: 'ready', reason: wait.what };
  if (wait !== undefined) return awaiting(proposal);
  if (refusal !== undefined) return endOperation(context, proposal, refusal);
  if (proposal.tested !== undefined) return { kind: 'tested', learned: proposal.tested };
  if (conflict !== undefined) return endOperation(context, proposal, `changed by somebody else: ${conflict}`);
  return head.intent === 'forward' ? verify(context, (cause) => endOperation(context, proposal, cause)) : { kind: 'close', status: 'restored' };
}

function propose({ actions, followedBy, look, noInterruption }: Proposal, open: readonly Action[]): Decision {
  // An attachment is associated with one table at a time.
  const soon = open.some((action) => action.do === 'disassociate-route-table') ? 'soon-as-it-shows' : 'soon';
  const isFollowed = followedBy !== undefined && open.length === actions.length;
  return {
    kind: 'act', actions: open, look: look === 'soon' ? soon : 'when-it-shows', ...isFollowed ? { followedBy } : {}, ...noInterruption ? { noInterruption } : {},
  };
}

/** Of something that is waited for in any case there is no sooner look than the next. */
function awaiting({ waits: [{ what, on }], look }: Proposal): Decision {
  return { kind: 'wait', reason: what, ...on === undefined ? {} : { on }, ...look === undefined || look === 'soon' ? {} : { look } };
}

/** When the present direction has to be over, in milliseconds since the epoch. */
export function deadlineOf({ head, desired }: Pick<ReconcileContext, 'head' | 'desired'>): number {
  return head.intentSince + 1000 * (head.intent === 'forward' ? desired.forwardDeadlineSeconds : desired.backDeadlineSeconds);
}

/** Forward rolls back while nothing took effect, or where that is wanted; the way back can only stop and say what is missing. */
export function endOperation(context: ReconcileContext, proposal: Proposal, cause: string): Decision {
  const { head, desired } = context;
  const held: Decision = { kind: 'close', status: 'held', cause, missing: missingOf(proposal) };
  if (head.intent === 'back') return held;
  if (!proposal.tookEffect) return { kind: 'roll-back', cause, ...proposal.isBackOnSource ? { isBackOnSource: true } : {} };
  if (desired.onFailure !== 'MOVE_BACK') return held;
  if (canStillRollBack(context)) return { kind: 'roll-back', cause };
  return { ...held, cause: `${cause}; the way back was not begun, as CloudFormation would have stopped waiting before its end` };
}

/** The way back is a second interruption: one that nobody waits for to its end is worse than none. */
function canStillRollBack({ head, desired, now }: ReconcileContext): boolean {
  const { drivenSince } = head;
  return drivenSince === undefined || now + desired.backDeadlineSeconds * 1000 <= drivenSince + ANSWER_WITHIN_MS;
}

function waitingFor({ waits: [wait], actions: [action], conflicts: [conflict] }: Proposal): string {
  return wait?.what ?? (action ? `to ${describeAction(action)}` : `because ${conflict}`);
}

function missingOf({ actions, conflicts, waits }: Proposal): string[] {
  return [...actions.map(describeAction), ...conflicts, ...waits.map(({ what }) => `waiting ${what}`)];
}
