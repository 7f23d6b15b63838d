/**
 * Goal: whatever text stands where an id, a CIDR block, a Region or a name is wanted, a recovery script and a runbook run nothing that they
 * do not say, and each argument of `aws` is the text.
 * Method: backups of every kind and a runbook, with texts drawn by fast-check in the place of every id; their real text in a real bash.
 * `HOSTILE_SEED` begins elsewhere, `HOSTILE_STRINGS=10000` draws more.
 */
import * as fc from 'fast-check';
import { hostileTexts, pasted } from './hostile-text';
import { backupOf as backupIn, isManifest, itemIn } from './records';
import { Action } from '../../lambda/engine/actions';
import { Backup, Intent } from '../../lambda/engine/record';
import { fetchCommand, procedureOf, recoveryScripts } from '../../lambda/engine/recovery';
import { manualProcedure } from '../../lambda/engine/recovery/manual-procedure';
import { ATTACHMENT, Procedure } from '../../lambda/engine/recovery/procedure';
import { FRAME, TUNNELS } from '../../lambda/engine/recovery/shell';
import { lines, sh } from '../../lambda/engine/recovery/shell-text';
import { change, commandOf, see } from '../../lambda/engine/recovery/steps';
import { printable } from '../../src/contract/printable-text';
import { declareMove } from '../../tools/cli/declaring/declare';
import { connectionIn } from '../../tools/cli/estate/connection-in';
import { readAws } from '../../tools/cli/estate/reading-aws';
import { reportOf } from '../../tools/cli/plan/report';
import { simulate } from '../../tools/cli/plan/simulation';
import { backupOf } from '../../tools/cli/runbook/backup';
import { RunbookOf, runbookOf } from '../../tools/cli/runbook/markdown';
import { clientOf } from '../../tools/rehearsal/embedded-ec2/client';
import * as estate from '../engine/estate';
import { Workbench } from '../lambda/workbench';
import { fileOf, fixturesOf, versions } from '../records/fixture';

const SEED = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31);
const TEXTS = Number(process.env.HOSTILE_STRINGS ?? 500);
/** So many go into one estate, and so into one bash. */
const BATCH = 25;

const REGION = 'eu-central-1';
const FOUND = 'tgw-attach-found';
const INTENTS: readonly Intent[] = ['back', 'forward'];
/** Those that ran, when a review tried them. */
const TRIED: [boolean, string][] = Array.from({ length: BATCH }, (_, index) => (
  [true, ['0ce8$(touch PWNED)', '0ce8`touch PWNED`', '0ce8\ntouch PWNED\n', '0ce8\n```\ntouch PWNED\n'][index % 4]]));

const batch = fc.array(fc.tuple(fc.boolean(), hostileTexts), { minLength: BATCH, maxLength: BATCH });

/** Each id is two other texts, after its prefix or alone. */
function withHostileIds<T>(document: T, texts: readonly (readonly [boolean, string])[]): T {
  const known = new Map<string, string>();
  const hostile = (id: string, prefix: string) => {
    const [[isPrefixed, text], [, more]] = [0, 1].map((offset) => texts[(2 * known.size + offset) % texts.length]);
    if (!known.has(id)) known.set(id, `${isPrefixed ? prefix : ''}${text}${more}.${known.size}`);
    return known.get(id)!;
  };
  const mapped = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(/((?:[a-z]+-)+)[0-9a-f]{8,17}\b/g, hostile);
    if (Array.isArray(value)) return value.map(mapped);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapped(each)]));
  };
  return mapped(document) as T;
}

/** What is seen is as it was before each step, so that every one is called. */
const AS_BEFORE = `eval "real_$(declare -f change)"
change() { local what=$1 before=$3; shift 3; real_change "$what" "$before" "$before" "$@"; }
nothing_is_missing() { true; }
row() { printf 'seen\\n'; }`;

