/** Work that waits its turn. */
import { setTimeout } from 'node:timers/promises';
import { atMost } from '../../../tools/cli/estate/at-most';

test('so many run at a time and never more, in the order in which they came, failures included', async () => {
  const inTurn = atMost(3);
  const began: number[] = [];
  let [running, most] = [0, 0];
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, async (_, index) => inTurn(async () => {
    began.push(index);
    running += 1;
    most = Math.max(most, running);
    await setTimeout(index % 2);
    running -= 1;
    if (index === 4) throw new Error('five fails');
    return index;
  })));
  expect(most).toBe(3);
  expect(began).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(9);
  await expect(inTurn(async () => 'free')).resolves.toBe('free');
});
