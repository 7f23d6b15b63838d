/** Removes what `setup.ts` has made, with all that the tests have left in it. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';

export default function removeTemporaryFolder(): void {
  if (basename(tmpdir()).startsWith('vpn-tests-')) rmSync(tmpdir(), { recursive: true, force: true });
}
