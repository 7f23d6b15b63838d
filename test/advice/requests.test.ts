/**
 * The same for what a deployment of a move is refused over besides findings, and for a move that is held: what the answer says is done to
 * the letter, and the next deployment comes through.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { identityOf, MoveDeclaration, Stage } from '../../src/contract/declaration';
import { ON_PREMISES, Workbench, WorkbenchOptions } from '../lambda/workbench';

const ROOT = path.join(__dirname, '..', '..');

interface Story {
  /** The file that has the words, and how they go. */
  readonly words: readonly [file: string, says: RegExp];
  readonly when: string;
  readonly bench?: WorkbenchOptions;
  /** What was deployed before, and what is refused. */
  readonly refused: (bench: Workbench) => Promise<string>;
  /** @returns the outcome of what the answer says to deploy */
  readonly follow: (bench: Workbench, said: RegExpExecArray) => Promise<string>;
  readonly ends: string;
}

const AUTHORITY = 'lambda/engine/authority.ts';
const REQUEST = 'lambda/engine/request-decision.ts';
const CHECKS = 'lambda/runner/checks.ts';
const WORKFLOW = 'lambda/runner/workflow.ts';

const STORIES: readonly Story[] = [
  {
    words: [REQUEST, /declare the next move as another VpnTargetMigration and leave this one as it is/],
    when: 'a finished move is edited',
    refused: async (bench) => {
      await moved(bench);
      return refusal(bench, update(bench, { from: bench.declaration.to, to: bench.declaration.from }));
    },
    follow: async (bench) => {
      expect(await outcome(bench, update(bench))).toBe('unchanged');
      return outcome(bench, another(bench, wayBack(bench)));
    },
    ends: 'migrated',
  },
  {
    words: [AUTHORITY, /operation \S+ of \S+ is open on \S+; let it end first/],
    when: 'another construct is at work',
    refused: async (bench) => {
      await bench.invoke(create(bench), 14);
      return refusal(bench, another(bench, bench.declaration));
    },
    follow: async (bench) => {
      await bench.runRequest(create(bench));
      return outcome(bench, another(bench, bench.declaration));
    },
    ends: 'unchanged',
  },
  {
    words: [AUTHORITY, /operation \S+ is not over yet; let CUT_OVER complete it first/],
    when: 'a move is finalized that is under way',
    refused: async (bench) => {
      await bench.invoke(create(bench), 14);
      return refusal(bench, update(bench, {}, 'FINALIZED', 'CUT_OVER'));
    },
    follow: async (bench) => {
      await bench.runRequest(create(bench));
      return outcome(bench, update(bench, {}, 'FINALIZED', 'CUT_OVER'));
    },
    ends: 'finalized',
  },
  {
    words: [REQUEST, /declare the way back as another VpnTargetMigration/],
    when: 'a finished move is set back to PREPARED',
    refused: async (bench) => {
      await moved(bench);
      return refusal(bench, update(bench, {}, 'PREPARED', 'CUT_OVER'));
    },
    follow: async (bench) => outcome(bench, another(bench, wayBack(bench))),
    ends: 'migrated',
  },
  {
    words: [REQUEST, /or remove this one with `onRemoval` MOVE_BACK/],
    when: 'it is',
    refused: async (bench) => {
      await moved(bench);
      return refusal(bench, update(bench, {}, 'PREPARED', 'CUT_OVER'));
    },
    follow: async (bench) => outcome(bench, { ...update(bench, { onRemoval: 'MOVE_BACK' }), type: 'Delete' }),
    ends: 'moved-back',
  },
  {
    words: [REQUEST, /`stage` FINALIZED follows CUT_OVER: deploy that first, and see that the network works/],
    when: 'a prepared move is finalized',
    refused: async (bench) => {
      await bench.runRequest(create(bench, { stage: 'PREPARED' }));
      return refusal(bench, update(bench, {}, 'FINALIZED', 'PREPARED'));
    },
    follow: async (bench) => {
      expect(await outcome(bench, update(bench, {}, 'CUT_OVER', 'PREPARED'))).toBe('migrated');
      return outcome(bench, update(bench, {}, 'FINALIZED', 'CUT_OVER'));
    },
    ends: 'finalized',
  },
  {
    words: [REQUEST, /the move is held: .*; let CUT_OVER continue it first/],
    when: 'a held move is finalized',
    refused: async (bench) => {
      await bench.runRequest(create(bench, { stage: 'PREPARED' }));
      await held(bench, update(bench, {}, 'CUT_OVER', 'PREPARED'));
      return refusal(bench, update(bench, {}, 'FINALIZED', 'CUT_OVER'));
    },
    follow: async (bench) => {
      mend(bench);
      expect(await outcome(bench, update(bench, {}, 'CUT_OVER', 'PREPARED'))).toBe('migrated');
      return outcome(bench, update(bench, {}, 'FINALIZED', 'CUT_OVER'));
    },
    ends: 'finalized',
  },
  {
    words: ['lambda/runner/finalize.ts', /`stage` FINALIZED follows a completed CUT_OVER/],
    when: 'a move is made FINALIZED at once',
    refused: async (bench) => refusal(bench, create(bench, { stage: 'FINALIZED' })),
    follow: async (bench) => {
      expect(await outcome(bench, createAgain(bench))).toBe('migrated');
      return outcome(bench, update(bench, {}, 'FINALIZED', 'CUT_OVER'));
    },
    ends: 'finalized',
  },
  {
    words: ['lambda/runner/open.ts', /there is nothing to prepare, so set `stage` to CUT_OVER/],
    when: 'what was moved is prepared by another construct',
    refused: async (bench) => {
      await moved(bench);
      return refusal(bench, another(bench, { ...bench.declaration, stage: 'PREPARED' }));
    },
    follow: async (bench) => outcome(bench, another(bench, bench.declaration)),
    ends: 'unchanged',
  },
  {
    words: ['lambda/runner/open.ts', /there is nothing to prepare, so set `stage` to CUT_OVER or FINALIZED/],
    when: 'it is',
    refused: async (bench) => {
      await moved(bench);
      return refusal(bench, another(bench, { ...bench.declaration, stage: 'PREPARED' }));
    },
    follow: async (bench) => outcome(bench, another(bench, { ...bench.declaration, stage: 'FINALIZED' })),
    ends: 'finalized',
  },
  {
    words: [CHECKS, /of `healthAlarms` (\S+) is in ALARM already; mend that/],
    when: 'an alarm is on',
    refused: async (bench) => {
      bench.alarmStates.set('Latency', 'ALARM');
      return refusal(bench, create(bench, { verification: { ...bench.declaration.verification, alarmNames: ['Latency'], bakeSeconds: 60 } }));
    },
    follow: async (bench) => {
      bench.alarmStates.set('Latency', 'OK');
      return outcome(bench, createAgain(bench, { verification: { ...bench.declaration.verification, alarmNames: ['Latency'], bakeSeconds: 60 } }));
    },
    ends: 'migrated',
  },
  {
    words: [CHECKS, /of `healthAlarms` (\S+) is no metric alarm of this account and region; .* or leave it out/],
    when: 'an alarm is misspelt',
    refused: async (bench) => refusal(bench, create(bench, { verification: { ...bench.declaration.verification, alarmNames: ['Latencey'], bakeSeconds: 60 } })),
    follow: async (bench) => outcome(bench, createAgain(bench)),
    ends: 'migrated',
  },
  {
    words: [CHECKS, /today's plan is (sha256:\w+) and .* approve today's plan by its digest/s],
    when: 'another plan was approved',
    refused: async (bench) => refusal(bench, create(bench, { approvedPlan: `sha256:${'0'.repeat(64)}` })),
    follow: async (bench, [, approvedPlan]) => outcome(bench, createAgain(bench, { approvedPlan })),
    ends: 'migrated',
  },
  {
    words: [CHECKS, /\+ static route (\S+) of the connection goes.*Mend the network/s],
    when: 'the network is another than was approved',
    refused: async (bench) => {
      const { planDigest: approvedPlan } = await bench.runRequest(create(bench, { stage: 'PREPARED' }));
      bench.network.call('CreateVpnConnectionRoute', { VpnConnectionId: bench.connectionId, DestinationCidrBlock: '10.77.0.0/16' });
      bench.pass(60);
      return refusal(bench, update(bench, { approvedPlan }, 'CUT_OVER', 'PREPARED'));
    },
    follow: async (bench, [, cidr]) => {
      const [approvedPlan] = bench.plans.keys();
      bench.network.call('DeleteVpnConnectionRoute', { VpnConnectionId: bench.connectionId, DestinationCidrBlock: cidr });
      bench.pass(60);
      return outcome(bench, update(bench, { approvedPlan }, 'CUT_OVER', 'PREPARED'));
    },
    ends: 'migrated',
  },
  {
    words: [WORKFLOW, /route \S+ in \S+ leads to nowhere.*Mend the cause and deploy again: the move is continued from its record in table (\S+)/s],
    when: 'a move is held, and the stack has it still',
    refused: async (bench) => {
      await bench.runRequest(create(bench, { stage: 'PREPARED' }));
      return held(bench, update(bench, {}, 'CUT_OVER', 'PREPARED'));
    },
    follow: async (bench) => {
      mend(bench);
      return outcome(bench, update(bench, {}, 'CUT_OVER', 'PREPARED'));
    },
    ends: 'migrated',
  },
];

