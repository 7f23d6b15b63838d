/** What the failure of a call says of the next attempt, for the functions that attempt again until they are through. */
import { FAULT_CODES, isRefusedToRole, THROTTLING_CODES } from './error-codes';
import { RIGHTS_SPREAD_MS } from '../../src/contract/times';

/** `passing`: the next attempt may succeed; `denied`: it may, as long as the rights are as new as the resource; `final`: it will not. */
export type FailureKind = 'passing' | 'denied' | 'final';

/** EC2's and Secrets Manager's. */
const PASSING_CODES = new Set<string>([
  ...THROTTLING_CODES, ...FAULT_CODES, 'InternalServiceError', 'InternalServiceErrorException',
  'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState',
  // A new attachment may be seen by one describe and not yet by the next call.
  'InvalidTransitGatewayAttachmentID.NotFound',
]);

/** Without an answer that can be read nothing is final: it was cut, or came from something in between. */
export function kindOf(error: unknown): FailureKind {
  if (!(error instanceof Error) || !('$fault' in error)) return 'passing';
  if (PASSING_CODES.has(error.name) || error.$fault === 'server') return 'passing';
  return isRefusedToRole(error.name) ? 'denied' : 'final';
}

/** @param waitedMs since the first attempt */
export function mayPass(kind: FailureKind, waitedMs: number): boolean {
  return kind === 'passing' || (kind === 'denied' && waitedMs < RIGHTS_SPREAD_MS);
}

/** What whoever reads of a failure can do about it. */
export function adviceFor(kind: FailureKind): string {
  return kind === 'denied' ? '; see that nothing denies the call to the function\'s role' : '';
}
