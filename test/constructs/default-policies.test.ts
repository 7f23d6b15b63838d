/**
 * What each construct lets its functions do where nobody chooses any option: every policy of the stack, whole. CDK's own provider
 * framework is left out, of which `nag.test.ts` tells.
 */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { account, ids, newMigration, newStack, region, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  ClassicVpnMigration, ConfigurationFormat, CustomerGatewayConfiguration, RedundantSiteToSiteVpn, SiteToSiteVpn, SiteToSiteVpnProps,
  TargetChange, TargetGateway, VirtualPrivateGatewayReplacement, VpnRouting,
} from '../../src';

const ec2 = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
const inRegion = `if {"StringEquals":{"ec2:Region":"${region}"}}`;

/** What functions may do by themselves. */
const writeLogs = (provider: string, ...functions: string[]) => functions.map((each) =>
  `${provider}${each}Role Allow logs:CreateLogStream logs:PutLogEvents on <${provider}Log.Arn>`);

/** The functions that move connections: what they may do by themselves. All else is done in the role of what is declared. */
const MOVE_PROVIDER = [
  ...writeLogs('VpnMigrationRecordsMoveProvider', 'OnEvent', 'IsComplete'),
  ...[
    'KeepRecords Allow dynamodb:GetItem dynamodb:PutItem on <VpnMigrationRecordsTable.Arn>',
    `AnnouncePhases Allow events:PutEvents on arn:aws:events:${region}:${account}:event-bus/default`
      + ' if {"StringEquals":{"events:source":"cdk-site-to-site-vpn"}}',
  ].map((statement) => `VpnMigrationRecordsMoveProviderIsCompleteRole ${statement}`),
];

const READ_NETWORK = 'ReadNetwork Allow ec2:DescribeCustomerGateways ec2:DescribeRouteTables ec2:DescribeSubnets ec2:DescribeTransitGatewayAttachments'
  + ' ec2:DescribeTransitGatewayRouteTables ec2:DescribeTransitGatewayVpcAttachments ec2:DescribeTransitGateways ec2:DescribeVpcs'
  + ' ec2:DescribeVpnConnections ec2:DescribeVpnGateways ec2:GetTransitGatewayAttachmentPropagations'
  + ` ec2:GetTransitGatewayPrefixListReferences on * ${inRegion}`;

const READ_AT_VIRTUAL_PRIVATE_GATEWAYS = READ_NETWORK.replaceAll(/ ec2:\w*TransitGateway\w*/g, '');

/** What is asked of other services before a move that meets a virtual private gateway. */
const surroundings = (...quotas: string[]) => [
  `ReadRollbackAlarms Allow cloudwatch:DescribeAlarms on arn:aws:cloudwatch:${region}:${account}:alarm:*`,
  `ReadQuotas Allow servicequotas:GetServiceQuota on ${quotas.map((quota) => `arn:aws:servicequotas:${region}:${account}:${quota}`).join(' ')}`,
  'ReadDirectConnect Allow directconnect:DescribeDirectConnectGatewayAssociations directconnect:DescribeVirtualInterfaces on *'
    + ` if {"StringEquals":{"aws:RequestedRegion":"${region}"}}`,
];

interface Rights {
  readonly isStatic: boolean;
  readonly tables: readonly string[];
  readonly vpcTables: readonly string[];
}