test.each(STORIES)('$when: $words.1', async ({ words: [, says], bench: options, refused, follow, ends }) => {
  const bench = new Workbench(options);
  const said = says.exec(await refused(bench));
  expect(said).not.toBeNull();
  bench.pass(60);
  expect(await follow(bench, said!)).toBe(ends);
});

/** So many sentences of each file tell to do something: whoever writes another one has to follow it here. */
test('every sentence that tells to do something was followed', () => {
  const reported: Readonly<Record<string, RegExp>> = {
    [AUTHORITY]: /\blet (it|CUT_OVER)\b/g,
    [REQUEST]: /\b(declare the|or remove|let (it|CUT_OVER)|deploy that)\b/g,
    [CHECKS]: /\b(mend that|or leave it out|Mend the network|or approve)\b/g,
    'lambda/runner/open.ts': /\bset `stage` to/g,
    'lambda/runner/finalize.ts': /FINALIZED follows/g,
    [WORKFLOW]: /\bMend the cause/g,
  };
  const counts = Object.fromEntries(Object.entries(reported).map(([file, pattern]) => [file, (readFileSync(path.join(ROOT, file), 'utf8').match(pattern) ?? []).length]));
  expect(counts).toEqual({
    [AUTHORITY]: 2, [REQUEST]: 5, [CHECKS]: 4, 'lambda/runner/open.ts': 1, 'lambda/runner/finalize.ts': 1, [WORKFLOW]: 1,
  });
});

