/** What an operation is measured by when it has ended. */
import { interruptionOf, outcomeOf, RecordHead } from './record';
import { Measurement } from '../../src/contract/measurement';

export function measurementOf(head: RecordHead): Measurement {
  const outcome = outcomeOf(head);
  return {
    InterruptionSeconds: interruptionOf(head),
    Migrated: Number(outcome === 'migrated'),
    MigratedUnverified: Number(outcome === 'migrated-unverified'),
    MovedBack: Number(outcome === 'moved-back'),
    Held: Number(outcome === 'held'),
  };
}
