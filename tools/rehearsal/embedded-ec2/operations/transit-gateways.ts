/** Transit gateways and their attachments, as describes give them. */
import type {
  DescribeTransitGatewayAttachmentsCommandInput, DescribeTransitGatewaysCommandInput, DescribeTransitGatewayVpcAttachmentsCommandInput,
  TransitGateway as TransitGatewayOutput, TransitGatewayAttachment as AttachmentOutput, TransitGatewayVpcAttachment as VpcAttachmentOutput,
} from '@aws-sdk/client-ec2';
import { filtered, Filters, page, withIds } from '../filters';
import { TransitGateway, TransitGatewayAttachment } from '../records';
import { Context, NetworkState, OperationMap, rows } from '../state';

export const transitGatewayOperations: OperationMap = {
  DescribeTransitGateways: describeTransitGateways,
  DescribeTransitGatewayAttachments: describeAttachments,
  DescribeTransitGatewayVpcAttachments: describeVpcAttachments,
};

/** [5: filters of DescribeTransitGateways, by the SDK's documentation] */
const GATEWAY_FILTERS: Filters<TransitGatewayOutput> = {
  'transit-gateway-id': (gateway) => [gateway.TransitGatewayId],
  'state': (gateway) => [gateway.State],
  'owner-id': (gateway) => [gateway.OwnerId],
  'options.amazon-side-asn': (gateway) => [gateway.Options?.AmazonSideAsn],
  'options.association-default-route-table-id': (gateway) => [gateway.Options?.AssociationDefaultRouteTableId],
  'options.default-route-table-association': (gateway) => [gateway.Options?.DefaultRouteTableAssociation],
  'options.default-route-table-propagation': (gateway) => [gateway.Options?.DefaultRouteTablePropagation],
  'options.propagation-default-route-table-id': (gateway) => [gateway.Options?.PropagationDefaultRouteTableId],
  'options.vpn-ecmp-support': (gateway) => [gateway.Options?.VpnEcmpSupport],
};

/** [5: TGW attachments] */
const ATTACHMENT_FILTERS: Filters<AttachmentOutput> = {
  'association.state': (attachment) => [attachment.Association?.State],
  'association.transit-gateway-route-table-id': (attachment) => [attachment.Association?.TransitGatewayRouteTableId],
  'resource-id': (attachment) => [attachment.ResourceId],
  'resource-owner-id': (attachment) => [attachment.ResourceOwnerId],
  'resource-type': (attachment) => [attachment.ResourceType],
  'state': (attachment) => [attachment.State],
  'transit-gateway-attachment-id': (attachment) => [attachment.TransitGatewayAttachmentId],
  'transit-gateway-id': (attachment) => [attachment.TransitGatewayId],
  'transit-gateway-owner-id': (attachment) => [attachment.TransitGatewayOwnerId],
};

const VPC_ATTACHMENT_FILTERS: Filters<VpcAttachmentOutput> = {
  'state': (attachment) => [attachment.State],
  'transit-gateway-attachment-id': (attachment) => [attachment.TransitGatewayAttachmentId],
  'transit-gateway-id': (attachment) => [attachment.TransitGatewayId],
  'vpc-id': (attachment) => [attachment.VpcId],
};

function describeTransitGateways(state: NetworkState, input: DescribeTransitGatewaysCommandInput, context: Context): object {
  const gateways = rows(state, 'transitGateways').map((gateway) => gatewayOutput(gateway, context));
  const asked = withIds(gateways, input.TransitGatewayIds, (gateway) => gateway.TransitGatewayId, 'transitGateways', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, GATEWAY_FILTERS), input, context);
  return { TransitGateways: items, ...rest };
}

function describeAttachments(state: NetworkState, input: DescribeTransitGatewayAttachmentsCommandInput, context: Context): object {
  const attachments = rows(state, 'transitGatewayAttachments').map((attachment) => attachmentOutput(state, attachment));
  const asked = withIds(attachments, input.TransitGatewayAttachmentIds, attachmentIdOf, 'transitGatewayAttachments', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, ATTACHMENT_FILTERS), input, context);
  return { TransitGatewayAttachments: items, ...rest };
}

