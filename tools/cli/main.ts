/** `npx cdk-site-to-site-vpn`: the command in its process. */
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './program';

void main();

async function main(): Promise<void> {
  const { stdout, stderr, stdin } = process;
  stdout.on('error', endIfNobodyReads);
  process.exitCode = await run(process.argv.slice(2), {
    out: (text) => void stdout.write(text.text),
    err: (text) => void stderr.write(text.text),
    isTerminal: stdout.isTTY === true && process.env.NO_COLOR === undefined,
    isErrTerminal: stderr.isTTY === true,
    columns: stdout.columns ?? 120,
    ask: async (question) => (stdin.isTTY ? ask(question.text) : undefined),
    environment: process.env,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    sleep,
    onInterrupt: (act) => {
      process.on('SIGINT', act);
      return () => void process.off('SIGINT', act);
    },
  });
}

/** As in `inventory | head`: whoever reads has seen enough, which is no failure. */
function endIfNobodyReads(error: Error & { readonly code?: string }): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
