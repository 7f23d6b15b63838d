/**
 * One small estate, described as the domain sees it: a static connection on a virtual private gateway, a VPC with a
 * table of static routes and one that propagates, attached in both Availability Zones to the transit gateway it moves to.
 */
import { Observation, Snapshot, TransitGatewayAttachment, VpcRouteTable, VpnConnection } from '../../lambda/engine/observation';
import { MovePlan } from '../../lambda/engine/plan';
import { openedHead, RecordHead } from '../../lambda/engine/record';
import { MoveDeclaration } from '../../src/contract/declaration';

export const VPN = 'vpn-0a1b2c3d4e5f60001';
export const VGW = 'vgw-0a1b2c3d4e5f60001';
export const TGW = 'tgw-0a1b2c3d4e5f60001';
export const HUB = 'tgw-rtb-0a1b2c3d4e5f60001';
export const SPOKES = 'tgw-rtb-0a1b2c3d4e5f60002';
export const CGW = 'cgw-0a1b2c3d4e5f60001';
export const VPN_ATTACHMENT = 'tgw-attach-0a1b2c3d4e5f60001';
export const VPC_ATTACHMENT = 'tgw-attach-0a1b2c3d4e5f60002';
export const VPC = 'vpc-0a1b2c3d4e5f60001';
export const STATIC_TABLE = 'rtb-0a1b2c3d4e5f60001';
export const PROPAGATING_TABLE = 'rtb-0a1b2c3d4e5f60002';
export const ON_PREMISES = ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'];
export const ACCOUNT = '111122223333';

export const declaration: MoveDeclaration = {
  vpnConnectionId: VPN,
  from: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [] },
  to: {
    kind: 'transit-gateway',
    id: TGW,
    associationRouteTableId: HUB,
    propagationRouteTableIds: [],
    staticRouteTableIds: [SPOKES],
    defaultRouteTableIds: [],
  },
  vpcRouteTables: [
    { routeTableId: STATIC_TABLE, moved: [], left: [] },
    { routeTableId: PROPAGATING_TABLE, moved: [], left: [] },
  ],
  onPremisesCidrs: [],
  onFailure: 'HOLD',
  onStackRollback: 'KEEP',
  onRemoval: 'KEEP',
  forwardDeadlineSeconds: 1800,
  backDeadlineSeconds: 1200,
  acknowledgedFindings: [],
  stage: 'CUT_OVER',
  verification: { tunnels: 'AS_BEFORE', withinSeconds: 900, alarmNames: [], bakeSeconds: 0 },
};

export const bgpDeclaration: MoveDeclaration = {
  ...declaration,
  to: { ...declaration.to as Extract<MoveDeclaration['to'], { kind: 'transit-gateway' }>, propagationRouteTableIds: [SPOKES], staticRouteTableIds: [] },
};

export const plan: MovePlan = {
  from: {
    gateway: { kind: 'virtual-private-gateway', id: VGW },
    customerGatewayId: CGW,
    staticRoutes: ON_PREMISES,
    transitGatewayRoutes: [],
    propagationRouteTableIds: [],
    vgwPropagationRouteTableIds: [PROPAGATING_TABLE],
  },
  to: {
    gateway: { kind: 'transit-gateway', id: TGW },
    customerGatewayId: CGW,
    staticRoutes: [],
    transitGatewayRoutes: ON_PREMISES.map((cidr) => ({ routeTableId: SPOKES, cidr })),
    associationRouteTableId: HUB,
    propagationRouteTableIds: [],
    vgwPropagationRouteTableIds: [],
  },
  vpcRoutes: [
    ...ON_PREMISES.map((destination) => ({ routeTableId: STATIC_TABLE, destination, before: 'static' as const, after: 'static' as const })),
    ...ON_PREMISES.map((destination) => ({ routeTableId: PROPAGATING_TABLE, destination, before: 'none' as const, after: 'static' as const })),
  ],
  propagationsSwitchedOn: [],
  paths: {
    networks: ON_PREMISES,
    tables: [{ routeTableId: STATIC_TABLE, networks: ON_PREMISES }, { routeTableId: PROPAGATING_TABLE, networks: ON_PREMISES }],
    brokenBefore: [],
  },
};

export const connectionOnVgw: VpnConnection = {
  id: VPN,
  state: 'available',
  category: 'VPN',
  gateway: { kind: 'virtual-private-gateway', id: VGW },
  customerGatewayId: CGW,
  routing: 'static',
  beyondVirtualPrivateGateway: [],
  staticRoutes: ON_PREMISES.map((cidr) => ({ cidr, state: 'available' })),
  tunnels: [
    { outsideAddress: '203.0.113.1', status: 'UP', acceptedRouteCount: 3 },
    { outsideAddress: '203.0.113.2', status: 'UP', acceptedRouteCount: 3 },
  ],
};

