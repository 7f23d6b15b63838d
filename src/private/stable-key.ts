/** Parts of construct ids for things that are named by an id or a CIDR block, which may be known only at deployment. */
import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { namedBy } from './references';
import { sha256 } from './sha256';

/**
 * The whole value, so that no two can collide (digits alone would make 10.1.11.0/24 and 10.11.1.0/24 the same), with
 * the path separator replaced. A token's text counts tokens and changes from synthesis to synthesis; what it
 * resolves to does not. Two stacks may call different resources the same.
 */
export function stableKey(scope: IConstruct, value: string): string {
  if (!Token.isUnresolved(value)) return value.replaceAll('/', '-');
  const stack = Stack.of(scope);
  const named = namedBy(value);
  const elsewhere = named === undefined || Stack.of(named) === stack ? '' : Stack.of(named).node.path;
  return sha256(`${elsewhere}${JSON.stringify(stack.resolve(value))}`, 12);
}
