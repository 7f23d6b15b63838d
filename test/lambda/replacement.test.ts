/** One virtual private gateway in the place of another, by the function's own workflow on the embedded EC2: no connection is modified. */
import { Workbench, WorkbenchOptions } from './workbench';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { MoveDeclaration } from '../../src/contract/declaration';
import { GatewayReplacement } from '../../src/contract/replacement-declaration';
import * as estate from '../engine/estate';

/** Ids are as random as they look: a story tells them by what they are. */
function namesIn(bench: Workbench): (text: string) => string {
  const { from, to, vpcRouteTables, replacement } = bench.declaration;
  const { vpcId, test: { vpcId: testVpcId, routeTableIds: [testTableId] } = { vpcId: '', routeTableIds: [''] } } = replacement!;
  const names = [
    [from.id, 'OLD'], [to.id, 'NEW'], [vpcId, 'VPC'], [vpcRouteTables[0].routeTableId, 'STATIC'], [vpcRouteTables[1].routeTableId, 'PROPAGATED'],
    [testVpcId, 'TEST'], [testTableId, 'LEARNING'],
  ].filter(([id]) => id !== '');
  return (text) => names.reduce((named, [id, name]) => named.replaceAll(id, name), text);
}

/** What EC2 was called for, in order. */
function calls(bench: Workbench): string[] {
  return bench.effects.filter((effect) => !effect.startsWith('write ')).map(namesIn(bench));
}

const SWAP = [
  'disable propagation of OLD to PROPAGATED', 'detach OLD from VPC', 'attach NEW to VPC',
  'point route 10.1.0.0/16 in STATIC to NEW', 'point route 10.2.0.0/16 in STATIC to NEW', 'enable propagation of NEW to PROPAGATED',
];
const SWAP_BACK = [
  'disable propagation of NEW to PROPAGATED', 'detach NEW from VPC', 'attach OLD to VPC',
  'point route 10.1.0.0/16 in STATIC to OLD', 'point route 10.2.0.0/16 in STATIC to OLD', 'enable propagation of OLD to PROPAGATED',
];
const TEST = ['attach NEW to TEST', 'enable propagation of NEW to LEARNING', 'disable propagation of NEW to LEARNING', 'detach NEW from TEST'];

function classic(options: WorkbenchOptions = {}): Workbench {
  return new Workbench({ move: 'classic', ...options });
}

function declaring(bench: Workbench, changes: Partial<GatewayReplacement>, other: Partial<MoveDeclaration> = {}): MoveRequest {
  const declaration = { ...bench.declaration, ...other, replacement: { ...bench.declaration.replacement!, ...changes } };
  return bench.request({ declaration });
}

/** What a person does in a console, or EC2 by itself, while the function is at work. */
function onceDone(effect: string, act: (bench: Workbench) => void, options: WorkbenchOptions = {}): Workbench {
  let done = false;
  const bench: Workbench = classic({
    ...options,
    done: (each) => {
      if (done || namesIn(bench)(each) !== effect) return;
      done = true;
      act(bench);
    },
  });
  return bench;
}

const deleting = (bench: Workbench, id: string) => bench.network.call('DeleteVpnConnection', { VpnConnectionId: id });

