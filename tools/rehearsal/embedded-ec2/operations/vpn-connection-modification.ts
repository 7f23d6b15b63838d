/** ModifyVpnConnection: another gateway or another customer gateway for a connection that keeps everything else. */
import type { ModifyVpnConnectionCommandInput } from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { incorrectState, live, notAvailable, required } from '../errors';
import { CustomerGateway, isLive, TargetGateway, VpnConnection } from '../records';
import { Context, NetworkState, OperationMap, patch, rows } from '../state';
import { vpnConnectionOutput } from '../vpn-connection-output';
import { currentVpnAttachment, leaveVpnAttachment } from './vpn-attachments';
import { beginProvisioning } from './vpn-provisioning';

export const vpnConnectionModificationOperations: OperationMap = { ModifyVpnConnection: modifyVpnConnection };

function modifyVpnConnection(state: NetworkState, input: ModifyVpnConnectionCommandInput, context: Context): object {
  const connection = live(state, 'vpnConnections', input.VpnConnectionId, context);
  const target = requestedTarget(input) ?? connection.target;
  const customerGateway = input.CustomerGatewayId === undefined
    ? state.customerGateways[connection.customerGatewayId]
    : availableCustomerGateway(state, input.CustomerGatewayId, context);
  requireModifiable(connection, context);
  if (target?.id === connection.target?.id && customerGateway.id === connection.customerGatewayId) {
    const answer = context.unknowns.modifyToCurrentTarget;
    if (answer === 'accepted-without-effect') return { VpnConnection: vpnConnectionOutput(state, connection, context) };
    if (answer !== 'provisions-again') {
      throw new Ec2Error(answer, `The vpnConnection ${connection.id} is already associated with ${target?.id}`);
    }
  }
  if (target?.kind === 'vpn-gateway') requireFitsVpnGateway(state, connection, target.id, customerGateway, context);
  if (target?.kind === 'transit-gateway') requireFitsTransitGateway(state, connection, target.id, context);
  begin(state, connection, target, customerGateway, context);
  return { VpnConnection: vpnConnectionOutput(state, state.vpnConnections[connection.id], context) };
}

/** [1.1: only these can change; both gateways at once is an error by analogy with create, H MOTO there, M here] */
function requestedTarget(input: ModifyVpnConnectionCommandInput): TargetGateway | undefined {
  const { VpnGatewayId: vpnGatewayId, TransitGatewayId: transitGatewayId, CustomerGatewayId: customerGatewayId } = input;
  if (vpnGatewayId !== undefined && transitGatewayId !== undefined) {
    throw new Ec2Error('InvalidParameterValue', 'The request must not contain both parameter vpnGatewayId and transitGatewayId');
  }
  if (vpnGatewayId !== undefined) return { kind: 'vpn-gateway', id: required('VpnGatewayId', vpnGatewayId) };
  if (transitGatewayId !== undefined) return { kind: 'transit-gateway', id: required('TransitGatewayId', transitGatewayId) };
  required('TransitGatewayId', customerGatewayId);
  return undefined;
}

/** [2.1 CGW state, H ERR] */
function availableCustomerGateway(state: NetworkState, id: string, context: Context): CustomerGateway {
  const gateway = live(state, 'customerGateways', id, context);
  if (gateway.state !== 'available') throw new Ec2Error('InvalidCustomerGatewayState', `The customerGateway ${id} is not available`);
  return gateway;
}

/** [2.1 connection state, H ERR; VPN-Classic: M 8] */
export function requireModifiable(connection: VpnConnection, context: Context): void {
  if (connection.category === 'VPN-Classic') {
    throw new Ec2Error('UnsupportedOperation', `The vpnConnection ${connection.id} is a VPN-Classic connection`);
  }
  if (connection.state !== 'available') throw notAvailable(connection, context);
}

