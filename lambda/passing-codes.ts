/**
 * Codes of EC2 that say nothing about the call: the same one may succeed a moment later, without anybody's doing.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */

/** One request too many. */
export const THROTTLING_CODES = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException'] as const;

/** EC2 itself is at fault. */
export const FAULT_CODES = ['Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure', 'ServerInternal'] as const;
