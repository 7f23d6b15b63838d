/** How everything is run that the library itself runs in a stack: what an organisation says once, and what it says by aspects. */
import { App, Aspects, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, IConstruct } from 'constructs';
import { account, ids, newMigration, newStack, region, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  AllVpnConnectionsDownAlarm, ConfigurationFormat, CustomerGatewayConfiguration, MigrationRecords, RedundantSiteToSiteVpn, SiteToSiteVpn,
  TargetChange, VpnConnectionDownAlarm, VpnCustomResourceOptions, VpnCustomResources, VpnRouting, VpnTunnelDownAlarm,
} from '../../src';

const PRIVATE = 'subnet-0a1b2c3d4e5f60718';
const GROUP = 'sg-0a1b2c3d4e5f60718';
const KEY = `arn:aws:kms:${region}:${account}:key/01234567-89ab-cdef-0123-456789abcdef`;

/** Seven functions and one state machine: all that there may be. */
function everythingIn(stack: Stack, network = '10.1.0.0/16'): SiteToSiteVpn {
  const vpn = new SiteToSiteVpn(stack, 'Vpn', {
    target: transitGateway(), routing: VpnRouting.staticRoutes([network]), ip: '203.0.113.10', targetChange: TargetChange.withRoutes(),
  });
  new CustomerGatewayConfiguration(stack, 'Device', { vpnConnection: vpn, format: ConfigurationFormat.xml() });
  return vpn;
}

function templateWith(options: (stack: Stack) => VpnCustomResourceOptions): Template {
  const stack = newStack();
  VpnCustomResources.of(stack).configure(options(stack));
  everythingIn(stack);
  return Template.fromStack(stack);
}

function vpcIn(scope: Construct): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: ids.vpc, availabilityZones: [`${region}a`], privateSubnetIds: [PRIVATE] });
}

type Properties = Readonly<Record<string, any>>;

function propertiesOf(template: Template, type: string): Properties[] {
  return Object.values(template.findResources(type)).map(({ Properties: properties }) => properties as Properties);
}

/** The roles of functions in a VPC, by whether they may make its interfaces. */
function rolesWithInterfaces(template: Template): { readonly having: number; readonly lacking: number } {
  const roles = template.findResources('AWS::IAM::Role');
  const used = new Set(propertiesOf(template, 'AWS::Lambda::Function').filter((each) => each.VpcConfig).map((each) => each.Role['Fn::GetAtt'][0] as string));
  const having = [...used].filter((id) => JSON.stringify(roles[id]).includes('"Sid":"VPCAccess"')).length;
  return { having, lacking: used.size - having };
}

