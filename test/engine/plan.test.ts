/** Which VPC routes move, and what is made over what: the cases in which a person's eye slips. */
import * as estate from './estate';
import { assess } from '../../lambda/engine/assessment';
import { Snapshot, VpcRoute } from '../../lambda/engine/observation';
import { onPremisesCidrs } from '../../lambda/engine/plan';
import { MoveDeclaration } from '../../src/contract/declaration';

const { VGW, TGW, STATIC_TABLE, PROPAGATING_TABLE } = estate;
const route = (destination: string, targetId = VGW, origin = 'CreateRoute'): VpcRoute => ({ destination, targetId, origin, state: 'active' });

function planOf(routes: VpcRoute[], claims: { moved?: string[]; left?: string[]; propagates?: boolean } = {}) {
  const table = { ...estate.staticTable(VGW), propagatingGatewayIds: claims.propagates ? [VGW] : [], routes };
  const snapshot: Snapshot = { ...estate.snapshot, connection: { ...estate.connectionOnVgw, staticRoutes: [{ cidr: '10.1.0.0/16', state: 'available' }] }, vpcRouteTables: [table] };
  const declaration: MoveDeclaration = {
    ...estate.declaration, vpcRouteTables: [{ routeTableId: STATIC_TABLE, moved: claims.moved ?? [], left: claims.left ?? [] }],
  };
  return assess(snapshot, declaration).plan.vpcRoutes.map(({ destination, before }) => `${destination} ${before}`);
}

test.each<[string, VpcRoute[], Parameters<typeof planOf>[1], string[]]>([
  ['a static route for the prefix is pointed elsewhere', [route('10.1.0.0/16')], {}, ['10.1.0.0/16 static']],
  ['a propagated one gets a static one over it', [route('10.1.0.0/16', VGW, 'EnableVgwRoutePropagation')], { propagates: true }, ['10.1.0.0/16 none']],
  ['also while the tunnels are down and it is not to be seen', [], { propagates: true }, ['10.1.0.0/16 none']],
  ['a supernet that moves covers the prefix', [route('10.0.0.0/8')], { moved: ['10.0.0.0/8'] }, ['10.0.0.0/8 static']],
  ['under a supernet that stays the prefix gets a route of its own', [route('10.0.0.0/8')], { left: ['10.0.0.0/8'] }, ['10.1.0.0/16 none']],
  ['a default route that stays likewise', [route('0.0.0.0/0')], { left: ['0.0.0.0/0'] }, ['10.1.0.0/16 none']],
  ['a supernet that moves does not cover a propagated longer prefix', [route('10.0.0.0/8'), route('10.1.0.0/16', VGW, 'EnableVgwRoutePropagation')],
    { moved: ['10.0.0.0/8'], propagates: true }, ['10.0.0.0/8 static', '10.1.0.0/16 none']],
  ['a table that never reached the prefix is left alone', [route('0.0.0.0/0', 'igw-1')], {}, []],
  ['a static route to somewhere else hides what is propagated', [route('10.1.0.0/16', 'eni-1'), route('10.1.0.0/16', VGW, 'EnableVgwRoutePropagation')],
    { propagates: true }, []],
  ['a longer prefix claimed as moved goes along', [route('10.1.0.0/16'), route('10.1.7.0/24')], { moved: ['10.1.7.0/24'] }, ['10.1.0.0/16 static', '10.1.7.0/24 static']],
  ['prefix lists and IPv6 go by name', [route('pl-0a1b2c3d'), route('2001:db8::/32')], { moved: ['pl-0a1b2c3d', '2001:db8::/32'] },
    ['pl-0a1b2c3d static', '2001:db8::/32 static']],
  ['spelling does not matter', [route('10.1.0.0/16')], { moved: ['10.1.2.3/16'] }, ['10.1.0.0/16 static']],
])('%s', (_, routes, claims, expected) => {
  expect(planOf(routes, claims)).toEqual(expected);
});

test('deleted static routes, which stay listed for a while, are not in the plan', () => {
  const connection = { ...estate.connectionOnVgw, staticRoutes: [{ cidr: '10.1.0.0/16', state: 'deleted' }, { cidr: '10.2.0.0/16', state: 'pending' }] };
  expect(assess({ ...estate.snapshot, connection }, estate.declaration).plan.from.staticRoutes).toEqual(['10.2.0.0/16']);
});

