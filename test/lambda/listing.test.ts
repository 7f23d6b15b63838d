/** Lists in what CloudFormation is told: never so long that they are cut in the middle, never cut without saying so. */
import { shortened } from '../../lambda/runner/listing';

test.each([
  ['nothing', [], 2, []],
  ['as many as fit', ['a', 'b'], 2, ['a', 'b']],
  ['more than fit', ['a', 'b', 'c', 'd'], 2, ['a', 'b', 'and 2 more, see the function\'s log']],
])('of %s', (_what, lines, max, expected) => {
  expect(shortened(lines, max)).toEqual(expected);
});

test('without a limit of its own, twelve', () => {
  expect(shortened(Array(13).fill('x'))).toHaveLength(13);
  expect(shortened(Array(13).fill('x')).at(-1)).toBe('and 1 more, see the function\'s log');
});
