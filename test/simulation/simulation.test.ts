/**
 * Goal: whatever goes wrong, in whatever order, a move loses nothing and ends in a way that says what became of it.
 * Method: stories drawn by seed, each judged by every invariant; and two bugs on purpose, to see that the judges would notice.
 */
import { KNOWN_DEFECTS, knownDefectOf } from './known-defects';
import { MARKS } from './marks';
import { tellSeed } from './seeds';
import { Told } from './story';
import { Sabotage } from './world';
import { RecordMoved, RecordStore } from '../../lambda/vpn-target-migration/ports';
import { RecordHead } from '../../src/domain/record';

/** About twenty seconds' worth on two shared cores; `npm run simulate` tells more. */
const SEEDS = 1000;
const FIRST_SEED = 1;

describe(`stories ${FIRST_SEED} to ${FIRST_SEED + SEEDS - 1}`, () => {
  const marks = new Set<string>();
  const unexplained: string[] = [];

  beforeAll(async () => {
    process.stdout.write(`simulation: ${SEEDS} seeds from ${FIRST_SEED}\n`);
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
      const told = await tellSeed(seed);
      for (const mark of told.marks) marks.add(mark);
      for (const violation of told.violations) {
        if (knownDefectOf(violation, told) === undefined) unexplained.push(`npm run simulate -- --seed ${seed}: ${violation.invariant}: ${violation.how}`);
      }
    }
  }, 300_000);

  test('violate no invariant but by a known defect', () => {
    expect(unexplained).toEqual([]);
  });

  test('reach every mark', () => {
    expect(MARKS.filter((mark) => !marks.has(mark))).toEqual([]);
  });
});

// Whoever mends one takes it out of the list: until then it must show, or the list would explain away something else.
test.each(KNOWN_DEFECTS)('a known defect still shows: $name', async ({ name, seed }) => {
  const told = await tellSeed(seed);
  expect(told.violations.map((violation) => knownDefectOf(violation, told))).toContain(name);
});

test('a seed is a story: it is told the same way again', async () => {
  const [once, again] = [await tellSeed(7), await tellSeed(7)];
  expect(once.happenings.length).toBeGreaterThan(10);
  expect(again.happenings).toEqual(once.happenings);
});

describe('a bug on purpose is noticed', () => {
  test('a record store that ignores revisions lets two invocations act at once', async () => {
    const violations = await firstViolations('two invocations never act at once', (ports) => ({ ...ports, records: ignoringRevisions(ports.records) }));
    expect(violations).toContain('two invocations never act at once');
  });

  test('a backup that is never written is missed before the first destructive call', async () => {
    const plans = new Map<string, Awaited<ReturnType<RecordStore['readBackup']>>>();
    const violations = await firstViolations('the backup exists before the first change', (ports) => ({
      ...ports,
      records: overriding(ports.records, {
        writeBackup: async (backup) => void plans.set(backup.operationId, backup),
        readBackup: async (_, operationId) => plans.get(operationId),
      }),
    }));
    expect(violations).toContain('the backup exists before the first change');
  });
});

/** The invariants violated in the first story that violates this one, or in none of a hundred. */
async function firstViolations(invariant: string, sabotage: Sabotage): Promise<string[]> {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + 100; seed += 1) {
    const { violations }: Told = await tellSeed(seed, sabotage);
    const violated = violations.map((violation) => violation.invariant);
    if (violated.includes(invariant)) return violated;
  }
  return [];
}

/** Whoever writes, writes last: a refusal is answered by reading again what is to be overwritten. */
function ignoringRevisions(records: RecordStore): RecordStore {
  const overwrite = async (head: RecordHead): Promise<void> => {
    const present = await records.readHead(head.vpnConnectionId);
    try {
      await records.writeHead({ ...head, revision: (present?.revision ?? 0) + 1 });
    } catch (error) {
      if (!(error instanceof RecordMoved)) throw error;
      await overwrite(head);
    }
  };
  return overriding(records, { writeHead: overwrite });
}

function overriding(records: RecordStore, changes: Partial<RecordStore>): RecordStore {
  return Object.assign(Object.create(records) as RecordStore, changes);
}
