/** Stories of a move, each from its first request to its last answer, on the rules of the embedded EC2. */
import { Move } from './estates';
import { ON_PREMISES, PLANTED_KEY, Workbench } from './workbench';
import { RecordHead } from '../../lambda/engine/record';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { LeaseWatch } from '../../lambda/runner/lease-watch';
import { Answer, RetryableFailure, TerminalFailure } from '../../lambda/runner/ports';
import { advance } from '../../lambda/runner/workflow';
import { MoveDeclaration } from '../../src/contract/declaration';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';

const MOVED = { state: 'available' };
const remove = (bench: Workbench, changes: Partial<typeof bench.declaration> = {}) =>
  bench.request({ type: 'Delete', requestId: 'request-2', declaration: { ...bench.declaration, ...changes } });

describe('a static connection', () => {
  test('moves, and is answered with its attachment and the interruption', async () => {
    const bench = new Workbench();
    const flows = flowTable(bench.network.view);
    const answer = await bench.runRequest(bench.request());
    bench.pass(60);
    expect(answer).toEqual({
      outcome: 'migrated', operationId: 'request-1', transitGatewayAttachmentId: expect.stringMatching(/^tgw-attach-/), interruptionSeconds: expect.any(Number),
      planDigest: expect.stringMatching(/^sha256:/),
    });
    expect(answer.interruptionSeconds).toBeGreaterThan(20);
    expect(bench.picture()).toMatchObject({ ...MOVED, gateway: { kind: 'transit-gateway', id: bench.declaration.to.id } });
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  });

  test('has its backup written before anything else happens to it', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    expect(bench.effects.slice(0, 3)).toEqual(['write backup', 'write head', 'write head']);
    expect(bench.backups.get('request-1')!.plan.from.staticRoutes).toEqual(ON_PREMISES);
    expect(bench.backups.get('request-1')!.declaration).toEqual(bench.declaration);
  });

  test('leaves no pre-shared key anywhere', async () => {
    const bench = new Workbench();
    const answer = await bench.runRequest(bench.request());
    const everything = JSON.stringify([answer, bench.journal, [...bench.backups.values()], [...bench.heads.values()]]);
    expect(everything).not.toContain(PLANTED_KEY);
    // The key really is where a careless reader would have picked it up.
    expect(JSON.stringify(bench.network.call('DescribeVpnConnections', { VpnConnectionIds: [bench.connectionId] }))).toContain(PLANTED_KEY);
  });
});

