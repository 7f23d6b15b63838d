/** Where a Client VPN endpoint stands: subnets of its VPC, or Availability Zones of its transit gateway. */
import type {
  AssociateClientVpnTargetNetworkCommandInput, DescribeClientVpnTargetNetworksCommandInput, DisassociateClientVpnTargetNetworkCommandInput,
  TargetNetwork as TargetNetworkOutput, TransitGatewayConfigurationInputStructure,
} from '@aws-sdk/client-ec2';
import { becomeAvailable, deleteVpnAttachment } from './vpn-attachments';
import { Ec2Error } from '../../contracts';
import { overlaps } from '../cidr';
import { standing } from '../client-vpn-limits';
import { found, notFound, required } from '../errors';
import { filtered, Filters, page, withIds } from '../filters';
import { ClientVpnEndpoint, ClientVpnTargetNetwork, Subnet } from '../records';
import { Context, issue, NetworkState, newId, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';

export const clientVpnTargetNetworkOperations: OperationMap = {
  AssociateClientVpnTargetNetwork: associate,
  DisassociateClientVpnTargetNetwork: disassociate,
  DescribeClientVpnTargetNetworks: describeTargetNetworks,
};

export const clientVpnTargetNetworkTransitions: TransitionMap = {
  'client-vpn-target-network-settled': (state, { subject }, context) => {
    const network = state.clientVpnTargetNetworks[subject];
    if (network === undefined) return;
    if (network.state === 'disassociating') remove(state, 'clientVpnTargetNetworks', subject);
    else patch(state, 'clientVpnTargetNetworks', subject, { state: 'associated' });
    const associated = targetNetworksOf(state, network.endpointId).some((each) => each.state === 'associated');
    if (state.clientVpnEndpoints[network.endpointId]?.state.startsWith('delet') ?? true) return;
    patch(state, 'clientVpnEndpoints', network.endpointId, { state: associated ? 'available' : 'pending-associate' });
    const attachment = attachmentOf(state, network.endpointId);
    if (associated && attachment?.state === 'pending') becomeAvailable(state, attachment.id, context);
  },
};

export function targetNetworksOf(state: Readonly<NetworkState>, endpoint: string): ClientVpnTargetNetwork[] {
  return rows(state, 'clientVpnTargetNetworks').filter(({ endpointId }) => endpointId === endpoint);
}

/** The attachment comes with the endpoint, and by no call of its own [H administrator guide, cvpn-tgw]. */
export function beginClientVpnAttachment(state: NetworkState, endpointId: string, context: Context): void {
  const { transitGatewayId = '', clientCidr } = state.clientVpnEndpoints[endpointId];
  put(state, 'transitGatewayAttachments', {
    id: newId(state, 'tgw-attach'), transitGatewayId, resourceType: 'client-vpn', resourceId: endpointId, resourceOwnerId: context.accountId,
    state: 'pending', propagations: [], subnetIds: [], prefixes: clientCidr === undefined ? [] : [clientCidr], createdAt: context.now, tags: [],
  });
}

export function endClientVpnAttachment(state: NetworkState, endpointId: string, context: Context): void {
  const attachment = attachmentOf(state, endpointId);
  if (attachment !== undefined) deleteVpnAttachment(state, attachment.id, context);
}

/** Whoever names no zone gets two [H administrator guide, cvpn-tgw]. */
export function associateZones(
  state: NetworkState, endpointId: string,
  { AvailabilityZones: names = [], AvailabilityZoneIds: ids = [] }: TransitGatewayConfigurationInputStructure, context: Context,
): void {
  const chosen = [...names.map((name) => ({ name })), ...ids.map((id) => ({ id }))];
  const zones = chosen.length > 0 ? chosen : ['a', 'b'].map((letter) => ({ name: `${context.region}${letter}` }));
  for (const zone of zones) begin(state, { endpointId, zone }, context);
}

/** [H DescribeClientVpnTargetNetworks API reference] */
const FILTERS: Filters<TargetNetworkOutput & { Tags?: never[] }> = {
  'association-id': (network) => [network.AssociationId],
  'target-network-id': (network) => [network.TargetNetworkId],
  'vpc-id': (network) => [network.VpcId],
};

function associate(state: NetworkState, input: AssociateClientVpnTargetNetworkCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  if (endpoint.transitGatewayId !== undefined) return associateZone(state, endpoint, input, context);
  return associateSubnet(state, endpoint, input, context);
}

function associateSubnet(
  state: NetworkState, endpoint: ClientVpnEndpoint, input: AssociateClientVpnTargetNetworkCommandInput, context: Context,
): object {
  const subnet: Subnet | undefined = state.subnets[required('SubnetId', input.SubnetId)];
  if (subnet === undefined) throw new Ec2Error('InvalidClientVpnSubnetId.NotFound', `The subnet ID '${input.SubnetId}' does not exist`);
  const [present] = targetNetworksOf(state, endpoint.id);
  const vpcId = endpoint.vpcId ?? state.subnets[present?.subnetId ?? '']?.vpcId ?? subnet.vpcId;
  if (subnet.vpcId !== vpcId) throw new Ec2Error('InvalidParameterValue', `${subnet.id} is not in ${vpcId}, with which ${endpoint.id} is associated`);
  const others = targetNetworksOf(state, endpoint.id).map(({ subnetId = '' }) => state.subnets[subnetId]);
  if (others.some((other) => other.availabilityZone === subnet.availabilityZone)) {
    throw new Ec2Error('InvalidClientVpnSubnetId.DuplicateAz', `${endpoint.id} stands in ${subnet.availabilityZone} already`);
  }
  const { clientCidr } = endpoint;
  if (clientCidr !== undefined && subnet.cidrs.some((cidr) => overlaps(cidr, clientCidr))) {
    throw new Ec2Error('InvalidClientVpnSubnetId.OverlappingCidr', `${subnet.id} overlaps with ${clientCidr} of the clients`);
  }
  patch(state, 'clientVpnEndpoints', endpoint.id, { vpcId });
  addLocalRoutes(state, endpoint, subnet);
  return begun(begin(state, { endpointId: endpoint.id, subnetId: subnet.id }, context), 'associating');
}

function associateZone(
  state: NetworkState, endpoint: ClientVpnEndpoint, input: AssociateClientVpnTargetNetworkCommandInput, context: Context,
): object {
  const { AvailabilityZone: name, AvailabilityZoneId: id } = input;
  if (input.SubnetId !== undefined || (name === undefined) === (id === undefined)) {
    throw new Ec2Error('InvalidParameterCombination', `${endpoint.id} is on a transit gateway: either AvailabilityZone or AvailabilityZoneId has to be given`);
  }
  const twice = targetNetworksOf(state, endpoint.id).find(({ zone }) => (name === undefined ? zone?.id === id : zone?.name === name));
  if (twice !== undefined) throw new Ec2Error('InvalidClientVpnSubnetId.DuplicateAz', `${endpoint.id} stands in ${name ?? id} already`);
  return begun(begin(state, { endpointId: endpoint.id, zone: { name, id } }, context), 'associating');
}

function disassociate(state: NetworkState, input: DisassociateClientVpnTargetNetworkCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  const network = found(state, 'clientVpnTargetNetworks', input.AssociationId, context);
  if (network.endpointId !== endpoint.id || network.state === 'disassociating') throw notFound('clientVpnTargetNetworks', network.id, context);
  patch(state, 'clientVpnTargetNetworks', network.id, { state: 'disassociating' });
  const through = rows(state, 'clientVpnRoutes').filter(({ endpointId, targetSubnet }) => endpointId === endpoint.id
    && targetSubnet !== undefined && targetSubnet === network.subnetId);
  for (const route of through) remove(state, 'clientVpnRoutes', route.id);
  schedule(state, context.now + context.latencies.clientVpnAssociationMs, 'client-vpn-target-network-settled', network.id);
  return begun(network.id, 'disassociating');
}

function describeTargetNetworks(state: NetworkState, input: DescribeClientVpnTargetNetworksCommandInput, context: Context): object {
  const endpoint = found(state, 'clientVpnEndpoints', input.ClientVpnEndpointId, context);
  const networks = targetNetworksOf(state, endpoint.id).map((network) => targetNetworkOutput(state, endpoint, network));
  const asked = withIds(networks, input.AssociationIds, (network) => network.AssociationId, 'clientVpnTargetNetworks', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, FILTERS), input, context);
  return { ClientVpnTargetNetworks: items, ...rest };
}

