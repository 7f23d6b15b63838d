/** What every verb of the command is to the program that runs it. */
import type { Command } from 'commander';
import { ExitCode } from './command-failure';
import { Terminal } from './terminal';

/** What a verb brings: its command, which tells how it ended. */
export type Verb = (terminal: Terminal, ends: (exitCode: ExitCode) => void) => Command;
