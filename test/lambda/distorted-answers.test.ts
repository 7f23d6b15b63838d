/**
 * EC2's answers in other shapes, within what the wire allows. One that says the same must change nothing of a move; on one that leaves
 * something out no move begins, and one that is under way waits for a better one.
 */
import { MOVES } from './estates';
import { Workbench, WorkbenchOptions } from './workbench';
import { HARMLESS_DISTORTIONS, INCOMPLETE_DISTORTIONS } from '../../rehearsal/embedded-ec2/distortions';
import { flowTable } from '../../rehearsal/flows/flow-oracle';

type Estate = Pick<WorkbenchOptions, 'move' | 'routing'>;

const EVERY: readonly Estate[] = [...MOVES, 'classic-tested' as const]
  .flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing })));
const TYPICAL: readonly Estate[] = [{ move: 'vgw-to-tgw', routing: 'static' }, { move: 'tgw-to-vgw', routing: 'bgp' }];

const asTold = new Map<string, ReturnType<typeof played>>();

/** There and back: what was done, in whatever order, what was said, and how everything stood. */
async function played(options: WorkbenchOptions) {
  const bench = new Workbench(options);
  const standing = () => ({ picture: bench.picture(), flows: flowTable(bench.network.view) });
  const before = standing();
  const forward = await bench.drive(bench.request());
  bench.pass(60);
  const between = standing();
  const declaration = { ...bench.declaration, onRemoval: 'MOVE_BACK' as const, onStackRollback: 'MOVE_BACK' as const };
  const back = await bench.drive(bench.request({ type: 'Delete', requestId: 'request-2', declaration }));
  bench.pass(60);
  return { before, forward, between, back, after: standing(), effects: bench.effects.filter((each) => each !== 'write head').sort() };
}

async function undistorted(estate: Estate) {
  const key = JSON.stringify(estate);
  const told = asTold.get(key) ?? played(estate);
  asTold.set(key, told);
  return told;
}

describe('said otherwise, the same is done', () => {
  const single = TYPICAL.flatMap((estate) => HARMLESS_DISTORTIONS.map((kind) => ({ ...estate, kind })));

  test.each(single)('$move, $routing: $kind', async ({ kind, ...estate }) => {
    expect(await played({ ...estate, distortions: [kind] })).toEqual(await undistorted(estate));
  });

  test.each(EVERY)('$move, $routing: all of them at once', async (estate) => {
    expect(await played({ ...estate, distortions: HARMLESS_DISTORTIONS })).toEqual(await undistorted(estate));
  });
});

const LOOK_THAT_FAILED = /^(reading|describing|searching) /;

describe('on less than the whole nothing is decided', () => {
  const cases = TYPICAL.flatMap((estate) => INCOMPLETE_DISTORTIONS.map((kind) => ({ ...estate, kind })));

  test.each(cases)('$move, $routing: no move begins while EC2 answers with $kind', async ({ kind, ...estate }) => {
    const bench = new Workbench({ ...estate, distortions: [kind] });
    const before = bench.picture();

    const refusal = await bench.drive(bench.request()).then(() => 'it was not refused', (error: Error) => error.message);

    expect(refusal).toMatch(LOOK_THAT_FAILED);
    expect(refusal).toMatch(/(has no \w|EC2 answered without it|gave no NextToken).*\. Nothing was changed$/s);
    expect([bench.picture(), bench.effects]).toEqual([before, []]);
  });

  test.each(cases)('$move, $routing: a move at work waits while EC2 answers with $kind, and ends the same', async ({ kind, ...estate }) => {
    const bench = new Workbench(estate);
    await bench.invoke(bench.request(), 12);
    bench.distort([kind]);
    await bench.invoke(bench.request(), 120);
    const failed = bench.journal.filter((each) => each.event === 'wait' && LOOK_THAT_FAILED.test(String(each.reason)));
    bench.distort([]);

    const forward = await bench.drive(bench.request());

    bench.pass(60);
    const { between, forward: { outcome } } = await undistorted(estate);
    expect({ outcome: forward.outcome, picture: bench.picture(), flows: flowTable(bench.network.view) }).toEqual({ outcome, ...between });
    // Whether there are further routes is asked of a transit gateway only, and the bench with BGP makes no static ones.
    if (kind !== 'flag-without-token') expect(failed).not.toEqual([]);
  });
});
