/** `npx projen package-all`: packages the library into `dist/` for every language whose toolchain is on this machine. */
import { obstacleTo, packFor, TARGETS } from './packing';

const counts = { passed: 0, failed: 0, skipped: 0 };

for (const target of TARGETS) {
  const obstacle = obstacleTo(target);
  if (obstacle !== undefined) {
    counts.skipped += 1;
    console.log(`${target}: skipped, ${obstacle}`);
    continue;
  }
  try {
    packFor(target);
    counts.passed += 1;
    console.log(`${target}: packaged into dist/${target}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`${target}: FAILED: ${(error as Error).message}`);
  }
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
