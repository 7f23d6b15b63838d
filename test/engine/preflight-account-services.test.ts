/**
 * Findings about what is around a move: AS numbers, Direct Connect, other connections, what others lose, quotas, owners,
 * alarms, permissions. One thing changed in an estate in order, and exactly that finding comes up.
 */
import * as estate from './estate';
import { describeAction } from '../../lambda/engine/actions';
import { assess } from '../../lambda/engine/assessment';
import {
  OtherConnection, Snapshot, TransitGatewayAttachment, TransitGatewayRoute, VirtualPrivateGateway,
} from '../../lambda/engine/observation';
import { preflight, preflightNotes } from '../../lambda/engine/preflight';
import { actionsToDryRun } from '../../lambda/engine/preflight/dry-runs';
import { MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';

const { ACCOUNT, VPN, VGW, TGW, HUB, SPOKES, VPC, CGW, VPN_ATTACHMENT, STATIC_TABLE, PROPAGATING_TABLE } = estate;
const NEW_VGW = 'vgw-0a1b2c3d4e5f60002';
const NEW_TGW = 'tgw-0a1b2c3d4e5f60002';
const NEW_HUB = 'tgw-rtb-0a1b2c3d4e5f60003';
const NEW_SPOKES = 'tgw-rtb-0a1b2c3d4e5f60004';
const OWN_STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Move/1';
const OTHER_STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Network/2';

type Change = (snapshot: Snapshot) => Snapshot;
/** What is so, the move, what is changed in its estate, and the findings: id, what the message names, whether it may be accepted. */
type Row = [string, Story, Change, [id: string, names: RegExp, acceptable: boolean][]];

interface Story {
  readonly survey: Snapshot;
  readonly declaration: MoveDeclaration;
}

const [oldVgw] = estate.snapshot.virtualPrivateGateways;
const newVgw: VirtualPrivateGateway = { id: NEW_VGW, state: 'available', attachments: [], otherConnectionIds: [] };

const toTgw: Story = { survey: estate.snapshot, declaration: estate.declaration };
const toTgwBgp: Story = {
  survey: { ...estate.snapshot, connection: { ...estate.connectionOnVgw, routing: 'bgp', staticRoutes: [] } },
  declaration: estate.bgpDeclaration,
};
const swap: Story = {
  survey: { ...estate.snapshot, virtualPrivateGateways: [oldVgw, newVgw] },
  declaration: {
    ...estate.declaration,
    from: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [PROPAGATING_TABLE] },
    to: { kind: 'virtual-private-gateway', id: NEW_VGW, propagatingRouteTableIds: [PROPAGATING_TABLE], vpcId: VPC },
  },
};
const onTgw = estate.snapshotAfterTheMove;
const toVgw: Story = {
  survey: onTgw,
  declaration: {
    ...estate.declaration,
    from: estate.declaration.to,
    to: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [PROPAGATING_TABLE] },
  },
};
const toVgwBgp: Story = {
  survey: {
    ...onTgw,
    connection: { ...estate.connectionOnTgw, routing: 'bgp' },
    attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, propagations: [{ routeTableId: SPOKES, state: 'enabled' }] }],
    transitGatewayRouteTables: onTgw.transitGatewayRouteTables.map((table) => ({
      ...table, routes: table.routes.map((route) => ({ ...route, type: 'propagated' as const })),
    })),
  },
  declaration: { ...toVgw.declaration, from: estate.bgpDeclaration.to },
};
const newVpcAttachment: TransitGatewayAttachment = {
  ...estate.vpcAttachment, id: 'tgw-attach-new-vpc', transitGatewayId: NEW_TGW, association: { routeTableId: NEW_SPOKES, state: 'associated' },
};
const betweenTgws: Story = {
  survey: {
    ...onTgw,
    transitGateways: [...onTgw.transitGateways, { id: NEW_TGW, state: 'available', ownerId: ACCOUNT }],
    attachments: [...onTgw.attachments, newVpcAttachment],
    transitGatewayRouteTables: [
      ...onTgw.transitGatewayRouteTables,
      {
        id: NEW_HUB,
        transitGatewayId: NEW_TGW,
        state: 'available',
        routes: [{ destination: '172.31.0.0/16', type: 'propagated', state: 'active', attachmentIds: [newVpcAttachment.id] }],
      },
      { id: NEW_SPOKES, transitGatewayId: NEW_TGW, state: 'available', routes: [] },
    ],
  },
  declaration: {
    ...estate.declaration,
    from: estate.declaration.to,
    to: { ...estate.declaration.to as TransitGatewayEnd, id: NEW_TGW, associationRouteTableId: NEW_HUB, staticRouteTableIds: [NEW_SPOKES] },
  },
};
const betweenTgwsBgp: Story = {
  survey: {
    ...betweenTgws.survey,
    connection: toVgwBgp.survey.connection,
    attachments: [...toVgwBgp.survey.attachments, newVpcAttachment],
    transitGatewayRouteTables: [...toVgwBgp.survey.transitGatewayRouteTables, ...betweenTgws.survey.transitGatewayRouteTables.slice(2)],
  },
  declaration: {
    ...betweenTgws.declaration,
    from: estate.bgpDeclaration.to,
    to: { ...betweenTgws.declaration.to as TransitGatewayEnd, propagationRouteTableIds: [NEW_SPOKES], staticRouteTableIds: [] },
  },
};
const device: Story = {
  survey: estate.snapshot,
  declaration: { ...estate.declaration, to: estate.declaration.from, vpcRouteTables: [], customerGateway: { fromId: CGW, toId: 'cgw-new' } },
};

