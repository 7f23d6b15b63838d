/** Every finding, alone: one thing changed in an estate that has none, and exactly that finding comes up. */
import * as estate from './estate';
import { assess } from '../../lambda/engine/assessment';
import { Snapshot, TransitGatewayRoute, VpcRoute, VpcRouteTable } from '../../lambda/engine/observation';
import { preflight, preflightOfContinuation } from '../../lambda/engine/preflight';
import { MoveDeclaration, TransitGatewayEnd, VpcRouteTableDeclaration } from '../../src/contract/declaration';
import { assessFindings, describeFindings, Finding } from '../../src/contract/finding';

const { VPN, VGW, TGW, HUB, SPOKES, VPC, VPC_ATTACHMENT, STATIC_TABLE, PROPAGATING_TABLE } = estate;

function declared(changes: Partial<MoveDeclaration>, to: Partial<TransitGatewayEnd> = {}): MoveDeclaration {
  return { ...estate.declaration, ...changes, to: { ...estate.declaration.to, ...to } as TransitGatewayEnd };
}

function snapshotWith(changes: Partial<Snapshot>): Snapshot {
  return { ...estate.snapshot, ...changes };
}

function withConnection(changes: Partial<NonNullable<Snapshot['connection']>>): Snapshot {
  return snapshotWith({ connection: { ...estate.connectionOnVgw, ...changes } });
}

function withTgwRoute(tableId: string, route: TransitGatewayRoute): Snapshot {
  return snapshotWith({
    transitGatewayRouteTables: estate.snapshot.transitGatewayRouteTables.map((table) =>
      table.id === tableId ? { ...table, routes: [...table.routes, route] } : table),
  });
}

function withVpcRoute(route: Partial<VpcRoute>, extra: VpcRouteTable[] = []): Snapshot {
  const full = { destination: '10.0.0.0/8', targetId: VGW, origin: 'CreateRoute', state: 'active', ...route };
  const table = estate.staticTable(VGW);
  return snapshotWith({ vpcRouteTables: [{ ...table, routes: [...table.routes, full] }, estate.propagatingTable, ...extra] });
}

function staticTableDeclared(changes: Partial<VpcRouteTableDeclaration>): Partial<MoveDeclaration> {
  return { vpcRouteTables: [{ routeTableId: STATIC_TABLE, moved: [], left: [], ...changes }, estate.declaration.vpcRouteTables[1]] };
}

const bgp: Partial<NonNullable<Snapshot['connection']>> = { routing: 'bgp', staticRoutes: [] };

test('an estate in order has no finding', () => {
  expect(preflight(assess(estate.snapshot, estate.declaration))).toEqual([]);
});

test('a BGP connection in order has none either', () => {
  expect(preflight(assess(withConnection(bgp), estate.bgpDeclaration))).toEqual([]);
});

