/** The durable record against a real DynamoDB endpoint, condition expressions and item sizes included. */
import { AddressInfo } from 'node:net';
import { CreateTableCommand, DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { RecordMoved, RetryableFailure, TerminalFailure } from '../../lambda/vpn-target-migration/ports';
import { DynamoDbRecords, PART_CHARACTERS_MAX } from '../../lambda/vpn-target-migration/services/dynamodb-records';
import { Backup, leased, released } from '../../src/domain/record';
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
  const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
  for (const { vpnConnectionId, item } of Items) {
    await client.send(new DeleteItemCommand({ TableName: TABLE, Key: { vpnConnectionId, item } }));
  }
});

afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const records = () => new DynamoDbRecords(client, TABLE);
const backup: Backup = { vpnConnectionId: estate.VPN, operationId: 'operation-1', writtenAt: estate.START, plan: estate.plan, survey: estate.survey, tunnelsUp: 2 };

describe('the head', () => {
  test('is absent until it is written, and then reads back as it was', async () => {
    expect(await records().readHead(estate.VPN)).toBeUndefined();
    await records().writeHead(estate.head);
    expect(await records().readHead(estate.VPN)).toEqual(estate.head);
  });

  test('of two writers who read the same revision one wins and the other learns it', async () => {
    await records().writeHead(estate.head);
    const [ours, theirs] = [leased(estate.head, 'invocation-1', estate.START), leased(estate.head, 'invocation-2', estate.START)];
    const results = await Promise.allSettled([records().writeHead(ours), records().writeHead(theirs)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const loser = results.find((result) => result.status === 'rejected');
    expect(loser?.reason).toBeInstanceOf(RecordMoved);
    expect(loser?.reason.message).toBe(`the record of ${estate.VPN} is no longer at revision 1`);
  });

  test('cannot be created over another one', async () => {
    await records().writeHead(estate.head);
    await expect(records().writeHead({ ...estate.head, owner: 'somebody else' })).rejects.toThrow(RecordMoved);
  });

  test('goes on from revision to revision', async () => {
    await records().writeHead(estate.head);
    const second = released(estate.head);
    await records().writeHead(second);
    await records().writeHead(leased(second, 'invocation-2', estate.START));
    expect((await records().readHead(estate.VPN))?.revision).toBe(3);
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

  test('is written once: a second one for the operation changes nothing', async () => {
    await records().writeBackup(backup);
    await records().writeBackup(large);
    expect(await records().readBackup(estate.VPN, 'operation-1')).toEqual(backup);
  });

  test('whose writer died in the middle is no backup, and does not get in the way of the next', async () => {
    let written = 0;
    const dying = new DynamoDbRecords(new Proxy(client, {
      get: (target, name) => name !== 'send' ? Reflect.get(target, name) : async (command: never) => {
        if (++written > 2) throw Object.assign(new Error('killed'), { $metadata: { httpStatusCode: 400 } });
        return target.send(command);
      },
    }), TABLE);
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

test('the answer to a request that opened nothing is kept, and the first one stays', async () => {
  expect(await records().readAnswer(estate.VPN, 'request-1')).toBeUndefined();
  await records().writeAnswer(estate.VPN, 'request-1', { failure: 'refused' });
  await records().writeAnswer(estate.VPN, 'request-1', { failure: 'something else' });
  expect(await records().readAnswer(estate.VPN, 'request-1')).toEqual({ failure: 'refused' });
});

describe('failures', () => {
  test('a missing table is terminal and named', async () => {
    const failure = new DynamoDbRecords(client, 'elsewhere').readHead(estate.VPN);
    await expect(failure).rejects.toThrow(TerminalFailure);
    await expect(failure).rejects.toThrow(`reading head of ${estate.VPN} from elsewhere: ResourceNotFoundException`);
  });

  test('no answer may be retried', async () => {
    const nowhere = new DynamoDBClient({
      endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'unused' },
    });
    await expect(new DynamoDbRecords(nowhere, TABLE).readHead(estate.VPN)).rejects.toThrow(RetryableFailure);
    nowhere.destroy();
  });
});
