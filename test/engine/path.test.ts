/** Which routes a path is made of: each is missed by name, whatever else is there, and nothing is missed that serves. */
import * as estate from './estate';
import { TransitGatewayRoute, VpcRoute, VpcRouteTable } from '../../lambda/engine/observation';
import { describeBreak, keyOfBreak, pathBreaks, PathObservation, Paths, PathSide } from '../../lambda/engine/path';

const { HUB, ON_PREMISES, PROPAGATING_TABLE, SPOKES, STATIC_TABLE, TGW, VGW, VPC, VPC_ATTACHMENT, VPN_ATTACHMENT } = estate;
const OTHER = 'tgw-attach-0a1b2c3d4e5f60009';
const [FIRST] = ON_PREMISES;

const paths: Paths = {
  vpnConnectionId: estate.VPN,
  carrierIds: [estate.VPN],
  networks: ON_PREMISES,
  tables: [STATIC_TABLE, PROPAGATING_TABLE].map((routeTableId) => ({ routeTableId, networks: ON_PREMISES })),
  accepted: [],
};
const onTgw: PathObservation = estate.snapshotAfterTheMove;
const onVgw: PathObservation = estate.snapshot;
const tgwSide: PathSide = estate.plan.to;
const vgwSide: PathSide = estate.plan.from;

const propagating = { ...estate.vpnAttachment, propagations: [{ routeTableId: SPOKES, state: 'enabled' }] };
const bgp: PathObservation = {
  ...onTgw, connection: { ...estate.connectionOnTgw, routing: 'bgp' }, attachments: [estate.vpcAttachment, propagating],
};
const bgpSide: PathSide = { ...tgwSide, transitGatewayRoutes: [], propagationRouteTableIds: [SPOKES] };

const route = (destination: string, attachmentIds: readonly string[], changes: Partial<TransitGatewayRoute> = {}): TransitGatewayRoute =>
  ({ destination, type: 'static', state: attachmentIds.length === 0 ? 'blackhole' : 'active', attachmentIds, ...changes });

/** The routes of one table of the transit gateway, as `change` makes them. */
function inTable(
  observed: PathObservation, id: string, change: (routes: readonly TransitGatewayRoute[]) => readonly TransitGatewayRoute[],
): PathObservation {
  const changed = observed.transitGatewayRouteTables.map((table) => (table.id === id ? { ...table, routes: change(table.routes) } : table));
  return { ...observed, transitGatewayRouteTables: changed };
}

function inVpcTable(
  observed: PathObservation, id: string, change: (routes: readonly VpcRoute[]) => readonly VpcRoute[], more: Partial<VpcRouteTable> = {},
): PathObservation {
  const changed = observed.vpcRouteTables.map((table) => (table.id === id ? { ...table, routes: change(table.routes), ...more } : table));
  return { ...observed, vpcRouteTables: changed };
}

const without = <R extends { readonly destination: string }>(destination: string) => (routes: readonly R[]) => (
  routes.filter((each) => each.destination !== destination));
const withFirst = <R extends { readonly destination: string }>(changes: Partial<R>) => (routes: readonly R[]) =>
  routes.map((each) => (each.destination === FIRST ? { ...each, ...changes } : each));
const vpcRoute = (destination: string, targetId: string, changes: Partial<VpcRoute> = {}): VpcRoute =>
  ({ destination, targetId, origin: 'CreateRoute', state: 'active', ...changes });

describe.each<[string, PathObservation, PathSide]>([
  ['on a transit gateway, static', onTgw, tgwSide],
  ['on a transit gateway, BGP, tunnels up', inTable(bgp, SPOKES, (routes) => routes.map((each) => ({ ...each, type: 'propagated' }))), bgpSide],
  ['on a transit gateway, BGP, tunnels down', inTable(bgp, SPOKES, () => []), bgpSide],
  ['on a virtual private gateway, static', onVgw, vgwSide],
  ['on a virtual private gateway, BGP, tunnels down', {
    ...inVpcTable(onVgw, PROPAGATING_TABLE, (routes) => routes.filter((each) => each.targetId === 'local')),
    connection: { ...estate.connectionOnVgw, routing: 'bgp', staticRoutes: [] },
  }, { ...vgwSide, staticRoutes: [] }],
])('%s', (_, observed, side) => {
  test('everything is there', () => {
    expect(pathBreaks(observed, side, paths)).toEqual([]);
  });
});