/** The rights around a connection whose target may be edited, which come to its tag and not to its id. */
function rightsAround(connection: string, { isStatic, tables, vpcTables }: Rights): string[] {
  const routeTables = tables.map((id) => ec2(`transit-gateway-route-table/${id}`)).join(' ');
  return [
    'TrustPolicy Allow sts:AssumeRole to <VpnMigrationRecordsMoveProviderIsCompleteRole.Arn>',
    'has <VpnMigrationRecordsMoveProviderReading>',
    ...isStatic ? [`KeepStaticRoutes Allow ec2:CreateVpnConnectionRoute ec2:DeleteVpnConnectionRoute on ${ec2('vpn-connection/*')}`
      + ` if {"StringEquals":{"aws:ResourceTag/cdk-site-to-site-vpn:connection":["Stack","Stack/${connection}Connection"]}}`] : [],
    ...tables.length === 0 ? [] : [
      'RouteToConnection Allow ec2:AssociateTransitGatewayRouteTable ec2:CreateTransitGatewayRoute ec2:DeleteTransitGatewayRoute'
        + ' ec2:DisableTransitGatewayRouteTablePropagation ec2:DisassociateTransitGatewayRouteTable ec2:EnableTransitGatewayRouteTablePropagation'
        + ` on ${routeTables} ${ec2('transit-gateway-attachment/*')}`,
    ],
    ...vpcTables.length === 0 ? []
      : [`RouteFromVpc Allow ec2:CreateRoute ec2:DeleteRoute ec2:ReplaceRoute on ${vpcTables.map((id) => ec2(`route-table/${id}`)).join(' ')}`],
  ].map((statement) => `VpnMigrationRecordsMoveProviderRoleOfStack${connection}TargetChange ${statement}`);
}

/** What the functions have besides where a connection's custom resources ask them, and what all roles of these may look at. */
const GUARDING = [
  ...MOVE_PROVIDER,
  ...[
    READ_NETWORK,
    `ReadTransitGatewayRoutes Allow ec2:SearchTransitGatewayRoutes on ${ec2('transit-gateway-route-table/*')}`,
    'ReadOwnStack Allow cloudformation:DescribeStackResource cloudformation:DescribeStacks on <AWS::StackId>',
    'ReadResourceType Allow cloudformation:DescribeType on *',
    ...surroundings('ec2/L-B91E5754', 'vpc/L-93826ACB', 'ec2/L-BCC1FB47', 'ec2/L-E0233F82'),
  ].map((statement) => `VpnMigrationRecordsMoveProviderReading ${statement}`),
];

const EXCHANGE = [
  'TrustPolicy Allow sts:AssumeRole to <VpnMigrationRecordsMoveProviderIsCompleteRole.Arn>',
  READ_AT_VIRTUAL_PRIVATE_GATEWAYS,
  `ExchangeGatewayOfVpc Allow ec2:AttachVpnGateway ec2:DetachVpnGateway on ${ec2(`vpc/${ids.vpc}`)} ${ec2(`vpn-gateway/${ids.vgw}`)} ${ec2(`vpn-gateway/${ids.otherVgw}`)}`,
  'ReadOwnStack Allow cloudformation:DescribeStacks on <AWS::StackId>',
  ...surroundings('ec2/L-B91E5754', 'vpc/L-93826ACB'),
].map((statement) => `ExchangeRole ${statement}`);

const LOOK_UP = [
  ...writeLogs('VpnConnectionResources', 'Function'),
  'VpnConnectionResourcesFunctionRole Allow cloudformation:DescribeStacks on <AWS::StackId>',
  `VpnConnectionResourcesFunctionRole Allow ec2:DescribeTransitGatewayAttachments on * ${inRegion}`,
];

const imported = (stack: Stack, id: string) => SiteToSiteVpn.fromVpnConnectionId(stack, id, id);
const replaced = (stack: Stack) => ({
  from: virtualPrivateGateway(),
  to: TargetGateway.virtualPrivateGateway(ids.otherVgw, { vpcId: ids.vpc }),
  connections: [{ from: imported(stack, ids.vpn), to: imported(stack, 'vpn-0a1b2c3d4e5f60719') }],
});

function newVpn(stack: Stack, props: Partial<SiteToSiteVpnProps> = {}): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', ...props });
}

const targetChange = TargetChange.withRoutes();