describe('the prefixes of a BGP connection', () => {
  const connection = { ...estate.connectionOnVgw, routing: 'bgp' as const, staticRoutes: [] };
  const snapshot: Snapshot = { ...estate.snapshot, connection };
  test('are the propagated ones when all are accounted for', () => {
    expect(onPremisesCidrs(snapshot, estate.bgpDeclaration)).toEqual(estate.ON_PREMISES);
  });
  test('are unknown with another connection on the gateway', () => {
    const virtualPrivateGateways = [{ ...estate.snapshot.virtualPrivateGateways[0], otherConnectionIds: ['vpn-other'] }];
    expect(onPremisesCidrs({ ...snapshot, virtualPrivateGateways }, estate.bgpDeclaration)).toBeUndefined();
  });
  test('are unknown with every tunnel down, when the tables merely look empty', () => {
    const down = { ...connection, tunnels: connection.tunnels.map((tunnel) => ({ ...tunnel, status: 'DOWN', acceptedRouteCount: 0 })) };
    expect(onPremisesCidrs({ ...snapshot, connection: down, vpcRouteTables: [] }, estate.bgpDeclaration)).toBeUndefined();
  });
  type Seen = readonly [status: string, acceptedRouteCount: number];
  test.each<[string, Seen[], 'known' | 'unknown']>([
    ['both tunnels accepted as many as the tables hold', [['UP', 3], ['UP', 3]], 'known'],
    ['one tunnel did, and the other is down', [['UP', 3], ['DOWN', 0]], 'known'],
    ['the one that is down, wherever it is listed', [['DOWN', 2], ['UP', 3]], 'known'],
    ['there is only one tunnel', [['UP', 3]], 'known'],
    ['one accepted fewer than the other', [['UP', 3], ['UP', 2]], 'unknown'],
    ['whichever it is', [['UP', 2], ['UP', 3]], 'unknown'],
    ['one accepted more', [['UP', 3], ['UP', 4]], 'unknown'],
    ['both accepted fewer', [['UP', 2], ['UP', 2]], 'unknown'],
    ['the only one that accepted as many is down', [['DOWN', 3], ['UP', 2]], 'unknown'],
    ['none is up', [['DOWN', 3], ['DOWN', 3]], 'unknown'],
    ['there is no telemetry', [], 'unknown'],
  ])('with three propagated: %s', (_, observed, expected) => {
    const tunnels = observed.map(([status, acceptedRouteCount], index) => ({ outsideAddress: `203.0.113.${index + 1}`, status, acceptedRouteCount }));
    expect(onPremisesCidrs({ ...snapshot, connection: { ...connection, tunnels } }, estate.bgpDeclaration))
      .toEqual(expected === 'known' ? estate.ON_PREMISES : undefined);
  });
  test.each<[string, Partial<VpcRoute>]>([
    ['of another gateway', { targetId: 'vgw-other' }],
    ['that somebody made', { origin: 'CreateRoute' }],
    ['of the VPC itself', { origin: 'CreateRouteTable', targetId: 'local' }],
    ['that was advertised to the VPC', { origin: 'Advertisement' }],
  ])('are not made of a route %s', (_, changes) => {
    const table = { ...estate.propagatingTable, routes: [...estate.propagatingTable.routes, { ...route('10.4.0.0/16', VGW, 'EnableVgwRoutePropagation'), ...changes }] };
    expect(onPremisesCidrs({ ...snapshot, vpcRouteTables: [table] }, estate.bgpDeclaration)).toEqual(estate.ON_PREMISES);
  });
  test('are those the user names, whatever is seen', () => {
    expect(onPremisesCidrs(snapshot, { ...estate.bgpDeclaration, onPremisesCidrs: ['10.77.0.1/16'] })).toEqual(['10.77.0.0/16']);
  });
  test('make no transit gateway static route: the attachment propagates them', () => {
    const plan = assess(snapshot, estate.bgpDeclaration).plan;
    expect(plan.to.transitGatewayRoutes).toEqual([]);
    expect(plan.from.staticRoutes).toEqual([]);
    expect(plan.vpcRoutes.filter((each) => each.routeTableId === PROPAGATING_TABLE)).toHaveLength(3);
  });
});

