/** A move in a maintenance window: prepared and approved, cut over in its window, finalized; and the days on which it is called off. */
import { STACK_NAME } from './application';
import { addMigration, afterModify, deployMigration } from './deployments';
import { Scenario, ScenarioContext } from './scenario';
import { CustomerGatewayMove, MaintenanceWindow, MigrationStage, OnUndo, TargetGateway } from '../../../src';
import { DeploymentResult } from '../cloudformation/driver';

const TYPICAL = { direction: 'vgw-to-tgw', routing: 'static', estate: { move: 'vgw-to-tgw', defaultRouteTable: true } } as const;
const { PREPARED, CUT_OVER, FINALIZED } = MigrationStage;

export const STAGES: readonly Scenario[] = [
  {
    ...TYPICAL,
    name: 'stages',
    about: 'prepared, approved by its plan\'s digest, cut over inside its window, and finalized: propagation from the old gateway ends',
    mustEnd: 'migrated',
    mustNote: ['prepared', 'closed', 'finalize'],
    mustAnnounce: ['PREPARED', 'STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED', 'FINALIZED'],
    run: async (context) => {
      const from = propagatingGateway(context);
      return prepared(context, { from }, async (approvedPlan) => {
        await deployMigration(
          context, { from, stage: CUT_OVER, approvedPlan, window: hoursFromNow(context, 0, 2) }, { keepsRecords: true },
        );
        return deployMigration(
          context, { from, stage: FINALIZED, approvedPlan, window: hoursFromNow(context, 0, 2) }, { keepsRecords: true },
        );
      });
    },
    unexpected: ({ aws, estate: { from, vpcRouteTableIds: [, propagating] } }) =>
      (aws.network.view.state.vpcRouteTables[propagating].propagatingGatewayIds.includes(from.id) ? [`${from.id} still propagates to ${propagating}`] : []),
  },
  {
    ...TYPICAL,
    name: 'stages-taken-up-again',
    about: 'a finalized move is set to CUT_OVER again, which takes propagation from the old gateway up again, and is then undone',
    mustEnd: 'rolled-back',
    deployment: 'succeeds',
    mustNote: ['closed', 'finalize', 'take-up-again', 'closed'],
    mustAnnounce: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED', 'FINALIZED', 'STARTED', 'MODIFIED', 'MOVED_BACK'],
    run: async (context) => {
      const from = propagatingGateway(context);
      const stages = [{ stage: CUT_OVER }, { stage: FINALIZED }, { stage: CUT_OVER, onRemoval: OnUndo.MOVE_BACK }];
      for (const choices of stages) {
        const deployed = await deployMigration(context, { from, ...choices }, { keepsRecords: true });
        if (!deployed.succeeded) return deployed;
      }
      return context.aws.cloudFormation.deploy(context.applications.withoutMigration());
    },
  },
  {
    ...TYPICAL,
    name: 'stages-other-plan',
    about: 'somebody adds a route between approval and cut-over: today\'s plan is another one, and nothing is touched',
    mustEnd: 'refused',
    mustSay: '+ static route 10.77.0.0/16 of the connection goes',
    mustNote: ['prepared', 'other-plan'],
    mustAnnounce: ['PREPARED', 'REFUSED'],
    run: async (context) => prepared(context, {}, async (approvedPlan) => {
      const stray = { VpnConnectionId: context.estate.vpnConnectionId, DestinationCidrBlock: '10.77.0.0/16' };
      context.aws.network.call('CreateVpnConnectionRoute', stray);
      await context.aws.clock.sleep(60_000);
      const refused = await deployMigration(context, { stage: CUT_OVER, approvedPlan }, { keepsRecords: true });
      context.aws.network.call('DeleteVpnConnectionRoute', stray);
      return refused;
    }),
  },
  {
    ...TYPICAL,
    name: 'stages-outside-window',
    about: 'the cut-over is deployed an hour too early: nothing is touched',
    mustEnd: 'refused',
    mustSay: 'and the window opens at',
    mustNote: ['prepared', 'failed'],
    mustAnnounce: ['PREPARED', 'REFUSED'],
    run: async (context) => prepared(context, {}, async () =>
      deployMigration(context, { stage: CUT_OVER, window: hoursFromNow(context, 1, 3) }, { keepsRecords: true })),
  },
  {
    ...TYPICAL,
    name: 'stages-cancelled',
    about: 'the cut-over is cancelled while EC2 provisions: the stage goes back to PREPARED, and the connection to where it was',
    mustEnd: 'rolled-back',
    mustNote: ['prepared', 'take-over', 'closed'],
    mustAnnounce: ['PREPARED', 'STARTED', 'MODIFIED', 'TURNED_BACK', 'MODIFIED', 'MOVED_BACK'],
    run: async (context) => prepared(context, {}, async () => {
      afterModify(context, 60_000, () => context.aws.cloudFormation.cancelUpdate(STACK_NAME));
      return deployMigration(context, { stage: CUT_OVER }, { keepsRecords: true });
    }),
  },
  {
    name: 'customer-gateway-finalized',
    about: 'after the device was changed, the old customer gateway is deleted, since nothing uses it any more',
    direction: 'customer-gateway',
    routing: 'static',
    estate: { move: 'customer-gateway' },
    mustEnd: 'migrated',
    mustNote: ['closed', 'finalize'],
    mustAnnounce: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED', 'FINALIZED'],
    run: async (context) => {
      const customerGateway = deletingOld(context);
      await deployMigration(context, { customerGateway }, { keepsRecords: true });
      return deployMigration(context, { customerGateway, stage: FINALIZED }, { keepsRecords: true });
    },
    unexpected: (context) => {
      const { from } = deletingOld(context);
      const { state } = context.aws.network.view.state.customerGateways[from];
      return state === 'available' ? [`${from} is ${state}, and must be gone`] : [];
    },
  },
  {
    ...TYPICAL,
    name: 'unverified',
    about: 'the device does not answer for 20 minutes: the move stays made, is said to be unverified, and nothing is undone',
    mustEnd: 'migrated',
    mustNote: ['arranged', 'closed'],
    aws: { latencies: { ikeMs: 1_200_000 } },
    mustAnnounce: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED_UNVERIFIED'],
    run: async (context) => {
      const deployed = await deployMigration(context);
      await context.aws.clock.sleep(600_000);
      return deployed;
    },
    unexpected: (context) => (attributeOf(context, 'Outcome') === 'migrated-unverified' ? [] : [`attribute outcome is ${attributeOf(context, 'Outcome')}`]),
  },
];