function describeVpcAttachments(state: NetworkState, input: DescribeTransitGatewayVpcAttachmentsCommandInput, context: Context): object {
  const attachments = rows(state, 'transitGatewayAttachments').filter((attachment) => attachment.resourceType === 'vpc');
  const outputs = attachments.map(vpcAttachmentOutput);
  const asked = withIds(outputs, input.TransitGatewayAttachmentIds, attachmentIdOf, 'transitGatewayAttachments', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, VPC_ATTACHMENT_FILTERS), input, context);
  return { TransitGatewayVpcAttachments: items, ...rest };
}

function attachmentIdOf(attachment: { readonly TransitGatewayAttachmentId?: string }): string | undefined {
  return attachment.TransitGatewayAttachmentId;
}

export function gatewayOutput(gateway: TransitGateway, context: Context): TransitGatewayOutput {
  const { defaultAssociationRouteTableId, defaultPropagationRouteTableId } = gateway;
  return {
    TransitGatewayId: gateway.id,
    TransitGatewayArn: `arn:aws:ec2:${context.region}:${gateway.ownerId}:transit-gateway/${gateway.id}`,
    State: gateway.state as TransitGatewayOutput['State'],
    OwnerId: gateway.ownerId,
    CreationTime: new Date(gateway.createdAt),
    Options: {
      AmazonSideAsn: gateway.amazonSideAsn,
      AutoAcceptSharedAttachments: 'disable',
      DefaultRouteTableAssociation: defaultAssociationRouteTableId === undefined ? 'disable' : 'enable',
      ...(defaultAssociationRouteTableId === undefined ? {} : { AssociationDefaultRouteTableId: defaultAssociationRouteTableId }),
      DefaultRouteTablePropagation: defaultPropagationRouteTableId === undefined ? 'disable' : 'enable',
      ...(defaultPropagationRouteTableId === undefined ? {} : { PropagationDefaultRouteTableId: defaultPropagationRouteTableId }),
      VpnEcmpSupport: gateway.vpnEcmpSupport ? 'enable' : 'disable',
      DnsSupport: 'enable',
      MulticastSupport: 'disable',
    },
    Tags: [...gateway.tags],
  };
}

function attachmentOutput(state: NetworkState, attachment: TransitGatewayAttachment): AttachmentOutput {
  const { association } = attachment;
  const associated: Partial<AttachmentOutput> = association === undefined ? {} : {
    Association: { TransitGatewayRouteTableId: association.routeTableId, State: association.state as 'associated' },
  };
  return {
    TransitGatewayAttachmentId: attachment.id,
    TransitGatewayId: attachment.transitGatewayId,
    TransitGatewayOwnerId: state.transitGateways[attachment.transitGatewayId]?.ownerId,
    ResourceOwnerId: attachment.resourceOwnerId,
    ResourceType: attachment.resourceType as AttachmentOutput['ResourceType'],
    ResourceId: attachment.resourceId,
    State: attachment.state as AttachmentOutput['State'],
    ...associated,
    CreationTime: new Date(attachment.createdAt),
    Tags: [...attachment.tags],
  };
}

export function vpcAttachmentOutput(attachment: TransitGatewayAttachment): VpcAttachmentOutput {
  return {
    TransitGatewayAttachmentId: attachment.id,
    TransitGatewayId: attachment.transitGatewayId,
    VpcId: attachment.resourceId,
    VpcOwnerId: attachment.resourceOwnerId,
    State: attachment.state as VpcAttachmentOutput['State'],
    SubnetIds: [...attachment.subnetIds],
    CreationTime: new Date(attachment.createdAt),
    Options: { DnsSupport: 'enable', Ipv6Support: 'disable', ApplianceModeSupport: 'disable' },
    Tags: [...attachment.tags],
  };
}
