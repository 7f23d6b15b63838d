/** Load and lost connections outside the window are waited out; inside it `drive` does the same with its record at hand. */
import { Ports, RetryableFailure, TerminalFailure, UncertainFailure } from './ports';

export const RETRY_MILLISECONDS = 2_000;

/** A refusal that nobody knows is believed when it has been given for this long. */
const UNCERTAIN_PATIENCE_MILLISECONDS = 120_000;

/** Attempts until it succeeds, fails for good, or another try would begin at `until` or later: then the last failure is thrown. */
export async function retrying<T>({ clock, journal }: Pick<Ports, 'clock' | 'journal'>, until: number, attempt: () => Promise<T>): Promise<T> {
  const since = clock.now();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isDoubtedEnough = clock.now() - since >= UNCERTAIN_PATIENCE_MILLISECONDS;
      if (error instanceof UncertainFailure && isDoubtedEnough) throw new TerminalFailure(error.message);
      if (!(error instanceof RetryableFailure) || clock.now() + RETRY_MILLISECONDS >= until) throw error;
      journal.note('retry', { reason: error.message });
      await clock.sleep(RETRY_MILLISECONDS);
    }
  }
}
