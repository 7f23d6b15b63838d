/** One call of the handler: what it was asked, and how long it may take. */
import { MoveRequest } from '../../src/domain/request';

export interface Invocation {
  readonly request: MoveRequest;
  readonly stackId: string;
  /** Who holds the lease: unique to this invocation. */
  readonly holder: string;
  /** When to stop and let the next invocation go on, in milliseconds since the epoch. */
  readonly until: number;
}
