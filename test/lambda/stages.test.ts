/** A move in a maintenance window: prepared, approved, cut over in its window, finalized; and what goes wrong on each of these days. */
import { Workbench } from './workbench';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { MoveDeclaration, Stage } from '../../src/contract/declaration';

let requests = 0;

const benches = new Set<Workbench>();

/** The Update that takes the resource from one stage to the next. */
function staged(bench: Workbench, stage: Stage, previousStage: Stage | undefined, changes: Partial<MoveDeclaration> = {}): MoveRequest {
  requests += 1;
  benches.add(bench);
  return bench.request({
    type: previousStage === undefined ? 'Create' : 'Update', requestId: `request-${stage}-${requests}`, previousStage,
    declaration: { ...bench.declaration, ...changes, stage },
  });
}

const instant = (milliseconds: number) => new Date(milliseconds).toISOString().replace('.000', '');

describe('prepared', () => {
  test('everything is checked, backed up and written down, and nothing is changed', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    const answer = await bench.runRequest(staged(bench, 'PREPARED', undefined));
    expect(answer).toMatchObject({ outcome: 'prepared', interruptionSeconds: 0, planDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(bench.picture()).toEqual(before);
    expect(bench.effects).toEqual(['write backup']);
    expect(bench.heads.size).toBe(0);
    expect(bench.plans.get(answer.planDigest)!.lines).toContain('static route 10.1.0.0/16 of the connection goes');
  });

  test('it can be prepared again, and an unchanged network has the same plan', async () => {
    const bench = new Workbench();
    const first = await bench.runRequest(staged(bench, 'PREPARED', undefined));
    bench.pass(86_400);
    const second = await bench.runRequest(staged(bench, 'PREPARED', 'PREPARED'));
    expect(second.planDigest).toBe(first.planDigest);
    expect(second.operationId).not.toBe(first.operationId);
  });

  test('what stands against the move is told days before', async () => {
    const bench = new Workbench();
    bench.network.call('CreateVpnConnectionRoute', { VpnConnectionId: bench.connectionId, DestinationCidrBlock: '172.31.0.0/16' });
    bench.pass(60);
    await expect(bench.runRequest(staged(bench, 'PREPARED', undefined, { onPremisesCidrs: ['10.1.0.0/16'] }))).rejects.toThrow('declared-prefixes-differ');
    expect(bench.heads.size).toBe(0);
  });

  test('deleted, it leaves everything as it is', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    await bench.runRequest(staged(bench, 'PREPARED', undefined));
    const answer = await bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-delete', declaration: { ...bench.declaration, stage: 'PREPARED' } }));
    expect(answer.outcome).toBe('kept');
    expect(bench.picture()).toEqual(before);
  });
});

describe('approved', () => {
  test('the plan that was approved is carried out', async () => {
    const bench = new Workbench();
    const { planDigest } = await bench.runRequest(staged(bench, 'PREPARED', undefined));
    const answer = await bench.runRequest(staged(bench, 'CUT_OVER', 'PREPARED', { approvedPlan: planDigest }));
    expect(answer).toMatchObject({ outcome: 'migrated', planDigest });
  });

  test('another plan is refused with the difference, before anything is changed', async () => {
    const bench = new Workbench();
    const { planDigest } = await bench.runRequest(staged(bench, 'PREPARED', undefined));
    bench.network.call('CreateVpnConnectionRoute', { VpnConnectionId: bench.connectionId, DestinationCidrBlock: '10.77.0.0/16' });
    bench.pass(60);
    const before = bench.picture();
    const refusal = await bench.runRequest(staged(bench, 'CUT_OVER', 'PREPARED', { approvedPlan: planDigest })).catch((error: Error) => error.message);
    expect(refusal).toContain(`the approved one is ${planDigest}; what differs (- approved, + today):`);
    expect(refusal).toContain('+ static route 10.77.0.0/16 of the connection goes');
    expect(refusal).not.toContain('10.1.0.0/16');
    expect(bench.picture()).toEqual(before);
  });

  test('the plan of the day, named in that refusal, can be approved instead', async () => {
    const bench = new Workbench();
    const other = `sha256:${'0'.repeat(64)}`;
    const refusal = await bench.runRequest(staged(bench, 'CUT_OVER', undefined, { approvedPlan: other })).catch((error: Error) => error.message);
    expect(refusal).toContain('no plan of that digest was prepared for this connection in table Records');
    const [approvedPlan] = /sha256:[0-9a-f]{64}/.exec(refusal as string)!;
    expect((await bench.runRequest(staged(bench, 'CUT_OVER', undefined, { approvedPlan }))).outcome).toBe('migrated');
  });
});