describe('requests', () => {
  test('the same one delivered again gets the same answer and changes nothing', async () => {
    const bench = new Workbench();
    const first = await bench.runRequest(bench.request());
    const effects = bench.effects.length;
    expect(await bench.runRequest(bench.request())).toEqual(first);
    expect(bench.effects).toHaveLength(effects);
  });

  test('two invocations at once: one works, the other waits for its lease', async () => {
    const bench = new Workbench();
    expect(await bench.invoke(bench.request(), 4)).toBeUndefined();
    const held = bench.heads.get(bench.connectionId)!;
    bench.heads.set(bench.connectionId, { ...held, lease: { holder: 'somebody at work', until: bench.now + 30_000 } });
    const effects = bench.effects.length;
    expect(await bench.invoke(bench.request(), 10)).toBeUndefined();
    expect(bench.effects).toHaveLength(effects);
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
  });

  test('an older one that comes back after a Delete took over is refused and touches nothing', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    await bench.invoke(bench.request(), 14);
    expect((await bench.runRequest(remove(bench))).outcome).toBe('moved-back');
    const effects = bench.effects.length;
    await expect(bench.runRequest(bench.request())).rejects.toThrow('request request-1 was superseded by request-2, which has taken over');
    expect(bench.effects).toHaveLength(effects);
    expect(bench.picture()).toEqual(before);
  });

  describe('of which one is refused while the other opens the operation', () => {
    const elsewhere = (bench: Workbench) => ({ ...bench.declaration, from: { kind: 'virtual-private-gateway', id: 'vgw-0123456789abcdef0', propagatingRouteTableIds: [] } as const });

    test('and is refused later: the operation goes on', async () => {
      const bench: Workbench = new Workbench({
        fate: (effect) => {
          if (effect === 'note beginning' && opened !== undefined) bench.heads.set(bench.connectionId, opened);
          return 'works';
        },
      });
      let opened: RecordHead | undefined;
      await bench.invoke(bench.request(), 4);
      opened = bench.heads.get(bench.connectionId)!;
      bench.heads.clear();
      expect(await bench.invoke(bench.request({ declaration: elsewhere(bench) }), 4)).toBeUndefined();
      expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    });

    test('and is refused earlier: what was opened is given up before anything is changed', async () => {
      const bench: Workbench = new Workbench({
        fate: (effect) => {
          if (effect === 'write backup') bench.answers.set('request-1', { failure: 'VPN connection … is not moved' });
          return 'works';
        },
      });
      const before = bench.picture();
      await expect(bench.runRequest(bench.request())).rejects.toThrow('VPN connection … is not moved');
      expect(bench.effects.filter((effect) => !effect.startsWith('write'))).toEqual([]);
      expect(bench.picture()).toEqual(before);
      expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'restored', cause: 'VPN connection … is not moved' });
      await expect(bench.runRequest(bench.request())).rejects.toThrow('VPN connection … is not moved');
    });
  });

  test('a Create that its own Delete has overtaken does not begin any more', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    // The Create is looking around when the Delete of a resource that owns nothing is answered.
    bench.beginnings.set('request-1', '');
    expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
    await expect(bench.runRequest(bench.request())).rejects.toThrow('request request-1 was overtaken by request-2, which deleted its resource');
    expect(bench.picture()).toEqual(before);
    // A resource of the same name that is made later is another one.
    expect((await bench.runRequest(bench.request({ requestId: 'request-3' }))).outcome).toBe('migrated');
  });

  describe('a Create that came to nothing, delivered once more after its Delete', () => {
    test('does not begin: it was received before the Delete was answered', async () => {
      const bench = new Workbench();
      const before = bench.picture();
      const create = bench.request({ receivedAt: bench.now });
      bench.pass(5);
      expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
      await expect(bench.runRequest(create)).rejects.toThrow('request request-1 was overtaken by request-2, which deleted its resource');
      expect(bench.picture()).toEqual(before);
      // One that is made as soon as the Delete is answered is another one.
      expect((await bench.runRequest(bench.request({ requestId: 'request-3', receivedAt: bench.now }))).outcome).toBe('migrated');
    });

    test('nor does one that CloudFormation itself delivers again, as if it were new: the stack is at rest', async () => {
      const bench = new Workbench();
      const before = bench.picture();
      expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
      bench.pass(5);
      bench.atRest = true;
      await expect(bench.runRequest(bench.request({ receivedAt: bench.now }))).rejects.toThrow('request request-1 was overtaken by request-2, which deleted its resource');
      expect(bench.picture()).toEqual(before);
      // The next deployment waits for its own.
      bench.atRest = false;
      expect((await bench.runRequest(bench.request({ requestId: 'request-3', receivedAt: bench.now }))).outcome).toBe('migrated');
    });

    test('nor does one that comes after a move which the resource had made before', async () => {
      const bench = new Workbench();
      await bench.runRequest(bench.request());
      const create = bench.request({ requestId: 'request-3', receivedAt: bench.now });
      bench.pass(5);
      const moveBack = { onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' } as const;
      expect((await bench.runRequest(remove(bench, moveBack))).outcome).toBe('moved-back');
      const moved = bench.picture();
      await expect(bench.runRequest(create)).rejects.toThrow('request request-3 was overtaken by request-2');
      expect(bench.picture()).toEqual(moved);
    });
  });

  test.each(['works', 'dies-before'] as const)('a Delete that owns nothing is answered as such however often it comes: noting the answer %s', async (first) => {
    let fate: 'works' | 'dies-before' = first;
    const bench = new Workbench({
      fate: (effect) => {
        const now = effect === 'note answer' ? fate : 'works';
        if (effect === 'note answer') fate = 'works';
        return now;
      },
    });
    expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
    expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
  });

  test('an Update that changes the move is refused with advice', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    await expect(bench.runRequest(bench.request({ type: 'Update', requestId: 'request-2', sameMove: false, moveIdentity: 'another' }))).rejects.toThrow('another VpnTargetMigration');
  });

  test('an Update of how it would be undone keeps the attributes', async () => {
    const bench = new Workbench();
    const { transitGatewayAttachmentId, operationId } = await bench.runRequest(bench.request());
    const answer = await bench.runRequest(bench.request({ type: 'Update', requestId: 'request-2' }));
    expect(answer).toMatchObject({ outcome: 'unchanged', transitGatewayAttachmentId, operationId });
  });

  test('a Delete of a renamed construct does not touch what another owns', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    const moved = bench.picture();
    const answer = await bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-2', owner: 'stack|Renamed', declaration: { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' } }));
    expect(answer.outcome).toBe('kept');
    expect(bench.picture()).toEqual(moved);
  });

  test('a Create that meets a connection already in place changes nothing', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    bench.heads.clear();
    bench.pass(60);
    const effects = bench.effects.length;
    const declaration = { ...bench.declaration, onPremisesCidrs: ON_PREMISES };
    expect((await bench.runRequest(bench.request({ requestId: 'request-9', declaration }))).outcome).toBe('unchanged');
    expect(bench.effects).toHaveLength(effects);
  });

  test('and refuses with the differences when it is not as declared', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    bench.heads.clear();
    const [route] = bench.backups.get('request-1')!.plan.to.transitGatewayRoutes;
    bench.network.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: route.routeTableId, DestinationCidrBlock: route.cidr });
    bench.pass(60);
    const declaration = { ...bench.declaration, onPremisesCidrs: ON_PREMISES };
    await expect(bench.runRequest(bench.request({ requestId: 'request-9', declaration })))
      .rejects.toThrow(`- ${route.routeTableId} has no static route ${route.cidr} to tgw-attach-`);
  });
});

