/** What the constructs, the README's snippets and the examples each add to a stack: how much fits into one is decided by it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { snippetStack } from './snippet-stack';
import * as library from '../../../src';

export interface Counts {
  readonly resources: number;
  readonly functions: number;
  readonly stateMachines: number;
  readonly roles: number;
  readonly policies: number;
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
}

const ROOT = path.join(__dirname, '..', '..', '..');

export function countsOf(templates: readonly Template[]): Counts {
  const types = templates.flatMap(({ Resources = {} }) => Object.values(Resources).map(({ Type }) => Type));
  const count = (...named: string[]) => types.filter((type) => named.includes(type)).length;
  return {
    resources: types.length,
    functions: count('AWS::Lambda::Function'),
    stateMachines: count('AWS::StepFunctions::StateMachine'),
    roles: count('AWS::IAM::Role'),
    policies: count('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'),
  };
}

/** Of a stack that has nothing else. */
export function countsIn(fill: (stack: Stack) => void): Counts {
  return countsOfStack((scope, id) => fill(new Stack(scope, id)));
}

function countsOfStack(make: (scope: Construct, id: string) => void): Counts {
  const stage = new Stage(new App({ analyticsReporting: false }), 'Stage', { env: { account: '111122223333', region: 'eu-central-1' } });
  make(stage, 'Network');
  return countsOf(stage.synth().stacks.map(({ template }) => template as Template));
}

const { SiteToSiteVpn, TargetChange, TargetGateway, VpnRouting, VpnTargetMigration } = library;
const [TABLE, OTHER_TABLE] = ['tgw-rtb-0a1b2c3d4e5f60718', 'tgw-rtb-0f1e2d3c4b5a69788'];
const vgw = () => TargetGateway.virtualPrivateGateway('vgw-0a1b2c3d4e5f60718');
const tgw = (tables: Partial<library.TransitGatewayRouteTables>) =>
  TargetGateway.transitGateway('tgw-0a1b2c3d4e5f60718', { associationRouteTableId: TABLE, ...tables });
const statics = (count: number, site = 0) => VpnRouting.staticRoutes(Array.from({ length: count }, (_, index) => `10.${site}.${index}.0/24`));

type Fill = (stack: Stack, site: number) => void;

const connection = (props: Pick<library.SiteToSiteVpnProps, 'target'> & Partial<library.SiteToSiteVpnProps>): Fill => (stack, site) =>
  void new SiteToSiteVpn(stack, `Site${site}`, { ip: `203.0.113.${site}`, routing: VpnRouting.bgp(), ...props });
const targetChange = TargetChange.withRoutes();
const WITH_ALL = {
  propagationRouteTableIds: [OTHER_TABLE],
  prefixListReferences: [{ routeTableId: OTHER_TABLE, prefixListId: 'pl-0a1b2c3d4e5f60718' }],
  attachmentTags: { Site: 'Berlin' },
};

/** A guarded connection with what is looked up and made for it, its device's configuration, and a move of another connection. */
function oneOfEverything(stack: Stack): void {
  const vpnConnection = new SiteToSiteVpn(stack, 'Vpn', { ip: '203.0.113.1', routing: VpnRouting.bgp(), target: tgw(WITH_ALL), targetChange });
  void vpnConnection.tunnels;
  new library.CustomerGatewayConfiguration(stack, 'Device', { vpnConnection, format: library.ConfigurationFormat.xml() });
  moveOfExisting(stack, 1);
}

const moveOfExisting: Fill = (stack, site) => void new VpnTargetMigration(stack, `Move${site}`, {
  vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, `Connection${site}`, `vpn-0a1b2c3d4e5f6071${site}`),
  from: vgw(), to: tgw({ staticRouteTableIds: [OTHER_TABLE] }),
});

/** The first of each, and what a further one adds. */
export const CONSTRUCTS: readonly (readonly [string, Fill])[] = [
  ['connection, BGP on a virtual private gateway', connection({ target: vgw() })],
  ['connection, 3 static routes there', connection({ target: vgw(), routing: statics(3) })],
  ['connection, BGP on a transit gateway, one association and one propagation', connection({ target: tgw({ propagationRouteTableIds: [OTHER_TABLE] }) })],
  ['connection, 3 static routes in 2 tables of a transit gateway', (stack, site) => connection({
    target: tgw({ staticRouteTableIds: [TABLE, OTHER_TABLE] }), routing: statics(3, site),
  })(stack, site)],
  ['connection, 3 static routes on a virtual private gateway, `withRoutes()`', connection({ target: vgw(), routing: statics(3), targetChange })],
  ['connection, BGP on a transit gateway, `withRoutes()`', connection({ target: tgw({ propagationRouteTableIds: [OTHER_TABLE] }), targetChange })],
  ['move of a connection that is there', moveOfExisting],
];

/** What an app has that has all there is to have, of each one. */
export function countsOfEverything(): Counts {
  return countsIn(oneOfEverything);
}

