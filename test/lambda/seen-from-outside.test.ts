/** What others see of a move: events, figures and the evidence, also when the function dies or nobody can hear it. */
import { ON_PREMISES, PLANTED_KEY, Workbench, WorkbenchOptions } from './workbench';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { PhaseEvent } from '../../src/contract/phase';

const remove = (bench: Workbench): MoveRequest => bench.request({ type: 'Delete', requestId: 'request-2' });

const heardBy = (bench: Workbench) => bench.announced.map(({ detail: { phase, direction } }) => `${phase} ${direction}`);

const keysHeardBy = (bench: Workbench) => [...new Set(bench.announced.map(({ detail }) => detail.idempotencyKey))];

const DIGEST = expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string;

const FORWARD = ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED'].map((phase) => `request-1/forward/${phase}`);

describe('a move that goes well', () => {
  test('is told phase by phase, at the times at which they were reached', async () => {
    const bench = new Workbench();
    const { planDigest, interruptionSeconds } = await bench.runRequest(bench.request());
    expect(keysHeardBy(bench)).toEqual(FORWARD);
    expect(bench.announced).toHaveLength(4);
    const times = bench.announced.map(({ at }) => at);
    expect([...times].sort()).toEqual(times);
    expect(bench.announced.at(-1)!.detail).toEqual({
      version: '1', idempotencyKey: 'request-1/forward/MIGRATED', vpnConnectionId: bench.connectionId, operationId: 'request-1', requestId: 'request-1',
      stackId: 'stack', phase: 'MIGRATED', direction: 'forward', from: { kind: 'virtual-private-gateway', id: bench.declaration.from.id },
      to: { kind: 'transit-gateway', id: bench.declaration.to.id }, planDigest, interruptionSeconds,
      backupDigest: DIGEST, recoveryDigests: { back: DIGEST, forward: DIGEST },
    });
    const counts = { Migrated: 1, MigratedUnverified: 0, MovedBack: 0, Held: 0 };
    expect(bench.measured).toEqual([{ InterruptionSeconds: interruptionSeconds, ...counts }]);
  });

  test('leaves evidence of what was, what was to be done, by whom, what happened and what is', async () => {
    const bench = new Workbench();
    const { planDigest, interruptionSeconds, transitGatewayAttachmentId } = await bench.runRequest(bench.request());
    const [evidence] = bench.evidence.values();
    expect([...bench.evidence.keys()]).toEqual(['request-1']);
    expect(evidence).toMatchObject({
      version: '1', operationId: 'request-1', outcome: 'migrated', interruptionSeconds, acceptedFindings: [],
      actor: { stackId: 'stack', logicalResourceId: 'Move', requestIds: ['request-1'], caller: expect.stringContaining('aws cloudtrail lookup-events') },
      baseline: { gateway: { id: bench.declaration.from.id }, state: 'available', staticRoutes: ON_PREMISES, tunnels: [{ status: 'UP' }, { status: 'UP' }] },
      plan: { digest: planDigest, lines: bench.plans.get(planDigest)!.lines },
      timeline: [{ phase: 'STARTED' }, { phase: 'MODIFIED' }, { phase: 'ARRANGED' }, { phase: 'MIGRATED' }],
      end: {
        gateway: { id: bench.declaration.to.id }, state: 'available', staticRoutes: [],
        attachment: { id: transitGatewayAttachmentId, associationRouteTableId: bench.transitGatewayEnd.associationRouteTableId },
        transitGatewayRoutes: ON_PREMISES.map((cidr) => `${bench.transitGatewayEnd.staticRouteTableIds[0]} ${cidr}`),
      },
    });
    const { baseline, end } = evidence as unknown as Record<'baseline' | 'end', { readonly vpcRoutes: readonly string[] }>;
    expect(baseline.vpcRoutes.filter((route) => route.includes(bench.declaration.from.id)).length).toBeGreaterThan(0);
    expect(end.vpcRoutes.filter((route) => route.includes(bench.declaration.to.id)).length).toBeGreaterThan(0);
  });

  test('gives no pre-shared key away', async () => {
    const bench = new Workbench();
    await bench.runRequest(bench.request());
    expect(bench.announced.length * bench.evidence.size * bench.measured.length).toBeGreaterThan(0);
    expect(JSON.stringify([bench.announced, [...bench.evidence], bench.measured])).not.toContain(PLANTED_KEY);
  });
});