type Case = readonly [what: string, seen: PathObservation, breaks: readonly string[]];
const breaksOf = (observed: PathObservation, side: PathSide, changes: Partial<Paths> = {}) => (
  pathBreaks(observed, side, { ...paths, ...changes }).map(({ what }) => what));

describe('to the network, over a transit gateway with static routes', () => {
  test.each<Case>([
    ['a route that is not there', inTable(onTgw, SPOKES, without(FIRST)), [`${SPOKES} has no static route ${FIRST} to ${VPN_ATTACHMENT}`]],
    ['a wider one in its place serves', inTable(onTgw, SPOKES, () => [route('10.0.0.0/8', [VPN_ATTACHMENT])]), []],
    ['a wider one to another attachment does not', inTable(onTgw, SPOKES, (routes) => [...without<TransitGatewayRoute>(FIRST)(routes), route('10.0.0.0/8', [OTHER])]),
      [`route 10.0.0.0/8 in ${SPOKES} leads ${FIRST} to ${OTHER}`]],
    ['a blackhole', inTable(onTgw, SPOKES, withFirst<TransitGatewayRoute>({ attachmentIds: [], state: 'blackhole' })), [`route ${FIRST} in ${SPOKES} leads to nowhere`]],
    ['a route that is no more active', inTable(onTgw, SPOKES, withFirst<TransitGatewayRoute>({ state: 'blackhole' })), [`route ${FIRST} in ${SPOKES} to ${VPN_ATTACHMENT} is blackhole`]],
    ['a propagated one beside it loses', inTable(onTgw, SPOKES, (routes) => [...routes, route(FIRST, [OTHER], { type: 'propagated' })]), []],
    ['a longer one that leads elsewhere', inTable(onTgw, SPOKES, (routes) => [...routes, route('10.1.4.0/24', [OTHER])]),
      [`route 10.1.4.0/24 in ${SPOKES}, inside ${FIRST}, leads to ${OTHER}`]],
    ['a longer one to the VPN as well', inTable(onTgw, SPOKES, (routes) => [...routes, route('10.1.4.0/24', [VPN_ATTACHMENT])]), []],
    ['a prefix list whose blocks are not seen', inTable(onTgw, SPOKES, (routes) => [...routes, route('pl-0a1b2c3d', [OTHER], { prefixListId: 'pl-0a1b2c3d' })]), []],
    ['no attachment of the VPC', { ...onTgw, attachments: [estate.vpnAttachment] }, [`VPC ${VPC} has no available attachment to transit gateway ${TGW}`]],
    ['a VPC attachment with another table', { ...onTgw, attachments: [estate.vpnAttachment, { ...estate.vpcAttachment, association: { routeTableId: HUB, state: 'associated' } }] },
      [`attachment ${VPC_ATTACHMENT} of VPC ${VPC} uses transit gateway route table ${HUB}, which has no routes to the VPN`]],
    ['a VPC attachment with no table', { ...onTgw, attachments: [estate.vpnAttachment, { ...estate.vpcAttachment, association: undefined }] },
      [`attachment ${VPC_ATTACHMENT} of VPC ${VPC} is associated with no transit gateway route table`]],
    ['no attachment of the VPN', { ...onTgw, attachments: [estate.vpcAttachment] }, [`the connection has no attachment on transit gateway ${TGW}`]],
    ['one that is not available', { ...onTgw, attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, state: 'failing' }] }, [`attachment ${VPN_ATTACHMENT} is failing`]],
  ])('%s', (_, observed, breaks) => {
    expect(breaksOf(observed, tgwSide)).toEqual(breaks);
  });
});

