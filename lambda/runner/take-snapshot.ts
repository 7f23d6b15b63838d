/** The one look at everything before anything is decided. */
import { Ports, RetryableFailure, TerminalFailure } from './ports';
import { RETRY_MILLISECONDS, retrying } from './retrying';
import { MoveDeclaration } from '../../src/contract/declaration';
import { Snapshot } from '../engine/observation';

/** How long a look may fail before the request does: nothing has been changed yet, so nothing is lost by failing. */
const SNAPSHOT_TIMEOUT_MILLISECONDS = 120_000;

/** Load passes. Many moves of one deployment look at the same time, and share EC2's buckets with whatever else is in the account. */
const THROTTLING_TIMEOUT_MILLISECONDS = 600_000;

export async function takeSnapshot(declaration: MoveDeclaration, ports: Ports): Promise<Snapshot> {
  try {
    const begun = ports.clock.now();
    // The last try may begin when the patience ends.
    const until = ({ throttled }: RetryableFailure) =>
      begun + (throttled ? THROTTLING_TIMEOUT_MILLISECONDS : SNAPSHOT_TIMEOUT_MILLISECONDS) + RETRY_MILLISECONDS;
    const permitted = new Set<string>();
    return await retrying(ports, until, async () => ports.network.snapshot(declaration, permitted));
  } catch (error) {
    if (!(error instanceof RetryableFailure)) throw error;
    throw new TerminalFailure(`${error.message}. Nothing was changed`);
  }
}
