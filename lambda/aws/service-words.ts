/**
 * What a service said of a call that failed, and no more: its client adds advice for whoever debugs it, may quote an answer that it could
 * not read, and EC2 adds what only the account's administrator can decode.
 */

const LENGTH_MAX = 400;

export function wordsOf(error: unknown): string {
  if (isUnread(error)) return 'its answer cannot be read';
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/\s*Encoded authorization failure message:.*$/s, '').slice(0, LENGTH_MAX).replace(/\.$/, '');
}

/** An answer came that is none of the service: whatever it was to say, the call may have taken effect. */
export function isUnread(error: unknown): boolean {
  return error instanceof Error && '$response' in error && !('$fault' in error);
}

/** The same error, for whoever logs it whole; one of our own where it is the client's, of an answer that it could not read and quotes. */
export function withoutAnswer(error: unknown): unknown {
  return isUnread(error) ? new Error('an answer of AWS cannot be read') : error;
}