/** Of the first one, and the resources that a further one adds. */
export function countsOfConstruct(fill: Fill): readonly [Counts, number] {
  const [first, both] = [[1], [1, 2]].map((sites) => countsIn((stack) => sites.forEach((site) => fill(stack, site))));
  return [first, both.resources - first.resources];
}

/** What the snippets of the README take as given, each as an expression in the constructor of their stack. */
const GIVEN: Readonly<Record<string, string>> = {
  alarmActions: '[]',
  encryptionKey: "kms.Key.fromKeyArn(this, 'GivenKey', 'arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef')",
  from: "TargetGateway.virtualPrivateGateway('vgw-0a1b2c3d4e5f60718')",
  gateway: "VirtualPrivateGateway.fromVpnGatewayId(this, 'GivenGateway', 'vgw-0f1e2d3c4b5a69788')",
  migration: `new VpnTargetMigration(this, 'GivenMove', {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(this, 'GivenMoved', 'vpn-0a1b2c3d4e5f60718'),
    from: TargetGateway.virtualPrivateGateway('vgw-0a1b2c3d4e5f60718'),
    to: TargetGateway.transitGateway('tgw-0a1b2c3d4e5f60718', { associationRouteTableId: '${TABLE}', staticRouteTableIds: ['${OTHER_TABLE}'] }),
  })`,
  networkTeam: "iam.Role.fromRoleName(this, 'GivenRole', 'NetworkTeam')",
  onCall: "sns.Topic.fromTopicArn(this, 'GivenTopic', 'arn:aws:sns:eu-central-1:111122223333:OnCall')",
  pager: "({ bind: () => ({ arn: 'arn:aws:sns:eu-central-1:111122223333:OnCall' }) })",
  target: "TargetGateway.virtualPrivateGateway('vgw-0a1b2c3d4e5f60718')",
  to: `TargetGateway.transitGateway('tgw-0a1b2c3d4e5f60718', { associationRouteTableId: '${TABLE}', staticRouteTableIds: ['${OTHER_TABLE}'] })`,
  vpc: `ec2.Vpc.fromVpcAttributes(this, 'GivenVpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['eu-central-1a'], isolatedSubnetIds: ['subnet-0a1b2c3d4e5f60718'],
  })`,
  vpn: `new SiteToSiteVpn(this, 'GivenVpn', {
    ip: '203.0.113.1', routing: VpnRouting.bgp(),
    target: typeof gateway === 'undefined'
      ? TargetGateway.transitGateway('tgw-0a1b2c3d4e5f60718', { associationRouteTableId: '${TABLE}' })
      : TargetGateway.ofVirtualPrivateGateway(gateway),
  })`,
  vpnConnection: "SiteToSiteVpn.fromVpnConnectionId(this, 'GivenConnection', 'vpn-0a1b2c3d4e5f60718')",
};

export interface Snippet {
  /** The heading above it. */
  readonly under: string;
  readonly code: string;
}

export function snippetsOf(document: string): Snippet[] {
  let under = '';
  return [...document.matchAll(/^#+ (?<heading>.+)$|^```ts\n(?<code>[\s\S]+?)^```$/gm)].flatMap(({ groups: { heading, code } = {} }) => {
    if (heading !== undefined) under = heading;
    return code === undefined ? [] : [{ under, code }];
  });
}

/** What it takes as given, as code. */
export function givenOf({ code }: Snippet): string {
  const names = [...code.matchAll(/^declare const (\w+):/gm)].map(([, name]) => name).sort();
  return names.map((name) => `const ${name} = ${GIVEN[name]};`).join('\n');
}

/** What it adds to a stack that has what it takes as given. */
export function countsOfSnippet(snippet: Snippet): Counts {
  const given = givenOf(snippet);
  const run = (text: string) => countsOfStack((scope, id) => new (snippetStack(text))(scope, id));
  const [before, after] = [run(given), run(`${given}\n${snippet.code}`)];
  const differences = Object.entries(after).map(([what, count]) => [what, count - before[what as keyof Counts]]);
  return Object.fromEntries(differences) as unknown as Counts;
}

/** As its users synthesize it, in a process of its own. */
export function countsOfExample(name: string): Counts {
  const directory = mkdtempSync(path.join(tmpdir(), 'example-'));
  try {
    execFileSync(path.join(ROOT, 'node_modules/.bin/tsx'), ['--tsconfig', 'examples/tsconfig.json', `examples/${name}/app.ts`], {
      cwd: ROOT, env: { ...process.env, CDK_OUTDIR: directory, CDK_VALIDATION: 'false' },
    });
    const templates = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
    return countsOf(templates.map((file) => JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as Template));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export const EXAMPLES: readonly string[] = readdirSync(path.join(ROOT, 'examples'))
  .filter((name) => existsSync(path.join(ROOT, 'examples', name, 'app.ts')));