export const connectionOnTgw: VpnConnection = { ...connectionOnVgw, gateway: { kind: 'transit-gateway', id: TGW }, staticRoutes: [] };

export const vpnAttachment: TransitGatewayAttachment = {
  id: VPN_ATTACHMENT,
  transitGatewayId: TGW,
  resourceType: 'vpn',
  resourceId: VPN,
  state: 'available',
  association: { routeTableId: HUB, state: 'associated' },
  propagations: [],
  subnetIds: [],
};

export const vpcAttachment: TransitGatewayAttachment = {
  id: VPC_ATTACHMENT,
  transitGatewayId: TGW,
  resourceType: 'vpc',
  resourceId: VPC,
  state: 'available',
  association: { routeTableId: SPOKES, state: 'associated' },
  propagations: [],
  subnetIds: ['subnet-a', 'subnet-b'],
};

const local = { destination: '172.31.0.0/16', targetId: 'local', origin: 'CreateRouteTable', state: 'active' };

export function staticTable(targetId: string): VpcRouteTable {
  return {
    id: STATIC_TABLE,
    vpcId: VPC,
    subnetIds: ['subnet-a'],
    propagatingGatewayIds: [],
    routes: [local, ...ON_PREMISES.map((destination) => ({ destination, targetId, origin: 'CreateRoute', state: 'active' }))],
  };
}

export const propagatingTable: VpcRouteTable = {
  id: PROPAGATING_TABLE,
  vpcId: VPC,
  subnetIds: ['subnet-b'],
  propagatingGatewayIds: [VGW],
  routes: [local, ...ON_PREMISES.map((destination) => ({ destination, targetId: VGW, origin: 'EnableVgwRoutePropagation', state: 'active' }))],
};

/** The propagating table once the tunnels are down and static routes to the transit gateway stand in it. */
export const propagatingTableMoved: VpcRouteTable = {
  ...propagatingTable,
  routes: [local, ...ON_PREMISES.map((destination) => ({ destination, targetId: TGW, origin: 'CreateRoute', state: 'active' }))],
};

export const snapshot: Snapshot = {
  accountId: ACCOUNT,
  connection: connectionOnVgw,
  virtualPrivateGateways: [{ id: VGW, state: 'available', attachments: [{ vpcId: VPC, state: 'attached' }], otherConnectionIds: [] }],
  transitGateways: [{ id: TGW, state: 'available', ownerId: ACCOUNT }],
  attachments: [vpcAttachment],
  transitGatewayRouteTables: [
    {
      id: HUB,
      transitGatewayId: TGW,
      state: 'available',
      routes: [{ destination: '172.31.0.0/16', type: 'propagated', state: 'active', attachmentIds: [VPC_ATTACHMENT] }],
    },
    { id: SPOKES, transitGatewayId: TGW, state: 'available', routes: [] },
  ],
  vpcRouteTables: [staticTable(VGW), propagatingTable],
  vpcs: [{
    id: VPC,
    cidrs: ['172.31.0.0/16'],
    subnets: [{ id: 'subnet-a', availabilityZone: 'eu-west-1a' }, { id: 'subnet-b', availabilityZone: 'eu-west-1b' }],
  }],
};

export const beforeTheMove: Observation = {
  connection: connectionOnVgw,
  attachments: [],
  virtualPrivateGateways: [],
  transitGatewayRouteTables: [],
  vpcRouteTables: [staticTable(VGW), propagatingTable],
};

export const afterTheMove: Observation = {
  connection: connectionOnTgw,
  attachments: [vpnAttachment],
  virtualPrivateGateways: [],
  transitGatewayRouteTables: [{
    id: SPOKES,
    transitGatewayId: TGW,
    state: 'available',
    routes: ON_PREMISES.map((destination) => ({ destination, type: 'static', state: 'active', attachmentIds: [VPN_ATTACHMENT] })),
  }],
  vpcRouteTables: [staticTable(TGW), propagatingTableMoved],
};

/** The estate as a snapshot shows it after the move. */
export const snapshotAfterTheMove: Snapshot = {
  ...snapshot,
  connection: connectionOnTgw,
  attachments: [vpcAttachment, vpnAttachment],
  transitGatewayRouteTables: [snapshot.transitGatewayRouteTables[0], afterTheMove.transitGatewayRouteTables[0]],
  vpcRouteTables: afterTheMove.vpcRouteTables,
};

export const START = Date.UTC(2026, 10, 20, 2, 0, 0);

export const head: RecordHead = openedHead(undefined, {
  vpnConnectionId: VPN,
  owner: 'stack|Move',
  moveIdentity: 'identity',
  from: { kind: 'virtual-private-gateway', id: VGW },
  to: { kind: 'transit-gateway', id: TGW },
  operationId: 'operation-1',
  requestId: 'operation-1',
  intent: 'forward',
}, 'invocation-1', START);
