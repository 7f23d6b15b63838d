/** The embedded DynamoDB seen by the real SDK: the store is dynalite's, who may use it and what goes wrong are ours. */
import {
  CreateTableCommand, DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand, PutItemCommandInput, QueryCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { CallRecord } from '../../../tools/rehearsal/contracts';
import { Faults } from '../../../tools/rehearsal/faults';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';
import { LoopbackEndpointProps } from '../../../tools/rehearsal/loopback-endpoint';
import { DynamoDbEndpoint } from '../../../tools/rehearsal/services/dynamodb';

const START = Date.UTC(2026, 10, 20, 10, 0, 0);
const KEY = { vpnConnectionId: { S: 'vpn-1' }, item: { S: 'head' } };
const RECORDS_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000';
const GET = new GetItemCommand({ TableName: 'Records', Key: KEY });
const ALL = new QueryCommand({
  TableName: 'Records', KeyConditionExpression: 'vpnConnectionId = :id', ExpressionAttributeValues: { ':id': { S: 'vpn-1' } },
});

test('what is put can be read back, and a condition that does not hold stops the next write', async () => {
  const { operator, endpoint } = await rehearsal();

  await operator.send(put(1));
  const second = operator.send(put(2, 'attribute_not_exists(vpnConnectionId)'));
  await expect(second).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });

  expect((await operator.send(GET)).Item).toEqual({ ...KEY, revision: { N: '1' } });
  expect((await operator.send(ALL)).Items).toEqual([{ ...KEY, revision: { N: '1' } }]);
  expect(endpoint.calls).toEqual([
    record('CreateTable', true),
    record('PutItem', true),
    record('PutItem', true, 'ConditionalCheckFailedException'),
    record('GetItem', false),
    record('Query', false),
  ]);
});

