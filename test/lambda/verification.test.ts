/** The end of a move as the network and its alarms show it, on the rules of the embedded EC2. */
import { Workbench } from './workbench';
import { MoveDeclaration, Verification } from '../../src/contract/declaration';

const NEVER = { ikeMs: 'never' as const };

function requiring(bench: Workbench, verification: Partial<Verification>, changes: Partial<MoveDeclaration> = {}) {
  const declaration = { ...bench.declaration, ...changes };
  return bench.request({ declaration: { ...declaration, verification: { ...declaration.verification, ...verification } } });
}

test('a device that does not answer leaves the move made and unverified, after a quarter of an hour', async () => {
  const bench = new Workbench({ latencies: NEVER });
  const started = bench.now;
  const answer = await bench.runRequest(bench.request());
  expect(answer.outcome).toBe('migrated-unverified');
  expect(bench.now - started).toBeGreaterThan(900_000);
  expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'completed', unverified: '0 of 2 tunnels UP 15 min after the move' });
  expect(bench.picture()).toMatchObject({ state: 'available', gateway: bench.declaration.to.kind === 'transit-gateway' ? { id: bench.declaration.to.id } : {} });
});

test('the time the device took is not in the interruption', async () => {
  const slow = new Workbench({ latencies: { ikeMs: 400_000 } });
  const quick = new Workbench();
  const [afterLong, afterShort] = [await slow.runRequest(slow.request()), await quick.runRequest(quick.request())];
  expect(afterLong.outcome).toBe('migrated');
  expect(Math.abs(afterLong.interruptionSeconds - afterShort.interruptionSeconds)).toBeLessThanOrEqual(1);
});

test('it is a quiet wait: at most two reads every five seconds', async () => {
  const bench = new Workbench({ latencies: NEVER });
  const calls: number[] = [];
  const call = bench.network.call.bind(bench.network);
  jest.spyOn(bench.network, 'call').mockImplementation((...args) => {
    calls.push(bench.now);
    return call(...args);
  });
  await bench.runRequest(bench.request());
  const { arrangedAt } = bench.heads.get(bench.connectionId)!;
  expect(calls.filter((at) => at > arrangedAt!).length).toBeLessThanOrEqual(2 * 900 / 5 + 10);
});

test.each([['HOLD', /only 0 of 2 tunnels UP .* The move is held/], ['MOVE_BACK', /only 0 of 2 tunnels UP .* Everything was put back as it was/]] as const)(
  'tunnels that are required and do not come up: %s', async (onFailure, message) => {
    const bench = new Workbench({ latencies: NEVER });
    const before = bench.picture();
    await expect(bench.runRequest(requiring(bench, { tunnels: 2, withinSeconds: 300 }, { onFailure }))).rejects.toThrow(message);
    bench.pass(60);
    if (onFailure === 'MOVE_BACK') expect(bench.picture()).toEqual(before);
    else expect(bench.picture()).not.toEqual(before);
  });

describe('health alarms', () => {
  const watched: Partial<Verification> = { alarmNames: ['PacketLoss'], bakeSeconds: 300 };

  test('quiet ones let the move be over when the bake time is', async () => {
    const bench = new Workbench();
    bench.alarmStates.set('PacketLoss', 'OK');
    const started = bench.now;
    expect((await bench.runRequest(requiring(bench, watched))).outcome).toBe('migrated');
    expect(bench.now - started).toBeGreaterThan(300_000);
  });

  test('one that goes off moves the connection back', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    bench.alarmStates.set('PacketLoss', 'OK');
    const request = requiring(bench, watched, { onFailure: 'MOVE_BACK' });
    expect(await bench.invoke(request, 60)).toBeUndefined();
    bench.alarmStates.set('PacketLoss', 'ALARM');
    await expect(bench.runRequest(request)).rejects.toThrow('alarm PacketLoss went into ALARM after the move. Everything was put back as it was');
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });

  test.each<[string, string | undefined, string]>([
    ['one that is in ALARM already', 'ALARM', 'PacketLoss is in ALARM already'],
    ['one that does not exist', undefined, 'PacketLoss is no metric alarm of this account and region'],
  ])('%s refuses the move before anything is changed', async (_, state, message) => {
    const bench = new Workbench();
    if (state !== undefined) bench.alarmStates.set('PacketLoss', state);
    await expect(bench.runRequest(requiring(bench, watched))).rejects.toThrow(message);
    expect(bench.effects).toEqual([]);
  });
});

test('dead at any moment of the wait, the next invocation waits on and counts from the same moment', async () => {
  const bench = new Workbench({ latencies: NEVER });
  const request = bench.request();
  while (bench.heads.get(bench.connectionId)?.arrangedAt === undefined) await bench.invoke(request, 20);
  const { arrangedAt } = bench.heads.get(bench.connectionId)!;
  for (let count = 0; count < 10; count += 1) await bench.invoke(request, 30);
  expect(bench.heads.get(bench.connectionId)!.arrangedAt).toBe(arrangedAt);
  expect((await bench.runRequest(request)).outcome).toBe('migrated-unverified');
  expect(bench.now - arrangedAt!).toBeLessThan(960_000);
});
