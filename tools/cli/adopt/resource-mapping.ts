/** Which resource of the template an existing resource becomes, as `cdk import` is told. */
import { createHash } from 'node:crypto';

/** As `cdk import --resource-mapping` reads it: what identifies each existing resource, by its logical id. */
export type ResourceMapping = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The logical id that the CDK gives to what stands there within a stack.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html
 */
export function logicalIdOf(path: readonly string[]): string {
  const readable = path.filter((each) => each !== 'Resource').map((each) => each.replace(/[^A-Za-z0-9]/g, '')).join('');
  return readable + createHash('md5').update(path.join('/')).digest('hex').slice(0, 8).toUpperCase();
}
