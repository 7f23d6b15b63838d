/**
 * The snapshot on the real rules: something stands in the network that a move would run into or take away, and the request is
 * refused for it before anything was changed; accepted by its id, where it may be, the move goes on.
 */
import { Workbench, WorkbenchOptions } from './workbench';
import { MoveDeclaration } from '../../src/contract/declaration';

/** Puts something into the network. Answers what will be found, and the move if it is another than the bench's. */
type Preparation = (bench: Workbench) => string | [id: string, declaration: MoveDeclaration];
type Tale = readonly [title: string, options: WorkbenchOptions, before: Preparation, acceptable: boolean];

const transitGatewayOf = (bench: Workbench, side: 'from' | 'to') => {
  const end = bench.declaration[side];
  if (end.kind !== 'transit-gateway') throw new Error(`this bench has no transit gateway as \`${side}\``);
  return end;
};

const TALES: readonly Tale[] = [
  ['another site on the gateway that is left', { move: 'vgw-to-tgw' }, (bench) => {
    const { seed } = bench.network;
    return `sites-separated:${seed.vpnConnection({ on: bench.declaration.from.id, routing: 'static', staticRoutes: ['10.77.0.0/16'] })}`;
  }, true],
  ['a connection between the same two gateways', { move: 'vgw-to-vgw' }, (bench) => {
    const { customerGatewayId } = bench.network.view.state.vpnConnections[bench.connectionId];
    return `duplicate-connection:${bench.network.seed.vpnConnection({ on: bench.declaration.to.id, routing: 'bgp', customerGatewayId })}`;
  }, true],
  ['a longer route of another connection on the new gateway', { move: 'vgw-to-vgw' }, (bench) => {
    const id = bench.network.seed.vpnConnection({ on: bench.declaration.to.id, routing: 'static', staticRoutes: ['10.1.7.0/24'] });
    return `vpn-route-shadowing:${id}/10.1.7.0/24`;
  }, true],
  ['a firewall behind the gateway that is left', { move: 'vgw-to-tgw' }, (bench) => {
    const [{ id: vpcId }] = Object.values(bench.network.view.state.vpcs);
    const routes = [{ destination: '172.31.16.0/20', target: 'eni-0a1b2c3d4e5f60001' }];
    return `ingress-inspection-bypassed:${bench.network.seed.routeTable({ vpcId, edgeGateways: [bench.declaration.from.id], routes })}`;
  }, true],
  ['Direct Connect on the new transit gateway', { move: 'vgw-to-tgw' }, (bench) => {
    const { id, staticRouteTableIds: [table] } = transitGatewayOf(bench, 'to');
    bench.network.seed.directConnectGatewayAssociation({ gatewayId: id, prefixes: ['10.0.0.0/14'], tables: { propagations: [table] } });
    return `transit-gateway-route-shadowed:${table}/10.0.0.0/14`;
  }, true],
  ['another VPC on the transit gateway that is left', { move: 'tgw-to-tgw' }, (bench) => {
    const { id, staticRouteTableIds: [association] } = transitGatewayOf(bench, 'from');
    const { vpcId, subnetIds } = bench.network.seed.vpc({ cidr: '172.20.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.20.0.0/20' }] });
    return `attachment-without-counterpart:${bench.network.seed.vpcAttachment({ transitGatewayId: id, vpcId, subnetIds, association })}`;
  }, true],
  ['a network that only the old transit gateway reaches', { move: 'tgw-to-vgw' }, (bench) => {
    const { id, associationRouteTableId: association } = transitGatewayOf(bench, 'from');
    const { vpcId, subnetIds } = bench.network.seed.vpc({ cidr: '172.20.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.20.0.0/20' }] });
    bench.network.seed.vpcAttachment({ transitGatewayId: id, vpcId, subnetIds, association, propagations: [association] });
    return `reach-lost:${bench.declaration.to.id}/172.20.0.0/16`;
  }, true],
  ['a blackhole inside a prefix', { move: 'tgw-to-tgw' }, (bench) => {
    const { staticRouteTableIds: [routeTableId] } = transitGatewayOf(bench, 'from');
    bench.network.seed.transitGatewayRoute({ routeTableId, destination: '10.1.9.0/24' });
    return `blackhole-not-moved:${routeTableId}/10.1.9.0/24`;
  }, true],
  ['a prefix list that leads to the connection', { move: 'tgw-to-tgw' }, (bench) => {
    const { id, staticRouteTableIds: [routeTableId] } = transitGatewayOf(bench, 'from');
    const attachment = Object.values(bench.network.view.state.transitGatewayAttachments)
      .find((each) => each.resourceType === 'vpn' && each.transitGatewayId === id);
    const prefixListId = bench.network.seed.prefixList(['10.90.0.0/16']);
    bench.network.seed.transitGatewayPrefixListReference({ routeTableId, prefixListId, attachmentId: attachment!.id });
    return 'prefix-list-reference';
  }, false],
  ['a default route that the device would hear', { move: 'vgw-to-tgw', routing: 'bgp' }, (bench) => {
    const { id, associationRouteTableId: routeTableId } = transitGatewayOf(bench, 'to');
    const attachment = Object.values(bench.network.view.state.transitGatewayAttachments).find((each) => each.resourceType === 'vpc');
    bench.network.seed.transitGatewayRoute({ routeTableId, destination: '0.0.0.0/0', attachmentId: attachment!.id });
    return `default-route-announced:${id}/0.0.0.0/0`;
  }, true],
  ['a device with the number of the transit gateway', { move: 'customer-gateway-and-target', routing: 'bgp' }, (bench) => {
    const asn = bench.network.view.state.transitGateways[bench.declaration.to.id].amazonSideAsn;
    const customerGateway = { ...bench.declaration.customerGateway!, toId: bench.network.seed.customerGateway({ asn }) };
    return ['asn-equal', { ...bench.declaration, customerGateway }];
  }, false],
];