test.each<[string, Snapshot, MoveDeclaration, [string, RegExp][]]>([
  ['the connection does not exist', snapshotWith({ connection: undefined }), declared({}), [['connection-not-found', new RegExp(VPN)]]],
  ['it was deleted', withConnection({ state: 'deleted' }), declared({}), [['connection-not-found', new RegExp(VPN)]]],
  ['it is a Classic one', withConnection({ category: 'VPN-Classic' }), declared({}), [['connection-classic', /Classic/]]],
  ['it is being modified', withConnection({ state: 'modifying' }), declared({}), [['connection-not-available', /is modifying/]]],
  ['it stands on another gateway', withConnection({ gateway: { kind: 'virtual-private-gateway', id: 'vgw-other' } }), declared({}),
    [['connection-elsewhere', /stands on virtual private gateway vgw-other, not on virtual private gateway vgw-/]]],
  ['it stands on nothing a move knows', withConnection({ gateway: undefined }), declared({}), [['connection-elsewhere', /stands on no gateway/]]],
  ['a static one has no route', withConnection({ staticRoutes: [] }), declared({}), [
    ['no-static-routes', /no static route/],
    ...estate.ON_PREMISES.map((cidr): [string, RegExp] => ['vpc-route-unclaimed', new RegExp(cidr)]),
  ]],
  ['declared prefixes are others than its routes', estate.snapshot, declared({ onPremisesCidrs: ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16', '10.9.0.0/16'] }),
    [['declared-prefixes-differ', /10\.9\.0\.0\/16 is declared only/]]],
  ['EC2 would refuse', snapshotWith({ modifyRefusal: { message: 'AsnConflict: no', lasting: true } }), declared({}), [['modify-refused', /AsnConflict: no/]]],
  ['EC2 answers what nobody knows', snapshotWith({ modifyRefusal: { message: 'VpnMoon.Waxing: no', lasting: false } }), declared({}), [[`modify-uncertain:${VPN}`, /VpnMoon\.Waxing: no/]]],
])('connection: %s', (_, snapshot, declaration, expected) => {
  expectFindings(snapshot, declaration, expected);
});

test.each<[string, Snapshot, MoveDeclaration, [string, RegExp][]]>([
  ['other connections on the gateway hide whose prefixes these are',
    snapshotWith({ ...withConnection(bgp), virtualPrivateGateways: [{ ...estate.snapshot.virtualPrivateGateways[0], otherConnectionIds: ['vpn-other'] }] }),
    { ...estate.bgpDeclaration, acknowledgedFindings: ['sites-separated:vpn-other'] },
    [['on-premises-prefixes-unknown', /vpn-other on the same gateway/], ['sites-separated:vpn-other', /each other's sites through vgw-/]]],
  ['tunnels are down', withConnection({ ...bgp, tunnels: [{ outsideAddress: '203.0.113.1', status: 'DOWN', acceptedRouteCount: 0 }] }),
    estate.bgpDeclaration, [['on-premises-prefixes-unknown', /as many accepted prefixes/]]],
  ['fewer prefixes were accepted than the table holds', withConnection({ ...bgp, tunnels: [{ outsideAddress: '203.0.113.1', status: 'UP', acceptedRouteCount: 2 }] }),
    estate.bgpDeclaration, [['on-premises-prefixes-unknown', /as many accepted prefixes/]]],
])('BGP prefixes cannot be known: %s', (_, snapshot, declaration, expected) => {
  // The static table's rows are nobody's prefixes then, which is said as well.
  const declaration_ = {
    ...declaration,
    vpcRouteTables: [{ routeTableId: STATIC_TABLE, moved: estate.ON_PREMISES, left: [] }, declaration.vpcRouteTables[1]],
  };
  expectFindings(snapshot, declaration_, expected);
  const known = { ...declaration_, onPremisesCidrs: estate.ON_PREMISES };
  expect(assessFindings(preflight(assess(snapshot, known)), known.acknowledgedFindings).blocking).toEqual([]);
});

test.each<[string, Snapshot, MoveDeclaration, [string, RegExp][]]>([
  ['it does not exist', snapshotWith({ transitGateways: [] }), declared({}), [['transit-gateway-not-found', new RegExp(TGW)]]],
  ['it is not available', snapshotWith({ transitGateways: [{ id: TGW, state: 'modifying', ownerId: estate.ACCOUNT }] }), declared({}),
    [['transit-gateway-not-available', /is modifying/]]],
  ['another account owns it', snapshotWith({ transitGateways: [{ id: TGW, state: 'available', ownerId: '999988887777' }] }), declared({}),
    [['transit-gateway-not-owned', /belongs to account 999988887777/]]],
  ['a named table is none of its own', estate.snapshot, declared({}, { staticRouteTableIds: [SPOKES, 'tgw-rtb-nowhere'] }),
    [['transit-gateway-route-table-not-found', /tgw-rtb-nowhere/]]],
  ['a named table is being deleted',
    snapshotWith({ transitGatewayRouteTables: estate.snapshot.transitGatewayRouteTables.map((table) => (table.id === SPOKES ? { ...table, state: 'deleting' } : table)) }),
    declared({}), [['transit-gateway-route-table-not-available', /is deleting/]]],
  ['its default association table is undeclared', snapshotWith({ transitGateways: [{ ...estate.snapshot.transitGateways[0], defaultAssociationRouteTableId: 'tgw-rtb-default' }] }),
    declared({}), [['default-route-table-undeclared', /tgw-rtb-default/]]],
  ['so is its default propagation table', snapshotWith({ transitGateways: [{ ...estate.snapshot.transitGateways[0], defaultPropagationRouteTableId: 'tgw-rtb-default' }] }),
    declared({}), [['default-route-table-undeclared', /tgw-rtb-default/]]],
  ['the VPC is not attached', snapshotWith({ attachments: [] }), declared({}), [['vpc-not-attached', new RegExp(`${VPC} has no attachment`)]]],
  ['its attachment is pending', snapshotWith({ attachments: [{ ...estate.vpcAttachment, state: 'pendingAcceptance' }] }), declared({}),
    [['vpc-not-attached', /is pendingAcceptance/]]],
  ['one Availability Zone is not attached', snapshotWith({ attachments: [{ ...estate.vpcAttachment, subnetIds: ['subnet-a'] }] }), declared({}),
    [['availability-zone-not-attached', /no subnet in eu-west-1b, so subnet-b/]]],
  ['the VPC attachment is in no table', snapshotWith({ attachments: [{ ...estate.vpcAttachment, association: undefined }] }), declared({}),
    [['vpc-table-without-prefixes', /associated with no transit gateway route table/]]],
  ['its table learns no prefix', snapshotWith({ attachments: [{ ...estate.vpcAttachment, association: { routeTableId: HUB, state: 'associated' } }] }), declared({}),
    [['vpc-table-without-prefixes', new RegExp(`uses transit gateway route table ${HUB}`)]]],
  ['nothing leads back to the VPC',
    snapshotWith({ transitGatewayRouteTables: estate.snapshot.transitGatewayRouteTables.map((table) => ({ ...table, routes: [] })) }),
    declared({}), [['no-return-path', /does not lead to 172\.31\.0\.0\/16/]]],
  ['a part of the VPC is led elsewhere', withTgwRoute(HUB, { destination: '172.31.8.0/24', type: 'static', state: 'active', attachmentIds: ['tgw-attach-other'] }),
    declared({}), [['no-return-path', /172\.31\.8\.0\/24 inside 172\.31\.0\.0\/16/]]],
])('transit gateway: %s', (_, snapshot, declaration, expected) => {
  expectFindings(snapshot, declaration, expected);
});

test('a default table that is declared as one to leave is in order', () => {
  const snapshot = snapshotWith({ transitGateways: [{ ...estate.snapshot.transitGateways[0], defaultAssociationRouteTableId: 'tgw-rtb-default' }] });
  expect(preflight(assess(snapshot, declared({}, { defaultRouteTableIds: ['tgw-rtb-default'] })))).toEqual([]);
});

test.each<[string, TransitGatewayRoute, [string, RegExp]]>([
  ['a static route stands in the way', { destination: '10.1.0.0/16', type: 'static', state: 'active', attachmentIds: ['tgw-attach-other'] },
    ['transit-gateway-route-exists', /leads to tgw-attach-other, stands where/]],
  ['a blackhole stands in the way', { destination: '10.1.0.0/16', type: 'static', state: 'blackhole', attachmentIds: [] },
    ['transit-gateway-route-exists', /leads to nowhere \(blackhole\)/]],
  ['a longer prefix takes part of it away', { destination: '10.1.7.0/24', type: 'propagated', state: 'active', attachmentIds: ['tgw-attach-dx'] },
    [`transit-gateway-route-shadowing:${SPOKES}/10.1.7.0/24`, /part of 10\.1\.0\.0\/16/]],
  ['a propagated one would be beaten', { destination: '10.1.0.0/16', type: 'propagated', state: 'active', attachmentIds: ['tgw-attach-dx'] },
    [`transit-gateway-route-shadowed:${SPOKES}/10.1.0.0/16`, /is tgw-attach-dx before the move, and the VPN after it/]],
])('transit gateway routes: %s', (_, route, expected) => {
  expectFindings(withTgwRoute(SPOKES, route), estate.declaration, [expected]);
});

test('a static connection needs a table for its routes, whatever else is in order', () => {
  const declaration = declared({ vpcRouteTables: [] }, { staticRouteTableIds: [] });
  const nothingInVpc = snapshotWith({ vpcRouteTables: [] });
  expectFindings(nothingInVpc, declaration, [['no-static-route-table', /no table of tgw-\w+ is named for its routes/]]);
});

test('a wider route on the transit gateway is beaten by the longer prefix, as it should be', () => {
  expect(preflight(assess(withTgwRoute(SPOKES, { destination: '0.0.0.0/0', type: 'static', state: 'active', attachmentIds: ['tgw-attach-fw'] }), estate.declaration))).toEqual([]);
});

test.each<[string, Snapshot, Partial<MoveDeclaration>, [string, RegExp][]]>([
  ['a supernet to the old gateway is nobody\'s', withVpcRoute({}), {}, [['vpc-route-unclaimed', /10\.0\.0\.0\/8/]]],
  ['so is an IPv6 route', withVpcRoute({ destination: '2001:db8::/32' }), {}, [['vpc-route-unclaimed', /2001:db8::\/32/]]],
  ['and a prefix list', withVpcRoute({ destination: 'pl-0a1b2c3d' }), {}, [['vpc-route-unclaimed', /pl-0a1b2c3d/]]],
  ['a table with routes to the old gateway is not declared', withVpcRoute({ targetId: 'igw-1' }, [{ ...estate.staticTable(VGW), id: 'rtb-other' }]), {},
    [['vpc-route-table-undeclared', /rtb-other .* has 10\.1\.0\.0\/16/]]],
  ['a table that propagates is not declared', withVpcRoute({ targetId: 'igw-1' }, [{ ...estate.propagatingTable, id: 'rtb-other' }]), {},
    [['vpc-route-table-undeclared', /rtb-other .* gets routes propagated/]]],
  ['a declared table does not exist', estate.snapshot, { vpcRouteTables: [...estate.declaration.vpcRouteTables, { routeTableId: 'rtb-nowhere', moved: [], left: [] }] },
    [['vpc-route-table-not-found', /rtb-nowhere/]]],
  ['a claimed route is not there', estate.snapshot, staticTableDeclared({ moved: ['10.200.0.0/16'] }), [['vpc-route-absent', /10\.200\.0\.0\/16/]]],
  ['a prefix of the VPN is left behind', estate.snapshot, staticTableDeclared({ left: ['10.1.0.0/16'] }), [['vpc-route-left-behind', /10\.1\.0\.0\/16 .* would be lost/]]],
  ['a part of one is left behind', withVpcRoute({ destination: '10.1.7.0/24' }), staticTableDeclared({ left: ['10.1.7.0/24'] }),
    [['vpc-route-left-behind', /10\.1\.7\.0\/24/]]],
])('VPC routes: %s', (_, snapshot, declaration, expected) => {
  expectFindings(snapshot, declared(declaration), expected);
});

describe('VPC routes of the stack itself', () => {
  const { ON_PREMISES } = estate;
  const both = [STATIC_TABLE, PROPAGATING_TABLE].map((routeTableId) => ({ routeTableId, destinations: ON_PREMISES }));
  const ofStack = (before: typeof both, after: typeof both, changes: Partial<MoveDeclaration> = {}): MoveDeclaration =>
    declared({ vpcRouteTables: [], stackVpcRoutes: { before, after }, ...changes });
  const [statics, propagated] = both;

  test('are nobody\'s to claim, and where they lead to all networks what is propagated is not missed', () => {
    expect(preflight(assess(estate.snapshot, ofStack([statics], both)))).toEqual([]);
    expect(assess(estate.snapshot, ofStack([statics], both)).plan.vpcRoutes).toEqual([]);
  });

  test('which are taken out of the template are not missed either', () => {
    expect(preflight(assess(estate.snapshot, ofStack([statics], [propagated])))).toEqual([]);
  });

  test.each<[string, Snapshot, MoveDeclaration, [string, RegExp][]]>([
    ['another route of the table is somebody\'s', withVpcRoute({}), ofStack([statics], both), [['vpc-route-table-undeclared', /has 10\.0\.0\.0\/8 to/]]],
    ['the stack leads to a part of what is propagated', estate.snapshot, ofStack([statics], [statics, { ...propagated, destinations: ON_PREMISES.slice(1) }]),
      [['vpc-route-table-undeclared', new RegExp(`${PROPAGATING_TABLE} .* gets routes propagated`)]]],
    ['one is new, and somebody has made it already', estate.snapshot, ofStack([{ ...statics, destinations: ON_PREMISES.slice(1) }], both),
      [['vpc-route-of-stack-exists', /would make the route 10\.1\.0\.0\/16 in rtb-\w+1, where there is one to vgw-/]]],
    ['also where it leads elsewhere', withVpcRoute({ targetId: 'igw-1' }), ofStack([statics], [{ ...statics, destinations: [...ON_PREMISES, '10.0.0.0/8'] }, propagated]),
      [['vpc-route-of-stack-exists', /one to igw-1 already/]]],
    ['their table does not exist', estate.snapshot, ofStack([statics], [...both, { routeTableId: 'rtb-nowhere', destinations: ON_PREMISES }]),
      [['vpc-route-table-not-found', /rtb-nowhere/]]],
    ['the VPC is not attached to the new gateway', snapshotWith({ attachments: [] }), ofStack([statics], both), [['vpc-not-attached', new RegExp(VPC)]]],
  ])('stand against the move when %s', (_, snapshot, declaration, expected) => {
    expectFindings(snapshot, declaration, expected);
  });

  test('share a table with others, which alone are planned', () => {
    const first = { routeTableId: STATIC_TABLE, destinations: ON_PREMISES.slice(0, 1) };
    const shared = ofStack([first], [first, { routeTableId: PROPAGATING_TABLE, destinations: ['10.0.0.0/14'] }], { vpcRouteTables: estate.declaration.vpcRouteTables });

    expect(preflight(assess(estate.snapshot, shared))).toEqual([]);
    expect(assess(estate.snapshot, shared).plan.vpcRoutes).toEqual(ON_PREMISES.slice(1).map((destination) =>
      ({ routeTableId: STATIC_TABLE, destination, before: 'static', after: 'static' })));
  });
});

test.each([['moved'], ['left']] as const)('a supernet that is claimed as %s is in order', (claim) => {
  expect(preflight(assess(withVpcRoute({}), declared(staticTableDeclared({ [claim]: ['10.0.0.0/8'] }))))).toEqual([]);
});

test('all findings come at once, each with what to do', () => {
  const snapshot = snapshotWith({ connection: { ...estate.connectionOnVgw, state: 'pending' }, transitGateways: [{ id: TGW, state: 'pending', ownerId: '999988887777' }], attachments: [] });
  const findings = preflight(assess(snapshot, estate.declaration));
  expect(findings.map((finding) => finding.id)).toEqual([
    'connection-not-available', 'transit-gateway-not-available', 'transit-gateway-not-owned', 'vpc-not-attached',
  ]);
  expect(findings.every((finding) => finding.remedy.length > 0)).toBe(true);
});

test('a list too long for CloudFormation\'s answer says how much is left out', () => {
  const many = Array.from({ length: 60 }, (): Finding => ({ id: 'connection-not-found', message: 'm'.repeat(80), remedy: 'r' }));
  const text = describeFindings(many);
  expect(text.length).toBeLessThan(2600);
  expect(text).toMatch(/- and \d+ more, see the function's log$/);
});

test('a held move that is continued is not measured by its own half-moved routes', () => {
  const halfMoved = snapshotWith({
    connection: estate.connectionOnTgw,
    vpcRouteTables: estate.afterTheMove.vpcRouteTables,
    attachments: [estate.vpcAttachment, estate.vpnAttachment],
  });
  expect(preflightOfContinuation(assess(halfMoved, estate.declaration, estate.plan))).toEqual([]);
  expect(preflightOfContinuation(assess({ ...halfMoved, attachments: [] }, estate.declaration, estate.plan)).map((each) => each.id)).toEqual(['vpc-not-attached']);
});

test('the association with a wrong table names the attachment that has to learn the routes', () => {
  const attachments = [{ ...estate.vpcAttachment, association: { routeTableId: HUB, state: 'associated' } }];
  const [finding] = preflight(assess(snapshotWith({ attachments }), estate.declaration));
  expect(finding.remedy).toBe(`add ${HUB} to \`staticRouteTableIds\``);
  expect(finding.message).toContain(VPC_ATTACHMENT);
});

test('the plan of the estate in order is exactly this', () => {
  expect(assess(estate.snapshot, estate.declaration).plan).toEqual(estate.plan);
  expect(PROPAGATING_TABLE).toBe(estate.plan.vpcRoutes[3].routeTableId);
});

function expectFindings(snapshot: Snapshot, declaration: MoveDeclaration, expected: [string, RegExp][]): void {
  const findings = preflight(assess(snapshot, declaration));
  expect(findings.map((finding) => finding.id)).toEqual(expected.map(([id]) => id));
  findings.forEach((finding, index) => expect(finding.message).toMatch(expected[index][1]));
}
