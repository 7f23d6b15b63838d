/** One tag of a VPN attachment. */
import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { ec2, isNotFound, isPassing, refusal } from './client';
import { Answer } from './prefix-list-reference';

export interface TagProperties {
  readonly TransitGatewayAttachmentId: string;
  readonly Key: string;
  readonly Value: string;
}

/** @throws when EC2 refuses for good */
export async function setTag({ TransitGatewayAttachmentId, Key, Value }: TagProperties): Promise<Answer> {
  return attempt(`tagging ${TransitGatewayAttachmentId} with ${Key}`, async () =>
    ec2.send(new CreateTagsCommand({ Resources: [TransitGatewayAttachmentId], Tags: [{ Key, Value }] })));
}

/**
 * With the value, so that a tag to which somebody has given another one stays; an attachment that is gone has taken its tags along.
 *
 * @throws when EC2 refuses for good
 */
export async function removeTag({ TransitGatewayAttachmentId, Key, Value }: TagProperties): Promise<Answer> {
  return attempt(`removing tag ${Key} of ${TransitGatewayAttachmentId}`, async () => {
    try {
      await ec2.send(new DeleteTagsCommand({ Resources: [TransitGatewayAttachmentId], Tags: [{ Key, Value }] }));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  });
}

async function attempt(what: string, call: () => Promise<unknown>): Promise<Answer> {
  try {
    await call();
    return { IsComplete: true };
  } catch (error) {
    if (isPassing(error)) return { IsComplete: false };
    throw refusal(what, error);
  }
}
