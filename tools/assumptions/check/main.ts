/** The check in its process. */
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EC2 } from '@aws-sdk/client-ec2';
import { run } from './program';

const { stdout, stderr, stdin } = process;

void run(process.argv.slice(2).filter((word) => word !== '--'), {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  ask: async (question) => (stdin.isTTY ? ask(question) : undefined),
  client: (region) => new EC2({ region }),
  sleep,
  now: () => Date.now(),
  onInterrupt: (act) => {
    process.on('SIGINT', act).on('SIGTERM', act);
    return () => void process.off('SIGINT', act).off('SIGTERM', act);
  },
}).then((status) => {
  process.exitCode = status;
});

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
