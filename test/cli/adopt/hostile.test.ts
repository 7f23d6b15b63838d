/** Whatever stands in a field of an estate, `adopt`'s code does what it does for a harmless text there: it has the same statements. */
import { spawnSync } from 'node:child_process';
import * as ts from 'typescript';
import { filesOf, ID } from './estate';
import { describe as described } from '../../../tools/cli/adopt/description';
import { importSteps } from '../../../tools/cli/adopt/importing';
import { pythonOf } from '../../../tools/cli/adopt/python';
import { typescriptOf } from '../../../tools/cli/adopt/typescript';
import { headOf } from '../../../tools/cli/adopt/writing';
import { Estate } from '../../../tools/cli/estate/estate';
import { readSaved } from '../../../tools/cli/estate/reading-saved';
import { CommandFailure } from '../../../tools/cli/terminal/command-failure';
import { hostileStrings, UNPRINTABLE } from '../output/hostile';
import { folderOf } from '../saved';

const HARMLESS = 'harmless';

/** A text or a number somewhere in an estate, by the way to it. */
type Path = readonly (string | number)[];

interface Written {
  readonly where: string;
  readonly text: string;
  readonly typescript: string;
  readonly python: string;
}

const estates: { readonly estate: Estate; readonly paths: readonly Path[] }[] = [];
const written: { readonly hostile: Written; readonly harmless: Written }[] = [];

beforeAll(async () => {
  for (const place of ['vgw', 'tgw'] as const) {
    const tags = { Tags: [{ Key: 'Name', Value: 'Berlin' }, { Key: 'aws:x', Value: 'x' }, { Key: 'owner', Value: 'x' }] };
    const files = filesOf({ place, routing: 'static', connection: tags, options: place === 'tgw' ? { TunnelBandwidth: 'large' } : {}, tunnel: TUNNEL });
    const [estate] = await readSaved(folderOf(tagged(files)), () => undefined);
    estates.push({ estate, paths: pathsIn(estate, []) });
  }
  for (const [index, text] of hostileStrings().entries()) {
    const { estate, paths } = estates[index % estates.length];
    const where = paths[Math.floor(index / estates.length) % paths.length];
    const free = withFreeTexts(estate, text);
    // There are fields of which no text is taken, and a connection is not declared then. What has a form must not have it by chance.
    const hostile = adopted(planted(free, where, `~${text}`) as Estate, where, text) ?? adopted(free, [], text)!;
    written.push({ hostile, harmless: harmlessAt(index % estates.length, hostile.where === '' ? [] : where) });
  }
}, 120_000);

/** In texts that somebody chose, and in words that AWS may add: all at a time, for they go different ways. */
function withFreeTexts(estate: Estate, text: string): Estate {
  const [connection] = estate.vpnConnections;
  const tags = [{ Key: text, Value: text }, { Key: 'Name', Value: text }, { Key: `aws:${text}`, Value: 'x' }];
  const [tunnel, ...tunnels] = connection.Options!.TunnelOptions!;
  const logs = { CloudWatchLogOptions: { ...tunnel.LogOptions!.CloudWatchLogOptions, LogOutputFormat: text } };
  const words = { StartupAction: text, IkeVersions: [{ Value: text }], LogOptions: logs };
  const options = { ...connection.Options, OutsideIpAddressType: text, TunnelOptions: [{ ...tunnel, ...words }, ...tunnels] };
  return {
    ...estate,
    vpnConnections: [{ ...connection, Tags: tags, Options: options }] as Estate['vpnConnections'],
    customerGateways: estate.customerGateways.map((each) => ({ ...each, DeviceName: text, Tags: tags })),
    transitGatewayAttachments: estate.transitGatewayAttachments.map((each) => ({ ...each, Tags: tags })),
  };
}

const harmlessTexts = new Map<string, Written>();

function harmlessAt(which: number, where: Path): Written {
  const name = [which, ...where].join('.');
  const { estate } = estates[which];
  const free = withFreeTexts(estate, HARMLESS);
  const known = harmlessTexts.get(name) ?? adopted(where.length === 0 ? free : planted(free, where, `~${HARMLESS}`) as Estate, where, HARMLESS)!;
  harmlessTexts.set(name, known);
  return known;
}

