/**
 * Codes of AWS's errors that are read in more than one place, and what they say of the next attempt.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */

/** One request too many: the same one may succeed a moment later, without anybody's doing. */
export const THROTTLING_CODES = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException'] as const;

/** EC2 itself is at fault, which says nothing about the call. */
export const FAULT_CODES = ['Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure', 'ServerInternal'] as const;

/** To whoever calls: whatever the call was about, this one may not make it. */
const RIGHTS_CODES = new Set([
  'UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'AuthFailure', 'InvalidClientTokenId', 'SignatureDoesNotMatch',
  'RequestExpired', 'OptInRequired',
]);

/** Whether the role was refused, and not the call. */
export function isRefusedToRole(code: string): boolean {
  return RIGHTS_CODES.has(code);
}