const STORIES = { toTgw, toTgwBgp, exchange: swap, toVgw, toVgwBgp, betweenTgws, betweenTgwsBgp, device };

const connection = (changes: Partial<NonNullable<Snapshot['connection']>>): Change => (snapshot) => ({ ...snapshot, connection: { ...snapshot.connection!, ...changes } });
const vpnGateway = (id: string, changes: Partial<VirtualPrivateGateway>): Change => (snapshot) => ({
  ...snapshot, virtualPrivateGateways: snapshot.virtualPrivateGateways.map((each) => (each.id === id ? { ...each, ...changes } : each)),
});
const transitGateway = (id: string, changes: Partial<Snapshot['transitGateways'][0]>): Change => (snapshot) => ({
  ...snapshot, transitGateways: snapshot.transitGateways.map((each) => (each.id === id ? { ...each, ...changes } : each)),
});
const transitTable = (id: string, changes: Partial<Snapshot['transitGatewayRouteTables'][0]>): Change => (snapshot) => ({
  ...snapshot,
  transitGatewayRouteTables: snapshot.transitGatewayRouteTables.map((each) => (each.id === id ? { ...each, ...changes } : each)),
});
const transitRoute = (id: string, route: Partial<TransitGatewayRoute>): Change => (snapshot) => ({
  ...snapshot,
  transitGatewayRouteTables: snapshot.transitGatewayRouteTables.map((each) => (each.id === id
    ? { ...each, routes: [...each.routes, { destination: '10.1.0.0/16', type: 'propagated', state: 'active', attachmentIds: ['tgw-attach-x'], ...route }] } : each)),
});
const vpcTable = (id: string, changes: Partial<Snapshot['vpcRouteTables'][0]>): Change => (snapshot) => ({
  ...snapshot, vpcRouteTables: snapshot.vpcRouteTables.map((each) => (each.id === id ? { ...each, ...changes } : each)),
});
const attachment = (more: Partial<TransitGatewayAttachment>): Change => (snapshot) => ({
  ...snapshot, attachments: [...snapshot.attachments, { ...estate.vpcAttachment, id: 'tgw-attach-x', resourceId: 'vpc-other', ...more }],
});
const also = (changes: Partial<Snapshot>): Change => (snapshot) => ({ ...snapshot, ...changes });
const all = (...changes: Change[]): Change => (snapshot) => changes.reduce((observed, change) => change(observed), snapshot);

const neighbour = (changes: Partial<OtherConnection>): OtherConnection =>
  ({ id: 'vpn-other', customerGatewayId: 'cgw-other', insideCidrs: [], staticRoutes: [], ...changes });