describe('the window', () => {
  const hours = (bench: Workbench, from: number, to: number) => (
    { window: { notBefore: bench.now + from * 3_600_000, notAfter: bench.now + to * 3_600_000 } });

  test('inside it the move goes ahead', async () => {
    const bench = new Workbench();
    expect((await bench.runRequest(staged(bench, 'CUT_OVER', undefined, hours(bench, 0, 1)))).outcome).toBe('migrated');
  });

  test('before it opens nothing is even looked at', async () => {
    const bench = new Workbench();
    const window = hours(bench, 1, 3);
    const refusal = bench.runRequest(staged(bench, 'CUT_OVER', undefined, window));
    await expect(refusal).rejects.toThrow(`the window opens at ${instant(window.window.notBefore)}`);
    expect(bench.effects).toEqual([]);
  });

  test('once the way back would not fit in any more, it is too late', async () => {
    const bench = new Workbench();
    await expect(bench.runRequest(staged(bench, 'CUT_OVER', undefined, hours(bench, -1, 0.5)))).rejects.toThrow('the way there (30 min) and the way back (20 min) must both fit in');
    expect(bench.effects).toEqual([]);
  });

  test('it is looked at again right before the first change, however long the preparations took', async () => {
    const slowBackup = (effect: string) => {
      if (effect === 'write backup') bench.pass(1800);
      return 'works' as const;
    };
    const bench = new Workbench({ fate: slowBackup });
    const before = bench.picture();
    const ending = bench.runRequest(staged(bench, 'CUT_OVER', undefined, hours(bench, 0, 1)));
    await expect(ending).rejects.toThrow(/so the last moment to begin was .* Everything was put back as it was/);
    expect(bench.picture()).toEqual(before);
    expect(bench.effects.filter((effect) => !effect.startsWith('write '))).toEqual([]);
  });

  test('preparing and finalizing need none', async () => {
    const bench = new Workbench();
    expect((await bench.runRequest(staged(bench, 'PREPARED', undefined, hours(bench, 1, 3)))).outcome).toBe('prepared');
  });
});

describe('a stack that goes back to PREPARED', () => {
  test('cancelled in the middle, it has everything back', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    await bench.runRequest(staged(bench, 'PREPARED', undefined));
    expect(await bench.invoke(staged(bench, 'CUT_OVER', 'PREPARED'), 14)).toBeUndefined();
    expect((await bench.runRequest(staged(bench, 'PREPARED', 'CUT_OVER'))).outcome).toBe('moved-back');
    expect(bench.picture()).toEqual(before);
  });

  test.each([['KEEP', 'unchanged'], ['MOVE_BACK', 'moved-back']] as const)('rolled back after the move was complete, it follows onStackRollback %s', async (onStackRollback, outcome) => {
    const bench = new Workbench();
    const before = bench.picture();
    await bench.runRequest(staged(bench, 'CUT_OVER', 'PREPARED'));
    const moved = bench.picture();
    bench.rollingBack = true;
    expect((await bench.runRequest(staged(bench, 'PREPARED', 'CUT_OVER', { onStackRollback }))).outcome).toBe(outcome);
    expect(bench.picture()).toEqual(outcome === 'unchanged' ? moved : before);
  });

  test('by hand, it is told how to move back', async () => {
    const bench = new Workbench();
    await bench.runRequest(staged(bench, 'CUT_OVER', 'PREPARED'));
    await expect(bench.runRequest(staged(bench, 'PREPARED', 'CUT_OVER'))).rejects.toThrow('declare the way back as another VpnTargetMigration');
  });
});

