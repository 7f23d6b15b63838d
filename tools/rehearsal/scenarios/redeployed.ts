/** What a person does who does what the failed deployment said, word for word. */
import { STACK_NAME } from './application';
import { deployMigration, refusal } from './deployments';
import { ON_PREMISES } from './estate';
import { Scenario } from './scenario';

export const REDEPLOYED: readonly Scenario[] = [
  {
    name: 'redeployed-after-hold-new-stack',
    about: 'the last of the routes is refused in the first deployment of a stack: once the cause is mended, the next one is given the line of code that was printed, and continues',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'migrated',
    mustNote: ['closed', 'left', 'continue', 'closed'],
    mustAnnounce: ['STARTED', 'MODIFIED', 'HELD', 'STARTED', 'ARRANGED', 'MIGRATED'],
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
    run: async (context) => {
      const { cloudFormation, faults } = context.aws;
      const mend = faults.inject({
        operation: 'CreateTransitGatewayRoute', when: 'before', how: refusal('RouteLimitExceeded'), skip: ON_PREMISES.length - 1, times: Infinity,
      });
      const held = await deployMigration(context);
      mend();
      const said = held.failures.map(({ reason }) => reason).join('\n');
      const line = /^records: .*,$/m.exec(said)?.[0];
      if (line === undefined) throw new Error(`no line of code was printed: ${said}`);
      // As `cdk deploy` does with a stack that never came about.
      await cloudFormation.destroy(STACK_NAME);
      return deployMigration(context, {}, { line });
    },
  },
];
