/** The attachment of a VPC to a transit gateway, which has calls of its own. */
import type {
  CreateTransitGatewayVpcAttachmentCommandInput, DeleteTransitGatewayVpcAttachmentCommandInput,
  ModifyTransitGatewayVpcAttachmentCommandInput,
} from '@aws-sdk/client-ec2';
import { vpcAttachmentOutput } from './transit-gateways';
import { becomeAvailable, deleteVpnAttachment, giveDefaultTablesAtOnce } from './vpn-attachments';
import { Ec2Error } from '../../contracts';
import { incorrectState, live, required } from '../errors';
import { isLive, TransitGatewayAttachment, Vpc } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, rows, schedule, TransitionMap } from '../state';
import { tagsFor } from '../tag-specifications';

export const transitGatewayVpcAttachmentOperations: OperationMap = {
  CreateTransitGatewayVpcAttachment: createAttachment,
  ModifyTransitGatewayVpcAttachment: modifyAttachment,
  DeleteTransitGatewayVpcAttachment: deleteAttachment,
};

export const transitGatewayVpcAttachmentTransitions: TransitionMap = {
  'vpc-attachment-settled': (state, { subject }, context) => {
    const { state: existing } = state.transitGatewayAttachments[subject] ?? {};
    if (existing === 'pending') becomeAvailable(state, subject, context);
    if (existing === 'deleting') deleteVpnAttachment(state, subject, context);
  },
};

/** [H EC2 API error codes: DuplicateTransitGatewayAttachment, and IncorrectState while the gateway is not available] */
function createAttachment(state: NetworkState, input: CreateTransitGatewayVpcAttachmentCommandInput, context: Context): object {
  const gateway = live(state, 'transitGateways', input.TransitGatewayId, context);
  const vpc = live(state, 'vpcs', input.VpcId, context);
  const subnetIds = required('SubnetIds', input.SubnetIds);
  requireSubnets(state, vpc, subnetIds, context);
  if (gateway.state !== 'available') throw incorrectState(gateway.id, gateway.state);
  const twice = rows(state, 'transitGatewayAttachments')
    .find((each) => each.transitGatewayId === gateway.id && each.resourceId === vpc.id && isLive(each));
  if (twice !== undefined) throw new Ec2Error('DuplicateTransitGatewayAttachment', `${vpc.id} has the attachment ${twice.id} to ${gateway.id} already`);
  const attachment: TransitGatewayAttachment = {
    id: newId(state, 'tgw-attach'), transitGatewayId: gateway.id, resourceType: 'vpc', resourceId: vpc.id, resourceOwnerId: context.accountId,
    state: 'pending', propagations: [], subnetIds, prefixes: [], createdAt: context.now,
    tags: tagsFor('transit-gateway-attachment', input.TagSpecifications),
  };
  put(state, 'transitGatewayAttachments', attachment);
  giveDefaultTablesAtOnce(state, attachment, context);
  settleLater(state, attachment.id, context);
  return { TransitGatewayVpcAttachment: vpcAttachmentOutput(attachment) };
}

/** Other subnets, which interrupt nothing; options that nothing here depends on are taken. */
function modifyAttachment(state: NetworkState, input: ModifyTransitGatewayVpcAttachmentCommandInput, context: Context): object {
  const attachment = available(state, input.TransitGatewayAttachmentId, context);
  const { AddSubnetIds: added = [], RemoveSubnetIds: removed = [] } = input;
  const subnetIds = [...attachment.subnetIds.filter((id) => !removed.includes(id)), ...added];
  requireSubnets(state, live(state, 'vpcs', attachment.resourceId, context), subnetIds, context);
  patch(state, 'transitGatewayAttachments', attachment.id, { subnetIds });
  return { TransitGatewayVpcAttachment: vpcAttachmentOutput(state.transitGatewayAttachments[attachment.id]) };
}

/** Its association and propagations go along with it; what becomes of routes to it is an unknown as with any attachment. */
function deleteAttachment(state: NetworkState, input: DeleteTransitGatewayVpcAttachmentCommandInput, context: Context): object {
  const attachment = available(state, input.TransitGatewayAttachmentId, context);
  patch(state, 'transitGatewayAttachments', attachment.id, { state: 'deleting' });
  settleLater(state, attachment.id, context);
  return { TransitGatewayVpcAttachment: vpcAttachmentOutput(state.transitGatewayAttachments[attachment.id]) };
}

function available(state: NetworkState, id: string | undefined, context: Context): TransitGatewayAttachment {
  const attachment = live(state, 'transitGatewayAttachments', id, context);
  if (attachment.resourceType !== 'vpc') throw new Ec2Error('InvalidParameterValue', `${attachment.id} is no attachment of a VPC`);
  if (attachment.state !== 'available') throw incorrectState(attachment.id, attachment.state);
  return attachment;
}

/** [H CreateTransitGatewayVpcAttachment API reference: one subnet in each zone at most; DuplicateSubnetsInSameZone by the error codes] */
function requireSubnets(state: NetworkState, vpc: Vpc, ids: readonly string[], context: Context): void {
  if (ids.length === 0) throw new Ec2Error('InvalidParameterValue', 'An attachment has at least one subnet');
  const subnets = ids.map((id) => live(state, 'subnets', id, context));
  const stranger = subnets.find(({ vpcId }) => vpcId !== vpc.id);
  if (stranger !== undefined) throw new Ec2Error('InvalidSubnetID.NotFound', `The subnet ID '${stranger.id}' does not exist in ${vpc.id}`);
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  if (zones.size < subnets.length) throw new Ec2Error('DuplicateSubnetsInSameZone', `Duplicate Subnets for same AZ: ${ids.join(', ')}`);
}

function settleLater(state: NetworkState, id: string, context: Context): void {
  schedule(state, context.now + context.latencies.transitGatewaySettleMs, 'vpc-attachment-settled', id);
}
