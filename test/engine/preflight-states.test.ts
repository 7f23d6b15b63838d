/**
 * What the preflight looks at, in every state in which it can be there: an estate without a finding, in which one thing is in another
 * state. What is not spoken of beside a row is in order.
 */
import * as estate from './estate';
import { Kind, StateOf, statesOf } from './states';
import { assess } from '../../lambda/engine/assessment';
import { Snapshot, TransitGatewayAttachment, TransitGatewayRoute, VpcRouteTable } from '../../lambda/engine/observation';
import { strategyOf } from '../../lambda/engine/strategies';
import { MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';

const { VPN, VGW, TGW, HUB, SPOKES, VPC, VPC_ATTACHMENT, VPN_ATTACHMENT, PROPAGATING_TABLE, ON_PREMISES, CGW } = estate;
const [NEW_VGW, NEW_CGW, NEW_VPN, OLD_TGW] = ['vgw-0a1b2c3d4e5f60002', 'cgw-0a1b2c3d4e5f60002', 'vpn-0a1b2c3d4e5f60002', 'tgw-0a1b2c3d4e5f60002'];

type Given = readonly [Snapshot, MoveDeclaration];

interface Row<K extends Kind = Kind> {
  readonly what: string;
  readonly kind: K;
  readonly given: (state: string) => Given;
  /** The ids of the findings, each once, of the states in which there is any. */
  readonly findings: Readonly<Partial<Record<StateOf<K>, readonly string[]>>>;
}

/** One finding in every state but these. */
function but<K extends Kind>(kind: K, fit: readonly StateOf<K>[], ...ids: string[]): Row<K>['findings'] {
  const states = statesOf(kind) as readonly StateOf<K>[];
  return Object.fromEntries(states.filter((state) => !fit.includes(state)).map((state) => [state, ids])) as unknown as Row<K>['findings'];
}

function row<K extends Kind>(what: string, kind: K, given: Row['given'], findings: Row<K>['findings']): Row {
  return { what, kind, given, findings: findings as Row['findings'] };
}

const toTransitGateway = (changes: Partial<Snapshot>): Given => [{ ...estate.snapshot, ...changes }, estate.declaration];
const vpcAttachment = (changes: Partial<TransitGatewayAttachment>) =>
  toTransitGateway({ attachments: [{ ...estate.vpcAttachment, ...changes }] });
const tables = (snapshot: Snapshot, id: string, changes: (table: Snapshot['transitGatewayRouteTables'][number]) => object) =>
  snapshot.transitGatewayRouteTables.map((table) => (table.id === id ? { ...table, ...changes(table) } : table));
const withStaticRoute = (id: string, route: Omit<TransitGatewayRoute, 'type'>) => toTransitGateway({
  transitGatewayRouteTables: tables(estate.snapshot, id, (table) => ({ routes: [...table.routes, { ...route, type: 'static' }] })),
});

/** Back again, from the transit gateway to the virtual private gateway. */
const home: MoveDeclaration = {
  ...estate.declaration, from: estate.declaration.to, to: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [PROPAGATING_TABLE] },
};
const toVirtualPrivateGateway = (changes: Partial<Snapshot>): Given => [{ ...estate.snapshotAfterTheMove, ...changes }, home];
const [vgw] = estate.snapshot.virtualPrivateGateways;

/** Another attachment on the transit gateway that is left, with one of its own on the new one. */
const inOldTable = { transitGatewayId: OLD_TGW, association: { routeTableId: 'tgw-rtb-old', state: 'associated' } };
const left = { ...estate.vpcAttachment, id: 'tgw-attach-left', resourceId: 'vpc-other', ...inOldTable };
const counterpart = { ...left, id: 'tgw-attach-counterpart', transitGatewayId: TGW, association: { routeTableId: SPOKES, state: 'associated' } };
const between = (changes: Partial<TransitGatewayAttachment>): Given => [{
  ...estate.snapshotAfterTheMove,
  connection: { ...estate.connectionOnTgw, gateway: { kind: 'transit-gateway', id: OLD_TGW } },
  transitGateways: [...estate.snapshot.transitGateways, { id: OLD_TGW, state: 'available', ownerId: estate.ACCOUNT }],
  attachments: [{ ...estate.vpnAttachment, ...inOldTable }, left, { ...counterpart, ...changes }],
  transitGatewayRouteTables: [...estate.snapshot.transitGatewayRouteTables, {
    id: 'tgw-rtb-old', transitGatewayId: OLD_TGW, state: 'available',
    routes: ON_PREMISES.map((destination) => ({ destination, type: 'static', state: 'active', attachmentIds: [VPN_ATTACHMENT] })),
  }],
  vpcRouteTables: [],
}, {
  ...estate.declaration,
  from: { ...estate.declaration.to as TransitGatewayEnd, id: OLD_TGW, associationRouteTableId: 'tgw-rtb-old', staticRouteTableIds: ['tgw-rtb-old'] },
  vpcRouteTables: [],
}];

