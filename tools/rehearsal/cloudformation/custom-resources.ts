/**
 * CloudFormation's side of the custom resource protocol: a request goes to the function behind the service token, and
 * the answer comes back to the request's own address, once, within the service timeout, and small enough.
 *
 * Sources: CloudFormation guide, "Custom resource request and response objects", and emulation.md section 3.
 */
import { FunctionRegistry, refusalOfEvent } from './function-registry';
import { asText, changedProperties } from './properties';
import { DeleteRequest, Provisioned, ResourceFailure, ResourceRequest, ResourceType, UpdateRequest } from './resource-type';
import { Properties } from './template';
import { Unknowns } from './unknowns';
import { FunctionTime, TimerHandle } from '../lambda-runtime/function-time';
import { uuidOf } from '../lambda-runtime/identifiers';

/** Where answers are put. [cloudformation-and-cdk.md 3] */
export function responseHost(region: string): string {
  return `cloudformation-custom-resource-response-${region}.s3.amazonaws.com`;
}

/** A request as the function gets it. */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
  readonly OldResourceProperties?: Properties;
}

export interface CustomResourceOptions {
  /** Seconds after which the very same request is delivered once more, as Lambda may do; nothing means it is not. */
  readonly redeliverAfterSeconds?: (request: CustomResourceRequest) => number | undefined;
}

export interface CustomResourceProps extends CustomResourceOptions {
  readonly clock: FunctionTime;
  readonly functions: FunctionRegistry;
  readonly unknowns: Unknowns;
  readonly region: string;
}

/** An answer as it must have been to count. */
interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly NoEcho?: boolean;
  readonly Data?: Properties;
}

const RESPONSE_LIMIT_BYTES = 4096;
const PHYSICAL_ID_LIMIT_BYTES = 1024;
/** [AWS::CloudFormation::CustomResource, ServiceTimeout: from 1 to 3600, which is what it is without one] */
const SERVICE_TIMEOUT_SECONDS_MAX = 3600;

export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** All custom resources of all stacks; a resource type like any other to the driver. */
export class CustomResources implements ResourceType {
  /** Every request that was sent, in order; a redelivered one is the same request and stands here once. */
  readonly requests: CustomResourceRequest[] = [];

  private readonly awaited = new Map<string, (body: string) => void>();

  constructor(private readonly props: CustomResourceProps) {}

  /** Takes what a function puts to a response address. An address that nobody waits at any more swallows it. */
  receive(path: string, body: string): void {
    this.awaited.get(path)?.(body);
  }

  async create(request: ResourceRequest): Promise<Provisioned> {
    requireServiceTimeout(request);
    // The id CloudFormation makes up when it never learns the real one [coverage-roadmap #1814].
    const madeUp = request.generatedName();
    const answer = await this.ask(request, 'Create', {}, madeUp);
    if (answer.Status === 'FAILED') throw new ResourceFailure(failureReason(answer), answer.PhysicalResourceId);
    return provisioned(answer);
  }

  async update(request: UpdateRequest): Promise<Provisioned> {
    if (changedProperties(request.oldProperties, request.properties).includes('ServiceToken')) {
      throw new ResourceFailure('Modifying service token is not allowed.', request.current.physicalId);
    }
    const { physicalId } = request.current;
    requireServiceTimeout(request, physicalId);
    const old = { PhysicalResourceId: physicalId, OldResourceProperties: asText(request.oldProperties) as Properties };
    const answer = await this.ask(request, 'Update', old, physicalId);
    if (answer.Status === 'FAILED') throw new ResourceFailure(failureReason(answer), answer.PhysicalResourceId);
    return provisioned(answer);
  }

  async delete(request: DeleteRequest): Promise<void> {
    const answer = await this.ask(request, 'Delete', { PhysicalResourceId: request.physicalId }, request.physicalId);
    if (answer.Status === 'FAILED') throw new ResourceFailure(failureReason(answer), request.physicalId);
  }

  private async ask(
    request: ResourceRequest, kind: CustomResourceRequest['RequestType'], more: Partial<CustomResourceRequest>, idWithoutAnswer: string,
  ): Promise<Answer> {
    const serviceToken = request.properties.ServiceToken;
    if (typeof serviceToken !== 'string' || this.props.functions.find(serviceToken) === undefined) {
      throw new ResourceFailure(`Invalid service token: ${JSON.stringify(serviceToken)} is no Lambda function made here.`, idWithoutAnswer);
    }
    const path = this.responsePath(request);
    const sent: CustomResourceRequest = {
      RequestType: kind,
      ServiceToken: serviceToken,
      ResponseURL: `https://${responseHost(this.props.region)}${path}`,
      StackId: request.stackId,
      RequestId: this.nextRequestId(request),
      LogicalResourceId: request.logicalId,
      ResourceType: request.type,
      ...more,
      ResourceProperties: asText(request.properties) as Properties,
    };
    const payload = JSON.stringify(sent);
    const refusal = refusalOfEvent(payload);
    // Nothing was asked for, so of a Create there is nothing to delete.
    if (refusal !== undefined) throw new ResourceFailure(`${refusal} (Service: AWSLambda; Status Code: 413)`, sent.PhysicalResourceId);
    this.requests.push(sent);
    this.deliver(sent, payload);
    return readAnswer(await this.answerTo(sent, path, request, idWithoutAnswer), sent, idWithoutAnswer);
  }