describe('towards a virtual private gateway that propagates into the table', () => {
  const to = { kind: 'virtual-private-gateway', id: 'vgw-new', propagatingRouteTableIds: [STATIC_TABLE] } as const;
  test.each<[string, VpcRoute[], string[], string[]]>([
    ['what it propagates needs no route of its own', [route('10.1.0.0/16')], [], ['10.1.0.0/16 static → none']],
    ['a wider route that moves along does, for it propagates no such', [route('10.0.0.0/8')], ['10.0.0.0/8'], ['10.0.0.0/8 static → static']],
    ['so does a longer one', [route('10.1.0.0/16'), route('10.1.7.0/24')], ['10.1.7.0/24'], ['10.1.0.0/16 static → none', '10.1.7.0/24 static → static']],
    ['and a prefix list', [route('pl-0a1b2c3d')], ['pl-0a1b2c3d'], ['pl-0a1b2c3d static → static']],
  ])('%s', (_, routes, moved, expected) => {
    const snapshot: Snapshot = {
      ...estate.snapshot,
      connection: { ...estate.connectionOnVgw, staticRoutes: [{ cidr: '10.1.0.0/16', state: 'available' }] },
      vpcRouteTables: [{ ...estate.staticTable(VGW), routes }],
    };
    const declaration = { ...estate.declaration, to, vpcRouteTables: [{ routeTableId: STATIC_TABLE, moved, left: [] }] };
    expect(assess(snapshot, declaration).plan.vpcRoutes.map(({ destination, before, after }) => `${destination} ${before} → ${after}`)).toEqual(expected);
  });
});

test('a route that already leads to the new gateway is nothing to move', () => {
  expect(planOf([route('10.1.0.0/16', TGW)])).toEqual([]);
});

describe('the paths that a plan is to keep', () => {
  const [first, second, third] = estate.ON_PREMISES;
  const pathsOf = (snapshot: Partial<Snapshot>, changes: Partial<MoveDeclaration> = {}) =>
    assess({ ...estate.snapshot, ...snapshot }, { ...estate.declaration, ...changes }).plan.paths!;
  const staticRoutes = (routes: readonly VpcRoute[]) => (
    { vpcRouteTables: [{ ...estate.staticTable(VGW), routes }, estate.propagatingTable] });
  const [, other] = estate.declaration.vpcRouteTables;
  const declaredTables = (left: readonly string[]) => [{ routeTableId: STATIC_TABLE, moved: [], left }, other];
  const ofStack = { before: [], after: [{ routeTableId: STATIC_TABLE, destinations: ['10.0.0.0/8'] }] };
  const led = ({ tables }: ReturnType<typeof pathsOf>) => tables.find((each) => each.routeTableId === STATIC_TABLE)?.networks;

  test('name the networks, and the tables out of which they are reached', () => {
    const whole = [STATIC_TABLE, PROPAGATING_TABLE].map((routeTableId) => ({ routeTableId, networks: estate.ON_PREMISES }));
    expect(pathsOf({})).toEqual({ networks: estate.ON_PREMISES, tables: whole, brokenBefore: [] });
  });

  test.each<[string, Partial<Snapshot>, Partial<MoveDeclaration>, readonly string[] | undefined]>([
    ['a wider route reaches them', staticRoutes([route('10.0.0.0/8')]), {}, estate.ON_PREMISES],
    ['a network that the table did not lead to is none of its paths', staticRoutes([route(first), route(second, 'eni-1')]), {}, [first]],
    ['nor is one inside the VPC', staticRoutes([route(first), route(second, 'local', 'CreateRouteTable')]), {}, [first]],
    ['nor one that is left', {}, { vpcRouteTables: declaredTables([third]) }, [first, second]],
    ['nor one that the stack leads to', {}, { stackVpcRoutes: ofStack }, undefined],
    ['an undeclared table has none', {}, { vpcRouteTables: [] }, undefined],
  ])('%s', (_, snapshot, changes, expected) => {
    expect(led(pathsOf(snapshot, changes))).toEqual(expected);
  });

  test('know what was broken before', () => {
    const [gateway] = estate.snapshot.virtualPrivateGateways;
    expect(pathsOf({ virtualPrivateGateways: [{ ...gateway, attachments: [] }] }).brokenBefore).toEqual([estate.VPC]);
    const { routes } = estate.staticTable(VGW);
    const blackhole = routes.map((each) => (each.destination === first ? { ...each, state: 'blackhole' } : each));
    expect(pathsOf(staticRoutes(blackhole)).brokenBefore).toEqual([`${STATIC_TABLE}/${first}`]);
  });
});
