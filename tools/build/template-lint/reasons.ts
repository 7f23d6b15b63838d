/**
 * What the linters and rule packs say of the library's resources, exactly, with the reason why it is so. What is found and not here, and
 * what is here and not found, fails `npx projen lint:templates`.
 */
import { Kind } from './kinds';

export interface Reason {
  readonly about: string;
  /** Each of them is found at each kind of resource. */
  readonly rules: readonly string[];
  readonly where: readonly Kind[];
  readonly why: string;
}

const OWN_FUNCTIONS = ['function of look-ups', 'functions of moves', 'function of devices\' configurations'] as const;
const FUNCTIONS = [...OWN_FUNCTIONS, 'functions of CDK\'s provider framework'] as const;
const WAITER = ['waiter of CDK\'s provider framework'] as const;

const wildcard = (resource: string) => `AwsSolutions-IAM5[Resource::${resource}]`;
const regional = (service: string, resource: string) => wildcard(`arn:<partition>:${service}:<Region>:<account>:${resource}`);

export const REASONS: readonly Reason[] = [
  {
    about: 'function outside a VPC',
    rules: ['CKV_AWS_117', 'CT.LAMBDA.PR.3', 'HIPAA.Security-LambdaInsideVPC', 'NIST.800.53.R4-LambdaInsideVPC', 'NIST.800.53.R5-LambdaInsideVPC',
      'PCI.DSS.321-LambdaInsideVPC'],
    where: FUNCTIONS,
    why: 'they call AWS\'s public endpoints and nothing else; in a VPC the way to those could be the very one that a move interrupts. '
      + '`vpc` of `VpnCustomResources` puts them into one',
  },
  {
    about: 'function without a dead-letter queue',
    rules: ['CKV_AWS_116', 'HIPAA.Security-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaDLQ'],
    where: FUNCTIONS,
    why: 'CloudFormation waits for the answer: a request that fails is answered as failed, one that gets no answer fails by time. '
      + 'A dead letter would keep the request\'s pre-signed address, and nobody could do anything with it',
  },
  {
    about: 'function without reserved concurrency',
    rules: ['CKV_AWS_115', 'HIPAA.Security-LambdaConcurrency', 'NIST.800.53.R5-LambdaConcurrency'],
    where: FUNCTIONS,
    why: 'what is reserved is taken from the account\'s other functions; a limit would let the connections of one deployment fail each other',
  },
  {
    about: 'function without X-Ray',
    rules: ['Serverless-LambdaTracing'],
    where: FUNCTIONS,
    why: 'X-Ray\'s rights cannot be restricted to a resource; what a function did is in its log, and of a move in its record',
  },
  {
    about: 'environment variables without a customer key',
    rules: ['CKV_AWS_173'],
    where: ['functions of moves', 'functions of CDK\'s provider framework'],
    why: 'they hold a table\'s name and ARNs of functions and of the waiter, nothing secret',
  },
  {
    about: 'log group without a customer key',
    rules: ['CKV_AWS_158', 'CT.CLOUDWATCH.PR.3', 'HIPAA.Security-CloudWatchLogGroupEncrypted', 'NIST.800.53.R4-CloudWatchLogGroupEncrypted',
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted', 'PCI.DSS.321-CloudWatchLogGroupEncrypted'],
    where: ['log group of the function of look-ups', 'log group of the functions of moves', 'log group of the function of devices\' configurations'],
    why: 'CloudWatch Logs encrypts them by a key of its own; they hold ids, CIDR blocks and states, and never a pre-shared key. '
      + '`encryptionKey` of `VpnCustomResources` gives them another',
  },
  {
    about: 'log group without a customer key',
    rules: ['CKV_AWS_158', 'CT.CLOUDWATCH.PR.3', 'HIPAA.Security-CloudWatchLogGroupEncrypted', 'NIST.800.53.R4-CloudWatchLogGroupEncrypted',
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted', 'PCI.DSS.321-CloudWatchLogGroupEncrypted'],
    where: ['log groups of tunnels', 'log group of a Client VPN endpoint'],
    why: 'a key is the application\'s to give: `VpnLogs.toNewLogGroups({ encryptionKey })`, or `logGroup` of an endpoint',
  },
  {
    about: 'log group that keeps less than a year',
    rules: ['CT.CLOUDWATCH.PR.2'],
    where: ['log groups of tunnels'],
    why: 'a year is the default; an example chooses less',
  },
  {
    about: 'table without a customer key',
    rules: ['CKV_AWS_119', 'CT.DYNAMODB.PR.2'],
    where: ['table of records'],
    why: 'DynamoDB encrypts it by a key of its own; it holds ids, CIDR blocks and states, and never a pre-shared key. '
      + '`encryptionKey` of `VpnCustomResources` gives it another',
  },
  {
    about: 'table in no backup plan',
    rules: ['HIPAA.Security-DynamoDBInBackupPlan', 'NIST.800.53.R4-DynamoDBInBackupPlan', 'NIST.800.53.R5-DynamoDBInBackupPlan'],
    where: ['table of records'],
    why: 'point-in-time recovery and deletion protection are on; plans of AWS Backup are the organisation\'s, and can name it by a tag',
  },
  {
    about: 'alarm without an action',
    rules: ['CT.CLOUDWATCH.PR.1', 'HIPAA.Security-CloudWatchAlarmAction', 'NIST.800.53.R4-CloudWatchAlarmAction', 'NIST.800.53.R5-CloudWatchAlarmAction'],
    where: ['alarms', 'what an example makes itself'],
    why: 'whom it tells is the application\'s to say: `addAlarmAction`, or `alarmActions` of `VpnCustomResources` for those of the library',
  },
  {
    about: 'secret that is not rotated',
    rules: ['AwsSolutions-SMG4', 'HIPAA.Security-SecretsManagerRotationEnabled', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
    where: ['`PreSharedKeySecret`'],
    why: 'a rotated key would be another than that of the tunnel and of the device',
  },
  {
    about: 'secret that is not rotated',
    rules: ['AwsSolutions-SMG4', 'HIPAA.Security-SecretsManagerRotationEnabled', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
    where: ['secret of a device\'s configuration'],
    why: 'it is written when the connection changes, not by a schedule',
  },
  {
    about: 'secret without a customer key',
    rules: ['CKV_AWS_149', 'HIPAA.Security-SecretsManagerUsingKMSKey', 'NIST.800.53.R5-SecretsManagerUsingKMSKey', 'PCI.DSS.321-SecretsManagerUsingKMSKey'],
    where: ['secret of a device\'s configuration'],
    why: 'a key is the application\'s to give: `encryptionKey`',
  },
  {
    about: 'rights inside a role',
    rules: ['HIPAA.Security-IAMNoInlinePolicy', 'NIST.800.53.R4-IAMNoInlinePolicy', 'NIST.800.53.R5-IAMNoInlinePolicy', 'PCI.DSS.321-IAMNoInlinePolicy'],
    where: ['role of the function of look-ups', 'policy of prefix list references', 'policy of attachments\' tags', 'roles of the functions of moves',
      'role of a move', 'role of a connection that may change its target', 'role of the function of devices\' configurations',
      'policy of devices\' configurations', 'roles of CDK\'s provider framework', 'what an example makes itself'],
    why: 'they are for this role alone and come and go with it; a managed policy could be there later than the function, and gone before it. '
      + 'What a role has no room for is in managed policies',
  },
  {
    about: 'any version of a function',
    rules: ['OnEvent', 'IsComplete', 'frameworkisComplete', 'frameworkonTimeout'].map((name) => wildcard(`<${name}>:*`)),
    where: ['roles of CDK\'s provider framework'],
    why: 'CDK lets the framework\'s functions and its waiter invoke every version of their functions',
  },
  {
    about: 'any resource',
    rules: [wildcard('*')],
    where: ['role of the function of look-ups', 'policy of prefix list references', 'policy of devices\' configurations', 'role of a move',
      'policy of connections that may change their target'],
    why: 'EC2\'s describe calls, reading prefix list references, and CloudFormation\'s schema of a type have no resource-level permission; '
      + 'Direct Connect\'s describe calls cannot be restricted to a gateway',
  },
  {
    about: 'any resource, in a function\'s role',
    rules: ['Serverless-LambdaStarPermissions'],
    where: ['role of the function of look-ups'],
    why: 'as above; the other functions\' roles have no such statement, or have it in a policy beside them, where the rule does not look',
  },
  {
    about: 'any alarm',
    rules: [regional('cloudwatch', 'alarm:*')],
    where: ['role of a move', 'policy of connections that may change their target'],
    why: 'which alarms roll the stack back is said when it is deployed',
  },
  {
    about: 'any attachment',
    rules: [regional('ec2', 'transit-gateway-attachment/*')],
    where: ['role of a move', 'role of a connection that may change its target'],
    why: 'the attachment\'s id does not exist before the move; one that a rollback brings back is a new one',
  },
  {
    about: 'any attachment',
    rules: [regional('ec2', 'transit-gateway-attachment/*')],
    where: ['policy of prefix list references'],
    why: 'always together with a named table: an attachment that was named would have to be there before every reference of the stack',
  },
  {
    about: 'any attachment',
    rules: [regional('ec2', 'transit-gateway-attachment/*')],
    where: ['policy of attachments\' tags'],
    why: 'for the keys in the template alone: after a change of gateway in place the old attachment\'s tag is removed',
  },
  {
    about: 'any transit gateway route table',
    rules: [regional('ec2', 'transit-gateway-route-table/*')],
    where: ['role of a move', 'policy of connections that may change their target'],
    why: 'read, so that no route to the connection is overlooked; changed are the named ones alone',
  },
  {
    about: 'any connection',
    rules: [regional('ec2', 'vpn-connection/*')],
    where: ['role of a connection that may change its target'],
    why: 'by a tag that this connection alone has: the role is there before the connection\'s id',
  },
  {
    about: 'any account\'s prefix list',
    rules: [wildcard('arn:<partition>:ec2:<Region>:*:prefix-list/<id>')],
    where: ['policy of prefix list references'],
    why: 'a list may be another account\'s; its id is nobody else\'s',
  },
  {
    about: 'any type of device',
    rules: [regional('ec2', 'vpn-connection-device-type/*')],
    where: ['policy of devices\' configurations'],
    why: 'the id of a type that is named by its vendor is known only when EC2 was asked',
  },
  {
    about: 'runtime that is not the newest',
    rules: ['AwsSolutions-L1', 'Serverless-LambdaLatestVersion'],
    where: ['functions of CDK\'s provider framework'],
    why: 'CDK chooses it',
  },
  {
    about: 'default memory',
    rules: ['Serverless-LambdaDefaultMemorySize'],
    where: ['functions of CDK\'s provider framework'],
    why: 'CDK leaves it at Lambda\'s default: they hand requests on',
  },
  {
    about: 'state machine without logs',
    rules: ['AwsSolutions-SF1', 'CT.STEPFUNCTIONS.PR.1'],
    where: WAITER,
    why: 'its input is the request, of which nothing more is to be stored; what happens is in the functions\' log. '
      + '`waiterLogLevel` of `VpnCustomResources` makes one without the requests',
  },
  {
    about: 'state machine without traces',
    rules: ['AwsSolutions-SF2', 'CT.STEPFUNCTIONS.PR.2', 'Serverless-StepFunctionStateMachineXray'],
    where: WAITER,
    why: 'X-Ray\'s rights cannot be restricted to a resource; all that it does is to call a function again and again',
  },
  {
    about: 'event target without a dead-letter queue',
    rules: ['Serverless-EventBusDLQ'],
    where: ['rule of `onSomebodyHasToAct`'],
    why: 'the target is the application\'s, and so is its queue: `deadLetterQueue` of the target',
  },
  {
    about: 'key whose grants are not left to AWS\'s services',
    rules: ['CT.KMS.PR.3'],
    where: ['what an example makes itself'],
    why: 'an example has the key policy that CDK gives it; an organisation\'s is its own',
  },
  {
    about: 'VPC without flow logs',
    rules: ['AwsSolutions-VPC7', 'HIPAA.Security-VPCFlowLogsEnabled', 'NIST.800.53.R4-VPCFlowLogsEnabled', 'NIST.800.53.R5-VPCFlowLogsEnabled',
      'PCI.DSS.321-VPCFlowLogsEnabled'],
    where: ['what an example makes itself'],
    why: 'an example has a VPC to show whose ids go where; an organisation\'s has the flow logs that it keeps',
  },
  {
    about: 'default security group that lets its members reach each other',
    rules: ['HIPAA.Security-VPCDefaultSecurityGroupClosed', 'NIST.800.53.R4-VPCDefaultSecurityGroupClosed',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed', 'PCI.DSS.321-VPCDefaultSecurityGroupClosed'],
    where: ['what an example makes itself'],
    why: 'as above: `restrictDefaultSecurityGroup` of CDK\'s VPC closes it by a custom resource of CDK',
  },
  {
    about: 'public subnets',
    rules: ['HIPAA.Security-VPCSubnetAutoAssignPublicIpDisabled', 'NIST.800.53.R5-VPCSubnetAutoAssignPublicIpDisabled',
      'PCI.DSS.321-VPCSubnetAutoAssignPublicIpDisabled', 'HIPAA.Security-VPCNoUnrestrictedRouteToIGW', 'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW',
      'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW', 'CT.EC2.PR.11'],
    where: ['what an example makes itself'],
    why: 'CDK\'s VPC has them unless it is told otherwise; the VPN\'s routes are in the tables of the isolated ones',
  },
  {
    about: 'dependency that a reference makes already',
    rules: ['W3005'],
    where: [...FUNCTIONS, ...WAITER, 'connections', 'role of a move', 'other resources of the library'],
    why: 'CDK names every resource of a construct that is waited for; CloudFormation takes both as one',
  },
  {
    about: 'equal elements of a list',
    rules: ['I3037'],
    where: ['connections'],
    why: 'both tunnels may have the same options; the first is for the first tunnel',
  },
  {
    about: '`Fn::Join` in the place of `Fn::Sub`',
    rules: ['I1022'],
    where: [...WAITER, 'roles of CDK\'s provider framework', 'roles of the functions of moves', 'role of a move',
      'policy of connections that may change their target', 'role of a connection that may change its target', 'policy of attachments\' tags',
      'policy of devices\' configurations', 'alarms', 'connections', 'other resources of the library'],
    why: 'CDK writes it; cfn-lint says so only of templates without construct paths, as the integration applications\' snapshots are',
  },
];

export interface Absence {
  readonly what: string;
  readonly types: readonly string[];
  readonly regions: readonly string[];
}

const CHINA = ['cn-north-1', 'cn-northwest-1'];

/** Types that CloudFormation does not have everywhere. */
export const ABSENT: readonly Absence[] = [
  {
    what: 'Client VPN endpoints',
    types: ['ClientVpnEndpoint', 'ClientVpnTargetNetworkAssociation', 'ClientVpnAuthorizationRule', 'ClientVpnRoute'].map((type) => `AWS::EC2::${type}`),
    regions: CHINA,
  },
  { what: '`VpnConcentrator`', types: ['AWS::EC2::VPNConcentrator'], regions: CHINA },
  {
    what: '`TargetGateway.cloudWan`',
    types: ['AWS::NetworkManager::SiteToSiteVpnAttachment', 'AWS::NetworkManager::CoreNetwork'],
    regions: [...CHINA, 'ap-east-1', 'mx-central-1'],
  },
  { what: 'the global network of Cloud WAN', types: ['AWS::NetworkManager::GlobalNetwork'], regions: CHINA },
];