describe('to the network, over a transit gateway with BGP', () => {
  test('a table that hears of nothing', () => {
    expect(breaksOf({ ...bgp, attachments: onTgw.attachments }, bgpSide)).toEqual([`${VPN_ATTACHMENT} does not propagate to ${SPOKES}`]);
  });

  const learnt = inTable(bgp, SPOKES, (routes) => routes.map((each) => ({ ...each, type: 'propagated' })));
  test.each<Case>([
    ['a static route that somebody made wins over the propagated one', inTable(learnt, SPOKES, (routes) => [...routes, route(FIRST, [OTHER])]),
      [`route ${FIRST} in ${SPOKES} leads to ${OTHER}`]],
    ['so does a blackhole, also while the tunnels are down', inTable(bgp, SPOKES, () => [route(FIRST, [])]), [`route ${FIRST} in ${SPOKES} leads to nowhere`]],
    ['a wider static one loses to what comes when the tunnels are up', inTable(bgp, SPOKES, () => [route('10.0.0.0/8', [OTHER])]), []],
    ['a longer static one wins', inTable(bgp, SPOKES, () => [route('10.1.4.0/24', [])]), [`route 10.1.4.0/24 in ${SPOKES}, inside ${FIRST}, leads to nowhere`]],
    ['a longer propagated one is of somebody whose network it is', inTable(learnt, SPOKES, (routes) => [...routes, route('10.1.4.0/24', [OTHER], { type: 'propagated' })]), []],
  ])('%s', (_, observed, breaks) => {
    expect(breaksOf(observed, bgpSide)).toEqual(breaks);
  });
});

describe('back to the VPC', () => {
  test.each<Case>([
    ['another table is asked', { ...onTgw, attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, association: { routeTableId: SPOKES, state: 'associated' } }] },
      [`${VPN_ATTACHMENT} is associated with ${SPOKES}, not ${HUB}`]],
    ['no table is asked any more', { ...onTgw, attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, association: { routeTableId: HUB, state: 'disassociating' } }] },
      [`${VPN_ATTACHMENT} is associated with no table, not ${HUB}`]],
    ['no route', inTable(onTgw, HUB, () => []), [`${HUB} does not lead to 172.31.0.0/16 of VPC ${VPC} through ${VPC_ATTACHMENT}`]],
    ['a wider one', inTable(onTgw, HUB, () => [route('172.16.0.0/12', [VPC_ATTACHMENT])]), []],
    ['a static one to another attachment', inTable(onTgw, HUB, (routes) => [...routes, route('172.31.0.0/16', [OTHER])]),
      [`${HUB} does not lead to 172.31.0.0/16 of VPC ${VPC} through ${VPC_ATTACHMENT}`]],
    ['a part that leads elsewhere', inTable(onTgw, HUB, (routes) => [...routes, route('172.31.8.0/24', [])]),
      [`route 172.31.8.0/24 in ${HUB}, inside 172.31.0.0/16 of VPC ${VPC}, leads to nowhere`]],
  ])('%s', (_, observed, breaks) => {
    expect(breaksOf(observed, tgwSide)).toEqual(breaks);
  });

  test('each VPC is led back to by its own attachment', () => {
    const second: VpcRouteTable = { ...estate.staticTable(TGW), id: 'rtb-2', vpcId: 'vpc-2', routes: [vpcRoute('192.168.0.0/16', 'local', { origin: 'CreateRouteTable' }), vpcRoute(FIRST, TGW)] };
    const observed = { ...onTgw, vpcRouteTables: [...onTgw.vpcRouteTables, second], attachments: [...onTgw.attachments, { ...estate.vpcAttachment, id: OTHER, resourceId: 'vpc-2' }] };
    const tables = [...paths.tables, { routeTableId: 'rtb-2', networks: [FIRST] }];
    expect(breaksOf(observed, tgwSide, { tables })).toEqual([`${HUB} does not lead to 192.168.0.0/16 of VPC vpc-2 through ${OTHER}`]);
    expect(breaksOf(inTable(observed, HUB, (routes) => [...routes, route('192.168.0.0/16', [OTHER])]), tgwSide, { tables })).toEqual([]);
  });
});

