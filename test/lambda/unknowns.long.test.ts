/**
 * Nobody outside AWS knows these answers, so the move must be right under each: every setting of every switch, forward
 * and back, for both kinds of routing.
 */
import { MOVES } from './estates';
import { Workbench } from './workbench';
import { everySetting, UNKNOWNS_OF_CLIENT_VPN } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';

const OF_A_MOVE = everySetting().filter(({ name }) => !UNKNOWNS_OF_CLIENT_VPN.includes(name));
const settings = [...MOVES, 'classic-tested' as const].flatMap((move) => (['static', 'bgp'] as const).flatMap((routing) =>
  OF_A_MOVE.map(({ name, value, settings: unknowns }) => ({ move, routing, name, value, unknowns }))));

test.each(settings)('$move, $routing: $name = $value', async ({ move, routing, name, value, unknowns }) => {
  const bench = new Workbench({ move, routing, unknowns });
  const [before, flows] = [bench.picture(), flowTable(bench.network.view)];

  if (name === 'modifyOutcome' && bench.declaration.replacement === undefined && value === 'returns-to-old-gateway') {
    await expect(bench.runRequest(bench.request())).rejects.toThrow('Everything was put back as it was');
  } else {
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    bench.pass(60);
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
    const remove = bench.request({ type: 'Delete', requestId: 'request-2', declaration: { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' } });
    expect((await bench.runRequest(remove)).outcome).toBe('moved-back');
  }

  bench.pass(60);
  expect(bench.picture()).toEqual(before);
  expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
});
