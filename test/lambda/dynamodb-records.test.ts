/** The durable record against a real DynamoDB endpoint, condition expressions and item sizes included. */
import { AttributeValue, DeleteItemCommand, DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { emptied, servedTable, TABLE } from './served-table';
import { DynamoDbRecords, PART_CHARACTERS_MAX, RECORDS_VERSION } from '../../lambda/aws/services/dynamodb-records';
import { digestOfPlan } from '../../lambda/aws/services/plan-digest';
import { Evidence, evidenceOf } from '../../lambda/engine/evidence';
import { Backup } from '../../lambda/engine/record';
import { recoveryPrefix } from '../../lambda/engine/recovery';
import { VpcClaims } from '../../lambda/engine/vpc-claim';
import { NewerRecord, RetryableFailure, TerminalFailure } from '../../lambda/runner/ports';
import * as estate from '../engine/estate';

let client: DynamoDBClient;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await servedTable());
});
beforeEach(async () => emptied(client));
afterAll(async () => close());

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

const backup: Backup = { vpnConnectionId: estate.VPN, operationId: 'operation-1', writtenAt: estate.START, plan: estate.plan, survey: estate.snapshot, tunnelsUp: 2 };

describe('the head', () => {
  test('is absent until it is written, and then reads back as it was', async () => {
    expect(await records().readHead(estate.VPN)).toBeUndefined();
    await records().writeHead(estate.head);
    expect(await records().readHead(estate.VPN)).toEqual(estate.head);
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
    expect(await records().readBackup(estate.VPN, 'operation-1')).toMatchObject(backup);
    expect(await records().readBackup(estate.VPN, 'operation-2')).toBeUndefined();
  });

  test('may be larger than one item', async () => {
    expect(JSON.stringify(large).length).toBeGreaterThan(8 * PART_CHARACTERS_MAX);
    await records().writeBackup(large);
    expect(await records().readBackup(estate.VPN, 'operation-1')).toMatchObject(large);
  });

  test('is kept for each operation of each connection by itself', async () => {
    const others = [{ ...backup, operationId: 'operation-2' }, { ...backup, vpnConnectionId: 'vpn-0a1b2c3d4e5f60009' }];
    for (const each of [backup, ...others]) await records().writeBackup(each);
    for (const each of [backup, ...others]) expect(await records().readBackup(each.vpnConnectionId, each.operationId)).toMatchObject(each);
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
    expect(gets.map(({ operation, input }) => [operation, input.ConsistentRead])).toEqual(puts.map(() => ['GetItemCommand', true]));
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
    expect(await records().readBackup(estate.VPN, 'operation-1')).toMatchObject(large);
  });

  test('written again by a retry, with another time in it, is still the first one', async () => {
    await records().writeBackup(backup);
    await records().writeBackup({ ...backup, writtenAt: backup.writtenAt + 2000 });
    expect(await records().readBackup(estate.VPN, 'operation-1')).toMatchObject(backup);
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

describe('the version of an item', () => {
  const KINDS: readonly (readonly [string, write: () => Promise<unknown>, read: () => Promise<unknown>])[] = [
    ['head', async () => records().writeHead(estate.head), async () => records().readHead(estate.VPN)],
    ['backup', async () => records().writeBackup(backup), async () => records().readBackup(estate.VPN, 'operation-1')],
    ['recovery', async () => records().writeRecovery(backup, { back: 'back\n', forward: 'forward\n' }),
      async () => records().readRecovery(estate.VPN, 'operation-1', 'back')],
    ['plan', async () => records().writePlan(estate.VPN, ['one']), async () => records().readPlan(estate.VPN, digestOfPlan(['one']))],
    ['evidence', async () => records().writeEvidence(evidence), async () => records().readEvidence(estate.VPN, 'operation-1')],
    ['answer', async () => records().writeAnswer(estate.VPN, 'request-1', { failure: 'refused' }), async () => records().readAnswer(estate.VPN, 'request-1')],
    ['begun', async () => records().recordFirstDelivery(estate.VPN, 'request-1', ''), async () => records().recordFirstDelivery(estate.VPN, 'request-1', '')],
    ['claims', async () => records().writeClaims(claims(1, 'ours')), async () => records().readClaims(estate.VPC)],
  ];
  const all = async () => (await client.send(new ScanCommand({ TableName: TABLE }))).Items ?? [];
  const rewritten = async (version: AttributeValue | undefined) => {
    for (const { version: _, ...item } of await all()) {
      await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...item, ...version === undefined ? {} : { version } } }));
    }
  };

  test.each(KINDS)('of a kind is on every item: %s', async (kind, write) => {
    await write();
    expect((await all()).map(({ item, version }) => [item.S?.split('#')[0], version])).toContainEqual([kind, { N: String(RECORDS_VERSION) }]);
    expect((await all()).filter(({ version }) => version?.N !== String(RECORDS_VERSION))).toEqual([]);
  });

  test.each(KINDS)('is asked for by nobody where an item was written before there was one: %s', async (_, write, read) => {
    await write();
    const known = await read();
    expect(known).toBeDefined();
    await rewritten(undefined);
    expect(await read()).toEqual(known);
  });

  /** Nor is a version obeyed that is none. */
  test.each(KINDS.flatMap(([kind, write, read]) => [{ N: String(RECORDS_VERSION + 1) }, { S: 'two' }].map((version) => [kind, version, write, read] as const)))(
    'that nobody here knows is refused, and everything stays as it is: %s, %j', async (kind, version, write, read) => {
      await write();
      await rewritten(version);
      const before = await all();
      const failure: Error = await read().then(() => undefined, (error) => error);
      expect(failure).toBeInstanceOf(NewerRecord);
      expect(failure).toBeInstanceOf(TerminalFailure);
      const [named] = Object.values(version);
      expect(failure.message).toMatch(new RegExp(`^reading ${kind}\\S* of (vpn|vpc)-\\S+ from ${TABLE}: it is of version ${named} of the records, and this code knows none above ${RECORDS_VERSION}: `
        + 'it is left as it is, and nothing is done. Deploy with the version of the library that wrote it, or a newer one, and use the command of that version$'));
      expect(await all()).toEqual(before);
    });

  test('of one part of a backup counts like that of the whole', async () => {
    await records().writeBackup(backup);
    const part = (await all()).find(({ item }) => /^backup#.*#0$/.test(item.S!))!;
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...part, version: { N: '99' } } }));
    await expect(records().readBackup(estate.VPN, 'operation-1')).rejects.toBeInstanceOf(NewerRecord);
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
  await watched.recordFirstDelivery(estate.VPN, 'request-1', '');
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
