/** An estate that was read, loaded into an embedded EC2 and read again is the same estate. */
import { Estate } from '../../../tools/cli/estate/estate';
import { networkOf } from '../../../tools/cli/estate/network-of';
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { clientOf } from '../../../tools/rehearsal/embedded-ec2/client';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { MOVES, seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { officeEstate, OFFICE_CIDRS, StoryClock } from '../../rehearsal/embedded-ec2/estates';

async function read(network: Network): Promise<Estate> {
  return readAws(clientOf(network), network.region, () => undefined);
}

/** What was read, what was read of the copy, and what was said about the copy. */
async function roundTrip(network: Network): Promise<{ before: Estate; after: Estate; remarks: readonly string[] }> {
  const before = await read(network);
  const { network: copy, notes } = networkOf(before, new StoryClock());
  return { before, after: await read(copy), remarks: notes };
}

describe.each(['static', 'bgp'] as const)('with %s routing', (routing) => {
  test.each(MOVES)('the estate of %s', async (move) => {
    const network = new Network({ clock: new StoryClock() });
    seedEstate(network, { move, routing, defaultRouteTable: true });
    const { before, after, remarks: notes } = await roundTrip(network);
    expect(notes).toEqual([]);
    expect(after).toEqual(before);
  });
});

test('an estate with everything else that EC2 describes', async () => {
  const { network, vpcId, vpnConnectionId, transitGatewayId, spokeTableId, officeTableId, vpcAttachmentId, staticTableId } = officeEstate();
  const { seed } = network;
  const { transitGatewayId: other, defaultRouteTableId } = seed.transitGateway({ asn: 4_200_000_001, ecmp: false, tags: { Name: 'core' } });
  seed.routeTable({ vpcId, edgeGateways: ['igw-0123456789abcdef0'], routes: [{ destination: '10.100.1.0/24', target: 'eni-0123456789abcdef0' }] });
  seed.routes(staticTableId, [
    { destination: '0.0.0.0/0', target: 'nat-0123456789abcdef0' },
    { destination: '10.50.0.0/16', target: 'pcx-0123456789abcdef0' },
    { destination: '10.60.0.0/16', target: other }, // to which the VPC has no attachment: a blackhole
  ]);
  const table = network.view.state.vpcRouteTables[staticTableId];
  const toDeleted = {
    destination: '10.61.0.0/16', target: { kind: 'nat-gateway', id: 'nat-0fedcba9876543210' }, origin: 'CreateRoute', targetGone: true,
  } as const;
  seed.records({ vpcRouteTables: { [staticTableId]: { ...table, routes: [...table.routes, toDeleted] } } });
  seed.otherAttachment({
    transitGatewayId, resourceType: 'direct-connect-gateway', resourceId: 'dxgw-1', prefixes: ['10.70.0.0/16'],
    association: officeTableId, propagations: [spokeTableId],
  });
  seed.transitGatewayRoute({ routeTableId: spokeTableId, destination: '10.80.0.0/16' });
  const list = seed.prefixList(['10.90.0.0/16', '10.91.0.0/16']);
  seed.transitGatewayPrefixListReference({ routeTableId: spokeTableId, prefixListId: list, attachmentId: vpcAttachmentId });
  const onGateway = seed.vpnConnection({ on: other, routing: 'bgp', advertisedPrefixes: ['10.30.0.0/16'], tags: { Name: 'branch' } });
  seed.vpnConnection({ on: other, routing: 'bgp', tunnels: 'DOWN' });
  seed.vpnConnection({ routing: 'bgp' });
  const { before, after, remarks: notes } = await roundTrip(network);
  expect(notes).toEqual([]);
  expect(after).toEqual(before);
  expect(after.transitGatewayRoutes.get(defaultRouteTableId!)).toHaveLength(1);
  expect(after.vpnConnections.map((each) => each.VpnConnectionId)).toEqual(expect.arrayContaining([onGateway, vpnConnectionId]));
});

test('what was deleted and is listed still is left out', async () => {
  const { network, vpnConnectionId, clock } = officeEstate();
  network.call('DeleteVpnConnection', { VpnConnectionId: vpnConnectionId });
  clock.pass(120);
  const { before, after } = await roundTrip(network);
  expect(before.vpnConnections.map((each) => each.State)).toEqual(['deleted']);
  expect(after.vpnConnections).toEqual([]);
});

describe('prefixes that a virtual private gateway propagates', () => {
  const bgp = (advertisedPrefixes: readonly string[]) => ({ routing: 'bgp', advertisedPrefixes }) as const;
  const announced = ({ view }: Network, id: string) => view.state.vpnConnections[id].site;

  test('are those of the one device that announces as many', async () => {
    const { network, vpnConnectionId } = officeEstate({ routing: 'bgp' });
    const { network: copy } = networkOf(await read(network), new StoryClock());
    expect(announced(copy, vpnConnectionId)).toMatchObject({ advertisedPrefixes: OFFICE_CIDRS, furtherPrefixes: 0 });
  });

  test('are those of both, where two devices announce the same', async () => {
    const { network, vpnConnectionId, vpnGatewayId } = officeEstate({ routing: 'bgp' });
    const second = network.seed.vpnConnection({ on: vpnGatewayId, ...bgp(OFFICE_CIDRS) });
    const { network: copy, notes } = networkOf(await read(network), new StoryClock());
    expect([vpnConnectionId, second].map((id) => announced(copy, id).advertisedPrefixes)).toEqual([OFFICE_CIDRS, OFFICE_CIDRS]);
    expect(notes).toEqual([]);
  });

  test('stay with the gateway where nobody can say whose they are, and the number that each tunnel accepted stays', async () => {
    const { network, vpnConnectionId, vpnGatewayId } = officeEstate({ routing: 'bgp' });
    network.seed.vpnConnection({ on: vpnGatewayId, ...bgp(['10.4.0.0/16']) });
    const { before, after, remarks: notes } = await roundTrip(network);
    expect(notes).toEqual([
      `10.1.0.0/16, 10.2.0.0/16, 192.168.7.0/24, 10.4.0.0/16 are propagated by ${vpnGatewayId}, and EC2 does not say who brings them:`
      + ' here the gateway keeps them whatever becomes of a connection',
    ]);
    expect(after).toEqual(before);
    const reported = new Map([[vpnConnectionId, OFFICE_CIDRS]]);
    const { network: copy, notes: fewer } = networkOf(await read(network), new StoryClock(), { announced: reported });
    expect(announced(copy, vpnConnectionId).advertisedPrefixes).toEqual(OFFICE_CIDRS);
    expect(fewer).toEqual([]);
  });

  test('of which a device accepted more than any table shows are a number', async () => {
    const { network, vpnConnectionId, vpnGatewayId, propagatedTableId } = officeEstate({ routing: 'bgp' });
    network.call('DisableVgwRoutePropagation', { RouteTableId: propagatedTableId, GatewayId: vpnGatewayId });
    const { before, after } = await roundTrip(network);
    expect(after).toEqual(before);
    const { network: copy } = networkOf(before, new StoryClock());
    expect(announced(copy, vpnConnectionId)).toMatchObject({ advertisedPrefixes: [], furtherPrefixes: 3 });
  });
});

test('a session that stood comes up again with the number it has, or with the new one where somebody sees to that', async () => {
  const { network, vpnConnectionId } = officeEstate({ routing: 'bgp' });
  const { transitGatewayId: other } = network.seed.transitGateway({ asn: 64_999 });
  const estate = await read(network);
  const statusAfter = (followingAsn: readonly string[]) => {
    const clock = new StoryClock();
    const { network: copy } = networkOf(estate, clock, { followingAsn });
    copy.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: other });
    clock.pass(400);
    copy.settle();
    return copy.view.state.vpnConnections[vpnConnectionId].tunnels.map((tunnel) => tunnel.up);
  };
  expect(statusAfter([])).toEqual([false, false]);
  expect(statusAfter([vpnConnectionId])).toEqual([true, true]);
});