describe('out of a VPC route table', () => {
  test.each<Case>([
    ['no route', inVpcTable(onTgw, STATIC_TABLE, without(FIRST)), [`${STATIC_TABLE} has no route for ${FIRST}`]],
    ['a wider one', inVpcTable(onTgw, STATIC_TABLE, (routes) => [...without<VpcRoute>(FIRST)(routes), vpcRoute('10.0.0.0/8', TGW)]), []],
    ['one to somebody else\'s target', inVpcTable(onTgw, STATIC_TABLE, withFirst<VpcRoute>({ targetId: 'eni-1' })), [`route ${FIRST} in ${STATIC_TABLE} leads to eni-1`]],
    ['a wider one to another target', inVpcTable(onTgw, STATIC_TABLE, (routes) => [...without<VpcRoute>(FIRST)(routes), vpcRoute('0.0.0.0/0', 'nat-1')]),
      [`route 0.0.0.0/0 in ${STATIC_TABLE} leads ${FIRST} to nat-1`]],
    ['a blackhole', inVpcTable(onTgw, STATIC_TABLE, withFirst<VpcRoute>({ state: 'blackhole' })), [`route ${FIRST} in ${STATIC_TABLE} to ${TGW} is blackhole`]],
    ['a prefix list that may hold it', inVpcTable(onTgw, STATIC_TABLE, (routes) => [...without<VpcRoute>(FIRST)(routes), vpcRoute('pl-0a1b2c3d', TGW)]), []],
    ['the VPC\'s own addresses, which never left it', inVpcTable(onTgw, STATIC_TABLE, (routes) => [...without<VpcRoute>(FIRST)(routes), vpcRoute('10.1.0.0/16', 'local', { origin: 'CreateRouteTable' })]),
      [`${HUB} does not lead to 10.1.0.0/16 of VPC ${VPC} through ${VPC_ATTACHMENT}`]],
    ['no table', { ...onTgw, vpcRouteTables: [estate.propagatingTableMoved] }, [`VPC route table ${STATIC_TABLE} does not exist`]],
  ])('%s', (_, observed, breaks) => {
    expect(breaksOf(observed, tgwSide)).toEqual(breaks);
  });

  test('a network of an address family that the VPC has not is reached by nobody there', () => {
    const networks = [...ON_PREMISES, '2001:db8:1::/48'];
    expect(breaksOf(onTgw, tgwSide, { networks, tables: [{ routeTableId: STATIC_TABLE, networks }] })).toEqual([]);
  });

  test('an IPv6 block is led to and back like any other', () => {
    const network = '2001:db8:1::/48';
    const observed = inVpcTable(onTgw, STATIC_TABLE, (routes) => [...routes, vpcRoute('2001:db8:2::/56', 'local', { origin: 'CreateRouteTable' })]);
    const transitGatewayRoutes = [...tgwSide.transitGatewayRoutes, { routeTableId: SPOKES, cidr: network }];
    expect(breaksOf(observed, { ...tgwSide, transitGatewayRoutes }, {
      networks: [...ON_PREMISES, network], tables: [{ routeTableId: STATIC_TABLE, networks: [network] }],
    })).toEqual([
      `${SPOKES} has no static route ${network} to ${VPN_ATTACHMENT}`,
      `${HUB} does not lead to 2001:db8:2::/56 of VPC ${VPC} through ${VPC_ATTACHMENT}`,
      `${STATIC_TABLE} has no route for ${network}`,
    ]);
  });
});

