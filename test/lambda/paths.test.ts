/** No answer of success while a route of the path is not there: whoever made it go, and whatever the answer is called. */
import { ON_PREMISES, Workbench, WorkbenchOptions } from './workbench';
import { TerminalFailure } from '../../lambda/runner/ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';

const [FIRST, SECOND] = ON_PREMISES;

const blackhole = (bench: Workbench, table: string, cidr = FIRST) =>
  bench.network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr, Blackhole: true });
const unmake = (bench: Workbench, table: string, cidr = FIRST) =>
  bench.network.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr });
const remove = (bench: Workbench) => bench.request({ type: 'Delete', requestId: 'request-2' });
const failureOf = async (answering: Promise<unknown>) => answering.then(() => 'no failure', (error: Error) => error.message);

describe('a first deployment of which one route was refused for good, and its stack rolled back', () => {
  /** @returns the bench, what the deployment said, and how traffic was before it */
  const rolledBack = async () => {
    const bench: Workbench = new Workbench({
      fate: (effect) => {
        if (refused && effect.startsWith(`create route ${SECOND} in tgw-rtb-`)) throw new TerminalFailure('RouteLimitExceeded');
        return 'works';
      },
    });
    let refused = true;
    const flows = flowTable(bench.network.view);
    const said = await failureOf(bench.runRequest(bench.request()));
    expect((await bench.runRequest(remove(bench))).outcome).toBe('kept');
    refused = false;
    bench.pass(60);
    return { bench, said, flows };
  };
  const deployedAnew = (bench: Workbench, requestId: string, changes: Partial<MoveDeclaration> = {}) =>
    bench.runRequest(bench.request({ requestId, owner: 'new stack|Move', declaration: { ...bench.declaration, ...changes } }));
  const emptyTable = (bench: Workbench) => {
    for (const kept of [bench.heads, bench.backups, bench.answers, bench.plans]) kept.clear();
  };

  test('is told to deploy again with its table', async () => {
    const { said } = await rolledBack();
    expect(said).toContain('deploy again: the move is continued from its record in table Records, which stays when this deployment is rolled back');
    expect(said).toContain('\nrecords: MigrationRecords.fromTableName(this, \'RecordsOfHeldMove\', \'Records\'),\n');
    expect(said.length).toBeLessThan(4000);
  });

  test('has no success with another, empty table, and nothing is changed', async () => {
    const { bench } = await rolledBack();
    emptyTable(bench);
    const effects = bench.effects.length;
    expect(await failureOf(deployedAnew(bench, 'request-3'))).toMatch(new RegExp([
      'Nothing was changed:', '- neither `onPremisesCidrs` nor a record says which networks are behind the VPN.*',
      `Static routes lead to ${FIRST}; the declared VPC route tables lead ${FIRST}, ${SECOND} to tgw-.*`, 'pass that as `records`',
    ].join('[^]*')));
    expect(await failureOf(deployedAnew(bench, 'request-4', { onPremisesCidrs: ON_PREMISES }))).toMatch(
      new RegExp(`- tgw-rtb-\\w+ has no static route ${SECOND} to tgw-attach-\\w+ \\(path-broken:tgw-rtb-`));
    expect(bench.effects).toHaveLength(effects);
  });

  test.each<[string, Partial<MoveDeclaration>]>([
    ['as it was declared', {}], ['with the networks declared, as one is asked to who forgot the table', { onPremisesCidrs: [...ON_PREMISES].reverse() }],
  ])('is continued from its own table, %s', async (_, changes) => {
    const { bench, flows } = await rolledBack();
    expect(await deployedAnew(bench, 'request-3', changes)).toMatchObject({ outcome: 'migrated' });
    expect(bench.backups.get('request-3')).toMatchObject({ continues: 'request-1' });
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  });

  test('is not continued where other networks are declared than it was about', async () => {
    const { bench } = await rolledBack();
    const effects = bench.effects.length;
    await expect(deployedAnew(bench, 'request-3', { onPremisesCidrs: [...ON_PREMISES, '10.9.0.0/16'] })).rejects.toThrow('has no static route 10.9.0.0/16');
    expect(bench.effects).toHaveLength(effects);
  });
});

