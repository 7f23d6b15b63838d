/** Tags given while an object is created. */
import type { TagSpecification } from '@aws-sdk/client-ec2';
import { Tag } from './records';
import { Ec2Error } from '../contracts';

/** [2.3 InvalidParameterValue: a specification for another type than the one being created is refused] */
export function tagsFor(resourceType: string, specifications: readonly TagSpecification[] = []): Tag[] {
  const foreign = specifications.find((specification) => specification.ResourceType !== resourceType);
  if (foreign !== undefined) {
    throw new Ec2Error('InvalidParameterValue', `'${foreign.ResourceType}' is not a valid taggable resource type for this operation.`);
  }
  const tags = specifications.flatMap((specification) => specification.Tags ?? []);
  return tags.map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }));
}
