/** Stories of an operator beside the function, on the rules of the embedded EC2. */
import { OperatorHarness } from './operator-harness';
import { TerminalFailure } from '../../../lambda/runner/ports';
import { MOVES } from '../../lambda/estates';
import { PLANTED_KEY, Workbench, WorkbenchOptions } from '../../lambda/workbench';

const CONFIGURATIONS = MOVES.flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing })));
/** In the middle of it: EC2 provisions on the new gateway. */
const SECONDS_INTO = 14;

const remove = (bench: Workbench) => bench.request({ type: 'Delete', requestId: 'request-2' });
const headOf = (bench: Workbench) => bench.heads.get(bench.connectionId)!;

/** The function has got so far, and is at work no more. */
async function abandoned(options: WorkbenchOptions = {}): Promise<Workbench> {
  return interrupted(new Workbench(options));
}

async function interrupted(bench: Workbench): Promise<Workbench> {
  await bench.invoke(bench.request(), SECONDS_INTO);
  return bench;
}

describe('the function died in the middle, and CloudFormation waits', () => {
  test('`back`: everything is as it was, and the request is told so', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    await bench.invoke(bench.request(), SECONDS_INTO);
    expect(await new OperatorHarness(bench).once('back')).toMatchObject({ kind: 'ended', head: { status: 'restored', requestId: 'request-1' } });
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
    const { effects: { length } } = bench;
    await expect(bench.runRequest(bench.request())).rejects.toThrow('alice turned it back from a terminal. Everything was put back as it was');
    expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
    expect(bench.effects.slice(length).filter((effect) => !effect.startsWith('write'))).toEqual([]);
    expect(bench.evidence.get('request-1')).toMatchObject({ outcome: 'moved-back', actor: { operators: [expect.stringMatching(/^2026-.*Z alice: back$/)] } });
  });

  test('`forward`: the move is made, and the request succeeds', async () => {
    const bench = await abandoned();
    expect(await new OperatorHarness(bench).once('forward')).toMatchObject({ kind: 'ended', head: { status: 'completed' } });
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    expect(bench.effects.filter((effect) => effect.startsWith('move the VPN connection'))).toHaveLength(1);
  });

  test('`hold`: what is missing is named, the request fails over it, and `forward` finishes the move later', async () => {
    const bench = await abandoned();
    const harness = new OperatorHarness(bench);
    expect(await harness.once('hold')).toMatchObject({ kind: 'ended', head: { status: 'held', cause: 'alice held it from a terminal' } });
    expect(headOf(bench).missing).toEqual(expect.arrayContaining([expect.stringMatching(/^associate tgw-attach-\w+ with tgw-rtb-/)]));
    await expect(bench.runRequest(bench.request())).rejects.toThrow('alice held it from a terminal. The move is held');
    bench.rollingBack = true;
    expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
    bench.rollingBack = false;
    expect(await harness.once('forward')).toMatchObject({ kind: 'ended', head: { status: 'completed', requestId: 'operator-alice-alice-2' } });
    expect(bench.picture()).toMatchObject({ state: 'available', gateway: { id: bench.declaration.to.id } });
    expect([...bench.evidence.keys()]).toEqual(['request-1', 'operator-alice-alice-2']);
    expect(bench.evidence.get('operator-alice-alice-2')).toMatchObject({ continues: 'request-1', actor: { operators: [expect.stringContaining('alice: forward')] } });
    // Deployed anew, it finds everything done.
    expect((await bench.runRequest(bench.request({ requestId: 'request-3' }))).outcome).toBe('unchanged');
  });

  test('`hold`, and then `back`: everything is as it was', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    await bench.invoke(bench.request(), SECONDS_INTO);
    const harness = new OperatorHarness(bench);
    await harness.once('hold');
    expect(await harness.once('back')).toMatchObject({ kind: 'ended', head: { status: 'restored' } });
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });
});

test('`hold` goes without EC2, and says that nobody has seen how far it got', async () => {
  let out = false;
  const bench = await abandoned({ refusal: () => (out ? 'Unavailable' : undefined) });
  out = true;
  expect(await new OperatorHarness(bench).once('hold')).toMatchObject({ kind: 'ended', head: { status: 'held', missing: ['to see how far the move got'] } });
  await expect(new OperatorHarness(bench).once('back')).rejects.toThrow('Unavailable');
  out = false;
  expect(await new OperatorHarness(bench).once('forward')).toMatchObject({ kind: 'ended', head: { status: 'completed' } });
});

test('`back` of a completed move, as its stack would do it', async () => {
  const bench = new Workbench();
  const before = bench.picture();
  await bench.runRequest(bench.request());
  bench.pass(60);
  expect(await new OperatorHarness(bench).once('back')).toMatchObject({ kind: 'ended', head: { status: 'restored' } });
  bench.pass(60);
  expect(bench.picture()).toEqual(before);
  expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
  expect(bench.picture()).toEqual(before);
});