function begin(state: NetworkState, where: Pick<ClientVpnTargetNetwork, 'endpointId' | 'subnetId' | 'zone'>, context: Context): string {
  const id = newId(state, 'cvpn-assoc');
  put(state, 'clientVpnTargetNetworks', { ...where, id, state: 'associating', tags: [] });
  schedule(state, context.now + context.latencies.clientVpnAssociationMs, 'client-vpn-target-network-settled', id);
  return id;
}

/** [H administrator guide, cvpn-working-target: the local route of the VPC is added by itself] */
function addLocalRoutes(state: NetworkState, { id: endpointId }: ClientVpnEndpoint, { id: targetSubnet, vpcId }: Subnet): void {
  for (const destination of state.vpcs[vpcId].cidrs) {
    put(state, 'clientVpnRoutes', {
      id: `${endpointId}|${destination}|${targetSubnet}`, endpointId, destination, targetSubnet, origin: 'associate', state: 'active',
      description: 'Default Route', token: issue(state), tags: [],
    });
  }
}

function attachmentOf(state: NetworkState, endpointId: string) {
  return rows(state, 'transitGatewayAttachments').find(({ resourceId, state: standingAs }) => resourceId === endpointId && standingAs !== 'deleted');
}

function begun(associationId: string, code: string): object {
  return { AssociationId: associationId, Status: { Code: code } };
}

/** [AWS CLI describe-client-vpn-target-networks, its example] */
function targetNetworkOutput(
  state: Readonly<NetworkState>, endpoint: ClientVpnEndpoint, { id, subnetId, zone, state: code }: ClientVpnTargetNetwork,
): TargetNetworkOutput {
  const ofSubnet = { VpcId: state.subnets[subnetId ?? '']?.vpcId, TargetNetworkId: subnetId, SecurityGroups: [...endpoint.securityGroupIds] };
  return {
    AssociationId: id,
    ClientVpnEndpointId: endpoint.id,
    Status: { Code: code as 'associated' },
    ...subnetId === undefined ? {} : ofSubnet,
    ...zone?.name === undefined ? {} : { AvailabilityZones: [zone.name] },
    ...zone?.id === undefined ? {} : { AvailabilityZoneIds: [zone.id] },
  };
}
