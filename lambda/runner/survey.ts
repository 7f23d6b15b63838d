/** The one look at everything before anything is decided. */
import { Ports, RetryableFailure, TerminalFailure } from './ports';
import { RETRY_MILLISECONDS, retrying } from './retrying';
import { MoveDeclaration } from '../../src/contract/declaration';
import { Survey } from '../engine/observation';

/** How long a look may fail before the request does: nothing has been changed yet, so nothing is lost by failing. */
const SURVEY_PATIENCE_MILLISECONDS = 120_000;

/** Load passes. Many moves of one deployment look at the same time, and share EC2's buckets with whatever else is in the account. */
const LOAD_PATIENCE_MILLISECONDS = 600_000;

export async function surveyed(declaration: MoveDeclaration, ports: Ports): Promise<Survey> {
  try {
    const begun = ports.clock.now();
    // The last try may begin when the patience ends.
    const until = ({ throttled }: RetryableFailure) =>
      begun + (throttled ? LOAD_PATIENCE_MILLISECONDS : SURVEY_PATIENCE_MILLISECONDS) + RETRY_MILLISECONDS;
    const permitted = new Set<string>();
    return await retrying(ports, until, async () => ports.network.survey(declaration, permitted));
  } catch (error) {
    if (!(error instanceof RetryableFailure)) throw error;
    throw new TerminalFailure(`${error.message}. Nothing was changed`);
  }
}
