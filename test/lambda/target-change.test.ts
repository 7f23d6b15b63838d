/** A target that is changed by editing one property: whatever fails, and whenever, the routes are where the connection stands. */
import { Deployment, editOf, FailurePoint, RollbackOrder } from './deployment';
import { MOVES } from './estates';
import { Workbench } from './workbench';
import { flowTable, lostFlows } from '../../rehearsal/flows/flow-oracle';

const ROUTINGS = ['static', 'bgp'] as const;
const EDITS = MOVES.filter((move) => !['vgw-to-vgw'].includes(move)).flatMap((move) => ROUTINGS.map((routing) => ({ move, routing })));
const FAILURES: readonly FailurePoint[] = ['before the connection', 'before the second part', 'at the end'];
const ORDERS: readonly RollbackOrder[] = ['as they depend', 'the other way round'];

describe.each(EDITS)('$move, $routing', ({ move, routing }) => {
  const migrated = async () => {
    const bench = new Workbench({ move, routing });
    await bench.drive(bench.request());
    bench.pass(60);
    return bench.picture();
  };

  test('one deployment moves the connection and everything that leads to it', async () => {
    const bench = new Workbench({ move, routing });
    const flows = flowTable(bench.network.view);
    const deployment = new Deployment(bench, editOf(bench));
    expect(await deployment.run()).toBe(true);
    expect(deployment.failures).toEqual([]);
    bench.pass(60);
    expect(bench.picture()).toEqual(await migrated());
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
    expect(bench.heads.get(bench.connectionId)?.status).toBe('completed');
  });

  const rollbacks = FAILURES.flatMap((fails) => ORDERS.map((order) => ({ fails, order })));
  test.each(rollbacks)('something fails $fails, and is undone $order: all is as before', async ({ fails, order }) => {
    const bench = new Workbench({ move, routing });
    const before = bench.picture();
    const deployment = new Deployment(bench, editOf(bench));
    expect(await deployment.run(fails, order)).toBe(false);
    expect(deployment.failures).toEqual([]);
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });
});
