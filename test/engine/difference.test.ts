/** What is wanted matched with what is there. */
import { difference } from '../../lambda/engine/difference';

const keyOf = (each: string) => each.toLowerCase();

test('what is missing, what is there, and what is there besides, each in its own order', () => {
  expect(difference(['c', 'a', 'b'], ['x', 'B', 'C'], keyOf)).toEqual({
    wanted: [['c', ['C']], ['a', []], ['b', ['B']]],
    missing: ['a'],
    matched: ['c', 'b'],
    extra: ['x'],
  });
});

test('all that there is of one thing is found, and one thing for all who want it', () => {
  expect(difference(['a', 'A'], ['a', 'A'], keyOf)).toMatchObject({ wanted: [['a', ['a', 'A']], ['A', ['a', 'A']]], matched: ['a', 'A'], extra: [] });
});

test('with nothing wanted all is besides, and with nothing there all is missing', () => {
  expect(difference([], ['a'], keyOf)).toMatchObject({ missing: [], extra: ['a'] });
  expect(difference(['a'], [], keyOf)).toMatchObject({ missing: ['a'], extra: [] });
});