/** One gateway in the place of another at the VPC, with a connection of its own. */
const replacing = (changes: Partial<Snapshot>): Given => [{
  ...estate.snapshot,
  virtualPrivateGateways: [vgw, { id: NEW_VGW, state: 'available', attachments: [], otherConnectionIds: [] }],
  connections: [estate.connectionOnVgw, { ...estate.connectionOnVgw, id: NEW_VPN, gateway: { kind: 'virtual-private-gateway', id: NEW_VGW } }],
  ...changes,
}, {
  ...estate.declaration,
  from: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [PROPAGATING_TABLE] },
  to: { kind: 'virtual-private-gateway', id: NEW_VGW, propagatingRouteTableIds: [PROPAGATING_TABLE], vpcId: VPC },
  replacement: { vpcId: VPC, connections: [{ fromId: VPN, toId: NEW_VPN }] },
}];
const [fromConnection, toConnection] = replacing({})[0].connections!;

const ROWS: readonly Row[] = [
  row('the connection', 'VPN connection', (state) => toTransitGateway({ connection: { ...estate.connectionOnVgw, state } }),
    { ...but('VPN connection', ['available'], 'connection-not-available'), deleted: ['connection-not-found'] }),
  row('its static routes, all of them', 'static route of a VPN connection',
    (state) => toTransitGateway({ connection: { ...estate.connectionOnVgw, staticRoutes: ON_PREMISES.map((cidr) => ({ cidr, state })) } }),
    but('static route of a VPN connection', ['pending', 'available'], 'no-static-routes', 'vpc-route-unclaimed')),
  row('one of its static routes', 'static route of a VPN connection', (state) => toTransitGateway({
    connection: { ...estate.connectionOnVgw, staticRoutes: ON_PREMISES.map((cidr, index) => ({ cidr, state: index === 0 ? state : 'available' })) },
  }), but('static route of a VPN connection', ['pending', 'available'], 'vpc-route-unclaimed')),
  row('the transit gateway', 'transit gateway', (state) => toTransitGateway({ transitGateways: [{ id: TGW, state, ownerId: estate.ACCOUNT }] }),
    but('transit gateway', ['available'], 'transit-gateway-not-available')),
  ...[HUB, SPOKES].map((id) => row(`its route table ${id}`, 'transit gateway route table',
    (state) => toTransitGateway({ transitGatewayRouteTables: tables(estate.snapshot, id, () => ({ state })) }),
    but('transit gateway route table', ['available'], 'transit-gateway-route-table-not-available'))),
  row('the attachment of the VPC', 'transit gateway attachment', (state) => vpcAttachment({ state }),
    but('transit gateway attachment', ['available'], 'vpc-not-attached')),
  row('its association', 'association', (state) => vpcAttachment({ association: { routeTableId: SPOKES, state } }),
    but('association', ['associated'], 'vpc-table-without-prefixes')),
  row('the only route back to the VPC, propagated', 'transit gateway route', (state) => toTransitGateway({
    transitGatewayRouteTables: tables(estate.snapshot, HUB, () => ({
      routes: [{ destination: '172.31.0.0/16', type: 'propagated', state, attachmentIds: [VPC_ATTACHMENT] }],
    })),
  }), but('transit gateway route', ['active'], 'no-return-path')),
  row('a static one beside it, which wins', 'transit gateway route',
    (state) => withStaticRoute(HUB, { destination: '172.31.0.0/16', state, attachmentIds: [VPC_ATTACHMENT] }),
    but('transit gateway route', ['active'], 'no-return-path')),
  row('a static route for a network behind the VPN', 'transit gateway route',
    (state) => withStaticRoute(SPOKES, { destination: ON_PREMISES[0], state, attachmentIds: ['tgw-attach-other'] }),
    but('transit gateway route', [], 'transit-gateway-route-exists')),
  row('a VPC route to the old gateway', 'VPC route', (state) => toTransitGateway({ vpcRouteTables: [withVpcRouteIn(state), estate.propagatingTable] }),
    but('VPC route', [], 'vpc-route-unclaimed')),
  row('the virtual private gateway to which it goes', 'virtual private gateway',
    (state) => toVirtualPrivateGateway({ virtualPrivateGateways: [{ ...vgw, state }] }),
    but('virtual private gateway', ['available'], 'vpn-gateway-not-available')),
  row('its attachment to the VPC', 'attachment of a virtual private gateway',
    (state) => toVirtualPrivateGateway({ virtualPrivateGateways: [{ ...vgw, attachments: [{ vpcId: VPC, state }] }] }),
    but('attachment of a virtual private gateway', ['attached'], 'vpc-not-served')),
  row('the customer gateway that it is to have', 'customer gateway', (state) => [
    { ...estate.snapshot, customerGateways: [{ id: CGW, state: 'available' }, { id: NEW_CGW, state }] },
    { ...estate.declaration, customerGateway: { fromId: CGW, toId: NEW_CGW } },
  ], { ...but('customer gateway', ['available'], 'customer-gateway-not-available'), deleted: ['customer-gateway-not-found'] }),
  row('the counterpart of an attachment that is left', 'transit gateway attachment', (state) => between({ state }),
    but('transit gateway attachment', ['available'], 'attachment-without-counterpart:tgw-attach-left')),
  row('the association of the counterpart', 'association', (state) => between({ association: { routeTableId: SPOKES, state } }),
    but('association', ['associated'], 'attachment-without-counterpart:tgw-attach-left')),
  row('a connection that is replaced', 'VPN connection', (state) => replacing({ connections: [{ ...fromConnection, state }, toConnection] }),
    { ...but('VPN connection', ['available'], 'connection-not-available'), deleted: ['connection-not-found'] }),
  row('the one that replaces it', 'VPN connection', (state) => replacing({ connections: [fromConnection, { ...toConnection, state }] }),
    { ...but('VPN connection', ['available'], 'connection-not-available'), deleted: ['connection-not-found'] }),
  row('static routes of the one that replaces it', 'static route of a VPN connection',
    (state) => {
      const staticRoutes = ON_PREMISES.map((cidr) => ({ cidr, state }));
      return replacing({ connections: [fromConnection, { ...toConnection, staticRoutes }] });
    },
    but('static route of a VPN connection', ['pending', 'available'], 'static-route-missing')),
  row('the attachment of the gateway whose place is taken', 'attachment of a virtual private gateway', (state) => replacing({
    virtualPrivateGateways: [{ ...vgw, attachments: [{ vpcId: VPC, state }] }, replacing({})[0].virtualPrivateGateways[1]],
  }), but('attachment of a virtual private gateway', ['attached'], 'vpn-gateway-not-in-place')),
];

