/**
 * The README's way from a lost stack to restored routes, as it stands there: its commands are taken out of it and run, with the
 * records in a real DynamoDB endpoint, written by the adapter that is deployed.
 */
import { readFileSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { CommandLine, REGION } from './command-line';
import { DynamoDbRecords, PART_CHARACTERS_MAX } from '../../lambda/aws/services/dynamodb-records';
import { fetchCommand, recoveryScripts } from '../../lambda/engine/recovery';
import { SystemClock } from '../../tools/rehearsal/clock';
import { Ec2Endpoint } from '../../tools/rehearsal/embedded-ec2/endpoint';
import { Workbench } from '../lambda/workbench';

const TABLE = 'Network-VpnMigrationRecordsTable63253654-1ABCDEF';
const bench = new Workbench();
const before = bench.picture();
const server = dynalite({ createTableMs: 0 });
const ec2 = new Ec2Endpoint({ clock: new SystemClock(), network: bench.network });
let client: DynamoDBClient;
let line: CommandLine;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new DynamoDBClient({ endpoint, region: REGION, credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'unused' } });
  await client.send(new CreateTableCommand({
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'vpnConnectionId', AttributeType: 'S' }, { AttributeName: 'item', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'vpnConnectionId', KeyType: 'HASH' }, { AttributeName: 'item', KeyType: 'RANGE' }],
  }));
  line = await CommandLine.start({ endpoints: { ec2: await ec2.listen(), dynamodb: endpoint }, pass: (seconds) => bench.pass(seconds) });
});

afterAll(async () => {
  await line.close();
  await ec2.close();
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('from the table alone the routes come back, and what was there can be read', async () => {
  await bench.runRequest(bench.request());
  await keepRecords();
  const commands = commandsOfReadme().replaceAll('vpn-0a1b2c3d4e5f60718', bench.connectionId);
  const { status, output } = await line.run(`set -e\n${commands}`);
  expect([status, output]).toEqual([0, expect.stringContaining('and nothing more is to be done')]);
  expect(line.mistakes).toEqual([]);
  bench.pass(60);
  expect(bench.picture()).toEqual(before);
  expect(output).toContain('"staticRoutes"');
}, 60_000);

test('the command that a held move names fetches the same script, however many parts it has', async () => {
  const [kept] = bench.backups.values();
  const routes = Array.from({ length: 600 }, (_, index) => `10.${100 + Math.floor(index / 256)}.${index % 256}.0/24`);
  const backup = { ...kept, operationId: 'large', plan: { ...kept.plan, from: { ...kept.plan.from, staticRoutes: routes } } };
  const scripts = recoveryScripts(backup);
  expect(scripts.back.length).toBeGreaterThan(2 * PART_CHARACTERS_MAX);
  await new DynamoDbRecords(client, TABLE).writeRecovery(backup, scripts);
  expect((await line.run(fetchCommand(TABLE, backup, 'back'))).output).toBe('');
  expect(readFileSync(path.join(line.directory, 'back.sh'), 'utf8')).toBe(scripts.back);
  expect(line.mistakes).toEqual([]);
}, 60_000);

/** What the function of the lost stack has left. */
async function keepRecords(): Promise<void> {
  const records = new DynamoDbRecords(client, TABLE);
  const [backup] = bench.backups.values();
  const durable = await records.writeBackup(backup);
  await records.writeRecovery(durable, recoveryScripts(durable));
  await records.writeHead({ ...bench.heads.get(bench.connectionId)!, revision: 1 });
}

function commandsOfReadme(): string {
  const readme = readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8');
  const section = /^## Recovery by hand\n(.*?)^## /ms.exec(readme)![1];
  return [...section.matchAll(/^ *```bash\n(.*?)^ *```$/gms)].map(([, block]) => block).join('\n');
}
