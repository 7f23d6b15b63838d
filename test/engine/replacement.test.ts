/** What a replaced gateway asks of the policy that no story on the embedded EC2 shows, whose gateways never lag behind. */
import { declaration, ON_PREMISES, START, STATIC_TABLE, VGW, VPC, VPN } from './estate';
import { Observation, VpnConnection } from '../../lambda/engine/observation';
import { MovePlan, PlannedSide } from '../../lambda/engine/plan';
import { decide, emptyAttemptLog } from '../../lambda/engine/reconcile';
import { openedHead, RecordHead, rollbackBegun } from '../../lambda/engine/record';
import { MoveDeclaration } from '../../src/contract/declaration';

const NEW_VGW = 'vgw-0a1b2c3d4e5f60002';
const NEW_VPN = 'vpn-0a1b2c3d4e5f60002';
const CONNECTIONS = [{ fromId: VPN, toId: NEW_VPN }];

const side = (id: string): PlannedSide => ({
  gateway: { kind: 'virtual-private-gateway', id }, customerGatewayId: 'cgw-0a1b2c3d4e5f60001', staticRoutes: [], transitGatewayRoutes: [],
  propagationRouteTableIds: [], vgwPropagationRouteTableIds: [],
});
const plan: MovePlan = {
  from: side(VGW), to: side(NEW_VGW), propagationsSwitchedOn: [], exchangeAtVpcId: VPC,
  vpcRoutes: ON_PREMISES.map((destination) => ({ routeTableId: STATIC_TABLE, destination, before: 'static', after: 'static' })),
  replacement: { connections: CONNECTIONS, onPremisesCidrs: ON_PREMISES },
};
const desired: MoveDeclaration = {
  ...declaration, to: { kind: 'virtual-private-gateway', id: NEW_VGW, propagatingRouteTableIds: [], vpcId: VPC },
  replacement: { vpcId: VPC, connections: CONNECTIONS },
};
const connection = (id: string): VpnConnection => ({
  id, state: 'available', category: 'VPN', customerGatewayId: 'cgw-0a1b2c3d4e5f60001', routing: 'static', beyondVirtualPrivateGateway: [],
  staticRoutes: [], tunnels: [],
});
/** With this gateway in its place, and every route led to it. */
const location = (gatewayId: string): Observation => ({
  attachments: [], transitGatewayRouteTables: [], connection: connection(VPN), connections: [connection(VPN), connection(NEW_VPN)],
  virtualPrivateGateways: [VGW, NEW_VGW].map((id) => ({
    id, state: 'available', otherConnectionIds: [], attachments: id === gatewayId ? [{ vpcId: VPC, state: 'attached' }] : [],
  })),
  vpcRouteTables: [{
    id: STATIC_TABLE, vpcId: VPC, subnetIds: [], propagatingGatewayIds: [],
    routes: ON_PREMISES.map((destination) => ({ destination, targetId: gatewayId, origin: 'CreateRoute', state: 'active' })),
  }],
});
const opened: RecordHead = openedHead(undefined, {
  vpnConnectionId: VPN, owner: 'stack|Move', moveIdentity: 'move', from: side(VGW).gateway, to: side(NEW_VGW).gateway,
  operationId: 'request-1', requestId: 'request-1', intent: 'forward',
}, 'invocation', START);
const next = (head: RecordHead, observed: Observation, at: number) =>
  decide({ observed, head, plan, desired, now: START + at * 1000, attempts: emptyAttemptLog(START, false) });

test('the way back waits until a detachment that an earlier invocation called would show', () => {
  const back = rollbackBegun(opened, 'somebody wants it', START);
  expect(next(back, location(VGW), 1)).toEqual({ kind: 'wait', reason: `to see that ${VGW} stays in its place` });
  expect(next(back, location(VGW), 11)).toEqual({ kind: 'close', status: 'restored' });
});

test('forward what is seen in its place is verified at once', () => {
  expect(next(opened, location(NEW_VGW), 1)).toEqual({ kind: 'close', status: 'completed' });
});

test('a gateway that somebody else detaches again in the middle of it is attached again', () => {
  const neither = { ...location(VGW), virtualPrivateGateways: location('').virtualPrivateGateways };
  expect(next(opened, neither, 1)).toMatchObject({ kind: 'act', actions: [{ do: 'attach-vpn-gateway', gatewayId: NEW_VGW, vpcId: VPC }] });
});
