/** A record of a later version is left alone by today's code: whoever asks for something is told what to do, and nothing is changed. */
import { Fixture, fixturesOf, Kind, State, StoredItem, versions } from './fixture';
import { StandingWorld } from './standing-world';
import { RECORDS_VERSION } from '../../lambda/aws/services/dynamodb-records';
import { MigrationStage } from '../../src';
import { DeploymentResult } from '../../tools/rehearsal/cloudformation/driver';

const FIXTURES = fixturesOf(versions().at(-1)!);
const SAID = new RegExp(`reading head of vpn-\\S+ from Network-\\S+: it is of version ${RECORDS_VERSION + 1} of the records, and this code knows none above`
  + ` ${RECORDS_VERSION}: it is left as it is, and nothing is done. Deploy with the version of the library that wrote it, or a newer one`);

interface Asked {
  readonly told: string;
  readonly fixture: Fixture;
  /** @returns what is said */
  readonly ask: (world: StandingWorld) => Promise<string>;
}

const ASKED: readonly Asked[] = [
  { told: 'a deployment', fixture: kept('move', 'held'), ask: async (world) => deployed(await world.stage(MigrationStage.CUT_OVER)) },
  { told: 'a delivery of the request that had opened it', fixture: kept('replacement', 'open'), ask: async (world) => JSON.stringify(await world.nextInvocations()) },
  { told: 'an edit of the target', fixture: kept('edited-target', 'completed'), ask: async (world) => deployed(await world.edit('from')) },
  { told: 'a removal', fixture: kept('move', 'completed'), ask: async (world) => removed(world) },
  { told: 'an operator', fixture: kept('move', 'held'), ask: async (world) => (await world.press('back')).err },
];

test.each(ASKED)('$told', async ({ fixture, ask }) => {
  const world = await StandingWorld.open({ ...fixture, items: fixture.items.map(ofNextVersion) });
  const observed = async () => ({
    items: await world.items(), routes: world.routes(), changes: world.aws.ec2Calls.filter(({ mutating, dryRun }) => mutating && !dryRun),
  });
  try {
    const before = await observed();
    expect(await ask(world)).toMatch(SAID);
    expect(await observed()).toEqual({ ...before, changes: [] });
  } finally {
    await world.close();
  }
});

function kept(kind: Kind, state: State): Fixture {
  return FIXTURES.find((each) => each.kind === kind && each.state === state && each.routing === 'static')!;
}

function ofNextVersion(item: StoredItem): StoredItem {
  return { ...item, version: { N: String(RECORDS_VERSION + 1) } };
}

function deployed({ failures }: DeploymentResult): string {
  return failures.map(({ reason }) => reason).join('\n');
}

/** It fails in the clean-up, when the deployment has succeeded. */
async function removed(world: StandingWorld): Promise<string> {
  await world.remove();
  return world.aws.cloudFormation.events.find(({ status, type }) => status === 'DELETE_FAILED' && type.startsWith('Custom::'))?.reason ?? '';
}