describe('a refusal changes nothing, writes nothing, and says why', () => {
  const other = { kind: 'virtual-private-gateway', id: 'vgw-0123456789abcdef0', propagatingRouteTableIds: [] } as const;
  test.each<[string, (bench: Workbench) => Partial<MoveDeclaration>, string]>([
    ['the connection stands elsewhere', () => ({ from: other }), 'connection-elsewhere'],
    ['the connection does not exist', () => ({ vpnConnectionId: 'vpn-0123456789abcdef0' }), 'connection-not-found'],
    ['a table that propagates is not declared', (bench) => ({ vpcRouteTables: bench.declaration.vpcRouteTables.slice(0, 1) }), 'vpc-route-table-undeclared'],
    ['a claimed route is not there', (bench) => ({
      vpcRouteTables: bench.declaration.vpcRouteTables.map((table) => ({ ...table, moved: ['10.200.0.0/16'] })),
    }), 'vpc-route-absent'],
    ['the table for the way back is another', (bench) => ({
      to: { ...bench.transitGatewayEnd, associationRouteTableId: bench.transitGatewayEnd.staticRouteTableIds[0] },
    }), 'no-return-path'],
    ['the connection is busy', (bench) => {
      bench.network.call('DeleteVpnConnection', { VpnConnectionId: bench.connectionId });
      bench.pass(1);
      return {};
    }, 'connection-not-available'],
  ])('%s', async (_, prepare, finding) => {
    const bench = new Workbench();
    const declaration = { ...bench.declaration, ...prepare(bench) };
    const before = bench.picture();
    await expect(bench.runRequest(bench.request({ declaration }))).rejects.toThrow(new RegExp(`nothing was changed:\\n.*${finding}: `, 's'));
    expect(bench.effects).toEqual([]);
    expect(bench.heads.size + bench.backups.size).toBe(0);
    expect(bench.picture()).toEqual(before);
    // Delivered again it is refused again, whatever the network looks like by then.
    await expect(bench.runRequest(bench.request({ declaration }))).rejects.toThrow('nothing was changed');
    expect(bench.effects).toEqual([]);
  });
});