test('a held Update is told to deploy again as it is', async () => {
  const bench = new Workbench({ routing: 'bgp' });
  await bench.runRequest(bench.request({ requestId: 'request-0', declaration: { ...bench.declaration, stage: 'PREPARED' } }));
  const update = bench.request({ type: 'Update', previousStage: 'PREPARED' });
  await bench.invoke(update, 14);
  blackhole(bench, bench.transitGatewayEnd.propagationRouteTableIds[0]);
  const said = await failureOf(bench.runRequest(update));
  expect(said).toContain('Mend the cause and deploy again: the move is continued from its record in table Records\n');
  expect(said).not.toContain('fromTableName');
});

describe('already there', () => {
  const moved = async (options: WorkbenchOptions = {}) => {
    const bench = new Workbench(options);
    await bench.runRequest(bench.request());
    bench.pass(60);
    return bench;
  };
  const again = (bench: Workbench, requestId: string) => bench.runRequest(bench.request({ requestId, owner: 'new stack|Move' }));

  test('an earlier operation\'s record says which networks there are', async () => {
    const bench = await moved();
    expect((await again(bench, 'request-3')).outcome).toBe('unchanged');
    unmake(bench, bench.transitGatewayEnd.staticRouteTableIds[0]);
    bench.pass(60);
    await expect(again(bench, 'request-4')).rejects.toThrow(`has no static route ${FIRST} to tgw-attach-`);
  });

  test('with BGP, a static route that wins is seen where the tunnels have told the networks', async () => {
    const bench = await moved({ routing: 'bgp' });
    bench.heads.clear();
    expect((await again(bench, 'request-3')).outcome).toBe('unchanged');
    const [table] = bench.transitGatewayEnd.propagationRouteTableIds;
    blackhole(bench, table, '10.1.4.0/24');
    bench.pass(60);
    await expect(again(bench, 'request-4')).rejects.toThrow(`route 10.1.4.0/24 in ${table}, inside ${FIRST}, leads to nowhere`);
  });
});

describe('with BGP a static route that somebody makes while the connection moves', () => {
  const held = async (changes: Partial<MoveDeclaration> = {}) => {
    const bench = new Workbench({ routing: 'bgp' });
    const [flows, before] = [flowTable(bench.network.view), bench.picture()];
    const request = bench.request({ declaration: { ...bench.declaration, ...changes } });
    await bench.invoke(request, 14);
    const [table] = bench.transitGatewayEnd.propagationRouteTableIds;
    blackhole(bench, table);
    return { bench, flows, before, table, said: await failureOf(bench.runRequest(request)) };
  };

  test('is missed at the end: the move is held, and completed once it is gone', async () => {
    const { bench, flows, table, said } = await held();
    const broken = `route ${FIRST} in ${table} leads to nowhere (path-broken:${table}/${FIRST})`;
    expect(said).toContain(`not every route of the path is there: ${broken}. The move is held`);
    expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'held', missing: [broken] });
    unmake(bench, table);
    bench.pass(60);
    expect((await bench.runRequest(bench.request({ requestId: 'request-3' }))).outcome).toBe('migrated');
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  });

  test('is accepted by its id', async () => {
    const { bench, table } = await held();
    const acknowledgedFindings = [...bench.declaration.acknowledgedFindings, `path-broken:${table}/${FIRST}`];
    expect((await bench.runRequest(bench.request({ requestId: 'request-3', declaration: { ...bench.declaration, acknowledgedFindings } }))).outcome).toBe('migrated');
  });

  test('leads back where that is wanted', async () => {
    const { bench, before, table, said } = await held({ onFailure: 'MOVE_BACK' });
    expect(said).toContain('Everything was put back as it was');
    unmake(bench, table);
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });
});

