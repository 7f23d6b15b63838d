/** What each finding is about, brought about on the embedded EC2 before the first deployment: one thing in an estate in order. */
import { Estate, ON_PREMISES, OWN_STACK, World } from './world';
import { GatewayReplacement } from '../../src/contract/replacement-declaration';

export interface Cause {
  readonly finding: string;
  readonly when: string;
  /** A static connection from a virtual private gateway to a transit gateway, unless given. */
  readonly estate?: Estate;
  readonly prepare: (world: World) => void;
}

const NOWHERE = '0123456789abcdef0';
const OTHER_STACK = OWN_STACK.replace('Move', 'Spokes');
const [FIRST] = ON_PREMISES;

const BGP: Estate = { routing: 'bgp' };
const DEFAULTS: Estate = { defaultRouteTable: true };
const TO_VGW: Estate = { move: 'tgw-to-vgw' };
const BETWEEN_TGWS: Estate = { move: 'tgw-to-tgw' };
const EXCHANGE: Estate = { move: 'vgw-to-vgw' };
const DEVICE: Estate = { move: 'customer-gateway' };
const CLASSIC: Estate = { move: 'classic' };
const CLASSIC_BGP: Estate = { ...CLASSIC, ...BGP };

/** Told of nothing but an edit of a target: `target-changes.test.ts` brings them about, and does what they say. */
export const EDIT_FINDINGS: readonly string[] = ['association-missing', 'default-route-table-in-the-way'];

