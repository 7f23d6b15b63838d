/** Making a resource fail on purpose, at any point of any operation: a rehearsal has to come out right wherever it breaks. */
import { StackStatus } from './stack';

/** One thing that is about to be done to a resource, or that has just been done. */
export interface Step {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'delete';
  /** `after`: everything was done, and fails all the same, as when a resource does not become stable. */
  readonly moment: 'before' | 'after';
  /** Tells what the step belongs to: the way forward, the way back, or one of the clean-ups. */
  readonly stackStatus: StackStatus;
}

/**
 * Answers why the step fails, or nothing if it does not. The step waits for the answer, so that it can be given once
 * something else has happened; it must come.
 */
export type FailAt = (step: Step) => string | undefined | Promise<string | undefined>;