describe('forward', () => {
  test.each(['static', 'bgp'] as const)('with %s routing the gateways change places in the order of the guide', async (routing) => {
    const bench = classic({ routing });
    const answer = await bench.runRequest(bench.request());
    expect(answer).toMatchObject({ outcome: 'migrated', transitGatewayAttachmentId: '', interruptionSeconds: expect.any(Number) });
    expect(calls(bench)).toEqual(SWAP);
    // From EC2's own time for each attachment nothing is lost.
    expect(answer.interruptionSeconds).toBeLessThan(130);
    expect(bench.announced.map(({ detail }) => detail.phase)).toEqual(['STARTED', 'ARRANGED', 'MIGRATED']);
  });

  test('the backup holds what there was, before the first call', async () => {
    const bench = classic();
    await bench.runRequest(bench.request());
    const { plan, survey: snapshot } = bench.backups.get('request-1')!;
    const { from, vpcRouteTables: [{ routeTableId }, { routeTableId: propagated }], replacement } = bench.declaration;
    expect(plan.from.vgwPropagationRouteTableIds).toEqual([propagated]);
    expect(snapshot.vpcRouteTables.find((table) => table.id === routeTableId)!.routes).toContainEqual(
      { destination: '10.1.0.0/16', targetId: from.id, origin: 'CreateRoute', state: 'active' });
    expect(snapshot.virtualPrivateGateways.find((gateway) => gateway.id === from.id)!.attachments).toEqual([{ vpcId: replacement!.vpcId, state: 'attached' }]);
    expect(bench.effects.indexOf('write backup')).toBe(0);
    expect(bench.plans.get(bench.heads.get(bench.connectionId)!.planDigest!)!.lines.map(namesIn(bench))).toEqual([
      'NEW takes the place of OLD at VPC',
      expect.stringMatching(/^VPN connection vpn-\w+ takes the place of vpn-\w+$/),
      'OLD propagates to PROPAGATED no more',
      'NEW propagates to PROPAGATED',
      'VPC route 10.1.0.0/16 in STATIC: static to OLD becomes static to NEW',
      'VPC route 10.2.0.0/16 in STATIC: static to OLD becomes static to NEW',
    ]);
  });

  test('it is verified by the tunnels of the new connection, of which the device brings up as many as the old one had', async () => {
    const bench = classic();
    const [{ toId }] = bench.declaration.replacement!.connections;
    const { tunnels } = bench.network.view.state.vpnConnections[toId];
    const one = tunnels.map((tunnel, index) => ({ ...tunnel, up: index === 0, ipsecUp: index === 0 }));
    bench.network.seed.records({ vpnConnections: { [toId]: { ...bench.network.view.state.vpnConnections[toId], tunnels: one } } });
    const answer = await bench.runRequest(bench.request());
    expect(answer.outcome).toBe('migrated-unverified');
    expect(bench.heads.get(bench.connectionId)!.unverified).toBe('1 of 2 tunnels UP 15 min after the move');
  });

  test('delivered again it is answered again, and nothing is done', async () => {
    const bench = classic();
    const [first, effects] = [await bench.runRequest(bench.request()), bench.effects.length];
    expect(await bench.runRequest(bench.request())).toEqual(first);
    expect(bench.effects.length).toBe(effects);
  });
});

describe('a test first', () => {
  test('the tunnels come up and the test VPC learns what is behind them, before anybody loses anything', async () => {
    const bench = classic({ move: 'classic-tested', routing: 'bgp' });
    const answer = await bench.runRequest(bench.request());
    expect(calls(bench)).toEqual([...TEST, ...SWAP]);
    expect(bench.heads.get(bench.connectionId)!.tested!.learned.map(namesIn(bench))).toEqual(['LEARNING 10.1.0.0/16', 'LEARNING 10.2.0.0/16']);
    expect(answer.interruptionSeconds).toBeLessThan(130);
  });

  test('tunnels that stay down end it: everything is as it was, and traffic was never interrupted', async () => {
    const bench = classic({ move: 'classic-tested' });
    const [{ toId }] = bench.declaration.replacement!.connections;
    const connection = bench.network.view.state.vpnConnections[toId];
    const down = connection.tunnels.map((tunnel) => ({ ...tunnel, up: false, ipsecUp: false }));
    bench.network.seed.records({ vpnConnections: { [toId]: { ...connection, tunnels: down } } });
    const before = bench.picture();
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/was not passed in 15 min: it waited for 2 tunnels to be UP, now 0\. Everything was put back as it was/);
    expect(bench.picture()).toEqual(before);
    expect(bench.heads.get(bench.connectionId)).not.toHaveProperty('interruptedSince');
  });

  test('a test VPC that learns too little ends it as well', async () => {
    const bench = classic({ move: 'classic-tested', routing: 'bgp' });
    const before = bench.picture();
    const [{ toId }] = bench.declaration.replacement!.connections;
    const connection = bench.network.view.state.vpnConnections[toId];
    bench.network.seed.records({ vpnConnections: { [toId]: { ...connection, site: { ...connection.site, advertisedPrefixes: ['10.1.0.0/16'] } } } });
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/to learn 10\.2\.0\.0\/16/);
    expect(bench.picture()).toEqual(before);
  });

  test('another gateway at the test VPC ends it', async () => {
    const bench = classic({ move: 'classic-tested' });
    bench.network.seed.vpnGateway({ attachedTo: bench.declaration.replacement!.test!.vpcId });
    const before = bench.picture();
    await expect(bench.runRequest(bench.request())).rejects.toThrow('InvalidVpcState');
    expect(bench.picture()).toEqual(before);
  });
});