/** The functions of a script, called each once instead of in rounds. */
function everyStepOf(script: string): string {
  const [definitions, rounds] = script.split(/\n(?=finish\(\) \{\n)/);
  const [, modify = ':'] = /^ *if (aws ec2 modify-vpn-connection .*) >\/dev\/null; then/m.exec(rounds) ?? [];
  return ['(', definitions, AS_BEFORE, 'unfinished=0 left=0 gateway=none transit_gateway_routes= vpc_routes= vpn_gateways= propagations= static_routes=',
    'look', `attachment=${FOUND} attachment_state=available`, '! declare -f leave >/dev/null || leave', modify, 'arrange', ')'].join('\n');
}

function callsOf(procedure: Procedure, region = REGION): string[][] {
  const { backup: { vpnConnectionId }, leaveSource, modify, configureTarget } = procedure;
  return [...leaveSource, ...modify === undefined ? [] : [modify], ...configureTarget.flat()].map((action) => {
    const [operation, ...parameters] = commandOf(vpnConnectionId, action);
    return ['ec2', operation, '--region', region, ...parameters.map((word) => (word === ATTACHMENT ? FOUND : word))];
  });
}

function changing(calls: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return calls.filter(([, operation]) => !/^(describe|get|search)-/.test(operation));
}

/** Nothing that a shell says reaches a terminal but as what is seen there. */
const NOT_SEEN = /[^\n -~]/;

const backup: Backup = {
  vpnConnectionId: estate.VPN, operationId: 'operation-1', writtenAt: estate.START, tunnelsUp: 2, plan: estate.plan, survey: estate.snapshot,
};

/** Of every kind that has a command, but for those whose condition is more than one thing. */
const inTable = { routeTableId: 'rtb' } as const;
const attached = { ...inTable, attachmentId: ATTACHMENT } as const;
const gateway = { kind: 'transit-gateway', id: 'tgw' } as const;
const ACTIONS: readonly Action[] = [
  { do: 'delete-static-route', cidr: 'cidr' }, { do: 'create-static-route', cidr: 'cidr' },
  { do: 'associate-route-table', ...attached }, { do: 'disassociate-route-table', ...attached },
  { do: 'enable-propagation', ...attached }, { do: 'disable-propagation', ...attached },
  { do: 'create-transit-gateway-route', ...attached, cidr: 'cidr' }, { do: 'delete-transit-gateway-route', ...inTable, cidr: 'cidr' },
  { do: 'replace-vpc-route', ...inTable, destination: 'cidr', to: gateway }, { do: 'create-vpc-route', ...inTable, destination: 'cidr', to: gateway },
  { do: 'delete-vpc-route', ...inTable, destination: 'cidr' },
  { do: 'enable-vgw-propagation', ...inTable, gatewayId: 'vgw' }, { do: 'disable-vgw-propagation', ...inTable, gatewayId: 'vgw' },
  { do: 'attach-vpn-gateway', gatewayId: 'vgw', vpcId: 'vpc' }, { do: 'detach-vpn-gateway', gatewayId: 'vgw', vpcId: 'vpc' },
];

/** What is asked in each round, with nothing behind it. */
const QUESTIONS = ['static_route', 'association', 'propagation', 'transit_gateway_route', 'vpc_route', 'vgw_propagation', 'vpn_gateway']
  .map((name) => `${name}() { printf 'seen\\n'; }`).join('\n');

/** Backups as the function wrote them, of every kind of operation. */
const BACKUPS = versions().flatMap(fixturesOf).filter(({ state }) => state === 'completed').map((fixture) => {
  const items = fixture.items.flatMap((item) => itemIn(JSON.stringify({ Item: item })));
  return [fileOf(fixture), backupIn(items.find(isManifest)!, items) as unknown as Backup] as const;
});

/** Everything about the runbook of a move, as the command collects it. */
async function runbookOfAnEstate(): Promise<RunbookOf> {
  const { network, connectionId, declaration: { to } } = new Workbench({ move: 'vgw-to-tgw' });
  const found = connectionIn([await readAws(clientOf(network), network.region, () => undefined)], connectionId);
  const declared = declareMove(found.estate, found.connection, { to: to.id });
  const simulation = await simulate(found.estate, declared.declaration, estate.START);
  const report = reportOf({ region: REGION, declared, simulation });
  return { report, backup: backupOf(simulation, estate.START), connection: found.connection };
}

/** On the way by hand everything stands where it has to, and is seen at once. */
const BY_HAND = `${AS_BEFORE}
rounds=0
look_again() { unfinished=0 left=0 stopped=0 attachment=${FOUND} transit_gateway_routes= vpc_routes= vpn_gateways= propagations= static_routes=; }
at_source() { true; }
arrived() { true; }`;

/** The blocks that are to be pasted, what there is of markup beside them, and what nobody would see. */
function shapeOf(markdown: string): { readonly blocks: string[]; readonly prose: readonly string[]; readonly unseen: readonly string[] } {
  const [blocks, prose]: string[][] = [[], []];
  const written = markdown.split('\n');
  for (let index = 0; index < written.length; index += 1) {
    const [fence, language] = /^(`{3,})(.*)$/.exec(written[index])?.slice(1) ?? [];
    if (fence === undefined) {
      const line = written[index].replace(/\\[!-/:-@[-`{-~]|`[^`]+`/g, ''); // code is text, as what is escaped
      prose.push((line.match(/^(?:#+ |- |\d+\. )|[`*_[\]<>|~#@$&]|:\/\/|www\./g) ?? []).join(''));
      continue;
    }
    const end = written.findIndex((line, at) => at > index && /^`+ *$/.test(line) && line.trimEnd().length >= fence.length);
    prose.push(`a block: ${language}`);
    if (language === 'bash') blocks.push(written.slice(index + 1, end).join('\n'));
    index = end;
  }
  return { blocks, prose, unseen: written.filter((line) => printable(line) !== line) };
}

describe(`with HOSTILE_SEED=${SEED}`, () => {
  const drawn = { seed: SEED, numRuns: Math.ceil(TEXTS / BATCH), endOnFailure: process.env.CI !== undefined };

  test('a word arrives as the text', () => {
    const texts = fc.sample(hostileTexts, { seed: SEED, numRuns: TEXTS });
    const batches = Array.from({ length: Math.ceil(TEXTS / BATCH) }, (_, index) => texts.slice(index * BATCH, (index + 1) * BATCH));
    const blocks = batches.map((each) => lines(
      ...each.map((text) => lines(sh`name=${text} # it's not a quote`, sh`said=$(printf %s ${text}.)`, sh`aws+=("$name" "$said")`)),
      sh`aws ${each} "\${aws[@]}" ${each.map((text) => sh`--name=${text}`)}; aws=()`,
    ));
    const { calls, besides } = pasted(`aws=()\n${String(lines(...blocks))}`);
    expect(besides).toEqual([]);
    expect(calls).toEqual(batches.map((each) => [...each, ...each.flatMap((text) => [text, `${text}.`]), ...each.map((text) => `--name=${text}`)]));
  });

  test('each step is called with its texts, and seen', () => {
    fc.assert(fc.property(fc.array(hostileTexts, { minLength: BATCH, maxLength: BATCH }), (texts) => {
      let drawnTexts = 0;
      const next = () => `${texts[drawnTexts++ % BATCH]}.${drawnTexts}`;
      const actions = ACTIONS.map((action) => Object.fromEntries(Object.entries(action).map(([name, value]) => (
        [name, name === 'do' || value === ATTACHMENT ? value : typeof value === 'string' ? next() : { ...value, id: next() }]))) as unknown as Action);
      const [vpnConnectionId, left, arrivedAt] = [next(), next(), next()];
      const procedure: Procedure = {
        backup: { ...backup, vpnConnectionId }, intent: 'forward', leaveSource: [], configureTarget: [actions],
        source: { ...estate.plan.from, gateway: { ...estate.plan.from.gateway, id: left } },
        target: { ...estate.plan.to, gateway: { ...estate.plan.to.gateway, id: arrivedAt }, associationRouteTableId: next() },
      };
      const { calls, besides, output } = pasted([
        FRAME, AS_BEFORE, QUESTIONS, `region=${REGION} attachment=${FOUND} unfinished=0 left=0`,
        'see() { shift; aws see "$@"; }', ...actions.flatMap((action) => [change(procedure, action), see(procedure, action)]),
      ].join('\n'));
      expect(besides).toEqual([]);
      expect(changing(calls).filter(([first]) => first === 'ec2')).toEqual(callsOf({ ...procedure, configureTarget: [actions] }));
      expect(calls.filter(([first]) => first === 'see')).toHaveLength(actions.length);
      expect(output).not.toMatch(NOT_SEEN);
    }), drawn);
  });

  test('the scripts of every kind of operation call what their procedure has, and nothing else', () => {
    let turn = 0;
    fc.assert(fc.property(batch, (texts) => {
      const [file, kept] = BACKUPS[turn++ % BACKUPS.length];
      const hostile = withHostileIds(kept, texts);
      const scripts = recoveryScripts(hostile);
      for (const script of Object.values(scripts)) expect(script.split('\n').map(printable).join('\n')).toBe(script);
      const { calls, besides, output } = pasted([scripts.back, scripts.forward].map(everyStepOf).join('\n'));
      expect([file, besides]).toEqual([file, []]);
      expect([file, changing(calls)]).toEqual([file, INTENTS.flatMap((intent) => callsOf(procedureOf(hostile, intent)))]);
      expect(output).not.toMatch(NOT_SEEN);
    }), { ...drawn, examples: [[TRIED]] });
  });

  test('the command that fetches a script takes a table and an operation as they are', () => {
    const [table, vpnConnectionId, operationId] = fc.sample(hostileTexts, { seed: SEED, numRuns: 3 });
    const { calls: [call], besides } = pasted(fetchCommand(table, { vpnConnectionId, operationId }, 'back'));
    expect([besides, call.slice(0, 5)]).toEqual([['the file back.sh'], ['dynamodb', 'query', '--table-name', table, '--consistent-read']]);
    expect(JSON.parse(call[call.indexOf('--expression-attribute-values') + 1])).toEqual({
      ':connection': { S: vpnConnectionId }, ':script': { S: `recovery#${operationId}#back#` },
    });
  });

  test('the blocks of a runbook call the same, and its Markdown is built as of an ordinary estate', async () => {
    const ordinary = await runbookOfAnEstate();
    const shape = shapeOf(runbookOf(ordinary).text);
    fc.assert(fc.property(batch, hostileTexts, (texts, text) => {
      const hostile = withHostileIds(ordinary, texts);
      const region = `${REGION}${text}`;
      const notes = hostile.report.remarks.map((each) => `${text}${each}${text}`);
      const { blocks, ...markdown } = shapeOf(runbookOf({ ...hostile, report: { ...hostile.report, region, remarks: notes } }).text);
      expect(markdown).toEqual({ prose: shape.prose, unseen: [] });
      const ways = (['forward', 'back'] as const).map((intent) => manualProcedure(hostile.backup, intent, region));
      expect(blocks.map((each) => each.trimEnd())).toEqual(ways.flatMap(({ preparation, stages }) => (
        [preparation, ...stages.flatMap(({ commands, check }) => [commands, check]), TUNNELS].map((each) => String(each).trimEnd()))));
      const [settings, ...others] = blocks;
      const back = blocks.indexOf(String(ways[1].preparation).trimEnd());
      const { calls, besides, output } = pasted([
        settings, BY_HAND, ...others.slice(0, back - 1), blocks[back], BY_HAND, ...blocks.slice(back + 1),
      ].join('\n'));
      expect(besides).toEqual([]);
      expect(changing(calls)).toEqual((['forward', 'back'] as const).flatMap((intent) => callsOf(procedureOf(hostile.backup, intent), region)));
      expect(output).not.toMatch(NOT_SEEN);
    }), { ...drawn, examples: [[TRIED, '$(touch PWNED)']] });
  });
});
