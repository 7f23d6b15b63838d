/** The one look at everything before anything is decided. */
import { Ports, RetryableFailure, TerminalFailure } from './ports';
import { retrying } from './retrying';
import { MoveDeclaration } from '../../src/contract/declaration';
import { RETRY_MS, SNAPSHOT_MS, THROTTLED_SNAPSHOT_MS } from '../../src/contract/times';
import { Snapshot } from '../engine/observation';

export async function takeSnapshot(declaration: MoveDeclaration, ports: Ports): Promise<Snapshot> {
  try {
    const begun = ports.clock.now();
    // The last try may begin when the patience ends.
    const until = ({ throttled }: RetryableFailure) =>
      begun + (throttled ? THROTTLED_SNAPSHOT_MS : SNAPSHOT_MS) + RETRY_MS;
    const permitted = new Set<string>();
    return await retrying(ports, until, async () => ports.network.snapshot(declaration, permitted));
  } catch (error) {
    if (!(error instanceof RetryableFailure)) throw error;
    throw new TerminalFailure(`${error.message}. Nothing was changed`);
  }
}
