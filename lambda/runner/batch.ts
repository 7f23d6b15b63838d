/** Runs the steps of one decision side by side: not more at a time than a cap, and none sooner than its action's rate limit allows. */
import { Clock, Performed } from './ports';
import { Action } from '../engine/actions';
import { afterCall, afterThrottle, delayUntilToken, RateLimits } from '../engine/rate-limits';

/** EC2's request buckets are shared with everything else in the account. */
const PARALLEL_ACTIONS_MAX = 8;

export class Batch {
  private readonly underWay = new Set<Promise<void>>();
  private failure?: { readonly error: unknown };

  constructor(
    private rateLimits: RateLimits, private readonly clock: Clock, private readonly perform: (action: Action) => Promise<Performed>,
  ) {}

  /**
   * Begins no step at `until` or later; earlier ones in the list go first, unless their action has to wait.
   * @returns the steps that were not begun, and the rate limits as they are now. @throws what a step threw, once all have ended
   */
  async run(actions: readonly Action[], until: number): Promise<{ readonly left: readonly Action[]; readonly rateLimits: RateLimits }> {
    const waiting = [...actions];
    while (waiting.length > 0 && this.failure === undefined) {
      if (this.underWay.size >= PARALLEL_ACTIONS_MAX) {
        await Promise.race(this.underWay);
        continue;
      }
      const next = waiting.findIndex((action) => delayUntilToken(this.rateLimits, action.do, this.clock.now()) === 0);
      const delay = next === -1 ? Math.min(...waiting.map((action) => delayUntilToken(this.rateLimits, action.do, this.clock.now()))) : 0;
      if (this.clock.now() + delay >= until) break;
      if (next === -1) await this.clock.sleep(delay);
      else this.begin(waiting.splice(next, 1)[0]);
    }
    await Promise.all(this.underWay);
    if (this.failure !== undefined) throw this.failure.error;
    return { left: waiting, rateLimits: this.rateLimits };
  }

  private begin(action: Action): void {
    const sentAt = this.clock.now();
    this.rateLimits = afterCall(this.rateLimits, action.do, sentAt);
    const running = this.perform(action).then(({ throttled }) => {
      if (throttled) this.rateLimits = afterThrottle(this.rateLimits, action.do, sentAt, this.clock.now());
    }).catch((error: unknown) => {
      this.failure ??= { error };
    }).finally(() => {
      this.underWay.delete(running);
    });
    this.underWay.add(running);
  }
}
