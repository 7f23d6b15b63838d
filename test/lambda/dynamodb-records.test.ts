/** The durable record against a real DynamoDB endpoint, condition expressions and item sizes included. */
import { AddressInfo } from 'node:net';
import { CreateTableCommand, DeleteItemCommand, DynamoDBClient, paginateScan, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { RecordMoved, RetryableFailure, TerminalFailure } from '../../lambda/vpn-target-migration/ports';
import { DynamoDbRecords, PART_CHARACTERS_MAX } from '../../lambda/vpn-target-migration/services/dynamodb-records';
import { Evidence, evidenceOf } from '../../src/domain/evidence';
import { Backup } from '../../src/domain/record';
import { recoveryPrefix } from '../../src/domain/recovery';
import { VpcClaims } from '../../src/domain/vpc-claim';
import * as estate from '../domain/estate';

const TABLE = 'records';
const server = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'unused' },
  });
  await client.send(new CreateTableCommand({
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'vpnConnectionId', AttributeType: 'S' }, { AttributeName: 'item', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'vpnConnectionId', KeyType: 'HASH' }, { AttributeName: 'item', KeyType: 'RANGE' }],
  }));
});

beforeEach(async () => {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE })) {
    for (const { vpnConnectionId, item } of Items) {
      await client.send(new DeleteItemCommand({ TableName: TABLE, Key: { vpnConnectionId, item } }));
    }
  }
});

afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const records = () => new DynamoDbRecords(client, TABLE);

interface Sent {
  readonly operation: string;
  readonly input: Readonly<Record<'Key' | 'Item', { readonly item: { readonly S: string } } | undefined> & Record<string, unknown>>;
}

/** The same table by a client that is asked at every call: what it answers instead, if anything. */
function recordsBy(intercept: (sent: Sent) => object | undefined): DynamoDbRecords {
  const send = async (command: Pick<Sent, 'input'>) =>
    intercept({ operation: command.constructor.name, input: command.input }) ?? client.send(command as never);
  return new DynamoDbRecords(new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) }), TABLE);
}

function claims(revision: number, by: string): VpcClaims {
  const claim = { vpnConnectionId: estate.VPN, operationId: by, exclusive: false, at: estate.START };
  return { vpcId: estate.VPC, revision, operations: [claim] };
}

function itemOf({ input }: Sent): string {
  return (input.Key ?? input.Item)!.item.S;
}

const backup: Backup = { vpnConnectionId: estate.VPN, operationId: 'operation-1', writtenAt: estate.START, plan: estate.plan, survey: estate.survey, tunnelsUp: 2 };

describe('the head', () => {
  test('is absent until it is written, and then reads back as it was', async () => {
    expect(await records().readHead(estate.VPN)).toBeUndefined();
    await records().writeHead(estate.head);
    expect(await records().readHead(estate.VPN)).toEqual(estate.head);
  });
});