describe('over a virtual private gateway', () => {
  test.each<Case>([
    ['a static route of the connection is not there', { ...onVgw, connection: { ...estate.connectionOnVgw, staticRoutes: estate.connectionOnVgw.staticRoutes.slice(1) } }, [`the connection has no static route ${FIRST}`]],
    ['one that is pending still', { ...onVgw, connection: { ...estate.connectionOnVgw, staticRoutes: estate.connectionOnVgw.staticRoutes.map((each) => ({ ...each, state: 'pending' })) } },
      ON_PREMISES.map((cidr) => `the connection has no static route ${cidr}`)],
    ['a wider one serves', { ...onVgw, connection: { ...estate.connectionOnVgw, staticRoutes: [{ cidr: '10.0.0.0/8', state: 'available' }] } }, []],
    ['the gateway is not attached', { ...onVgw, virtualPrivateGateways: [{ ...estate.snapshot.virtualPrivateGateways[0], attachments: [] }] }, [`${VGW} is not attached to ${VPC}`]],
    ['it does not propagate', inVpcTable(onVgw, PROPAGATING_TABLE, (routes) => routes, { propagatingGatewayIds: [] }), [`${VGW} does not propagate into ${PROPAGATING_TABLE}`]],
    ['a static route wins over what it propagates', inVpcTable(onVgw, PROPAGATING_TABLE, (routes) => [...routes, vpcRoute(FIRST, TGW)]), [`route ${FIRST} in ${PROPAGATING_TABLE} leads to ${TGW}`]],
  ])('%s', (_, observed, breaks) => {
    expect(breaksOf(observed, vgwSide)).toEqual(breaks);
  });

  test('where gateways change places the new connections have the routes', () => {
    const made = { ...estate.connectionOnVgw, id: 'vpn-new' };
    const old = { ...estate.connectionOnVgw, staticRoutes: [] };
    const observed = { ...onVgw, connection: old, connections: [old, made] };
    expect(breaksOf(observed, vgwSide, { carrierIds: ['vpn-new'] })).toEqual([]);
    expect(breaksOf(observed, vgwSide, { carrierIds: [estate.VPN] })).toHaveLength(ON_PREMISES.length);
  });
});

describe('what somebody wants so', () => {
  const shadowed = inTable(onTgw, SPOKES, (routes) => [...without<TransitGatewayRoute>(FIRST)(routes), route('10.2.4.0/24', [OTHER])]);
  const ids = pathBreaks(shadowed, tgwSide, paths).map((each) => /\((.+)\)$/.exec(describeBreak(each))![1]);

  test('has an id, that of the preflight where it has one', () => {
    expect(ids).toEqual([`path-broken:${SPOKES}/${FIRST}`, `transit-gateway-route-shadowing:${SPOKES}/10.2.4.0/24`]);
  });

  test('is accepted by it, and the rest is not', () => {
    expect(pathBreaks(shadowed, tgwSide, { ...paths, accepted: [ids[0]] }).map(keyOfBreak)).toEqual([`${SPOKES}/10.2.4.0/24`]);
    expect(pathBreaks(shadowed, tgwSide, { ...paths, accepted: ids })).toEqual([]);
  });
});

describe('what is there, but on its way, leads nowhere yet', () => {
  test.each(['enabling', 'disabling', 'disabled'])('a propagation that is %s', (state) => {
    const attachments = [estate.vpcAttachment, { ...propagating, propagations: [{ routeTableId: SPOKES, state }] }];
    expect(breaksOf({ ...bgp, attachments }, bgpSide)).toEqual([`${VPN_ATTACHMENT} does not propagate to ${SPOKES}`]);
  });

  test.each(['attaching', 'detaching', 'detached'])('a virtual private gateway that is %s', (state) => {
    const virtualPrivateGateways = onVgw.virtualPrivateGateways.map((each) =>
      ({ ...each, attachments: each.attachments.map((known) => ({ ...known, state })) }));
    expect(breaksOf({ ...onVgw, virtualPrivateGateways }, vgwSide)).toEqual([`${VGW} is not attached to ${VPC}`]);
  });

  test.each<[string, readonly string[]]>([
    ['active', []],
    ['blackhole', [`${STATIC_TABLE} has no route for ${FIRST}`]],
  ])('a route of a VPC table for a prefix list that is %s', (state, expected) => {
    const byList = inVpcTable(onTgw, STATIC_TABLE, (routes) => [...without<VpcRoute>(FIRST)(routes), vpcRoute('pl-0a1b2c3d4e5f60001', TGW, { state })]);
    expect(breaksOf(byList, tgwSide)).toEqual(expected);
  });
});
