/**
 * What a service's limit looks like once CloudFormation's handler of a resource passes it on, for limits that the service itself checks
 * as the resource is made.
 */
import { ResourceFailure } from './resource-type';

/** A service as its errors name it: `Iam`, `Lambda`. */
type ServiceName = string;

/**
 * A quota is used up. The frame around a service's own words is that of cfn-lint #3804, eks-hybrid #741 and sleeper #1459, which show what
 * CloudFormation said; the ids of the request are left out, as everywhere here.
 */
export function limitExceeded(service: ServiceName, message: string, status = 409): ResourceFailure {
  return new ResourceFailure(`Resource handler returned message: "${message} (Service: ${service}, Status Code: ${status})" (HandlerErrorCode: ServiceLimitExceeded)`);
}

/** A parameter is not as the service takes it: the words of AWS's own validation [copilot-cli #2118, aws-cloudfront-extensions #130]. */
export function constraintBroken(service: ServiceName, parameter: string, value: unknown, constraint: string): ResourceFailure {
  return refused(service, `1 validation error detected: Value '${String(value)}' at '${parameter}' failed to satisfy constraint: ${constraint}`);
}

/** @throws {ResourceFailure} on more members than `most`. */
export function checkCount(service: ServiceName, parameter: string, members: readonly unknown[], most: number): void {
  if (members.length <= most) return;
  throw constraintBroken(service, parameter, JSON.stringify(members), `Member must have length less than or equal to ${most}`);
}

/** A request that the service does not take, in the frame of cdk-github-runners #995. */
export function refused(service: ServiceName, message: string): ResourceFailure {
  return new ResourceFailure(`Resource handler returned message: "${message} (Service: ${service}, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`);
}

/** @throws {ResourceFailure} on a text of more characters than `longest`. */
export function checkLength(service: ServiceName, parameter: string, value: string, longest: number): void {
  if (value.length <= longest) return;
  throw constraintBroken(service, parameter, value, `Member must have length less than or equal to ${longest}`);
}

/** [Tagging AWS Resources user guide, "Tag naming limits and requirements"; what CloudFormation adds of its own does not count] */
const TAGS_MAX = 50;
const TAG_KEY_LENGTH_MAX = 128;
const TAG_VALUE_LENGTH_MAX = 256;

/** Every service has words of its own for it; the limits are the same, and EC2 sees to them itself. */
export function checkTags(service: ServiceName, tags: readonly unknown[]): void {
  checkCount(service, 'tags', tags, TAGS_MAX);
  for (const { Key = '', Value = '' } of tags as readonly { readonly Key?: unknown; readonly Value?: unknown }[]) {
    checkLength(service, 'tags.key', String(Key), TAG_KEY_LENGTH_MAX);
    checkLength(service, 'tags.value', String(Value), TAG_VALUE_LENGTH_MAX);
  }
}
