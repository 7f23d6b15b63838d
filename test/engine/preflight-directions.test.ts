/** Findings of the other directions: arriving on a virtual private gateway, leaving a transit gateway, changing the customer gateway. */
import * as estate from './estate';
import { assess } from '../../lambda/engine/assessment';
import { Snapshot, TransitGatewayAttachment, VirtualPrivateGateway } from '../../lambda/engine/observation';
import { preflight } from '../../lambda/engine/preflight';
import { MoveDeclaration, TransitGatewayEnd, VirtualPrivateGatewayEnd } from '../../src/contract/declaration';

const { VGW, TGW, HUB, SPOKES, VPC, CGW, VPN_ATTACHMENT, STATIC_TABLE, PROPAGATING_TABLE, ON_PREMISES } = estate;
const NEW_VGW = 'vgw-0a1b2c3d4e5f60002';

/** The estate as it is after the move, to go back on purpose: transit gateway → virtual private gateway. */
const home: MoveDeclaration = {
  ...estate.declaration,
  from: estate.declaration.to,
  to: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [PROPAGATING_TABLE] },
};
const onTransitGateway = estate.snapshotAfterTheMove;
const withGateway = (changes: Partial<VirtualPrivateGateway>): Snapshot =>
  ({ ...onTransitGateway, virtualPrivateGateways: [{ ...estate.snapshot.virtualPrivateGateways[0], ...changes }] });
const withConnection = (changes: Partial<NonNullable<Snapshot['connection']>>): Snapshot =>
  ({ ...onTransitGateway, connection: { ...estate.connectionOnTgw, ...changes } });
const withAttachment = (changes: Partial<TransitGatewayAttachment>): Snapshot =>
  ({ ...onTransitGateway, attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, ...changes }] });
const withDefaults = (defaults: object): Snapshot =>
  ({ ...onTransitGateway, transitGateways: onTransitGateway.transitGateways.map((each) => ({ ...each, ...defaults })) });
const idsOf = (snapshot: Snapshot, declaration: MoveDeclaration) => preflight(assess(snapshot, declaration)).map((finding) => finding.id);

describe('transit gateway → virtual private gateway', () => {
  test('in order it has no finding', () => {
    expect(preflight(assess(onTransitGateway, home))).toEqual([]);
  });

  test('its plan makes the routes static routes of the connection, and leaves one table to propagation', () => {
    const plan = assess(onTransitGateway, home).plan;
    expect(plan.from.transitGatewayRoutes).toEqual(ON_PREMISES.map((cidr) => ({ routeTableId: SPOKES, cidr })));
    expect(plan.to.staticRoutes).toEqual(ON_PREMISES);
    expect(plan.vpcRoutes).toEqual([
      ...ON_PREMISES.map((destination) => ({ routeTableId: STATIC_TABLE, destination, before: 'static', after: 'static' })),
      ...ON_PREMISES.map((destination) => ({ routeTableId: PROPAGATING_TABLE, destination, before: 'static', after: 'none' })),
    ]);
    // It propagates into that table already: nothing to switch on, hence nothing to switch off again.
    expect(plan.propagationsSwitchedOn).toEqual([]);
  });

  test.each<[string, Snapshot, string]>([
    ['the gateway does not exist', { ...onTransitGateway, virtualPrivateGateways: [] }, 'vpn-gateway-not-found'],
    ['the gateway is not available', withGateway({ state: 'deleting' }), 'vpn-gateway-not-available'],
    ['the connection is accelerated', withConnection({ beyondVirtualPrivateGateway: ['acceleration'] }), 'vpn-gateway-cannot-carry'],
    ['the association is another than declared', withAttachment({ association: { routeTableId: SPOKES, state: 'associated' } }), 'source-association-differs'],
    ['it propagates where nobody declared', withAttachment({ propagations: [{ routeTableId: SPOKES, state: 'enabled' }] }), 'source-propagation-undeclared'],
    ['the way back would find itself in a default association table that nobody declared', withDefaults({ defaultAssociationRouteTableId: 'tgw-rtb-default' }),
      'source-default-route-table-undeclared'],
    ['or in a default propagation table', withDefaults({ defaultPropagationRouteTableId: 'tgw-rtb-default' }), 'source-default-route-table-undeclared'],
  ])('%s', (_, snapshot, id) => {
    expect(idsOf(snapshot, home)).toEqual([id]);
  });

  test('a gateway attached to no VPC leads nowhere, for each table that is to lead to it', () => {
    expect(idsOf(withGateway({ attachments: [] }), home)).toEqual(['vpc-not-served', 'vpc-not-served']);
  });

  test('an attachment that is in no table is as an end without one has it', () => {
    const from = { ...home.from as TransitGatewayEnd, associationRouteTableId: '' };
    expect(idsOf(withAttachment({ association: undefined }), { ...home, from })).not.toContain('source-association-differs');
    expect(idsOf(onTransitGateway, { ...home, from })).toContain('source-association-differs');
  });

  test('static routes to the attachment in a table nobody declared would stay behind as blackholes', () => {
    const from = { ...home.from as TransitGatewayEnd, staticRouteTableIds: [] };
    expect(idsOf(onTransitGateway, { ...home, from })).toEqual(['source-route-table-undeclared']);
  });

  test('more than 100 static routes, and IPv6 ones, cannot arrive', () => {
    const many = Array.from({ length: 101 }, (_, index) => `10.1.${index}.0/24`);
    const snapshot = { ...onTransitGateway, vpcRouteTables: [] };
    const routes = (destinations: string[]) => ({
      ...snapshot,
      transitGatewayRouteTables: [snapshot.transitGatewayRouteTables[0], {
        ...snapshot.transitGatewayRouteTables[1],
        routes: destinations.map((destination) => ({ destination, type: 'static' as const, state: 'active', attachmentIds: [VPN_ATTACHMENT] })),
      }],
    });
    expect(idsOf(routes(many), { ...home, vpcRouteTables: [] })).toEqual(['too-many-static-routes']);
    expect(idsOf(routes(['2001:db8::/32']), { ...home, vpcRouteTables: [] })).toEqual(['vpn-gateway-ipv4-only']);
  });

  test('routes to a transit gateway that have nothing to do with the VPN are nobody\'s business', () => {
    const other = { destination: '192.168.0.0/16', targetId: TGW, origin: 'CreateRoute', state: 'active' };
    const [table, second] = onTransitGateway.vpcRouteTables;
    const snapshot = { ...onTransitGateway, vpcRouteTables: [{ ...table, routes: [...table.routes, other] }, second] };
    expect(idsOf(snapshot, home)).toEqual([]);
    const default_ = { ...other, destination: '0.0.0.0/0' };
    expect(idsOf({ ...snapshot, vpcRouteTables: [{ ...table, routes: [...table.routes, default_] }, second] }, home))
      .toEqual(['vpc-route-unclaimed']);
  });
});