export const CAUSES: readonly Cause[] = [
  // The connection
  so('connection-not-found', 'its id is misspelt', {}, (world) => world.declare({ vpnConnectionId: `vpn-${NOWHERE}` })),
  so('connection-not-found', 'that of a new connection is', CLASSIC, (world) => replaced(world, { toId: `vpn-${NOWHERE}` })),
  so('connection-not-available', 'somebody modifies it', {}, (world) => world.become('vpnConnections', world.connectionId, { state: 'modifying' })),
  so('connection-not-available', 'a new one is being made', CLASSIC, (world) => {
    world.become('vpnConnections', world.declaration.replacement!.connections[0].toId, { state: 'pending' });
  }),
  so('connection-classic', 'it is one', CLASSIC, (world) => world.declare({ replacement: undefined })),
  so('connection-on-core-network', 'it is there', {}, (world) => world.become('vpnConnections', world.connectionId, {
    target: undefined, elsewhere: { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0a1b2c3d4e5f60718' },
  })),
  so('connection-on-concentrator', 'it is there', {}, (world) => world.become('vpnConnections', world.connectionId, {
    target: undefined, elsewhere: { VpnConcentratorId: 'vcn-0a1b2c3d4e5f60718' },
  })),
  so('connection-elsewhere', 'another gateway is declared', {}, (world) => world.declareFrom({ id: world.seed.vpnGateway() })),
  so('connection-elsewhere', 'the new one stands on another', CLASSIC, (world) => {
    const toId = world.seed.vpnConnection({ on: world.seed.vpnGateway(), routing: 'static', staticRoutes: ON_PREMISES, networks: ON_PREMISES });
    replaced(world, { toId });
  }),
  so('customer-gateway-differs', 'another one is declared', DEVICE, (world) => world.declare({
    customerGateway: { ...world.declaration.customerGateway!, fromId: world.seed.customerGateway() },
  })),
  so('transport-attachment-left', 'its tunnels are private', BETWEEN_TGWS, (world) => world.become('vpnConnections', world.connectionId, {
    options: { OutsideIpAddressType: 'PrivateIpv4', TransportTransitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718' },
  })),
  so('no-static-routes', 'somebody has deleted them', {}, (world) => {
    for (const cidr of ON_PREMISES) world.call('DeleteVpnConnectionRoute', { VpnConnectionId: world.connectionId, DestinationCidrBlock: cidr });
  }),
  so('declared-prefixes-differ', 'one more is declared', {}, (world) => world.declare({ onPremisesCidrs: [...ON_PREMISES, '10.9.0.0/16'] })),
  so('on-premises-prefixes-unknown', 'another connection may have propagated them', BGP, (world) => {
    world.accept(`sites-separated:${neighbour(world, world.declaration.from.id)}`);
  }),
  so('on-premises-prefixes-unknown', 'the tunnels are down', BGP, (world) => {
    world.become('vpnConnections', world.connectionId, {
      tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, up: false, ipsecUp: false })),
    });
  }),
  so('on-premises-prefixes-unknown', 'they report fewer', BGP, (world) => {
    world.become('vpnConnections', world.connectionId, {
      tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: 1 })),
    });
  }),
  so('on-premises-prefixes-unknown', 'the new gateway is not to propagate', CLASSIC_BGP, (world) => {
    world.become('vpnConnections', world.connectionId, {
      tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: 1 })),
    });
    world.declareTo({ propagatingRouteTableIds: [] });
  }),
  so('modify-refused', 'EC2 says why, and static routes are there', {}, (world) => refusingToModify(world, 'OperationNotPermitted')),
  so('modify-uncertain', 'nobody knows what EC2 means', BGP, (world) => refusingToModify(world, 'OperationNotPossibleToday')),

  // The customer gateway, and AS numbers
  so('customer-gateway-not-found', 'its id is misspelt', DEVICE, (world) => customerGatewayTo(world, `cgw-${NOWHERE}`)),
  so('customer-gateway-not-available', 'it is being made', DEVICE, (world) => world.become('customerGateways', world.declaration.customerGateway!.toId, { state: 'pending' })),
  so('asn-equal', 'a BGP connection arrives', BGP, (world) => equalAsns(world)),
  so('asn-equal-unused', 'a static one does', {}, (world) => equalAsns(world)),
  so('asn-changes', 'the new gateway has another', BGP, (world) => world.become('transitGateways', world.to.id, { amazonSideAsn: 64_999 })),

  // The transit gateway that is left
  so('source-association-differs', 'another table is declared', BETWEEN_TGWS, (world) => world.declareFrom({ associationRouteTableId: world.from.staticRouteTableIds[0] })),
  so('source-propagation-undeclared', 'into a table of the transit gateway', { ...BETWEEN_TGWS, routing: 'bgp' }, (world) => world.declareFrom({ propagationRouteTableIds: [] })),
  so('source-propagation-undeclared', 'into one of the VPC', EXCHANGE, (world) => world.declareFrom({ propagatingRouteTableIds: [] })),
  so('source-default-route-table-undeclared', 'the gateway has one', { ...BETWEEN_TGWS, ...DEFAULTS }, (world) => world.declareFrom({ defaultRouteTableIds: [] })),
  so('source-route-table-undeclared', 'it has routes to the VPN', BETWEEN_TGWS, (world) => world.declareFrom({ staticRouteTableIds: [] })),
  so('prefix-list-reference', 'it leads to the VPN', BETWEEN_TGWS, (world) => world.seed.transitGatewayPrefixListReference({
    routeTableId: world.from.staticRouteTableIds[0], prefixListId: world.seed.prefixList(['10.8.0.0/16']),
    attachmentId: world.attachmentOf(world.connectionId, world.from.id),
  })),

  // The transit gateway that is arrived at
  so('transit-gateway-not-found', 'its id is misspelt', {}, (world) => world.declareTo({ id: `tgw-${NOWHERE}` })),
  so('transit-gateway-not-available', 'somebody modifies it', {}, (world) => world.become('transitGateways', world.to.id, { state: 'modifying' })),
  so('transit-gateway-not-owned', 'it is shared with this account', {}, (world) => world.become('transitGateways', world.to.id, { ownerId: '999988887777' })),
  so('transit-gateway-route-table-not-found', 'its id is misspelt', {}, (world) => world.declareTo({
    staticRouteTableIds: [...world.to.staticRouteTableIds, `tgw-rtb-${NOWHERE}`],
  })),
  so('transit-gateway-route-table-not-available', 'it is being made', {}, (world) => world.become('transitGatewayRouteTables', world.to.staticRouteTableIds[0], { state: 'pending' })),
  so('default-route-table-undeclared', 'the gateway has one', DEFAULTS, (world) => world.declareTo({ defaultRouteTableIds: [] })),
  so('default-route-table-undeclared', 'and it is the association\'s', DEFAULTS, (world) => {
    const [table] = world.to.defaultRouteTableIds;
    world.become('transitGatewayAttachments', vpcAttachment(world), { propagations: [{ routeTableId: table, state: 'enabled' }] });
    world.declareTo({ associationRouteTableId: table, defaultRouteTableIds: [] });
  }),
  so('vpc-not-attached', 'nobody has thought of it', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { state: 'deleted' })),
  so('vpc-not-attached', 'it is being attached', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { state: 'pending' })),
  so('availability-zone-not-attached', 'one is', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { subnetIds: world.subnetIds.slice(0, 1) })),
  so('vpc-table-without-prefixes', 'the VPC is associated with none', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { association: undefined })),
  so('vpc-table-without-prefixes', 'it is associated with another, static', {}, (world) => world.declareTo({ staticRouteTableIds: [world.to.associationRouteTableId] })),
  so('vpc-table-without-prefixes', 'it is associated with another, BGP', BGP, (world) => world.declareTo({ propagationRouteTableIds: [world.to.associationRouteTableId] })),
  so('no-return-path', 'the VPC does not propagate', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { propagations: [] })),
  so('no-return-path', 'a static route leads elsewhere', {}, (world) => world.seed.transitGatewayRoute({
    routeTableId: world.to.associationRouteTableId, destination: '172.31.0.0/16', attachmentId: peering(world, []),
  })),
  so('no-return-path', 'a part is led elsewhere', {}, (world) => world.seed.transitGatewayRoute({
    routeTableId: world.to.associationRouteTableId, destination: '172.31.8.0/24', attachmentId: peering(world, []),
  })),
  so('no-static-route-table', 'none is named', {}, (world) => world.declareTo({ staticRouteTableIds: [] })),
  so('transit-gateway-route-exists', 'as a blackhole', {}, (world) => blackhole(world, world.to.staticRouteTableIds[0], FIRST)),
  so('transit-gateway-route-exists', 'by a prefix list', {}, (world) => referTo(world, [FIRST])),
  so('transit-gateway-route-shadowing', 'a blackhole drops a part', {}, (world) => blackhole(world, world.to.staticRouteTableIds[0], '10.1.7.0/24')),
  so('transit-gateway-route-shadowing', 'somebody announces a part', {}, (world) => void peering(world, ['10.1.7.0/24'])),
  so('transit-gateway-route-shadowed', 'somebody announces the same', {}, (world) => void peering(world, [FIRST])),
  so('prefix-list-not-read', 'the blocks are not among the routes', { unknowns: { prefixListRouteInSearch: 'one-row' } as Estate['unknowns'] }, (world) => referTo(world, ['10.66.0.0/16'])),

  // The virtual private gateway that is arrived at
  so('vpn-gateway-not-found', 'it is not there', EXCHANGE, (world) => world.declareTo({ id: `vgw-${NOWHERE}` })),
  so('vpn-gateway-not-available', 'it is being made', EXCHANGE, (world) => world.become('vpnGateways', world.declaration.to.id, { state: 'pending' })),
  so('vpn-gateway-cannot-carry', 'the connection is accelerated', TO_VGW, (world) => world.become('vpnConnections', world.connectionId, { options: { EnableAcceleration: true } })),
  so('vpn-gateway-ipv4-only', 'a route of the VPN is IPv6', TO_VGW, (world) => routeToVpn(world, '2001:db8:1::/48')),
  so('too-many-static-routes', 'there are more than a hundred', TO_VGW, (world) => {
    for (let each = 0; each < 101; each += 1) routeToVpn(world, `10.64.${each}.0/24`);
  }),
  so('vpc-not-served', 'the gateway is attached to none', TO_VGW, (world) => world.become('vpnGateways', world.declaration.to.id, { attachment: undefined })),
  so('vpc-not-served', 'nor is it to take the place of the old one', EXCHANGE, (world) => world.declareTo({ vpcId: undefined })),
  so('vpc-not-served', 'a table is another VPC\'s', TO_VGW, (world) => {
    const { vpcId, subnetIds } = world.seed.vpc({ cidr: '172.29.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.29.0.0/20' }] });
    const id = world.seed.routeTable({ vpcId, subnetIds, routes: [{ destination: FIRST, target: world.from.id }] });
    world.declareTable(id, (table) => table);
  }),
  so('vpc-not-served', 'a route of the stack is another VPC\'s', TO_VGW, (world) => {
    const { vpcId } = world.seed.vpc({ cidr: '172.29.0.0/16' });
    world.declare({ stackVpcRoutes: { before: [], after: [{ routeTableId: world.seed.routeTable({ vpcId }), destinations: [FIRST] }] } });
  }),
  so('vpn-gateway-attached-elsewhere', 'it is attached to another VPC', EXCHANGE, (world) => {
    const { vpcId } = world.seed.vpc({ cidr: '172.29.0.0/16' });
    world.become('vpnGateways', world.declaration.to.id, { attachment: { vpcId, state: 'attached' } });
  }),
  so('other-connection-cut-off', 'a move exchanges the gateways', EXCHANGE, (world) => void neighbour(world, world.declaration.from.id)),
  so('other-connection-cut-off', 'a replacement does', CLASSIC, (world) => void neighbour(world, world.declaration.from.id)),

  // Routes of VPCs
  so('vpc-route-table-not-found', 'its id is misspelt', {}, (world) => world.declareTable(`rtb-${NOWHERE}`, (table) => table)),
  so('vpc-route-of-stack-exists', 'somebody has made it', {}, (world) => world.declare({
    stackVpcRoutes: { before: [], after: [{ routeTableId: world.declaration.vpcRouteTables[0].routeTableId, destinations: [FIRST] }] },
  })),
  so('vpc-route-table-undeclared', 'it has routes to the VPN, and one to another network', {}, (world) => {
    const [table, ...others] = world.declaration.vpcRouteTables;
    world.seed.routes(table.routeTableId, [{ destination: '10.200.0.0/16', target: world.declaration.from.id }]);
    world.declare({ vpcRouteTables: others });
  }),
  so('vpc-route-table-undeclared', 'the gateway propagates into it', {}, (world) => world.declare({ vpcRouteTables: world.declaration.vpcRouteTables.slice(0, 1) })),
  so('vpc-route-unclaimed', 'it leads to another network', {}, (world) => routeToOld(world, '10.200.0.0/16')),
  so('vpc-route-unclaimed', 'it leads to a part of the VPN\'s', {}, (world) => routeToOld(world, '10.1.7.0/24')),
  so('vpc-route-absent', 'the destination is misspelt', {}, (world) => world.declareTable(world.declaration.vpcRouteTables[0].routeTableId, () => ({ moved: ['10.11.0.0/16'], left: [] }))),
  so('vpc-route-left-behind', 'it carries what moves', {}, (world) => world.declareTable(world.declaration.vpcRouteTables[0].routeTableId, () => ({ moved: [], left: [FIRST] }))),

  // Other connections
  so('sites-separated', 'there is another on the old gateway', {}, (world) => void neighbour(world, world.declaration.from.id)),
  so('inside-cidr-in-use', 'a tunnel there has it', TO_VGW, (world) => {
    const id = neighbour(world, world.declaration.to.id);
    const [{ insideCidr }] = world.state('vpnConnections')[world.connectionId].tunnels;
    world.become('vpnConnections', id, { tunnels: world.state('vpnConnections')[id].tunnels.map((tunnel) => ({ ...tunnel, insideCidr })).slice(0, 1) });
  }),
  so('duplicate-connection', 'it joins the same two', TO_VGW, (world) => {
    const { customerGatewayId } = world.state('vpnConnections')[world.connectionId];
    world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: ['10.77.0.0/16'], customerGatewayId });
  }),
  so('vpn-route-shadowing', 'its route is the longer one', TO_VGW, (world) => {
    world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: ['10.1.7.0/24'], networks: ['10.77.0.0/16'] });
  }),

  // Direct Connect, and what comes in from the gateway
  so('direct-connect-unknown', 'it does not answer', {}, (world) => {
    world.directConnect = { unreadable: 'reading Direct Connect: AccessDeniedException: no' };
  }),
  so('direct-connect-cut-off', 'it hangs on the gateway that is detached', EXCHANGE, (world) => directConnectOn(world, world.declaration.from.id)),
  so('direct-connect-loses', 'it hangs on the gateway that is left', {}, (world) => directConnectOn(world, world.declaration.from.id)),
  so('direct-connect-wins', 'it hangs on the new one', TO_VGW, (world) => directConnectOn(world, world.declaration.to.id)),
  so('ingress-inspection-bypassed', 'a firewall is on the way from the old gateway', EXCHANGE, (world) => inspectionAt(world, world.declaration.from.id)),
  so('ingress-inspection-begins', 'one is on the way from the new gateway', TO_VGW, (world) => inspectionAt(world, world.declaration.to.id)),

  // Who else lives from the old transit gateway
  so('attachment-without-counterpart', 'another VPC reaches the VPN there', BETWEEN_TGWS, (world) => anotherVpc(world)),
  so('attachment-without-counterpart', 'and there is no transit gateway any more', TO_VGW, (world) => anotherVpc(world)),
  so('blackhole-not-moved', 'a part is dropped', BETWEEN_TGWS, (world) => blackhole(world, world.from.staticRouteTableIds[0], '10.1.7.0/24')),
  so('blackhole-not-moved', 'and there is no transit gateway any more', TO_VGW, (world) => blackhole(world, world.from.staticRouteTableIds[0], '10.1.7.0/24')),
  so('reach-lost', 'the old table leads there', BETWEEN_TGWS, (world) => leadTo(world, world.from.associationRouteTableId, '10.50.0.0/16')),
  so('default-route-announced', 'the new table has one', BGP, (world) => leadTo(world, world.to.associationRouteTableId, '0.0.0.0/0')),
  so('default-route-withdrawn', 'the old table has one', { ...BETWEEN_TGWS, routing: 'bgp' }, (world) => leadTo(world, world.from.associationRouteTableId, '0.0.0.0/0')),
  so('ecmp-becomes-active', 'both tunnels are up', BGP, (world) => world.declare({ acknowledgedFindings: [] })),

  // Quotas, owners, alarms, rights
  so('too-many-bgp-prefixes', 'the device announces them', BGP, (world) => {
    world.declare({ onPremisesCidrs: ON_PREMISES });
    world.become('vpnConnections', world.connectionId, {
      tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: 1_001 })),
    });
  }),
  so('quota-exceeded', 'of the account', {}, (world) => {
    peering(world, []);
    world.quotas = [{ name: 'attachments-per-transit-gateway', applied: 2 }];
  }),
  so('quota-unknown', 'and it would be more than documented', { ...TO_VGW, quotas: { connectionsPerVpnGateway: 20 } }, (world) => {
    for (let each = 0; each < 10; each += 1) world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: [`10.${80 + each}.0.0/16`] });
    world.quotas = [{ name: 'vpn-connections-per-vpn-gateway', applied: { unreadable: 'AccessDeniedException: no' } }];
  }),
  so('owned-by-another-stack', 'the connection is', {}, (world) => world.become('vpnConnections', world.connectionId, {
    tags: [{ Key: 'aws:cloudformation:stack-id', Value: OTHER_STACK }],
  })),
  so('rollback-alarm', 'it watches the tunnels', {}, (world) => {
    world.stack = { ...world.stack, rollbackAlarms: [{ name: 'TunnelDown', watches: 'this connection' }] };
  }),
  so('rollback-alarms-unknown', 'the stack cannot be described', {}, (world) => {
    world.stack = { ...world.stack, rollbackAlarms: { unreadable: 'describing the stack: AccessDenied: no' } };
  }),
  so('not-permitted', 'a boundary takes a right away', {}, (world) => {
    world.refusal = (operation, dryRun) => (operation === 'ReplaceRoute' && dryRun ? 'UnauthorizedOperation' : undefined);
  }),

  // One virtual private gateway in the place of another
  so('new-connection-classic', 'it is one itself', CLASSIC, (world) => {
    world.become('vpnConnections', world.declaration.replacement!.connections[0].toId, { category: 'VPN-Classic' });
  }),
  so('connection-not-classic', 'it is one of today', CLASSIC, (world) => world.become('vpnConnections', world.connectionId, { category: 'VPN' })),
  so('static-route-missing', 'the new connection lacks one', CLASSIC, (world) => void world.call('DeleteVpnConnectionRoute', {
    VpnConnectionId: world.declaration.replacement!.connections[0].toId, DestinationCidrBlock: FIRST,
  })),
  so('vpn-gateway-not-in-place', 'another gateway is declared', CLASSIC, (world) => world.declareFrom({ id: world.seed.vpnGateway() })),
  so('test-route-table-elsewhere', 'it is another VPC\'s', { move: 'classic-tested' }, (world) => {
    const { test, ...replacement } = world.declaration.replacement!;
    const [{ routeTableId }] = world.declaration.vpcRouteTables;
    world.declare({ replacement: { ...replacement, test: { ...test!, routeTableIds: [routeTableId] } } });
  }),
];