/** [2.1: VGW state and ASN H; features that only a transit gateway has: H, code M] */
function requireFitsVpnGateway(
  state: NetworkState, connection: VpnConnection, id: string, customerGateway: CustomerGateway, context: Context,
): void {
  const gateway = live(state, 'vpnGateways', id, context);
  if (gateway.state !== 'available') throw new Ec2Error('InvalidVpnGatewayState', `The vpnGateway ${id} is not available`);
  const { options } = connection;
  const publicOutside = [undefined, 'PublicIpv4'].includes(options.OutsideIpAddressType as string | undefined);
  if (options.EnableAcceleration === true || options.TunnelInsideIpVersion === 'ipv6' || options.TunnelBandwidth === 'large' || !publicOutside) {
    throw new Ec2Error('InvalidParameterCombination', `The options of ${connection.id} are not supported on a virtual private gateway`);
  }
  if (customerGateway.bgpAsn === gateway.amazonSideAsn) {
    throw new Ec2Error('AsnConflict', `The ASN ${gateway.amazonSideAsn} of the customer gateway and of the virtual private gateway must differ`);
  }
  requireRoomOnVpnGateway(state, connection, id, context);
}

/** [2.1 inside CIDR H; 2.2 ten connections H] */
function requireRoomOnVpnGateway(state: NetworkState, connection: VpnConnection, id: string, context: Context): void {
  const others = rows(state, 'vpnConnections').filter((each) => each.id !== connection.id && each.target?.id === id && isLive(each));
  const limit = context.quotas.connectionsPerVpnGateway;
  if (others.length >= limit) {
    throw new Ec2Error('VpnConnectionLimitExceeded', `The maximum number of ${limit} connections on ${id} has been reached`);
  }
  const inUse = new Set(others.flatMap((each) => each.tunnels.flatMap((tunnel) => tunnel.insideCidr ?? [])));
  const taken = connection.tunnels.find(({ insideCidr }) => insideCidr !== undefined && inUse.has(insideCidr));
  if (taken !== undefined) throw new Ec2Error('InvalidCidr.InUse', `The inside tunnel CIDR ${taken.insideCidr} is in use on ${id}`);
}

/** [2.1: sharing H, private IP H rules and M refusal; static routes that remain: U] */
function requireFitsTransitGateway(state: NetworkState, connection: VpnConnection, id: string, context: Context): void {
  const gateway = live(state, 'transitGateways', id, context);
  const { unknowns } = context;
  if (gateway.ownerId !== context.accountId) {
    throw new Ec2Error(unknowns.modifyToForeignTransitGateway, `The transitGateway ID '${id}' does not exist`);
  }
  if (gateway.state !== 'available') throw incorrectState(id, gateway.state);
  const elsewhere = connection.target !== undefined && connection.target.id !== id;
  if (elsewhere && connection.options.OutsideIpAddressType === 'PrivateIpv4') {
    throw new Ec2Error('InvalidParameterCombination', `The transport attachment of ${connection.id} belongs to another transit gateway`);
  }
  const remaining = connection.target?.kind === 'vpn-gateway' && connection.staticRoutes.some(isLive);
  const answer = unknowns.modifyToTransitGatewayWithStaticRoutes;
  if (remaining && answer !== 'accepted') throw new Ec2Error(answer, `The vpnConnection ${connection.id} has static routes`);
}

function begin(
  state: NetworkState, connection: VpnConnection, target: TargetGateway | undefined, customerGateway: CustomerGateway, context: Context,
): void {
  const from = connection.target;
  const leaves = from?.kind === 'transit-gateway' && from.id !== target?.id;
  const leavingAttachmentId = leaves ? currentVpnAttachment(state, connection.id, from.id)?.id : undefined;
  if (leavingAttachmentId !== undefined) leaveVpnAttachment(state, leavingAttachmentId);
  patch(state, 'vpnConnections', connection.id, {
    state: 'modifying',
    target,
    customerGatewayId: customerGateway.id,
    modification: { startedAt: context.now, from, fromCustomerGatewayId: connection.customerGatewayId, leavingAttachmentId },
    modified: undefined,
  });
  beginProvisioning(state, connection.id, context.latencies.provisioningMs, context);
}