/**
 * Deploys the first stage into a stack that is there already, as a real one is, and goes on only if that succeeds.
 *
 * @param cutOver is given the digest of the plan, for approval
 */
async function prepared(
  context: ScenarioContext, choices: { readonly from?: TargetGateway }, cutOver: (approvedPlan: string) => Promise<DeploymentResult>,
): Promise<DeploymentResult> {
  const preparation = await addMigration(context, { ...choices, stage: PREPARED });
  if (!preparation.succeeded) return preparation;
  return cutOver(attributeOf(context, 'PlanDigest'));
}

function attributeOf({ aws }: ScenarioContext, name: string): string {
  const migration = aws.cloudFormation.describeResources(STACK_NAME).find(({ type }) => type === 'Custom::VpnTargetMigration');
  return String(migration?.attributes[name]);
}

/** The old gateway, with the table named into which it propagates: so that finalizing ends that. */
function propagatingGateway({ estate: { from, vpcRouteTableIds } }: ScenarioContext): TargetGateway {
  return TargetGateway.virtualPrivateGateway(from.id, { propagatingRouteTableIds: [vpcRouteTableIds[1]] });
}

function hoursFromNow({ aws }: ScenarioContext, from: number, until: number): MaintenanceWindow {
  const instant = (hours: number) => new Date(aws.clock.now() + hours * 3_600_000).toISOString();
  return { notBefore: instant(from), notAfter: instant(until) };
}

function deletingOld({ estate: { customerGateway } }: ScenarioContext): CustomerGatewayMove {
  if (customerGateway === undefined) throw new Error('this estate changes no customer gateway');
  return { from: customerGateway.fromId, to: customerGateway.toId, deleteOld: true };
}