describe.each(ROWS)('$what', ({ kind, given, findings }) => {
  test.each(statesOf(kind))('%s', (state) => {
    const [snapshot, declaration] = given(state);
    const ids = strategyOf(declaration).preflight(assess(snapshot, declaration)).map((finding) => finding.id);
    expect([...new Set(ids)].sort()).toEqual([...(findings as Record<string, readonly string[]>)[state] ?? []].sort());
  });
});

test.each(statesOf('VPC route'))('a route to the old gateway that moves is moved, %s or not: what it carries is behind the VPN', (state) => {
  const table = estate.staticTable(VGW);
  const routes = table.routes.map((route) => (route.targetId === VGW ? { ...route, state } : route));
  const snapshot = { ...estate.snapshot, vpcRouteTables: [{ ...table, routes }, estate.propagatingTable] };
  // What did not work before need not work on the way back.
  const brokenBefore = state === 'active' ? [] : estate.ON_PREMISES.map((cidr) => `${table.id}/${cidr}`);
  expect(assess(snapshot, estate.declaration).plan).toEqual({ ...estate.plan, paths: { ...estate.plan.paths, brokenBefore } });
});

function withVpcRouteIn(state: string): VpcRouteTable {
  const table = estate.staticTable(VGW);
  return { ...table, routes: [...table.routes, { destination: '10.77.0.0/16', targetId: VGW, origin: 'CreateRoute', state }] };
}
