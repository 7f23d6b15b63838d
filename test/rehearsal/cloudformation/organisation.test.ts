/** What an organisation puts around functions is looked at as AWS looks at it: VPCs, keys, architectures, logs of state machines. */
import { driver } from './provider-app';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';

const PLACE = { accountId: '111122223333', region: 'eu-west-1' };
const allow = (Action: string | string[], more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const role = (...statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
    Policies: statements.length === 0 ? [] : [{ PolicyName: 'Rights', PolicyDocument: document(...statements) }],
  },
});
const ofRole = { 'Fn::GetAtt': ['Role', 'Arn'] };

function world() {
  const clock = new VirtualClock();
  const network = new Network({ clock, ...PLACE });
  const { vpcId, subnetIds: [subnetId] } = network.seed.vpc({ cidr: '10.0.0.0/16', subnets: [{ az: 'eu-west-1a', cidr: '10.0.0.0/24' }] });
  const authorizer = new PolicyAuthorizer();
  const { cloudFormation } = driver({ clock, ec2: network, authorizer, roles: authorizer });
  const reasonOf = async (Resources: object) => {
    const { failures: [failure] } = await cloudFormation.deploy({ stackName: 'Demo', template: { Resources }, assemblyDirectory: __dirname });
    return failure?.reason;
  };
  return { cloudFormation, reasonOf, vpcId, subnetId };
}

function functionWith(properties: object) {
  return { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: 'exports.handler = () => 1' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: ofRole, ...properties } };
}

describe('a function in a VPC', () => {
  const THREE = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'];
  const noVpcAccessByCode = { ...allow('ec2:*'), Effect: 'Deny', Condition: { ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:*' } } };
  const lacking = (action: string) => expect.stringContaining(`"The provided execution role does not have permissions to call ${action} on EC2 (Service: Lambda`);

  test.each<[string, object[], unknown]>([
    ['all rights', [allow(THREE)], undefined],
    ['the rights but not for its code', [allow(THREE), noVpcAccessByCode], undefined],
    ['the rights in its Region', [allow(THREE, { Condition: { StringEquals: { 'ec2:Region': 'eu-west-1' } } })], undefined],
    ['the rights in another Region', [allow(THREE, { Condition: { StringEquals: { 'ec2:Region': 'eu-west-2' } } })], lacking('CreateNetworkInterface')],
    ['no right', [], lacking('CreateNetworkInterface')],
    ['the right to interfaces, but not in this subnet', [allow(THREE, { Resource: 'arn:aws:ec2:eu-west-1:111122223333:network-interface/*' })], lacking('CreateNetworkInterface')],
    ['nothing to look with', [allow(THREE.filter((each) => !each.includes('Describe')))], lacking('DescribeNetworkInterfaces')],
    ['nothing to tidy up with', [allow(THREE.filter((each) => !each.includes('Delete')))], lacking('DeleteNetworkInterface')],
  ])('has %s', async (_, statements, reason) => {
    const { reasonOf, subnetId } = world();

    expect(await reasonOf({ Role: role(...statements), Function: functionWith({ VpcConfig: { SubnetIds: [subnetId], SecurityGroupIds: ['sg-1'] } }) })).toEqual(reason);
  });

  test('needs none of them outside of one', async () => {
    expect(await world().reasonOf({ Role: role(), Function: functionWith({}) })).toBeUndefined();
  });

  test.each<[string, (subnetId: string) => object, string | undefined]>([
    ['in a subnet that is not there', () => ({ SubnetIds: ['subnet-0'], SecurityGroupIds: ['sg-1'] }), 'Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound.'],
    ['in no security group', (subnetId) => ({ SubnetIds: [subnetId] }), 'SubnetIds and SecurityIds must coexist or be both empty list.'],
    ['in nothing', () => ({ SubnetIds: [], SecurityGroupIds: [] }), undefined],
  ])('%s', async (_, config, words) => {
    const { reasonOf, subnetId } = world();

    const reason = await reasonOf({ Role: role(allow(THREE)), Function: functionWith({ VpcConfig: config(subnetId) }) });
    expect(reason).toEqual(words === undefined ? undefined : expect.stringContaining(words));
  });

  test('is in a security group of the stack', async () => {
    const { cloudFormation, reasonOf, vpcId, subnetId } = world();
    const Group = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'functions', VpcId: vpcId, SecurityGroupEgress: [] } };
    const config = { SubnetIds: [subnetId], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] };

    expect(await reasonOf({ Role: role(allow(THREE)), Group, Function: functionWith({ VpcConfig: config }) })).toBeUndefined();
    expect(cloudFormation.describeResources('Demo').find(({ logicalId }) => logicalId === 'Group')?.physicalId).toMatch(/^sg-0[a-z2-7]{16}$/);
    expect(await world().reasonOf({ Group: { ...Group, Properties: { ...Group.Properties, VpcId: 'vpc-0' } } })).toContain('vpc-0');
  });
});

