/** The custom resources around a connection come and go by themselves, and come to one that somebody has moved by hand. */
import { STACK_NAME } from './application';
import { begin, deploy, pairOf, ROUTINGS } from './edit-target';
import { Estate, ON_PREMISES, Routing } from './estate';
import { Scenario } from './scenario';
import { TargetChange } from '../../../src';
import { CONNECTION_TAG } from '../../../src/contract/target-declaration';

const COMES_AND_GOES: readonly Scenario[] = (['vgw-to-tgw', 'tgw-to-vgw'] as const).flatMap((move) => ROUTINGS.map((routing): Scenario => ({
  direction: 'none', routing, estate: { move },
  name: `edit-target-pair-comes-and-goes-${move === 'vgw-to-tgw' ? 'vgw' : 'tgw'}-${routing}`,
  about: 'the custom resources come to a connection that stays where it is, and go again: nothing that leads to it is touched',
  mustEnd: 'unchanged',
  begin: async (context) => staying(await begin(context, { routing, targetChange: TargetChange.byCloudFormation() })),
  run: async (context) => {
    const { estate: { from: on } } = context;
    const added = await deploy(context, { routing, on, deployment: 1, targetChange: pairOf(context.estate, { routing }) });
    return added.succeeded ? deploy(context, { routing, on, deployment: 1, targetChange: TargetChange.byCloudFormation() }) : added;
  },
  unexpected: ({ aws, since }) => aws.cloudFormation.events
    // Of the connection a tag may change.
    .filter(({ timestamp, type }) => timestamp > since && /^AWS::EC2::(?!VPNConnection$)|^Custom::TransitGateway/.test(type))
    .map(({ logicalId, status }) => `${logicalId} is ${status}`),
})));

/** EC2 provisions, and the device brings its tunnels up. */
const BY_HAND_MS = 600_000;

/** CloudFormation finds its template as it was, and modifies nothing: what was cleared for that is put back within seconds. */
const MOVED_BY_HAND: Scenario = {
  ...movedByHand('bgp'),
  name: 'edit-target-pair-after-move-by-hand',
  about: 'somebody has moved the connection, and the custom resources come with the target that CloudFormation believes it on: all is put back',
  mustEnd: 'rolled-back',
  mustSay: 'CloudFormation has left the connection where it stood',
  mustAnnounce: ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
  unexpected: ({ aws, since }) => {
    const took = (aws.clock.now() - since) / 1000;
    return took < SECONDS_MAX ? [] : [`it took ${took} s`];
  },
};

const ROUTES_LEFT_BY_HAND: Scenario = {
  ...movedByHand('static'),
  name: 'edit-target-pair-after-move-by-hand-routes-left',
  about: 'the same with static routes, and the stack\'s are still there, though they lead nowhere: refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'transit-gateway-route-exists',
};

/** Far below any deadline of the function, and one modification by EC2. */
const SECONDS_MAX = 180;

export const EDIT_TARGET_PAIR: readonly Scenario[] = [...COMES_AND_GOES, MOVED_BY_HAND, ROUTES_LEFT_BY_HAND];

function movedByHand(routing: Routing): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'begin' | 'run'> {
  return {
    direction: 'vgw-to-tgw', routing, estate: { move: 'vgw-to-tgw' },
    begin: async (context) => {
      const { aws: { network, clock }, estate } = context;
      const options = { routing, targetChange: TargetChange.byCloudFormation() };
      const { vpnConnectionId } = await begin({ ...context, estate: swapped(estate) }, options);
      network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, VpnGatewayId: estate.from.id });
      await clock.sleep(BY_HAND_MS);
      for (const DestinationCidrBlock of routing === 'static' ? ON_PREMISES : []) {
        network.call('CreateVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock });
      }
      // Without routes of its own it was made without the tag by which the role of the next change may touch its static routes.
      network.call('CreateTags', { Resources: [vpnConnectionId], Tags: [{ Key: CONNECTION_TAG, Value: STACK_NAME }] });
      await clock.sleep(BY_HAND_MS);
      return { ...estate, vpnConnectionId };
    },
    run: async (context) => deploy(context, { routing, on: context.estate.to, deployment: 2 }),
  };
}

function swapped({ from, to, ...estate }: Estate): Estate {
  return { ...estate, from: to, to: from };
}

function staying(estate: Estate): Estate {
  return { ...estate, to: estate.from };
}
