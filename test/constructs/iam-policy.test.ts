/** The exact permissions of the functions: whatever is added or lost shows here. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  account, ids, inlineStatementsIn, newMigration, newStack, otherTransitGateway, otherVirtualPrivateGateway, region,
  transitGateway, virtualPrivateGateway,
} from './construct-fixtures';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, OnUndo, SiteToSiteVpn, TargetChange, TargetGateway, VpnDeviceType,
  VpnRouting, VpnTargetMigrationProps,
} from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test('the move of one connection, with everything declared', () => {
  declareEverything();

  expect(rightsIn('MigrationRole')).toEqual([
    {
      Sid: 'MoveConnection',
      Effect: 'Allow',
      Action: 'ec2:ModifyVpnConnection',
      Resource: arn('vpn-connection', ids.vpn),
    },
    {
      Sid: 'RemoveAndRestoreStaticRoutes',
      Effect: 'Allow',
      Action: ['ec2:CreateVpnConnectionRoute', 'ec2:DeleteVpnConnectionRoute'],
      Resource: arn('vpn-connection', ids.vpn),
    },
    {
      Sid: 'ReadTransitGatewayRoutes',
      Effect: 'Allow',
      Action: 'ec2:SearchTransitGatewayRoutes',
      Resource: [ids.association, ids.otherSpokes, ids.spokes].map((id) => arn('transit-gateway-route-table', id)),
    },
    {
      Sid: 'RouteToConnection',
      Effect: 'Allow',
      Action: ['ec2:CreateTransitGatewayRoute', 'ec2:DeleteTransitGatewayRoute'],
      Resource: [arn('transit-gateway-route-table', ids.spokes), arn('transit-gateway-attachment', '*')],
    },
    {
      Sid: 'Associate',
      Effect: 'Allow',
      Action: 'ec2:AssociateTransitGatewayRouteTable',
      Resource: [arn('transit-gateway-route-table', ids.association), arn('transit-gateway-attachment', '*')],
    },
    {
      Sid: 'LeaveDefaultAssociation',
      Effect: 'Allow',
      Action: 'ec2:DisassociateTransitGatewayRouteTable',
      Resource: [arn('transit-gateway-route-table', ids.defaults), arn('transit-gateway-attachment', '*')],
    },
    {
      Sid: 'Propagate',
      Effect: 'Allow',
      Action: 'ec2:EnableTransitGatewayRouteTablePropagation',
      Resource: [arn('transit-gateway-route-table', ids.otherSpokes), arn('transit-gateway-attachment', '*')],
    },
    {
      Sid: 'LeaveDefaultPropagation',
      Effect: 'Allow',
      Action: 'ec2:DisableTransitGatewayRouteTablePropagation',
      Resource: [arn('transit-gateway-route-table', ids.defaults), arn('transit-gateway-attachment', '*')],
    },
    {
      Sid: 'RouteFromVpc',
      Effect: 'Allow',
      Action: ['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'],
      Resource: [arn('route-table', ids.rtb), arn('route-table', ids.otherRtb)],
    },
    { Sid: 'DeleteOldCustomerGateway', Effect: 'Allow', Action: 'ec2:DeleteCustomerGateway', Resource: arn('customer-gateway', ids.cgw) },
    ...readSurroundings(['ec2/L-BCC1FB47', 'ec2/L-E0233F82', 'vpc/L-93826ACB']),
    readDirectConnect,
  ]);
});

test('the exchange of two virtual private gateways at a VPC, with everything declared', () => {
  declareExchange();

  expect(rightsIn('ExchangeRole', { virtual: true, transit: false })).toEqual([
    {
      Sid: 'MoveConnection',
      Effect: 'Allow',
      Action: 'ec2:ModifyVpnConnection',
      Resource: arn('vpn-connection', ids.vpn),
    },
    {
      Sid: 'RemoveAndRestoreStaticRoutes',
      Effect: 'Allow',
      // They may have to be made again on arrival; nothing has to be deleted but on the way to a transit gateway.
      Action: 'ec2:CreateVpnConnectionRoute',
      Resource: arn('vpn-connection', ids.vpn),
    },
    {
      Sid: 'RouteFromVpc',
      Effect: 'Allow',
      Action: ['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'],
      Resource: arn('route-table', ids.rtb),
    },
    {
      Sid: 'PropagateToVpc',
      Effect: 'Allow',
      Action: ['ec2:DisableVgwRoutePropagation', 'ec2:EnableVgwRoutePropagation'],
      Resource: [
        arn('route-table', ids.rtb), arn('route-table', ids.otherRtb), arn('vpn-gateway', ids.vgw), arn('vpn-gateway', ids.otherVgw),
      ],
    },
    {
      Sid: 'ExchangeGatewayOfVpc',
      Effect: 'Allow',
      Action: ['ec2:AttachVpnGateway', 'ec2:DetachVpnGateway'],
      Resource: [arn('vpc', ids.vpc), arn('vpn-gateway', ids.vgw), arn('vpn-gateway', ids.otherVgw)],
    },
    ...readSurroundings(['ec2/L-B91E5754', 'vpc/L-93826ACB']),
    readDirectConnect,
  ]);
});

test('between two transit gateways the tables of both, since the way back arrives at the first one again', () => {
  newMigration(stack, {
    from: TargetGateway.transitGateway(ids.tgw, {
      associationRouteTableId: ids.association,
      propagationRouteTableIds: [ids.spokes],
      staticRouteTableIds: [ids.spokes],
      defaultRouteTableIds: [ids.defaults],
    }),
    to: TargetGateway.transitGateway(ids.otherTgw, {
      associationRouteTableId: ids.otherAssociation,
      propagationRouteTableIds: [ids.otherSpokes],
      staticRouteTableIds: [ids.otherSpokes],
      defaultRouteTableIds: [ids.otherDefaults, ids.otherSpokes],
    }),
  });

  expect(rightsIn('MigrationRole', { virtual: false, transit: true }).map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ['MoveConnection', arn('vpn-connection', ids.vpn)],
    // Of the gateway that is left every table is read, lest a route that nobody declared be left behind.
    ['ReadTransitGatewayRoutes', arn('transit-gateway-route-table', '*')],
    ['RouteToConnection', [...tables(ids.spokes, ids.otherSpokes), arn('transit-gateway-attachment', '*')]],
    ['Associate', [...tables(ids.association, ids.otherAssociation), arn('transit-gateway-attachment', '*')]],
    ['LeaveDefaultAssociation', [...tables(ids.defaults, ids.otherDefaults, ids.otherSpokes), arn('transit-gateway-attachment', '*')]],
    ['Propagate', [...tables(ids.spokes, ids.otherSpokes), arn('transit-gateway-attachment', '*')]],
    ['LeaveDefaultPropagation', [...tables(ids.defaults, ids.otherDefaults), arn('transit-gateway-attachment', '*')]],
    ...readSurroundings(['ec2/L-BCC1FB47', 'ec2/L-E0233F82', 'vpc/L-93826ACB']).map(({ Sid, Resource }) => [Sid, Resource]),
  ]);
});

describe('each direction may do what its routing needs, there and back', () => {
  const vgw = virtualPrivateGateway();
  const bgpTransitGateway = TargetGateway.transitGateway(ids.tgw, {
    associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes],
  });
  const otherBgpTransitGateway = TargetGateway.transitGateway(ids.otherTgw, {
    associationRouteTableId: ids.otherAssociation, propagationRouteTableIds: [ids.otherSpokes],
  });
  const propagating = otherVirtualPrivateGateway({ propagatingRouteTableIds: [ids.rtb] });
  const swap = { from: ids.cgw, to: ids.otherCgw };

  test.each<[string, Partial<VpnTargetMigrationProps>, string[]]>([
    ['vgw-to-vgw', { from: vgw, to: otherVirtualPrivateGateway() }, ['RemoveAndRestoreStaticRoutes']],
    ['vgw-to-vgw, propagating', { from: vgw, to: propagating }, ['RemoveAndRestoreStaticRoutes', 'PropagateToVpc']],
    ['vgw-to-vgw, propagating before', { from: propagating, to: vgw }, ['RemoveAndRestoreStaticRoutes', 'PropagateToVpc']],
    ['vgw-to-vgw, exchanged', { from: vgw, to: otherVirtualPrivateGateway({ vpcId: ids.vpc }) }, ['RemoveAndRestoreStaticRoutes', 'ExchangeGatewayOfVpc']],
    ['vgw-to-tgw, static', { from: vgw, to: transitGateway() },
      ['RemoveAndRestoreStaticRoutes', 'ReadTransitGatewayRoutes', 'RouteToConnection', 'Associate']],
    ['vgw-to-tgw, BGP', { from: vgw, to: bgpTransitGateway }, ['ReadTransitGatewayRoutes', 'Associate', 'Propagate']],
    ['tgw-to-tgw, static', { from: transitGateway(), to: otherTransitGateway() }, ['ReadTransitGatewayRoutes', 'RouteToConnection', 'Associate']],
    ['tgw-to-tgw, BGP', { from: bgpTransitGateway, to: otherBgpTransitGateway }, ['ReadTransitGatewayRoutes', 'Associate', 'Propagate']],
    ['tgw-to-vgw, static', { from: transitGateway(), to: vgw },
      ['RemoveAndRestoreStaticRoutes', 'ReadTransitGatewayRoutes', 'RouteToConnection', 'Associate']],
    ['tgw-to-vgw, BGP', { from: bgpTransitGateway, to: vgw }, ['ReadTransitGatewayRoutes', 'Associate', 'Propagate']],
    ['tgw-to-vgw, BGP, propagating', { from: bgpTransitGateway, to: propagating },
      ['ReadTransitGatewayRoutes', 'Associate', 'Propagate', 'PropagateToVpc']],
    ['customer-gateway on a virtual private gateway', { from: propagating, to: propagating, customerGateway: swap }, []],
    ['customer-gateway on a virtual private gateway, the old one deleted in the end', { from: propagating, to: propagating, customerGateway: { ...swap, deleteOld: true } }, ['DeleteOldCustomerGateway']],
    ['customer-gateway on a transit gateway', { from: transitGateway(), to: transitGateway(), customerGateway: swap }, ['ReadTransitGatewayRoutes']],
    ['vgw-to-tgw with another customer gateway, BGP', { from: vgw, to: bgpTransitGateway, customerGateway: swap },
      ['ReadTransitGatewayRoutes', 'Associate', 'Propagate']],
  ])('%s', (direction, props, expected) => {
    newMigration(stack, props);

    const ends = { virtual: /vgw|virtual/.test(direction), transit: /tgw|transit/.test(direction) };
    const sids = rightsIn('MigrationRole', ends).map((statement) => statement.Sid);
    expect(sids.filter((sid) => !SURROUNDINGS.includes(sid!))).toEqual(['MoveConnection', ...expected]);
  });
});

test('a gateway that propagates nowhere is not named where the other one propagates', () => {
  newMigration(stack, { to: otherVirtualPrivateGateway({ propagatingRouteTableIds: [ids.rtb] }) });

  expect(rightsIn('MigrationRole', { virtual: true, transit: false }).find((statement) => statement.Sid === 'PropagateToVpc')?.Resource)
    .toEqual([arn('route-table', ids.rtb), arn('vpn-gateway', ids.otherVgw)]);
});

test('where only the customer gateway changes, what is declared of the gateway gives no right to change it', () => {
  const target = otherVirtualPrivateGateway({ propagatingRouteTableIds: [ids.rtb] });

  newMigration(stack, { from: target, to: target, customerGateway: { from: ids.cgw, to: ids.otherCgw } });

  expect(rightsIn('MigrationRole', { virtual: true, transit: false })).toEqual([
    { Sid: 'MoveConnection', Effect: 'Allow', Action: 'ec2:ModifyVpnConnection', Resource: arn('vpn-connection', ids.vpn) },
    ...readSurroundings([]),
  ]);
});

test('the functions of a move may call what their code calls, and nothing else', () => {
  declareEverything();
  declareExchange('vpn-0a1b2c3d4e5f60719');
  declareTargetChange();

  const called = ['vpn-target-migration', 'aws'].flatMap((room) => sourcesIn(path.join(__dirname, '..', '..', 'lambda', room)))
    .flatMap((source) => [...source.matchAll(/(?:new |ec2\.)(\w+)Command\b/g)].map(([, operation]) => operation));
  const template = Template.fromStack(stack);
  const documents = [
    ...['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.values(template.findResources(type)))
      .map(({ Properties }) => Properties.PolicyDocument),
    ...Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties: { Policies = [], AssumeRolePolicyDocument: trust } }) =>
      // That Lambda assumes a role is no call of a function.
      [...Policies.map(({ PolicyDocument }: { readonly PolicyDocument: object }) => PolicyDocument), ...'AWS' in trust.Statement[0].Principal ? [trust] : []]),
  ];
  const allowed = documents.flatMap(({ Statement: statements }) => statements as Statement[])
    .flatMap((statement) => statement.Action)
    .filter((action) => /^(sts|ec2|dynamodb|cloudformation|cloudwatch|directconnect|servicequotas|events):/.test(action))
    .map((action) => action.split(':')[1]);
  expect([...new Set(allowed)].sort()).toEqual([...new Set(called)].sort());
});

test('what is not declared is not permitted', () => {
  newMigration(stack, { to: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association }) });

  expect(rightsIn('MigrationRole').map((statement) => statement.Sid))
    .toEqual(['MoveConnection', 'ReadTransitGatewayRoutes', 'Associate', ...SURROUNDINGS]);
});

test('a default table that is wanted cannot be left', () => {
  newMigration(stack, {
    to: TargetGateway.transitGateway(ids.tgw, {
      associationRouteTableId: ids.association,
      propagationRouteTableIds: [ids.spokes],
      defaultRouteTableIds: [ids.association, ids.spokes],
    }),
  });

  const resourcesOf = (sid: string) => rightsIn('MigrationRole').find((statement) => statement.Sid === sid)?.Resource;
  expect(resourcesOf('LeaveDefaultAssociation')).toEqual([arn('transit-gateway-route-table', ids.spokes), arn('transit-gateway-attachment', '*')]);
  expect(resourcesOf('LeaveDefaultPropagation')).toEqual([arn('transit-gateway-route-table', ids.association), arn('transit-gateway-attachment', '*')]);
});

test.each([
  [OnUndo.KEEP, OnUndo.KEEP],
  [OnUndo.MOVE_BACK, OnUndo.MOVE_BACK],
  [OnUndo.KEEP, OnUndo.MOVE_BACK],
  [OnUndo.MOVE_BACK, OnUndo.KEEP],
])('with %s on rollback and %s on removal, the own stack may be read: its alarms may watch the tunnels', (onStackRollback, onRemoval) => {
  newMigration(stack, { onStackRollback, onRemoval });

  expect(rightsIn('MigrationRole').find((statement) => statement.Sid === 'ReadOwnStack')?.Resource).toEqual({ Ref: 'AWS::StackId' });
});

test.each<[string, Partial<VpnTargetMigrationProps>, boolean]>([
  ['from a virtual private gateway', { from: virtualPrivateGateway() }, true],
  ['to a virtual private gateway', { from: transitGateway(), to: virtualPrivateGateway() }, true],
  ['between transit gateways', { from: transitGateway(), to: otherTransitGateway() }, false],
  ['of the customer gateway alone', { from: virtualPrivateGateway(), to: virtualPrivateGateway(), customerGateway: { from: ids.cgw, to: ids.otherCgw } }, false],
])('who may read Direct Connect: a move %s', (_, props, expected) => {
  newMigration(stack, props);

  const [from, to] = [props.from ?? transitGateway(), props.to ?? transitGateway()].map((end) => end._end.kind);
  const ends = { virtual: [from, to].includes('virtual-private-gateway'), transit: [from, to].includes('transit-gateway') };
  expect(rightsIn('MigrationRole', ends).some((statement) => statement.Sid === 'ReadDirectConnect')).toBe(expected);
});

test('the function itself keeps the records of all moves and tells of them, and may neither look at the network nor change it', () => {
  const { records } = newMigration(stack);

  expect(statementsOf('VpnMigrationRecordsMoveProvider.*IsCompleteRole')).toEqual([
    writeLogs('VpnMigrationRecordsMoveProvider'),
    { Sid: 'KeepRecords', Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: stack.resolve(records.tableArn) },
    {
      Sid: 'AnnouncePhases',
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:events:${region}:${account}:event-bus/default`]] },
      Condition: { StringEquals: { 'events:source': 'cdk-site-to-site-vpn' } },
    },
  ]);
});

test('the function that answers first may write logs and nothing else', () => {
  newMigration(stack);

  expect(statementsOf('VpnMigrationRecordsMoveProviderOnEventRole')).toEqual([writeLogs('VpnMigrationRecordsMoveProvider')]);
});

test('the look-up of an attachment may look it up, and cannot read pre-shared keys', () => {
  lookUpAttachment();

  expect(statementsOf('VpnConnectionResources')).toEqual([
    writeLogs('VpnConnectionResources'), readOwnStack, reading('ec2:DescribeTransitGatewayAttachments'),
  ]);
});

test('whoever asks for tunnels lets the look-up describe connections, once', () => {
  const { tunnels, amazonSideAsn } = lookUpAttachment();

  expect([tunnels.length, typeof amazonSideAsn]).toEqual([2, 'number']);
  expect(statementsOf('VpnConnectionResources')).toEqual([
    writeLogs('VpnConnectionResources'),
    readOwnStack,
    reading('ec2:DescribeTransitGatewayAttachments'),
    reading(['ec2:DescribeTransitGateways', 'ec2:DescribeVpnConnections', 'ec2:DescribeVpnGateways']),
  ]);
});

test('a device\'s configuration is read of one connection, and written into one secret', () => {
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', KEY);
  const device = VpnDeviceType.fromId('5fb390ba');
  const { secret } = newConfiguration(ConfigurationFormat.sampleConfiguration({ device }), encryptionKey);
  const secretArn = stack.resolve(secret.secretArn);

  expect(statementsOf(RIGHTS)).toEqual([
    reading(['ec2:DescribeVpnConnections', 'ec2:GetVpnConnectionDeviceTypes']),
    { Effect: 'Allow', Action: 'secretsmanager:PutSecretValue', Resource: secretArn },
    {
      Effect: 'Allow',
      Action: 'ec2:GetVpnConnectionDeviceSampleConfiguration',
      Resource: [arn('vpn-connection', ids.vpn), arn('vpn-connection-device-type', '5fb390ba')],
    },
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: KEY,
      Condition: {
        StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com`, 'kms:EncryptionContext:SecretARN': [secretArn] },
      },
    },
  ]);
  expect(statementsOf('CustomerGatewayConfigurationProviderFunctionRole')).toEqual([writeLogs('CustomerGatewayConfigurationProvider')]);
});

test('the XML of a connection needs no sample, and without a key of the customer\'s none is used', () => {
  const { secret } = newConfiguration(ConfigurationFormat.xml());

  expect(statementsOf(RIGHTS)).toEqual([
    reading('ec2:DescribeVpnConnections'),
    { Effect: 'Allow', Action: 'secretsmanager:PutSecretValue', Resource: stack.resolve(secret.secretArn) },
  ]);
});

test('a type of device that is named by its vendor may have any id', () => {
  newConfiguration(ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 7.0+') }));

  expect(statementsOf(RIGHTS)[2].Resource).toEqual([arn('vpn-connection', ids.vpn), arn('vpn-connection-device-type', '*')]);
});

test('no function has a managed policy, of the framework neither', () => {
  newMigration(stack);

  const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  expect(roles).toHaveLength(6);
  roles.forEach((role) => expect(role.Properties.ManagedPolicyArns).toBeUndefined());
});

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the preflight of every move asks beside EC2, and of one that begins or ends at a virtual private gateway. */
const SURROUNDINGS = ['ReadOwnStack', 'ReadRollbackAlarms', 'ReadQuotas', 'ReadDirectConnect'];

