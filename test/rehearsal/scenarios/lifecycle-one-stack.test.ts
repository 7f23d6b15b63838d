/** An ordinary application in one stack, through its life: what is made before what, and what goes before what, the story itself judges. */
import { LIFECYCLE_ONE_STACK } from '../../../tools/rehearsal/scenarios/lifecycle-one-stack';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';

test('it is deployed, edited and destroyed with nothing left, and deployed and edited again, with nothing lost', async () => {
  const { deviations, lostRoutes, lostFlows, iamEnforced, deniedActions } = await runScenario(LIFECYCLE_ONE_STACK);

  expect({ deviations, lostRoutes, lostFlows, iamEnforced, deniedActions })
    .toEqual({ deviations: [], lostRoutes: [], lostFlows: [], iamEnforced: true, deniedActions: [] });
});
