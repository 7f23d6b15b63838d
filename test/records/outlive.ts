/** What every record has to let later code do, as tests: go on with it, undo it, and let go what was kept for the way back. */
import { Fixture } from './fixture';
import { Standing, StandingWorld } from './standing-world';
import { MigrationStage } from '../../src';
import { describeRoute } from '../../tools/rehearsal/scenarios/measures';

const { CUT_OVER, FINALIZED } = MigrationStage;

/** A world takes about a second; on a busy machine more. */
const PATIENCE_MS = 60_000;

type Act = (world: StandingWorld) => Promise<unknown>;

const finalized: Act = async (world) => {
  expect((await world.stage(FINALIZED)).failures).toEqual([]);
  expect(await world.head()).toMatchObject({ finalized: { at: expect.any(Number) } });
  const { aws: { network }, fixture: { estate: { from, vpcRouteTableIds } } } = world;
  const propagating = vpcRouteTableIds.filter((id) => network.view.state.vpcRouteTables[id].propagatingGatewayIds.includes(from.id));
  expect(propagating).toEqual([]);
};
const removed: Act = async (world) => expect((await world.remove()).failures).toEqual([]);
const pressed = (command: 'forward' | 'back'): Act => async (world) => expect(await world.press(command)).toMatchObject({ exitCode: 0 });
const edited = (end: 'from' | 'to'): Act => async (world) => expect((await world.edit(end)).failures).toEqual([]);

/** By the plan that was approved, which is that of today's code, too. */
const cutOver: Act = async (world) => {
  expect((await world.stage(CUT_OVER)).failures).toEqual([]);
  expect(await world.head()).toMatchObject({ planDigest: world.fixture.approvedPlan });
};

const answered: Act = async (world) => {
  const { operationId } = await world.head();
  expect(await world.nextInvocations()).toMatchObject({ IsComplete: true, Data: { Outcome: 'migrated', OperationId: operationId } });
};

interface Sequel {
  readonly told: string;
  readonly acts: readonly Act[];
  /** Where everything stands then. */
  readonly on: 'from' | 'to';
  readonly status: 'completed' | 'restored';
}

const OF_MOVES: Readonly<Record<Fixture['state'], readonly Sequel[]>> = {
  prepared: [
    { told: 'is cut over, and finalized', acts: [cutOver, finalized], on: 'to', status: 'completed' },
    { told: 'is cut over, and moved back with its construct', acts: [cutOver, removed], on: 'from', status: 'restored' },
  ],
  open: [
    { told: 'is brought to its end by the next invocation, and finalized', acts: [answered, finalized], on: 'to', status: 'completed' },
    { told: 'is moved back with its construct', acts: [removed], on: 'from', status: 'restored' },
    { told: 'is brought to its end by an operator', acts: [pressed('forward')], on: 'to', status: 'completed' },
    { told: 'is turned back by an operator', acts: [pressed('back')], on: 'from', status: 'restored' },
  ],
  held: [
    { told: 'is completed by deploying again, and finalized', acts: [cutOver, finalized], on: 'to', status: 'completed' },
    { told: 'is moved back by an operator', acts: [pressed('back')], on: 'from', status: 'restored' },
  ],
  completed: [
    { told: 'is finalized', acts: [finalized], on: 'to', status: 'completed' },
    { told: 'is moved back with its construct', acts: [removed], on: 'from', status: 'restored' },
  ],
};

/** Nothing of it is kept for a way back, which is another edit: there is nothing to finalize. */
const OF_EDITS: Readonly<Record<Fixture['state'], readonly Sequel[]>> = {
  prepared: [],
  open: [
    { told: 'is completed by deploying again', acts: [edited('to')], on: 'to', status: 'completed' },
    { told: 'is turned back by an operator', acts: [pressed('back')], on: 'from', status: 'restored' },
  ],
  held: [
    { told: 'is completed by an operator', acts: [pressed('forward')], on: 'to', status: 'completed' },
    { told: 'is followed by an edit back', acts: [edited('from')], on: 'from', status: 'completed' },
  ],
  completed: [
    { told: 'is followed by an edit back', acts: [edited('from')], on: 'from', status: 'completed' },
  ],
};

export function describeSequels(version: string, fixture: Fixture): void {
  const { kind, routing, state, estate, routesBefore } = fixture;
  const sequels = (kind === 'edited-target' ? OF_EDITS : OF_MOVES)[state];
  test.each(sequels)(`version ${version}: ${kind}, ${routing}: what is ${state} $told`, async ({ acts, on, status }) => {
    const world = await StandingWorld.open(fixture);
    try {
      for (const act of acts) await act(world);
      const expected: Standing = { status, gateway: estate[on].id, lostRoutes: [], blockedFlows: 0 };
      expect(await world.standing()).toEqual(expected);
      if (status === 'restored') expect(world.routes()).toEqual(routesBefore.map(describeRoute).sort());
      expect(world.aws.defects).toEqual([]);
    } finally {
      await world.close();
    }
  }, PATIENCE_MS);
}
