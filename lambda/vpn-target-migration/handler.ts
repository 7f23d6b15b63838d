/**
 * What CDK's provider framework calls: `onEvent` names the resource and touches nothing, `isComplete` does the work.
 *
 * The framework swallows the Delete after a Create whose `onEvent` failed, so anything done there could never be undone.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { STSClient } from '@aws-sdk/client-sts';
import { isSameMove, moveRequestOf, physicalResourceIdOf, previousStageOf, ProviderEvent } from './event';
import { consoleJournal } from './journal';
import { targetPhysicalIdOf, targetRequestsOf } from './target-event';
import { MOVE_TYPE, REPLACEMENT_TYPE } from '../../src/contract/properties';
import { RoleOwner, roleArnOf } from '../../src/contract/role-arn';
import { Part } from '../../src/contract/target-declaration';
import { AFTER_TYPE, BEFORE_TYPE, LAST_TYPE } from '../../src/contract/target-properties';
import { YIELD_MS } from '../../src/contract/times';
import { REQUEST_BOUNDS } from '../aws/request-bounds';
import { withoutAnswer } from '../aws/service-words';
import { Account } from '../aws/services/account';
import { AssumedRole, sessionNameOf } from '../aws/services/assumed-role';
import { DynamoDbRecords } from '../aws/services/dynamodb-records';
import { ANNOUNCER_ATTEMPTS_MAX, EventBridgeAnnouncer } from '../aws/services/eventbridge-announcer';
import { PermissionRetry } from '../aws/services/permission-retry';
import { Invocation } from '../runner/invocation';
import { LeaseWatch } from '../runner/lease-watch';
import { Answer, Clock, Journal, Ports, TerminalFailure } from '../runner/ports';
import { advanceTarget } from '../runner/target-change';
import { advance } from '../runner/workflow';

/** The parts of Lambda's context that are used. */
interface Context {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const permissionRetry = new PermissionRetry(clock);

// The function's own rights are the same for all moves: its records, and to tell of them. All else is done in the role of one move.
const dynamoDb = permissionRetry.in(new DynamoDBClient({ requestHandler: REQUEST_BOUNDS }));
const eventBridge = new EventBridgeClient({ maxAttempts: ANNOUNCER_ATTEMPTS_MAX, requestHandler: { connectionTimeout: 1_000 } });
const sts = permissionRetry.in(new STSClient({ requestHandler: REQUEST_BOUNDS }));

/** What was seen of others' leases counts as long as this environment lives, too. */
const leases = new LeaseWatch(clock);

/** By the ARN of the role, as long as this environment lives. */
const roles = new Map<string, { readonly role: AssumedRole; readonly account: Account }>();

/** What is answered besides the id becomes part of the event that `isComplete` gets, every time. */
export async function onEvent(event: ProviderEvent): Promise<Pick<ProviderEvent, 'PhysicalResourceId' | 'ReceivedAt'>> {
  return {
    PhysicalResourceId: resourceOf(event).physicalIdOf(event),
    ReceivedAt: String(clock.now()),
  };
}

export async function isComplete(event: ProviderEvent, context: Context): Promise<{ IsComplete: boolean; Data?: Record<string, string> }> {
  const [, partition,,, accountId] = context.invokedFunctionArn.split(':');
  const until = clock.now() + context.getRemainingTimeInMillis() - YIELD_MS;
  const invocation = { stackId: event.StackId, holder: context.awsRequestId, leases, until };
  const works = resourceOf(event).worksOf(event, { partition, accountId }, invocation);
  permissionRetry.forRequest(event.ReceivedAt === undefined ? clock.now() : Number(event.ReceivedAt));
  const answers = await Promise.allSettled(works.map(async (work) => carryOut(work, event, accountId)));
  // What is under way of one connection is brought to its end, whatever has become of another.
  if (answers.some((each) => each.status === 'fulfilled' && each.value === undefined)) return { IsComplete: false };
  const failures = answers.filter((each) => each.status === 'rejected').map(({ reason }) => reason as Error);
  if (failures.length > 0) throw combineFailures(failures);
  const [answer] = answers.map((each) => (each.status === 'fulfilled' ? each.value : undefined));
  // What could never have been understood was never acted on, so there is nothing to undo; and of several there is no one answer.
  if (answer === undefined || works.length > 1) return { IsComplete: true };
  return {
    IsComplete: true,
    Data: {
      Outcome: answer.outcome,
      OperationId: answer.operationId,
      TransitGatewayAttachmentId: answer.transitGatewayAttachmentId,
      InterruptionSeconds: String(answer.interruptionSeconds),
      PlanDigest: answer.planDigest,
    },
  };
}

async function carryOut(work: Work, event: ProviderEvent, accountId: string): Promise<Answer | undefined> {
  const journal = consoleJournal(clock, { ...work.about, requestId: event.RequestId });
  return answering(journal, async () => {
    const account = await accountIn(work, journal);
    return work.advance({
      ...account.ports(accountId, event.StackId),
      records: new DynamoDbRecords(dynamoDb, requireEnvironment('RECORDS_TABLE')),
      announcer: new EventBridgeAnnouncer(eventBridge),
      clock,
      journal,
    });
  });
}

function combineFailures(failures: readonly Error[]): Error {
  const [first, ...others] = failures;
  if (others.length === 0) return first;
  // Another attempt may mend it.
  const passing = failures.find((each) => !(each instanceof TerminalFailure));
  if (passing !== undefined) return passing;
  const all = new TerminalFailure(failures.map(({ message }) => message).join('\n'));
  all.stack = all.name;
  return all;
}

/** What there is to do, and about what: one move as a resource of its own, or one part of a change of the target. */
interface Work {
  readonly about: Record<string, string>;
  /** In which it is done, and what the sessions in it are called. */
  readonly roleArn: string;
  readonly sessionName: string;
  readonly advance: (ports: Ports) => Promise<Answer | undefined>;
}

/** What the function makes of the requests for one type of custom resource. */
interface ResourceType {
  physicalIdOf(event: ProviderEvent): string;
  /** @returns nothing for a Delete whose properties were never valid. @throws when those of a Create or Update are not. */
  worksOf(event: ProviderEvent, owner: RoleOwner, invocation: Omit<Invocation, 'request'>): Work[];
}

/** @throws an error that names a type which the function does not know */
function resourceOf({ ResourceType: type, RequestType: requestType }: ProviderEvent): ResourceType {
  switch (type) {
    case MOVE_TYPE:
    case REPLACEMENT_TYPE:
      return MOVE;
    case LAST_TYPE:
      return partOfTarget('LAST');
    case BEFORE_TYPE:
      return partOfTarget('BEFORE');
    case AFTER_TYPE:
      return partOfTarget('AFTER');
    default:
      // Nothing was ever done about it, so there is nothing to undo.
      if (requestType === 'Delete') return { physicalIdOf: presentId, worksOf: () => [] };
      throw new Error(`the function does not know resources of type ${type}; deploy with one version of the library`);
  }
}

const MOVE: ResourceType = {
  physicalIdOf: (event) => (event.RequestType === 'Create' ? physicalResourceIdOf(event) : presentId(event)),
  worksOf(event, owner, invocation) {
    const request = moveRequestOf(event);
    if (request === undefined) return [];
    const knowing = { ...request, sameMove: isSameMove(event, request), ...previousStageOf(event) };
    return [{
      about: { vpnConnectionId: request.declaration.vpnConnectionId },
      roleArn: roleArnOf(event.ResourceProperties, owner),
      sessionName: sessionNameOf('move', request.declaration.vpnConnectionId),
      advance: async (ports) => advance({ ...invocation, request: knowing }, ports),
    }];
  },
};

function partOfTarget(part: Part): ResourceType {
  return {
    physicalIdOf: (event) => (event.RequestType === 'Delete' ? presentId(event) : targetPhysicalIdOf(part, event)),
    worksOf(event, owner, invocation) {
      const receivedAt = event.ReceivedAt === undefined ? {} : { receivedAt: Number(event.ReceivedAt) };
      return targetRequestsOf(part, event).map(({ request, role }) => ({
        about: { connection: request.declared.connectionLogicalId, part },
        roleArn: roleArnOf(role, owner),
        sessionName: sessionNameOf('target', request.declared.connectionLogicalId),
        advance: async (ports) => advanceTarget({ ...invocation, ...receivedAt, logicalId: event.LogicalResourceId, request }, ports),
      }));
    },
  };
}

function presentId({ PhysicalResourceId: id }: ProviderEvent): string {
  return id!;
}

/** What cannot be assumed fails whatever needs it, and nothing else: a Delete of what never began needs no role. */
async function accountIn({ roleArn, sessionName }: Work, journal: Journal): Promise<Account> {
  const { role, account } = roles.get(roleArn) ?? assumeRole(roleArn, sessionName);
  await role.assume().catch((error: Error) => journal.note('not-assumed', { reason: error.message }));
  return account;
}

function assumeRole(roleArn: string, sessionName: string): { readonly role: AssumedRole; readonly account: Account } {
  const role = new AssumedRole(sts, roleArn, sessionName, clock);
  const entered = { role, account: new Account(permissionRetry, role.credentials) };
  roles.set(roleArn, entered);
  return entered;
}

/**
 * The framework puts message and stack into CloudFormation's answer, which is cut at 4096 bytes, and the stack repeats a
 * message of several lines. A failure that is a sentence for the user needs no stack.
 */
async function answering<T>(journal: Journal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TerminalFailure)) throw withoutAnswer(error);
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
