/**
 * \`npx projen prove:devices\`: that real programs take what is rendered for a device, and do with it what they should. It needs root and
 * the programs; where one is missing nothing is proved, and it says so and fails.
 */
import { Machine, missingHere } from './machine';
import { proveNegotiation } from './negotiation';
import { Score } from './score';

void main();

async function main(): Promise<void> {
  const score = new Score();
  const machine = new Machine();
  try { await proveNegotiation(machine, score); } finally { await machine.close(); }
  process.exitCode = score.end();
}
