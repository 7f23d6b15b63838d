/** Virtual private gateways: their life, their one VPC, and their propagation into VPC route tables. */
import type {
  AttachVpnGatewayCommandInput, CreateVpnGatewayCommandInput, DeleteVpnGatewayCommandInput, DescribeVpnGatewaysCommandInput,
  DetachVpnGatewayCommandInput, DisableVgwRoutePropagationCommandInput, EnableVgwRoutePropagationCommandInput,
  VpnGateway as VpnGatewayOutput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { live, required } from '../errors';
import { filtered, Filters, withIds } from '../filters';
import { isLive, VpnGateway } from '../records';
import { isAttached } from '../routing';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';
import { tagsFor } from '../tag-specifications';

export const vpnGatewayOperations: OperationMap = {
  CreateVpnGateway: createVpnGateway,
  DescribeVpnGateways: describeVpnGateways,
  AttachVpnGateway: attachVpnGateway,
  DetachVpnGateway: detachVpnGateway,
  DeleteVpnGateway: deleteVpnGateway,
  EnableVgwRoutePropagation: enablePropagation,
  DisableVgwRoutePropagation: disablePropagation,
};

export const vpnGatewayTransitions: TransitionMap = {
  'vpn-gateway-attached': (state, { subject, detail }, context) => settleAttachment(state, subject, String(detail.vpcId), 'attaching', context),
  'vpn-gateway-detached': (state, { subject, detail }, context) => settleAttachment(state, subject, String(detail.vpcId), 'detaching', context),
  'vpn-gateway-vanished': (state, { subject }) => remove(state, 'vpnGateways', subject),
};

const FILTERS: Filters<VpnGatewayOutput> = {
  'amazon-side-asn': (gateway) => [gateway.AmazonSideAsn],
  'attachment.state': (gateway) => (gateway.VpcAttachments ?? []).map((attachment) => attachment.State),
  'attachment.vpc-id': (gateway) => (gateway.VpcAttachments ?? []).map((attachment) => attachment.VpcId),
  'availability-zone': (gateway) => [gateway.AvailabilityZone],
  'state': (gateway) => [gateway.State],
  'type': (gateway) => [gateway.Type],
  'vpn-gateway-id': (gateway) => [gateway.VpnGatewayId],
};

/** [7: default 64512] */
const DEFAULT_AMAZON_SIDE_ASN = 64_512;

function createVpnGateway(state: NetworkState, input: CreateVpnGatewayCommandInput, context: Context): object {
  required('Type', input.Type);
  const limit = context.quotas.vpnGatewaysPerRegion;
  if (rows(state, 'vpnGateways').filter(isLive).length >= limit) {
    throw new Ec2Error('VpnGatewayLimitExceeded', `The maximum number of ${limit} virtual private gateways has been reached`);
  }
  const gateway: VpnGateway = {
    id: newId(state, 'vgw'),
    state: 'available',
    amazonSideAsn: input.AmazonSideAsn ?? DEFAULT_AMAZON_SIDE_ASN,
    directConnectPrefixes: [],
    tags: tagsFor('vpn-gateway', input.TagSpecifications),
  };
  put(state, 'vpnGateways', gateway);
  return { VpnGateway: vpnGatewayOutput(gateway) };
}

function describeVpnGateways(state: NetworkState, input: DescribeVpnGatewaysCommandInput, context: Context): object {
  const gateways = rows(state, 'vpnGateways').map(vpnGatewayOutput);
  const asked = withIds(gateways, input.VpnGatewayIds, (gateway) => gateway.VpnGatewayId, 'vpnGateways', context);
  return { VpnGateways: filtered(asked, input.Filters, FILTERS) };
}

/** One VPC per gateway, one gateway per VPC [H 1.3 vgw→vgw, ERR: InvalidVpcState, VpnGatewayAttachmentLimitExceeded]. */
function attachVpnGateway(state: NetworkState, input: AttachVpnGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'vpnGateways', input.VpnGatewayId, context);
  const vpc = live(state, 'vpcs', input.VpcId, context);
  if (gateway.attachment !== undefined && gateway.attachment.vpcId !== vpc.id) {
    throw new Ec2Error('VpnGatewayAttachmentLimitExceeded', `The vpnGateway ${gateway.id} is already attached to a VPC`);
  }
  if (gateway.attachment?.state === 'attached') return { VpcAttachment: attachmentOutput(gateway) };
  const other = rows(state, 'vpnGateways').find((each) => each.id !== gateway.id && each.attachment?.vpcId === vpc.id);
  if (other !== undefined || gateway.attachment !== undefined) {
    throw new Ec2Error('InvalidVpcState', `The VPC ${vpc.id} already has an attached virtual private gateway`);
  }
  patch(state, 'vpnGateways', gateway.id, { attachment: { vpcId: vpc.id, state: 'attaching' }, detachedFrom: undefined });
  schedule(state, context.now + context.latencies.vpnGatewayAttachmentMs, 'vpn-gateway-attached', gateway.id, { vpcId: vpc.id });
  return { VpcAttachment: attachmentOutput(state.vpnGateways[gateway.id]) };
}

