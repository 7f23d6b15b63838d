/** An organisation's rules around the functions: each story ends as it must, and none does where a role lacks what its rule asks for. */
import { LIFECYCLE_ORGANISATION } from '../../../tools/rehearsal/scenarios/lifecycle-organisation';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';

const [ORGANISATION, LATER] = LIFECYCLE_ORGANISATION;

test.each(LIFECYCLE_ORGANISATION.map((each) => [each.name, each] as const))('%s', async (_, scenario) => {
  const { deviations, lostRoutes, lostFlows, iamEnforced } = await runScenario(scenario);

  expect({ deviations, lostRoutes, lostFlows, iamEnforced }).toEqual({ deviations: [], lostRoutes: [], lostFlows: [], iamEnforced: true });
});

test('without the right to network interfaces no function is made', async () => {
  await expect(runScenario(ORGANISATION, { withoutAction: 'ec2:CreateNetworkInterface' })).rejects.toThrow(
    'The provided execution role does not have permissions to call CreateNetworkInterface on EC2');
});

test('without the right to the key of the table an edit is refused, and the stack goes back', async () => {
  const { outcome, reason, deniedActions, lostRoutes } = await runScenario(LATER, { withoutAction: 'kms:Decrypt' });

  expect({ outcome, deniedActions, lostRoutes }).toEqual({ outcome: 'refused', deniedActions: ['dynamodb:GetItem'], lostRoutes: [] });
  expect(reason).toContain('is not authorized to perform: kms:Decrypt on resource');
});
