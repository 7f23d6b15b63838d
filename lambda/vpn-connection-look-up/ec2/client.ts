/** The one client, and which of EC2's refusals pass by themselves. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { FAULT_CODES, THROTTLING_CODES } from '../../passing-codes';
import { REQUEST_BOUNDS } from '../../request-bounds';

export const ec2 = new EC2Client({ requestHandler: REQUEST_BOUNDS });

/** Codes after which the next poll may find what this one did not. */
const PASSING_CODES = new Set<string>([...THROTTLING_CODES, ...FAULT_CODES, 'TimeoutError']);

/**
 * What the call answers, or undefined if it did not work out this time.
 *
 * @throws an error that says what was asked; never EC2's own, to which the whole answer may be attached
 */
export async function unlessPassing<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && PASSING_CODES.has(error.name)) return undefined;
    throw new Error(`${what}: ${wordsOf(error)}`);
  }
}

/** What EC2 says, and only that: an error of the client about an answer that it could not read may quote the answer. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return '$fault' in error ? `${error.name}: ${error.message}` : error.name;
}
