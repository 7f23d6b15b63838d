/** Tunnel options that are edited: by themselves, which leaves one tunnel up, and in one deployment with the target. */
import { Duration } from 'aws-cdk-lib';
import { begin, BYSTANDER, deploy, deployTwice, Edit, failing, HEARD, ORDERS } from './edit-target';
import { Estate } from './estate';
import { Cast, Scenario } from './scenario';
import { TargetChange } from '../../src';
import { Unknowns } from '../cloudformation/driver';

const [FORMER_SECONDS, EDITED_SECONDS] = [300, 400];

const CALLS: readonly Unknowns['orderOfVpnConnectionUpdate'][] = ['gateways-first', 'options-first'];

const ALONE: Scenario = {
  ...common('vgw-to-tgw', EDITED_SECONDS),
  name: 'edit-target-tunnel-options-alone',
  about: 'the options of both tunnels are edited and the target is not: one tunnel after the other is replaced, and no route is touched',
  mustEnd: 'unchanged',
  begin: async (cast) => {
    const estate = await begin(cast, edit(cast.estate, FORMER_SECONDS, []));
    return { ...estate, to: estate.from };
  },
  play: async (cast) => deployTwice(cast, edit(cast.estate, EDITED_SECONDS, [])),
};

const WITH_TARGET: readonly Scenario[] = (['vgw-to-tgw', 'tgw-to-vgw'] as const).flatMap((move) => CALLS.map((order): Scenario => ({
  ...common(move, EDITED_SECONDS),
  name: `edit-target-with-tunnel-options-${move}-${order}`,
  about: `the options are edited with the target, and that is accepted; CloudFormation makes its calls ${order.replace('-', ' ')}`,
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
  aws: { cloudFormationUnknowns: { orderOfVpnConnectionUpdate: order } },
  play: async (cast) => deployTwice(cast, edit(cast.estate, EDITED_SECONDS)),
})));

const ROLLED_BACK: readonly Scenario[] = ORDERS.flatMap((rollbackOrder) => (['after-the-modify', 'at-the-end'] as const).map((point): Scenario => ({
  ...common('vgw-to-tgw', FORMER_SECONDS),
  name: `edit-target-with-tunnel-options-fails-${point}-${rollbackOrder}`,
  about: `the same, and another resource fails ${point.replaceAll('-', ' ')}: the options are as they were, too`,
  mustEnd: 'rolled-back',
  mustSay: 'as the rehearsal wants',
  mustAnnounce: HEARD[point],
  aws: { failAt: failing(BYSTANDER, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { rollbackOrder } },
  play: async (cast) => deploy(cast, { ...edit(cast.estate, EDITED_SECONDS), on: cast.estate.to, deployment: 2, point }),
})));

const REFUSED: Scenario = {
  ...common('vgw-to-tgw', FORMER_SECONDS),
  name: 'edit-target-with-tunnel-options-refused',
  about: 'nobody has accepted that traffic stands still for the tunnels, too: refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'options-change-too',
  play: async (cast) => deploy(cast, { ...edit(cast.estate, EDITED_SECONDS, []), on: cast.estate.to, deployment: 2 }),
};

const REPLACED: Scenario = {
  ...common('vgw-to-tgw', FORMER_SECONDS),
  name: 'edit-target-with-tunnel-options-schema',
  about: 'in this region CloudFormation would replace the connection for its tunnel options, whatever is accepted: refused',
  mustEnd: 'refused',
  mustSay: 'VpnTunnelOptionsSpecifications would change in the same deployment, for which CloudFormation replaces the connection',
  aws: { cloudFormationUnknowns: { vpnConnectionSchema: 'only-gateways-in-place' } },
  play: async (cast) => deploy(cast, { ...edit(cast.estate, EDITED_SECONDS), on: cast.estate.to, deployment: 2 }),
};

export const EDIT_TARGET_TUNNEL_OPTIONS: readonly Scenario[] = [ALONE, ...WITH_TARGET, ...ROLLED_BACK, REFUSED, REPLACED];

function common(move: 'vgw-to-tgw' | 'tgw-to-vgw', seconds: number): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'begin' | 'amiss'> {
  return {
    direction: move, routing: 'static', estate: { move },
    begin: async (cast) => begin(cast, edit(cast.estate, FORMER_SECONDS, [])),
    amiss: (cast) => marginsOf(cast).filter((margin) => margin !== seconds).map((margin) => `a tunnel has a rekey margin of ${margin} s, not of ${seconds} s`),
  };
}

function edit(
  estate: Estate, seconds: number, acknowledgedFindings = [`options-change-too:${estate.vpnConnectionId}`],
): Omit<Edit, 'on' | 'deployment'> {
  const tunnel = { rekeyMargin: Duration.seconds(seconds) };
  return {
    routing: 'static',
    tunnels: [tunnel, tunnel],
    targetChange: TargetChange.withRoutes({
      vpcRouteTables: estate.vpcRouteTableIds.map((routeTableId) => ({ routeTableId })), acknowledgedFindings,
    }),
  };
}

function marginsOf({ aws, estate }: Cast): unknown[] {
  return aws.network.view.state.vpnConnections[estate.vpnConnectionId].tunnels.map((tunnel) => tunnel.options.RekeyMarginTimeSeconds);
}
