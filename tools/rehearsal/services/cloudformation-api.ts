/**
 * The embedded CloudFormation as a Lambda function sees it, by the Query protocol over HTTP: one stack's description, its
 * resources and its template, and the registry's schema of a resource type.
 */
import { Ec2Error } from '../contracts';
import { Contents, OPERATIONS, stackOf } from './cloudformation-operations';
import { cloudFormationPermission } from '../iam/service-resources';
import {
  AuthenticationRefusals,
  Caller,
  LoopbackEndpoint,
  LoopbackEndpointProps,
  ReceivedRequest,
  Refusal,
  Reply,
  ServiceCall,
} from '../loopback-endpoint';
import { XmlContent, xmlDocument } from '../xml';

/** Alarms whose ALARM state rolls an operation back, and for how long after it they are watched. */
export interface RollbackConfiguration {
  readonly triggers: readonly { readonly arn: string; readonly type: 'AWS::CloudWatch::Alarm' | 'AWS::CloudWatch::CompositeAlarm' }[];
  /** Absent when it was never given; AWS then takes 0. */
  readonly monitoringTimeInMinutes?: number;
}

export interface StackDescription {
  readonly stackName: string;
  readonly stackId: string;
  readonly stackStatus: string;
  readonly creationTime?: Date;
  readonly rollbackConfiguration?: RollbackConfiguration;
}

export interface CloudFormationEndpointProps extends LoopbackEndpointProps {
  /** The stack of that name or id as it is now, or nothing when there is none. */
  readonly describeStack: (stackNameOrId: string) => StackDescription | undefined;
  /** What is in the stacks; without it only DescribeStacks is known. */
  readonly contents?: () => Contents;
  /** How many resources a page of ListStackResources holds; the API reference gives its size, 1 MB, and no number. */
  readonly pageSize?: number;
}

interface CloudFormationCall extends ServiceCall {
  readonly parameters: URLSearchParams;
}

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

export class CloudFormationEndpoint extends LoopbackEndpoint<CloudFormationCall> {
  protected readonly service = 'cloudformation';
  protected readonly authenticationRefusals: AuthenticationRefusals = {
    missingSignature: new Refusal('MissingAuthenticationToken', 'Request is missing Authentication Token', 403),
    unknownAccessKey: new Refusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
    wrongScope: new Refusal('SignatureDoesNotMatch', 'Credential should be scoped to a valid region and service.', 403),
  };

  constructor(private readonly cloudFormation: CloudFormationEndpointProps) {
    super(cloudFormation);
  }

  protected operationOf(request: ReceivedRequest): string | undefined {
    return parametersOf(request).get('Action') ?? undefined;
  }

  protected parse(request: ReceivedRequest): CloudFormationCall {
    const parameters = parametersOf(request);
    const operation = this.operationOf(request) ?? '';
    const known = ['DescribeStacks', ...this.cloudFormation.contents === undefined ? [] : Object.keys(OPERATIONS)];
    if (!known.includes(operation)) throw new Refusal('InvalidAction', `Only ${known.join(', ')} are known here, not ${operation}.`);
    if (operation === 'DescribeStacks' && !parameters.has('StackName')) {
      throw new Refusal('ValidationError', 'Only one stack at a time is described here: StackName is needed.');
    }
    return { operation, parameters, mutating: false, dryRun: false };
  }

  /** IAM evaluates the stack's ARN, which holds an id that a name does not tell. */
  protected admit({ operation, parameters }: CloudFormationCall, caller: Caller): void {
    const { contents, describeStack } = this.cloudFormation;
    const stack = contents === undefined ? parameters.get('StackName') ?? undefined : stackOf(parameters, contents());
    const stackId = stack && describeStack(stack)?.stackId;
    const { action, resourceArn, context } = cloudFormationPermission(operation, stack, stackId, this.locationOf(caller));
    this.authorize(caller, action, resourceArn, context, (reason) => new Refusal('AccessDenied', reason, 403));
  }

  protected perform({ operation, parameters }: CloudFormationCall, { requestId }: ReceivedRequest): Reply {
    const { contents, describeStack, pageSize = 100 } = this.cloudFormation;
    const result = operation === 'DescribeStacks' || contents === undefined
      ? this.describeStacks(parameters.get('StackName') ?? '')
      : OPERATIONS[operation]({ parameters, contents: contents(), pageSize, exists: (stack) => describeStack(stack) !== undefined });
    return xmlReply(200, requestId, xmlDocument(`${operation}Response`, {
      [`${operation}Result`]: result,
      ResponseMetadata: { RequestId: requestId },
    }, NAMESPACE));
  }

  protected refuse({ code, message, status }: Ec2Error, { requestId }: ReceivedRequest): Reply {
    const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
    return xmlReply(status, requestId, xmlDocument('ErrorResponse', { Error: error, RequestId: requestId }, NAMESPACE));
  }

  private describeStacks(stackNameOrId: string): { [tag: string]: XmlContent } {
    const stack = this.cloudFormation.describeStack(stackNameOrId);
    if (stack === undefined) throw new Refusal('ValidationError', `Stack with id ${stackNameOrId} does not exist`);
    const description: { [tag: string]: XmlContent } = {
      StackId: stack.stackId,
      StackName: stack.stackName,
      StackStatus: stack.stackStatus,
      ...stack.creationTime === undefined ? {} : { CreationTime: stack.creationTime.toISOString() },
      ...stack.rollbackConfiguration === undefined ? {} : { RollbackConfiguration: rollbackContent(stack.rollbackConfiguration) },
    };
    return { Stacks: { member: [description] } };
  }
}

/** [RollbackConfiguration and RollbackTrigger, CloudFormation API reference] */
function rollbackContent({ triggers, monitoringTimeInMinutes }: RollbackConfiguration): XmlContent {
  return {
    RollbackTriggers: { member: triggers.map(({ arn, type }) => ({ Arn: arn, Type: type })) },
    ...monitoringTimeInMinutes === undefined ? {} : { MonitoringTimeInMinutes: String(monitoringTimeInMinutes) },
  };
}

function parametersOf({ body }: ReceivedRequest): URLSearchParams {
  return new URLSearchParams(body.toString());
}

function xmlReply(status: number, requestId: string, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