describe('in a VPC', () => {
  test('every function is in its subnets, in one security group of the stack, and its role may make network interfaces', () => {
    const template = templateWith((stack) => ({ vpc: vpcIn(stack) }));

    template.resourceCountIs('AWS::Lambda::Function', 7);
    template.allResourcesProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [PRIVATE], SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^VpnCustomResourcesSecurityGroup'), 'GroupId'] }] },
    });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'APIs of AWS' }], VpcId: ids.vpc,
    });
    expect(rolesWithInterfaces(template)).toEqual({ having: 6, lacking: 0 });
  });

  test('it does with the security groups that it is given, and AWS\'s managed policies give no right', () => {
    const template = templateWith((stack) => ({ vpc: vpcIn(stack), securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP)] }));

    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.allResourcesProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [PRIVATE], SecurityGroupIds: [GROUP] } });
    expect(JSON.stringify(template.toJSON())).not.toContain(':iam::aws:policy/');
  });

  test('the code of a function may not use what Lambda does in its name', () => {
    const template = templateWith((stack) => ({ vpc: vpcIn(stack) }));

    const [{ Policies: [{ PolicyDocument: { Statement } }] }] = propertiesOf(template, 'AWS::IAM::Role');
    const [placing, refusing] = ['VPCAccess', 'NoVPCAccessByCode'].map((sid) => Statement.find(({ Sid }: Properties) => Sid === sid));
    expect(placing).toMatchObject({ Effect: 'Allow', Resource: '*', Action: expect.arrayContaining(['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface']) });
    expect(refusing).toMatchObject({ Effect: 'Deny', Resource: '*', Action: placing.Action });
    expect(refusing.Condition).toEqual({
      ArnLike: { 'lambda:SourceFunctionArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:lambda:${region}:${account}:function:*`]] } },
    });
  });

  test('of the same stack, they come after the way out of it', () => {
    const template = templateWith((stack) => ({ vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 }) }));

    for (const { DependsOn } of Object.values(template.findResources('AWS::Lambda::Function', { Properties: { VpcConfig: Match.anyValue() } }))) {
      expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^VpcPrivateSubnet1DefaultRoute/)]));
    }
  });

  test.each<[string, (element: lambda.CfnFunction) => void]>([
    ['sets the property', (element) => { element.vpcConfig = { subnetIds: [PRIVATE], securityGroupIds: [GROUP] }; }],
    ['overrides it', (element) => element.addPropertyOverride('VpcConfig', { SubnetIds: [PRIVATE], SecurityGroupIds: [GROUP] })],
    ['overrides parts of it', (element) => {
      element.addPropertyOverride('VpcConfig.SubnetIds', [PRIVATE]);
      element.addPropertyOverride('VpcConfig.SecurityGroupIds', [GROUP]);
    }],
  ])('an aspect that %s gives the right, too', (_, edit) => {
    const stack = newStack();
    everythingIn(stack);
    Aspects.of(stack.node.root).add({ visit: (node: IConstruct) => (node instanceof lambda.CfnFunction ? edit(node) : undefined) });

    const template = Template.fromStack(stack);
    template.allResourcesProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [PRIVATE], SecurityGroupIds: [GROUP] } });
    expect(rolesWithInterfaces(template)).toEqual({ having: 6, lacking: 0 });
  });

  test('nothing has the right where nobody asks for it', () => {
    expect(JSON.stringify(templateWith(() => ({})).toJSON())).not.toContain('NetworkInterface');
  });
});

describe('a key of the customer\'s', () => {
  test('encrypts the table of records and all log groups, and CloudWatch Logs may use it for these', () => {
    const template = templateWith((stack) => ({ encryptionKey: new kms.Key(stack, 'Key'), waiterLogLevel: stepfunctions.LogLevel.ALL }));

    const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: arn } });
    template.resourceCountIs('AWS::Logs::LogGroup', 4);
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
    const [{ KeyPolicy: { Statement } }] = propertiesOf(template, 'AWS::KMS::Key');
    const { Principal, Condition } = Statement.find(({ Sid }: Properties) => Sid === 'EncryptLogGroups');
    expect(JSON.stringify(Principal)).toContain(`logs.${region}.`);
    const named = JSON.stringify(Condition.ArnLike['kms:EncryptionContext:aws:logs:arn']).match(/log-group:[^"]*/g)!;
    const generated = Object.entries(template.findResources('AWS::Logs::LogGroup'))
      .filter(([, { Properties: { LogGroupName } }]) => LogGroupName === undefined).map(([logicalId]) => `log-group:Stack-${logicalId}-*`);
    expect(generated).toHaveLength(3);
    expect(named.map(String).sort()).toEqual([...generated, expect.stringMatching(/^log-group:\/aws\/vendedlogs\/states\/.*-\*$/)].sort(byText));
  });

  test('is used by the function that keeps records, through DynamoDB and not otherwise', () => {
    const template = templateWith((stack) => ({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) }));

    const statements = propertiesOf(template, 'AWS::IAM::Role').flatMap(({ Policies = [] }) =>
      (Policies as Properties[]).flatMap(({ PolicyDocument }) => PolicyDocument.Statement as Properties[]));
    expect(statements.filter(({ Resource }) => Resource === KEY)).toEqual([{
      Sid: 'EncryptRecords', Effect: 'Allow', Resource: KEY,
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Condition: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
    }]);
    expect(statements.some(({ Sid, Resource }) => Sid === 'KeepRecords' && Resource !== KEY)).toBe(true);
  });

  test('that was imported brings a warning for each group', () => {
    const stack = newStack();
    VpnCustomResources.of(stack).configure({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) });
    everythingIn(stack);

    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('^the policy of a key that was not made in this app'))).toHaveLength(3);
  });

  test('of another stack, or of a parent, makes no circle of stacks', () => {
    const keys = new Stack(newStack().node.root as App, 'Keys', { env: { account, region } });
    const encryptionKey = new kms.Key(keys, 'Key');
    const stack = new Stack(keys.node.root as App, 'Network', { env: { account, region } });
    const nested = new NestedStack(stack, 'Nested');
    VpnCustomResources.of(stack).configure({ encryptionKey });
    everythingIn(nested);
    everythingIn(stack, '10.2.0.0/16');

    const policy = JSON.stringify(Template.fromStack(keys).findResources('AWS::KMS::Key'));
    expect(policy).toMatch(/log-group:Network-\*"/);
    expect(policy).toMatch(/log-group:Network-VpnMigrationRecordsMoveProviderLog[0-9A-F]{8}-\*"/);
    Template.fromStack(nested).allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
  });

  test('of imported records is named with them', () => {
    const stack = newStack();
    newMigration(stack, { records: MigrationRecords.fromTableName(stack, 'Records', 'Records', kms.Key.fromKeyArn(stack, 'Key', KEY)) });

    expect(JSON.stringify(propertiesOf(Template.fromStack(stack), 'AWS::IAM::Role'))).toContain(KEY);
  });
});