/** That of look-ups, which tell by it a deployment from its rollback. */
const readOwnStack = { Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: { Ref: 'AWS::StackId' } };

const readDirectConnect: Statement = {
  Sid: 'ReadDirectConnect',
  Effect: 'Allow',
  Action: ['directconnect:DescribeDirectConnectGatewayAssociations', 'directconnect:DescribeVirtualInterfaces'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:RequestedRegion': region } },
};

const READ_NETWORK: Statement = {
  Sid: 'ReadNetwork',
  Effect: 'Allow',
  Action: [
    'ec2:DescribeCustomerGateways',
    'ec2:DescribeRouteTables',
    'ec2:DescribeSubnets',
    'ec2:DescribeTransitGatewayAttachments',
    'ec2:DescribeTransitGatewayRouteTables',
    'ec2:DescribeTransitGatewayVpcAttachments',
    'ec2:DescribeTransitGateways',
    'ec2:DescribeVpcs',
    'ec2:DescribeVpnConnections',
    'ec2:DescribeVpnGateways',
    'ec2:GetTransitGatewayAttachmentPropagations',
    'ec2:GetTransitGatewayPrefixListReferences',
  ],
  Resource: '*',
  Condition: { StringEquals: { 'ec2:Region': region } },
};

function readSurroundings(quotas: readonly string[]): Statement[] {
  return [
    { Sid: 'ReadOwnStack', Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: { Ref: 'AWS::StackId' } },
    { Sid: 'ReadRollbackAlarms', Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: arnOf('cloudwatch', 'alarm:*') },
    ...quotas.length === 0 ? [] : [{
      Sid: 'ReadQuotas', Effect: 'Allow', Action: 'servicequotas:GetServiceQuota', Resource: quotas.map((quota) => arnOf('servicequotas', quota)),
    }],
  ];
}

function declareEverything(): void {
  newMigration(stack, {
    to: TargetGateway.transitGateway(ids.tgw, {
      associationRouteTableId: ids.association,
      propagationRouteTableIds: [ids.otherSpokes],
      staticRouteTableIds: [ids.spokes],
      defaultRouteTableIds: [ids.defaults],
    }),
    vpcRouteTables: [{ routeTableId: ids.rtb }, { routeTableId: ids.otherRtb }],
    customerGateway: { from: ids.cgw, to: ids.otherCgw, deleteOld: true },
    onRemoval: OnUndo.MOVE_BACK,
  });
}

function declareExchange(vpnConnectionId: string = ids.vpn): void {
  newMigration(stack, {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'ExchangedVpn', vpnConnectionId),
    from: TargetGateway.virtualPrivateGateway(ids.vgw, { propagatingRouteTableIds: [ids.rtb] }),
    to: otherVirtualPrivateGateway({ propagatingRouteTableIds: [ids.rtb, ids.otherRtb], vpcId: ids.vpc }),
    vpcRouteTables: [{ routeTableId: ids.rtb }],
  }, 'Exchange');
}