describe('back', () => {
  const removal = (bench: Workbench) => bench.request({
    type: 'Delete', requestId: 'request-2', declaration: { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' },
  });

  test('removed, the old gateway takes its place again, with every route as it was', async () => {
    const bench = classic();
    const before = bench.picture();
    await bench.runRequest(bench.request());
    expect(await bench.runRequest(removal(bench))).toMatchObject({ outcome: 'moved-back' });
    expect(calls(bench)).toEqual([...SWAP, ...SWAP_BACK]);
    expect(bench.picture()).toEqual(before);
  });

  test('once the Classic connection is deleted there is no way back, and nothing is touched', async () => {
    const bench = classic();
    await bench.runRequest(bench.request());
    deleting(bench, bench.connectionId);
    bench.pass(600);
    const before = bench.picture();
    await expect(bench.runRequest(removal(bench))).rejects.toThrow(new RegExp(`replacing .* VPN connection ${bench.connectionId} is (deleted|gone)\\. Nothing was changed`));
    expect(bench.picture()).toEqual(before);
  });

  test('a new connection that goes before the old gateway is detached turns it back', async () => {
    const bench = onceDone('detach NEW from TEST', (each) => deleting(each, each.declaration.replacement!.connections[0].toId), { move: 'classic-tested' });
    const before = bench.picture();
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/which is to carry the traffic, is delet\w+\. Everything was put back as it was/);
    expect(bench.picture()).toEqual(before);
  });

  test('EC2 refuses to detach the old gateway: its propagation is switched on again', async () => {
    const bench = classic({ refusal: (operation, dryRun) => (operation === 'DetachVpnGateway' && !dryRun ? 'OperationNotPermitted' : undefined) });
    const before = bench.picture();
    await expect(bench.runRequest(bench.request())).rejects.toThrow(/OperationNotPermitted.*Everything was put back as it was/s);
    expect(bench.picture()).toEqual(before);
  });

  test('EC2 refuses to attach the new one: what is missing is named, or with MOVE_BACK the old one comes back', async () => {
    const refusal = (bench: () => Workbench) => (operation: string, dryRun: boolean) =>
      (operation === 'AttachVpnGateway' && !dryRun && bench().heads.get(bench().connectionId)?.intent === 'forward' ? 'OperationNotPermitted' : undefined);
    const held: Workbench = classic({ refusal: refusal(() => held) });
    await expect(held.runRequest(held.request())).rejects.toThrow(/The move is held.*- attach vgw-/s);
    const back: Workbench = classic({ refusal: refusal(() => back) });
    const before = back.picture();
    await expect(back.runRequest(declaring(back, {}, { onFailure: 'MOVE_BACK' }))).rejects.toThrow('Everything was put back as it was');
    expect(back.picture()).toEqual(before);
  });

  test('held where the Classic connection has gone meanwhile, the way back leaves the new gateway in its place', async () => {
    const bench = onceDone('attach NEW to VPC', (each) => deleting(each, each.connectionId), {
      refusal: (operation, dryRun) => (operation === 'ReplaceRoute' && !dryRun ? 'OperationNotPermitted' : undefined),
    });
    await expect(bench.runRequest(declaring(bench, {}, { onFailure: 'MOVE_BACK' }))).rejects.toThrow(/held/);
    expect(bench.picture().vpnGateways.map(namesIn(bench))).toContain('NEW attached VPC');
  });
});

