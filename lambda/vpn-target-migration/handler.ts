/**
 * What CDK's provider framework calls: `onEvent` names the resource and touches nothing, `isComplete` does the work.
 *
 * The framework swallows the Delete after a Create whose `onEvent` failed, so anything done there could never be undone.
 */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { Ec2Network } from './ec2/network';
import { isSameMove, moveRequestOf, physicalResourceIdOf, previousStageOf, ProviderEvent } from './event';
import { Invocation } from './invocation';
import { consoleJournal } from './journal';
import { Answer, Clock, Journal, Network, Ports, TerminalFailure } from './ports';
import { CloudFormationStack } from './services/cloudformation-stack';
import { CloudWatchHealth } from './services/cloudwatch-health';
import { DirectConnectReader } from './services/direct-connect';
import { DynamoDbRecords } from './services/dynamodb-records';
import { ANNOUNCER_ATTEMPTS_MAX, EventBridgeAnnouncer } from './services/eventbridge-announcer';
import { OwnStackReader } from './services/own-stack';
import { ServiceQuotasReader } from './services/service-quotas';
import { surroundedBy } from './surroundings';
import { partOf, targetPhysicalIdOf, targetRequestOf } from './target-change/event';
import { advanceTarget } from './target-change/workflow';
import { advance } from './workflow';
import { REQUEST_BOUNDS } from '../request-bounds';

/** The parts of Lambda's context that are used. */
interface Context {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** Left for handing over and answering, once the time for work is up. */
const HAND_OVER_MILLISECONDS = 45_000;

const clock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const ec2 = new EC2Client({ requestHandler: REQUEST_BOUNDS });
const dynamoDb = new DynamoDBClient({ requestHandler: REQUEST_BOUNDS });
const cloudFormation = new CloudFormationClient({ requestHandler: REQUEST_BOUNDS });
const cloudWatch = new CloudWatchClient({ requestHandler: REQUEST_BOUNDS });
const directConnect = new DirectConnectReader(new DirectConnectClient({ requestHandler: REQUEST_BOUNDS }));
const serviceQuotas = new ServiceQuotasReader(new ServiceQuotasClient({ requestHandler: REQUEST_BOUNDS }));
const ownStack = new OwnStackReader(cloudFormation, cloudWatch);
const eventBridge = new EventBridgeClient({ maxAttempts: ANNOUNCER_ATTEMPTS_MAX, requestHandler: { connectionTimeout: 1_000 } });

/** What is answered besides the id becomes part of the event that `isComplete` gets, every time. */
export async function onEvent(event: ProviderEvent): Promise<Pick<ProviderEvent, 'PhysicalResourceId' | 'ReceivedAt'>> {
  return {
    PhysicalResourceId: physicalIdFor(event),
    ReceivedAt: String(clock.now()),
  };
}

export async function isComplete(event: ProviderEvent, context: Context): Promise<{ IsComplete: boolean; Data?: Record<string, string> }> {
  const work = workOf(event, {
    stackId: event.StackId,
    holder: context.awsRequestId,
    until: clock.now() + context.getRemainingTimeInMillis() - HAND_OVER_MILLISECONDS,
  });
  // What could never have been understood was never acted on, so there is nothing to undo.
  if (work === undefined) return { IsComplete: true };
  const journal = consoleJournal(clock, { ...work.about, requestId: event.RequestId });
  const accountId = context.invokedFunctionArn.split(':')[4];
  const stack = new CloudFormationStack(cloudFormation);
  const answer = await answering(journal, () => work.advance({
    network: networkOf(accountId, event.StackId),
    records: new DynamoDbRecords(dynamoDb, requireEnvironment('RECORDS_TABLE')),
    stack,
    registry: stack,
    health: new CloudWatchHealth(cloudWatch),
    announcer: new EventBridgeAnnouncer(eventBridge),
    clock,
    journal,
  }));
  if (answer === undefined) return { IsComplete: false };
  return {
    IsComplete: true,
    Data: {
      Adopted: String(answer.adopted ?? false),
      Outcome: answer.outcome,
      OperationId: answer.operationId,
      TransitGatewayAttachmentId: answer.transitGatewayAttachmentId,
      InterruptionSeconds: String(answer.interruptionSeconds),
      PlanDigest: answer.planDigest,
    },
  };
}

function physicalIdFor(event: ProviderEvent): string {
  const part = partOf(event.ResourceType);
  if (part !== undefined && event.RequestType !== 'Delete') return targetPhysicalIdOf(part, event);
  return event.RequestType === 'Create' ? physicalResourceIdOf(event) : event.PhysicalResourceId!;
}

/** What there is to do, and about what: one move as a resource of its own, or one part of a change of the target. */
interface Work {
  readonly about: Record<string, string>;
  readonly advance: (ports: Ports) => Promise<Answer | undefined>;
}

function workOf(event: ProviderEvent, invocation: Omit<Invocation, 'request'>): Work | undefined {
  const part = partOf(event.ResourceType);
  if (part !== undefined) {
    const request = targetRequestOf(part, event);
    const receivedAt = event.ReceivedAt === undefined ? {} : { receivedAt: Number(event.ReceivedAt) };
    return request && {
      about: { connection: request.declared.connectionLogicalId, part },
      advance: async (ports) => advanceTarget({ ...invocation, ...receivedAt, logicalId: event.LogicalResourceId, request }, ports),
    };
  }
  const request = moveRequestOf(event);
  if (request === undefined) return undefined;
  const knowing = { ...request, sameMove: isSameMove(event, request), ...previousStageOf(event) };
  return {
    about: { vpnConnectionId: request.declaration.vpnConnectionId },
    advance: async (ports) => advance({ ...invocation, request: knowing }, ports),
  };
}

function networkOf(accountId: string, stackId: string): Network {
  return surroundedBy({
    directConnect: async (ids) => directConnect.on(ids),
    quotas: async (names) => serviceQuotas.quotas(names),
    stack: async (connection) => ownStack.stack(stackId, connection),
  }, new Ec2Network(ec2, accountId, clock.sleep));
}

/**
 * The framework puts message and stack into CloudFormation's answer, which is cut at 4096 bytes, and the stack repeats a
 * message of several lines. A failure that is a sentence for the user needs no stack.
 */
async function answering<T>(journal: Journal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TerminalFailure)) throw error;
    journal.note('failed', { reason: error.message });
    error.stack = error.name;
    throw error;
  }
}

function requireEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is not set`);
  return value;
}
