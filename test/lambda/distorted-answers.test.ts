/**
 * EC2's answers in other shapes, within what the wire allows. One that says the same must change nothing of a move; on one that leaves
 * something out no move begins, and one that is under way waits for a better one.
 */
import { Deployment, editOf } from './deployment';
import { MOVES, ON_PREMISES } from './estates';
import { Workbench, WorkbenchOptions } from './workbench';
import { DistortionKind, HARMLESS_DISTORTIONS, INCOMPLETE_DISTORTIONS } from '../../tools/rehearsal/embedded-ec2/distortions';
import { flowTable } from '../../tools/rehearsal/flows/flow-oracle';

type Estate = Pick<WorkbenchOptions, 'move' | 'routing'>;

const EVERY: readonly Estate[] = [...MOVES, 'classic-tested' as const]
  .flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing })));
const TYPICAL: readonly Estate[] = [{ move: 'vgw-to-tgw', routing: 'static' }, { move: 'tgw-to-vgw', routing: 'bgp' }];

const asTold = new Map<string, ReturnType<typeof played>>();

/** There and back: what was done, in whatever order, what was said, and how everything stood. */
async function played(options: WorkbenchOptions) {
  const bench = new Workbench(options);
  const existing = () => ({ picture: bench.picture(), flows: flowTable(bench.network.view) });
  const before = existing();
  const forward = await bench.runRequest(bench.request());
  bench.pass(60);
  const between = existing();
  const declaration = { ...bench.declaration, onRemoval: 'MOVE_BACK' as const, onStackRollback: 'MOVE_BACK' as const };
  const back = await bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-2', declaration }));
  bench.pass(60);
  return { before, forward, between, back, after: existing(), effects: bench.effects.filter((each) => each !== 'write head').sort() };
}

async function undistorted(estate: Estate) {
  const key = JSON.stringify(estate);
  const reported = asTold.get(key) ?? played(estate);
  asTold.set(key, reported);
  return reported;
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

    const refusal = await bench.runRequest(bench.request()).then(() => 'it was not refused', (error: Error) => error.message);

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

    const forward = await bench.runRequest(bench.request());

    bench.pass(60);
    const { between, forward: { outcome } } = await undistorted(estate);
    expect({ outcome: forward.outcome, picture: bench.picture(), flows: flowTable(bench.network.view) }).toEqual({ outcome, ...between });
    // Whether there are further routes is asked of a transit gateway only, and the bench with BGP makes no static ones.
    if (kind !== 'flag-without-token') expect(failed).not.toEqual([]);
  });
});

/** Of the seeds of the simulation none tells one of these: two are of other moves, and for the third somebody has to act twice. */
describe('decisions that chance does not reach are made as they would be', () => {
  const isIncomplete = (kind: DistortionKind) => INCOMPLETE_DISTORTIONS.some((each) => each === kind);
  const byHand = (bench: Workbench, operation: string, input: Record<string, unknown>) => {
    bench.network.call(operation, { VpnConnectionId: bench.connectionId, ...input });
    bench.pass(60);
  };

  /** Each plays one invocation, distorted, when the operation is open, and goes on to the end. */
  const stories: Record<'ready' | 'tested' | 'turn-forward', (during: (bench: Workbench) => void, after: (bench: Workbench) => void) => Promise<Workbench>> = {
    'ready': async (during, after) => {
      const bench = new Workbench({ move: 'vgw-to-tgw', routing: 'static', latencies: { staticRouteSettleMs: 20_000 } });
      const deployment = new Deployment(editOf(bench), undefined, 'deployment', 5);
      let [position, playsSinceOpen] = [deployment.first, 0];
      while (position.stage !== 'over') {
        if (bench.heads.has(bench.connectionId)) playsSinceOpen += 1;
        if (playsSinceOpen === 1) during(bench);
        if (playsSinceOpen === 2) after(bench);
        position = await deployment.play(bench, position);
      }
      expect(position).toMatchObject({ rolledBack: false, failures: [] });
      return bench;
    },
    'tested': async (during, after) => {
      const bench = new Workbench({ move: 'classic-tested', routing: 'static' });
      await bench.invoke(bench.request(), 12);
      during(bench);
      await bench.invoke(bench.request(), 20);
      after(bench);
      await bench.runRequest(bench.request());
      return bench;
    },
    'turn-forward': async (during, after) => {
      const bench = new Workbench({ move: 'vgw-to-tgw', routing: 'static' });
      await bench.invoke(bench.request(), 14);
      bench.pass(60);
      byHand(bench, 'ModifyVpnConnection', { VpnGatewayId: bench.declaration.from.id });
      await bench.invoke(bench.request(), 13);
      for (const cidr of ON_PREMISES) byHand(bench, 'DeleteVpnConnectionRoute', { DestinationCidrBlock: cidr });
      byHand(bench, 'ModifyVpnConnection', { TransitGatewayId: bench.declaration.to.id });
      during(bench);
      await bench.invoke(bench.request(), 10);
      after(bench);
      await bench.runRequest(bench.request());
      return bench;
    },
  };

  const cases = (['ready', 'tested', 'turn-forward'] as const)
    .flatMap((decision) => [...HARMLESS_DISTORTIONS, ...INCOMPLETE_DISTORTIONS].map((kind) => ({ decision, kind })));

  test.each(cases)('$decision, once EC2 has answered with $kind', async ({ decision, kind }) => {
    let since = Infinity;
    const bench = await stories[decision]((distorted) => {
      since = distorted.journal.length;
      distorted.distort([kind]);
    }, (distorted) => { if (isIncomplete(kind)) distorted.distort([]); });
    bench.distort([]);
    bench.pass(60);

    expect(bench.journal.slice(since).map(({ event }) => event)).toContain(decision);
    const plain = await stories[decision](() => undefined, () => undefined);
    plain.pass(60);
    expect({ picture: bench.picture(), flows: flowTable(bench.network.view), status: bench.heads.get(bench.connectionId)?.status })
      .toEqual({ picture: plain.picture(), flows: flowTable(plain.network.view), status: 'completed' });
  });
});
