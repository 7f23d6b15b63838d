/** A call of AWS that did not work out, as what its code alone says of it. */
import { CallFailure } from './ports';
import { kindOf } from '../aws/failure-kind';
import { RetryableFailure } from '../runner/ports';

/**
 * What the call answers.
 *
 * @throws {CallFailure} with nothing of what was sent, of the answer, or of the client's own error, each of which may hold a key
 */
export async function answered<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // What does not fit in an answer is said in our own words, without a key.
    if (error instanceof RetryableFailure) throw new CallFailure(doing, error, 'passing');
    throw new CallFailure(doing, error instanceof Error ? error.name : '', kindOf(error));
  }
}
