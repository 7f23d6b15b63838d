/** The attachment of a connection on a transit gateway. */
import { DescribeTransitGatewayAttachmentsCommand, TransitGatewayAttachment } from '@aws-sdk/client-ec2';
import { asked, ec2 } from './client';
import { LOOK_UP_MS, UNMOVED_AFTER_MS } from '../../../src/contract/times';
import { fitting } from '../../aws/ec2/fitting';
import { allOf } from '../../aws/pages';
import { notYet, Progress } from '../../custom-resource/request';

export interface AttachmentProperties {
  readonly VpnConnectionId: string;
  readonly TransitGatewayId: string;
  /** The table with which the stack itself associates the attachment, if it does. */
  readonly AssociationRouteTableId?: string;
  /** What the stack makes with the answer. After a rollback the connection may have come back as another attachment than it had. */
  readonly Routing?: readonly string[];
}

/**
 * @param former what an Update changes
 * @throws when the attachment is in a state that it does not leave, or there is no room for the stack's association
 */
export async function findAttachment(
  wanted: AttachmentProperties, former: AttachmentProperties | undefined, waitedMs: number,
): Promise<Progress> {
  const { VpnConnectionId, TransitGatewayId } = wanted;
  const what = `looking up the attachment of ${VpnConnectionId} on ${TransitGatewayId}`;
  const attachment = await asked(what, waitedMs, async () => live(VpnConnectionId, TransitGatewayId));
  if (attachment === undefined) {
    if (former?.VpnConnectionId === VpnConnectionId && former.TransitGatewayId === TransitGatewayId && waitedMs > UNMOVED_AFTER_MS) {
      throw new Error(`${what}: ${describeMissingAttachment(VpnConnectionId, await asked(what, waitedMs, async () => live(VpnConnectionId)))}`);
    }
    const none = notYet(`${what}: EC2 lists none`);
    if (former === undefined || waitedMs <= LOOK_UP_MS) return none;
    // A rollback may come to the look-up before it comes to the connection, which would never move if this waited for it.
    const unmoved = await asked(what, waitedMs, async () => live(VpnConnectionId, former.TransitGatewayId));
    return unmoved?.State === 'available' ? progressWith(unmoved, what) : none;
  }
  const { State: state, TransitGatewayAttachmentId: id } = attachment;
  switch (state) {
    case 'initiating':
    case 'initiatingRequest':
    case 'pending':
    case 'modifying':
      return notYet(`${what}: ${id} is ${state}`);
    // An answer without its state may be whole the next time.
    case undefined:
      return notYet(`${what}: EC2 answers without its state`);
    case 'available':
      // The association that an edit changes, or keeps, is the stack's own.
      if (former?.TransitGatewayId !== TransitGatewayId) requireRoom(attachment, wanted, what);
      return progressWith(attachment, what);
    default:
      throw new Error(`${what}: ${id} is in state ${state}, from which it does not become available`);
  }
}

/** EC2 would only say that the attachment is associated already, and CloudFormation that its resource could not be made. */
function requireRoom(
  { TransitGatewayAttachmentId: id, Association: present }: TransitGatewayAttachment, wanted: AttachmentProperties, what: string,
): void {
  const { AssociationRouteTableId: table, TransitGatewayId: gateway } = wanted;
  if (!table || !present?.TransitGatewayRouteTableId || present.State === 'disassociating' || present.State === 'disassociated') return;
  throw new Error(`${what}: ${id} is associated with ${present.TransitGatewayRouteTableId} already, as ${gateway} does by itself with every new attachment,`
    + ` which leaves no room for \`associationRouteTableId\` ${table}. Leave that out, if the table of the gateway is the one to use; or first switch its`
    + ` default association off: aws ec2 modify-transit-gateway --transit-gateway-id ${gateway} --options DefaultRouteTableAssociation=disable`);
}

/** So may one without its id. */
function progressWith({ TransitGatewayAttachmentId: id }: TransitGatewayAttachment, what: string): Progress {
  if (id === undefined) return notYet(`${what}: EC2 answers without its id`);
  return { isComplete: true, data: { TransitGatewayAttachmentId: id } };
}

/** It had one there before, and nothing that this deployment has done can have taken it away. */
function describeMissingAttachment(vpnConnectionId: string, elsewhere: TransitGatewayAttachment | undefined): string {
  if (elsewhere !== undefined) {
    return `somebody has moved the connection to ${elsewhere.TransitGatewayId ?? 'another transit gateway'}; move it back, or deploy a template that names`
      + ' the gateway where it stands';
  }
  return 'it has none there any more: somebody has deleted the connection, or moved it to another kind of gateway. See which:'
    + ` aws ec2 describe-vpn-connections --vpn-connection-ids ${vpnConnectionId}. If it stands elsewhere, move it back, or deploy a template that names that`
    + ' gateway; if it is deleted, take it out of the template, deploy, and make another';
}

/**
 * Attachments of an earlier stay on the same gateway remain listed for a while, gone or failed, before the one that is there.
 *
 * @param transitGatewayId absent: on any
 */
async function live(vpnConnectionId: string, transitGatewayId?: string): Promise<TransitGatewayAttachment | undefined> {
  const Filters = [
    { Name: 'resource-id', Values: [vpnConnectionId] },
    { Name: 'resource-type', Values: ['vpn'] },
    ...transitGatewayId === undefined ? [] : [{ Name: 'transit-gateway-id', Values: [transitGatewayId] }],
  ];
  const listed = await allOf(async (NextToken?: string) =>
    ec2.send(new DescribeTransitGatewayAttachmentsCommand({ Filters, NextToken })), 'TransitGatewayAttachments',
  fitting('DescribeTransitGatewayAttachments'));
  const present = listed.filter((each) => each.State !== 'deleted' && each.State !== 'deleting');
  const inState = (...states: readonly string[]) => present.find((each) => states.includes(each.State ?? ''));
  return inState('available') ?? inState('initiating', 'initiatingRequest', 'pending', 'modifying') ?? present[0];
}
