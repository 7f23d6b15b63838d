/** Tunnel options that are edited: by themselves, one tunnel in a deployment or both, and in one deployment with the target. */
import { Duration } from 'aws-cdk-lib';
import { ANNOUNCED_PHASES, begin, deploy, deployTwice, Edit, failing, ORDERS, pairOf, UNRELATED_RESOURCE } from './edit-target';
import { Estate } from './estate';
import { Scenario, ScenarioContext } from './scenario';
import { Unknowns } from '../cloudformation/driver';

const [FORMER_SECONDS, EDITED_SECONDS] = [300, 400];
const BOTH_FORMER = [FORMER_SECONDS, FORMER_SECONDS] as const;
const BOTH_EDITED = [EDITED_SECONDS, EDITED_SECONDS] as const;

const CALLS: readonly Unknowns['orderOfVpnConnectionUpdate'][] = ['gateways-first', 'options-first'];

/** How long the device takes to bring up a tunnel the options of which were edited: longer than CloudFormation waits in between. */
const DEVICES = [{ device: '', seconds: 20 }, { device: '-slow-device', seconds: 60 }] as const;

/** If CloudFormation calls for all tunnels, these fail: then no edit of a template leaves a tunnel UP all the time. */
const ALONE: readonly Scenario[] = DEVICES.map(({ device, seconds }): Scenario => ({
  ...alone(seconds),
  name: `edit-target-tunnel-options-alone${device}`,
  about: `the options of one tunnel are edited, and when it is UP again those of the other: of both one is always UP, though the device needs ${seconds} s`,
  mustEnd: 'unchanged',
  tunnels: 'one-is-up',
  run: async (context) => {
    const first = await deploy(
      context, { ...edit(context.estate, [EDITED_SECONDS, FORMER_SECONDS], []), on: context.estate.to, deployment: 2 },
    );
    if (!first.succeeded) return first;
    await untilUp(context);
    return deployTwice(context, edit(context.estate, BOTH_EDITED, []), 3);
  },
}));

const AT_ONCE: readonly Scenario[] = DEVICES.map(({ device, seconds }): Scenario => ({
  ...alone(seconds),
  name: `edit-target-tunnel-options-at-once${device}`,
  about: `the options of both tunnels are edited at once, and that is accepted: both are DOWN, as CloudFormation does not wait ${seconds} s for the device`,
  mustEnd: 'unchanged',
  tunnels: 'none-is-up',
  run: async (context) => deployTwice(context, edit(context.estate, BOTH_EDITED, [`both-tunnels-change:${context.estate.vpnConnectionId}`])),
}));

const AT_ONCE_REFUSED: Scenario = {
  ...alone(20, FORMER_SECONDS),
  name: 'edit-target-tunnel-options-at-once-refused',
  about: 'the options of both tunnels are edited at once, and nobody has accepted that both will be DOWN: refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'both-tunnels-change',
  tunnels: 'one-is-up',
  run: async (context) => deploy(context, { ...edit(context.estate, BOTH_EDITED, []), on: context.estate.to, deployment: 2 }),
};

const WITH_TARGET: readonly Scenario[] = (['vgw-to-tgw', 'tgw-to-vgw'] as const).flatMap((move) => CALLS.map((order): Scenario => ({
  ...common(move, EDITED_SECONDS),
  name: `edit-target-with-tunnel-options-${move}-${order}`,
  about: `the options are edited with the target, and that is accepted; CloudFormation makes its calls ${order.replace('-', ' ')}`,
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
  aws: { cloudFormationUnknowns: { orderOfVpnConnectionUpdate: order } },
  run: async (context) => deployTwice(context, edit(context.estate, BOTH_EDITED)),
})));

