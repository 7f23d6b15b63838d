/** Verbs that need a record and nothing else, on a table behind a real DynamoDB endpoint: what is told of it, and with which status. */
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  AttributeValue, CreateTableCommand, DeleteTableCommand, DescribeTableCommand, DynamoDBClient, DynamoDBServiceException, PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDbRecords, RECORDS_VERSION } from '../../../lambda/aws/services/dynamodb-records';
import { evidenceOf } from '../../../lambda/engine/evidence';
import { Backup, closed, leaseAcquired, leaseReleased, RecordHead } from '../../../lambda/engine/record';
import * as estate from '../../engine/estate';
import { emptied, servedTable, ServedTable, TABLE } from '../../lambda/served-table';
import { emptyFolder } from '../saved';
import { command, Ran } from '../terminal';

const NOW = estate.START + 600_000;
const backup: Backup = {
  vpnConnectionId: estate.VPN, operationId: 'operation-1', writtenAt: estate.START, plan: estate.plan, survey: estate.snapshot, tunnelsUp: 2,
};
const open = leaseReleased(estate.head);
const held = closed(open, { status: 'held', cause: 'RouteLimitExceeded', missing: ['create route 10.1.0.0/16'] }, NOW - 1000);

let served: ServedTable;
let records: DynamoDbRecords;
const ownVariables = { ...process.env };

beforeAll(async () => {
  served = await servedTable();
  records = new DynamoDbRecords(served.client, TABLE);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: served.url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'unused',
  });
});
beforeEach(async () => emptied(served.client));
afterAll(async () => {
  process.env = ownVariables;
  await served.close();
});

async function onRecord(...heads: RecordHead[]): Promise<void> {
  for (const head of heads) await records.writeHead(head);
}

async function run(verb: string, options: string[] = [], answer?: string): Promise<Ran> {
  return command([verb, estate.VPN, '--table', TABLE, ...options], { now: () => NOW, ask: async () => answer, environment: { USER: 'alice' } });
}

describe('`evidence`', () => {
  test('says everything that is on record of an operation that has ended, and keeps it from others', async () => {
    await onRecord(estate.head, open, held);
    await records.writeBackup(backup);
    await records.writeRecovery(backup, { back: 'echo back\n', forward: 'echo forward\n' });
    const evidence = evidenceOf(held, backup, undefined);
    await records.writeEvidence(evidence);
    const file = path.join(emptyFolder(), 'ticket.json');

    expect(await run('evidence', ['--out', file])).toEqual({ exitCode: 0, out: '', err: `wrote ${file}\n` });

    const { vpnConnectionId, operationId, timeline = [], ...rest } = held;
    expect(statSync(file).mode % 0o1000).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      takenAt: new Date(NOW).toISOString(),
      table: TABLE,
      vpnConnectionId: estate.VPN,
      operationId: 'operation-1',
      timeline: timeline.map(({ at, phase, direction }) => ({ at: new Date(at).toISOString(), phase, direction })),
      head: rest,
      plan: evidence.plan.lines,
      evidence,
      recovery: { back: 'echo back\n', forward: 'echo forward\n' },
    });
    expect(evidence.plan.lines.length).toBeGreaterThan(0);
  });

  test.each<[string, RecordHead[], object]>([
    ['while it is under way', [estate.head], { evidence: 'the operation has not ended' }],
    ['when its function died before it had written it', [estate.head, open, held], { evidence: 'it was not written' }],
  ])('says what there is not: %s', async (_, heads, expected) => {
    await onRecord(...heads);
    const { exitCode, out } = await run('evidence');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ...expected, plan: 'there is no backup of the operation', recovery: { back: 'it was not written', forward: 'it was not written' },
    });
  });

  test('is written over nothing and through no link, and over what is there when asked, for the same eyes only', async () => {
    await onRecord(estate.head);
    const folder = emptyFolder();
    const [file, link] = [path.join(folder, 'ticket.json'), path.join(folder, 'link')];
    writeFileSync(file, 'former', { mode: 0o644 });
    symlinkSync(file, link);
    const refused = (at: string, why: string) => ({ exitCode: 3, out: '', err: `error: ${at} is ${why}\n` });
    const isLink = refused(link, 'a link, and nothing is written through one. Name a file by --out that does not exist yet.');

    expect(await run('evidence', ['--out', file])).toEqual(
      refused(file, 'there already. Name a file by --out that does not exist yet, or give --force to write over it.'));
    expect(await run('evidence', ['--out', link])).toEqual(isLink);
    expect(await run('evidence', ['--out', link, '--force'])).toEqual(isLink);
    expect(readFileSync(file, 'utf8')).toBe('former');

    expect(await run('evidence', ['--out', file, '--force'])).toEqual({ exitCode: 0, out: '', err: `wrote ${file}\n` });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ operationId: 'operation-1' });
    expect([statSync(file).mode % 0o1000, readdirSync(folder)]).toEqual([0o600, ['link', 'ticket.json']]);
  });

  test('without a record there is none', async () => {
    expect(await run('evidence')).toMatchObject({ exitCode: 3, out: '', err: expect.stringContaining(`table ${TABLE} has no record of ${estate.VPN}`) });
  });
});

