/** Each action in the shell: its command, what is looked at for it, and what has to be seen before and after. */
import { ATTACHMENT, Procedure } from './procedure';
import { comment, lines, sh, ShellText } from './shell-text';
import { Action, callOf, Condition, conditionOf, describeAction, keyOfAction } from '../actions';

/** Words after `aws ec2`, as a person would type them; the Region goes to every command alike. */
export function commandOf(vpnConnectionId: string, action: Action): readonly string[] {
  const { operation, parameters } = callOf(vpnConnectionId, action);
  return [hyphenated(operation), ...Object.entries(parameters).flatMap(([name, value]) => parameterOf(`--${hyphenated(name)}`, value))];
}

/**
 * The AWS CLI takes a word that begins with a hyphen for an option of its own, and one that names a file for what is in it.
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html
 */
function parameterOf(option: string, value: string): string[] {
  if (/^fileb?:/.test(value)) throw new Error(`${option} cannot be ${value}: the AWS CLI would send what is in the file`);
  return value.startsWith('-') ? [`${option}=${value}`] : [option, value];
}

/** The command as a line of a script. */
export function lineOf([operation, ...parameters]: readonly string[]): ShellText {
  return sh`aws ec2 ${operation} --region "$region" ${parameters.map(asSeen)}`;
}

/** One change, made only where what is seen is as it was before the step. */
export function change(procedure: Procedure, action: Action): ShellText {
  const { what, question, before, after } = conditionOn(procedure, action);
  return lines(
    comment(inWords(action)),
    sh`seen=$(${question})`,
    sh`change ${what} "$seen" ${asSeen(before)} ${anyOf(after)} \
  ${lineOf(commandOf(procedure.backup.vpnConnectionId, action))}`,
  );
}

/** What has to be seen once the step is done. */
export function see(procedure: Procedure, action: Action): ShellText {
  const { what, question, after } = conditionOn(procedure, action);
  return lines(sh`seen=$(${question})`, sh`see ${what} "$seen" ${anyOf(after)}`);
}

/** The same in a sentence's words: `route 10.1.0.0/16 in tgw-rtb-… is none`. */
export function expectationOf(procedure: Procedure, action: Action): string {
  const { what, after } = conditionOn(procedure, action);
  return inSentence(`${what} is ${after.join(' or ')}`);
}

export function inWords(action: Action): string {
  return inSentence(describeAction(action));
}

function inSentence(text: string): string {
  return text.replaceAll(ATTACHMENT, 'the attachment');
}

function conditionOn({ source, target, configureTarget }: Procedure, action: Action): Condition {
  const condition = conditionOf(action, {
    left: source.gateway.id,
    associationRouteTableId: target.associationRouteTableId,
    attachmentId: ATTACHMENT,
    isArranging: configureTarget.flat().some((each) => keyOfAction(each) === keyOfAction(action)),
  });
  if (condition === undefined) throw new Error(`${action.do} is not a step that depends on one thing that is seen`);
  return condition;
}

/** The attachment's id is looked up. */
function asSeen(word: string): string | ShellText {
  return word === ATTACHMENT ? sh`"$attachment"` : word;
}

/** Several as one word, of which one is to be seen. */
function anyOf(words: readonly string[]): string | ShellText {
  const known = words.filter((word) => word !== ATTACHMENT).join(' ');
  if (known === '' || !words.includes(ATTACHMENT)) return asSeen(words.join(' '));
  return sh`${known}" $attachment"`;
}

/** `ReplaceRoute` as the AWS CLI writes it: `replace-route`. */
function hyphenated(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();
}
