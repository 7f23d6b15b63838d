/** A function asks how its own stack is doing: the real SDK against the embedded CloudFormation. */
import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';
import { CloudFormationEndpoint, StackDescription } from '../../../tools/rehearsal/services/cloudformation-api';

const START = Date.UTC(2026, 10, 20, 10, 0, 0);
const STACK: StackDescription = {
  stackName: 'Network',
  stackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/1a2b',
  stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS',
  creationTime: new Date(START),
};

const TUNNEL_ALARM = 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:tunnels';
const MAY_DESCRIBE_ITS_STACK = { Statement: { Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: STACK.stackId } };

test.each([STACK.stackName, STACK.stackId])('a stack is described by %s, as it is at that moment', async (stackName) => {
  const { client, endpoint, stacks } = await rehearsal();

  expect((await client.send(new DescribeStacksCommand({ StackName: stackName }))).Stacks).toEqual([{
    StackName: 'Network', StackId: STACK.stackId, StackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', CreationTime: new Date(START),
  }]);
  stacks[0] = { ...STACK, stackStatus: 'UPDATE_ROLLBACK_COMPLETE', creationTime: undefined };
  expect((await client.send(new DescribeStacksCommand({ StackName: stackName }))).Stacks).toEqual([{
    StackName: 'Network', StackId: STACK.stackId, StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
  }]);

  const call = { at: START, service: 'cloudformation', operation: 'DescribeStacks', principal: 'operator', mutating: false, dryRun: false };
  expect(endpoint.calls).toEqual([call, call]);
});

test.each<[NonNullable<StackDescription['rollbackConfiguration']>, object]>([
  [
    { triggers: [{ arn: TUNNEL_ALARM, type: 'AWS::CloudWatch::Alarm' }], monitoringTimeInMinutes: 15 },
    { RollbackTriggers: [{ Arn: TUNNEL_ALARM, Type: 'AWS::CloudWatch::Alarm' }], MonitoringTimeInMinutes: 15 },
  ],
  [{ triggers: [] }, { RollbackTriggers: [] }],
])('what would roll a stack back is described with it: %j', async (rollbackConfiguration, described) => {
  const { client, stacks } = await rehearsal();
  stacks[0] = { ...STACK, rollbackConfiguration };

  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'Network' }));

  expect(Stacks?.[0].RollbackConfiguration).toEqual(described);
});

test('a stack that is not there is a validation error', async () => {
  const { client } = await rehearsal();

  await expect(client.send(new DescribeStacksCommand({ StackName: 'Other' }))).rejects.toMatchObject({
    name: 'ValidationError', message: 'Stack with id Other does not exist', $metadata: { httpStatusCode: 400 },
  });
});

describe('permissions', () => {
  test.each([STACK.stackName, STACK.stackId])('are those for the stack\'s ARN when it is asked for as %s', async (stackName) => {
    const { clientFor, authorizer } = await rehearsal();
    authorizer.register('AKIDROLE', 'mover', [MAY_DESCRIBE_ITS_STACK]);

    const { Stacks } = await clientFor('AKIDROLE').send(new DescribeStacksCommand({ StackName: stackName }));

    expect(Stacks).toHaveLength(1);
  });

  test('are missing for any other stack', async () => {
    const { clientFor, authorizer } = await rehearsal();
    authorizer.register('AKIDROLE', 'mover', [MAY_DESCRIBE_ITS_STACK]);

    await expect(clientFor('AKIDROLE').send(new DescribeStacksCommand({ StackName: 'Other' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'User: mover is not authorized to perform: cloudformation:DescribeStacks on resource: '
        + 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Other/* '
        + 'because no identity-based policy allows the cloudformation:DescribeStacks action',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('begin with an access key that somebody has', async () => {
    const { clientFor } = await rehearsal();

    await expect(clientFor('AKIDNOBODY').send(new DescribeStacksCommand({ StackName: 'Network' }))).rejects.toMatchObject({
      name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 },
    });
  });
});

test('what the embedded CloudFormation cannot do it says', async () => {
  const { client, endpoint } = await rehearsal();

  await expect(client.send(new DeleteStackCommand({ StackName: 'Network' }))).rejects.toMatchObject({ name: 'InvalidAction' });
  await expect(client.send(new DescribeStacksCommand({}))).rejects.toMatchObject({ name: 'ValidationError' });
  expect(endpoint.calls.map(({ operation, error }) => `${operation} ${error}`)).toEqual([
    'DeleteStack InvalidAction', 'DescribeStacks ValidationError',
  ]);
});

const endpoints: CloudFormationEndpoint[] = [];
const clients: CloudFormationClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()));
});

async function rehearsal() {
  const stacks = [STACK];
  const authorizer = new PolicyAuthorizer();
  authorizer.registerAdministrator('AKIDADMIN', 'operator');
  const endpoint = new CloudFormationEndpoint({
    clock: new VirtualClock(START),
    authorizer,
    describeStack: (nameOrId) => stacks.find(({ stackName, stackId }) => nameOrId === stackName || nameOrId === stackId),
  });
  endpoints.push(endpoint);
  const url = await endpoint.listen();
  const clientFor = (accessKeyId: string) => {
    const client = new CloudFormationClient({
      endpoint: url, region: 'eu-central-1', maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: 'secret' },
    });
    clients.push(client);
    return client;
  };
  return { endpoint, authorizer, stacks, clientFor, client: clientFor('AKIDADMIN') };
}
