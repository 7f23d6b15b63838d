/** Site-to-Site VPN connections: they are described, made and deleted here; modification and routes have their own files. */
import { createHash } from 'node:crypto';
import type {
  CreateVpnConnectionCommandInput, DeleteVpnConnectionCommandInput, DescribeVpnConnectionsCommandInput, VpnConnection as ConnectionOutput,
  VpnTunnelOptionsSpecification,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { incorrectState, live, required } from '../errors';
import { filtered, Filters, withIds } from '../filters';
import { isLive, TargetGateway, Tunnel, VpnConnection } from '../records';
import { Context, issue, NetworkState, newId, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';
import { tagsFor } from '../tag-specifications';
import { asDescribed, describedOptions, vpnConnectionOutput } from '../vpn-connection-output';
import { currentVpnAttachment, deleteVpnAttachment, leaveVpnAttachment } from './vpn-attachments';
import { beginProvisioning, tunnelsDown, withDeletedRoutes } from './vpn-provisioning';

export const vpnConnectionOperations: OperationMap = {
  DescribeVpnConnections: describeVpnConnections,
  CreateVpnConnection: createVpnConnection,
  DeleteVpnConnection: deleteVpnConnection,
};

export const vpnConnectionTransitions: TransitionMap = {
  'vpn-connection-deleted': (state, { subject }, context) => {
    const connection = state.vpnConnections[subject];
    // The gateway's id and the routes stay on a deleted connection [H BF].
    patch(state, 'vpnConnections', subject, { state: 'deleted', staticRoutes: withDeletedRoutes(state, connection, () => true, context) });
    for (const attachment of rows(state, 'transitGatewayAttachments')) {
      if (attachment.resourceId === subject && attachment.state === 'deleting') deleteVpnAttachment(state, attachment.id, context);
    }
    schedule(state, context.now + context.latencies.deletedLingerMs, 'vpn-connection-vanished', subject);
  },
  'vpn-connection-vanished': (state, { subject }) => remove(state, 'vpnConnections', subject),
};

interface Candidate {
  readonly output: ConnectionOutput;
  readonly bgpAsn?: number;
  readonly Tags?: { readonly Key: string; readonly Value: string }[];
}

/** [5: filters of DescribeVpnConnections] */
const FILTERS: Filters<Candidate> = {
  'bgp-asn': ({ bgpAsn }) => [bgpAsn],
  'customer-gateway-configuration': ({ output }) => [output.CustomerGatewayConfiguration],
  'customer-gateway-id': ({ output }) => [output.CustomerGatewayId],
  'option.static-routes-only': ({ output }) => [output.Options?.StaticRoutesOnly],
  'route.destination-cidr-block': ({ output }) => (output.Routes ?? []).map((route) => route.DestinationCidrBlock),
  'state': ({ output }) => [output.State],
  'transit-gateway-id': ({ output }) => [output.TransitGatewayId],
  'type': ({ output }) => [output.Type],
  'vpn-connection-id': ({ output }) => [output.VpnConnectionId],
  'vpn-gateway-id': ({ output }) => [output.VpnGatewayId],
};

/** [5 W: no paging in or out] */
function describeVpnConnections(state: NetworkState, input: DescribeVpnConnectionsCommandInput, context: Context): object {
  const asked = withIds(rows(state, 'vpnConnections'), input.VpnConnectionIds, ({ id }) => id, 'vpnConnections', context);
  const candidates = asked.map((connection): Candidate => ({
    output: vpnConnectionOutput(state, asDescribed(connection, context), context),
    bgpAsn: state.customerGateways[connection.customerGatewayId]?.bgpAsn,
    Tags: [...connection.tags],
  }));
  return { VpnConnections: filtered(candidates, input.Filters, FILTERS).map(({ output }) => output) };
}

function createVpnConnection(state: NetworkState, input: CreateVpnConnectionCommandInput, context: Context): object {
  const customerGateway = live(state, 'customerGateways', input.CustomerGatewayId, context);
  required('Type', input.Type);
  const target = requestedTarget(state, input, context);
  const twin = rows(state, 'vpnConnections').find((each) => isLive(each) && each.customerGatewayId === customerGateway.id
    && each.target?.id === target?.id && target?.kind === 'vpn-gateway');
  const answer = context.unknowns.duplicateVpnConnection;
  if (twin !== undefined && answer === 'returns-existing') return { VpnConnection: vpnConnectionOutput(state, twin, context) };
  if (twin !== undefined && answer === 'InvalidOption.Conflict') {
    throw new Ec2Error(answer, `A VPN connection between ${target?.id} and ${customerGateway.id} already exists`);
  }
  requireRoom(state, target, input.Options?.EnableAcceleration === true, context);
  const { TunnelOptions: tunnelOptions = [], StaticRoutesOnly: staticRoutesOnly = false, ...options } = input.Options ?? {};
  const connection: VpnConnection = {
    id: newId(state, 'vpn'),
    state: 'pending',
    category: 'VPN',
    customerGatewayId: customerGateway.id,
    target,
    staticRoutesOnly,
    options,
    tunnels: [newTunnel(state, tunnelOptions[0], context), newTunnel(state, tunnelOptions[1], context)],
    staticRoutes: [],
    site: { advertisedPrefixes: [] },
    provisioning: 0,
    tags: tagsFor('vpn-connection', input.TagSpecifications),
  };
  put(state, 'vpnConnections', connection);
  beginProvisioning(state, connection.id, context.latencies.creationMs, context);
  return { VpnConnection: vpnConnectionOutput(state, state.vpnConnections[connection.id], context) };
}

/** Unusable at once; listed as `deleted` for a while [H 3]. */
function deleteVpnConnection(state: NetworkState, input: DeleteVpnConnectionCommandInput, context: Context): object {
  const connection = live(state, 'vpnConnections', input.VpnConnectionId, context);
  if (connection.state === 'deleting') return {};
  if (connection.state === 'modifying') throw incorrectState(connection.id, connection.state);
  patch(state, 'vpnConnections', connection.id, {
    state: 'deleting', tunnels: tunnelsDown(connection, context), provisioning: issue(state), modification: undefined,
  });
  const attachment = currentVpnAttachment(state, connection.id, connection.target?.id ?? '');
  if (attachment !== undefined) leaveVpnAttachment(state, attachment.id);
  schedule(state, context.now + context.latencies.deletionMs, 'vpn-connection-deleted', connection.id);
  return {};
}

/** [1.1 H MOTO: both gateways at once; neither is a connection without a target, 1.3 none M] */
function requestedTarget(state: NetworkState, input: CreateVpnConnectionCommandInput, context: Context): TargetGateway | undefined {
  if (input.VpnGatewayId !== undefined && input.TransitGatewayId !== undefined) {
    throw new Ec2Error('InvalidParameterValue', 'The request must not contain both parameter vpnGatewayId and transitGatewayId');
  }
  if (input.VpnGatewayId !== undefined) return { kind: 'vpn-gateway', id: live(state, 'vpnGateways', input.VpnGatewayId, context).id };
  if (input.TransitGatewayId === undefined) return undefined;
  return { kind: 'transit-gateway', id: live(state, 'transitGateways', input.TransitGatewayId, context).id };
}

/** [2.2 H] */
function requireRoom(state: NetworkState, target: TargetGateway | undefined, accelerated: boolean, { quotas }: Context): void {
  const present = rows(state, 'vpnConnections').filter(isLive);
  const onGateway = present.filter((connection) => target?.kind === 'vpn-gateway' && connection.target?.id === target.id);
  const alike = accelerated ? present.filter(({ options }) => options.EnableAcceleration === true) : [];
  const full = present.length >= quotas.connectionsPerRegion || onGateway.length >= quotas.connectionsPerVpnGateway
    || alike.length >= quotas.acceleratedConnectionsPerRegion;
  if (!full) return;
  throw new Ec2Error('VpnConnectionLimitExceeded', 'The maximum number of VPN connections has been reached');
}

/** Addresses and keys that are not given are AWS's choice; here the choice is the same in every run. */
export function newTunnel(state: NetworkState, specification: VpnTunnelOptionsSpecification | undefined, context: Context): Tunnel {
  const { TunnelInsideCidr, PreSharedKey, ...options } = specification ?? {};
  const number = issue(state);
  return {
    outsideIpAddress: `198.18.${Math.floor(number / 250) % 256}.${(number % 250) + 1}`,
    insideCidr: TunnelInsideCidr ?? `169.254.${6 + (Math.floor(number / 64) % 150)}.${(number % 64) * 4}/30`,
    preSharedKey: PreSharedKey ?? `k${createHash('sha256').update(`key ${number}`).digest('hex').slice(0, 31)}`,
    ipsecUp: false,
    up: false,
    lastStatusChange: context.now,
    options: describedOptions(options),
  };
}
