/** What a stack, or another scope, has once, and parts of construct ids for things that are named by an id or a CIDR block. */
import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { namedBy } from './references';
import { sha256 } from './sha256';

export function once<Scope extends IConstruct, Made>(scope: Scope, id: string, make: (scope: Scope, id: string) => Made): Made {
  return scope.node.tryFindChild(id) as Made | undefined ?? make(scope, id);
}

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