/** What is written at a revision: whoever comes with another one than the next is told, and changes nothing. */
describe.each<[string, (revision: number, by: string) => Promise<void>, () => Promise<unknown>, (revision: number) => string]>([
  ['the head', async (revision, by) => records().writeHead({ ...estate.head, revision, owner: by }), async () => records().readHead(estate.VPN),
    (revision) => `the record of ${estate.VPN} is no longer at revision ${revision}`],
  ['the claims at a VPC', async (revision, by) => records().writeClaims(claims(revision, by)), async () => records().readClaims(estate.VPC),
    (revision) => `the record of ${estate.VPC} is no longer at revision ${revision}`],
])('%s', (_, write, read, moved) => {
  test.each([1, 2, 3])('of two writers of revision %d one gets through', async (revision) => {
    for (let before = 1; before < revision; before += 1) await write(before, 'earlier');
    const results = await Promise.allSettled([write(revision, 'ours'), write(revision, 'theirs')]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [loser] = results.filter((result) => result.status === 'rejected');
    expect(loser.reason).toBeInstanceOf(RecordMoved);
    expect(loser.reason.message).toBe(moved(revision - 1));
    expect(JSON.stringify(await read())).toContain(results[0].status === 'fulfilled' ? 'ours' : 'theirs');
  });

  test.each<[there: number, written: number]>([[0, 2], [1, 1], [1, 3], [2, 1], [2, 2], [3, 2]])('at revision %d nobody writes revision %d', async (there, written) => {
    for (let before = 1; before <= there; before += 1) await write(before, 'there');
    const seen = await read();
    await expect(write(written, 'late')).rejects.toThrow(moved(written - 1));
    expect(await read()).toEqual(seen);
  });
});

describe('a backup', () => {
  const large: Backup = {
    ...backup,
    plan: {
      ...estate.plan,
      from: {
        ...estate.plan.from,
        staticRoutes: Array.from({ length: 60_000 }, (_, index) => `10.${Math.floor(index / 256)}.${index % 256}.0/24`),
      },
    },
  };

  test('reads back as it was written', async () => {
    await records().writeBackup(backup);
    expect(await records().readBackup(estate.VPN, 'operation-1')).toEqual(backup);
    expect(await records().readBackup(estate.VPN, 'operation-2')).toBeUndefined();
  });

  test('may be larger than one item', async () => {
    expect(JSON.stringify(large).length).toBeGreaterThan(8 * PART_CHARACTERS_MAX);
    await records().writeBackup(large);
    expect(await records().readBackup(estate.VPN, 'operation-1')).toEqual(large);
  });

  test('is written once: a second one for the operation changes nothing, and its writer is told the first', async () => {
    expect(await records().writeBackup(backup)).toEqual(backup);
    expect(await records().writeBackup(large)).toEqual(backup);
    expect(await records().readBackup(estate.VPN, 'operation-1')).toEqual(backup);
  });

  test('of two writers at once both are told the same', async () => {
    const [one, other] = await Promise.all([records().writeBackup(backup), records().writeBackup({ ...backup, tunnelsUp: 1 })]);
    expect(one).toEqual(other);
    expect(await records().readBackup(estate.VPN, 'operation-1')).toEqual(one);
  });

  test('is kept for each operation of each connection by itself', async () => {
    const others = [{ ...backup, operationId: 'operation-2' }, { ...backup, vpnConnectionId: 'vpn-other' }];
    for (const each of [backup, ...others]) await records().writeBackup(each);
    for (const each of [backup, ...others]) expect(await records().readBackup(each.vpnConnectionId, each.operationId)).toEqual(each);
  });

  let another: object | undefined;

  /** Everything is written as it should be; what is answered to the reads after it is something else. */
  test.each<[string, (key: string) => object | undefined]>([
    ['nothing of it is there', () => ({})],
    ['one part is not there', (key) => (key.endsWith('#3') ? {} : undefined)],
    ['one part is another', (key) => (key.endsWith('#3') ? { Item: { document: { S: '"something else"' } } } : undefined)],
    ['it is a whole backup, but another', (key) => (key === 'backup#operation-1' ? { Item: another } : undefined)],
  ])('that does not read back as it was written is an end: %s', async (_, answer) => {
    await records().writeBackup({ ...backup, operationId: 'operation-0' });
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
    another = Items.find(({ item }) => item.S === 'backup#operation-0');
    const misreading = recordsBy((sent) => (sent.operation === 'GetItemCommand' ? answer(itemOf(sent)) : undefined));
    await expect(misreading.writeBackup(large)).rejects.toBeInstanceOf(TerminalFailure);
  });

  test('is read back after everything of it was written, and read consistently', async () => {
    const sent: Sent[] = [];
    await recordsBy((each) => void sent.push(each)).writeBackup(large);
    const puts = sent.filter(({ operation }) => operation === 'PutItemCommand');
    const gets = sent.slice(puts.length);
    expect(sent.slice(0, puts.length)).toEqual(puts);
    expect(itemOf(puts.at(-1)!)).toBe('backup#operation-1');
    expect(gets.map(itemOf).sort()).toEqual(puts.map(itemOf).sort());
    expect(gets.every(({ operation, input }) => operation === 'GetItemCommand' && input.ConsistentRead === true)).toBe(true);
  });

  test('whose writer died in the middle is no backup, and does not get in the way of the next', async () => {
    let written = 0;
    const dying = recordsBy(() => {
      if (++written > 2) throw Object.assign(new Error('killed'), { $metadata: { httpStatusCode: 400 } });
      return undefined;
    });
    await expect(dying.writeBackup(large)).rejects.toThrow('killed');
    expect(await records().readBackup(estate.VPN, 'operation-1')).toBeUndefined();
    await records().writeBackup(large);
    expect(await records().readBackup(estate.VPN, 'operation-1')).toEqual(large);
  });

  test('written again by a retry, with another time in it, is still the first one', async () => {
    await records().writeBackup(backup);
    await records().writeBackup({ ...backup, writtenAt: backup.writtenAt + 2000 });
    expect(await records().readBackup(estate.VPN, 'operation-1')).toEqual(backup);
  });

  test('that lost a part is an error, never a shorter backup', async () => {
    await records().writeBackup(large);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
    const part = Items.find(({ item }) => item.S?.endsWith('#3'))!;
    await client.send(new DeleteItemCommand({ TableName: TABLE, Key: { vpnConnectionId: part.vpnConnectionId, item: part.item } }));
    await expect(records().readBackup(estate.VPN, 'operation-1')).rejects.toThrow(/its parts do not match their checksum/);
  });
});

const evidence: Evidence = evidenceOf(estate.head, backup, undefined);

/** What is written once: the first stays, whoever comes later, and is kept for one connection and one request, plan or operation. */
type Of<T> = (vpnConnectionId?: string, id?: string) => Promise<T>;
describe.each<[string, write: (content: string, ...of: Parameters<Of<unknown>>) => Promise<unknown>, read: Of<string | undefined>]>([
  ['the answer to a request that opened nothing',
    async (failure, vpn = estate.VPN, id = 'request-1') => records().writeAnswer(vpn, id, { failure }),
    async (vpn = estate.VPN, id = 'request-1') => (await records().readAnswer(vpn, id) as { failure: string } | undefined)?.failure],
  ['the evidence of an operation',
    async (cause, vpnConnectionId = estate.VPN, operationId = 'operation-1') => records().writeEvidence({ ...evidence, vpnConnectionId, operationId, cause }),
    async (vpn = estate.VPN, id = 'operation-1') => (await records().readEvidence(vpn, id))?.cause],
  ['what an operation can be ended with by hand',
    async (back, vpnConnectionId = estate.VPN, operationId = 'operation-1') =>
      records().writeRecovery({ ...backup, vpnConnectionId, operationId }, { back: `${back}\n`, forward: 'forward\n' }),
    async (vpn = estate.VPN, id = 'operation-1') => (await records().readRecovery(vpn, id, 'back'))?.trimEnd()],
])('%s', (_, write, read) => {
  test('is absent until it is written, and the first one stays', async () => {
    expect(await read()).toBeUndefined();
    await write('first');
    await write('second');
    expect(await read()).toBe('first');
  });

  test('is nobody else\'s', async () => {
    await write('ours');
    await write('theirs', 'vpn-other');
    await write('later', estate.VPN, 'another');
    expect([await read(), await read('vpn-other'), await read(estate.VPN, 'another'), await read('vpn-other', 'another')])
      .toEqual(['ours', 'theirs', 'later', undefined]);
  });
});

test('evidence reads back whole', async () => {
  await records().writeEvidence(evidence);
  expect(await records().readEvidence(estate.VPN, evidence.operationId)).toEqual(evidence);
});

test('the Delete that preceded a request is the one of its first delivery, whatever later ones see', async () => {
  expect(await records().noteBeginning(estate.VPN, 'request-1', 'delete-1')).toBe('delete-1');
  expect(await records().noteBeginning(estate.VPN, 'request-1', 'delete-2')).toBe('delete-1');
  expect(await records().noteBeginning(estate.VPN, 'request-2', 'delete-2')).toBe('delete-2');
  expect(await records().noteBeginning('vpn-other', 'request-1', '')).toBe('');
});

test('a plan is kept under the digest of its lines: the same lines have the same, and others another', async () => {
  const lines = ['modify vpn-…', 'create route 10.1.0.0/16'];
  const plan = await records().writePlan(estate.VPN, lines);
  expect(plan).toEqual({ digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), lines });
  expect(await records().writePlan(estate.VPN, [...lines])).toEqual(plan);
  const other = await records().writePlan(estate.VPN, [...lines].reverse());
  expect(other.digest).not.toBe(plan.digest);
  expect([await records().readPlan(estate.VPN, plan.digest), await records().readPlan(estate.VPN, other.digest)]).toEqual([plan, other]);
  expect([await records().readPlan('vpn-other', plan.digest), await records().readPlan(estate.VPN, 'sha256:0')]).toEqual([undefined, undefined]);
});

