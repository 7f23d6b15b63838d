/**
 * Makes what CloudFormation has no resource for around a VPN attachment on a transit gateway: prefix list references, and tags of the
 * attachment.
 *
 * Everything is done in `isComplete`, whose failure is still followed by a Delete, and every step looks before it changes something:
 * each request may be delivered twice.
 */
import { Answer, ReferenceProperties, removeReference, standReference } from './ec2/prefix-list-reference';
import { removeTag, setTag, TagProperties } from './ec2/tag';

interface ProviderEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceType: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: object;
  readonly OldResourceProperties?: object;
}

/** The physical id is what the resource stands at: another table, list, attachment or key is another resource, and the old one goes. */
export async function onEvent(event: ProviderEvent): Promise<{ PhysicalResourceId: string }> {
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId! };
  if (isTag(event)) {
    const { TransitGatewayAttachmentId, Key } = event.ResourceProperties as TagProperties;
    return { PhysicalResourceId: `${TransitGatewayAttachmentId}|${Key}` };
  }
  const { TransitGatewayRouteTableId, PrefixListId } = event.ResourceProperties as ReferenceProperties;
  return { PhysicalResourceId: `${TransitGatewayRouteTableId}|${PrefixListId}` };
}

export async function isComplete(event: ProviderEvent): Promise<Answer> {
  if (isTag(event)) {
    const tag = event.ResourceProperties as TagProperties;
    return event.RequestType === 'Delete' ? removeTag(tag) : setTag(tag);
  }
  const reference = event.ResourceProperties as ReferenceProperties;
  if (event.RequestType === 'Delete') return removeReference(reference);
  return standReference(reference, event.OldResourceProperties as ReferenceProperties | undefined);
}

function isTag({ ResourceType }: ProviderEvent): boolean {
  return ResourceType === 'Custom::TransitGatewayAttachmentTag';
}