describe('refused', () => {
  const refusals: readonly [finding: string, arrange: (bench: Workbench) => MoveRequest][] = [
    ['connection-not-found', (bench) => declaring(bench, { connections: [{ fromId: bench.connectionId, toId: 'vpn-0123456789abcdef0' }] })],
    ['connection-elsewhere', (bench) => declaring(bench, { connections: [{ fromId: bench.connectionId, toId: bench.connectionId }] })],
    ['connection-not-classic', (bench) => {
      const record = bench.network.view.state.vpnConnections[bench.connectionId];
      bench.network.seed.records({ vpnConnections: { [record.id]: { ...record, category: 'VPN' } } });
      return bench.request();
    }],
    ['new-connection-classic', (bench) => {
      const record = bench.network.view.state.vpnConnections[bench.declaration.replacement!.connections[0].toId];
      bench.network.seed.records({ vpnConnections: { [record.id]: { ...record, category: 'VPN-Classic' } } });
      return bench.request();
    }],
    ['connection-not-available', (bench) => {
      deleting(bench, bench.declaration.replacement!.connections[0].toId);
      bench.pass(2);
      return bench.request();
    }],
    ['static-route-missing', (bench) => {
      bench.network.call('DeleteVpnConnectionRoute', { VpnConnectionId: bench.declaration.replacement!.connections[0].toId, DestinationCidrBlock: '10.2.0.0/16' });
      bench.pass(60);
      return bench.request();
    }],
    ['vpn-gateway-not-in-place', (bench) => {
      bench.network.call('DetachVpnGateway', { VpnGatewayId: bench.declaration.from.id, VpcId: bench.declaration.replacement!.vpcId });
      bench.pass(600);
      return bench.request();
    }],
    ['vpn-gateway-attached-elsewhere', (bench) => {
      bench.network.call('AttachVpnGateway', { VpnGatewayId: bench.declaration.to.id, VpcId: bench.network.seed.vpc({ cidr: '172.29.0.0/16' }).vpcId });
      bench.pass(600);
      return bench.request();
    }],
    ['vpc-route-table-undeclared', (bench) => declaring(bench, {}, { vpcRouteTables: [bench.declaration.vpcRouteTables[0]] })],
    ['source-propagation-undeclared', (bench) => declaring(bench, {}, { from: { kind: 'virtual-private-gateway', id: bench.declaration.from.id, propagatingRouteTableIds: [] } })],
    ['test-route-table-elsewhere', (bench) => {
      const { vpcId } = bench.network.seed.vpc({ cidr: '172.30.0.0/16' });
      return declaring(bench, { test: { vpcId, routeTableIds: [bench.declaration.vpcRouteTables[0].routeTableId], withinSeconds: 600 } });
    }],
  ];

  test.each(refusals)('%s', async (finding, arrange) => {
    const bench = classic();
    const request = arrange(bench);
    await expect(bench.runRequest(request)).rejects.toThrow(new RegExp(`virtual private gateway ${bench.declaration.from.id} is not replaced at vpc-.* and nothing was changed:[^]*- ${finding}: `));
    expect(bench.effects).toEqual([]);
  });

  test('a BGP connection whose networks cannot be known, where the new gateway does not propagate', async () => {
    const bench = classic({ routing: 'bgp' });
    const { state } = bench.network.view;
    const record = state.vpnConnections[bench.connectionId];
    const down = record.tunnels.map((tunnel) => ({ ...tunnel, up: false }));
    bench.network.seed.records({ vpnConnections: { [record.id]: { ...record, tunnels: down } } });
    const { id } = bench.declaration.to;
    const silent = declaring(bench, {}, { to: { kind: 'virtual-private-gateway', id, propagatingRouteTableIds: [], vpcId: bench.declaration.replacement!.vpcId } });
    await expect(bench.runRequest(silent)).rejects.toThrow('on-premises-prefixes-unknown');
  });

  test('another connection, and Direct Connect, on the old gateway: unless each is accepted by its name', async () => {
    const bench = classic();
    const neighbour = bench.network.seed.vpnConnection({ on: bench.declaration.from.id, routing: 'static', staticRoutes: ['10.9.0.0/16'] });
    const id = `other-connection-cut-off:${neighbour}`;
    await expect(bench.runRequest(bench.request())).rejects.toThrow(`${id}: detaching ${bench.declaration.from.id} from`);
    const accepted = await bench.runRequest({ ...declaring(bench, {}, { acknowledgedFindings: [id] }), requestId: 'request-2' });
    expect(accepted.outcome).toBe('migrated');
  });

  test('a gateway that is in its place already is left there, if everything is as declared', async () => {
    const bench = classic();
    await bench.runRequest(bench.request());
    bench.heads.clear();
    expect(await bench.runRequest(bench.request({ requestId: 'request-2' }))).toMatchObject({ outcome: 'unchanged' });
    bench.network.call('DisableVgwRoutePropagation', { RouteTableId: bench.declaration.vpcRouteTables[1].routeTableId, GatewayId: bench.declaration.to.id });
    bench.pass(2);
    await expect(bench.runRequest(bench.request({ requestId: 'request-3' }))).rejects.toThrow(/is attached to vpc-\w+ already, but not as declared.*does not propagate into/s);
  });
});