function declareTargetChange(): void {
  new SiteToSiteVpn(stack, 'Edited', {
    target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.11',
    targetChange: TargetChange.withRoutes({ vpcRouteTables: [{ routeTableId: ids.rtb }] }),
  });
}

function lookUpAttachment(): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', { target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10' });
}

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000';

function newConfiguration(format: ConfigurationFormat, encryptionKey?: kms.IKey): CustomerGatewayConfiguration {
  const vpnConnection = SiteToSiteVpn.fromVpnConnectionId(stack, 'Vpn', ids.vpn);
  return new CustomerGatewayConfiguration(stack, 'Device', { vpnConnection, format, encryptionKey });
}

/** Of the function that keeps configurations. */
const RIGHTS = 'CustomerGatewayConfigurationProviderRights';

function reading(Action: string | string[]): object {
  return { Effect: 'Allow', Action, Resource: '*', Condition: { StringEquals: { 'ec2:Region': region } } };
}

function sourcesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(directory, file), 'utf8'));
}

/** Which kinds of gateways a connection can stand at. */
interface Ends {
  readonly virtual: boolean;
  readonly transit: boolean;
}

/** Of the one role that somebody else than Lambda assumes, what it may do beside looking around, which all of them do. */
function rightsIn(logicalId: string, { virtual, transit }: Ends = { virtual: true, transit: true }): Statement[] {
  const roles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter(([id]) => new RegExp(`^${logicalId}`).test(id));
  const [{ Properties: { Policies: [policy, ...more] } }, ...others] = roles.map(([, role]) => role);
  expect([others, more]).toEqual([[], []]);
  const [first, ...statements] = policy.PolicyDocument.Statement as Statement[];
  const Action = (READ_NETWORK.Action as string[]).filter((action) => (virtual || !/VpnGateways/.test(action)) && (transit || !/TransitGateway/.test(action)));
  expect(first).toEqual({ ...READ_NETWORK, Action });
  return statements;
}

function statementsOf(logicalId: string): Statement[] {
  const policies = inlineStatementsIn(Template.fromStack(stack)).filter(([id]) => new RegExp(`^${logicalId}`).test(id));
  expect(policies).toHaveLength(1);
  return policies[0][1] as Statement[];
}

function writeLogs(provider: string): Statement {
  const [logGroup] = Object.keys(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).filter((id) => id.startsWith(provider));
  return { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [logGroup, 'Arn'] } };
}

function tables(...routeTableIds: string[]): unknown[] {
  return routeTableIds.map((id) => arn('transit-gateway-route-table', id));
}

function arn(resource: string, id: string): unknown {
  return arnOf('ec2', `${resource}/${id}`);
}

function arnOf(service: string, resource: string): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${service}:${region}:${account}:${resource}`]] };
}