describe('a record of a version that this command does not know', () => {
  const REFUSAL = new RegExp(`^error: reading head of ${estate.VPN} from \\S+: it is of version ${RECORDS_VERSION + 1} of the records, and this code knows none above`
    + ` ${RECORDS_VERSION}: it is left as it is, and nothing is done\\. Deploy with the version of the library that wrote it, or a newer one, and use the command of that version\n$`);

  async function newer(table: string): Promise<Record<string, AttributeValue>> {
    const version = { N: String(RECORDS_VERSION + 1) };
    const item = { vpnConnectionId: { S: estate.VPN }, item: { S: 'head' }, revision: { N: '1' }, version, document: { S: '{"unheardOf":true}' } };
    await served.client.send(new PutItemCommand({ TableName: table, Item: item }));
    return item;
  }

  test.each(['status', 'evidence', 'hold', 'unlock', 'forward', 'back'])('is left alone by `%s`, which says what to do', async (verb) => {
    const item = await newer(TABLE);
    expect(await run(verb, ['status', 'evidence'].includes(verb) ? [] : ['--yes'])).toEqual({ exitCode: 3, out: '', err: expect.stringMatching(REFUSAL) });
    const { Items } = await served.client.send(new ScanCommand({ TableName: TABLE }));
    expect(Items).toEqual([item]);
  });

  test('is found, too, where nobody names the table', async () => {
    const { Table: { KeySchema, AttributeDefinitions } = {} } = await served.client.send(new DescribeTableCommand({ TableName: TABLE }));
    const TableName = 'Network-VpnMigrationRecords';
    await served.client.send(new CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' }));
    await newer(TableName);
    expect(await command(['status', estate.VPN])).toEqual({ exitCode: 3, out: '', err: expect.stringMatching(REFUSAL) });
    await served.client.send(new DeleteTableCommand({ TableName }));
  });
});

describe('where nobody names the table, it is found by what it is', () => {
  const made: string[] = [];

  async function make(TableName: string, hash = 'vpnConnectionId', range = 'item'): Promise<DynamoDbRecords> {
    await served.client.send(new CreateTableCommand({
      TableName, BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: hash, AttributeType: 'S' }, { AttributeName: range, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: hash, KeyType: 'HASH' }, { AttributeName: range, KeyType: 'RANGE' }],
    }));
    made.push(TableName);
    return new DynamoDbRecords(served.client, TableName);
  }

  const evidence = async () => command(['evidence', estate.VPN], { now: () => NOW, environment: {} });

  /** As DynamoDB refuses to read a table. */
  function refusing(table: string, name: string): void {
    const { send } = DynamoDBClient.prototype;
    jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation(async function (this: DynamoDBClient, sent: { readonly input: object }) {
      if ('TableName' in sent.input && sent.input.TableName === table) {
        throw new DynamoDBServiceException({ name, message: 'no', $fault: 'client', $metadata: { httpStatusCode: 400 } });
      }
      return Reflect.apply(send, this, [sent]) as unknown;
    } as never);
  }

  afterEach(async () => {
    jest.restoreAllMocks();
    for (const TableName of made.splice(0)) await served.client.send(new DeleteTableCommand({ TableName }));
  });

  test('whatever it is called, and whatever other tables are called', async () => {
    const elsewhere = await make('Anything');
    await make('VpnMigrationRecords-of-nobody', 'vpnConnectionId', 'when');
    await make('VpnMigrationRecords-of-others');
    await elsewhere.writeHead(estate.head);
    const { exitCode, out, err } = await evidence();
    expect({ exitCode, err, table: JSON.parse(out).table as string }).toEqual({ exitCode: 0, err: '', table: 'Anything' });
  });

  test('in none, in two, and what could not be read is said', async () => {
    const [one, other] = [await make('One'), await make('Other')];
    const none = await evidence();
    expect([none.exitCode, none.err]).toEqual([3, expect.stringMatching(/ in the tables of the Region: none of \d+ has one\. Name the table with --table/)]);
    await Promise.all([one.writeHead(estate.head), other.writeHead(estate.head)]);
    expect((await evidence()).err).toContain(' in the tables of the Region: One and Other has one. ');
    refusing('Other', 'AccessDeniedException');
    const found = await evidence();
    expect([found.exitCode, found.err]).toEqual([0, `One has the record of ${estate.VPN}; not to be read: Other (AccessDeniedException)\n`]);
  });

  test.each(['AccessDeniedException', 'ProvisionedThroughputExceededException', 'InternalServerError'])('none that is known of, while one is not to be read: %s', async (name) => {
    await (await make('Other')).writeHead(estate.head);
    refusing('Other', name);
    const { exitCode, out, err } = await evidence();
    expect([exitCode, out, err]).toEqual([3, '', expect.stringMatching(new RegExp(`: none of \\d+ has one, and not to be read: Other \\(${name}\\)\\. Name the table`))]);
  });

  test('not at all without credentials, which is said once', async () => {
    refusing(TABLE, 'UnrecognizedClientException');
    expect(await evidence()).toMatchObject({ exitCode: 3, out: '', err: 'error: no. Give --profile, or sign in as for the AWS CLI\n' });
  });
});