describe('finalized', () => {
  const propagating = (bench: Workbench): Partial<MoveDeclaration> => ({
    from: { ...bench.declaration.from as Extract<MoveDeclaration['from'], { kind: 'virtual-private-gateway' }>, propagatingRouteTableIds: tablesPropagatedTo(bench) },
  });
  const tablesPropagatedTo = (bench: Workbench) => Object.values(bench.network.view.state.vpcRouteTables)
    .filter((table) => table.propagatingGatewayIds.includes(bench.declaration.from.id)).map((table) => table.id);

  test('propagation from the old gateway ends where it was declared, and comes back with the stage', async () => {
    const bench = new Workbench();
    const changes = propagating(bench);
    await bench.runRequest(staged(bench, 'CUT_OVER', undefined, changes));
    const cutOver = bench.picture();
    const tables = tablesPropagatedTo(bench);
    expect(tables).toHaveLength(1);

    expect((await bench.runRequest(staged(bench, 'FINALIZED', 'CUT_OVER', changes))).outcome).toBe('finalized');
    expect(tablesPropagatedTo(bench)).toEqual([]);
    expect(bench.journal).toContainEqual(expect.objectContaining({ event: 'finalize', free: [`virtual private gateway ${bench.declaration.from.id}`], kept: [] }));

    expect((await bench.runRequest(staged(bench, 'CUT_OVER', 'FINALIZED', changes))).outcome).toBe('unchanged');
    expect(bench.picture()).toEqual(cutOver);
  });

  test('where it was not declared it stays, and the log says why', async () => {
    const bench = new Workbench();
    await bench.runRequest(staged(bench, 'CUT_OVER', undefined));
    const cutOver = bench.picture();
    await bench.runRequest(staged(bench, 'FINALIZED', 'CUT_OVER'));
    expect(bench.picture()).toEqual(cutOver);
    expect(bench.journal).toContainEqual(expect.objectContaining({ event: 'finalize', free: [], kept: [expect.stringContaining('`propagatingRouteTableIds` of `from` does not name that table')] }));
  });

  test('while another connection lives from it, it stays', async () => {
    const bench = new Workbench();
    const changes = propagating(bench);
    await bench.runRequest(staged(bench, 'CUT_OVER', undefined, changes));
    const customerGatewayId = bench.network.view.state.vpnConnections[bench.connectionId].customerGatewayId;
    const other = bench.network.call('CreateVpnConnection', { Type: 'ipsec.1', CustomerGatewayId: customerGatewayId, VpnGatewayId: bench.declaration.from.id });
    bench.pass(600);
    const otherId = (other.VpnConnection as { VpnConnectionId: string }).VpnConnectionId;
    await bench.runRequest(staged(bench, 'FINALIZED', 'CUT_OVER', changes));
    expect(tablesPropagatedTo(bench)).toHaveLength(1);
    expect(bench.journal).toContainEqual(expect.objectContaining({ kept: [expect.stringContaining(`since ${otherId} may live from it`)] }));
  });

  test('dead in the middle, it is taken up again where it was', async () => {
    for (const death of ['dies-before', 'dies-after'] as const) {
      let deaths = 1;
      const bench = new Workbench({ fate: (effect) => (effect.startsWith('disable propagation of vgw') && deaths-- > 0 ? death : 'works') });
      const changes = propagating(bench);
      await bench.runRequest(staged(bench, 'CUT_OVER', undefined, changes));
      const cutOver = bench.picture();
      expect((await bench.runRequest(staged(bench, 'FINALIZED', 'CUT_OVER', changes))).outcome).toBe('finalized');
      expect(tablesPropagatedTo(bench)).toEqual([]);
      await bench.runRequest(staged(bench, 'CUT_OVER', 'FINALIZED', changes));
      expect(bench.picture()).toEqual(cutOver);
    }
  });

  test('an old customer gateway goes when it is asked for', async () => {
    const bench = new Workbench({ move: 'customer-gateway' });
    const customerGateway = { ...bench.declaration.customerGateway!, deleteOld: true as const };
    await bench.runRequest(staged(bench, 'CUT_OVER', undefined, { customerGateway }));
    expect(bench.network.view.state.customerGateways[customerGateway.fromId].state).toBe('available');
    await bench.runRequest(staged(bench, 'FINALIZED', 'CUT_OVER', { customerGateway }));
    bench.pass(60);
    expect(bench.network.view.state.customerGateways[customerGateway.fromId].state).toBe('deleted');
  });

  test('and stays while a connection uses it', async () => {
    const bench = new Workbench({ move: 'customer-gateway' });
    const customerGateway = { ...bench.declaration.customerGateway!, deleteOld: true as const };
    const elsewhere = bench.network.call('CreateVpnGateway', { Type: 'ipsec.1' }).VpnGateway as { VpnGatewayId: string };
    bench.network.call('CreateVpnConnection', { Type: 'ipsec.1', CustomerGatewayId: customerGateway.fromId, VpnGatewayId: elsewhere.VpnGatewayId });
    await bench.runRequest(staged(bench, 'CUT_OVER', undefined, { customerGateway }));
    expect((await bench.runRequest(staged(bench, 'FINALIZED', 'CUT_OVER', { customerGateway }))).outcome).toBe('finalized');
    bench.pass(60);
    expect(bench.network.view.state.customerGateways[customerGateway.fromId].state).toBe('available');
    expect(bench.journal).toContainEqual(expect.objectContaining({ event: 'kept', step: `delete customer gateway ${customerGateway.fromId}` }));
  });

  test('before the connection stands there, it is refused', async () => {
    const bench = new Workbench();
    await expect(bench.runRequest(staged(bench, 'FINALIZED', undefined))).rejects.toThrow('`stage` FINALIZED follows a completed CUT_OVER. Nothing was changed');
  });
});

test('these stories took every decision that only stages lead to', () => {
  const taken = new Set([...benches].flatMap((bench) => bench.journal.filter(({ event }) => event === 'course').map(({ course: decision }) => decision)));
  expect([...taken]).toEqual(expect.arrayContaining(['prepare', 'open-forward', 'drive', 'open-back', 'leave', 'refuse', 'finalize', 'unfinalize']));
});