describe('functions', () => {
  test('have the architecture, those of the framework as well', () => {
    templateWith(() => ({ architecture: lambda.Architecture.ARM_64 })).allResourcesProperties('AWS::Lambda::Function', { Architectures: ['arm64'] });
  });

  test('are told the level of their logs, those of the framework aside, and Lambda drops no line of ours', () => {
    const functions = propertiesOf(templateWith(() => ({ logLevel: lambda.ApplicationLogLevel.WARN })), 'AWS::Lambda::Function');

    const ours = functions.filter(({ Handler }) => Handler.startsWith('index.'));
    expect(ours.map(({ Environment, LoggingConfig }) => [Environment.Variables.LOG_LEVEL, Object.keys(LoggingConfig)])).toEqual(ours.map(() => ['WARN', ['LogGroup']]));
    expect(functions.filter((each) => !ours.includes(each)).map(({ LoggingConfig }) => LoggingConfig.ApplicationLogLevel)).toEqual(['FATAL', 'FATAL', 'FATAL']);
  });

  test('keep their logs as long as is said', () => {
    templateWith(() => ({ logRetention: logs.RetentionDays.FIVE_YEARS, waiterLogLevel: stepfunctions.LogLevel.ERROR }))
      .allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 1827 });
  });

  test('and whoever waits for them has a log of its own when it is asked for', () => {
    const template = templateWith(() => ({ waiterLogLevel: stepfunctions.LogLevel.ALL }));

    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: {
        Level: 'ALL', IncludeExecutionData: false,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('WaiterLog'), 'Arn'] } } }],
      },
    });
    expect(propertiesOf(templateWith(() => ({})), 'AWS::StepFunctions::StateMachine')[0]).not.toHaveProperty('LoggingConfiguration');
  });
});

test('every alarm of the library has the actions that are said, beside its own', () => {
  const stack = newStack();
  const action = (arn: string): cloudwatch.IAlarmAction => ({ bind: () => ({ alarmActionArn: arn }) });
  VpnCustomResources.of(stack).configure({ alarmActions: [action('arn:everybody')] });
  const vpn = everythingIn(stack);
  const down = [1, 2].map((each) => new VpnConnectionDownAlarm(stack, `Down${each}`, { vpnConnection: vpn }));
  new VpnTunnelDownAlarm(stack, 'Tunnel', { vpnConnection: vpn });
  new AllVpnConnectionsDownAlarm(stack, 'All', { connectionDownAlarms: down });
  (vpn.targetChangeAlarm as cloudwatch.Alarm).addAlarmAction(action('arn:own'));
  new RedundantSiteToSiteVpn(stack, 'Pair', {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), first: { ip: '203.0.113.11' }, second: { ip: '203.0.113.12' },
  });

  const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) => propertiesOf(Template.fromStack(stack), type));
  expect(alarms.map(({ AlarmActions }) => (AlarmActions as string[]).join()).sort())
    .toEqual([...Array.from({ length: 7 }, () => 'arn:everybody'), 'arn:everybody,arn:own']);
});