describe('other ends', () => {
  test('a move that is taken back tells of the turn, and of its cause', async () => {
    const bench = new Workbench();
    await bench.invoke(bench.request(), 14);
    await bench.runRequest(remove(bench));
    expect(heardBy(bench)).toEqual(['STARTED forward', 'MODIFIED forward', 'TURNED_BACK forward', 'MODIFIED back', 'MOVED_BACK back']);
    expect(bench.announced[2].detail.cause).toBe('the resource was deleted before the move was complete');
    expect(bench.announced.map(({ detail }) => detail.requestId)).toEqual(['request-1', 'request-1', 'request-2', 'request-2', 'request-2']);
    const [evidence] = bench.evidence.values();
    expect(evidence).toMatchObject({ outcome: 'moved-back', actor: { requestIds: ['request-1', 'request-2'] }, end: { staticRoutes: ON_PREMISES } });
  });

  test('one that is held says what is missing, in the event and in the evidence, and its failure says where that is', async () => {
    const bench = new Workbench({ refusal: (operation) => (operation === 'CreateTransitGatewayRoute' ? 'RouteLimitExceeded' : undefined) });
    await expect(bench.runRequest(bench.request())).rejects.toThrow('evidence#request-1 in table Records is for the ticket');
    const { phase, missing, cause } = bench.announced.at(-1)!.detail;
    expect({ phase, missing }).toEqual({ phase: 'HELD', missing: ON_PREMISES.map((cidr) => expect.stringContaining(`create route ${cidr}`)) });
    expect(cause).toContain('RouteLimitExceeded');
    expect([...bench.evidence.values()][0]).toMatchObject({ outcome: 'held', missing, cause });
    expect(bench.measured).toEqual([expect.objectContaining({ Held: 1, Migrated: 0 })]);
  });

  test('a refusal is told with its findings, and again if it is asked for again', async () => {
    const bench = new Workbench();
    const declaration = { ...bench.declaration, vpcRouteTables: [] };
    await expect(bench.runRequest(bench.request({ declaration }))).rejects.toThrow('nothing was changed');
    await expect(bench.runRequest(bench.request({ declaration }))).rejects.toThrow('nothing was changed');
    expect(heardBy(bench)).toEqual(['REFUSED forward', 'REFUSED forward']);
    expect(keysHeardBy(bench)).toEqual(['request-1/forward/REFUSED']);
    expect(bench.announced[0].detail.cause).toContain('vpc-route-table-undeclared');
    expect([bench.evidence.size, bench.measured.length]).toEqual([0, 0]);
  });

  test('a move in a maintenance window is told of on each of its days', async () => {
    const bench = new Workbench();
    const staged = (stage: 'PREPARED' | 'CUT_OVER' | 'FINALIZED', requestId: string, previousStage?: 'PREPARED' | 'CUT_OVER') => bench.request({
      type: previousStage === undefined ? 'Create' : 'Update', requestId, previousStage, declaration: { ...bench.declaration, stage },
    });
    const { planDigest } = await bench.runRequest(staged('PREPARED', 'first'));
    await bench.runRequest(staged('CUT_OVER', 'second', 'PREPARED'));
    await bench.runRequest(staged('FINALIZED', 'third', 'CUT_OVER'));
    expect(keysHeardBy(bench)).toEqual([
      'first/forward/PREPARED', ...FORWARD.map((key) => key.replace('request-1', 'second')), 'third/forward/FINALIZED',
    ]);
    expect(planDigest).toMatch(/^sha256:/);
    expect(new Set(bench.announced.map(({ detail }) => detail.planDigest))).toEqual(new Set([planDigest]));
  });

  test('a finding that was accepted is in the evidence', async () => {
    const bench = new Workbench({ move: 'vgw-to-vgw' });
    const device = bench.network.seed.customerGateway();
    const other = bench.network.call('CreateVpnConnection', { Type: 'ipsec.1', CustomerGatewayId: device, VpnGatewayId: bench.declaration.from.id });
    bench.pass(600);
    const id = `other-connection-cut-off:${(other.VpnConnection as { VpnConnectionId: string }).VpnConnectionId}`;
    await bench.runRequest(bench.request({ declaration: { ...bench.declaration, acknowledgedFindings: [id] } }));
    expect([...bench.evidence.values()][0].acceptedFindings).toEqual([expect.objectContaining({ id })]);
  });
});

