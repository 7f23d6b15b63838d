/** A target that is changed by editing one property: whatever fails, and whenever, the routes are where the connection stands. */
import { Deployment, Edit, editOf, EDITS, Fortune, leavesRoutesToPerson, ORDERS, READINGS, ROLLBACKS } from './deployment';
import { Move, Routing } from './estates';
import { makeRoutes, routeResources } from './stack-routes';
import { Workbench } from './workbench';
import { TargetRequest } from '../../lambda/engine/target-change/request-decision';
import { TransitGatewayEnd } from '../../src/contract/declaration';
import { TargetDeclaration } from '../../src/contract/target-declaration';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';

describe.each(EDITS)('$move, $routing', ({ move, routing }) => {
  const migrated = async () => {
    const bench = new Workbench({ move, routing });
    await bench.runRequest(bench.request());
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
    // The deployment has done both, and in the end run `back`.
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
    const first = await bench.runTargetRequest(whole).catch((error: Error) => error.message);
    mended();
    bench.pass(60);
    const again = await bench.runTargetRequest(whole).catch((error: Error) => error.message);
    expect([again, changes(bench), bench.heads.size]).toEqual([first, [], 0]);
    expect(bench.picture()).toEqual(picture);
    // Whether it was announced nobody knows, so it is again: as the same event.
    expect([...new Set(bench.announced.map(({ detail }) => `${detail.phase} ${detail.idempotencyKey}`))]).toEqual([expect.stringMatching(/^REFUSED /)]);
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

  test('of a connection whose static routes a rollback would leave in its way, with the deployment that brings the custom resources', async () => {
    const bench = new Workbench({ move: 'tgw-to-vgw' });
    const { wanted } = editOf(bench);
    expect(await refused(bench, { type: 'Create', declared: before(wanted) }, () => undefined)).toContain('and edit the target in the next deployment');
  });
});

describe.each(EDITS)('custom resources that come to a connection, and go: $move, $routing', ({ move, routing }) => {
  const request = async (bench: Workbench, requestId: string, part: Omit<TargetRequest, 'requestId' | 'owner'>) =>
    bench.runTargetRequest({ ...part, requestId, owner: 'stack|Vpn' });

  test('nothing of it is touched, also where that is rolled back', async () => {
    const bench = new Workbench({ move, routing });
    const { former } = editOf(bench);
    const picture = bench.picture();
    for (const rollingBack of [false, true]) {
      bench.rollingBack = false;
      for (const [part, declared] of [['LAST', { ...former, part: 'LAST' }], ['BEFORE', before(former)], ['AFTER', after(bench, former)]] as const) {
        await request(bench, `${part} comes ${rollingBack}`, { type: 'Create', declared });
      }
      bench.cleaningUp = bench.rollingBack = rollingBack;
      for (const [part, declared] of [['AFTER', after(bench, former)], ['BEFORE', before(former)], ['LAST', { ...former, part: 'LAST' }]] as const) {
        await request(bench, `${part} goes ${rollingBack}`, { type: 'Delete', declared: { ...declared, onRemoval: 'DELETE' } });
      }
    }
    expect([bench.picture(), changes(bench), bench.heads.size]).toEqual([picture, [], 0]);
  });

  const fortunes: readonly Fortune[] = [{ fails: 'never', order: 'as they depend' }, ...ROLLBACKS];
  const isRefused = move === 'tgw-to-vgw' && routing === 'static';

  test.each(fortunes.filter(({ fails }) => !isRefused || fails === 'before the connection'))('they come with the edit of its target; something fails $fails, undone $order', async (fortune) => {
    const bench = new Workbench({ move, routing });
    const [picture, flows] = [bench.picture(), flowTable(bench.network.view)];
    const { rolledBack, failures } = await new Deployment({ ...editOf(bench), comesWithIt: true }, fortune).run(bench);
    expect([rolledBack, failures]).toEqual([fortune.fails !== 'never', isRefused ? [expect.stringContaining('Nothing was changed')] : []]);
    bench.pass(60);
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
    if (rolledBack) expect(bench.picture()).toEqual(picture);
    else expect(bench.picture()).toMatchObject({ gateway: { id: bench.declaration.to.id } });
  });
});

test.each(EDITS)('CloudFormation leaves the connection where it stood, as its record is wrong: all is put back at once: $move, $routing', async ({ move, routing }) => {
  const bench = new Workbench({ move, routing });
  const [picture, edit] = [bench.picture(), editOf(bench)];
  const forth = { type: 'Update', owner: 'stack|Vpn' } as const;
  await bench.runTargetRequest({ ...forth, requestId: 'before', declared: before(edit.wanted), former: before(edit.former) });
  const begun = bench.now;
  const failure = await bench.runTargetRequest({ ...forth, requestId: 'after', declared: after(bench, edit.wanted), former: after(bench, edit.former) })
    .catch((error: Error) => error.message);
  expect(failure).toContain('CloudFormation has left the connection where it stood. Everything was put back as it was');
  expect(bench.now - begun).toBeLessThan(60_000);
  expect(bench.picture()).toEqual(picture);
});

test.each(EDITS.filter(({ move }) => /-to-[tv]gw$/.test(move)))('CloudFormation rolls back while its routes are waited for: that is over at once: $move, $routing', async ({ move, routing }) => {
  const isAtTarget = () => bench.network.view.state.vpnConnections[bench.connectionId].target?.id === bench.declaration.to.id;
  const bench: Workbench = new Workbench({ move, routing, done: () => { bench.rollingBack = isAtTarget(); } });
  const edit = editOf(bench);
  const isWaited = routeResources(edit.wanted).length > 0;
  const forth = { type: 'Update', owner: 'stack|Vpn' } as const;
  await bench.runTargetRequest({ ...forth, requestId: 'before', declared: before(edit.wanted), former: before(edit.former) });
  bench.network.call('ModifyVpnConnection', {
    VpnConnectionId: bench.connectionId, [edit.wanted.target.kind === 'transit-gateway' ? 'TransitGatewayId' : 'VpnGatewayId']: edit.wanted.target.id,
  });
  bench.pass(60);
  const begun = bench.now;
  const said = await bench.runTargetRequest({ ...forth, requestId: 'after', declared: after(bench, edit.wanted), former: after(bench, edit.former) })
    .then(({ outcome }) => outcome, (error: Error) => error.message);
  expect(said).toMatch(isWaited ? /waiting for CloudFormation to .*: the stack is rolled back/ : 'migrated');
  expect(bench.now - begun).toBeLessThan(60_000);
});

describe('after a rollback that has brought it back as another attachment', () => {
  const rolledBack = async (routing: Routing) => {
    const bench = new Workbench({ move: 'tgw-to-vgw', routing });
    const edit = editOf(bench);
    const attachment = () => Object.values(bench.network.view.state.transitGatewayAttachments)
      .find((each) => each.resourceId === bench.connectionId && each.state === 'available')!.id;
    bench.stackResources.set('Association', `tgw-rtb-1|${attachment()}`);
    await new Deployment(edit, { fails: 'at the end', order: 'as they depend' }, 'undone').run(bench);
    bench.pass(60);
    return { bench, edit, whole: bench.picture(), attachment: attachment() };
  };
  const routed = (declared: Edit['former'], parts: readonly string[]): Edit['former'] => ({ ...declared, attachmentRouting: { parts, digest: parts.join(), logicalIds: ['Association'] } });
  const update = async (bench: Workbench, requestId: string, declared: TargetDeclaration, former: TargetDeclaration) =>
    bench.runTargetRequest({ type: 'Update', requestId, owner: 'stack|Vpn', declared, former });

  test.each(['static', 'bgp'] as const)('an edit of what leads there takes association and propagations away, for the stack makes them anew; %s', async (routing) => {
    const { bench, edit: { former }, whole } = await rolledBack(routing);
    await update(bench, 'edited', before(routed(former, ['b'])), before(routed(former, ['a'])));
    bench.pass(60);
    expect(bench.picture()).not.toEqual(whole);
    const { target } = former;
    const gone = Object.values(bench.network.view.state.transitGatewayAttachments).find((each) => each.resourceId === bench.connectionId && each.state === 'available')!;
    expect(target.kind === 'transit-gateway' && gone.association?.state).not.toBe('associated');
    makeRoutes(bench, former, routeResources(former).filter(({ of }) => of === 'association' || of === 'propagation'));
    await update(bench, 'after', after(bench, former), after(bench, former));
    bench.pass(60);
    expect(bench.picture()).toEqual(whole);
  });

  test.each(['static', 'bgp'] as const)('undone, what nobody makes again is put back when all else stands; %s', async (routing) => {
    const { bench, edit: { former }, whole } = await rolledBack(routing);
    const [is, was] = [routed(former, ['b']), routed(former, ['a'])];
    await update(bench, 'edited', before(is), before(was));
    bench.rollingBack = true;
    await update(bench, 'undone', before(was), before(is));
    // Whoever comes too early would be in CloudFormation's way.
    expect(bench.picture()).not.toEqual(whole);
    bench.cleaningUp = true;
    await bench.runTargetRequest({ type: 'Delete', requestId: 'last', owner: 'stack|Vpn', declared: { ...is, part: 'LAST' } });
    bench.pass(60);
    expect(bench.picture()).toEqual(whole);
    expect(bench.heads.get(bench.connectionId)?.status).toBe('restored');
  });

  test('an edit of anything else changes nothing, nor one where the record has the attachment that is there', async () => {
    const { bench, edit: { former }, whole, attachment } = await rolledBack('static');
    const before_ = bench.effects.length;
    await update(bench, 'else', before({ ...routed(former, ['a']), forwardDeadlineSeconds: 900 }), before(routed(former, ['a'])));
    bench.stackResources.set('Association', `tgw-rtb-1|${attachment}`);
    await update(bench, 'known', before(routed(former, ['b'])), before(routed(former, ['a'])));
    expect(bench.picture()).toEqual(whole);
    expect(bench.effects.slice(before_).filter((effect) => !effect.startsWith('write '))).toEqual([]);
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
  await bench.runTargetRequest(back);
  // What is delivered late of the cancelled request is over, whatever the stack says by then.
  const late = await bench.runTargetRequest(forth).catch((error: Error) => error.message);
  await bench.runTargetRequest({ ...forth, type: 'Delete', requestId: 'clean-up', declared: { ...edit.wanted, part: 'LAST' }, former: undefined });
  bench.pass(60);
  expect(late).toContain('request cancelled was superseded by rollback');
  expect(bench.picture()).toEqual(picture);
  expect(bench.heads.get(bench.connectionId)?.status).toBe('restored');
});