describe('`unlock` ends with 4 where nothing was done, and the record is as it was', () => {
  const over = leaseAcquired(open, 'invocation-1', NOW - 120_000);
  test.each<[string, RecordHead, answer: string | undefined, RegExp]>([
    ['the answer is no', over, 'no', /nothing was done, since the answer was 'no'/],
    ['the answer is something else', over, estate.VGW, /nothing was done, since the answer was 'vgw-/],
    ['there is nobody to answer', over, undefined, /nothing was done/],
  ])('%s', async (_, head, answer, said) => {
    await onRecord(estate.head, open, head);
    const { exitCode, err } = await run('unlock', ['--take-over'], answer);
    expect([exitCode, err]).toEqual([4, expect.stringMatching(said)]);
    expect(await records.readHead(estate.VPN)).toEqual(head);
  });

  test.each([['right', 0], ['2 min fast', 120_000], ['1 h fast', 3_600_000], ['1 h slow', -3_600_000]])(
    'the lease is alive, and the clock of its holder is %s', async (_, off) => {
      const live = leaseAcquired(open, 'invocation-1', NOW + off);
      await onRecord(estate.head, open, live);
      let passed = 0;
      const sleep = async (milliseconds: number) => {
        passed += milliseconds;
        if (passed === 30_000) await records.writeHead(leaseAcquired(live, 'invocation-1', NOW + off + passed));
      };
      const { exitCode, err } = await command(['unlock', estate.VPN, '--table', TABLE, '--take-over', '--yes'], { now: () => NOW, elapsed: () => passed, sleep });
      expect([exitCode, err, passed]).toEqual([4, expect.stringMatching(/error: the lease of invocation-1 is alive/), 30_000]);
      expect(await records.readHead(estate.VPN)).toMatchObject({ revision: 4, lease: { holder: 'invocation-1' } });
    });

  test.each<[string, number, RecordHead['lease']]>([
    ['and with 0 where it was', 0, over.lease],
    ['by a holder whose clock was an hour fast', 0, { holder: 'invocation-1', until: NOW + 3_660_000, renewal: 3 }],
    ['by a terminal whose clock is an hour slow', -3_600_000, { holder: 'operator alice', until: NOW, renewal: 3 }],
    ['by an earlier version', 0, { holder: 'invocation-1', until: NOW + 60_000 }],
    ['for a century', 0, { holder: 'invocation-1', until: NOW + 3_155_760_000_000, renewal: 3 }],
  ])('%s: a lease that nobody renews is taken away after a minute', async (_, off, lease) => {
    await onRecord(estate.head, open, { ...over, lease });
    let passed = 0;
    const ran = await command(['unlock', estate.VPN, '--table', TABLE, '--take-over'], {
      now: () => NOW + off, elapsed: () => passed, sleep: async (milliseconds) => void (passed += milliseconds), ask: async () => 'yes', environment: { USER: 'alice' },
    });
    expect([ran.exitCode, ran.out, passed]).toEqual([0, expect.stringContaining('is unlocked'), 60_000]);
    expect(await records.readHead(estate.VPN)).toMatchObject({ revision: 4, operatorActs: [{ at: NOW + off, by: 'alice', did: 'unlock' }] });
    expect(await records.readHead(estate.VPN)).not.toHaveProperty('lease');
  });
});