describe('two operations at one VPC', () => {
  /** A move of another connection on the old gateway, to a gateway of its own that is attached to nothing. */
  function neighboursMove(bench: Workbench): MoveRequest {
    const { seed } = bench.network;
    const { from } = bench.declaration;
    const vpnConnectionId = seed.vpnConnection({ on: from.id, routing: 'static', staticRoutes: ['10.9.0.0/16'] });
    const { replacement, ...rest } = bench.declaration;
    const declaration: MoveDeclaration = {
      ...rest, vpnConnectionId, to: { kind: 'virtual-private-gateway', id: seed.vpnGateway({ asn: 64_513 }), propagatingRouteTableIds: [] },
      vpcRouteTables: [],
      acknowledgedFindings: [`sites-separated:${bench.connectionId}`],
    };
    return bench.request({ declaration, owner: 'other stack|Move', requestId: 'request-other' });
  }

  /** The replacement with the neighbour accepted, as its people know of the move. */
  function beside(bench: Workbench, other: MoveRequest): MoveRequest {
    return declaring(bench, {}, { acknowledgedFindings: [`other-connection-cut-off:${other.declaration.vpnConnectionId}`] });
  }

  test('while the gateway is replaced, nobody else begins there, and afterwards they may', async () => {
    const bench = classic();
    const other = neighboursMove(bench);
    await bench.invoke(beside(bench, other), 20);
    expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'open' });
    const before = bench.effects.length;
    await expect(bench.runRequest(other)).rejects.toThrow(`operation request-1 on VPN connection ${bench.connectionId} is at work at`);
    expect(bench.effects.slice(before).filter((effect) => !effect.startsWith('write'))).toEqual([]);
    expect(await bench.runRequest(beside(bench, other))).toMatchObject({ outcome: 'migrated' });
  });

  test('while somebody else is at work there, the gateway is not replaced', async () => {
    const bench = classic();
    const { vpcId } = bench.declaration.replacement!;
    const at = bench.now;
    bench.claims.set(vpcId, { vpcId, revision: 1, operations: [{ vpnConnectionId: 'vpn-other', operationId: 'op', exclusive: false, at }] });
    bench.heads.set('vpn-other', { ...estate.head, vpnConnectionId: 'vpn-other', operationId: 'op' });
    await expect(bench.runRequest(bench.request())).rejects.toThrow(`operation op on VPN connection vpn-other is at work at ${vpcId}`);
    expect(bench.effects.filter((effect) => !effect.startsWith('write'))).toEqual([]);
  });

  test.each([['right', 0], ['an hour fast', 3_600_000], ['an hour slow', -3_600_000]])('who claimed the VPC and never began is waited for, for a minute, though the clock was %s', async (_, off) => {
    const bench = classic();
    const { vpcId } = bench.declaration.replacement!;
    const at = bench.now + off;
    bench.claims.set(vpcId, { vpcId, revision: 1, operations: [{ vpnConnectionId: 'vpn-other', operationId: 'op', exclusive: false, at }] });
    const since = bench.now;
    expect(await bench.runRequest(bench.request({ requestId: 'request-2' }))).toMatchObject({ outcome: 'migrated' });
    expect(bench.heads.get(bench.connectionId)!.startedAt - since).toBeGreaterThanOrEqual(60_000);
    expect(bench.claims.get(vpcId)!.operations).toEqual([expect.objectContaining({ operationId: 'request-2', exclusive: true })]);
  });

  test('two moves that exchange nothing may be at work at the same time', async () => {
    const bench = new Workbench({ move: 'vgw-to-tgw' });
    const vpcIds = Object.keys(bench.network.view.state.vpcs);
    for (const vpcId of vpcIds) {
      bench.claims.set(vpcId, { vpcId, revision: 1, operations: [{ vpnConnectionId: 'vpn-other', operationId: 'op', exclusive: false, at: bench.now }] });
    }
    expect(await bench.runRequest(bench.request())).toMatchObject({ outcome: 'migrated' });
  });

  test('of two that claim the VPC in the same moment one comes again', async () => {
    const bench = classic();
    const { vpcId } = bench.declaration.replacement!;
    const claims = { vpcId, operations: [{ vpnConnectionId: 'vpn-other', operationId: 'op', exclusive: false, at: bench.now }] };
    const late = classic({
      fate: (effect) => {
        if (effect === 'note claims' && !late.claims.has(vpcId)) late.claims.set(vpcId, { ...claims, revision: 1 });
        return 'works';
      },
    });
    expect(await late.invoke(late.request())).toBeUndefined();
    late.heads.set('vpn-other', { ...estate.head, vpnConnectionId: 'vpn-other', operationId: 'op' });
    await expect(late.runRequest(late.request())).rejects.toThrow('operation op on VPN connection vpn-other is at work');
  });
});

