/** The embedded CloudFormation as a Lambda function sees it: `DescribeStacks` of one stack, by the Query protocol over HTTP. */
import { Ec2Error } from './contracts';
import {
  AuthenticationRefusals,
  Caller,
  LoopbackEndpoint,
  LoopbackEndpointProps,
  ReceivedRequest,
  Refusal,
  Reply,
  ServiceCall,
} from './loopback-endpoint';
import { XmlContent, xmlDocument } from './xml';

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
}

interface DescribeStacksCall extends ServiceCall {
  readonly stackNameOrId: string;
}

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

export class CloudFormationEndpoint extends LoopbackEndpoint<DescribeStacksCall> {
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

  protected parse(request: ReceivedRequest): DescribeStacksCall {
    const operation = this.operationOf(request) ?? '';
    const stackNameOrId = parametersOf(request).get('StackName');
    if (operation !== 'DescribeStacks') throw new Refusal('InvalidAction', `Only DescribeStacks is known here, not ${operation}.`);
    if (stackNameOrId === null) throw new Refusal('ValidationError', 'Only one stack at a time is described here: StackName is needed.');
    return { operation, stackNameOrId, mutating: false, dryRun: false };
  }

  /** IAM evaluates the stack's ARN, which holds an id that a name does not tell. */
  protected admit({ stackNameOrId }: DescribeStacksCall, caller: Caller): void {
    const named = `arn:${this.partition}:cloudformation:${caller.region}:${this.accountId}:stack/${stackNameOrId}/*`;
    const byId = stackNameOrId.startsWith('arn:') ? stackNameOrId : undefined;
    const arn = byId ?? this.cloudFormation.describeStack(stackNameOrId)?.stackId ?? named;
    this.authorize(caller, 'cloudformation:DescribeStacks', arn, { 'aws:RequestedRegion': caller.region }, (reason) =>
      new Refusal('AccessDenied', reason, 403));
  }

  protected perform({ stackNameOrId }: DescribeStacksCall, { requestId }: ReceivedRequest): Reply {
    const stack = this.cloudFormation.describeStack(stackNameOrId);
    if (stack === undefined) throw new Refusal('ValidationError', `Stack with id ${stackNameOrId} does not exist`);
    const description: { [tag: string]: XmlContent } = {
      StackId: stack.stackId,
      StackName: stack.stackName,
      StackStatus: stack.stackStatus,
      ...stack.creationTime === undefined ? {} : { CreationTime: stack.creationTime.toISOString() },
      ...stack.rollbackConfiguration === undefined ? {} : { RollbackConfiguration: rollbackContent(stack.rollbackConfiguration) },
    };
    return xmlReply(200, requestId, xmlDocument('DescribeStacksResponse', {
      DescribeStacksResult: { Stacks: { member: [description] } },
      ResponseMetadata: { RequestId: requestId },
    }, NAMESPACE));
  }

  protected refuse({ code, message, status }: Ec2Error, { requestId }: ReceivedRequest): Reply {
    const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
    return xmlReply(status, requestId, xmlDocument('ErrorResponse', { Error: error, RequestId: requestId }, NAMESPACE));
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
