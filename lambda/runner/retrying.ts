/** Load and lost connections outside the window are waited out; inside it `runOperation` does the same with its record at hand. */
import { Ports, RetryableFailure, TerminalFailure, UncertainFailure } from './ports';
import { RETRY_MS, THROTTLED_PAUSE_MS, UNCERTAIN_MS } from '../../src/contract/times';

/**
 * Attempts until it succeeds, fails for good, or another try would begin at `until` or later: then the last failure is thrown.
 * @param until may be another one for each kind of failure
 */
export async function retrying<T>(
  { clock, journal }: Pick<Ports, 'clock' | 'journal'>, until: number | ((failure: RetryableFailure) => number), attempt: () => Promise<T>,
): Promise<T> {
  const since = clock.now();
  const endOf = (failure: RetryableFailure) => (typeof until === 'number' ? until : until(failure));
  let throttled = 0;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isDoubtedEnough = clock.now() - since >= UNCERTAIN_MS;
      if (error instanceof UncertainFailure && isDoubtedEnough) throw new TerminalFailure(error.message);
      if (!(error instanceof RetryableFailure)) throw error;
      throttled = error.throttled ? throttled + 1 : 0;
      const pause = Math.min(RETRY_MS * 2 ** Math.max(0, throttled - 1), THROTTLED_PAUSE_MS);
      if (clock.now() + pause >= endOf(error)) throw error;
      journal.note('retry', { reason: error.message });
      await clock.sleep(pause);
    }
  }
}
