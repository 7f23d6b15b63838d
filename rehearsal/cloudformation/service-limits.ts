/**
 * What a service's limit looks like once CloudFormation's handler of a resource passes it on, for limits that the service itself checks
 * as the resource is made.
 */
import { ResourceFailure } from './resource-type';

/** A service as its errors name it: `Iam`, `Lambda`. */
export type ServiceName = string;

/**
 * A quota is used up. The frame around a service's own words is that of cfn-lint #3804, eks-hybrid #741 and sleeper #1459, which show what
 * CloudFormation said; the ids of the request are left out, as everywhere here.
 */
export function limitExceeded(service: ServiceName, message: string): ResourceFailure {
  return new ResourceFailure(`Resource handler returned message: "${message} (Service: ${service}, Status Code: 409)" (HandlerErrorCode: ServiceLimitExceeded)`);
}

/** A parameter is not as the service takes it: the words of AWS's own validation [copilot-cli #2118, aws-cloudfront-extensions #130]. */
export function constraintBroken(service: ServiceName, parameter: string, value: unknown, constraint: string): ResourceFailure {
  const problem = `1 validation error detected: Value '${String(value)}' at '${parameter}' failed to satisfy constraint: ${constraint}`;
  return new ResourceFailure(`Resource handler returned message: "${problem} (Service: ${service}, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`);
}

/** @throws {ResourceFailure} on a text of more characters than `longest`. */
export function checkLength(service: ServiceName, parameter: string, value: string, longest: number): void {
  if (value.length <= longest) return;
  throw constraintBroken(service, parameter, value, `Member must have length less than or equal to ${longest}`);
}
