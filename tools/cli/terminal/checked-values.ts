/**
 * The values of a command line at the door: ids, regions, networks and addresses fit their grammar when they are read, before anything
 * is looked up by them or made of them. Names, files and words of a person's own are none of this.
 */
import { Argument, Option } from 'commander';
import { CommandFailure, EXIT } from './command-failure';
import { idInOneForm } from '../../../lambda/aws/one-form';
import { Grammar, idOf, REGION } from '../../../src/contract/grammar';
import { quotedText } from '../../../src/contract/quoted-value';

const CONNECTION = idOf('vpn');

/** @param read what is made of each value that fits; of ids, the form in which EC2's answers are read */
export function checkedOption(
  flags: string, description: string, grammar: Grammar, read: (text: string) => string | number = idInOneForm,
): Option {
  const option = new Option(flags, description);
  // Of a variadic one, each value comes by itself.
  return option.argParser<unknown>((text, before) => {
    requireFitting(option.long!, text, grammar);
    return option.variadic ? [...before as unknown[] | undefined ?? [], read(text)] : read(text);
  });
}

/** @param name in angle brackets */
export function connectionArgument(name: string, description: string): Argument {
  return new Argument(name, description).argParser((text: string) => {
    requireFitting(name, text, CONNECTION);
    return idInOneForm(text);
  });
}

/** @throws {CommandFailure} */
function requireFitting(name: string, text: string, grammar: Grammar): void {
  if (grammar.fits(text)) return;
  throw new CommandFailure(EXIT.USAGE, `${name} is ${quotedText(text)}, and not ${grammar.allowed}`,
    grammar === REGION ? 'Name regions as AWS does.' : 'Write it in that form.');
}
