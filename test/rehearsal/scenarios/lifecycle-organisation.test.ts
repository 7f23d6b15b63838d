/** An organisation's rules around the functions: each story ends as it must, and none does where a role lacks what its rule asks for. */
import { LIFECYCLE_ORGANISATION } from '../../../rehearsal/scenarios/lifecycle-organisation';
import { play } from '../../../rehearsal/scenarios/play';

const [ORGANISATION] = LIFECYCLE_ORGANISATION;

test.each(LIFECYCLE_ORGANISATION.map((each) => [each.name, each] as const))('%s', async (_, scenario) => {
  const { deviations, lostRoutes, lostFlows, iamEnforced } = await play(scenario);

  expect({ deviations, lostRoutes, lostFlows, iamEnforced }).toEqual({ deviations: [], lostRoutes: [], lostFlows: [], iamEnforced: true });
});

test('without the right to network interfaces no function is made', async () => {
  await expect(play(ORGANISATION, { withoutAction: 'ec2:CreateNetworkInterface' })).rejects.toThrow(
    'The provided execution role does not have permissions to call CreateNetworkInterface on EC2');
});

test('without the right to the key of the table nothing can be recorded', async () => {
  const { deviations } = await play({ ...ORGANISATION, begin: undefined }, { withoutAction: 'kms:Decrypt' }).catch((error: Error) => ({ deviations: [error.message] }));

  expect(deviations).not.toEqual([]);
});
