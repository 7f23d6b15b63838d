/**
 * Goal: whatever dies, the move converges and nothing is lost.
 * Method: every schedule of at most one death, or two, before or after any effect, enumerated completely.
 */
import { Choices } from './choices';
import { MOVES } from './estates';
import { Workbench, WorkbenchOptions } from './workbench';
import { flowTable, lostFlows } from '../../rehearsal/flows/flow-oracle';
import { MoveRequest } from '../../src/domain/request';

/** `npm run test:schedules` plays two deaths in every story, which takes minutes; here the other moves have one. */
const EVERYWHERE = process.env.EVERY_SCHEDULE === 'true';

interface Story {
  readonly options: WorkbenchOptions;
  readonly deathsMax: number;
  /** What happens on the bench, from the first request to the last answer. */
  readonly tell: (bench: Workbench) => Promise<void>;
}

const remove = (bench: Workbench): MoveRequest => bench.request({ type: 'Delete', requestId: 'request-2' });

/** The move, taken over by a Delete after its first invocation had seconds to live: the way back from anywhere. */
const cancelled = (seconds: number) => async (bench: Workbench) => {
  try {
    await bench.invoke(bench.request(), seconds);
  } catch { /* killed: the Delete comes all the same */ }
  bench.pass(1);
  await bench.drive(remove(bench));
};

const forward = async (bench: Workbench) => void await bench.drive(bench.request());

const stories = MOVES.flatMap((move) => (['static', 'bgp'] as const).flatMap((routing): [string, Story, 'moved' | 'as before'][] => {
  const deathsMax = EVERYWHERE || (move === 'vgw-to-tgw' && routing === 'static') ? 2 : 1;
  const options = { move, routing };
  return [
    [`${move}, ${routing}, forward`, { options, deathsMax, tell: forward }, 'moved'],
    [`${move}, ${routing}, cancelled before the modify`, { options, deathsMax, tell: cancelled(2) }, 'as before'],
    [`${move}, ${routing}, cancelled while EC2 provisions`, { options, deathsMax, tell: cancelled(14) }, 'as before'],
  ];
}));

test.each(stories)('%s: every schedule of at most so many deaths converges', async (_, story, end) => {
  const choices = new Choices();
  const effects: number[] = [];
  while (choices.next()) effects.push(await runSchedule(story, choices, end));
  // The first run has no death. Each of its effects can be the first death, before or after it: fewer schedules than that
  // would be an enumeration that stopped early.
  expect(effects.length).toBeGreaterThanOrEqual(1 + 2 * effects[0]);
}, 300_000);

/** Answers how many effects were asked for their fate. */
async function runSchedule(story: Story, choices: Choices, end: 'moved' | 'as before'): Promise<number> {
  let deaths = 0;
  let asked = 0;
  const bench = new Workbench({
    ...story.options,
    fate: () => {
      asked += 1;
      const fate = deaths < story.deathsMax ? choices.pick(3) : 0;
      if (fate !== 0) deaths += 1;
      return (['works', 'dies-before', 'dies-after'] as const)[fate];
    },
  });
  const before = bench.picture();
  const flows = flowTable(bench.network.view);
  try {
    await story.tell(bench);
    bench.pass(60);
    const after = bench.picture();
    const lost = lostFlows(flows, flowTable(bench.network.view));
    expect(lost).toEqual([]);
    if (end === 'as before') expect(after).toEqual(before);
    else expect(after).toMatchObject({ state: 'available', gateway: { id: bench.declaration.to.id }, customerGateway: bench.customerGatewayAfter });
    expectBackupBeforeDestruction(bench.effects);
    return asked;
  } catch (error) {
    throw new Error(`schedule ${choices}: ${(error as Error).message}\neffects: ${bench.effects.join(', ')}\njournal: ${JSON.stringify(bench.journal.slice(-8))}`);
  }
}

function expectBackupBeforeDestruction(effects: readonly string[]): void {
  const firstDestruction = effects.findIndex((effect) => !effect.startsWith('write'));
  const backup = effects.indexOf('write backup');
  expect(firstDestruction === -1 || (backup !== -1 && backup < firstDestruction)).toBe(true);
}
