/** A target that is changed by editing one property: whatever fails, and whenever, the routes are where the connection stands. */
import { Deployment, Edit, editOf, EDITS, leavesRoutesToPerson, ORDERS, READINGS, ROLLBACKS } from './deployment';
import { Move, ON_PREMISES } from './estates';
import { Workbench } from './workbench';
import { flowTable, lostFlows } from '../../rehearsal/flows/flow-oracle';
import { TransitGatewayEnd } from '../../src/domain/declaration';
import { TargetRequest } from '../../src/domain/target-change/course';
import { TargetDeclaration } from '../../src/domain/target-change/declaration';

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
    expect(await new Deployment(editOf(bench)).run(bench)).toMatchObject({ rolledBack: false, failures: [] });
    bench.pass(60);
    expect(bench.picture()).toEqual(await migrated());
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
    expect(bench.heads.get(bench.connectionId)?.status).toBe('completed');
  });

  const rollbacks = READINGS.flatMap((reading) => ROLLBACKS.map((rollback) => ({ ...rollback, reading, ...reading })));
  const title = 'something fails $fails, and is undone $order; replaced, a custom resource $replacedCustomResourceInRollback, deleted $deleteOfReplacedCustomResource';

  test.each(rollbacks.filter((fortune) => !leavesRoutesToPerson(fortune)))(`${title}: all is as before`, async (fortune) => {
    const bench = new Workbench({ move, routing });
    const before = bench.picture();
    expect(await new Deployment(editOf(bench), fortune).run(bench)).toMatchObject({ rolledBack: true, failures: [] });
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  });

  // Nobody makes good in a clean-up what was taken for a connection that is still to be modified.
  const unaided = rollbacks.filter((fortune) => fortune.reading.deleteOfReplacedCustomResource === 'in-its-turn' && !leavesRoutesToPerson(fortune));
  test.each(unaided)(`${title}, while EC2 shows for seconds after it what was before the modify: all is as before`, async (fortune) => {
    const bench = new Workbench({ move, routing, unknowns: { describeAtEndOfModify: 'old-gateway-after-it' }, latencies: { staleAfterModifyMs: 8_000 } });
    const before = bench.picture();
    expect(await new Deployment(editOf(bench), fortune).run(bench)).toMatchObject({ rolledBack: true, failures: [] });
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
    expect(bench.heads.get(bench.connectionId)?.status).toBe('restored');
  });

  test.each(rollbacks.filter(leavesRoutesToPerson))(`${title}: a person is told how to end it`, async (fortune) => {
    const bench = new Workbench({ move, routing });
    const before = bench.picture();
    const { failures: [failure, ...others] } = await new Deployment(editOf(bench), fortune).run(bench);
    expect(others).toEqual([]);
    expect(failure.split('\n')).toEqual([
      expect.stringMatching(`^LAST Delete: bringing VPN connection ${bench.connectionId} back: it stands on .* would ask nobody`),
      '1. aws cloudformation continue-update-rollback --region eu-central-1 --stack-name Network --resources-to-skip LAST',
      `2. when the stack is UPDATE_ROLLBACK_COMPLETE: npx cdk-site-to-site-vpn back ${bench.connectionId} --region eu-central-1 --table Records`,
    ]);
    // The deployment has done both, and in the end pressed `back`.
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
    expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'restored', operatorActs: [{ did: 'back' }] });
  });
});

const before = (declared: Edit['former']): TargetDeclaration => ({ ...declared, part: 'BEFORE' });
const after = (bench: Workbench, declared: Edit['former']): TargetDeclaration => ({ ...declared, part: 'AFTER', vpnConnectionId: bench.connectionId });
const changes = (bench: Workbench) => bench.effects.filter((effect) => !effect.startsWith('write '));

