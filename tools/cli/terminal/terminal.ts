/** What the command knows of where it runs: the one door to the process, so that a test can be the terminal. */
import type { Shown } from '../output/terminal';

export interface Terminal {
  /** Results, and nothing else. */
  readonly out: (text: Shown) => void;
  /** Progress, questions and errors. */
  readonly err: (text: Shown) => void;
  /** Whether a person looks at standard output: without one there is no colour. */
  readonly isTerminal: boolean;
  /** Whether a person looks at standard error: without one there is no progress that rewrites its line. */
  readonly isErrTerminal: boolean;
  readonly columns: number;
  /** Asks a person, and answers what was typed; nothing where nobody can be asked. */
  readonly ask: (question: Shown) => Promise<string | undefined>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds since some instant of this process, which nobody sets. */
  readonly elapsed: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Calls back when the person presses Ctrl-C, instead of ending at once. @returns what puts that back as it was */
  readonly onInterrupt: (act: () => void) => () => void;
}
