/** The attachment of a connection on a transit gateway. */
import { DescribeTransitGatewayAttachmentsCommand, TransitGatewayAttachment } from '@aws-sdk/client-ec2';
import { ec2, unlessPassing } from './client';
import { PATIENCE_MS } from './patience';
import { inOneForm } from '../../one-form';

/** What the provider framework is told. */
export interface Answer {
  readonly IsComplete: boolean;
  readonly Data?: Readonly<Record<string, string>>;
}

export interface AttachmentProperties {
  readonly VpnConnectionId: string;
  readonly TransitGatewayId: string;
}

/**
 * @param former what an Update changes
 * @throws when the attachment is in a state that it does not leave
 */
export async function findAttachment(
  { VpnConnectionId, TransitGatewayId }: AttachmentProperties, former: AttachmentProperties | undefined, waitedMs: number,
): Promise<Answer> {
  const what = `looking up the attachment of ${VpnConnectionId} on ${TransitGatewayId}`;
  const attachment = await unlessPassing(what, async () => live(VpnConnectionId, TransitGatewayId));
  if (attachment === undefined) {
    if (former === undefined || waitedMs <= PATIENCE_MS) return { IsComplete: false };
    // A rollback may come to the look-up before it comes to the connection, which would never move if this waited for it.
    const unmoved = await unlessPassing(what, async () => live(VpnConnectionId, former.TransitGatewayId));
    return unmoved?.State === 'available' ? answerWith(unmoved) : { IsComplete: false };
  }
  switch (attachment.State) {
    case 'initiating':
    case 'initiatingRequest':
    case 'pending':
    case 'modifying':
      return { IsComplete: false };
    // An answer without its state may be whole the next time.
    case undefined:
      return { IsComplete: false };
    case 'available':
      return answerWith(attachment);
    default:
      throw new Error(`${what}: ${attachment.TransitGatewayAttachmentId} is in state ${attachment.State}, from which it does not become available`);
  }
}

/** So may one without its id. */
function answerWith({ TransitGatewayAttachmentId: id }: TransitGatewayAttachment): Answer {
  return id === undefined ? { IsComplete: false } : { IsComplete: true, Data: { TransitGatewayAttachmentId: id } };
}

/** Attachments of an earlier stay on the same gateway remain listed for a while, gone or failed, before the one that is there. */
async function live(vpnConnectionId: string, transitGatewayId: string): Promise<TransitGatewayAttachment | undefined> {
  const Filters = [
    { Name: 'resource-id', Values: [vpnConnectionId] },
    { Name: 'resource-type', Values: ['vpn'] },
    { Name: 'transit-gateway-id', Values: [transitGatewayId] },
  ];
  const listed: TransitGatewayAttachment[] = [];
  let NextToken: string | undefined;
  do {
    const page = inOneForm(await ec2.send(new DescribeTransitGatewayAttachmentsCommand({ Filters, NextToken })));
    listed.push(...page.TransitGatewayAttachments ?? []);
    NextToken = page.NextToken;
  } while (NextToken);
  const present = listed.filter((each) => each.State !== 'deleted' && each.State !== 'deleting');
  const inState = (...states: readonly string[]) => present.find((each) => states.includes(each.State ?? ''));
  return inState('available') ?? inState('initiating', 'initiatingRequest', 'pending', 'modifying') ?? present[0];
}