test.each(TALES)('%s', async (_, options, before, acceptable) => {
  const bench = new Workbench(options);
  const [id, declaration = bench.declaration] = [before(bench)].flat() as [string, MoveDeclaration?];
  bench.pass(60);
  const asFound = bench.picture();

  const refusal: string = await bench.runRequest(bench.request({ declaration })).then(() => 'it was not refused', (error: Error) => error.message);

  const found = refusal.split('\n').slice(1).map((line) => /^- ([^ ]+): /.exec(line)?.[1]);
  expect(found).toContain(id);
  expect(bench.picture()).toEqual(asFound);
  expect(bench.effects).toEqual([]);
  if (!acceptable) {
    expect(refusal).not.toContain(`'${id}'`);
    return;
  }
  const acknowledgedFindings = [...bench.declaration.acknowledgedFindings, ...found.map(String)];
  const accepting = bench.request({ requestId: 'request-2', declaration: { ...declaration, acknowledgedFindings } });
  expect((await bench.runRequest(accepting)).outcome).toBe('migrated');
  expect(bench.journal.filter((each) => each.event === 'accepted').at(-1)?.findings).toEqual(expect.arrayContaining([expect.objectContaining({ id })]));
});

test.each([
  ['available', undefined, true],
  ['pending', 'CreateTransitGatewayPrefixListReference', true],
  ['modifying', 'ModifyTransitGatewayPrefixListReference', true],
  ['deleting', 'DeleteTransitGatewayPrefixListReference', false],
])('a reference to a prefix list that is %s', async (_state, operation, counts) => {
  const bench = new Workbench({ move: 'vgw-to-tgw' });
  const { staticRouteTableIds: [routeTableId] } = transitGatewayOf(bench, 'to');
  const prefixListId = bench.network.seed.prefixList(['10.90.0.0/16']);
  const reference = { TransitGatewayRouteTableId: routeTableId, PrefixListId: prefixListId };
  if (!operation?.startsWith('Create')) bench.network.seed.transitGatewayPrefixListReference({ routeTableId, prefixListId });
  if (operation !== undefined) bench.network.call(operation, { ...reference, ...operation.startsWith('Delete') ? {} : { Blackhole: true } });
  // A describe shows it, and it has not settled yet.
  bench.pass(1);
  const { transitGatewayRouteTables } = await bench.portsOfAnother().network.snapshot(bench.declaration);
  const { prefixListReferences } = transitGatewayRouteTables.find(({ id }) => id === routeTableId)!;
  expect(prefixListReferences).toEqual(counts ? [{ prefixListId }] : undefined);
});

