/** The command: its verbs, its help, and how it ends. */
import { Command, CommanderError } from 'commander';
import { line, lines } from './output/terminal';
import { CommandFailure, EXIT, ExitCode } from './terminal/command-failure';
import { framesOf } from './terminal/frames';
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
      terminal.err(line(`error: ${error.message}. ${error.nextStep}`));
      return error.exitCode;
    }
    terminal.err(lines(defectLines(error, args.includes('--debug'))));
    return EXIT.DEFECT;
  }
}

/** Its kind and, when asked for, where it happened. */
function defectLines(error: unknown, debug: boolean): string[] {
  const { name } = error instanceof Error ? error : { name: 'error' };
  const next = debug ? 'Please report this with the lines above' : 'Run it again with --debug and report what it prints';
  return [...debug ? framesOf(error) : [], `error: the command has a defect (${name}). ${next}.`];
}

function programFor(terminal: Terminal, ends: (exitCode: ExitCode) => void): Command {
  const program = new Command('cdk-site-to-site-vpn')
    .description('Site-to-Site VPN connections at a glance: what there is, what a move of one would do, and the code that declares it.')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', `
Exit status: 0 done · 1 something stands against going on · 2 the command line is wrong · 3 could not be read · 4 refused · 5 a defect

Nothing here changes anything at AWS but hold, forward, back and unlock, which ask first. No pre-shared key is printed, and
none is written but by \`config --with-keys\`, into a file for your eyes only.`);
  for (const verb of VERBS) program.addCommand(verb(terminal, ends));
  const shown = (text: string) => lines(text.replace(/\n$/, '').split('\n'));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.out(shown(text)), writeErr: (text) => terminal.err(shown(text)), getOutHelpWidth: () => terminal.columns,
    });
  }
  return program;
}