describe('stages', () => {
  test('prepared, it is checked and planned, and nothing is touched; then it is cut over, and finalized', async () => {
    const bench = classic();
    const before = bench.picture();
    const prepared = await bench.runRequest(declaring(bench, {}, { stage: 'PREPARED' }));
    expect(prepared).toMatchObject({ outcome: 'prepared' });
    expect(bench.picture()).toEqual(before);
    const cutOver = declaring(bench, {}, { stage: 'CUT_OVER', approvedPlan: prepared.planDigest });
    expect(await bench.runRequest({ ...cutOver, type: 'Update', requestId: 'request-2', previousStage: 'PREPARED' })).toMatchObject({ outcome: 'migrated' });
    const finalized = declaring(bench, {}, { stage: 'FINALIZED' });
    expect(await bench.runRequest({ ...finalized, type: 'Update', requestId: 'request-3', previousStage: 'CUT_OVER' })).toMatchObject({ outcome: 'finalized' });
    expect(bench.network.view.state.vpnConnections[bench.connectionId].state).toBe('available');
  });

  test('finalized before the gateways have changed places, it is refused', async () => {
    const bench = classic();
    await expect(bench.runRequest(declaring(bench, {}, { stage: 'FINALIZED' }))).rejects.toThrow(/is not attached there; `stage` FINALIZED follows a completed CUT_OVER/);
  });
});
