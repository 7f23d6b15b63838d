/** Records of every version that was ever released are gone on with, undone and finalized by the code of today. */
import { fixturesOf, versions } from './fixture';
import { describeSequels } from './outlive';

for (const version of versions()) {
  for (const fixture of fixturesOf(version)) describeSequels(version, fixture);
}
