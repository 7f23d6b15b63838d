/**
 * Makes what CloudFormation has no resource for around a VPN attachment on a transit gateway: prefix list references, and tags of the
 * attachment.
 *
 * Everything is done in `isComplete`, whose failure is still followed by a Delete, and every step looks before it changes something:
 * each request may be delivered twice.
 */
import { ProviderEvent } from '../provider-event';
import { Answer, ReferenceProperties, removeReference, standReference, standsAlready } from './ec2/prefix-list-reference';
import { removeTag, setTag, TagProperties } from './ec2/tag';

type ArrangementEvent = ProviderEvent<ReferenceProperties | TagProperties>;

/** Ends the physical id of a reference that was there before its resource: that stays when the resource goes, or was never to come. */
const FOUND = '|found';

/** The physical id is what the resource stands at: another table, list, attachment or key is another resource, and the old one goes. */
export async function onEvent(event: ArrangementEvent): Promise<{ PhysicalResourceId: string }> {
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId! };
  if (isTag(event)) {
    const { TransitGatewayAttachmentId, Key } = event.ResourceProperties as TagProperties;
    return { PhysicalResourceId: `${TransitGatewayAttachmentId}|${Key}` };
  }
  const reference = event.ResourceProperties as ReferenceProperties;
  const id = `${reference.TransitGatewayRouteTableId}|${reference.PrefixListId}`;
  if (event.PhysicalResourceId === id || event.PhysicalResourceId === `${id}${FOUND}`) return { PhysicalResourceId: event.PhysicalResourceId };
  return { PhysicalResourceId: await standsAlready(reference) ? `${id}${FOUND}` : id };
}

export async function isComplete(event: ArrangementEvent): Promise<Answer> {
  if (isTag(event)) {
    const tag = event.ResourceProperties as TagProperties;
    return event.RequestType === 'Delete' ? removeTag(tag) : setTag(tag);
  }
  const reference = event.ResourceProperties as ReferenceProperties;
  if (event.RequestType === 'Delete') return event.PhysicalResourceId?.endsWith(FOUND) ? { IsComplete: true } : removeReference(reference);
  return standReference(reference, event.OldResourceProperties as ReferenceProperties | undefined);
}

function isTag({ ResourceType }: ArrangementEvent): boolean {
  return ResourceType === 'Custom::TransitGatewayAttachmentTag';
}