  private deliver(request: CustomResourceRequest, payload: string): void {
    const { clock, functions, redeliverAfterSeconds } = this.props;
    void functions.invokeAsynchronously(request.ServiceToken, payload);
    const again = redeliverAfterSeconds?.(request);
    if (again !== undefined) clock.setTimeout(() => void functions.invokeAsynchronously(request.ServiceToken, payload), again * 1000);
  }

  private answerTo(sent: CustomResourceRequest, path: string, request: ResourceRequest, idWithoutAnswer: string): Promise<string> {
    const { clock, unknowns } = this.props;
    const seconds = serviceTimeoutOf(request);
    return new Promise<string>((resolve, reject) => {
      let timer: TimerHandle = undefined;
      const settle = (act: () => void) => {
        clock.clearTimeout(timer);
        this.awaited.delete(path);
        request.signal.removeEventListener('abort', leave);
        act();
      };
      const leave = () => settle(() => reject(new ResourceFailure(String(request.signal.reason), idWithoutAnswer)));
      timer = clock.setTimeout(() => settle(() => reject(new ResourceFailure(noAnswer(sent), idWithoutAnswer))), seconds * 1000);
      this.awaited.set(path, (body) => settle(() => resolve(body)));
      if (unknowns.requestInFlightOnRollback === 'is-left') request.signal.addEventListener('abort', leave);
    });
  }

  private responsePath(request: ResourceRequest): string {
    const object = encodeURIComponent(`${request.stackId}|${request.logicalId}|${uuidOf('response', this.requests.length)}`);
    return `/${object}?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=none`;
  }

  private nextRequestId(request: ResourceRequest): string {
    return uuidOf('request', request.stackId, request.logicalId, this.requests.length);
  }
}

/** How another value is refused no source says. */
function requireServiceTimeout(request: ResourceRequest, physicalId?: string): void {
  const seconds = serviceTimeoutOf(request);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= SERVICE_TIMEOUT_SECONDS_MAX) return;
  throw new ResourceFailure(`ServiceTimeout is ${String(request.properties.ServiceTimeout)}; it must be from 1 to ${SERVICE_TIMEOUT_SECONDS_MAX} seconds.`, physicalId);
}

function serviceTimeoutOf({ properties }: ResourceRequest): number {
  return Number(properties.ServiceTimeout ?? SERVICE_TIMEOUT_SECONDS_MAX);
}

/** The answer as CloudFormation understands it: whatever breaks the protocol's rules counts as a failure. */
function readAnswer(body: string, sent: CustomResourceRequest, idWithoutAnswer: string): Answer {
  const broken = (Reason: string): Answer => ({ Status: 'FAILED', Reason, PhysicalResourceId: idWithoutAnswer });
  if (Buffer.byteLength(body) > RESPONSE_LIMIT_BYTES) return broken('Response object is too long.');
  const answer = parse(body);
  if (answer === undefined) return broken('Invalid response: the response is no JSON object.');
  const { Status, PhysicalResourceId: id } = answer;
  if (Status !== 'SUCCESS' && Status !== 'FAILED') return broken(`Invalid response: Status is ${JSON.stringify(Status)}.`);
  if (typeof id !== 'string' || id === '' || Buffer.byteLength(id) > PHYSICAL_ID_LIMIT_BYTES) return broken('Invalid PhysicalResourceId');
  const foreign = (['StackId', 'RequestId', 'LogicalResourceId'] as const).find((name) => answer[name] !== sent[name]);
  if (foreign !== undefined) return broken(`Invalid response: ${foreign} is not that of the request.`);
  return answer as unknown as Answer;
}

function parse(body: string): Properties | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Properties) : undefined;
  } catch {
    // Not JSON: worded by the caller.
    return undefined;
  }
}

function provisioned(answer: Answer): Provisioned {
  return { physicalId: answer.PhysicalResourceId, attributes: answer.Data ?? {}, noEcho: answer.NoEcho === true };
}

function failureReason(answer: Answer): string {
  return `Received response status [FAILED] from custom resource. Message returned: ${answer.Reason ?? ''}`;
}

function noAnswer(sent: CustomResourceRequest): string {
  return `CloudFormation did not receive a response from your custom resource. Please check your logs for requestId [${sent.RequestId}].`;
}
