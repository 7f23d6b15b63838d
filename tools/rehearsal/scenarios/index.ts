/** The scenarios that `npm run rehearse` plays. */
import { ACCOUNT_SERVICES } from './account-services';
import { STACK_NAME } from './application';
import { CLASSIC } from './classic';
import { CLIENT_VPN } from './client-vpn';
import { CONFIGURATION } from './configuration';
import { addMigration, afterModify, deployMigration, killFunction, refusal, routeMadeTwice } from './deployments';
import { EDIT_TARGET_HAND_OVERS } from './edit-target-hand-over';
import { EDIT_TARGET_CELLS } from './edit-target-matrix';
import { EDIT_TARGET_PAIR } from './edit-target-pair';
import { EDIT_TARGET_REFUSALS } from './edit-target-refusals';
import { EDIT_TARGET_TUNNEL_OPTIONS } from './edit-target-tunnel-options';
import { EDIT_TARGET_VPC_ROUTES } from './edit-target-vpc-routes';
import { LIFECYCLE } from './lifecycle';
import { LIFECYCLE_ONE_STACK } from './lifecycle-one-stack';
import { LIFECYCLE_ORGANISATION } from './lifecycle-organisation';
import { MANY } from './many';
import { MOVES_DEPLOYED, MOVES_REMOVED } from './moves';
import { REDEPLOYED } from './redeployed';
import { Scenario, ScenarioContext } from './scenario';
import { STAGES } from './stages';
import { UNCERTAIN_ANSWERS } from './uncertain-answers';
import { OnUndo } from '../../../src';
import { DeploymentResult } from '../cloudformation/driver';

/** What goes wrong is told of the most frequent move; what holds for the others too is proven elsewhere. */
const TYPICAL = { direction: 'vgw-to-tgw', routing: 'static', estate: { move: 'vgw-to-tgw', defaultRouteTable: true } } as const;

export const SCENARIOS: readonly Scenario[] = [
  ...MOVES_DEPLOYED,
  ...MOVES_REMOVED,
  {
    ...TYPICAL,
    name: 'refused',
    about: 'a VPC route to the old gateway is neither moved nor left: nothing is touched',
    mustEnd: 'refused',
    mustSay: 'vpc-route-unclaimed: route 10.200.0.0/16',
    estate: { ...TYPICAL.estate, strayRoute: '10.200.0.0/16' },
    run: async (context) => deployMigration(context),
  },
  {
    ...TYPICAL,
    name: 'modify-fails',
    about: 'EC2 refuses ModifyVpnConnection after the static routes were deleted: they are put back',
    mustEnd: 'rolled-back',
    mustSay: 'Everything was put back as it was',
    mustAnnounce: ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
    run: async (context) => {
      context.aws.faults.inject({ operation: 'ModifyVpnConnection', when: 'before', how: refusal('OperationNotPermitted'), times: Infinity });
      return deployMigration(context);
    },
  },
  {
    ...TYPICAL,
    name: 'restore-fails',
    about: 'the routes cannot be created on the transit gateway: what works is kept, and the rest is named',
    mustEnd: 'held',
    mustSay: 'RouteLimitExceeded',
    run: async (context) => (await deployIntoHold(context)).result,
  },
  {
    ...TYPICAL,
    name: 'restore-fails-then-continues',
    about: 'the same, and once the cause is mended a second deployment continues from the record',
    mustEnd: 'migrated',
    mustNote: ['closed', 'continue', 'closed'],
    mustAnnounce: ['STARTED', 'MODIFIED', 'HELD', 'STARTED', 'ARRANGED', 'MIGRATED'],
    run: async (context) => {
      const { mend } = await deployIntoHold(context);
      mend();
      return deployMigration(context, {}, { keepsRecords: true });
    },
  },
  {
    ...TYPICAL,
    name: 'failed-create-then-delete',
    about: 'the function is killed while EC2 provisions, the Create has failed: the Delete that follows finds the record and leads back',
    mustEnd: 'rolled-back',
    mustSay: 'signal: killed',
    mustNote: ['act', 'take-over', 'closed'],
    mustAnnounce: ['STARTED', 'TURNED_BACK', 'MODIFIED', 'MOVED_BACK'],
    run: async (context) => {
      afterModify(context, 0, () => killFunction(context, STACK_NAME));
      return deployMigration(context);
    },
  },
  {
    ...TYPICAL,
    name: 'stack-rollback',
    about: 'the move is complete, and then another resource of the new stack fails: with onStackRollback MOVE_BACK the connection goes back',
    mustEnd: 'rolled-back',
    mustSay: 'already exists',
    mustNote: ['closed', 'closed'],
    mustAnnounce: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED', 'STARTED', 'MODIFIED', 'MOVED_BACK'],
    run: async (context) => deployMigration(context, { onStackRollback: OnUndo.MOVE_BACK }, { beside: routeMadeTwice(context) }),
  },
  {
    ...TYPICAL,
    name: 'stack-rollback-keeps',
    about: 'the same in the update of a stack, with the default: the connection stays where it was moved to',
    mustEnd: 'migrated',
    deployment: 'fails',
    mustSay: 'already exists',
    mustNote: ['closed', 'left'],
    run: async (context) => addMigration(context, {}, { beside: routeMadeTwice(context) }),
  },
  {
    ...TYPICAL,
    name: 'overlapping-waiter',
    about: 'the update is cancelled while EC2 provisions: its request and the Delete overlap, and the older one steps aside',
    mustEnd: 'rolled-back',
    mustNote: ['take-over', 'record-moved', 'failed', 'closed'],
    mustAnnounce: ['STARTED', 'MODIFIED', 'TURNED_BACK', 'MODIFIED', 'MOVED_BACK'],
    run: async (context) => {
      afterModify(context, 60_000, () => context.aws.cloudFormation.cancelUpdate(STACK_NAME));
      return addMigration(context);
    },
  },
  {
    ...TYPICAL,
    name: 'empty-elements',
    about: 'EC2 answers what is absent by empty elements, one item a page and its lists the other way round: the move is the same',
    mustEnd: 'migrated',
    aws: { distortions: ['empty-elements', 'pages-of-one', 'reversed-lists', 'extra-members'] },
    run: async (context) => deployMigration(context),
  },
  ...REDEPLOYED,
  ...CLASSIC,
  ...STAGES,
  ...ACCOUNT_SERVICES,
  ...UNCERTAIN_ANSWERS,
  ...EDIT_TARGET_CELLS,
  ...EDIT_TARGET_REFUSALS,
  ...EDIT_TARGET_PAIR,
  ...EDIT_TARGET_HAND_OVERS,
  ...EDIT_TARGET_VPC_ROUTES,
  ...EDIT_TARGET_TUNNEL_OPTIONS,
  ...LIFECYCLE_ORGANISATION,
  LIFECYCLE_ONE_STACK,
  ...CLIENT_VPN,
  ...CONFIGURATION,
  ...MANY,
  ...LIFECYCLE,
];

/** A stack that exists already gets the migration in an update, so that its records outlive the failed deployment. */
async function deployIntoHold(context: ScenarioContext): Promise<{ readonly result: DeploymentResult; readonly mend: () => void }> {
  const mend = context.aws.faults.inject({ operation: 'CreateTransitGatewayRoute', when: 'before', how: refusal('RouteLimitExceeded'), times: Infinity });
  return { result: await addMigration(context), mend };
}
