/** Stories of a move to which EC2 answers less than it seems to: stale describes, codes that nobody knows, refusals of a second attempt. */
import { Workbench, WorkbenchOptions } from './workbench';
import { Answer } from '../../lambda/runner/ports';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';

const MODIFY = 'ModifyVpnConnection';

/** Invocations of so many seconds each, one after the other. */
async function inPieces(bench: Workbench, seconds: number): Promise<Answer> {
  for (let count = 0; count < 40; count += 1) {
    const answer = await bench.invoke(bench.request(), seconds);
    if (answer !== undefined) return answer;
    bench.pass(3);
  }
  throw new Error('no answer');
}

const modifies = (bench: Workbench) => bench.effects.filter((effect) => effect.startsWith('move the VPN connection'));

describe('a describe that shows the old gateway once more', () => {
  test.each(['old-gateway-before-it', 'old-gateway-after-it'] as const)('%s: wherever the function hands over, the move goes on with the one modify', async (describeAtEndOfModify) => {
    for (let seconds = 9; seconds <= 30; seconds += 1) {
      const bench = new Workbench({ unknowns: { describeAtEndOfModify } });
      const flows = flowTable(bench.network.view);
      expect([seconds, (await inPieces(bench, seconds)).outcome]).toEqual([seconds, 'migrated']);
      expect(modifies(bench)).toHaveLength(1);
      bench.pass(60);
      expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
    }
  });

  test('a move whose connection is on its new gateway after all goes on, and is not modified back', async () => {
    const bench = new Workbench();
    const { declaration: { from, to }, connectionId: VpnConnectionId } = bench;
    await bench.invoke(bench.request(), 14);
    bench.pass(60);
    bench.network.call('ModifyVpnConnection', { VpnConnectionId, VpnGatewayId: from.id });
    bench.pass(60);
    await bench.invoke(bench.request(), 13);
    expect(bench.heads.get(VpnConnectionId)).toMatchObject({ status: 'open', intent: 'back', cameBack: true });
    for (const { cidr } of bench.network.view.state.vpnConnections[VpnConnectionId].staticRoutes) {
      bench.network.call('DeleteVpnConnectionRoute', { VpnConnectionId, DestinationCidrBlock: cidr });
    }
    bench.pass(10);
    bench.network.call('ModifyVpnConnection', { VpnConnectionId, TransitGatewayId: to.id });
    bench.pass(60);
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    expect(modifies(bench)).toHaveLength(1);
    expect(bench.heads.get(VpnConnectionId)).not.toHaveProperty('cause');
  });
});

describe('a code that nobody knows', () => {
  const unheardOf = (until: () => boolean): WorkbenchOptions => ({
    refusal: (operation, dryRun) => (operation === MODIFY && !dryRun && until() ? 'UnheardOfCode' : undefined),
  });

  test('for the modify is looked at again, and the move goes on when it passes', async () => {
    let calls = 0;
    const bench = new Workbench(unheardOf(() => (calls += 1) <= 4));
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    expect(bench.journal.filter(({ event, kind }) => event === 'step-failed' && kind === 'uncertain')).toHaveLength(4);
  });

  test('that lasts a minute turns the move back, with its words', async () => {
    const bench = new Workbench(unheardOf(() => true));
    const before = bench.picture();
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/UnheardOfCode: ModifyVpnConnection is refused\. Everything was put back as it was/);
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });

  test('for a dry run with nothing in the way is a finding, and its advice is to accept it, which leads on', async () => {
    const refusal: WorkbenchOptions['refusal'] = (operation, dryRun) => (operation === MODIFY && dryRun ? 'UnheardOfCode' : undefined);
    const bench = new Workbench({ move: 'vgw-to-tgw', routing: 'bgp', refusal });
    const finding = `modify-uncertain:${bench.connectionId}`;
    await expect(bench.runRequest(bench.request())).rejects.toThrow(`add '${finding}' to \`acknowledgedFindings\``);
    const declaration = { ...bench.declaration, acknowledgedFindings: [...bench.declaration.acknowledgedFindings, finding] };
    expect((await bench.runRequest(bench.request({ requestId: 'request-2', declaration }))).outcome).toBe('migrated');
  });
});

test('a propagation that somebody switched on before the move would have stays on when it goes back', async () => {
  const bench = new Workbench({ move: 'tgw-to-vgw' });
  const [RouteTableId] = bench.declaration.to.kind === 'virtual-private-gateway' ? bench.declaration.to.propagatingRouteTableIds : [];
  const propagation = `${RouteTableId} from ${bench.declaration.to.id}`;
  await bench.invoke(bench.request(), 0);
  bench.network.call('EnableVgwRoutePropagation', { RouteTableId, GatewayId: bench.declaration.to.id });
  expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
  const back = { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' } as const;
  expect((await bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-2', declaration: back }))).outcome).toBe('moved-back');
  expect(bench.picture().propagations).toContain(propagation);
});

test('one that the move switched on goes off again, also when a later operation leads back', async () => {
  const bench = new Workbench({ move: 'tgw-to-vgw' });
  const before = bench.picture();
  expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
  expect(bench.heads.get(bench.connectionId)!.propagationsSwitchedOn).toHaveLength(1);
  const back = { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' } as const;
  expect((await bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-2', declaration: back }))).outcome).toBe('moved-back');
  bench.pass(60);
  expect(bench.picture()).toEqual(before);
});
