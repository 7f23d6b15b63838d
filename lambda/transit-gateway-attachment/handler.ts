/**
 * Looks up the transit gateway attachment of a VPN connection, which CloudFormation has no attribute for.
 *
 * The physical id holds connection and gateway: after an in-place change of the gateway it is another one, so nothing
 * stale is ever answered. Nothing is changed here, hence a Delete has nothing to do.
 */
import { DescribeTransitGatewayAttachmentsCommand, EC2Client, TransitGatewayAttachment } from '@aws-sdk/client-ec2';

interface ProviderEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: { readonly VpnConnectionId: string; readonly TransitGatewayId: string };
}

const ec2 = new EC2Client({ requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000 } });

/** Codes after which the next poll may find what this one did not. */
const PASSING_CODES = new Set(['RequestLimitExceeded', 'Throttling', 'Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure']);

export async function onEvent(event: ProviderEvent): Promise<{ PhysicalResourceId: string }> {
  const { VpnConnectionId, TransitGatewayId } = event.ResourceProperties;
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId! };
  return { PhysicalResourceId: `${VpnConnectionId}/${TransitGatewayId}` };
}

export async function isComplete(event: ProviderEvent): Promise<{ IsComplete: boolean; Data?: { TransitGatewayAttachmentId: string } }> {
  if (event.RequestType === 'Delete') return { IsComplete: true };
  const attachment = await find(event.ResourceProperties.VpnConnectionId, event.ResourceProperties.TransitGatewayId);
  if (attachment === undefined) return { IsComplete: false };
  switch (attachment.State) {
    case 'initiating':
    case 'initiatingRequest':
    case 'pending':
    case 'modifying':
      return { IsComplete: false };
    case 'available':
      return { IsComplete: true, Data: { TransitGatewayAttachmentId: attachment.TransitGatewayAttachmentId! } };
    default:
      throw new Error(`looking up the attachment of ${event.ResourceProperties.VpnConnectionId} on ${event.ResourceProperties.TransitGatewayId}: `
        + `${attachment.TransitGatewayAttachmentId} is in state ${attachment.State}, from which it does not become available`);
  }
}

/** Attachments of an earlier stay on the same gateway remain listed for a while. */
async function find(vpnConnectionId: string, transitGatewayId: string): Promise<TransitGatewayAttachment | undefined> {
  const Filters = [
    { Name: 'resource-id', Values: [vpnConnectionId] },
    { Name: 'resource-type', Values: ['vpn'] },
    { Name: 'transit-gateway-id', Values: [transitGatewayId] },
  ];
  let NextToken: string | undefined;
  try {
    do {
      const page = await ec2.send(new DescribeTransitGatewayAttachmentsCommand({ Filters, NextToken }));
      const live = page.TransitGatewayAttachments?.find((each) => each.State !== 'deleted' && each.State !== 'deleting');
      if (live !== undefined) return live;
      NextToken = page.NextToken;
    } while (NextToken);
  } catch (error) {
    if (!(error instanceof Error) || !PASSING_CODES.has(error.name)) {
      throw new Error(`looking up the attachment of ${vpnConnectionId} on ${transitGatewayId}: ${String(error)}`);
    }
  }
  return undefined;
}
