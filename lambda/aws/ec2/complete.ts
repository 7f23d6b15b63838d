/** What an answer must have for anybody to decide on it. With less than that the look has failed: another one may tell more. */
import { RetryableFailure } from '../../runner/ports';

/** @throws {RetryableFailure} where there is none */
export type Required = <T>(value: T | undefined, member: string) => T;

/**
 * @param call which answered, as EC2 names it
 * @param what in words, of which the answer may lack something
 */
export function membersOf(call: string, what: string): Required {
  return (value, member) => {
    if (value === undefined) throw new RetryableFailure(`reading the answer of ${call}: ${what} has no ${member}, and without it nothing can be decided`);
    return value;
  };
}