test.each<[string[], string | undefined]>([
  [['arm64'], undefined],
  [['x86_64'], undefined],
  [['riscv'], 'Value \'riscv\' at \'architectures\' failed to satisfy constraint: Member must satisfy enum value set: [x86_64, arm64]'],
  [['arm64', 'x86_64'], 'at \'architectures\' failed to satisfy constraint: Member must have length less than or equal to 1'],
])('a function has one architecture: %j', async (Architectures, words) => {
  const reason = await world().reasonOf({ Role: role(), Function: functionWith({ Architectures }) });

  expect(reason).toEqual(words === undefined ? undefined : expect.stringContaining(words));
});

describe('a log group is encrypted if the policy of the key lets CloudWatch Logs use it', () => {
  const ACTIONS = ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
  const service = (more: object = {}) => allow(ACTIONS, { Principal: { Service: 'logs.eu-west-1.amazonaws.com' }, ...more });
  const forGroups = (pattern: string) => ({ Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-1:111122223333:log-group:${pattern}` } } });

  test.each<[string, object[], boolean]>([
    ['for anything', [service()], true],
    ['for this group', [service(forGroups('functions'))], true],
    ['for a pattern that covers it', [service(forGroups('func*'))], true],
    ['for another group', [service(forGroups('others'))], false],
    ['in another Region', [service({ Principal: { Service: 'logs.eu-west-2.amazonaws.com' } })], false],
    ['but not to decrypt', [service({ Action: ACTIONS.filter((each) => each !== 'kms:Decrypt*') })], false],
    ['and denies it', [service(), service({ Effect: 'Deny' })], false],
    ['or not at all: who has an account has its services not', [allow('kms:*', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } })], false],
  ])('%s', async (_, statements, isAllowed) => {
    const reason = await world().reasonOf({
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document(...statements) } },
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'functions', KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
    });

    expect(reason).toEqual(isAllowed ? undefined : expect.stringContaining(
      'The specified KMS key does not exist or is not allowed to be used with Arn \'arn:aws:logs:eu-west-1:111122223333:log-group:functions\'',
    ));
  });
});

describe('a state machine writes a log if its role may have it delivered', () => {
  const DELIVERY = ['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries', 'PutResourcePolicy',
    'DescribeResourcePolicies', 'DescribeLogGroups'].map((each) => `logs:${each}`);
  const WORDS = 'The state machine IAM Role is not authorized to access the Log Destination';
  const task = (end: object) => ({ Type: 'Task', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:waiter', End: true, ...end });
  const definition = JSON.stringify({
    StartAt: 'framework-isComplete-task',
    States: {
      'framework-isComplete-task': task({
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'framework-onTimeout-task' }],
      }),
      'framework-onTimeout-task': task({}),
    },
  });

  test.each<[string, object[], object, string | undefined]>([
    ['everything', [allow(DELIVERY)], {}, undefined],
    ['everything for the group alone', [allow(DELIVERY, { Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:waiter:*' })], {}, WORDS],
    ['no resource policy', [allow(DELIVERY.filter((each) => each !== 'logs:PutResourcePolicy'))], {}, WORDS],
    ['nothing, and its log is off', [], { Level: 'OFF' }, undefined],
    ['everything, and there is no such group', [allow(DELIVERY)], {
      Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:elsewhere:*' } }],
    }, WORDS],
  ])('it may do %s', async (_, statements, logging, words) => {
    const reason = await world().reasonOf({
      Role: role(...statements),
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'waiter' } },
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          DefinitionString: definition, RoleArn: ofRole,
          LoggingConfiguration: { Level: 'ALL', Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['Group', 'Arn'] } } }], ...logging },
        },
      },
    });

    expect(reason).toEqual(words === undefined ? undefined : expect.stringContaining(words));
  });
});
