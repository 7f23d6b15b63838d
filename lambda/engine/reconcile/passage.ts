/** Where an operation leads, and from where: forward and back differ in nothing else. */
import { MovePlan, PlannedSide } from '../plan';
import { RecordHead } from '../record';

export interface Passage {
  readonly source: PlannedSide;
  readonly destination: PlannedSide;
}

export function passageOf({ head, plan }: { readonly head: Pick<RecordHead, 'intent'>; readonly plan: MovePlan }): Passage {
  return head.intent === 'forward' ? { source: plan.from, destination: plan.to } : { source: plan.to, destination: plan.from };
}
