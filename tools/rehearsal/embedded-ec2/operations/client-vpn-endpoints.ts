/** Client VPN endpoints: where remote users connect to a VPC or to a transit gateway. */
import type {
  ClientVpnEndpoint as EndpointOutput, CreateClientVpnEndpointCommandInput, DeleteClientVpnEndpointCommandInput,
  DescribeClientVpnEndpointsCommandInput, ModifyClientVpnEndpointCommandInput,
} from '@aws-sdk/client-ec2';
import { associateZones, beginClientVpnAttachment, endClientVpnAttachment, targetNetworksOf } from './client-vpn-target-networks';
import { Ec2Error } from '../../contracts';
import { requireCreatable, requireLimits, securityGroupsOf, standing } from '../client-vpn-limits';
import { endpointOutput, settingsOf } from '../client-vpn-settings';
import { live } from '../errors';
import { filtered, Filters, page, withIds } from '../filters';
import { ClientVpnEndpoint, isLive } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';
import { tagsFor } from '../tag-specifications';

export const clientVpnEndpointOperations: OperationMap = {
  CreateClientVpnEndpoint: createEndpoint,
  ModifyClientVpnEndpoint: modifyEndpoint,
  DescribeClientVpnEndpoints: describeEndpoints,
  DeleteClientVpnEndpoint: deleteEndpoint,
};

export const clientVpnEndpointTransitions: TransitionMap = {
  'client-vpn-endpoint-deleted': (state, { subject }, context) => {
    patch(state, 'clientVpnEndpoints', subject, { state: 'deleted', deletedAt: context.now });
    endClientVpnAttachment(state, subject, context);
    for (const route of rows(state, 'clientVpnRoutes')) if (route.endpointId === subject) remove(state, 'clientVpnRoutes', route.id);
    for (const rule of rows(state, 'clientVpnAuthorizationRules')) {
      if (rule.endpointId === subject) remove(state, 'clientVpnAuthorizationRules', rule.id);
    }
    schedule(state, context.now + context.latencies.deletedLingerMs, 'client-vpn-endpoint-vanished', subject);
  },
  'client-vpn-endpoint-vanished': (state, { subject }) => remove(state, 'clientVpnEndpoints', subject),
};

/** [9: filters endpoint-id and transport-protocol] */
const FILTERS: Filters<EndpointOutput> = {
  'endpoint-id': (endpoint) => [endpoint.ClientVpnEndpointId],
  'transport-protocol': (endpoint) => [endpoint.TransportProtocol],
};

/** The same token makes nothing twice; with another request it is an error [H: Ensuring idempotency, EC2 API reference]. */
function createEndpoint(state: NetworkState, input: CreateClientVpnEndpointCommandInput, context: Context): object {
  const { ClientToken: clientToken, ...asked } = input;
  const request = JSON.stringify(asked);
  const before = rows(state, 'clientVpnEndpoints').find(({ madeBy }) => clientToken !== undefined && madeBy?.clientToken === clientToken);
  if (before !== undefined) {
    if (before.madeBy?.request !== request) {
      throw new Ec2Error('IdempotentParameterMismatch', `The client token ${clientToken} was used with other parameters`);
    }
    return madeOutput(before, context);
  }
  requireCreatable(state, input, context);
  requireRoom(state, context);
  const id = newId(state, 'cvpn-endpoint');
  const { TransitGatewayConfiguration: { TransitGatewayId: transitGatewayId } = {} } = input;
  put(state, 'clientVpnEndpoints', {
    id,
    tags: tagsFor('client-vpn-endpoint', input.TagSpecifications),
    state: 'pending-associate',
    createdAt: context.now,
    madeBy: clientToken === undefined ? undefined : { clientToken, request },
    clientCidr: input.ClientCidrBlock,
    transportProtocol: input.TransportProtocol ?? 'udp',
    vpcId: input.VpcId,
    securityGroupIds: securityGroupsOf(input.SecurityGroupIds, input.VpcId),
    transitGatewayId,
    settings: settingsOf({}, input, context),
  });
  if (transitGatewayId !== undefined) {
    beginClientVpnAttachment(state, id, context);
    associateZones(state, id, input.TransitGatewayConfiguration ?? {}, context);
  }
  return madeOutput(state.clientVpnEndpoints[id], context);
}

/** [H ERR] */
function requireRoom(state: NetworkState, { quotas: { clientVpnEndpointsPerRegion: limit } }: Context): void {
  if (rows(state, 'clientVpnEndpoints').filter(isLive).length < limit) return;
  throw new Ec2Error('ClientVpnEndpointLimitExceeded', `The maximum number of ${limit} Client VPN endpoints has been reached`);
}

function modifyEndpoint(state: NetworkState, input: ModifyClientVpnEndpointCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  if (input.TransitGatewayConfiguration !== undefined) throw new Error('what ModifyClientVpnEndpoint does with TransitGatewayConfiguration is not played here');
  const dnsServers = input.DnsServers?.CustomDnsServers;
  requireLimits({ ...input, DnsServers: dnsServers });
  const vpcId = input.VpcId ?? endpoint.vpcId;
  if (input.SecurityGroupIds !== undefined && vpcId === undefined) {
    throw new Ec2Error('MissingParameter', 'The request must contain the parameter vpcId, which securityGroupIds need');
  }
  if (input.VpcId !== undefined) live(state, 'vpcs', input.VpcId, context);
  patch(state, 'clientVpnEndpoints', endpoint.id, {
    vpcId,
    securityGroupIds: input.SecurityGroupIds ?? endpoint.securityGroupIds,
    settings: settingsOf(endpoint.settings, { ...input, DnsServers: input.DnsServers?.Enabled === false ? [] : dnsServers }, context),
  });
  return { Return: true };
}

function describeEndpoints(state: NetworkState, input: DescribeClientVpnEndpointsCommandInput, context: Context): object {
  const endpoints = rows(state, 'clientVpnEndpoints').map((endpoint) => endpointOutput(state, endpoint, context));
  const asked = withIds(endpoints, input.ClientVpnEndpointIds, (each) => each.ClientVpnEndpointId, 'clientVpnEndpoints', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, FILTERS), input, context);
  return { ClientVpnEndpoints: items, ...rest };
}

/** [H DeleteClientVpnEndpoint API reference: its target networks have to be disassociated before] */
function deleteEndpoint(state: NetworkState, input: DeleteClientVpnEndpointCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  const [associated] = targetNetworksOf(state, endpoint.id);
  if (associated !== undefined) {
    throw new Ec2Error(context.unknowns.clientVpnDeleteWhileAssociated, `${endpoint.id} has target network ${associated.id}`);
  }
  patch(state, 'clientVpnEndpoints', endpoint.id, { state: 'deleting' });
  schedule(state, context.now + context.latencies.clientVpnSettleMs, 'client-vpn-endpoint-deleted', endpoint.id);
  return { Status: { Code: 'deleting' } };
}

function madeOutput(endpoint: ClientVpnEndpoint, { region }: Context): object {
  return {
    ClientVpnEndpointId: endpoint.id, Status: { Code: endpoint.state }, DnsName: `${endpoint.id}.prod.clientvpn.${region}.amazonaws.com`,
  };
}
