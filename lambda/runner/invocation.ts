/** One call of the handler: what it was asked, and how long it may take. */
import { LeaseWatch } from './lease-watch';
import { OperatorAction } from '../engine/record';
import { MoveRequest, OperationRequest } from '../engine/request-decision';

export interface Invocation extends OperationInvocation {
  readonly request: MoveRequest;
}

/** The same of whoever runs an operation, be it that CloudFormation has asked for it or a person at a terminal. */
export interface OperationInvocation {
  readonly request: OperationRequest;
  readonly stackId: string;
  /** What command an operator gave; absent where CloudFormation has asked. */
  readonly act?: OperatorAction;
  /** Who holds the lease: unique to this invocation. */
  readonly holder: string;
  /** What it has seen of others' leases. */
  readonly leases: LeaseWatch;
  /** When to stop and let the next invocation go on, in milliseconds since the epoch. */
  readonly until: number;
}
