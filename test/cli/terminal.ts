/** A terminal that writes down what was written to it, and answers what it was told to. */
import { run } from '../../tools/cli/program';
import { Terminal } from '../../tools/cli/terminal/terminal';

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process, as nobody's terminal unless told otherwise. */
export async function command(args: readonly string[], terminal: Partial<Terminal> = {}): Promise<Ran> {
  const [out, err]: string[][] = [[], []];
  let passed = 0;
  const exitCode = await run(args, {
    out: ({ text }) => void out.push(text),
    err: ({ text }) => void err.push(text),
    isTerminal: false,
    isErrTerminal: false,
    columns: 120,
    ask: async () => undefined,
    environment: {},
    now: () => Date.UTC(2026, 10, 21, 2, 10),
    elapsed: () => passed,
    sleep: async (milliseconds) => void (passed += milliseconds),
    onInterrupt: () => () => undefined,
    ...terminal,
  });
  return { exitCode, out: out.join(''), err: err.join('') };
}
