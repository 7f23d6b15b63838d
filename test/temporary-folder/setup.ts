/** One folder for all that a run of the tests leaves under the system's: the CDK makes a folder for each synthesis, and removes none. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function makeTemporaryFolder(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'vpn-tests-'));
}
