/** Of each step on a course what a script looks at before it calls it, in the shell's words. */
import { quoted } from './command';
import { ATTACHMENT, Procedure } from './procedure';
import { Action, Condition, conditionOf, keyOfAction } from '../actions';

/** @returns with the shell's expression for what is seen */
export function conditionOn({ source, target, configureTarget }: Procedure, action: Action): Omit<Condition, 'question'> & { readonly seen: string } {
  const condition = conditionOf(action, {
    left: source.gateway.id,
    arrivedAt: target.gateway.id,
    associationRouteTableId: target.associationRouteTableId,
    attachmentId: ATTACHMENT,
    isArranging: configureTarget.flat().some((each) => keyOfAction(each) === keyOfAction(action)),
  });
  if (condition === undefined) throw new Error(`${action.do} is not a step that depends on one thing that is seen`);
  const { what, question: [name, ...about], before, after } = condition;
  // What is looked at in every round is in a variable.
  return { what, seen: about.length === 0 ? `$${name}` : `$(${[name, ...about.map(quoted)].join(' ')})`, before, after };
}