describe('permissions', () => {
  test('allow the table that they name, and nothing else', async () => {
    const { clientFor, authorizer } = await rehearsal();
    const table = 'arn:aws:dynamodb:eu-central-1:111122223333:table/Records';
    authorizer.register('AKIDROLE', 'mover', [{
      Statement: { Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: table },
    }]);
    const mover = clientFor('AKIDROLE');

    await mover.send(put(1));
    const elsewhere = mover.send(new GetItemCommand({ TableName: 'Others', Key: KEY }));

    await expect(elsewhere).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'User: mover is not authorized to perform: dynamodb:GetItem on resource: '
        + 'arn:aws:dynamodb:eu-central-1:111122223333:table/Others because no identity-based policy allows the dynamodb:GetItem action',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(mover.send(ALL)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test.each<[string, object[], boolean]>([
    ['that may be used for it', [{ Action: 'kms:Decrypt', Resource: RECORDS_KEY, Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' } } }], true],
    ['that may be used for something else', [{ Action: 'kms:Decrypt', Resource: RECORDS_KEY, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } }], false],
    ['of which nothing is said', [], false],
  ])('are asked for the key of a table, too: one %s', async (_, statements, isAllowed) => {
    const { clientFor, authorizer, endpoint } = await rehearsal();
    const own = { Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/Records' };
    authorizer.register('AKIDROLE', 'mover', [{ Statement: [own, ...statements].map((each) => ({ Effect: 'Allow', ...each })) }]);
    endpoint.keys.set('Records', RECORDS_KEY);

    const written = clientFor('AKIDROLE').send(put(1));
    if (isAllowed) await written;
    else await expect(written).rejects.toThrow(`kms:Decrypt on resource: ${RECORDS_KEY}`);
  });

  test('are asked for an index by the index, for a table by its ARN, and for a list of tables by everything', async () => {
    const { clientFor, authorizer } = await rehearsal();
    const asked: string[] = [];
    authorizer.register('AKIDROLE', 'mover', []);
    jest.spyOn(authorizer, 'denial').mockImplementation((_, action, [arn]) => {
      asked.push(`${action} ${arn}`);
      return 'no';
    });
    const mover = clientFor('AKIDROLE');

    await expect(mover.send(new QueryCommand({ ...ALL.input, IndexName: 'ByState' }))).rejects.toThrow('no');
    await expect(mover.send(new GetItemCommand({ TableName: 'arn:aws:dynamodb:eu-central-1:1:table/T', Key: KEY }))).rejects.toThrow('no');
    await expect(mover.send(new ListTablesCommand({}))).rejects.toThrow('no');

    expect(asked).toEqual([
      'dynamodb:Query arn:aws:dynamodb:eu-central-1:111122223333:table/Records/index/ByState',
      'dynamodb:GetItem arn:aws:dynamodb:eu-central-1:1:table/T',
      'dynamodb:ListTables *',
    ]);
  });

  test('begin with an access key that somebody has', async () => {
    const { clientFor } = await rehearsal();

    await expect(clientFor('AKIDNOBODY').send(GET)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });
});

describe('a fault', () => {
  test.each([['before', undefined], ['after', { ...KEY, revision: { N: '1' } }]] as const)(
    '%s the effect of a write: the connection is lost', async (when, item) => {
      const faults = new Faults();
      const { operator, endpoint } = await rehearsal({ faults });
      faults.inject({ operation: 'PutItem', when, how: 'drop-connection' });

      await expect(operator.send(put(1))).rejects.toThrow('socket hang up');

      expect((await operator.send(GET)).Item).toEqual(item);
      expect(endpoint.calls[1]).toEqual(record('PutItem', true, 'ConnectionDropped'));
    });

  test('is an error of the name that it was given', async () => {
    const faults = new Faults();
    const { operator } = await rehearsal({ faults });
    faults.inject({ operation: 'GetItem', when: 'before', how: { code: 'ProvisionedThroughputExceededException', message: 'too fast' } });

    await expect(operator.send(GET)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException', message: 'too fast' });
  });
});

describe('what is larger than DynamoDB takes is refused', () => {
  const NAMES = 'vpnConnectionId'.length + 'item'.length + 'filling'.length;
  const putItem = (Item: PutItemCommandInput['Item']) => new PutItemCommand({ TableName: 'Records', Item });
  const filled = (bytes: number) => putItem({ ...KEY, filling: { S: 'x'.repeat(bytes - NAMES - 'vpn-1'.length - 'head'.length) } });

  // [DynamoDB developer guide, "Quotas in Amazon DynamoDB": item size, partition and sort key; the words are the store's]
  test.each<[string, (over: 0 | 1) => PutItemCommand, string]>([
    ['an item of 400 KB', (over) => filled(409_600 + over), 'Item size has exceeded the maximum allowed size'],
    ['a partition key of 2,048 bytes', (over) => putItem({ ...KEY, vpnConnectionId: { S: 'v'.repeat(2_048 + over) } }), 'Size of hashkey has exceeded the maximum size limit of'],
    ['a sort key of 1,024 bytes', (over) => putItem({ ...KEY, item: { S: 'i'.repeat(1_024 + over) } }), 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes'],
  ])('%s', async (_what, command, message) => {
    const { operator, endpoint } = await rehearsal();
    await operator.send(command(0));

    await expect(operator.send(command(1))).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });

    expect(endpoint.calls.slice(1)).toEqual([record('PutItem', true), record('PutItem', true, 'ValidationException')]);
  });
});

test('latency is virtual', async () => {
  const { operator, clock } = await rehearsal({ apiLatencyMs: 10 });
  const before = clock.now();

  await operator.send(GET);

  expect(clock.now() - before).toBe(10);
});

test('each endpoint has tables of its own', async () => {
  await rehearsal();
  const { endpoint: other, url } = await started();

  await expect(clientAt(url, 'AKIDADMIN').send(GET)).rejects.toBeInstanceOf(ResourceNotFoundException);
  expect(other.calls.map(({ error }) => error)).toEqual(['ResourceNotFoundException']);
});

const endpoints: DynamoDbEndpoint[] = [];
const clients: DynamoDBClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()));
});

/** An endpoint with a table `Records` made by an administrator. */
async function rehearsal(props: Partial<LoopbackEndpointProps> = {}) {
  const { endpoint, url, ...rest } = await started(props);
  const operator = clientAt(url, 'AKIDADMIN');
  await operator.send(new CreateTableCommand({
    TableName: 'Records',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'vpnConnectionId', KeyType: 'HASH' }, { AttributeName: 'item', KeyType: 'RANGE' }],
    AttributeDefinitions: [
      { AttributeName: 'vpnConnectionId', AttributeType: 'S' },
      { AttributeName: 'item', AttributeType: 'S' },
    ],
  }));
  return { endpoint, operator, clientFor: (accessKeyId: string) => clientAt(url, accessKeyId), ...rest };
}

async function started(props: Partial<LoopbackEndpointProps> = {}) {
  const clock = new VirtualClock(START);
  const authorizer = new PolicyAuthorizer();
  authorizer.registerAdministrator('AKIDADMIN', 'operator');
  const endpoint = new DynamoDbEndpoint({ clock, authorizer, ...props });
  endpoints.push(endpoint);
  return { clock, authorizer, endpoint, url: await endpoint.listen() };
}

function clientAt(url: string, accessKeyId: string): DynamoDBClient {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-central-1', maxAttempts: 1, credentials });
  clients.push(client);
  return client;
}

function put(revision: number, condition?: string): PutItemCommand {
  const item = { ...KEY, revision: { N: String(revision) } };
  return new PutItemCommand({ TableName: 'Records', Item: item, ConditionExpression: condition });
}

function record(operation: string, mutating: boolean, error?: string): CallRecord {
  const call: CallRecord = { at: START, service: 'dynamodb', operation, principal: 'operator', mutating, dryRun: false };
  return error === undefined ? call : { ...call, error };
}
