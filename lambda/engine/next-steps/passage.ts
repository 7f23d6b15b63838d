/** Where an operation leads, and from where: forward and back differ in nothing else. */
import { Situation } from './situation';
import { PlannedSide } from '../plan';

export interface Passage {
  readonly source: PlannedSide;
  readonly destination: PlannedSide;
}

export function passageOf({ head, plan }: Situation): Passage {
  return head.intent === 'forward' ? { source: plan.from, destination: plan.to } : { source: plan.to, destination: plan.from };
}