describe('a recovery script', () => {
  const lines = (count: number, line: string) => Array.from({ length: count }, (_, index) => `aws ec2 ${line} ${index}\n`).join('');
  const back = lines(9_000, 'create-route "café"');
  /** So many parts that the numbers in their keys have two digits. */
  const forward = lines(10, `${'x'.repeat(PART_CHARACTERS_MAX - 100)}\naws ec2`) + lines(9, 'delete-route');

  test('reads back letter by letter, each of the two for itself, however long it is', async () => {
    expect(back.length).toBeGreaterThan(2 * PART_CHARACTERS_MAX);
    await records().writeRecovery(backup, { back, forward });
    expect([await records().readRecovery(estate.VPN, 'operation-1', 'back'), await records().readRecovery(estate.VPN, 'operation-1', 'forward')]).toEqual([back, forward]);
  });

  test('is what a query by its prefix answers, part after part, in plain text and in whole lines', async () => {
    await records().writeRecovery(backup, { back, forward });
    const { Items = [] } = await client.send(new QueryCommand({
      TableName: TABLE, KeyConditionExpression: 'vpnConnectionId = :id AND begins_with(#item, :prefix)', ExpressionAttributeNames: { '#item': 'item' },
      ExpressionAttributeValues: { ':id': { S: estate.VPN }, ':prefix': { S: recoveryPrefix('operation-1', 'forward') } },
    }));
    expect(Items.length).toBeGreaterThan(10);
    expect(Items.map(({ script }) => script.S).join('\n').concat('\n')).toBe(forward);
  });
});