test('gaps, and what is not followed, are said', async () => {
  const { network, spokeTableId, vpcAttachmentId, vpnConnectionId, staticTableId, vpnGatewayId } = officeEstate();
  network.seed.routes(staticTableId, [{ destination: 'pl-0123456789abcdef0', target: vpnGatewayId }]);
  network.seed.transitGatewayRoute({ routeTableId: spokeTableId, destination: '10.80.0.0/16', attachmentId: vpcAttachmentId });
  const estate = await read(network);
  const { notes } = networkOf({
    ...estate,
    accountId: undefined,
    gaps: [{ described: 'describe-subnets', why: 'not among the saved outputs' }],
    vpcs: [],
    vpnConnections: estate.vpnConnections.map((each) => ({ ...each, State: 'pending', VgwTelemetry: [], Options: { ...each.Options, TunnelOptions: [] } })),
  }, new StoryClock());
  expect(notes).toEqual([
    'describe-subnets: not among the saved outputs',
    'nothing that was described names the account: what belongs to another one is not told apart',
    `${estate.vpcs[0].VpcId} has route tables and was not described: no flow from there is looked at`,
    'the entries of pl-0123456789abcdef0 were not described: what is routed by these lists is not followed',
    `no tunnel of ${vpnConnectionId} was described: here there is none, and nothing passes`,
    `${vpnConnectionId} (pending): what is under way does not end here`,
  ]);
});
