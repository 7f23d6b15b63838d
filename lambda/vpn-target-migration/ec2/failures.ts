/** A failed call of AWS as one of the two kinds of failure that the workflow knows; the codes are EC2's. */
import { FAULT_CODES, THROTTLING_CODES } from '../../passing-codes';
import { RetryableFailure, TerminalFailure } from '../ports';

/** Of objects in transition, of objects not visible yet, and of EC2's own faults: these may succeed later. */
const RETRYABLE_CODES = new Set<string>([
  'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState', 'InvalidVpnGatewayState', 'InvalidCustomerGatewayState',
  'InvalidTransitGatewayAttachmentID.NotFound', 'InvalidTransitGatewayID.NotFound', 'Gateway.NotAttached', 'DependencyViolation',
  ...FAULT_CODES, 'RetryableError',
]);

/** Refused for being one too many, so it took no effect, whatever the status says. */
const THROTTLED = new Set<string>(THROTTLING_CODES);

const MESSAGE_LENGTH_MAX = 400;

export function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : 'UnknownError';
}

/**
 * The failure of one call, as verb, resource, id and cause.
 * @param doing for instance `deleting static route 10.1.0.0/16 of VPN connection vpn-…`
 */
export function failureOf(doing: string, error: unknown): RetryableFailure | TerminalFailure {
  const code = codeOf(error);
  const cause = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH_MAX).replace(/\.$/, '');
  const message = `${doing}: ${code}: ${cause}`;
  const status = httpStatusOf(error);
  if (THROTTLED.has(code)) return new RetryableFailure(message, false, true);
  // No answer, or the server's own fault: the call may have taken effect all the same.
  if (status === undefined || status >= 500) return new RetryableFailure(message, true);
  return RETRYABLE_CODES.has(code) ? new RetryableFailure(message) : new TerminalFailure(message);
}

/** None where no answer came. */
export function httpStatusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}