describe('a refusal changes nothing, and is the same when it is delivered again', () => {
  const refused = async (bench: Workbench, request: Omit<TargetRequest, 'requestId' | 'owner'>, mended: () => void) => {
    const picture = bench.picture();
    const whole: TargetRequest = { ...request, requestId: 'refused', owner: 'stack|Vpn' };
    const first = await bench.driveTarget(whole).catch((error: Error) => error.message);
    mended();
    bench.pass(60);
    const again = await bench.driveTarget(whole).catch((error: Error) => error.message);
    expect([again, changes(bench), bench.heads.size]).toEqual([first, [], 0]);
    expect(bench.picture()).toEqual(picture);
    expect(bench.announced.map(({ detail }) => detail.phase)).toEqual(['REFUSED']);
    return first;
  };
  const forth = (edit: Edit) => ({ type: 'Update', declared: before(edit.wanted), former: before(edit.former) }) as const;

  test('of a region whose schema would replace the connection', async () => {
    const bench = new Workbench();
    bench.createOnlyProperties = ['Type', 'VpnGatewayId', 'TransitGatewayId'];
    expect(await refused(bench, forth(editOf(bench)), () => { bench.createOnlyProperties = ['Type']; })).toContain('cannot change VpnGatewayId and TransitGatewayId in place');
  });

  test('of a property that would replace the connection, changed along with the target', async () => {
    const bench = new Workbench();
    const { former, wanted } = editOf(bench);
    const edit = { former: { ...former, createOnly: { Type: 'ipsec.1' } }, wanted: { ...wanted, createOnly: { Type: 'ipsec.1', EnableAcceleration: 'true' } } };
    expect(await refused(bench, forth(edit), () => undefined)).toContain('EnableAcceleration would change in the same deployment');
  });

  const staying = (bench: Workbench, former: Partial<TargetDeclaration>, wanted: Partial<TargetDeclaration>) => {
    const declared = editOf(bench).former;
    return { type: 'Update', declared: before({ ...declared, ...wanted }), former: before({ ...declared, ...former }) } as const;
  };
  const STATIC = { createOnly: { StaticRoutesOnly: 'true' } };
  const BGP = { createOnly: { StaticRoutesOnly: 'false' } };

  test('of another kind of routing, which replaces the connection where it stands', async () => {
    const bench = new Workbench();
    expect(await refused(bench, staying(bench, STATIC, BGP), () => { bench.createOnlyProperties = []; })).toContain('The kind of routing of a connection is create-only');
  });

  test('of the options of both tunnels at once', async () => {
    const bench = new Workbench();
    const request = staying(bench, { tunnelOptions: ['a', 'a'] }, { tunnelOptions: ['b', 'b'] });
    expect(await refused(bench, request, () => undefined)).toContain('would change of both tunnels');
  });

  const edits: readonly [string, Partial<TargetDeclaration>, Partial<TargetDeclaration>, string][] = [
    ['another kind of routing', STATIC, BGP, 'connection-replaced'],
    ['the options of both tunnels', { tunnelOptions: ['a', 'a'] }, { tunnelOptions: ['b', 'b'] }, 'both-tunnels-change'],
  ];

  test.each(edits.flatMap((edit) => READINGS.flatMap((reading) => ORDERS.map((order) => ({ edit, reading, order })))))(
    '$edit.0: the rollback of what was refused is refused nothing, $order', async ({ edit: [, was, is], reading, order }) => {
      const bench = new Workbench();
      const { former } = editOf(bench);
      const [picture, edit] = [bench.picture(), { former: { ...former, ...was }, wanted: { ...former, ...is } }];
      const { rolledBack, failures } = await new Deployment(edit, { fails: 'never', order, reading }).run(bench);
      expect([rolledBack, failures]).toEqual([true, [expect.stringMatching(/^BEFORE Update: .*Nothing was changed/)]]);
      expect([bench.picture(), changes(bench)]).toEqual([picture, []]);
    });

  test.each(edits.flatMap((edit) => ROLLBACKS.map((rollback) => ({ edit, ...rollback }))))(
    '$edit.0, accepted, is let pass, and so is its rollback: something fails $fails, and is undone $order', async ({ edit: [, was, is, finding], ...fortune }) => {
      const bench = new Workbench();
      const { former } = editOf(bench);
      const wanted = { ...former, ...is, onRemoval: 'DELETE' as const, acknowledgedFindings: [`${finding}:${bench.connectionId}`] };
      const [picture, edit] = [bench.picture(), { former: { ...former, ...was }, wanted }];
      expect(await new Deployment(edit).run(bench)).toMatchObject({ rolledBack: false, failures: [] });
      expect(await new Deployment(edit, fortune, 'undone').run(bench)).toMatchObject({ rolledBack: true, failures: [] });
      bench.pass(60);
      expect(bench.picture()).toEqual(picture);
    });

  test('of a plan that nobody approved', async () => {
    const bench = new Workbench();
    const { former, wanted } = editOf(bench);
    const edit = { former, wanted: { ...wanted, approvedPlan: 'sha256:0123' } };
    expect(await refused(bench, forth(edit), () => undefined)).toContain('sha256:0123');
  });

  test('of routes that CloudFormation would delete, when the custom resources come to a connection', async () => {
    const bench = new Workbench();
    bench.stackRoutes = [{ logicalId: 'Route', retained: false }];
    const request = { type: 'Create', declared: before(editOf(bench).former) } as const;
    expect(await refused(bench, request, () => { bench.stackRoutes = []; })).toContain('(Route), which CloudFormation deletes');
  });

  test('of a target that is to change with the deployment that brings the custom resources', async () => {
    const bench = new Workbench();
    const { wanted } = editOf(bench);
    expect(await refused(bench, { type: 'Create', declared: before(wanted) }, () => undefined)).toContain('change that in the next one');
  });

  test('of an adopted connection that is not as declared', async () => {
    const bench = new Workbench();
    const declared = { ...editOf(bench).former, staticRoutes: [...ON_PREMISES, '10.7.0.0/16'] };
    const request = { type: 'Create', declared: { ...after(bench, declared), adopted: true } } as const;
    expect(await refused(bench, request, () => undefined)).toContain('the connection has no static route 10.7.0.0/16');
  });
});

