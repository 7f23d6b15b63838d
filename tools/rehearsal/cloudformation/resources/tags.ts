/** Tags: in a template a list of Key and Value, in EC2 a specification at creation and calls of their own afterwards. */
import type { ResourceType as TaggedType, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { objects, text } from '../properties';
import { Properties } from '../template';
import { call, Ec2 } from './ec2-calls';

export function tagSpecifications(properties: Properties, type: TaggedType): TagSpecification[] | undefined {
  const tags = tagsOf(properties);
  return tags.length === 0 ? undefined : [{ ResourceType: type, Tags: tags }];
}

export function updateTags(ec2: Ec2, id: string, before: Properties, after: Properties): void {
  const old = tagsOf(before);
  const wanted = tagsOf(after);
  const removed = old.filter((tag) => !wanted.some((each) => each.Key === tag.Key)).map(({ Key }) => ({ Key }));
  const set = wanted.filter((tag) => !old.some((each) => each.Key === tag.Key && each.Value === tag.Value));
  if (removed.length > 0) call(ec2, 'DeleteTags', { Resources: [id], Tags: removed });
  if (set.length > 0) call(ec2, 'CreateTags', { Resources: [id], Tags: set });
}

function tagsOf(properties: Properties): Tag[] {
  return objects(properties, 'Tags').map((tag) => ({ Key: text(tag, 'Key'), Value: text(tag, 'Value') }));
}