const TUNNEL = {
  Phase1LifetimeSeconds: 3_600, StartupAction: 'start', DpdTimeoutAction: 'restart', IkeVersions: [{ Value: 'ikev2' }], Phase1DHGroupNumbers: [{ Value: 14 }],
  Phase1EncryptionAlgorithms: [{ Value: 'AES256' }],
  LogOptions: { CloudWatchLogOptions: { LogEnabled: true, LogGroupArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:vpn', LogOutputFormat: 'text' } },
};

test('fields of most kinds were tried besides, and each text in comments and literals', () => {
  const tried = new Set(written.map(({ hostile }) => hostile.where.replace(/\d+/g, '#')));
  for (const field of ['vpnConnections.#.Options.TunnelOptions.#.Phase#LifetimeSeconds', 'customerGateways.#.BgpAsn', 'region', 'routeTables.#.RouteTableId']) expect(tried).toContain(field);
  for (const { hostile } of written.filter(({ hostile: { text } }) => /^[a-z]+$/.test(text))) {
    expect(hostile.typescript).toContain(`'${hostile.text}'`);
    expect(hostile.typescript).toMatch(new RegExp(`^// - .*StartupAction "${hostile.text}"`, 'm'));
  }
});

test('TypeScript has the statements that it has for a harmless text', () => {
  const expected = new Map([...harmlessTexts.values()].map((each) => [each, kindsOf(each.typescript)]));
  expect(written.filter(({ hostile, harmless }) => kindsOf(hostile.typescript) !== expected.get(harmless)).map(named)).toEqual([]);
});

(process.env.CI !== undefined || spawnSync('python3', ['--version']).status === 0 ? test : test.skip)('Python has the statements that it has for a harmless text', () => {
  const program = [
    'import ast, json, sys', 'kinds = lambda code: [type(each).__name__ for each in ast.walk(ast.parse(code.encode()))]',
    'pairs = json.load(sys.stdin)', 'print(json.dumps([at for at, (hostile, harmless) in enumerate(pairs) if kinds(hostile) != kinds(harmless)]))',
  ].join('\n');
  const input = JSON.stringify(written.map(({ hostile, harmless }) => [hostile.python, harmless.python]));
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  expect(stderr).toBe('');
  expect((JSON.parse(stdout) as number[]).map((at) => named(written[at]))).toEqual([]);
});

test('nothing in either is unseen', () => {
  expect(written.filter(({ hostile: { typescript, python } }) => UNPRINTABLE.test(`${typescript}${python}`.replaceAll('\n', ''))).map(named)).toEqual([]);
});

function named({ hostile: { where, text } }: { readonly hostile: Written }): string {
  return `${JSON.stringify(text)} in free texts and ${where}`;
}

/** Nothing where the estate is not what can be declared any more. */
function adopted(estate: Estate, where: Path, text: string): Written | undefined {
  try {
    const description = described(estate, estate.vpnConnections[0], true);
    const { code } = description;
    const whole = (language: 'typescript' | 'python') => ({ ...code, head: headOf(description, language, importSteps(description)) });
    return { where: where.join('.'), text, typescript: typescriptOf(whole('typescript')).text, python: pythonOf(whole('python')).text };
  } catch (error) {
    if (error instanceof CommandFailure) return undefined;
    throw error;
  }
}

/** Every node's kind, in order: what a literal or a name says is left out. What is no code has none. */
function kindsOf(code: string): string {
  const source = ts.createSourceFile('adopted.ts', code, ts.ScriptTarget.ES2022, true) as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] };
  const kinds: ts.SyntaxKind[] = [];
  const visit = (node: ts.Node): void => {
    kinds.push(node.kind);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return source.parseDiagnostics.length > 0 ? 'no code' : kinds.join(' ');
}

function pathsIn(value: unknown, path: Path): Path[] {
  if (typeof value === 'string' || typeof value === 'number') return [path];
  if (value instanceof Map) return [...value].flatMap(([key, each]) => pathsIn(each, [...path, String(key)]));
  if (Array.isArray(value)) return value.flatMap((each, index) => pathsIn(each, [...path, index]));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, each]) => pathsIn(each, [...path, key]));
}

function planted(value: unknown, [key, ...rest]: Path, text: string): unknown {
  if (key === undefined) return text;
  if (value instanceof Map) return new Map([...value].map(([each, inner]) => [each, each === key ? planted(inner, rest, text) : inner]));
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? planted(each, rest, text) : each) as unknown);
  return { ...value as object, [key]: planted((value as Record<string, unknown>)[key], rest, text) };
}

function tagged(files: Record<string, Record<string, unknown>>): Record<string, unknown> {
  const { 'transit-gateway-attachments.json': { TransitGatewayAttachments: attachments }, ...others } = files;
  return { ...others, 'transit-gateway-attachments.json': { TransitGatewayAttachments: (attachments as object[]).map((each) => ({ ...each, Tags: [{ Key: 'owner', Value: 'x' }] })) } };
}

test('a connection of the story is the one that is adopted', () => {
  expect(estates.map(({ estate }) => estate.vpnConnections[0].VpnConnectionId)).toEqual([ID, ID]);
});