describe.each(['static', 'bgp'] as const)('the life of a connection on a transit gateway or a virtual private one, %s', (routing) => {
  const MADE = ['vgw-to-tgw', 'tgw-to-vgw'] as const;
  const request = async (bench: Workbench, requestId: string, part: Omit<TargetRequest, 'requestId' | 'owner'>) =>
    bench.driveTarget({ ...part, requestId, owner: 'stack|Vpn' });
  /** With the propagation that is there already. */
  const declaredOn = (bench: Workbench): Edit['former'] => {
    const { former } = editOf(bench);
    const { target } = former;
    if (target.kind === 'transit-gateway') return former;
    const tables = Object.values(bench.network.view.state.vpcRouteTables).filter((each) => each.propagatingGatewayIds.includes(target.id));
    return { ...former, target: { ...target, propagatingRouteTableIds: tables.map(({ id }) => id) } };
  };
  /** What the routes of a new connection are made from: nothing leads to it yet. */
  const bare = async (bench: Workbench) => {
    const former = declaredOn(bench);
    await request(bench, 'laid-bare', { type: 'Delete', declared: { ...after(bench, former), onRemoval: 'DELETE' } });
    bench.heads.clear();
    bench.pass(60);
    return bench.picture();
  };
  const create = async (bench: Workbench, declared: Edit['former'], adopted = false) => {
    await request(bench, 'create', { type: 'Create', declared: { ...after(bench, declared), ...adopted ? { adopted } : {} } });
    bench.pass(60);
  };

  test.each(MADE)('made, its routes are made; a creation that is rolled back takes them away again (%s)', async (move) => {
    const bench = new Workbench({ move, routing });
    const former = declaredOn(bench);
    const [whole, nothing] = [bench.picture(), await bare(bench)];
    expect(nothing).not.toEqual(whole);
    await create(bench, former);
    expect(bench.picture()).toEqual(whole);
    bench.rollingBack = true;
    await request(bench, 'undone', { type: 'Delete', declared: after(bench, former) });
    await request(bench, 'undone-before', { type: 'Delete', declared: before(former) });
    bench.pass(60);
    expect(bench.picture()).toEqual(nothing);
  });

  test.each(MADE)('removed, its routes stay with RETAIN and go with DELETE (%s)', async (move) => {
    const bench = new Workbench({ move, routing });
    const former = declaredOn(bench);
    const [whole, nothing] = [bench.picture(), await bare(bench)];
    await create(bench, former);
    await request(bench, 'retained', { type: 'Delete', declared: after(bench, former) });
    bench.pass(60);
    expect(bench.picture()).toEqual(whole);
    await request(bench, 'deleted', { type: 'Delete', declared: { ...after(bench, former), onRemoval: 'DELETE' } });
    bench.pass(60);
    expect(bench.picture()).toEqual(nothing);
  });

  test.each(MADE)('its custom resources go and it stays: so do its routes, also with DELETE, as they may be resources of the stack by then (%s)', async (move) => {
    const bench = new Workbench({ move, routing });
    const former = declaredOn(bench);
    const whole = bench.picture();
    await create(bench, former);
    bench.stackKeepsConnection = true;
    await request(bench, 'opted-out', { type: 'Delete', declared: { ...after(bench, former), onRemoval: 'DELETE' } });
    bench.pass(60);
    expect(bench.picture()).toEqual(whole);
  });

  test.each(MADE)('adopted, nothing changes; nor when the deployment that does it is rolled back (%s)', async (move) => {
    const bench = new Workbench({ move, routing });
    const former = declaredOn(bench);
    const whole = bench.picture();
    expect((await request(bench, 'found', { type: 'Create', declared: before(former) })).adopted).toBe(true);
    await create(bench, former, true);
    expect([bench.picture(), changes(bench)]).toEqual([whole, []]);
    bench.rollingBack = true;
    await request(bench, 'undone', { type: 'Delete', declared: { ...after(bench, former), adopted: true } });
    bench.pass(60);
    expect([bench.picture(), changes(bench)]).toEqual([whole, []]);
  });

  // What was made by the custom resources, given up and taken up again is live by then.
  test.each(MADE)('made, given up and adopted, it keeps its routes when that deployment is rolled back (%s)', async (move) => {
    const bench = new Workbench({ move, routing });
    const former = declaredOn(bench);
    const whole = bench.picture();
    await bare(bench);
    await create(bench, former);
    await request(bench, 'given-up', { type: 'Delete', declared: after(bench, former) });
    await request(bench, 'adopted', { type: 'Create', declared: { ...after(bench, former), adopted: true } });
    bench.rollingBack = true;
    await request(bench, 'undone', { type: 'Delete', declared: { ...after(bench, former), adopted: true } });
    bench.pass(60);
    expect(bench.picture()).toEqual(whole);
  });
});