describe('what is said for', () => {
  const architectureIn = (stack: Stack) => propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function')[0].Architectures;
  const retentionIn = (stack: Stack) => propertiesOf(Template.fromStack(stack), 'AWS::Logs::LogGroup')[0].RetentionInDays;
  const ARM = { architecture: lambda.Architecture.ARM_64 };

  test('an app or a stage holds for its stacks and nested stacks, each option until a narrower scope says another', () => {
    const app = new App();
    const stage = new Stage(app, 'Stage', { env: { account, region } });
    const [own, inherited] = ['Own', 'Inherited'].map((id) => new Stack(stage, id));
    const nested = new NestedStack(inherited, 'Nested');
    VpnCustomResources.of(app).configure({ ...ARM, logRetention: logs.RetentionDays.ONE_DAY });
    VpnCustomResources.of(stage).configure({ logRetention: logs.RetentionDays.ONE_WEEK });
    VpnCustomResources.of(own).configure({ architecture: lambda.Architecture.X86_64, logRetention: undefined });
    [own, inherited, nested].forEach((stack, index) => everythingIn(stack, `10.${index}.0.0/16`));

    expect([own, inherited, nested].map(architectureIn)).toEqual([['x86_64'], ['arm64'], ['arm64']]);
    expect([own, inherited, nested].map(retentionIn)).toEqual([7, 7, 7]);
  });

  test('a VPC comes with its subnets and groups: those of a wider scope\'s VPC are none of it', () => {
    const stack = newStack();
    VpnCustomResources.of(stack.node.root).configure({
      vpc: vpcIn(stack), securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Wide', 'sg-wide')],
    });
    const other = ec2.Vpc.fromVpcAttributes(stack, 'Other', { vpcId: 'vpc-other', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-other'] });
    VpnCustomResources.of(stack).configure({ vpc: other, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    everythingIn(stack);

    expect(JSON.stringify(propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function'))).not.toContain('sg-wide');
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { VpcId: 'vpc-other' });
  });

  test.each<[string, (stack: Stack) => void, string]>([
    ['a construct', (stack) => void VpnCustomResources.of(new Construct(stack, 'Site')),
      '`scope` must be an app, a stage or a stack, got Stack/Site; what it says would hold for everything in Stack, so configure that one'],
    ['something that is there', (stack) => {
      everythingIn(stack);
      VpnCustomResources.of(stack.node.root).configure(ARM);
    }, '`configure` for the app must come before Stack/VpnConnectionResources is made, which these options are for; call it before the first construct of this library'],
    ['the same twice', (stack) => {
      VpnCustomResources.of(stack).configure(ARM);
      VpnCustomResources.of(stack).configure({});
    }, '`configure` must be called once for Stack, and was called before; say everything in one call'],
    ['no VPC, with groups', (stack) => VpnCustomResources.of(stack).configure({ securityGroups: [] }),
      '`securityGroups` for Stack must come with `vpc`, got no VPC; name the VPC that they belong to, or remove it'],
  ])('%s is refused with words', (_, act, words) => {
    expect(() => act(newStack())).toThrow(words);
  });
});

test('a permissions boundary is that of every role', () => {
  const stack = newStack();
  everythingIn(stack);
  newMigration(stack);
  iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', 'arn:aws:iam::111122223333:policy/boundary'));

  Template.fromStack(stack).allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' });
});

function byText(one: unknown, other: unknown): number {
  const [first, second] = [one, other].map((each) => (typeof each === 'string' ? each : 'log-group:/'));
  return first < second ? -1 : 1;
}
