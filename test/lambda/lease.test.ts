/**
 * Who is at work, whatever the clocks say: the function's and a terminal's are fast, slow, jump and differ. Told by what a lease is for:
 * nobody acts beside its holder, and nobody waits longer than its length for a holder that is dead.
 */
import { Killed, Workbench } from './workbench';
import { leaseAcquired, RecordHead } from '../../lambda/engine/record';
import { LeaseWatch } from '../../lambda/runner/lease-watch';
import { LEASE_MS, POLL_MS } from '../../src/contract/times';
import { OperatorHarness } from '../cli/operator/operator-harness';

const OFF: [string, number][] = [
  ['right', 0], ['two minutes fast', 120_000], ['an hour fast', 3_600_000], ['an hour slow', -3_600_000], ['a century fast', 3_155_760_000_000],
];

const headOf = (bench: Workbench) => bench.heads.get(bench.connectionId)!;
const calls = (bench: Workbench) => bench.effects.filter((effect) => !effect.startsWith('write'));

describe('the watch', () => {
  const head = { vpnConnectionId: 'vpn-1', revision: 7, lease: { holder: 'invocation-1', until: 1, renewal: 7 } } as RecordHead;
  const watched = () => {
    const time = { ms: 0 };
    return { time, watch: new LeaseWatch({ elapsed: () => time.ms }) };
  };

  test('believes no end that is on record: what it sees for the first time is alive', () => {
    const { watch } = watched();
    expect(watch.another(head, 'invocation-2')).toEqual(head.lease);
    expect(watch.another({ ...head, lease: { holder: 'invocation-1', until: Infinity, renewal: 7 } }, 'invocation-2')).toBeDefined();
  });

  test.each<[string, RecordHead['lease']]>([
    ['that was renewed', { holder: 'invocation-1', until: 1, renewal: 8 }],
    ['of somebody else', { holder: 'invocation-3', until: 1, renewal: 7 }],
    ['that an earlier version has renewed', { holder: 'invocation-1', until: 2 }],
  ])('counts anew for a lease %s', (_, lease) => {
    const { watch, time } = watched();
    watch.another(head, 'invocation-2');
    time.ms = LEASE_MS - 1;
    expect(watch.another({ ...head, lease }, 'invocation-2')).toEqual(lease);
    time.ms = 2 * LEASE_MS - 2;
    expect(watch.another({ ...head, lease }, 'invocation-2')).toEqual(lease);
    time.ms = 2 * LEASE_MS - 1;
    expect(watch.another({ ...head, lease }, 'invocation-2')).toBeUndefined();
  });

  test('takes no other write of the head for a renewal, and its own lease for nobody else\'s', () => {
    const { watch, time } = watched();
    watch.another(head, 'invocation-2');
    expect(watch.another(head, 'invocation-1')).toBeUndefined();
    time.ms = LEASE_MS;
    expect(watch.another({ ...head, revision: 9 }, 'invocation-2')).toBeUndefined();
  });

  test('counts a promise from when the lease is free', () => {
    const { watch, time } = watched();
    const promised = { holder: 'operator alice', until: 1, renewal: 7 };
    watch.another({ ...head, promised }, 'invocation-2');
    time.ms = LEASE_MS;
    expect(watch.another({ ...head, promised }, 'invocation-2')).toEqual(promised);
    expect(watch.another({ ...head, promised }, 'operator alice')).toBeUndefined();
    time.ms = 2 * LEASE_MS;
    expect(watch.another({ ...head, promised }, 'invocation-2')).toBeUndefined();
  });
});

describe.each(OFF)('the clock of the function is %s', (_, off) => {
  test('killed, it is followed by another invocation after a minute, and not before', async () => {
    let [killed, followedAt]: [boolean, number | undefined] = [false, undefined];
    const bench: Workbench = new Workbench({
      fate: (effect) => {
        if (killed || !effect.startsWith('move the VPN connection')) return 'works';
        killed = true;
        return 'dies-after';
      },
      done: () => {
        if (killed && headOf(bench).lease?.holder !== 'invocation-1') followedAt ??= bench.now;
      },
    });
    bench.clockOff = off;
    await expect(bench.invoke(bench.request())).rejects.toThrow(Killed);
    const [since, before] = [bench.now, calls(bench).length];
    bench.clockOff = 0;
    expect(await bench.invoke(bench.request(), LEASE_MS / 1000 - 1)).toBeUndefined();
    expect(calls(bench)).toHaveLength(before);
    // Its deadline is by a clock; by which, is on record.
    await bench.invoke(bench.request()).catch((error) => error as unknown);
    expect((followedAt! - since) / 1000).toBeGreaterThanOrEqual(LEASE_MS / 1000);
    expect((followedAt! - since) / 1000).toBeLessThan((LEASE_MS + 3 * POLL_MS) / 1000);
  });

  test.each(['forward', 'back'] as const)('alive, it is not acted beside by an operator who presses `%s`', async (command) => {
    const bench = new Workbench();
    await bench.invoke(bench.request(), 14);
    // Somebody is at work, and renews by a clock of their own.
    bench.heads.set(bench.connectionId, leaseAcquired(headOf(bench), 'invocation-1', bench.now + off));
    const before = calls(bench).length;
    const somebody = renewing(bench, off, 4, () => expect(calls(bench)).toHaveLength(before));
    const ending = await new OperatorHarness(bench, 'alice', somebody.step).once(command);
    expect(somebody.left()).toBe(0);
    expect(ending).toMatchObject({ kind: 'ended', head: { status: command === 'forward' ? 'completed' : 'restored' } });
  });

  test('the operator\'s is right, and the other way round: who leaves an operation by dying is followed', async () => {
    const bench = new Workbench();
    await bench.invoke(bench.request(), 14);
    bench.heads.set(bench.connectionId, leaseAcquired(headOf(bench), 'operator alice', bench.now + off));
    const since = bench.now;
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    expect(headOf(bench).closedAt! - since).toBeGreaterThan(LEASE_MS);
    expect(headOf(bench).closedAt! - since).toBeLessThan(5 * LEASE_MS);
  });
});

/** Somebody who is at work, and renews the lease whenever half of it is over, so many times. */
function renewing(
  bench: Workbench, off: number, times: number, check: () => void,
): { readonly left: () => number; readonly step: () => number } {
  let [last, left] = [bench.now, times];
  const step = () => {
    if (left > 0 && bench.now - last >= LEASE_MS / 2) {
      check();
      left -= 1;
      last = bench.now;
      const { promised } = headOf(bench);
      const renewed = leaseAcquired(headOf(bench), 'invocation-1', last + off);
      bench.heads.set(bench.connectionId, { ...renewed, ...promised === undefined ? {} : { promised } });
    }
    return 0;
  };
  return { left: () => left, step };
}
