/** The attachment of a connection on a transit gateway. */
import { DescribeTransitGatewayAttachmentsCommand, TransitGatewayAttachment } from '@aws-sdk/client-ec2';
import { ec2, unlessPassing } from './client';

/** What the provider framework is told. */
export interface Answer {
  readonly IsComplete: boolean;
  readonly Data?: Readonly<Record<string, string>>;
}

/** @throws when the attachment is in a state that it does not leave */
export async function findAttachment(vpnConnectionId: string, transitGatewayId: string): Promise<Answer> {
  const what = `looking up the attachment of ${vpnConnectionId} on ${transitGatewayId}`;
  const attachment = await unlessPassing(what, async () => live(vpnConnectionId, transitGatewayId));
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
      throw new Error(`${what}: ${attachment.TransitGatewayAttachmentId} is in state ${attachment.State}, from which it does not become available`);
  }
}

/** Attachments of an earlier stay on the same gateway remain listed for a while. */
async function live(vpnConnectionId: string, transitGatewayId: string): Promise<TransitGatewayAttachment | undefined> {
  const Filters = [
    { Name: 'resource-id', Values: [vpnConnectionId] },
    { Name: 'resource-type', Values: ['vpn'] },
    { Name: 'transit-gateway-id', Values: [transitGatewayId] },
  ];
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(new DescribeTransitGatewayAttachmentsCommand({ Filters, NextToken }));
    const found = page.TransitGatewayAttachments?.find((each) => each.State !== 'deleted' && each.State !== 'deleting');
    if (found !== undefined) return found;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}
