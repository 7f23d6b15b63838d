/** One tag of a VPN attachment. */
import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { asked, ec2, unlessNotFound } from './client';
import { ResourceEvent } from '../../custom-resource/event';
import { COMPLETE, nothingToDo, Progress, ResourceRequest } from '../../custom-resource/request';

export interface TagProperties {
  readonly TransitGatewayAttachmentId: string;
  readonly Key: string;
  readonly Value: string;
}

/** The physical id is what the tag stands at: on another attachment it is another one, and the old one goes. */
export function tagRequest(event: ResourceEvent<TagProperties>): ResourceRequest {
  const { RequestType, PhysicalResourceId: present, ResourceProperties: tag } = event;
  const physicalId = `${tag.TransitGatewayAttachmentId}|${tag.Key}`;
  if (RequestType !== 'Delete') return { physicalId, attempt: async (waitedMs) => setTag(tag, waitedMs) };
  // Under another name it was never set.
  return present === physicalId ? { physicalId, attempt: async (waitedMs) => removeTag(tag, waitedMs) } : nothingToDo(present!);
}

async function setTag({ TransitGatewayAttachmentId: id, Key, Value }: TagProperties, waitedMs: number): Promise<Progress> {
  await asked(`tagging ${id} with ${Key}`, waitedMs, async () => ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value }] })));
  return COMPLETE;
}

/** With the value, so that a tag to which somebody has given another one stays; an attachment that is gone has taken its tags along. */
async function removeTag({ TransitGatewayAttachmentId: id, Key, Value }: TagProperties, waitedMs: number): Promise<Progress> {
  await asked(`removing tag ${Key} of ${id}`, waitedMs, async () =>
    unlessNotFound(ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key, Value }] }))));
  return COMPLETE;
}