/** Fifty moves of one deployment look at the same time, and each dry run of theirs is drawn from the same bucket. */
test.each<[string, number, boolean]>([
  ['RequestLimitExceeded', 9.5, true], ['RequestLimitExceeded', 10.5, false],
  ['InternalError', 1.5, true], ['InternalError', 2.5, false],
])('while EC2 answers %s for %d minutes, nothing is changed and the look is repeated: it comes to its end: %s', async (code, minutes, comes) => {
  const bench: Workbench = new Workbench({ move: 'vgw-to-tgw', refusal: () => (bench.now < since + minutes * 60_000 ? code : undefined) });
  const [since, asFound] = [bench.now, bench.picture()];

  const outcome = await bench.runRequest(bench.request()).then((answer) => answer.outcome, (error: Error) => error.message);

  if (comes) expect(outcome).toBe('migrated');
  else expect(outcome).toMatch(new RegExp(`${code}: .*Nothing was changed$`, 's'));
  expect([comes, bench.effects.length > 0]).toEqual([comes, comes]);
  if (!comes) expect(bench.picture()).toEqual(asFound);
  // More requests are what such a refusal is about.
  expect(bench.journal.filter(({ event }) => event === 'retry').length).toBeLessThan(code === 'RequestLimitExceeded' ? 45 : 65);
});

test('what is only worth knowing is noted, and the move goes on', async () => {
  const bench = new Workbench({ move: 'vgw-to-tgw', routing: 'bgp' });
  expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
  const notes = bench.journal.filter((each) => each.event === 'remark').map((each) => each.id);
  expect(notes).toEqual(['device-hears-today', 'device-will-hear', 'bgp-session', 'not-covered-by-dry-run']);
});

const ENDS = (['vgw-to-tgw', 'vgw-to-vgw', 'tgw-to-tgw', 'tgw-to-vgw'] as const).flatMap((move) =>
  (['static', 'bgp'] as const).map((routing) => ({ move, routing })));

test.each(ENDS)('the backup keeps every route that was there before: $move $routing', async (options) => {
  const bench = new Workbench(options);
  const { staticRoutes, transitGatewayRoutes, propagations, vpcRoutes } = bench.picture();
  const declared = bench.declaration.vpcRouteTables.flatMap(({ routeTableId: id }) => vpcRoutes.filter((route) => route.startsWith(`${id} `)));
  expect(declared.length).toBeGreaterThan(bench.declaration.vpcRouteTables.length);

  await bench.runRequest(bench.request());

  const { connection, vpcRouteTables, transitGatewayRouteTables } = [...bench.backups.values()][0].survey;
  const kept = vpcRouteTables.flatMap(({ id, routes }) => routes.map(({ destination, targetId }) => `${id} ${destination} ${targetId}`));
  expect(kept).toEqual(expect.arrayContaining(declared));
  expect(vpcRouteTables.flatMap(({ id, propagatingGatewayIds: from }) => from.map((gatewayId) => `${id} from ${gatewayId}`)).sort()).toEqual(propagations);
  expect(connection!.staticRoutes.map(({ cidr, state }) => `${cidr} ${state}`).sort()).toEqual(staticRoutes);
  const ofTransitGateways = transitGatewayRouteTables.flatMap(({ id, routes }) => routes.map(({ destination }) => `${id} ${destination}`));
  expect(ofTransitGateways).toEqual(expect.arrayContaining(transitGatewayRoutes.map((route) => route.split(' ', 2).join(' '))));
});

test('the backup keeps what every dry run answered', async () => {
  const bench = new Workbench({ move: 'vgw-to-tgw', routing: 'static' });
  await bench.runRequest(bench.request());
  const { trials } = [...bench.backups.values()][0].survey;
  expect(trials?.map((result) => result.action)).toEqual([
    'ec2:ModifyVpnConnection', 'ec2:ReplaceRoute', 'ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:DeleteTransitGatewayRoute',
  ]);
  expect(trials?.map((result) => result.outcome)).not.toContain('refused');
});
