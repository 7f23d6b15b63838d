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
    private rateLimits: RateLimits, private readonly clock: Pick<Clock, 'elapsed' | 'sleep'>,
    private readonly perform: (action: Action) => Promise<Performed>,
  ) {}

  /**
   * Begins no step once `lasting` has passed, by a time that does not jump as the clock may; earlier ones in the list go first, unless
   * their action has to wait.
   * @returns the steps that were not begun, and the rate limits as they are now. @throws what a step threw, once all have ended
   */
  async run(actions: readonly Action[], lasting: number): Promise<{ readonly left: readonly Action[]; readonly rateLimits: RateLimits }> {
    const waiting = [...actions];
    const until = this.clock.elapsed() + lasting;
    while (waiting.length > 0 && this.failure === undefined) {
      if (this.underWay.size >= PARALLEL_ACTIONS_MAX) {
        await Promise.race(this.underWay);
        continue;
      }
      const delayOf = (action: Action) => delayUntilToken(this.rateLimits, action.do, this.clock.elapsed());
      const next = waiting.findIndex((action) => delayOf(action) === 0);
      const delay = next === -1 ? Math.min(...waiting.map(delayOf)) : 0;
      if (this.clock.elapsed() + delay >= until) break;
      if (next === -1) await this.clock.sleep(delay);
      else this.begin(waiting.splice(next, 1)[0]);
    }
    await Promise.all(this.underWay);
    if (this.failure !== undefined) throw this.failure.error;
    return { left: waiting, rateLimits: this.rateLimits };
  }

  private begin(action: Action): void {
    const sentAt = this.clock.elapsed();
    this.rateLimits = afterCall(this.rateLimits, action.do, sentAt);
    const running = this.perform(action).then(({ throttled }) => {
      if (throttled) this.rateLimits = afterThrottle(this.rateLimits, action.do, sentAt, this.clock.elapsed());
    }).catch((error: unknown) => {
      this.failure ??= { error };
    }).finally(() => {
      this.underWay.delete(running);
    });
    this.underWay.add(running);
  }
}
