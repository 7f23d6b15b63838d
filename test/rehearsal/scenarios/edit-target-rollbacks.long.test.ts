/** Every edit of a target that is rolled back, of which the rehearsal plays some: wherever it fails, in whichever order it is undone. */
import { SCENARIOS } from '../../../tools/rehearsal/scenarios';
import { STACK_NAME } from '../../../tools/rehearsal/scenarios/application';
import { pairOf, stackWithTarget } from '../../../tools/rehearsal/scenarios/edit-target';
import { EDIT_TARGET_HAND_OVERS_STUCK, EDIT_TARGET_HAND_OVERS_UNDONE } from '../../../tools/rehearsal/scenarios/edit-target-hand-over';
import { EDIT_TARGET_ROLLBACKS } from '../../../tools/rehearsal/scenarios/edit-target-matrix';
import { ON_PREMISES } from '../../../tools/rehearsal/scenarios/estate';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';

const REHEARSED = SCENARIOS.map(({ name }) => name);
const OTHERS = [...EDIT_TARGET_ROLLBACKS, ...EDIT_TARGET_HAND_OVERS_UNDONE, ...EDIT_TARGET_HAND_OVERS_STUCK]
  .filter(({ name }) => !REHEARSED.includes(name));

test.each(OTHERS.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
  const { passed, deviations, leaks, defects, iamEnforced } = await runScenario(scenario);
  expect({ passed, deviations, leaks, defects, iamEnforced })
    .toEqual({ passed: true, deviations: [], leaks: [], defects: [], iamEnforced: true });
}, 60_000);

test('each cell is rolled back from four places, in either order', () => {
  // Three directions, either routing, the custom resources there before or new; of which one is refused.
  expect(EDIT_TARGET_ROLLBACKS).toHaveLength((3 * 2 * 2 - 1) * 4 * 2);
  expect(EDIT_TARGET_ROLLBACKS.filter(({ name }) => REHEARSED.includes(name))).toHaveLength(3 * 2 * 2 - 1);
});

/**
 * CloudFormation begins the second part with the routes, so that something has to fail between the two beginnings. Nobody is asked before
 * the modify back then, if what depends on others is undone first: new static routes are in its way.
 */
test('where the routes have begun and the second part has not, they are deleted by hand, and the rollback goes on', async () => {
  const { passed, deviations } = await runScenario({
    ...EDIT_TARGET_ROLLBACKS.find(({ name }) => name === 'edit-target-tgw-to-vgw-fails-after-the-modify-dependents-first')!,
    run: async (context) => {
      const { aws: { cloudFormation, network, clock }, applications, estate } = context;
      const result = await cloudFormation.deploy(stackWithTarget(applications, {
        on: estate.to, routing: 'static', deployment: 2, targetChange: pairOf(estate, { routing: 'static' }),
        beside: (_, vpn, bystander) => {
          bystander.node.addDependency(vpn.node.defaultChild!);
          vpn.node.findChild('TargetChange').node.findChild('After').node.addDependency(bystander);
        },
      }));
      expect(result.status).toBe('UPDATE_ROLLBACK_FAILED');
      for (const DestinationCidrBlock of ON_PREMISES) network.call('DeleteVpnConnectionRoute', { VpnConnectionId: estate.vpnConnectionId, DestinationCidrBlock });
      await clock.sleep(60_000);
      return { ...result, status: await cloudFormation.continueUpdateRollback(STACK_NAME) };
    },
  });
  expect({ passed, deviations }).toEqual({ passed: true, deviations: [] });
});