describe('the way back of a completed move', () => {
  test.each<[string, 'KEEP' | 'MOVE_BACK', 'KEEP' | 'MOVE_BACK', boolean, string]>([
    ['a removal keeps by default', 'KEEP', 'KEEP', false, 'kept'],
    ['a rollback keeps by default', 'KEEP', 'KEEP', true, 'kept'],
    ['a rollback moves back where that is wanted', 'MOVE_BACK', 'KEEP', true, 'moved-back'],
    ['and a removal then does not', 'MOVE_BACK', 'KEEP', false, 'kept'],
    ['a removal moves back where that is wanted', 'KEEP', 'MOVE_BACK', false, 'moved-back'],
  ])('%s', async (_, onStackRollback, onRemoval, rollingBack, outcome) => {
    const bench = new Workbench();
    const [before, flows] = [bench.picture(), flowTable(bench.network.view)];
    await bench.runRequest(bench.request());
    const moved = bench.picture();
    bench.rollingBack = rollingBack;
    expect((await bench.runRequest(remove(bench, { onStackRollback, onRemoval }))).outcome).toBe(outcome);
    bench.pass(60);
    expect(bench.picture()).toEqual(outcome === 'kept' ? { ...moved, vpcRoutes: expect.anything() } : before);
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  });

  test('takes a fresh backup of what there is by then', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    await bench.runRequest(remove(bench, { onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' }));
    expect(bench.backups.get('request-2')!.survey.connection!.gateway!.kind).toBe('transit-gateway');
  });

  test('is refused, with nothing changed, when the old gateway is gone', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    bench.network.call('DetachVpnGateway', { VpnGatewayId: bench.declaration.from.id, VpcId: Object.keys(bench.network.view.state.vpcs)[0] });
    bench.pass(300);
    bench.network.call('DeleteVpnGateway', { VpnGatewayId: bench.declaration.from.id });
    bench.pass(60);
    const effects = bench.effects.length;
    await expect(bench.runRequest(remove(bench, { onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' }))).rejects.toThrow(/moving VPN connection .* back: .* Nothing was changed/);
    expect(bench.effects).toHaveLength(effects);
  });
});

test('a way back that EC2 refuses leaves a connection that works where it is', async () => {
  const bench = new Workbench();
  const flows = flowTable(bench.network.view);
  const only = (direction: string) => flows.filter((flow) => flow.direction === direction);
  await bench.runRequest(bench.request());
  bench.network.call('DetachVpnGateway', { VpnGatewayId: bench.declaration.from.id, VpcId: Object.keys(bench.network.view.state.vpcs)[0] });
  bench.pass(300);
  // Described as available a moment longer than it is: the preflight of the way back cannot see it.
  bench.network.call('DeleteVpnGateway', { VpnGatewayId: bench.declaration.from.id });
  await expect(bench.runRequest(remove(bench, { onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' }))).rejects.toThrow(/InvalidVpnGatewayID.NotFound.*stays on transit gateway/);
  bench.pass(60);
  expect(lostFlows(only('outbound'), flowTable(bench.network.view))).toEqual([]);
  expect(lostFlows(only('inbound'), flowTable(bench.network.view))).toEqual([]);
});

test.each(['works', 'loses-answer'] as const)('a connection moved back by hand in the middle is not taken again by a later invocation: the modify %s', async (fate) => {
  const bench = new Workbench({ fate: (effect) => (effect.startsWith('move the VPN connection to transit gateway') ? fate : 'works') });
  await bench.invoke(bench.request(), 14);
  bench.pass(30);
  bench.network.call('ModifyVpnConnection', { VpnConnectionId: bench.connectionId, VpnGatewayId: bench.declaration.from.id });
  bench.pass(30);
  await expect(bench.runRequest(bench.request())).rejects.toThrow(/came back available on virtual private gateway .*Everything was put back/s);
  expect(bench.effects.filter((effect) => effect.startsWith('move the VPN connection'))).toHaveLength(1);
});

test('that EC2 took the modify is on the record at once, for whoever comes after a death', async () => {
  const moments: { readonly effect: string; readonly at: number; readonly takenAt?: number }[] = [];
  const bench: Workbench = new Workbench({
    done: (effect) => moments.push({ effect, at: bench.now, takenAt: bench.heads.get(bench.connectionId)?.modifyTakenAt }),
  });
  await bench.runRequest(bench.request());
  const modify = moments.findIndex(({ effect }) => effect.startsWith('move the VPN connection'));
  const { at } = moments[modify];
  expect(moments[modify + 1]).toEqual({ effect: 'write head', at, takenAt: at });
});

describe('routes on a transit gateway', () => {
  const isDelete = (effect: string) => effect.startsWith('delete route');
  const isModify = (effect: string) => effect.startsWith('move the VPN connection');

  test('are gone with the answer, and the modify follows in the same moment', async () => {
    const moments: { readonly effect: string; readonly at: number }[] = [];
    const noting = (effect: string) => {
      moments.push({ effect, at: bench.now });
      return 'works' as const;
    };
    const bench: Workbench = new Workbench({ move: 'tgw-to-tgw', fate: noting });
    await bench.runRequest(bench.request());
    const [deleted, modified] = [moments.filter(({ effect }) => isDelete(effect)), moments.filter(({ effect }) => isModify(effect))];
    expect(deleted).toHaveLength(ON_PREMISES.length);
    expect(modified.map(({ at }) => at)).toEqual([deleted[0].at]);
  });

  test('keep the modify waiting when EC2 refused to delete one', async () => {
    let refusals = 2;
    const refusing = (effect: string) => {
      if (!effect.startsWith(`delete route ${ON_PREMISES[0]}`) || refusals === 0) return 'works' as const;
      refusals -= 1;
      throw new RetryableFailure('RequestLimitExceeded', false, true);
    };
    const bench = new Workbench({ move: 'tgw-to-tgw', fate: refusing });
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    const changes = bench.effects.filter((effect) => isDelete(effect) || isModify(effect));
    expect(changes.map((effect) => (isModify(effect) ? 'modify' : effect.split(' ')[2]))).toEqual([ON_PREMISES[1], ON_PREMISES[0], 'modify']);
  });
});

describe('failures', () => {
  test('a modify that comes back on the old gateway puts everything back', async () => {
    const bench = new Workbench({ unknowns: { modifyOutcome: 'returns-to-old-gateway' } });
    const before = bench.picture();
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/came back available on virtual private gateway .*Everything was put back as it was/);
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });

  test('that is described as done in its first seconds, and comes back, is not taken for done', async () => {
    const bench = new Workbench({
      move: 'customer-gateway-on-tgw', unknowns: { modifyOutcome: 'returns-to-old-gateway', describeAfterModify: 'available-on-new-gateway' },
    });
    const before = bench.picture();
    await expect(bench.runRequest(bench.request())).rejects.toThrow('Everything was put back as it was');
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });

  test('a route somebody made in the meantime is reported, not overwritten, and the rest is kept', async () => {
    const bench = new Workbench();
    await bench.invoke(bench.request(), 14);
    const [table] = bench.transitGatewayEnd.staticRouteTableIds;
    bench.network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: ON_PREMISES[0], Blackhole: true });
    await expect(bench.runRequest(bench.request())).rejects.toThrow(`changed by somebody else: route ${ON_PREMISES[0]} in ${table} leads to nowhere`);
    expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'held' });
  });

  test('a held move is continued by a later deployment once the cause is mended', async () => {
    const bench = new Workbench();
    const flows = flowTable(bench.network.view);
    await bench.invoke(bench.request(), 14);
    const [table] = bench.transitGatewayEnd.staticRouteTableIds;
    bench.network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: ON_PREMISES[0], Blackhole: true });
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/The move is held .*continued from its record in table Records.*aws dynamodb query --table-name Records .*recovery#request-1#back#/s);
    expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
    bench.network.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: ON_PREMISES[0] });
    bench.pass(60);
    expect((await bench.runRequest(bench.request({ requestId: 'request-3' }))).outcome).toBe('migrated');
    expect(bench.backups.get('request-3')).toMatchObject({ continues: 'request-1' });
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  });

  test.each<[Move, (bench: Workbench) => string[]]>([
    ['vgw-to-tgw', (bench) => [
      `associate ATTACHMENT with ${bench.transitGatewayEnd.associationRouteTableId}`,
      ...ON_PREMISES.map((cidr) => `create route ${cidr} in ${bench.transitGatewayEnd.staticRouteTableIds[0]} to ATTACHMENT`),
    ]],
    ['tgw-to-vgw', () => ON_PREMISES.map((cidr) => `create static route ${cidr} of the VPN connection`)],
  ])('%s, held while EC2 provisions: each route that cannot be made before is missing, and none that is there', async (move, missing) => {
    const bench = new Workbench({ move, latencies: { provisioningMs: 3_600_000 } });
    const refusal = await bench.runRequest(bench.request()).catch((error: Error) => error.message);
    const waits = `- waiting for VPN connection ${bench.connectionId} to become available`;
    const [, listed] = /Missing:\n(.*?)\nMend /s.exec(`${refusal}`)!;
    expect(listed.replaceAll(/tgw-attach-\w+/g, 'ATTACHMENT')).toContain(`${missing(bench).map((each) => `- ${each}\n`).join('')}${waits}`);
    expect(listed.match(/route/g)).toHaveLength(ON_PREMISES.length);
  });

  test('a held move whose last look fails says what it knew', async () => {
    const isLast = () => bench.now - (bench.heads.get(bench.connectionId)?.intentSince ?? bench.now) >= 1800_000;
    const bench: Workbench = new Workbench({
      latencies: { provisioningMs: 3_600_000 },
      refusal: (operation) => (operation === 'DescribeRouteTables' && isLast() ? 'UnauthorizedOperation' : undefined),
    });
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/Missing:\n- waiting for VPN connection \S+ to become available/);
  });

  test('with MOVE_BACK a move that cannot be completed goes back', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    const declaration = { ...bench.declaration, onFailure: 'MOVE_BACK' as const };
    await bench.invoke(bench.request({ declaration }), 14);
    const [table] = bench.transitGatewayEnd.staticRouteTableIds;
    bench.network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: ON_PREMISES[0], Blackhole: true });
    await expect(bench.runRequest(bench.request({ declaration }))).rejects.toThrow('Everything was put back as it was');
    bench.pass(60);
    expect(bench.picture()).toEqual({ ...before, transitGatewayRoutes: [expect.stringContaining(`${table} ${ON_PREMISES[0]}`)] });
  });
});