describe('what leads to a connection is edited while it stays where it is', () => {
  const end = (bench: Workbench) => editOf(bench).former.target as TransitGatewayEnd;
  const table = (bench: Workbench) => bench.network.seed.transitGatewayRouteTable({ transitGatewayId: end(bench).id });
  const routeEdits: readonly [string, Move, (bench: Workbench, declared: Edit['former']) => Edit['former'], string][] = [
    ['a static route of the connection', 'vgw-to-tgw', (_, declared) => ({ ...declared, staticRoutes: ['10.2.0.0/16', '10.3.0.0/16'] }), '10.3.0.0/16 available'],
    ['a static route of the transit gateway', 'tgw-to-vgw', (_, declared) => ({ ...declared, staticRoutes: ['10.2.0.0/16', '10.3.0.0/16'] }), '10.3.0.0/16'],
    ['the association', 'tgw-to-vgw', (bench, declared) => ({ ...declared, target: { ...end(bench), associationRouteTableId: table(bench) } }), 'associated with'],
    ['the propagations', 'tgw-to-vgw', (bench, declared) => ({ ...declared, target: { ...end(bench), propagationRouteTableIds: [table(bench)] } }), 'propagating to tgw-rtb-'],
    ['the tables with routes', 'tgw-to-vgw', (bench, declared) => ({ ...declared, target: { ...end(bench), staticRouteTableIds: [table(bench)] } }), '10.1.0.0/16'],
  ];

  test.each(routeEdits)('%s', async (_, move, edited, shows) => {
    const bench = new Workbench({ move });
    const { former } = editOf(bench);
    const [whole, edit] = [bench.picture(), { former, wanted: edited(bench, former) }];
    expect(await new Deployment(edit, undefined, 'edit').run(bench)).toMatchObject({ rolledBack: false, failures: [] });
    bench.pass(60);
    const afterwards = bench.picture();
    expect(afterwards).not.toEqual(whole);
    expect(JSON.stringify(afterwards)).toContain(shows);
    for (const order of ORDERS) {
      const undone = new Deployment({ former: edit.wanted, wanted: former }, { fails: 'at the end', order }, `undone ${order}`);
      expect(await undone.run(bench)).toMatchObject({ rolledBack: true, failures: [] });
    }
    bench.pass(60);
    expect(bench.picture()).toEqual(afterwards);
  });
});

test.each(EDITS)('a stack cancelled while its first part is at work turns it back: $move, $routing', async ({ move, routing }) => {
  const bench = new Workbench({ move, routing });
  const [picture, edit] = [bench.picture(), editOf(bench)];
  const forth: TargetRequest = { type: 'Update', requestId: 'cancelled', owner: 'stack|Vpn', declared: before(edit.wanted), former: before(edit.former) };
  await bench.invokeTarget(forth, 2);
  expect(bench.heads.get(bench.connectionId)?.status).toBe('open');
  bench.rollingBack = true;
  const back: TargetRequest = { ...forth, requestId: 'rollback', declared: before(edit.former), former: before(edit.wanted) };
  await bench.driveTarget(back);
  // What is delivered late of the cancelled request is over, whatever the stack says by then.
  const late = await bench.driveTarget(forth).catch((error: Error) => error.message);
  await bench.driveTarget({ ...forth, type: 'Delete', requestId: 'clean-up', declared: { ...edit.wanted, part: 'LAST' }, former: undefined });
  bench.pass(60);
  expect(late).toContain('request cancelled was superseded by rollback');
  expect(bench.picture()).toEqual(picture);
  expect(bench.heads.get(bench.connectionId)?.status).toBe('restored');
});
