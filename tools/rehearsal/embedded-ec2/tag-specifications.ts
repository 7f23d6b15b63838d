/** Tags: those given while an object is created, and how many and how long they may be. */
import type { TagSpecification } from '@aws-sdk/client-ec2';
import { Tag } from './records';
import { Ec2Error } from '../contracts';

/** [Amazon EC2 user guide, "Tag your Amazon EC2 resources", tag restrictions; those that begin with aws: do not count] */
const TAGS_MAX = 50;
const KEY_LENGTH_MAX = 128;
const VALUE_LENGTH_MAX = 256;

/** [2.3 InvalidParameterValue: a specification for another type than the one being created is refused] */
export function tagsFor(resourceType: string, specifications: readonly TagSpecification[] = []): Tag[] {
  const foreign = specifications.find((specification) => specification.ResourceType !== resourceType);
  if (foreign !== undefined) {
    throw new Ec2Error('InvalidParameterValue', `'${foreign.ResourceType}' is not a valid taggable resource type for this operation.`);
  }
  const tags = specifications.flatMap((specification) => specification.Tags ?? []);
  return allowed(tags.map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' })));
}

/**
 * All tags of an object, as they are to be: one that takes the place of another of its key is not one more [moto #8150, tried at AWS].
 * [H ERR: TagLimitExceeded; words: moto, and GoCD-EC2-Elastic-Agent-Plugin #24 for the length]
 */
export function allowed<T extends readonly Tag[]>(tags: T): T {
  for (const { Key, Value } of tags) {
    if (Key.length > KEY_LENGTH_MAX) throw new Ec2Error('InvalidParameterValue', `Tag key exceeds the maximum length of ${KEY_LENGTH_MAX} characters`);
    if (Value.length > VALUE_LENGTH_MAX) throw new Ec2Error('InvalidParameterValue', `Tag value exceeds the maximum length of ${VALUE_LENGTH_MAX} characters`);
  }
  if (tags.filter(({ Key }) => !Key.startsWith('aws:')).length <= TAGS_MAX) return tags;
  throw new Ec2Error('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
}