test.each<[string, (stack: Stack) => unknown, string[]]>([
  ['a connection has no function', (stack) => newVpn(stack), []],
  ['nor has one that says so', (stack) => newVpn(stack, { targetChange: TargetChange.byCloudFormation() }), []],
  ['but where its attachment has to be looked up', (stack) => newVpn(stack, { target: transitGateway() }), LOOK_UP],
  ['one that is guarded puts back its static routes, and changes no table of a transit gateway', (stack) => newVpn(stack, { targetChange }),
    [...rightsAround('Vpn', { isStatic: true, tables: [], vpcTables: [] }), ...GUARDING]],
  ['one with BGP has no static routes to put back', (stack) => newVpn(stack, { routing: VpnRouting.bgp(), targetChange }),
    [...rightsAround('Vpn', { isStatic: false, tables: [], vpcTables: [] }), ...GUARDING]],
  ['one on a transit gateway changes the tables of its target, and no other', (stack) => newVpn(stack, { target: transitGateway(), targetChange }),
    [...rightsAround('Vpn', { isStatic: true, tables: [ids.association, ids.spokes], vpcTables: [] }), ...GUARDING, ...LOOK_UP]],
  ['and those that it is told of, each once', (stack) => newVpn(stack, {
    target: transitGateway(),
    targetChange: TargetChange.withRoutes({
      transitGatewayRouteTableIds: [ids.otherSpokes, ids.spokes], vpcRouteTables: [{ routeTableId: ids.rtb }],
    }),
  }), [...rightsAround('Vpn', { isStatic: true, tables: [ids.association, ids.spokes, ids.otherSpokes], vpcTables: [ids.rtb] }), ...GUARDING, ...LOOK_UP]],
  ['one that may have left a transit gateway changes what it is told of', (stack) => newVpn(stack, {
    targetChange: TargetChange.withRoutes({ transitGatewayRouteTableIds: [ids.spokes] }),
  }), [...rightsAround('Vpn', { isStatic: true, tables: [ids.spokes], vpcTables: [] }), ...GUARDING]],
  ['a pair of connections has the rights of each, and one function', (stack) => new RedundantSiteToSiteVpn(stack, 'Pair', {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), first: { ip: '203.0.113.10' }, second: { ip: '203.0.113.11' }, targetChange,
  }), [
    ...rightsAround('PairFirst', { isStatic: false, tables: [], vpcTables: [] }), ...GUARDING,
    ...rightsAround('PairSecond', { isStatic: false, tables: [], vpcTables: [] }),
  ]],
  ['a move', (stack) => newMigration(stack), [
    ...[
      'TrustPolicy Allow sts:AssumeRole to <VpnMigrationRecordsMoveProviderIsCompleteRole.Arn>',
      READ_NETWORK,
      `MoveConnection Allow ec2:ModifyVpnConnection on ${ec2(`vpn-connection/${ids.vpn}`)}`,
      `RemoveAndRestoreStaticRoutes Allow ec2:CreateVpnConnectionRoute ec2:DeleteVpnConnectionRoute on ${ec2(`vpn-connection/${ids.vpn}`)}`,
      'ReadTransitGatewayRoutes Allow ec2:SearchTransitGatewayRoutes'
        + ` on ${ec2(`transit-gateway-route-table/${ids.association}`)} ${ec2(`transit-gateway-route-table/${ids.spokes}`)}`,
      'RouteToConnection Allow ec2:CreateTransitGatewayRoute ec2:DeleteTransitGatewayRoute'
        + ` on ${ec2(`transit-gateway-route-table/${ids.spokes}`)} ${ec2('transit-gateway-attachment/*')}`,
      'Associate Allow ec2:AssociateTransitGatewayRouteTable'
        + ` on ${ec2(`transit-gateway-route-table/${ids.association}`)} ${ec2('transit-gateway-attachment/*')}`,
      'ReadOwnStack Allow cloudformation:DescribeStacks on <AWS::StackId>',
      ...surroundings('ec2/L-BCC1FB47', 'ec2/L-E0233F82', 'vpc/L-93826ACB'),
    ].map((statement) => `MigrationRole ${statement}`),
    ...MOVE_PROVIDER,
  ]],
  ['a gateway that takes another one\'s place', (stack) => new VirtualPrivateGatewayReplacement(stack, 'Exchange', replaced(stack)), [...EXCHANGE, ...MOVE_PROVIDER]],
  ['one whose connections are Classic', (stack) => new ClassicVpnMigration(stack, 'Exchange', replaced(stack)), [...EXCHANGE, ...MOVE_PROVIDER]],
  ['a device\'s configuration', (stack) => new CustomerGatewayConfiguration(stack, 'Device', {
    vpnConnection: imported(stack, ids.vpn), format: ConfigurationFormat.xml(),
  }), [
    `CustomerGatewayConfigurationProviderRights Allow ec2:DescribeVpnConnections on * ${inRegion}`,
    'CustomerGatewayConfigurationProviderRights Allow secretsmanager:PutSecretValue on <DeviceSecret>',
    ...writeLogs('CustomerGatewayConfigurationProvider', 'Function'),
  ]],
])('%s', (_, make, expected) => {
  const stack = newStack();
  make(stack);
  expect(rightsIn(stack).sort()).toEqual([...expected].sort());
});