describe('a look at the whole path', () => {
  const readsAt = (bench: Workbench, awaited: () => boolean) => {
    const reads: string[] = [];
    const call = bench.network.call.bind(bench.network);
    jest.spyOn(bench.network, 'call').mockImplementation((operation, input) => {
      if (awaited()) reads.push(operation);
      return call(operation, input);
    });
    return reads;
  };

  test('that lags behind is repeated before anything is held', async () => {
    const bench: Workbench = new Workbench({ routing: 'bgp', latencies: { describeLagMs: 4_000 } });
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
  });

  test('is the only one once all is arranged: until then the connection alone is glanced at', async () => {
    const bench = new Workbench();
    const reads = readsAt(bench, () => bench.heads.get(bench.connectionId)?.arrangedAt !== undefined);
    await bench.runRequest(bench.request());
    const rest = reads.filter((operation) => operation !== 'DescribeVpnConnections');
    // The tables of the VPC's attachment and of the VPN's.
    expect(rest.sort()).toEqual(['DescribeRouteTables', 'DescribeTransitGatewayAttachments', 'SearchTransitGatewayRoutes', 'SearchTransitGatewayRoutes']);
  });

  test('shows what has come undone since, and it is arranged again', async () => {
    const bench = new Workbench({ latencies: { ikeMs: 60_000 } });
    const flows = flowTable(bench.network.view);
    while (bench.heads.get(bench.connectionId)?.arrangedAt === undefined) await bench.invoke(bench.request(), 20);
    const { transitGatewayAttachments } = bench.network.view.state;
    const attachment = Object.values(transitGatewayAttachments).find((each) => each.resourceId === bench.connectionId)!;
    bench.network.call('DisassociateTransitGatewayRouteTable', {
      TransitGatewayAttachmentId: attachment.id, TransitGatewayRouteTableId: bench.transitGatewayEnd.associationRouteTableId,
    });
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    bench.pass(60);
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  });

  test('that fails takes nothing back: the move is made, and not verified', async () => {
    const bench: Workbench = new Workbench({
      routing: 'bgp',
      refusal: (operation) => (operation === 'SearchTransitGatewayRoutes' && bench.heads.get(bench.connectionId)?.modifyTakenAt !== undefined ? 'UnauthorizedOperation' : undefined),
    });
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated-unverified');
    expect(bench.heads.get(bench.connectionId)).toMatchObject({
      status: 'completed', unverified: expect.stringMatching(/^whether every route of the path is there could not be seen: .*UnauthorizedOperation/),
    });
  });
});

describe('the way back', () => {
  const cancelled = async (before: (bench: Workbench, table: string) => void, meanwhile: (bench: Workbench, table: string) => void) => {
    const bench = new Workbench({ move: 'tgw-to-vgw', routing: 'bgp' });
    const { from } = bench.declaration;
    const [table] = from.kind === 'transit-gateway' ? from.propagationRouteTableIds : [];
    before(bench, table);
    bench.pass(60);
    const declaration = { ...bench.declaration, acknowledgedFindings: [`blackhole-not-moved:${table}/10.1.4.0/24`] };
    await bench.invoke(bench.request({ declaration }), 14);
    meanwhile(bench, table);
    return { table, answer: bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-2', declaration })) };
  };

  test('is not over while something wins that did not before', async () => {
    const { answer, table } = await cancelled(() => undefined, (bench, id) => blackhole(bench, id));
    await expect(answer).rejects.toThrow(`Missing:\n- route ${FIRST} in ${table} leads to nowhere`);
  });

  test('asks for no more than there was', async () => {
    const { answer } = await cancelled((bench, id) => blackhole(bench, id, '10.1.4.0/24'), () => undefined);
    expect((await answer).outcome).toBe('moved-back');
  });
});

describe('finalizing', () => {
  test('lets nothing go before everything is there', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    const [table] = bench.transitGatewayEnd.staticRouteTableIds;
    unmake(bench, table);
    bench.pass(60);
    const effects = bench.effects.length;
    const finalizing = (requestId: string, changes: Partial<MoveDeclaration> = {}) => bench.runRequest(bench.request({
      type: 'Update', requestId, previousStage: 'CUT_OVER', declaration: { ...bench.declaration, ...changes, stage: 'FINALIZED' },
    }));
    const id = `path-broken:${table}/${FIRST}`;
    await expect(finalizing('request-2')).rejects.toThrow(new RegExp(`has no static route ${FIRST} to tgw-attach-\\w+ \\(${id}\\)`));
    expect(bench.effects).toHaveLength(effects);
    expect((await finalizing('request-3', { acknowledgedFindings: [id] })).outcome).toBe('finalized');
  });

  test('taking up again refuses likewise, unless the stack rolls back', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    const staged = (requestId: string, previousStage: MoveDeclaration['stage'], stage: MoveDeclaration['stage']) =>
      bench.runRequest(bench.request({ type: 'Update', requestId, previousStage, declaration: { ...bench.declaration, stage } }));
    await staged('request-2', 'CUT_OVER', 'FINALIZED');
    unmake(bench, bench.transitGatewayEnd.staticRouteTableIds[0]);
    bench.pass(60);
    await expect(staged('request-3', 'FINALIZED', 'CUT_OVER')).rejects.toThrow('not every route of the path is there. Nothing was changed');
    bench.rollingBack = true;
    expect((await staged('request-4', 'FINALIZED', 'CUT_OVER')).outcome).toBe('unchanged');
  });
});