test('nothing is ever written without a condition, and nothing is read that may be old', async () => {
  const sent: Sent[] = [];
  const watched = recordsBy((each) => void sent.push(each));
  await watched.writeHead(estate.head);
  await watched.writeClaims(claims(1, 'ours'));
  await watched.writeBackup(backup);
  await watched.writeRecovery(backup, { back: 'back\n', forward: 'forward\n' });
  await watched.writePlan(estate.VPN, ['one']);
  await watched.writeEvidence(evidence);
  await watched.noteBeginning(estate.VPN, 'request-1', '');
  await watched.writeAnswer(estate.VPN, 'request-1', { failure: 'refused' });
  await Promise.all([
    watched.readHead(estate.VPN), watched.readClaims(estate.VPC), watched.readRecovery(estate.VPN, 'operation-1', 'back'),
    watched.readEvidence(estate.VPN, 'operation-1'), watched.readAnswer(estate.VPN, 'request-1'),
  ]);
  expect(new Set(sent.map(({ operation }) => operation))).toEqual(new Set(['PutItemCommand', 'GetItemCommand']));
  expect(sent.filter(({ operation, input }) => (operation === 'PutItemCommand' ? input.ConditionExpression === undefined : input.ConsistentRead !== true))).toEqual([]);
});

describe('failures', () => {
  test('a missing table is terminal and named', async () => {
    const failure = new DynamoDbRecords(client, 'elsewhere').readHead(estate.VPN);
    await expect(failure).rejects.toThrow(TerminalFailure);
    await expect(failure).rejects.toThrow(`reading head of ${estate.VPN} from elsewhere: ResourceNotFoundException`);
  });

  const refusal = (name: string, status?: number) => Object.assign(new Error('as said'), { name, $metadata: status === undefined ? undefined : { httpStatusCode: status } });

  /** `uncertain`: it may have been written all the same. */
  test.each<[string, status: number | undefined, 'retryable' | 'uncertain' | 'terminal']>([
    ['ProvisionedThroughputExceededException', 400, 'retryable'],
    ['ThrottlingException', 400, 'retryable'],
    ['RequestLimitExceeded', 400, 'retryable'],
    ['LimitExceededException', 400, 'retryable'],
    ['InternalServerError', 500, 'retryable'],
    ['ServiceUnavailable', 503, 'retryable'],
    ['TimeoutError', undefined, 'uncertain'],
    ['ECONNRESET', undefined, 'uncertain'],
    ['AccessDeniedException', 400, 'terminal'],
    ['ValidationException', 400, 'terminal'],
    ['ItemCollectionSizeLimitExceededException', 400, 'terminal'],
    ['NobodyHasHeardOfThis', 400, 'terminal'],
  ])('%s with status %s is %s, for a read as for a write', async (name, status, expected) => {
    const refusing = recordsBy(() => {
      throw refusal(name, status);
    });
    const failures = await Promise.all([
      refusing.readHead(estate.VPN), refusing.writeHead(estate.head), refusing.writeClaims(claims(1, 'ours')), refusing.writeBackup(backup),
    ].map(async (call) => call.then(() => undefined, (reason: unknown) => reason)));
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(expected === 'terminal' ? TerminalFailure : RetryableFailure);
      if (failure instanceof RetryableFailure) expect(failure.effectUnknown).toBe(expected === 'uncertain');
    }
    expect(String(failures[0])).toMatch(`reading head of ${estate.VPN} from ${TABLE}: ${name}: as said`);
    expect(String(failures[1])).toMatch(`writing head of ${estate.VPN} to ${TABLE}: ${name}: as said`);
  });

  test('no answer may be retried', async () => {
    const nowhere = new DynamoDBClient({
      endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'unused' },
    });
    await expect(new DynamoDbRecords(nowhere, TABLE).readHead(estate.VPN)).rejects.toThrow(RetryableFailure);
    nowhere.destroy();
  });
});
