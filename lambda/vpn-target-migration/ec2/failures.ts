/** EC2's error codes as the two kinds of failure the workflow knows. */
import { RetryableFailure, TerminalFailure } from '../ports';

/**
 * Codes of objects in transition, of objects not visible yet, and of load: these may succeed later.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const RETRYABLE_CODES = new Set([
  'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState', 'InvalidVpnGatewayState', 'InvalidCustomerGatewayState',
  'InvalidTransitGatewayAttachmentID.NotFound', 'InvalidTransitGatewayID.NotFound', 'Gateway.NotAttached', 'DependencyViolation',
  'Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure', 'ServerInternal', 'RetryableError',
]);

/** Refused for being one too many, so it took no effect, whatever the status says. */
const THROTTLING_CODES = new Set(['RequestLimitExceeded', 'Throttling', 'ThrottlingException']);

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
  if (THROTTLING_CODES.has(code)) return new RetryableFailure(message, false, true);
  // No answer, or the server's own fault: the call may have taken effect all the same.
  if (status === undefined || status >= 500) return new RetryableFailure(message, true);
  return RETRYABLE_CODES.has(code) ? new RetryableFailure(message) : new TerminalFailure(message);
}

function httpStatusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}