/** The other delivery of a request, which read this much of the record before there was anything, and may find nothing out by looking. */
async function deliveredBefore(
  bench: Workbench, read: 'readHead' | 'readAnswer',
  { request = bench.request(), looking }: { readonly request?: MoveRequest; readonly looking?: string } = {},
): Promise<Answer | undefined> {
  const { records, network, ...ports } = bench.portsOfAnother();
  const late = jest.fn().mockResolvedValueOnce(undefined).mockImplementation(records[read]);
  const before = Object.assign(Object.create(records) as typeof records, { [read]: late });
  const snapshot: typeof network.snapshot = async (...asked) => {
    if (looking !== undefined) throw new TerminalFailure(looking);
    return network.snapshot(...asked);
  };
  const invocation = { request, stackId: 'stack', holder: 'twin', leases: new LeaseWatch(ports.clock), until: bench.now + 600_000 };
  return advance(invocation, { ...ports, records: before, network: { ...network, snapshot } });
}

test('a delivery that is refused when the other one of its request has made the move is not told as a refusal', async () => {
  const bench = new Workbench();
  expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
  const looking = 'describing VPN connection vpn-…: EC2 answered without it. Nothing was changed';
  expect(await deliveredBefore(bench, 'readHead', { looking })).toBeUndefined();
  expect(bench.announced.map(({ detail }) => detail.phase)).not.toContain('REFUSED');
  expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
});

test('two deliveries of a request that are refused for different reasons answer the one that was first', async () => {
  const bench = new Workbench();
  bench.answers.set('request-1', { failure: 'the first reason' });
  await expect(deliveredBefore(bench, 'readAnswer', { looking: 'another reason' })).rejects.toThrow('the first reason');
});

test('a delivery that looks when the other one of its request has made the move does not answer that nothing was to be done', async () => {
  const bench = new Workbench();
  const declaration = { ...bench.declaration, onPremisesCidrs: ON_PREMISES };
  const request = bench.request({ declaration });
  expect((await bench.runRequest(request)).outcome).toBe('migrated');
  bench.pass(60);
  expect(await deliveredBefore(bench, 'readHead', { request })).toBeUndefined();
  expect((await bench.runRequest(request)).outcome).toBe('migrated');
});
