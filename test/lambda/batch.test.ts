/** A batch of steps against EC2's throttle as the rehearsals state it, in virtual time. */
import { Action } from '../../lambda/engine/actions';
import { afterThrottle, FULL_RATE_LIMITS } from '../../lambda/engine/rate-limits';
import { Batch } from '../../lambda/runner/batch';
import { VirtualClock } from '../../tools/rehearsal/clock';
import { Throttle } from '../../tools/rehearsal/embedded-ec2/throttle';

const START = Date.UTC(2026, 10, 20, 2, 0, 0);
const CALL_MS = 120;
const NEVER = Infinity;

const timeOf = ({ now, sleep }: VirtualClock) => ({ elapsed: now, sleep });

const steps = (action: 'delete-static-route' | 'create-static-route', count: number): Action[] =>
  Array.from({ length: count }, (_, index) => ({ do: action, cidr: `10.${index}.0.0/16` }));

/** EC2 with its buckets, each call as it was begun, and how many were under way at most. */
class Counter {
  readonly clock = new VirtualClock(START);
  readonly begun: { readonly action: string; readonly at: number; readonly throttled: boolean }[] = [];
  underWayMax = 0;
  private underWay = 0;
  private readonly throttle = new Throttle(this.clock);

  /** Somebody else in the account has called just as much as the bucket holds. */
  drain(action: string): void {
    while (this.throttle.admits(action, true));
  }

  async call(step: Action): Promise<{ readonly throttled: boolean }> {
    const throttled = !this.throttle.admits(step.do, true);
    this.begun.push({ action: step.do, at: this.clock.now() - START, throttled });
    this.underWay += 1;
    this.underWayMax = Math.max(this.underWayMax, this.underWay);
    await this.clock.sleep(CALL_MS);
    this.underWay -= 1;
    return { throttled };
  }
}

function onCounter(counter: Counter, perform = async (step: Action) => counter.call(step)): Batch {
  return new Batch(FULL_RATE_LIMITS, timeOf(counter.clock), perform);
}

test('a hundred calls go as fast as the bucket admits, none of them is refused, and eight at most are under way', async () => {
  const counter = new Counter();
  const { left } = await onCounter(counter).run(steps('delete-static-route', 100), NEVER);
  expect(left).toEqual([]);
  expect(counter.begun).toHaveLength(100);
  expect(counter.begun.filter((call) => call.throttled)).toEqual([]);
  expect(counter.underWayMax).toBe(8);
  expect(counter.begun.at(-1)!.at).toBeLessThanOrEqual(10_000);
});

test('an action that has to wait does not hold up another one behind it', async () => {
  const counter = new Counter();
  await onCounter(counter).run([...steps('delete-static-route', 100), ...steps('create-static-route', 20)], NEVER);
  const others = counter.begun.filter((call) => call.action === 'create-static-route');
  expect(others).toHaveLength(20);
  expect(Math.max(...others.map((call) => call.at))).toBeLessThan(1500);
});

test('what somebody else in the account has called shows in a few refusals, not in one for each call', async () => {
  const counter = new Counter();
  counter.drain('delete-static-route');
  await onCounter(counter).run(steps('delete-static-route', 60), NEVER);
  expect(counter.begun).toHaveLength(60);
  expect(counter.begun.filter((call) => call.throttled).length).toBeLessThanOrEqual(8);
});

test('what cannot be begun in time is left, in its order, and the next batch goes on under the same limits', async () => {
  const counter = new Counter();
  const { left, rateLimits } = await onCounter(counter).run(steps('delete-static-route', 100), 2000);
  expect(Math.max(...counter.begun.map((call) => call.at))).toBeLessThan(2000);
  expect(left).toEqual(steps('delete-static-route', 100).slice(counter.begun.length));
  expect(counter.clock.now()).toBeLessThan(START + 2000 + CALL_MS);
  const rest = await new Batch(rateLimits, timeOf(counter.clock), async (step) => counter.call(step)).run(left, NEVER);
  expect(rest.left).toEqual([]);
  expect(counter.begun.filter((call) => call.throttled)).toEqual([]);
});

test('what would have to wait until its time is over is not waited for', async () => {
  const counter = new Counter();
  const empty = afterThrottle(FULL_RATE_LIMITS, 'delete-static-route', START, START);
  const { left } = await new Batch(empty, timeOf(counter.clock), async (step) => counter.call(step)).run(steps('delete-static-route', 2), 100);
  expect([left.length, counter.begun.length, counter.clock.now()]).toEqual([2, 0, START]);
});

test('nothing is begun once its time is over', async () => {
  const counter = new Counter();
  const { left } = await onCounter(counter).run(steps('delete-static-route', 2), 0);
  expect([left.length, counter.begun.length]).toEqual([2, 0]);
});

test('when the function dies in one step, no further one is begun, and it is heard of once the others have ended', async () => {
  const counter = new Counter();
  let ended = 0;
  const batch = onCounter(counter, async (step) => {
    if (step.do === 'delete-static-route' && step.cidr === '10.3.0.0/16') throw new Error('killed');
    await counter.call(step);
    ended += 1;
    return { throttled: false };
  });
  await expect(batch.run(steps('delete-static-route', 20), NEVER)).rejects.toThrow('killed');
  expect(counter.begun.length).toBeLessThanOrEqual(8);
  expect(ended).toBe(counter.begun.length);
});
