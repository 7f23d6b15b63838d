/**
 * A Classic connection replaced by one of today, on another virtual private gateway at the same VPC: tested first, given up,
 * undone, and interrupted where neither gateway is attached.
 */
import { STACK_NAME } from './application';
import { ClassicEstateOptions, seedClassicEstate } from './classic-estate';
import { addMigration, afterCall, deployAndRemove, deployMigration, killFunction, refusal } from './deployments';
import { Scenario, ScenarioContext } from './scenario';
import { MigrationStage, OnFailure } from '../../../src';

type Story = Omit<Scenario, 'direction' | 'estate' | 'routing' | 'seed'>;

const MIGRATED = ['STARTED', 'ARRANGED', 'MIGRATED'] as const;
const UNDONE = [...MIGRATED, 'STARTED', 'MOVED_BACK'] as const;

function classic(options: ClassicEstateOptions, story: Story): Scenario {
  const { routing } = options;
  return { ...story, direction: 'vgw-to-vgw', routing, estate: { move: 'vgw-to-vgw' }, seed: (network) => seedClassicEstate(network, options) };
}

export const CLASSIC: readonly Scenario[] = [
  ...(['static', 'bgp'] as const).flatMap((routing) => [
    classic({ routing }, {
      name: `classic-${routing}`,
      about: `a Classic connection with ${routing} routing: another virtual private gateway takes its gateway's place at the VPC`,
      mustEnd: 'migrated',
      mustAnnounce: MIGRATED,
      run: async (context) => deployMigration(context),
    }),
    classic({ routing }, {
      name: `classic-${routing}-removed`,
      about: `after \`classic-${routing}\` its construct is removed, with onRemoval MOVE_BACK: the Classic connection carries the traffic again`,
      mustEnd: 'rolled-back',
      deployment: 'succeeds',
      mustNote: ['closed', 'closed'],
      mustAnnounce: UNDONE,
      run: async (context) => deployAndRemove(context),
    }),
  ]),
  classic({ routing: 'bgp', tested: true }, {
    name: 'classic-tested',
    about: 'the new gateway is attached to a test VPC first, whose table learns what is behind the VPN; then it takes the old one\'s place',
    mustEnd: 'migrated',
    mustNote: ['tested', 'closed'],
    mustAnnounce: MIGRATED,
    run: async (context) => deployMigration(context),
  }),
  classic({ routing: 'static', tested: true, newTunnels: 'DOWN' }, {
    name: 'classic-test-fails',
    about: 'nobody has enabled the new tunnels: the test is given up, and traffic was never interrupted',
    mustEnd: 'rolled-back',
    mustSay: 'it waited for 2 tunnels to be UP, now 0',
    mustAnnounce: ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
    run: async (context) => deployMigration(context),
  }),
  classic({ routing: 'static', otherConnection: true }, {
    name: 'classic-refused',
    about: 'another connection hangs on the old gateway, for which nothing is prepared: nothing is touched',
    mustEnd: 'refused',
    mustSay: 'other-connection-cut-off:',
    run: async (context) => deployMigration(context),
  }),
  classic({ routing: 'static' }, {
    name: 'classic-held-then-continues',
    about: 'EC2 does not attach the new gateway: what is missing is named, and once it is mended a second deployment goes on',
    mustEnd: 'migrated',
    mustNote: ['closed', 'continue', 'closed'],
    mustAnnounce: ['STARTED', 'HELD', ...MIGRATED],
    run: async (context) => {
      const mend = context.aws.faults.inject({ operation: 'AttachVpnGateway', when: 'before', how: refusal('OperationNotPermitted'), times: Infinity });
      await addMigration(context);
      mend();
      return deployMigration(context, {}, { keepsRecords: true });
    },
  }),
  classic({ routing: 'static' }, {
    name: 'classic-moved-back',
    about: 'EC2 does not lead the VPC\'s routes to the new gateway: with onFailure MOVE_BACK the old one takes its place again',
    mustEnd: 'rolled-back',
    mustSay: 'Everything was put back as it was',
    mustAnnounce: ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
    run: async (context) => {
      const { aws } = context;
      let attached = 0;
      const mend = aws.faults.inject({ operation: 'ReplaceRoute', when: 'before', how: refusal('OperationNotPermitted'), times: Infinity });
      aws.ec2.onCall(({ operation, dryRun }) => {
        if (operation === 'AttachVpnGateway' && !dryRun) attached += 1;
        // The old one comes back, and its routes may come with it.
        if (attached === 2) mend();
      });
      return deployMigration(context, { onFailure: OnFailure.MOVE_BACK });
    },
  }),
  ...killed('DetachVpnGateway', 'the old gateway is detached'),
  ...killed('AttachVpnGateway', 'the new gateway is attached'),
  classic({ routing: 'bgp' }, {
    name: 'classic-unreliable-wire',
    about: 'answers of EC2 get lost after they took effect, on the way to every gateway: nothing is done that was not meant',
    mustEnd: 'migrated',
    mustAnnounce: MIGRATED,
    run: async (context) => {
      for (const operation of ['DetachVpnGateway', 'AttachVpnGateway', 'DisableVgwRoutePropagation', 'ReplaceRoute']) {
        context.aws.faults.inject({ operation, when: 'after', how: 'drop-connection' });
      }
      return deployMigration(context);
    },
  }),
  classic({ routing: 'static' }, {
    name: 'classic-stages',
    about: 'prepared and approved by its plan\'s digest, cut over, and finalized: the Classic connection and its gateway are still there',
    mustEnd: 'migrated',
    mustNote: ['prepared', 'closed', 'finalize'],
    mustAnnounce: ['PREPARED', ...MIGRATED, 'FINALIZED'],
    run: async (context) => {
      await deployMigration(context, { stage: MigrationStage.PREPARED }, { keepsRecords: true });
      await deployMigration(context, { stage: MigrationStage.CUT_OVER }, { keepsRecords: true });
      return deployMigration(context, { stage: MigrationStage.FINALIZED }, { keepsRecords: true });
    },
    unexpected: ({ aws, estate: { vpnConnectionId } }) => (
      aws.network.view.state.vpnConnections[vpnConnectionId].state === 'available' ? [] : [`${vpnConnectionId} is not available any more`]),
  }),
  classic({ routing: 'bgp', category: 'VPN', newAsn: 64_600 }, {
    name: 'classic-vgw-replaced',
    about: 'the same for connections of today, as the AS number of their gateway has to change, which cannot be changed',
    mustEnd: 'migrated',
    mustNote: ['remark', 'closed'],
    mustAnnounce: MIGRATED,
    run: async (context) => deployMigration(context),
  }),
];

function killed(operation: string, when: string): Scenario[] {
  return [classic({ routing: 'static' }, {
    name: `classic-killed-after-${operation === 'DetachVpnGateway' ? 'detach' : 'attach'}`,
    about: `the function is killed when ${when}, the Create has failed: the Delete that follows leads back`,
    mustEnd: 'rolled-back',
    mustSay: 'signal: killed',
    mustNote: ['act', 'take-over', 'closed'],
    mustAnnounce: ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
    run: async (context: ScenarioContext) => {
      afterCall(context, operation, 0, () => killFunction(context, STACK_NAME));
      return deployMigration(context);
    },
  })];
}