describe('operator and function at the same time', () => {
  test.each(CONFIGURATIONS)('`back` while the function runs forward, $move $routing: nothing is done twice', async (configuration) => {
    const bench = new Workbench(configuration);
    const before = bench.picture();
    await bench.invoke(bench.request(), 4);
    const [ending, answer] = await Promise.all([
      new OperatorHarness(bench).once('back'), bench.runRequest(bench.request()).catch((error) => error as unknown),
    ]);
    bench.pass(60);
    expect(ending).toMatchObject({ kind: 'ended', head: { status: 'restored' } });
    expect(answer).toBeInstanceOf(TerminalFailure);
    expect(bench.picture()).toEqual(before);
    expect(bench.effects.filter((effect) => effect.startsWith('move the VPN connection')).length).toBeLessThanOrEqual(2);
  });

  test('the lease is promised to the operator: a function that comes first waits', async () => {
    const bench = await abandoned();
    const { lease, ...head } = headOf(bench);
    bench.heads.set(bench.connectionId, { ...head, promised: { holder: 'operator alice-1', until: bench.now + 30_000 } });
    const { effects: { length } } = bench;
    expect(await bench.invoke(bench.request(), 10)).toBeUndefined();
    expect(bench.effects).toHaveLength(length);
    bench.pass(30);
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
  });

  test('nothing is opened beside a held operation that somebody is still at work on', async () => {
    const bench = await abandoned();
    await new OperatorHarness(bench).once('hold');
    bench.heads.set(bench.connectionId, { ...headOf(bench), lease: { holder: 'invocation-1', until: bench.now + 30_000 } });
    const since = bench.now;
    const again = bench.request({ requestId: 'request-2' });
    await bench.runRequest(again);
    expect(bench.backups.get('request-2')!.writtenAt - since).toBeGreaterThanOrEqual(30_000);
  });

  test('two operators: the one who comes later goes on', async () => {
    const bench = await abandoned();
    const [first, second] = await Promise.all([new OperatorHarness(bench, 'alice').once('forward'), new OperatorHarness(bench, 'bob').once('back')]);
    expect(first.kind).toMatch(/^(overtaken|refused|ended)$/);
    expect(second).toMatchObject({ kind: 'ended', head: { status: 'restored' } });
  });
});

describe('the stack is deleted meanwhile', () => {
  test('an operation that is CloudFormation\'s is turned back, and the operator is told', async () => {
    let removal: Promise<unknown> | undefined;
    const bench: Workbench = new Workbench({
      done: () => {
        if (headOf(bench)?.lease?.holder.startsWith('operator')) removal ??= bench.runRequest(remove(bench));
      },
    });
    const before = bench.picture();
    await bench.invoke(bench.request(), SECONDS_INTO);
    const ending = await new OperatorHarness(bench).once('forward');
    expect(ending).toMatchObject({ kind: 'overtaken', head: { requestId: 'request-2', intent: 'back' } });
    expect(await removal).toMatchObject({ outcome: 'moved-back' });
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });

  test('one that an operator has opened goes on, whatever is noted beside it', async () => {
    let deleted = false;
    const bench: Workbench = new Workbench({
      done: (effect) => {
        if (!effect.startsWith('associate') || !headOf(bench).requestId.startsWith('operator-') || deleted) return;
        deleted = true;
        removal = bench.runRequest(remove(bench));
      },
    });
    let removal: Promise<unknown> | undefined;
    await bench.invoke(bench.request(), SECONDS_INTO);
    const harness = new OperatorHarness(bench);
    await harness.once('hold');
    const ending = await harness.once('forward');
    expect(await removal).toMatchObject({ outcome: 'kept' });
    expect(ending).toMatchObject({ kind: 'ended', head: { status: 'completed' } });
    expect(headOf(bench).goneOwners).toMatchObject({ 'stack|Move': { requestId: 'request-2' } });
  });
});

test('who leaves gives the lease back, and whoever comes goes on', async () => {
  const leaving = { requested: false };
  const bench: Workbench = new Workbench({
    done: () => {
      leaving.requested ||= headOf(bench)?.lease?.holder === 'operator alice-1';
    },
  });
  await interrupted(bench);
  expect(await new OperatorHarness(bench).once('forward', leaving)).toMatchObject({ kind: 'left', head: { status: 'open' } });
  expect([headOf(bench).lease, headOf(bench).promised]).toEqual([undefined, undefined]);
  expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
});

test('no pre-shared key gets anywhere', async () => {
  const bench = await abandoned();
  const harness = new OperatorHarness(bench);
  const endings = [await harness.once('hold'), await harness.once('back')];
  const { journal, heads, backups, evidence } = bench;
  const written = [heads, backups, evidence].map((items) => [...items.values()]);
  expect(JSON.stringify([endings, journal, written])).not.toContain(PLANTED_KEY);
});