/** One line a statement: whose it is, its id, what is allowed, on what, and under which condition. */
function rightsIn(stack: Stack): string[] {
  const template = Template.fromStack(stack);
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.entries(template.findResources(type)))
    .filter(([id]) => !/Framework|waiterstatemachine/.test(id));
  const roles = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) => !/Framework|waiterstatemachine/.test(id));
  return [
    ...policies.flatMap(([id, { Properties }]) => linesOf(id, Properties.PolicyDocument as Document)),
    ...roles.flatMap(([id, { Properties: { AssumeRolePolicyDocument: trust, ManagedPolicyArns: managed = [], Policies = [] } }]) => [
      // That Lambda assumes a role is nobody's right.
      ...(trust as Document).Statement[0].Principal?.AWS === undefined ? [] : linesOf(id, trust as Document, 'TrustPolicy'),
      ...(managed as Intrinsic[]).map((each) => `${withoutHash(id)} has ${inWords(each)}`),
      ...(Policies as { readonly PolicyDocument: Document }[]).flatMap(({ PolicyDocument }) => linesOf(id, PolicyDocument)),
    ]),
  ];
}

function linesOf(id: string, { Statement: statements }: Document, name?: string): string[] {
  return statements.map(({ Sid = name, Effect, Action, Resource, Condition, Principal, ...rest }) => {
    expect(rest).toEqual({});
    return [
      withoutHash(id), ...Sid === undefined ? [] : [Sid], Effect, ...[Action].flat(),
      ...Principal === undefined ? [] : ['to', inWords(Principal.AWS)], ...Resource === undefined ? [] : ['on', ...[Resource].flat().map(inWords)],
      ...Condition === undefined ? [] : ['if', JSON.stringify(Condition).replace(/[0-9a-f]{8}[0-9A-F]{8}(?="])/, '')],
    ].join(' ');
  });
}

interface Document {
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: Intrinsic | Intrinsic[];
  readonly Condition?: object;
  readonly Principal?: { readonly AWS: Intrinsic };
}

type Intrinsic = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] } | { readonly 'Fn::Join': readonly [string, Intrinsic[]] };

function inWords(value: Intrinsic): string {
  if (typeof value === 'string') return value;
  if ('Ref' in value) return value.Ref === 'AWS::Partition' ? 'aws' : `<${withoutHash(value.Ref)}>`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(inWords).join(value['Fn::Join'][0]);
  const [logicalId, attribute] = value['Fn::GetAtt'];
  return `<${withoutHash(logicalId)}.${attribute}>`;
}

/** The id of a role that stands elsewhere than what it is for has that one's hash, too. */
function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '').replace(/(?<=RoleOf.*)[0-9A-F]{8}$/, '');
}
