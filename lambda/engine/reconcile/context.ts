/** What every decision depends on, and what it may be. */
import { AttemptLog } from './attempt-log';
import { Look } from './proposal';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { DESCRIBE_SETTLES_MS } from '../../../src/contract/times';
import { Action } from '../actions';
import { Observation } from '../observation';
import { MovePlan, PlannedSide } from '../plan';
import { RecordHead, Status } from '../record';

/** One decision. */
export type Decision =
  /**
   * `followedBy`: to be called once all of these were taken, without another look. `look`: as proposed, or `soon-as-it-shows`, where the
   * next
   * step needs the effect of one of these, so it is worth to look when that will show, and not before. `noInterruption`: nobody's traffic
   * stops for them.
   */
  | {
    readonly kind: 'act'; readonly actions: readonly Action[]; readonly followedBy?: Action; readonly noInterruption?: boolean;
    readonly look: 'when-it-shows' | 'soon' | 'soon-as-it-shows';
  }
  | { readonly kind: 'wait'; readonly reason: string; readonly on?: 'cloudformation'; readonly look?: Look }
  /** Nothing stands in the way of the modify any more, which is CloudFormation's. */
  | { readonly kind: 'ready'; readonly reason: string }
  /** The new gateway has proved itself where nobody loses anything: recorded, since nothing of it is to be seen afterwards. */
  | { readonly kind: 'tested'; readonly learned: readonly string[] }
  /** Everything stands in its place: recorded, since what follows is counted from this moment. */
  | { readonly kind: 'configured' }
  /**
   * Give the move up and put back what was: recorded before anything of it is done. `isBackOnSource`: for no other reason than that
   * the connection was seen where it came from.
   */
  | { readonly kind: 'roll-back'; readonly cause: string; readonly isBackOnSource?: boolean }
  /** The connection was taken to have come back, and has not: the move goes on. */
  | { readonly kind: 'cancel-rollback' }
  | {
    readonly kind: 'close'; readonly status: Exclude<Status, 'open'>;
    readonly cause?: string; readonly missing?: readonly string[]; readonly unverified?: string;
    /** When all of it was seen in its place; absent: now. */
    readonly at?: number;
  };

/** Where an operation leads, and from where: forward and back differ in nothing else. */
export interface SourceAndTarget {
  readonly source: PlannedSide;
  readonly target: PlannedSide;
}

export function sourceAndTargetOf({ head, plan }: { readonly head: Pick<RecordHead, 'intent'>; readonly plan: MovePlan }): SourceAndTarget {
  return head.intent === 'forward' ? { source: plan.from, target: plan.to } : { source: plan.to, target: plan.from };
}

export interface ReconcileContext {
  readonly observed: Observation;
  readonly head: RecordHead;
  readonly plan: MovePlan;
  /** How many tunnels were UP before the move; absent where it does not matter. */
  readonly tunnelsUpBefore?: number;
  /** Whether an earlier operation may have moved the connection already. */
  readonly continues?: boolean;
  readonly desired: MoveDeclaration;
  readonly now: number;
  readonly attempts: AttemptLog;
}

/** Whether the looks have agreed for so long that what an earlier invocation called would show by now, and none of them is stale. */
export function hasSettled({ attempts, head, now }: ReconcileContext): boolean {
  const agreedSince = attempts.stableView?.since ?? attempts.since;
  const since = head.intent === 'back' ? Math.max(agreedSince, head.intentSince) : agreedSince;
  return now - since >= DESCRIBE_SETTLES_MS;
}