const customerAsn = (asn: number) => also({ customerGateways: [{ id: CGW, state: 'available', asn }] });
const directConnectAt = (vpnGatewayId: string) => also({
  directConnect: { paths: [{ id: 'dxvif-1', kind: 'virtual interface', vpnGatewayId, state: 'available' }] },
});
const ingress = (gatewayId: string): Change => (snapshot) => ({
  ...snapshot,
  vpcRouteTables: [...snapshot.vpcRouteTables, {
    id: 'rtb-ingress',
    vpcId: VPC,
    subnetIds: [],
    propagatingGatewayIds: [],
    gatewayIds: [gatewayId],
    routes: [
      { destination: '172.31.0.0/16', targetId: 'eni-firewall', origin: 'CreateRoute', state: 'active' },
      { destination: '172.31.0.0/16', targetId: 'local', origin: 'CreateRouteTable', state: 'active' },
    ],
  }],
});
const stack = (changes: Partial<NonNullable<Snapshot['stack']>> = {}) => also({ stack: { id: OWN_STACK, rollbackAlarms: [], ...changes } });

test.each(Object.entries(STORIES))('%s: in order it has no finding', (_, { survey: snapshot, declaration }) => {
  expect(preflight(assess(snapshot, declaration))).toEqual([]);
});

test.each<Row>([
  ['a core network', toTgw, connection({ gateway: undefined, coreNetworkArn: 'arn:core' }), [['connection-on-core-network', /Cloud WAN core network arn:core/, false]]],
  ['a concentrator', toTgw, connection({ gateway: undefined, concentratorId: 'vcn-1' }), [['connection-on-concentrator', /vcn-1/, false]]],
  ['private tunnels of the old transit gateway', betweenTgws, connection({ transportAttachmentId: 'tgw-attach-dx' }),
    [['transport-attachment-left', /through tgw-attach-dx, which belongs to tgw-/, false]]],
])('where it stands: %s', expectFindings);

test.each<Row>([
  ['the new customer gateway does not exist', device, also({ customerGateways: [] }), [['customer-gateway-not-found', /cgw-new/, false]]],
  ['it is being deleted', device, also({ customerGateways: [{ id: 'cgw-new', state: 'deleting' }] }), [['customer-gateway-not-available', /is deleting/, false]]],
  ['its number is that of the virtual private gateway', device,
    all(also({ customerGateways: [{ id: 'cgw-new', state: 'available', asn: 64512 }] }), vpnGateway(VGW, { amazonSideAsn: 64512 })),
    [['asn-equal', /both have AS number 64512/, false]]],
  ['BGP to a transit gateway with the device\'s number', toTgwBgp, all(customerAsn(65000), transitGateway(TGW, { amazonSideAsn: 65000 })),
    [['asn-equal', /both have AS number 65000/, false]]],
  ['the same with static routing', toTgw, all(customerAsn(65000), transitGateway(TGW, { amazonSideAsn: 65000 })),
    [[`asn-equal-unused:${TGW}`, /static routing does not use it/, true]]],
  ['the device expects the old number', toTgwBgp, all(vpnGateway(VGW, { amazonSideAsn: 64512 }), transitGateway(TGW, { amazonSideAsn: 64513 })),
    [[`asn-changes:${TGW}/64513`, /from 64512 to 64513/, true]]],
  ['static routing has no number to expect', toTgw, all(vpnGateway(VGW, { amazonSideAsn: 64512 }), transitGateway(TGW, { amazonSideAsn: 64513 })), []],
])('AS numbers: %s', expectFindings);

