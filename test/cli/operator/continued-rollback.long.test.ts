/** A rollback in which nobody is asked after CloudFormation's modify: what the failure says is carried out to the letter, and it ends. */
import { EmbeddedOperatorHarness } from './embedded-operator-harness';
import { EmbeddedAws } from '../../../tools/rehearsal/embedded-aws';
import { Applications, STACK_NAME } from '../../../tools/rehearsal/scenarios/application';
import { begin, deploy, EDITS, failing, UNRELATED_RESOURCE } from '../../../tools/rehearsal/scenarios/edit-target';
import { seedGateways } from '../../../tools/rehearsal/scenarios/estate';
import { ScenarioContext } from '../../../tools/rehearsal/scenarios/scenario';

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

test.each(['vgw-to-tgw', 'tgw-to-vgw'] as const)('%s, static', async (move) => {
  const { aws, cast: context, desk: harness, mend } = await stage(move);
  const { before } = harness;

  const { status } = await deploy(context, { routing: 'static', on: context.estate.to, deployment: 2, point: 'after-the-modify' });

  expect(status).toBe('UPDATE_ROLLBACK_FAILED');
  const [, toContinue, toRun] = saidBy(aws).match(/^1\. (aws .+)\n2\. when the stack is UPDATE_ROLLBACK_COMPLETE: (npx .+)$/m)!;
  expect(await continued(aws, toContinue)).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await pressed(harness, toRun)).toMatchObject({ exitCode: 0, out: expect.stringContaining('has ended: restored') });
  await aws.clock.sleep(60_000);
  expect(harness.picture()).toEqual(before);
  expect([harness.denials, aws.defects]).toEqual([[], []]);
  mend();
  expect(await deploy(context, { routing: 'static', on: context.estate.to, deployment: 3 })).toMatchObject({ succeeded: true });
}, 120_000);

async function stage(move: typeof EDITS[number]) {
  let broken = true;
  const aws = await EmbeddedAws.start({
    apiLatencyMs: 0, throttled: false, failAt: (step) => (broken ? failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS')(step) : undefined),
    cloudFormationUnknowns: { deleteOfReplacedCustomResource: 'in-its-turn' },
  });
  const applications = new Applications();
  const gateways = seedGateways(aws.network, { move, routing: 'static' });
  const empty: ScenarioContext = { aws, applications, since: aws.clock.now(), estate: { ...gateways, vpnConnectionId: '', acknowledgedFindings: [] } };
  const context = { ...empty, estate: await begin(empty, { routing: 'static' }) };
  const harness = EmbeddedOperatorHarness.beside(aws, context.estate);
  toClose.push(async () => {
    await harness.close();
    applications.remove();
  });
  return {
    aws, cast: context, desk: harness, mend: () => {
      broken = false;
    },
  };
}

/** What is read beside the resource that failed. */
function saidBy({ cloudFormation }: EmbeddedAws): string {
  return cloudFormation.events.find(({ status, type }) => status === 'DELETE_FAILED' && type === 'Custom::VpnTargetChangeLast')?.reason ?? '';
}

async function continued({ cloudFormation }: EmbeddedAws, line: string): Promise<string> {
  const [program, service, verb, , , , stack, option, ...skipped] = line.split(' ');
  expect([program, service, verb, stack, option]).toEqual(['aws', 'cloudformation', 'continue-update-rollback', STACK_NAME, '--resources-to-skip']);
  return cloudFormation.continueUpdateRollback(stack, skipped);
}

async function pressed(harness: EmbeddedOperatorHarness, line: string) {
  const [npx, name, verb, connection, ...options] = line.split(' ');
  expect([npx, name, verb, connection]).toEqual(['npx', 'cdk-site-to-site-vpn', 'back', harness.connection]);
  return harness.run('back', [...options, '--yes']);
}