let requests = 0;

function create(bench: Workbench, changes: Partial<MoveDeclaration> = {}, requestId = 'create'): MoveRequest {
  return bench.request({ requestId, declaration: { ...bench.declaration, ...changes } });
}

/** When the first was refused, and its stack deleted. */
function createAgain(bench: Workbench, changes: Partial<MoveDeclaration> = {}): MoveRequest {
  return create(bench, changes, 'created-again');
}

/** Another resource, made now. */
function another(bench: Workbench, declaration: MoveDeclaration): MoveRequest {
  requests += 1;
  return bench.request({ requestId: `another-${requests}`, owner: 'stack|Another', declaration });
}

function update(bench: Workbench, changes: Partial<MoveDeclaration> = {}, stage: Stage = 'CUT_OVER', previousStage: Stage = 'CUT_OVER'): MoveRequest {
  requests += 1;
  const declaration = { ...bench.declaration, ...changes, stage };
  const sameMove = identityOf(declaration) === identityOf(bench.declaration);
  return bench.request({ type: 'Update', requestId: `update-${requests}`, sameMove, previousStage, declaration });
}

function wayBack({ declaration }: Workbench): MoveDeclaration {
  return { ...declaration, from: declaration.to, to: declaration.from };
}

async function moved(bench: Workbench): Promise<void> {
  await bench.runRequest(create(bench));
  bench.pass(60);
}

/** Somebody makes a route that the move has to make. */
async function held(bench: Workbench, request: MoveRequest): Promise<string> {
  await bench.invoke(request, 14);
  const [TransitGatewayRouteTableId] = bench.transitGatewayEnd.staticRouteTableIds;
  bench.network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId, DestinationCidrBlock: ON_PREMISES[0], Blackhole: true });
  return refusal(bench, request);
}

function mend(bench: Workbench): void {
  const [TransitGatewayRouteTableId] = bench.transitGatewayEnd.staticRouteTableIds;
  bench.network.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId, DestinationCidrBlock: ON_PREMISES[0] });
  bench.pass(60);
}

async function refusal(bench: Workbench, request: MoveRequest): Promise<string> {
  return bench.runRequest(request).then(({ outcome: unexpected }) => unexpected, (error: Error) => error.message);
}

async function outcome(bench: Workbench, request: MoveRequest): Promise<string> {
  return (await bench.runRequest(request)).outcome;
}