describe('virtual private gateway → another, at the same VPC', () => {
  const swap: MoveDeclaration = {
    ...estate.declaration,
    from: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [PROPAGATING_TABLE] },
    to: { kind: 'virtual-private-gateway', id: NEW_VGW, propagatingRouteTableIds: [PROPAGATING_TABLE], vpcId: VPC },
  };
  const [old] = estate.snapshot.virtualPrivateGateways;
  const fresh: VirtualPrivateGateway = { id: NEW_VGW, state: 'available', attachments: [], otherConnectionIds: [] };
  const snapshot: Snapshot = { ...estate.snapshot, virtualPrivateGateways: [old, fresh] };

  test('in order it has no finding, and switches propagation on for the new one', () => {
    expect(preflight(assess(snapshot, swap))).toEqual([]);
    expect(assess(snapshot, swap).plan).toMatchObject({ exchangeAtVpcId: VPC, propagationsSwitchedOn: [PROPAGATING_TABLE] });
  });

  test.each<[string, Snapshot, MoveDeclaration, string]>([
    ['other connections would be cut off', { ...snapshot, virtualPrivateGateways: [{ ...old, otherConnectionIds: ['vpn-other'] }, fresh] }, swap,
      'other-connection-cut-off:vpn-other'],
    ['the new one is attached elsewhere', {
      ...snapshot, virtualPrivateGateways: [old, { ...fresh, attachments: [{ vpcId: 'vpc-other', state: 'attached' }] }],
    }, swap, 'vpn-gateway-attached-elsewhere'],
    ['the old one\'s propagation is not declared', snapshot,
      { ...swap, from: { ...swap.from as VirtualPrivateGatewayEnd, propagatingRouteTableIds: [] } }, 'source-propagation-undeclared'],
  ])('%s', (_, observed, declaration, id) => {
    expect(idsOf(observed, declaration)).toEqual([id]);
  });
});

describe('the customer gateway alone', () => {
  const change: MoveDeclaration = { ...estate.declaration, to: estate.declaration.from, vpcRouteTables: [], customerGateway: { fromId: CGW, toId: 'cgw-new' } };

  test('concerns no route', () => {
    expect(preflight(assess(estate.snapshot, change))).toEqual([]);
    const plan = assess(estate.snapshot, change).plan;
    expect(plan.to).toEqual({ ...plan.from, customerGatewayId: 'cgw-new' });
    expect(plan.vpcRoutes).toEqual([]);
  });

  test('is refused where the connection has another one', () => {
    expect(idsOf(estate.snapshot, { ...change, customerGateway: { fromId: 'cgw-other', toId: 'cgw-new' } })).toEqual(['customer-gateway-differs']);
  });
});

test('every table that is named in these stories stands in the estate', () => {
  expect([HUB, SPOKES]).toEqual(estate.snapshot.transitGatewayRouteTables.map((table) => table.id));
});