function so(finding: string, when: string, estate: Estate, prepare: Cause['prepare']): Cause {
  return { finding, when, estate, prepare };
}

function replaced(world: World, change: Partial<GatewayReplacement['connections'][number]>): void {
  const replacement = world.declaration.replacement!;
  world.declare({ replacement: { ...replacement, connections: replacement.connections.map((each) => ({ ...each, ...change })) } });
}

function refusingToModify(world: World, code: string): void {
  world.refusal = (operation, dryRun) => (operation === 'ModifyVpnConnection' && dryRun ? code : undefined);
}

function customerGatewayTo(world: World, toId: string): void {
  world.declare({ customerGateway: { ...world.declaration.customerGateway!, toId } });
}

function equalAsns(world: World): void {
  const { customerGatewayId } = world.state('vpnConnections')[world.connectionId];
  world.become('customerGateways', customerGatewayId, { bgpAsn: world.state('transitGateways')[world.to.id].amazonSideAsn });
}

/** Another connection on a virtual private gateway. */
function neighbour(world: World, on: string): string {
  return world.seed.vpnConnection({ on, routing: 'static', staticRoutes: ['10.77.0.0/16'] });
}

function vpcAttachment(world: World): string {
  return world.attachmentOf(world.vpcId, world.to.id);
}

