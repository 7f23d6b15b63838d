/** Which resource of the app a value names. */
import { CfnElement, Reference, Tokenization } from 'aws-cdk-lib';

/** The resource, or parameter, of which the value is an attribute and nothing else. */
export function namedBy(value: unknown): CfnElement | undefined {
  if (typeof value !== 'string') return undefined;
  const { tokens, length } = Tokenization.reverseString(value);
  const [only] = tokens;
  return length === 1 && Reference.isReference(only) && only.target instanceof CfnElement ? only.target : undefined;
}
