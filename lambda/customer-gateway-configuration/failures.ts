/** A call of AWS that did not work out, as what its code alone says of it. */
import { CallFailure, FailureKind } from './ports';
import { FAULT_CODES, THROTTLING_CODES } from '../passing-codes';

/** EC2's and Secrets Manager's. */
const PASSING_CODES = new Set<string>([
  ...THROTTLING_CODES, ...FAULT_CODES, 'InternalServiceError', 'InternalServiceErrorException',
  'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState',
]);

const DENIED_CODES = new Set(['UnauthorizedOperation', 'AccessDeniedException']);

/**
 * What the call answers.
 *
 * @throws {CallFailure} with nothing of what was sent, of the answer, or of the client's own error, each of which may hold a key
 */
export async function answered<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new CallFailure(doing, error instanceof Error ? error.name : '', kindOf(error));
  }
}

/** Without an answer that can be read nothing is final: it was cut, or came from something in between. */
function kindOf(error: unknown): FailureKind {
  if (!(error instanceof Error) || !('$fault' in error)) return 'passing';
  if (PASSING_CODES.has(error.name) || error.$fault === 'server') return 'passing';
  return DENIED_CODES.has(error.name) ? 'denied' : 'final';
}
