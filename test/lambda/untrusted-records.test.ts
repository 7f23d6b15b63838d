/**
 * Records are evidence, and no orders. A backup that is not what was written, or that names what nobody has declared, holds the operation:
 * nothing is called by it, and a person is told what differs.
 */
import { withDigest, Workbench } from './workbench';
import { Backup, RecordHead } from '../../lambda/engine/record';
import { OperatorHarness } from '../cli/operator/operator-harness';

const FOREIGN = 'rtb-0123456789abcdef0';
const headOf = (bench: Workbench) => bench.heads.get(bench.connectionId)!;
const calls = (bench: Workbench) => bench.effects.filter((effect) => !effect.startsWith('write'));

/** In the middle of it the function stops. */
async function interrupted(): Promise<Workbench> {
  const bench = new Workbench();
  await bench.invoke(bench.request(), 14);
  return bench;
}

function crafted(bench: Workbench): Backup {
  const backup = bench.backups.get('request-1')!;
  const route = { routeTableId: FOREIGN, destination: '0.0.0.0/0', before: 'static', after: 'static' } as const;
  const transitGatewayRoutes = [{ routeTableId: 'tgw-rtb-0123456789abcdef0', cidr: '0.0.0.0/0' }];
  return { ...backup, plan: { ...backup.plan, vpcRoutes: [route], to: { ...backup.plan.to, transitGatewayRoutes } } };
}

const PLANTED: [string, (bench: Workbench) => void, RegExp][] = [
  ['the backup alone', (bench) => void bench.backups.set('request-1', crafted(bench)), /its digest is sha256:\w+, and sha256:\w+ was written/],
  ['the backup, and its digest on the head', (bench) => plantWithDigest(bench, withDigest(crafted(bench)).digest), new RegExp(`the plan names VPC route table ${FOREIGN}, which is not declared`)],
  ['the backup of an operation that an earlier version has opened', (bench) => plantWithDigest(bench), new RegExp(`VPC route table ${FOREIGN}`)],
  ['the backup of another connection', (bench) => plantOther(bench), /it is of vpn-0123456789abcdef0/],
];

function plantWithDigest(bench: Workbench, digest?: string): void {
  bench.backups.set('request-1', crafted(bench));
  const { backupDigest, ...head } = headOf(bench);
  bench.heads.set(bench.connectionId, digest === undefined ? head : { ...head, backupDigest: digest });
}

function plantOther(bench: Workbench): void {
  bench.backups.set('request-1', { ...bench.backups.get('request-1')!, vpnConnectionId: 'vpn-0123456789abcdef0' });
}

describe.each(PLANTED)('somebody has written %s', (_, plant, told) => {
  test('the function\'s next invocation holds the operation, says what differs, and calls nothing', async () => {
    const bench = await interrupted();
    plant(bench);
    const before = calls(bench).length;
    await expect(bench.runRequest(bench.request())).rejects.toThrow(told);
    expect(calls(bench)).toHaveLength(before);
    expect(headOf(bench)).toMatchObject({ status: 'held', cause: expect.stringMatching(told), missing: expect.arrayContaining([expect.stringMatching(told)]) });
    expect(bench.announced.at(-1)!.detail).toMatchObject({ phase: 'HELD', cause: expect.stringMatching(told) });
    expect(bench.journal).toContainEqual(expect.objectContaining({ event: 'untrusted-record', operationId: 'request-1' }));
  });

  test('it is not gone on with by a deployment, nor removed over', async () => {
    const bench = await interrupted();
    plant(bench);
    const before = calls(bench).length;
    await bench.runRequest(bench.request()).catch(() => undefined);
    await expect(bench.runRequest(bench.request({ requestId: 'request-2' }))).rejects.toThrow(told);
    await bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-3' }));
    expect(calls(bench)).toHaveLength(before);
  });

  test.each(['back', 'forward'] as const)('`%s` is refused at the terminal', async (command) => {
    const bench = await interrupted();
    plant(bench);
    const before = calls(bench).length;
    const { decision } = await new OperatorHarness(bench).assess(command);
    expect(decision).toMatchObject({ kind: 'refuse', reason: expect.stringMatching(told) });
    expect(calls(bench)).toHaveLength(before);
  });
});

test('what a head gives back after it was finalized is held to the declaration', async () => {
  const bench = new Workbench({ move: 'vgw-to-tgw' });
  await bench.runRequest(bench.request());
  const finalized = { ...headOf(bench), finalized: { at: bench.now, propagationsEnded: [FOREIGN] } } as RecordHead;
  bench.heads.set(bench.connectionId, finalized);
  const before = calls(bench).length;
  const again = bench.request({ type: 'Update', requestId: 'request-2', previousStage: 'FINALIZED' });
  await expect(bench.runRequest(again)).rejects.toThrow(`the head names VPC route table ${FOREIGN}, which is not declared`);
  expect(calls(bench)).toHaveLength(before);
});

test('the digests of plan, backup and scripts are in the log and in the events', async () => {
  const bench = new Workbench();
  await bench.runRequest(bench.request());
  const { planDigest, backupDigest, recoveryDigests } = headOf(bench);
  expect([planDigest, backupDigest, recoveryDigests?.back]).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^sha256:/)));
  expect(bench.journal).toContainEqual(expect.objectContaining({ event: 'backup', backupDigest, recoveryDigests }));
  for (const { detail } of bench.announced) expect(detail).toMatchObject({ planDigest, backupDigest, recoveryDigests });
});
