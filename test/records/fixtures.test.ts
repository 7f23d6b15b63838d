/** The kept records of each version: all there, as docs/records.schema.json says; the longer test goes on with every one of them. */
import { fileOf, fixturesOf, Kind, versions } from './fixture';
import { describeSequels } from './outlive';
import { STATES } from './stacks';
import { itemIn, violationsOf } from '../recovery/records';

const ALL = Object.entries(STATES).flatMap(([kind, states]) => (['static', 'bgp'] as const).flatMap((routing) =>
  states.map((state) => fileOf({ kind: kind as Kind, routing, state }))));

describe.each(versions())('version %s', (version) => {
  const fixtures = fixturesOf(version);

  test('every kind of operation is kept in every state', () => {
    expect(fixtures.map(fileOf)).toEqual([...ALL].sort());
  });

  test.each(fixtures.map((fixture) => [fileOf(fixture), fixture] as const))('%s has items as the schema says', (_file, { items }) => {
    expect(violationsOf(items.flatMap((item) => itemIn(JSON.stringify({ Item: item }))))).toEqual([]);
  });

  fixtures.filter(({ kind, routing, state }) => kind === 'move' && routing === 'static' && state === 'held')
    .forEach((fixture) => describeSequels(version, fixture));
});
