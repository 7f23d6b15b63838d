/** The one client, and how its failures are read. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { adviceFor, kindOf, mayPass } from '../../aws/failure-kind';
import { REQUEST_BOUNDS } from '../../aws/request-bounds';
import { wordsOf } from '../../aws/service-words';
import { MayPass } from '../../custom-resource/request';
import { RetryableFailure } from '../../runner/ports';

export const ec2 = new EC2Client({ requestHandler: REQUEST_BOUNDS });

/**
 * What the call answers.
 *
 * @param waitedMs since the request was first attempted
 * @throws what was tried, and what EC2 said to it, or what in its answer does not fit; never EC2's own error, to which the whole answer
 * may be attached
 */
export async function asked<T>(what: string, waitedMs: number, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // The words are our own, of an answer that does not fit.
    if (error instanceof RetryableFailure) throw new MayPass(`${what}: ${error.message}`);
    const kind = kindOf(error);
    const message = `${what}: ${serviceMessageOf(error)}${adviceFor(kind)}`;
    throw mayPass(kind, waitedMs) ? new MayPass(message) : new Error(message);
  }
}

/** Nothing where what the call named is not there; EC2 spells the codes of one kind differently [2.3]. */
export async function unlessNotFound<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (error instanceof Error && (error.name.endsWith('.NotFound') || error.name === 'InvalidID')) return undefined;
    throw error;
  });
}

/** EC2's words, and only those: an error of the client about an answer that it could not read may quote the answer. */
function serviceMessageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return '$fault' in error ? `${error.name}: ${wordsOf(error)}` : error.name;
}
