/**
 * A failed call of AWS as one of the kinds of failure that the workflow knows; the codes are EC2's.
 *
 * Only what is known to last is final. A code that nobody here knows says nothing: it is looked at again.
 */
import { RetryableFailure, TerminalFailure, UncertainFailure } from '../../runner/ports';
import { FAULT_CODES, isRefusedToRole, THROTTLING_CODES } from '../error-codes';
import { isUnread, wordsOf } from '../service-words';

/** Of objects in transition, of objects not visible yet, and of EC2's own faults: these may succeed later. */
const RETRYABLE_CODES = new Set<string>([
  'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState', 'InvalidVpnGatewayState', 'InvalidCustomerGatewayState',
  'InvalidTransitGatewayAttachmentID.NotFound', 'InvalidTransitGatewayID.NotFound', 'Gateway.NotAttached', 'DependencyViolation',
  ...FAULT_CODES, 'RetryableError',
]);

/** To the call as it is: it succeeds only once somebody has changed something [2.3]. */
const REFUSAL_CODES = new Set([
  'OperationNotPermitted', 'UnsupportedOperation', 'MissingParameter', 'UnknownParameter', 'InvalidAction', 'AsnConflict', 'InvalidOption.Conflict',
  'InvalidCidr.InUse', 'InvalidVpnConnection.InvalidType', 'InvalidVpcState', 'InvalidRoute.InvalidState', 'InvalidCustomerGateway.DuplicateIpAddress',
]);

/** Of malformed ids and blocks, of objects that do not exist, and of quotas [2.3]; and what other services than EC2 call these. */
const REFUSAL_KINDS = /(\.Malformed|NotFound(Exception)?|LimitExceeded|Validation(Error|Exception))$/;

/** Refused for being one too many, so it took no effect, whatever the status says. */
const THROTTLED = new Set<string>(THROTTLING_CODES);

/** The SDK calls an error by what the answer has for a code: what is none is not repeated. */
export function codeOf(error: unknown): string {
  return error instanceof Error && /^[A-Za-z][\w.:-]{0,99}$/.test(error.name) ? error.name : 'UnknownError';
}

/** Whether the code is known, and known to last until somebody changes something. */
export function isLasting(code: string): boolean {
  if (RETRYABLE_CODES.has(code) || THROTTLED.has(code)) return false;
  return isRefusedToRole(code) || REFUSAL_CODES.has(code) || REFUSAL_KINDS.test(code);
}

/**
 * The failure of one call, as verb, resource, id and cause. What is one already, as that the client's role could not be assumed, stays it.
 * @param doing for instance `deleting static route 10.1.0.0/16 of VPN connection vpn-…`
 */
export function failureOf(doing: string, error: unknown): RetryableFailure | TerminalFailure {
  if (error instanceof RetryableFailure || error instanceof TerminalFailure) return error;
  const code = codeOf(error);
  const message = `${doing}: ${code}: ${wordsOf(error)}`;
  const { attempts = 1 } = metadataOf(error);
  if (THROTTLED.has(code)) return new RetryableFailure(message, false, true);
  // Unanswered, the call may have taken effect all the same. So may an earlier attempt
  // at it, whose answer the SDK did not get: the last one may have been refused over what the first one had done.
  const effectUnknown = isUnanswered(error) || attempts > 1;
  if (isUnanswered(error) || RETRYABLE_CODES.has(code)) return new RetryableFailure(message, effectUnknown);
  if (!isLasting(code) || (effectUnknown && !isRefusedToRole(code))) return new UncertainFailure(message);
  return new TerminalFailure(message);
}

/**
 * What the call answers.
 * @throws {RetryableFailure | TerminalFailure} its failure
 */
export async function attempted<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw failureOf(doing, error);
  }
}

/** Where a failure is a finding, and a person decides: never fails, and says what it was. */
export async function ifReadable<T>(doing: string, call: () => Promise<T>): Promise<T | { readonly unreadable: string }> {
  return attempted(doing, call).catch((failure: Error) => ({ unreadable: failure.message }));
}

/** Whether no answer came that can be read, or the server's own fault was answered. */
export function isUnanswered(error: unknown): boolean {
  const status = httpStatusOf(error);
  return status === undefined || status >= 500 || isUnread(error);
}

/** None where no answer came. */
export function httpStatusOf(error: unknown): number | undefined {
  return metadataOf(error).httpStatusCode;
}

function metadataOf(error: unknown): { readonly httpStatusCode?: number; readonly attempts?: number } {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number } } | undefined)?.$metadata ?? {};
}
