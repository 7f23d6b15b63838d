/**
 * What every store of records promises: the one of the functions on a real DynamoDB endpoint, the same on the simulation's table, and the
 * workbench's own. What the stories rely on in the latter two is what the first one does.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { emptied, servedTable, ServedTable, TABLE } from './served-table';
import { Workbench } from './workbench';
import { DynamoDbRecords } from '../../lambda/aws/services/dynamodb-records';
import { Backup } from '../../lambda/engine/record';
import { VpcClaims } from '../../lambda/engine/vpc-claim';
import { RecordStore, RevisionConflict } from '../../lambda/runner/ports';
import * as estate from '../engine/estate';
import { RecordsTable } from '../simulation/records-table';

let served: ServedTable;

beforeAll(async () => {
  served = await servedTable();
});
afterAll(async () => served.close());

function onSimulatedTable(): RecordStore {
  const table = new RecordsTable();
  const send = async ({ constructor: { name }, input }: { readonly constructor: { readonly name: string }; readonly input: object }) =>
    table.answer({ service: 'dynamodb', operation: name.replace(/Command$/, ''), input: { ...input }, mutating: name.startsWith('Put') });
  return new DynamoDbRecords({ send } as unknown as DynamoDBClient, TABLE);
}

const backup: Backup = { vpnConnectionId: estate.VPN, operationId: 'operation-1', writtenAt: estate.START, plan: estate.plan, survey: estate.snapshot, tunnelsUp: 2 };

function claims(revision: number, by: string): VpcClaims {
  const claim = { vpnConnectionId: estate.VPN, operationId: by, exclusive: false, at: estate.START };
  return { vpcId: estate.VPC, revision, operations: [claim] };
}

describe.each<[string, () => Promise<RecordStore>]>([
  ['on DynamoDB', async () => emptied(served.client).then(() => new DynamoDbRecords(served.client, TABLE))],
  ['on the simulation\'s table', async () => onSimulatedTable()],
  ['of the workbench', async () => new Workbench().portsOfAnother().records],
])('the records %s', (_store, open) => {
  let records: RecordStore;

  beforeEach(async () => {
    records = await open();
  });

  /** Whoever comes with another revision than the next is told, and changes nothing. */
  describe.each<[string, (revision: number, by: string) => Promise<void>, () => Promise<unknown>, id: string]>([
    ['the head', async (revision, by) => records.writeHead({ ...estate.head, revision, owner: by }), async () => records.readHead(estate.VPN), estate.VPN],
    ['the claims at a VPC', async (revision, by) => records.writeClaims(claims(revision, by)), async () => records.readClaims(estate.VPC), estate.VPC],
  ])('%s', (_what, write, read, id) => {
    const moved = (revision: number) => `the record of ${id} is no longer at revision ${revision}`;

    test('are absent until they are written', async () => {
      expect(await read()).toBeUndefined();
    });

    test.each([1, 2, 3])('of two writers of revision %d one gets through', async (revision) => {
      for (let before = 1; before < revision; before += 1) await write(before, 'earlier');
      const results = await Promise.allSettled([write(revision, 'ours'), write(revision, 'theirs')]);
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
      const [loser] = results.filter((result) => result.status === 'rejected');
      expect(loser.reason).toBeInstanceOf(RevisionConflict);
      expect(loser.reason.message).toBe(moved(revision - 1));
      expect(JSON.stringify(await read())).toContain(results[0].status === 'fulfilled' ? 'ours' : 'theirs');
    });

    test.each<[there: number, written: number]>([[0, 2], [1, 1], [1, 3], [2, 1], [2, 2], [3, 2]])('at revision %d nobody writes revision %d', async (there, written) => {
      for (let before = 1; before <= there; before += 1) await write(before, 'there');
      const observed = await read();
      await expect(write(written, 'late')).rejects.toThrow(moved(written - 1));
      expect(await read()).toEqual(observed);
    });
  });

  test('a backup is the first of its operation, and whoever writes another is told that one', async () => {
    expect(await records.writeBackup(backup)).toMatchObject(backup);
    expect(await records.writeBackup({ ...backup, writtenAt: backup.writtenAt + 2000, tunnelsUp: 1 })).toMatchObject(backup);
    expect(await records.readBackup(estate.VPN, 'operation-1')).toMatchObject(backup);
    expect(await records.readBackup(estate.VPN, 'operation-2')).toBeUndefined();
  });

  test('of two backups at once both writers are told the same', async () => {
    const [one, other] = await Promise.all([records.writeBackup(backup), records.writeBackup({ ...backup, tunnelsUp: 1 })]);
    expect(one).toEqual(other);
    expect(await records.readBackup(estate.VPN, 'operation-1')).toEqual(one);
  });

  test('the first answer to a request stays', async () => {
    expect(await records.readAnswer(estate.VPN, 'request-1')).toBeUndefined();
    await records.writeAnswer(estate.VPN, 'request-1', { failure: 'refused' });
    await records.writeAnswer(estate.VPN, 'request-1', { failure: 'something else' });
    expect(await records.readAnswer(estate.VPN, 'request-1')).toEqual({ failure: 'refused' });
    expect(await records.readAnswer(estate.VPN, 'request-2')).toBeUndefined();
  });

  test('the Delete that preceded a request is the one of its first delivery, whatever later ones see', async () => {
    expect(await records.recordFirstDelivery(estate.VPN, 'request-1', 'delete-1')).toBe('delete-1');
    expect(await records.recordFirstDelivery(estate.VPN, 'request-1', 'delete-2')).toBe('delete-1');
    expect(await records.recordFirstDelivery(estate.VPN, 'request-2', 'delete-2')).toBe('delete-2');
  });

  test('a plan is kept under the digest of its lines: the same lines have the same, and others another', async () => {
    const lines = ['modify vpn-…', 'create route 10.1.0.0/16'];
    const plan = await records.writePlan(estate.VPN, lines);
    expect(plan).toEqual({ digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), lines });
    expect(await records.writePlan(estate.VPN, [...lines])).toEqual(plan);
    const other = await records.writePlan(estate.VPN, [...lines].reverse());
    expect(other.digest).not.toBe(plan.digest);
    expect([await records.readPlan(estate.VPN, plan.digest), await records.readPlan(estate.VPN, other.digest)]).toEqual([plan, other]);
    expect(await records.readPlan(estate.VPN, 'sha256:0')).toBeUndefined();
  });
});