const ROLLED_BACK: readonly Scenario[] = ORDERS.flatMap((rollbackOrder) => (['after-the-modify', 'at-the-end'] as const).map((point): Scenario => ({
  ...common('vgw-to-tgw', FORMER_SECONDS),
  name: `edit-target-with-tunnel-options-fails-${point}-${rollbackOrder}`,
  about: `the same, and another resource fails ${point.replaceAll('-', ' ')}: the options are as they were, too`,
  mustEnd: 'rolled-back',
  mustSay: 'as the rehearsal wants',
  mustAnnounce: ANNOUNCED_PHASES[point],
  aws: { failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { rollbackOrder } },
  run: async (context) => deploy(context, { ...edit(context.estate, BOTH_EDITED), on: context.estate.to, deployment: 2, point }),
})));

const REFUSED: Scenario = {
  ...common('vgw-to-tgw', FORMER_SECONDS),
  name: 'edit-target-with-tunnel-options-refused',
  about: 'nobody has accepted that traffic stands still for the tunnels, too: refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'options-change-too',
  run: async (context) => deploy(context, { ...edit(context.estate, BOTH_EDITED, []), on: context.estate.to, deployment: 2 }),
};

const REPLACED: Scenario = {
  ...common('vgw-to-tgw', FORMER_SECONDS),
  name: 'edit-target-with-tunnel-options-schema',
  about: 'in this region CloudFormation would replace the connection for its tunnel options, whatever is accepted: refused',
  mustEnd: 'refused',
  mustSay: 'VpnTunnelOptionsSpecifications would change in the same deployment, for which CloudFormation replaces the connection',
  aws: { cloudFormationUnknowns: { vpnConnectionSchema: 'only-gateways-in-place' } },
  run: async (context) => deploy(context, { ...edit(context.estate, BOTH_EDITED), on: context.estate.to, deployment: 2 }),
};

export const EDIT_TARGET_TUNNEL_OPTIONS: readonly Scenario[] = [
  ...ALONE, ...AT_ONCE, AT_ONCE_REFUSED, ...WITH_TARGET, ...ROLLED_BACK, REFUSED, REPLACED,
];

function common(move: 'vgw-to-tgw' | 'tgw-to-vgw', seconds: number): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'begin' | 'unexpected'> {
  return {
    direction: move, routing: 'static', estate: { move },
    begin: async (context) => begin(context, edit(context.estate, BOTH_FORMER, [])),
    unexpected: (context) => marginsOf(context).filter((margin) => margin !== seconds).map((margin) => `a tunnel has a rekey margin of ${margin} s, not of ${seconds} s`),
  };
}

/** The connection stays where it is, and the device takes so long for one tunnel. */
function alone(deviceSeconds: number, seconds = EDITED_SECONDS): ReturnType<typeof common> {
  return {
    ...common('vgw-to-tgw', seconds),
    begin: async (context) => {
      const estate = await begin(context, edit(context.estate, BOTH_FORMER, []));
      context.aws.network.configureDevice(estate.vpnConnectionId, { oneTunnelMs: deviceSeconds * 1000 });
      return { ...estate, to: estate.from };
    },
  };
}

const LOOKS_MS = 5_000;
const LOOKS_MAX = 60;

/** Somebody looks at the tunnels until they are UP, as the refusal says. */
async function untilUp({ aws, estate }: ScenarioContext): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    await aws.clock.sleep(LOOKS_MS);
    aws.network.settle();
    if (aws.network.view.state.vpnConnections[estate.vpnConnectionId].tunnels.every(({ up }) => up)) return;
  }
  throw new Error('the tunnel whose options were edited does not come up');
}

function edit(
  estate: Estate, margins: readonly [number, number], acknowledgedFindings = [`options-change-too:${estate.vpnConnectionId}`],
): Omit<Edit, 'on' | 'deployment'> {
  return {
    routing: 'static',
    tunnels: margins.map((seconds) => ({ rekeyMargin: Duration.seconds(seconds) })),
    targetChange: pairOf(estate, { routing: 'static' }, { acknowledgedFindings }),
  };
}

function marginsOf({ aws, estate }: ScenarioContext): unknown[] {
  return aws.network.view.state.vpnConnections[estate.vpnConnectionId].tunnels.map((tunnel) => tunnel.options.RekeyMarginTimeSeconds);
}