describe('whoever dies', () => {
  /** Every effect of a move, and of a cancelled one, is the one at which the function dies once, before or after it. */
  const deaths = (tell: (bench: Workbench) => Promise<unknown>, check: (bench: Workbench) => void) => async () => {
    for (const death of ['dies-before', 'dies-after'] as const) {
      let asked = Infinity;
      for (let at = 0; at < asked; at += 1) {
        let count = 0;
        const bench = new Workbench({ fate: () => (count++ === at ? death : 'works') });
        await tell(bench);
        asked = count;
        if (count > at) check(bench);
      }
      expect(asked).toBeGreaterThan(20);
    }
  };

  const reported = (bench: Workbench, operations: readonly string[]) => {
    expect([...bench.evidence.keys()]).toEqual(operations);
    const head = bench.heads.get(bench.connectionId)!;
    expect(head.concludedAt).toEqual(expect.any(Number));
    expect(head.announced).toBe(head.timeline!.length);
    expect(keysHeardBy(bench)).toEqual(expect.arrayContaining(head.timeline!.map(({ phase, direction }) => `${head.operationId}/${direction}/${phase}`)));
  };

  test('a move has evidence once, and each phase is told at least once', deaths(
    async (bench) => bench.runRequest(bench.request()),
    (bench) => {
      reported(bench, ['request-1']);
      expect(keysHeardBy(bench)).toEqual(expect.arrayContaining(['STARTED', 'ARRANGED', 'MIGRATED'].map((phase) => `request-1/forward/${phase}`)));
      expect([...bench.evidence.values()][0]).toMatchObject({ outcome: 'migrated', end: { gateway: { id: bench.declaration.to.id } } });
    },
  ), 120_000);

  test('a move that another request undoes leaves evidence of both', async () => {
    let dies = true;
    const bench = new Workbench({ fate: (effect) => (effect === 'note evidence' && dies ? 'dies-before' : 'works') });
    await expect(bench.invoke(bench.request())).rejects.toThrow();
    expect(bench.evidence.size).toBe(0);
    dies = false;
    bench.pass(10);
    const declaration = { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' } as const;
    expect((await bench.runRequest(bench.request({ type: 'Delete', requestId: 'request-2', declaration }))).outcome).toBe('moved-back');
    reported(bench, ['request-1', 'request-2']);
    expect([...bench.evidence.values()].map(({ outcome }) => outcome)).toEqual(['migrated', 'moved-back']);
    expect(keysHeardBy(bench)).toEqual([...FORWARD, ...['STARTED', 'MODIFIED', 'MOVED_BACK'].map((phase) => `request-2/back/${phase}`)]);
  });
});

describe('nobody listens', () => {
  const bystander = async (options: WorkbenchOptions) => {
    const bench = new Workbench(options);
    const answer = await bench.runRequest(bench.request());
    bench.pass(60);
    return { bench, answer };
  };

  test('the move goes as it would have gone, and the log says what was not told', async () => {
    const { bench: heard, answer: expected } = await bystander({});
    const { bench, answer } = await bystander({ announcing: () => new Error('the service is unavailable') });
    expect(answer).toEqual(expected);
    expect(bench.effects).toEqual(heard.effects);
    expect(bench.picture()).toEqual(heard.picture());
    expect(bench.announced).toEqual([]);
    expect(bench.journal.filter(({ event }) => event === 'unannounced').map(({ phase }) => phase)).toEqual(['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED']);
  });

  test('what cannot be written as evidence does not fail the move either', async () => {
    let tries = 0;
    const { bench, answer } = await bystander({
      fate: (effect) => {
        if (effect !== 'note evidence') return 'works';
        tries += 1;
        return 'loses-answer';
      },
    });
    expect(answer.outcome).toBe('migrated');
    expect(tries).toBeGreaterThan(1);
    expect(bench.journal).toContainEqual(expect.objectContaining({ event: 'evidence-unwritten', operationId: 'request-1' }));
    expect(bench.evidence.size).toBe(1);
  });
});

test('an announcement names the moment of its phase, not that of its sending', async () => {
  const sent: [PhaseEvent, number][] = [];
  const bench: Workbench = new Workbench({
    announcing: (event) => {
      sent.push([event, bench.now]);
      return { seconds: 0 };
    },
  });
  await bench.runRequest(bench.request());
  const [[modified, sentAt]] = sent.filter(([{ detail }]) => detail.phase === 'MODIFIED');
  expect(modified.at).toBe(bench.heads.get(bench.connectionId)!.modifyTakenAt);
  expect(sentAt).toBeGreaterThanOrEqual(modified.at);
});
