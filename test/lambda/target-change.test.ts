/** A target that is changed by editing one property: whatever fails, and whenever, the routes are where the connection stands. */
import { Deployment, editOf, EDITS, ROLLBACKS } from './deployment';
import { Workbench } from './workbench';
import { flowTable, lostFlows } from '../../rehearsal/flows/flow-oracle';

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

  test.each(ROLLBACKS)('something fails $fails, and is undone $order: all is as before', async ({ fails, order }) => {
    const bench = new Workbench({ move, routing });
    const before = bench.picture();
    const deployment = new Deployment(bench, editOf(bench));
    expect(await deployment.run(fails, order)).toBe(false);
    expect(deployment.failures).toEqual([]);
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });
});