/** [2.3 InvalidVpnGatewayAttachment.NotFound] */
function detachVpnGateway(state: NetworkState, input: DetachVpnGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'vpnGateways', input.VpnGatewayId, context);
  const vpc = live(state, 'vpcs', input.VpcId, context);
  if (gateway.attachment?.vpcId !== vpc.id || gateway.attachment.state === 'detaching') {
    throw new Ec2Error('InvalidVpnGatewayAttachment.NotFound', `The attachment of ${gateway.id} to ${vpc.id} does not exist`);
  }
  patch(state, 'vpnGateways', gateway.id, { attachment: { vpcId: vpc.id, state: 'detaching' } });
  schedule(state, context.now + context.latencies.vpnGatewayAttachmentMs, 'vpn-gateway-detached', gateway.id, { vpcId: vpc.id });
  return {};
}

/** [8 H: needs `detached`, IncorrectState otherwise; 2.3 DependencyViolation while in use] */
function deleteVpnGateway(state: NetworkState, input: DeleteVpnGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'vpnGateways', input.VpnGatewayId, context);
  if (gateway.attachment !== undefined) {
    throw new Ec2Error('IncorrectState', `The vpnGateway ${gateway.id} is attached to ${gateway.attachment.vpcId}`);
  }
  const user = rows(state, 'vpnConnections').find((connection) => connection.target?.id === gateway.id && isLive(connection));
  if (user !== undefined) throw new Ec2Error('DependencyViolation', `The vpnGateway ${gateway.id} is in use by ${user.id}`);
  patch(state, 'vpnGateways', gateway.id, { state: 'deleted' });
  schedule(state, context.now + context.latencies.deletedLingerMs, 'vpn-gateway-vanished', gateway.id);
  return {};
}

/** [2.3 Gateway.NotAttached: M, TF] */
function enablePropagation(state: NetworkState, input: EnableVgwRoutePropagationCommandInput, context: Context): object {
  const gateway = live(state, 'vpnGateways', input.GatewayId, context);
  const table = live(state, 'vpcRouteTables', input.RouteTableId, context);
  if (!isAttached({ state, unknowns: context.unknowns }, gateway.id, table.vpcId)) {
    throw new Ec2Error('Gateway.NotAttached', `resource ${gateway.id} is not attached to ${table.vpcId}`);
  }
  const others = table.propagatingGatewayIds.filter((id) => id !== gateway.id);
  patch(state, 'vpcRouteTables', table.id, { propagatingGatewayIds: [...others, gateway.id] });
  return {};
}

function disablePropagation(state: NetworkState, input: DisableVgwRoutePropagationCommandInput, context: Context): object {
  const gateway = live(state, 'vpnGateways', input.GatewayId, context);
  const table = live(state, 'vpcRouteTables', input.RouteTableId, context);
  patch(state, 'vpcRouteTables', table.id, { propagatingGatewayIds: table.propagatingGatewayIds.filter((id) => id !== gateway.id) });
  return {};
}

/** Settles only what is still under way. */
function settleAttachment(state: NetworkState, id: string, vpcId: string, from: 'attaching' | 'detaching', { unknowns }: Context): void {
  const attachment = state.vpnGateways[id]?.attachment;
  if (attachment?.vpcId !== vpcId || attachment.state !== from) return;
  patch(state, 'vpnGateways', id, { attachment: from === 'attaching' ? { vpcId, state: 'attached' } : undefined });
  if (from === 'detaching' && unknowns.detachedVpnGatewayAttachment === 'detached') patch(state, 'vpnGateways', id, { detachedFrom: vpcId });
  if (from === 'attaching' || unknowns.vgwPropagationAfterDetach === 'kept') return;
  for (const table of rows(state, 'vpcRouteTables')) {
    if (!table.propagatingGatewayIds.includes(id)) continue;
    patch(state, 'vpcRouteTables', table.id, { propagatingGatewayIds: table.propagatingGatewayIds.filter((each) => each !== id) });
  }
}

function attachmentOutput(gateway: VpnGateway): { VpcId?: string; State?: 'attaching' | 'attached' | 'detaching' | 'detached' } {
  return { VpcId: gateway.attachment?.vpcId, State: gateway.attachment?.state as 'attached' };
}

function vpnGatewayOutput(gateway: VpnGateway): VpnGatewayOutput {
  const detached = gateway.detachedFrom !== undefined ? [{ VpcId: gateway.detachedFrom, State: 'detached' as const }] : [];
  return {
    VpnGatewayId: gateway.id,
    State: gateway.state as VpnGatewayOutput['State'],
    Type: 'ipsec.1',
    AmazonSideAsn: gateway.amazonSideAsn,
    VpcAttachments: gateway.attachment === undefined ? detached : [attachmentOutput(gateway)],
    Tags: [...gateway.tags],
  };
}
