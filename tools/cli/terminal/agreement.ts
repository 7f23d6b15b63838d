/** Before a change at AWS, whoever asked for it is told what is going to be done, and agrees. */
import { CommandFailure, EXIT } from './command-failure';
import { Terminal } from './terminal';
import { lines, prompt } from '../output/terminal';

/** @throws {CommandFailure} unless the person agrees */
export async function agreed(proposal: readonly string[], { yes }: { readonly yes?: boolean }, terminal: Terminal): Promise<void> {
  terminal.err(lines(proposal));
  if (yes) return;
  const answer = await terminal.ask(prompt('Do it? Type yes: '));
  if (answer?.trim().toLowerCase() === 'yes') return;
  const why = answer === undefined ? 'there is nobody to be asked' : `the answer was '${answer}'`;
  throw new CommandFailure(EXIT.REFUSED, `nothing was done, since ${why}`, 'Press again and type yes, or give --yes');
}