test.each<Row>([
  ['an inside CIDR block is taken on the new gateway', swap, all(
    connection({ insideCidrs: ['169.254.10.1/30'] }), vpnGateway(NEW_VGW, { otherConnections: [neighbour({ insideCidrs: ['169.254.10.2/30'] })] }),
  ), [['inside-cidr-in-use', /169\.254\.10\.0\/30 .* vpn-other/, false]]],
  ['an IPv6 one on the new transit gateway', betweenTgws, all(
    connection({ insideCidrs: ['169.254.10.0/30', 'fd00::/126'] }),
    transitGateway(NEW_TGW, { otherConnections: [neighbour({ insideCidrs: ['169.254.10.0/30', 'fd00::/126'] })] }),
  ), [['inside-cidr-in-use', /fd00::\/126/, false]]],
  ['the same two gateways are connected already', swap, vpnGateway(NEW_VGW, { otherConnections: [neighbour({ customerGatewayId: CGW })] }),
    [['duplicate-connection:vpn-other', new RegExp(`connects ${NEW_VGW} and ${CGW}`), true]]],
  ['another one has a longer prefix there', swap, vpnGateway(NEW_VGW, { otherConnections: [neighbour({ staticRoutes: ['10.1.7.0/24'] })] }),
    [['vpn-route-shadowing:vpn-other/10.1.7.0/24', /after it vpn-other does, since the longer prefix wins/, true]]],
  ['another one has the same prefix there', swap, vpnGateway(NEW_VGW, { otherConnections: [neighbour({ staticRoutes: ['10.1.0.0/16'] })] }),
    [['vpn-route-shadowing:vpn-other/10.1.0.0/16', /either of the two/, true]]],
  ['sites reach each other through the old gateway', toTgw, vpnGateway(VGW, { otherConnectionIds: ['vpn-other'] }),
    [['sites-separated:vpn-other', /can reach each other's sites/, true]]],
])('other connections: %s', expectFindings);

test.each<Row>([
  ['it could not be read', toTgw, also({ directConnect: { unreadable: 'AccessDeniedException' } }),
    [[`direct-connect-unknown:${VGW}`, /could not be read: AccessDeniedException/, true]]],
  ['it could not be read of either gateway', swap, also({ directConnect: { unreadable: 'timeout' } }),
    [[`direct-connect-unknown:${VGW}`, /timeout/, true], [`direct-connect-unknown:${NEW_VGW}`, /timeout/, true]]],
  ['it hangs on the gateway that is detached', swap, directConnectAt(VGW), [['direct-connect-cut-off:dxvif-1', /detaching vgw-.* cut off virtual interface dxvif-1/, true]]],
  ['it wins on the gateway that is left', toTgw, directConnectAt(VGW),
    [['direct-connect-loses:dxvif-1', new RegExp(`wins over the VPN on ${VGW} before .* lead 10\\.1\\.0\\.0/16, .* to ${TGW}, and the VPN wins`), true]]],
  ['it wins on the gateway that is arrived at', toVgw, directConnectAt(VGW), [['direct-connect-wins:dxvif-1', /Direct Connect wins after it/, true]]],
  ['there is none', toTgw, also({ directConnect: { paths: [] } }), []],
])('Direct Connect: %s', expectFindings);

const directConnect = attachment({ resourceType: 'direct-connect-gateway', resourceId: 'dxgw-1', association: undefined });

test.each<Row>([
  ['Direct Connect is named, and first', toTgw, all(directConnect, transitRoute(SPOKES, { destination: '10.1.9.0/24', attachmentIds: ['tgw-attach-y'] }), transitRoute(SPOKES, {})), [
    [`transit-gateway-route-shadowed:${SPOKES}/10.1.0.0/16`, /winner for 10\.1\.0\.0\/16 is Direct Connect \(tgw-attach-x\) before the move, and the VPN after it/, true],
    [`transit-gateway-route-shadowing:${SPOKES}/10.1.9.0/24`, /There the winner is tgw-attach-y, before and after/, true],
  ]],
  ['its wider prefix loses to the VPN\'s', toTgw, all(directConnect, transitRoute(SPOKES, { destination: '10.1.0.0/15' })),
    [[`transit-gateway-route-shadowed:${SPOKES}/10.1.0.0/15`, /carries 10\.1\.0\.0\/16 before the move; after it the VPN does/, true]]],
  ['a wider one of anybody else is beaten as it should be', toTgw, all(attachment({ association: undefined }), transitRoute(SPOKES, { destination: '10.1.0.0/15' })), []],
  ['of two that propagate, Direct Connect stays the winner', toTgwBgp, all(directConnect, transitRoute(SPOKES, {})),
    [[`transit-gateway-route-shadowed:${SPOKES}/10.1.0.0/16`, /is Direct Connect \(tgw-attach-x\) before the move, and Direct Connect \(tgw-attach-x\) after it/, true]]],
  ['two VPNs share', toTgwBgp, all(attachment({ resourceType: 'vpn', resourceId: 'vpn-other', association: undefined }), transitRoute(SPOKES, {})),
    [[`transit-gateway-route-shadowed:${SPOKES}/10.1.0.0/16`, /both at once if their AS paths are equally long \(ECMP\)/, true]]],
  ['a prefix list beats a VPN that propagates, whichever type its route is shown with', toTgwBgp,
    transitRoute(SPOKES, { prefixListId: 'pl-1', attachmentIds: [] }),
    [['transit-gateway-route-exists', /propagated route 10\.1\.0\.0\/16 .* leads to nowhere \(blackhole\), would beat the prefix/, false]]],
  ['a prefix list whose blocks are not told', toTgw, transitTable(SPOKES, { prefixListReferences: [{ prefixListId: 'pl-1', attachmentId: 'tgw-attach-x' }] }),
    [[`prefix-list-not-read:${SPOKES}/pl-1`, /blocks are not among its routes/, true]]],
  ['one whose blocks are told, and lie elsewhere', toTgw, all(
    transitTable(SPOKES, { prefixListReferences: [{ prefixListId: 'pl-1' }] }), transitRoute(SPOKES, { destination: '192.168.0.0/16', type: 'static', prefixListId: 'pl-1' }),
  ), []],
])('who wins on the transit gateway: %s', expectFindings);

test.each<Row>([
  ['a default route is announced that was not', toTgwBgp, transitRoute(HUB, { destination: '0.0.0.0/0', type: 'static' }),
    [[`default-route-announced:${TGW}/0.0.0.0/0`, /which hears none today/, true]]],
  ['one is announced that was before', betweenTgwsBgp, all(
    transitRoute(HUB, { destination: '0.0.0.0/0', type: 'static' }), transitRoute(NEW_HUB, { destination: '0.0.0.0/0', type: 'static' }),
  ), []],
  ['one is announced no longer', toVgwBgp, transitRoute(HUB, { destination: '0.0.0.0/0', type: 'static' }),
    [[`default-route-withdrawn:${VGW}/0.0.0.0/0`, /hears a default route/, true]]],
  ['to a static device nobody announces', toTgw, transitRoute(HUB, { destination: '0.0.0.0/0', type: 'static' }), []],
  ['another network is out of reach', toVgw, transitRoute(HUB, { destination: '172.20.0.0/16' }), [[`reach-lost:${VGW}/172.20.0.0/16`, /172\.20\.0\.0\/16 can be reached/, true]]],
  ['one that the new gateway reaches as well', betweenTgws, all(transitRoute(HUB, { destination: '172.20.0.0/16' }), transitRoute(NEW_HUB, { destination: '172.16.0.0/12' })), []],
  ['both tunnels become active', toTgwBgp, transitGateway(TGW, { vpnEcmp: true }), [[`ecmp-becomes-active:${TGW}`, /uses both tunnels at the same time/, true]]],
  ['with one tunnel up there is nothing to share', toTgwBgp, all(transitGateway(TGW, { vpnEcmp: true }), connection({
    tunnels: [{ outsideAddress: '203.0.113.1', status: 'UP', acceptedRouteCount: 3 }, { outsideAddress: '203.0.113.2', status: 'DOWN', acceptedRouteCount: 0 }],
  })), []],
  ['static routing never shares', toTgw, transitGateway(TGW, { vpnEcmp: true }), []],
])('what is reached and heard: %s', expectFindings);

test.each<Row>([
  ['a firewall is bypassed', toTgw, ingress(VGW), [['ingress-inspection-bypassed:rtb-ingress', /to eni-firewall; after the move/, true]]],
  ['a firewall comes into the way', toVgw, ingress(VGW), [['ingress-inspection-begins:rtb-ingress', /does not pass today/, true]]],
  ['there is one on both sides', swap, all(ingress(VGW), ingress(NEW_VGW)), []],
  ['another VPC has no way to the new gateway', betweenTgws, attachment({}), [['attachment-without-counterpart:tgw-attach-x', /vpc vpc-other\) reaches the VPN through/, true]]],
  ['nor to the virtual private gateway', toVgw, attachment({}), [['attachment-without-counterpart:tgw-attach-x', new RegExp(`${VGW} has no way`), true]]],
  ['it has one', betweenTgws, all(attachment({}), attachment({ id: 'tgw-attach-y', transitGatewayId: NEW_TGW, association: { routeTableId: NEW_SPOKES, state: 'associated' } })), []],
  ['it has one whose table does not learn', betweenTgws,
    all(attachment({}), attachment({ id: 'tgw-attach-y', transitGatewayId: NEW_TGW, association: { routeTableId: NEW_HUB, state: 'associated' } })),
    [['attachment-without-counterpart:tgw-attach-x', /has no way for it/, true]]],
  ['its table does not lead to the VPN', betweenTgws, attachment({ association: { routeTableId: HUB, state: 'associated' } }), []],
  ['a blackhole inside a prefix', betweenTgws, transitRoute(SPOKES, { destination: '10.1.9.0/24', type: 'static', state: 'blackhole', attachmentIds: [] }),
    [[`blackhole-not-moved:${SPOKES}/10.1.9.0/24`, /drops a part/, true]]],
  ['a prefix list leads to the VPN', betweenTgws, transitTable(SPOKES, {
    prefixListReferences: [{ prefixListId: 'pl-1', attachmentId: VPN_ATTACHMENT }],
  }), [['prefix-list-reference', /leads prefix list pl-1 to tgw-attach-/, false]]],
  ['a prefix list leads elsewhere', betweenTgws, transitTable(SPOKES, { prefixListReferences: [{ prefixListId: 'pl-1', attachmentId: 'tgw-attach-x' }] }), []],
])('what others lose or get: %s', expectFindings);

const quota = (name: NonNullable<Snapshot['quotas']>[0]['name'], applied: number | { unreadable: string }) => also({ quotas: [{ name, applied }] });
const tenOthers = vpnGateway(NEW_VGW, { otherConnectionIds: Array.from({ length: 10 }, (_, index) => `vpn-${index}`) });

test.each<Row>([
  ['connections on the gateway', swap, all(tenOthers, quota('vpn-connections-per-vpn-gateway', 10)), [['quota-exceeded', /would have 11, .* is 10/, false]]],
  ['they were raised', swap, all(tenOthers, quota('vpn-connections-per-vpn-gateway', 11)), []],
  ['they could not be read', swap, all(tenOthers, quota('vpn-connections-per-vpn-gateway', { unreadable: 'denied' })),
    [[`quota-unknown:${NEW_VGW}/vpn-connections-per-vpn-gateway`, /is 10 unless it was raised, and could not be read: denied/, true]]],
  ['routes of the transit gateway', toTgw, quota('routes-per-transit-gateway', 3), [['quota-exceeded', new RegExp(`${TGW} would have 4`), false]]],
  ['propagated ones count', toTgwBgp, quota('routes-per-transit-gateway', 3), [['quota-exceeded', new RegExp(`${TGW} would have 4`), false]]],
  ['attachments of the transit gateway', toTgw, quota('attachments-per-transit-gateway', 1), [['quota-exceeded', /would have 2/, false]]],
  ['routes of the VPC table', toTgw, quota('routes-per-vpc-route-table', 2), [['quota-exceeded', new RegExp(`${PROPAGATING_TABLE} would have 3`), false]]],
  ['unread and undocumented, it is no finding', toTgw, quota('routes-per-vpc-route-table', { unreadable: 'denied' }), []],
  ['BGP prefixes on a virtual private gateway', toVgwBgp, connection({ tunnels: [{ outsideAddress: '203.0.113.1', status: 'UP', acceptedRouteCount: 101 }] }), [
    ['too-many-bgp-prefixes', /announces 101 prefixes/, false],
  ]],
])('quotas: %s', expectFindings);

test.each<Row>([
  ['the connection', toTgw, all(stack(), connection({ stackId: OTHER_STACK })), [[`owned-by-another-stack:${VPN}`, /belongs to stack Network/, true]]],
  ['the connection, by the stack of the move', toTgw, all(stack(), connection({ stackId: OWN_STACK })), []],
  ['a table whose routes are replaced', toTgw, all(stack(), vpcTable(STATIC_TABLE, { stackId: OTHER_STACK })), [[`owned-by-another-stack:${STATIC_TABLE}`, /VPC route table/, true]]],
  ['a table that only gets routes', toTgw, all(stack(), vpcTable(PROPAGATING_TABLE, { stackId: OTHER_STACK })), []],
  ['a table of the transit gateway that is left', toVgw, all(stack(), transitTable(SPOKES, { stackId: OTHER_STACK })),
    [[`owned-by-another-stack:${SPOKES}`, /transit gateway route table/, true]]],
  ['the gateway that is detached', swap, all(stack(), vpnGateway(VGW, { stackId: OTHER_STACK })), [[`owned-by-another-stack:${VGW}`, /virtual private gateway/, true]]],
])('owned by another stack: %s', expectFindings);

test.each<Row>([
  ['one that watches this connection', toTgw, stack({ rollbackAlarms: [{ name: 'TunnelDown', watches: 'this connection' }] }),
    [['rollback-alarm:TunnelDown', /which watches vpn-/, true]]],
  ['one that cannot be seen through', toTgw, stack({ rollbackAlarms: [{ name: 'All', watches: 'unknown' }] }), [['rollback-alarm:All', /cannot be seen/, true]]],
  ['one of something else', toTgw, stack({ rollbackAlarms: [{ name: 'Queue', watches: 'something else' }] }), []],
  ['unread ones', toTgw, stack({ rollbackAlarms: { unreadable: 'AccessDenied' } }), [['rollback-alarms-unknown:Move', /could not be read: AccessDenied/, true]]],
])('rollback alarms: %s', expectFindings);

test('all refused calls are one finding; what EC2 only objects to is none', () => {
  const snapshot: Snapshot = {
    ...estate.snapshot,
    trials: [
      { action: 'ec2:ReplaceRoute', resourceId: STATIC_TABLE, outcome: 'refused', code: 'UnauthorizedOperation' },
      { action: 'ec2:CreateRoute', resourceId: PROPAGATING_TABLE, outcome: 'refused', code: 'UnauthorizedOperation' },
      { action: 'ec2:DeleteRoute', resourceId: PROPAGATING_TABLE, outcome: 'unproven', code: 'InvalidRoute.NotFound' },
    ],
  };
  const findings = preflight(assess(snapshot, estate.declaration));
  expect(findings).toEqual([expect.objectContaining({
    id: 'not-permitted', message: `the role of the move may not make these calls: ec2:ReplaceRoute on ${STATIC_TABLE}, ec2:CreateRoute on ${PROPAGATING_TABLE}`,
  })]);
  expect(findings[0]).not.toHaveProperty('acceptable');
  expect(preflightNotes(assess(snapshot, estate.declaration)).find((each) => each.id === 'not-covered-by-dry-run')?.of)
    .toContain(`ec2:DeleteRoute on ${PROPAGATING_TABLE} (InvalidRoute.NotFound)`);
});

describe('what is tried before anything is changed, and what cannot be', () => {
  const tried = ({ survey: snapshot, declaration }: Story) => actionsToDryRun(snapshot, declaration, assess(snapshot, declaration).plan)
    .map(describeAction);
  const notTried = ({ survey: snapshot, declaration }: Story) => preflightNotes(assess(snapshot, declaration)).find((each) => each.id === 'not-covered-by-dry-run')?.of;

  test('to a transit gateway: VPC routes there and back, and the removal of its routes on the way back', () => {
    expect(tried(toTgw)).toEqual([
      `point route 10.3.0.0/16 in ${STATIC_TABLE} to ${VGW}`,
      `create route 10.3.0.0/16 in ${PROPAGATING_TABLE} to ${TGW}`,
      `delete route 10.3.0.0/16 in ${PROPAGATING_TABLE}`,
      `delete route 10.3.0.0/16 in ${SPOKES}`,
    ]);
    expect(notTried(toTgw)).toEqual([
      `ec2:CreateVpnConnectionRoute on ${VPN}`, `ec2:DeleteVpnConnectionRoute on ${VPN}`,
      `ec2:CreateTransitGatewayRoute on ${SPOKES}`, `ec2:AssociateTransitGatewayRouteTable on ${HUB}`,
    ]);
  });

  test('an exchange: both gateways off and on, propagation of both', () => {
    expect(tried(swap)).toEqual(expect.arrayContaining([
      `detach ${VGW} from ${VPC}`, `attach ${VGW} to ${VPC}`, `detach ${NEW_VGW} from ${VPC}`, `attach ${NEW_VGW} to ${VPC}`,
      `enable propagation of ${NEW_VGW} to ${PROPAGATING_TABLE}`, `enable propagation of ${VGW} to ${PROPAGATING_TABLE}`,
      `disable propagation of ${NEW_VGW} to ${PROPAGATING_TABLE}`,
    ]));
  });

  test('from a transit gateway: with the attachment that is there, for the one that the way back will make', () => {
    expect(tried(betweenTgws)).toEqual(expect.arrayContaining([
      `associate ${VPN_ATTACHMENT} with ${HUB}`, `create route 10.3.0.0/16 in ${SPOKES} to ${VPN_ATTACHMENT}`,
      `delete route 10.3.0.0/16 in ${SPOKES}`, `delete route 10.3.0.0/16 in ${NEW_SPOKES}`,
    ]));
  });

  test('where only the device changes there is nothing but the modify', () => {
    expect(tried(device)).toEqual([]);
    expect(notTried(device)).toBeUndefined();
  });
});

test('what is worth knowing and harms nobody is a note', () => {
  const snapshot = all(
    customerAsn(65000), transitGateway(TGW, { amazonSideAsn: 64512 }), stack({ rootId: OTHER_STACK }),
    quota('routes-per-vpc-route-table', { unreadable: 'denied' }), transitRoute(HUB, { destination: '172.20.0.0/16' }),
  )(toTgwBgp.survey);
  expect(preflight(assess(snapshot, toTgwBgp.declaration))).toEqual([]);
  expect(preflightNotes(assess(snapshot, toTgwBgp.declaration))).toEqual([
    { id: 'device-hears-today', message: expect.any(String), of: ['172.31.0.0/16'] },
    { id: 'device-will-hear', message: expect.any(String), of: ['172.20.0.0/16', '172.31.0.0/16'] },
    { id: 'bgp-session', message: 'after the move BGP runs between AS 65000 (the device) and AS 64512 (AWS)' },
    { id: 'quota-not-read', message: 'the quota of routes in one VPC route table could not be read (denied): it is unknown' },
    { id: 'root-stack-not-read', message: expect.stringContaining(OTHER_STACK) },
    { id: 'not-covered-by-dry-run', message: expect.any(String), of: [`ec2:AssociateTransitGatewayRouteTable on ${HUB}`, `ec2:EnableTransitGatewayRouteTablePropagation on ${SPOKES}`] },
  ]);
});

test('of a connection that does not exist nothing is remarked', () => {
  expect(preflightNotes(assess({ ...estate.snapshot, connection: undefined }, estate.declaration))).toEqual([]);
});

function expectFindings(_: string, { survey: snapshot, declaration }: Story, change: Change, expected: Row[3]): void {
  const findings = preflight(assess(change(snapshot), declaration));
  expect(findings.map(({ id, acceptable = false }) => [id, acceptable])).toEqual(expected.map(([id, , acceptable]) => [id, acceptable]));
  findings.forEach((finding, index) => expect(finding.message).toMatch(expected[index][1]));
  expect(findings.every((finding) => finding.remedy.length > 0)).toBe(true);
}
