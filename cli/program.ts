/** The command: its verbs, its help, and how it ends. */
import { Command, CommanderError } from 'commander';
import { CommandFailure, EXIT, ExitCode } from './terminal/command-failure';
import { Terminal } from './terminal/terminal';
import { VERBS } from './verbs';

/** Runs one command line, without the interpreter and the file in front, and answers the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.DONE;
  const program = programFor(terminal, (ended) => {
    exitCode = ended;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.DONE : EXIT.USAGE;
    if (error instanceof CommandFailure) {
      terminal.err(`error: ${error.message}. ${error.nextStep}\n`);
      return error.exitCode;
    }
    throw error;
  }
}

/** What a verb brings: its command, which tells how it ended. */
export type Verb = (terminal: Terminal, ends: (exitCode: ExitCode) => void) => Command;

function programFor(terminal: Terminal, ends: (exitCode: ExitCode) => void): Command {
  const program = new Command('cdk-site-to-site-vpn')
    .description('Site-to-Site VPN connections at a glance: what there is, what a move of one would do, and the code that declares it.')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', `
Exit status: 0 done · 1 something stands against going on · 2 the command line is wrong · 3 could not be read · 4 refused

Nothing here changes anything at AWS but hold, forward, back and unlock, which ask first. No pre-shared key is read into
anything that is printed or written.`);
  for (const verb of VERBS) program.addCommand(verb(terminal, ends));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err, getOutHelpWidth: () => terminal.columns });
  }
  return program;
}