/** An attachment that announces networks where the VPC looks the way to the VPN up. */
function peering(world: World, prefixes: readonly string[]): string {
  const [table] = world.to.staticRouteTableIds;
  return world.seed.otherAttachment({
    transitGatewayId: world.to.id, resourceType: 'peering', resourceId: 'tgw-0fedcba9876543210', prefixes, association: table, propagations: [table],
  });
}

function referTo(world: World, cidrs: readonly string[]): void {
  const [routeTableId] = world.to.staticRouteTableIds;
  const [prefixListId, attachmentId] = [world.seed.prefixList(cidrs), peering(world, [])];
  world.seed.transitGatewayPrefixListReference({ routeTableId, prefixListId, attachmentId });
}

function blackhole(world: World, routeTableId: string, destination: string): void {
  world.seed.transitGatewayRoute({ routeTableId, destination });
}

function routeToVpn(world: World, destination: string): void {
  world.seed.transitGatewayRoute({
    routeTableId: world.from.staticRouteTableIds[0], destination, attachmentId: world.attachmentOf(world.connectionId, world.from.id),
  });
}

function routeToOld(world: World, destination: string): void {
  world.seed.routes(world.declaration.vpcRouteTables[0].routeTableId, [{ destination, target: world.declaration.from.id }]);
}

function directConnectOn(world: World, vpnGatewayId: string): void {
  world.directConnect = { paths: [{ id: 'dxvif-0a1b2c3d', kind: 'virtual interface', vpnGatewayId, state: 'available' }] };
}

function inspectionAt(world: World, gatewayId: string): void {
  world.seed.routeTable({ vpcId: world.vpcId, edgeGateways: [gatewayId], routes: [{ destination: '172.31.0.0/20', target: 'eni-0a1b2c3d4e5f60718' }] });
}

function anotherVpc(world: World): void {
  const { vpcId } = world.seed.vpc({ cidr: '172.28.0.0/16' });
  const { id, staticRouteTableIds: [association], associationRouteTableId } = world.from;
  world.seed.vpcAttachment({ transitGatewayId: id, vpcId, subnetIds: [], association, propagations: [associationRouteTableId] });
}

function leadTo(world: World, routeTableId: string, destination: string): void {
  const { transitGatewayId } = world.state('transitGatewayRouteTables')[routeTableId];
  world.seed.transitGatewayRoute({ routeTableId, destination, attachmentId: world.attachmentOf(world.vpcId, transitGatewayId) });
}
