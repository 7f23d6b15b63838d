/** A bucket holds so many calls and fills up again at its rate. */
import { STATED_FIGURES, Throttle } from '../../../tools/rehearsal/embedded-ec2/throttle';

describe('the stated figures', () => {
  test('are 100 and 20 a second for reading, 50 and 5 a second for changing', () => {
    expect(STATED_FIGURES).toEqual({
      nonMutating: { capacity: 100, refillPerSecond: 20 },
      mutating: { capacity: 50, refillPerSecond: 5 },
    });
  });

  test.each([
    [false, 100, 20],
    [true, 50, 5],
  ])('hold when mutating is %p: %i at once, then %i each second', (mutating, atOnce, eachSecond) => {
    const time = { at: 0, now: () => time.at };
    const throttle = new Throttle(time);
    const admitted = () => Array.from({ length: 200 }, () => throttle.admits('SomeAction', mutating)).filter(Boolean).length;

    expect(admitted()).toBe(atOnce);
    expect(admitted()).toBe(0);
    time.at = 1000;
    expect(admitted()).toBe(eachSecond);
    time.at = 1_000_000;
    expect(admitted()).toBe(atOnce);
  });
});

test('each action has a bucket of its own', () => {
  const one = { capacity: 1, refillPerSecond: 1 };
  const throttle = new Throttle({ now: () => 0 }, { mutating: one, nonMutating: one });

  expect(['DescribeVpcs', 'DescribeVpcs', 'DescribeSubnets'].map((action) => throttle.admits(action, false))).toEqual([true, false, true]);
});

test('a refused call does not empty the bucket any further', () => {
  const time = { at: 0, now: () => time.at };
  const one = { capacity: 1, refillPerSecond: 1 };
  const throttle = new Throttle(time, { mutating: one, nonMutating: one });
  throttle.admits('DescribeVpcs', false);

  const later = [500, 999, 1000].map((at) => {
    time.at = at;
    return throttle.admits('DescribeVpcs', false);
  });

  expect(later).toEqual([false, false, true]);
});
