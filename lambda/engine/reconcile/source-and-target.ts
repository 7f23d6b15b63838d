/** Where an operation leads, and from where: forward and back differ in nothing else. */
import { MovePlan, PlannedSide } from '../plan';
import { RecordHead } from '../record';

export interface SourceAndTarget {
  readonly source: PlannedSide;
  readonly target: PlannedSide;
}

export function sourceAndTargetOf({ head, plan }: { readonly head: Pick<RecordHead, 'intent'>; readonly plan: MovePlan }): SourceAndTarget {
  return head.intent === 'forward' ? { source: plan.from, target: plan.to } : { source: plan.to, target: plan.from };
}
