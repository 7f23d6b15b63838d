/** What a stack, or another scope, has once, whoever asks for it first. */
import { IConstruct } from 'constructs';

export function once<Scope extends IConstruct, Made>(scope: Scope, id: string, make: (scope: Scope, id: string) => Made): Made {
  return scope.node.tryFindChild(id) as Made | undefined ?? make(scope, id);
}
