/** Each step as the words of one AWS CLI command, as a person would type it, and the shell's way of writing words. */
import { ATTACHMENT } from './procedure';
import { Action, callOf } from '../actions';

/** Words after `aws ec2`; the Region goes to every command alike. */
export function commandOf(vpnConnectionId: string, action: Action): readonly string[] {
  const { operation, parameters } = callOf(vpnConnectionId, action);
  return [hyphenated(operation), ...Object.entries(parameters).flatMap(([name, value]) => [`--${hyphenated(name)}`, value])];
}

/** The command as a line of the script. */
export function lineOf(words: readonly string[]): string {
  const [operation, ...parameters] = words;
  return `aws ec2 ${operation} --region "$region" ${parameters.map(quoted).join(' ')}`;
}

/** A word as the shell reads it back unchanged; the attachment's id is looked up. */
export function quoted(word: string): string {
  if (word === ATTACHMENT) return '"$attachment"';
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`;
}

/** `ReplaceRoute` as the AWS CLI writes it: `replace-route`. */
function hyphenated(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();
}
