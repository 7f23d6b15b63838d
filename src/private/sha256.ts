/** The digest of a text that is too long for a name, or not to be shown. Without the CDK, for the command names logical ids by it. */
import { createHash } from 'node:crypto';

/** @param digits how many of the 64 hexadecimal ones are enough */
export function sha256(text: string, digits = 64): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
