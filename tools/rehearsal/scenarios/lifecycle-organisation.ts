/**
 * What an organisation asks of every stack: functions in its VPC, its key on tables and logs, its architecture, its bounds for roles, logs
 * and alarms. The target of a connection is edited in such a stack, and every rule is played with IAM enforced.
 */
import { Aspects, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { begin, deployTwice, Edit, pairOf } from './edit-target';
import { Scenario, ScenarioContext } from './scenario';
import { VpnCustomResources } from '../../../src';

type Rules = Pick<Edit, 'beforehand' | 'beside'>;

/** Who is told when something goes off. */
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:operations';

export const LIFECYCLE_ORGANISATION: readonly Scenario[] = [
  {
    ...common(rules, rules),
    name: 'lifecycle-organisation',
    about: 'the functions run in a VPC, on arm64 and within a permissions boundary, a key of the customer\'s encrypts records and logs: the target is edited',
    unexpected: differencesOfRules,
  },
  {
    ...common(() => ({}), rules),
    name: 'lifecycle-organisation-later',
    about: 'all of these rules come to a stack in the deployment that edits the target',
    unexpected: differencesOfRules,
  },
  {
    ...common(aspects, aspects),
    name: 'lifecycle-organisation-aspects',
    about: 'an aspect of the app puts every function into a VPC, and another one bounds every role: the target is edited',
  },
];

function common(
  atFirst: (context: ScenarioContext) => Rules, then: (context: ScenarioContext) => Rules,
): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'mustEnd' | 'mustAnnounce' | 'begin' | 'run'> {
  const edit = (context: ScenarioContext, said: (context: ScenarioContext) => Rules): Omit<Edit, 'on' | 'deployment'> =>
    ({ routing: 'static', targetChange: pairOf(context.estate, { routing: 'static' }), ...said(context) });
  return {
    direction: 'vgw-to-tgw', routing: 'static', estate: { move: 'vgw-to-tgw' },
    mustEnd: 'migrated',
    mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
    begin: async (context) => begin(context, edit(context, atFirst)),
    run: async (context) => deployTwice(context, edit(context, then)),
  };
}

/** By what this library has for it. */
function rules(context: ScenarioContext): Rules {
  return {
    beforehand: (stack) => {
      bound(stack);
      VpnCustomResources.of(stack).configure({
        vpc: vpcOf(context, stack),
        encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
        logRetention: logs.RetentionDays.FIVE_YEARS,
        logLevel: lambda.ApplicationLogLevel.INFO,
        architecture: lambda.Architecture.ARM_64,
        waiterLogLevel: stepfunctions.LogLevel.ALL,
        alarmActions: [{ bind: () => ({ alarmActionArn: TOPIC }) }],
      });
    },
    beside: (_, vpn) => void vpn.targetChangeAlarm,
  };
}

/** As an app does it that knows nothing of this library. */
function aspects(context: ScenarioContext): Rules {
  return {
    beforehand: (stack) => {
      bound(stack);
      const vpcConfig = { subnetIds: subnetsOf(context), securityGroupIds: ['sg-0a1b2c3d4e5f60718'] };
      Aspects.of(stack).add({ visit: (node) => { if (node instanceof lambda.CfnFunction) node.vpcConfig = vpcConfig; } });
    },
  };
}

/** No role may do anything beside networks, and what functions need to run: no administrator, whoever writes a policy. */
function bound(stack: Stack): void {
  const actions = [
    'ec2', 'logs', 'dynamodb', 'events', 'states', 'lambda', 'kms', 'cloudformation', 'cloudwatch', 'servicequotas', 'directconnect',
  ].map((service) => `${service}:*`);
  iam.PermissionsBoundary.of(stack).apply(new iam.ManagedPolicy(stack, 'Boundary', {
    statements: [new iam.PolicyStatement({ actions: [...actions, 'sts:AssumeRole'], resources: ['*'] })],
  }));
}

function vpcOf(context: ScenarioContext, stack: Stack): ec2.IVpc {
  const privateSubnetIds = subnetsOf(context);
  const { subnets } = context.aws.network.view.state;
  const [{ vpcId }] = privateSubnetIds.map((id) => subnets[id]);
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId, privateSubnetIds, availabilityZones: privateSubnetIds.map((id) => subnets[id].availabilityZone) });
}

function subnetsOf({ aws }: ScenarioContext): string[] {
  return Object.keys(aws.network.view.state.subnets).sort();
}

/** What the rehearsal enforces would pass for an app that was told nothing, too: so it must have been told. */
function differencesOfRules({ aws, applications }: ScenarioContext): string[] {
  const resources = Object.values(applications.templates.at(-1)!.Resources);
  const lacking = (type: string, property: string) => resources
    .filter(({ Type, Properties = {} }) => Type === type && Properties[property] === undefined).map(({ Type }) => `a ${Type} has no ${property}`);
  return [
    ...lacking('AWS::Lambda::Function', 'VpcConfig'), ...lacking('AWS::Lambda::Function', 'Architectures'),
    ...lacking('AWS::IAM::Role', 'PermissionsBoundary'), ...lacking('AWS::CloudWatch::Alarm', 'AlarmActions'),
    ...lacking('AWS::StepFunctions::StateMachine', 'LoggingConfiguration'),
    ...aws.dynamoDb.keys.size === 1 ? [] : ['the table of records is not encrypted with the key'],
  ];
}
