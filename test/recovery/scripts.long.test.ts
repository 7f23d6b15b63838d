/**
 * Goal: whoever has nothing but the records can bring the connection back, or finish its move, wherever the move broke off.
 * Method: real bash runs the scripts as they were written, against the embedded EC2 over HTTP.
 */
import { brokenOff, expectBack, expectForward, recovered, Story, withCommandLine } from './story';
import { everySetting } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { MOVES, REPLACEMENTS } from '../lambda/estates';

/** `EVERY_SCHEDULE=true npx jest test/recovery/scripts` breaks every move off after each of its changes, which takes long. */
const EVERYWHERE = process.env.EVERY_SCHEDULE === 'true';

const estates = [
  ...MOVES.flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing }))),
  ...REPLACEMENTS.map((move) => ({ move, routing: 'static' as const })),
];

describe.each(estates)('$move, $routing', (estate) => {
  test('the way back leads to what was there before', async () => {
    const whole = await brokenOff(estate, Infinity);
    for (const changes of cuts(whole, estate.routing === 'static' ? [Math.ceil(whole.changes / 2)] : [whole.changes])) {
      // Nothing is called before its time: EC2 takes every change at its first asking.
      expect(await expectBack(await brokenOff(estate, changes))).not.toContain('was not taken');
    }
  }, 300_000);

  test('the way forward leads to where the move would have come', async () => {
    const whole = await brokenOff(estate, Infinity);
    for (const changes of cuts(whole, [estate.routing === 'static' ? 1 : whole.changes - 1])) await expectForward(await brokenOff(estate, changes), whole);
  }, 300_000);
});

describe('whatever EC2 is like', () => {
  test.each(MOVES.filter((move) => move.includes('tgw')))('%s, where transit gateways put attachments into tables of their own choice', async (move) => {
    const options = { move, routing: 'bgp', defaultRouteTable: true } as const;
    const whole = await brokenOff(options, Infinity);
    await expectForward(await brokenOff(options, 1), whole);
    await expectBack(whole);
  }, 120_000);

  const settings = everySetting().filter(({ settings: { modifyOutcome } }) => modifyOutcome !== 'returns-to-old-gateway');
  test.each(EVERYWHERE ? settings : settings.filter(({ value }) => value === 'available-on-new-gateway' || value === 'dropped'))(
    '$name: $value', async ({ settings: unknowns }) => {
      for (const move of EVERYWHERE ? MOVES : ['vgw-to-vgw-in-place'] as const) {
        await expectBack(await brokenOff({ move, unknowns }, Infinity));
        await expectBack(await brokenOff({ move, unknowns }, 1));
      }
    }, 300_000);
});

describe('by itself it does no harm', () => {
  test('a route that somebody has pointed elsewhere is reported and left', async () => {
    const story = await brokenOff({ move: 'tgw-to-tgw' }, Infinity);
    const { network } = story.bench;
    const [table] = story.bench.declaration.vpcRouteTables;
    const vpcId = network.view.state.vpcRouteTables[table.routeTableId].vpcId;
    const elsewhere = Object.values(network.view.state.vpnGateways).find((gateway) => gateway.attachment?.vpcId === vpcId)!.id;
    network.call('ReplaceRoute', { RouteTableId: table.routeTableId, DestinationCidrBlock: '10.1.0.0/16', GatewayId: elsewhere });
    const { status, output } = await recovered(story, 'back');
    expect(status).toBe(2);
    expect(output).toContain(`LEFT AS IT IS: route 10.1.0.0/16 in ${table.routeTableId} is ${elsewhere}`);
    const { vpcRoutes } = story.bench.picture();
    expect(vpcRoutes).toContain(`${table.routeTableId} 10.1.0.0/16 ${elsewhere}`);
    expect(vpcRoutes).toEqual(story.before.vpcRoutes.map((route) => (
      route.startsWith(`${table.routeTableId} 10.1.0.0/16 `) ? `${table.routeTableId} 10.1.0.0/16 ${elsewhere}` : route)));
  });

  test.each(['vgw-to-tgw', 'tgw-to-tgw'] as const)('%s: a route that was made after the backup is not taken away', async (move) => {
    const story = await brokenOff({ move }, 0);
    const { network, declaration: { from, vpnConnectionId } } = story.bench;
    if (from.kind === 'virtual-private-gateway') {
      network.call('CreateVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.77.0.0/16' });
    } else {
      const attachment = Object.values(network.view.state.transitGatewayAttachments).find((each) => each.resourceId === vpnConnectionId)!;
      network.call('CreateTransitGatewayRoute', {
        TransitGatewayRouteTableId: from.staticRouteTableIds[0], TransitGatewayAttachmentId: attachment.id, DestinationCidrBlock: '10.77.0.0/16',
      });
    }
    story.bench.pass(60);
    const before = story.bench.picture();
    const { status, output } = await recovered(story, 'forward');
    expect(status).toBe(1);
    expect(output).toMatch(/STOPPED: (static )?route 10\.77\.0\.0\/16 (of|in) \S+ is not in the backup/);
    expect(story.bench.picture()).toEqual(before);
  });

  test('a connection that somebody has moved elsewhere is not touched', async () => {
    const story = await brokenOff({}, Infinity);
    const { network, connectionId } = story.bench;
    network.call('ModifyVpnConnection', { VpnConnectionId: connectionId, VpnGatewayId: network.seed.vpnGateway() });
    story.bench.pass(600);
    const { status, output, commands } = await recovered(story, 'back');
    expect([status, output]).toEqual([1, expect.stringContaining('somebody else has moved it')]);
    expect(commands.filter(([, operation]) => !operation.startsWith('describe-'))).toEqual([]);
  });

  test('a modify that EC2 takes and that comes to nothing is told', async () => {
    const story = await brokenOff({ unknowns: { modifyOutcome: 'returns-to-old-gateway' } }, 1);
    const { status, output } = await recovered(story, 'forward');
    expect([status, output]).toEqual([1, expect.stringContaining('EC2 took the modify, and the connection came back on vgw-')]);
    await expectBack(story);
  });

  test('without a Region nothing is called', async () => {
    const story = await brokenOff({}, 1);
    const [scripts] = story.bench.recoveries.values();
    const ran = await withCommandLine(story.bench, async (line) => line.run(`unset AWS_REGION\n${scripts.back}`));
    expect([ran.status, ran.output]).toEqual([1, expect.stringContaining('set AWS_REGION to the Region of the VPN connection')]);
    expect(ran.commands).toEqual([]);
  });
});

/** After how many changes the move breaks off. */
function cuts({ changes }: Story, chosen: readonly number[]): readonly number[] {
  return EVERYWHERE ? Array.from({ length: changes }, (_, index) => index + 1) : chosen;
}
