/**
 * EC2's request throttling: one token bucket per action, filled at a steady rate up to its capacity.
 *
 * AWS does not publish all buckets; the figures here are the ones that the rehearsals and benchmarks state.
 */
import { Clock } from '../contracts';

export interface Bucket {
  /** Calls that may come at once. */
  readonly capacity: number;
  readonly refillPerSecond: number;
}

export interface ThrottleFigures {
  readonly nonMutating: Bucket;
  readonly mutating: Bucket;
}

/** [emulation.md 5]; the non-mutating bucket is the one of AWS's own example, DescribeHosts [H]. */
export const STATED_FIGURES: ThrottleFigures = {
  nonMutating: { capacity: 100, refillPerSecond: 20 },
  mutating: { capacity: 50, refillPerSecond: 5 },
};

export class Throttle {
  private readonly levels = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly clock: Pick<Clock, 'now'>, private readonly figures: ThrottleFigures = STATED_FIGURES) {}

  /** Takes one token out of the action's bucket; `false` when it is empty and the call is one too many. */
  admits(action: string, mutating: boolean): boolean {
    const bucket = mutating ? this.figures.mutating : this.figures.nonMutating;
    const now = this.clock.now();
    const level = this.levels.get(action) ?? { tokens: bucket.capacity, at: now };
    const tokens = Math.min(bucket.capacity, level.tokens + (now - level.at) / 1000 * bucket.refillPerSecond);
    this.levels.set(action, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
