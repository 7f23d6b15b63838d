/** How everything is run that this library itself runs in a stack, said once. */
import { Stack, Stage } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { refuse } from '../private/checks';

/**
 * What an organisation asks of whatever this library runs in a stack: the Lambda functions of its custom resources with their logs, the
 * table of records, and the state machine that waits for a move. Its alarms get their actions here, too.
 */
export interface VpnCustomResourceOptions {
  /**
   * The VPC in which the functions run. Their roles get the rights to network interfaces that Lambda asks for, and the code of a function
   * may not use them.
   *
   * From there the functions have to reach, by a NAT gateway or by VPC endpoints: `s3` of the Region, where CloudFormation takes answers,
   * and `ec2`; for moves and `TargetChange.withRoutes()` also `dynamodb`, `sts`, `lambda`, `states`, `cloudformation`, `events`,
   * `monitoring`, `servicequotas` and Direct Connect (`directconnect`); for a `CustomerGatewayConfiguration` also `secretsmanager`. Logs
   * need no endpoint. A policy of the `s3` endpoint must allow `s3:PutObject` to CloudFormation's buckets
   * `cloudformation-custom-resource-response-*`.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   * @default - the functions run outside of any VPC
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of `vpc`. They must not be public, as a function has no public address there.
   *
   * @default - the private subnets, or the isolated ones where there are no private ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the functions in `vpc`. They must let HTTPS (TCP 443) out.
   *
   * @default - one group for each stack, which lets HTTPS out and nothing in
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * The customer-managed key that encrypts tables of records, the log groups of the functions and that of the state machine.
   *
   * CloudWatch Logs is allowed in the policy of the key to use it for these groups, and the function that keeps records in its role to use
   * it through DynamoDB. The policy of an imported key cannot be extended: it has to allow both itself, and a warning says so. Whoever
   * deploys needs `kms:DescribeKey` and `kms:CreateGrant`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   * @default - AWS's own encryption
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long log entries of the functions, and of the state machine, are kept.
   *
   * @default - a year for moves, a month for everything else
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The lowest level of what the functions write into their logs. Figures from which CloudWatch makes metrics are written at any level.
   * The functions of CDK's provider framework log requests with the addresses of their answers, so they write nothing below FATAL.
   *
   * @default lambda.ApplicationLogLevel.INFO
   */
  readonly logLevel?: lambda.ApplicationLogLevel;

  /**
   * The architecture of the functions: ARM_64 or X86_64.
   *
   * @default lambda.Architecture.X86_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * What the state machine that waits for a move writes into a log group of its own. The requests themselves are not written. Step
   * Functions asks for rights to log deliveries of any group for it.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
   * @default stepfunctions.LogLevel.OFF - no log group is made
   */
  readonly waiterLogLevel?: stepfunctions.LogLevel;

  /**
   * What every alarm of this library does when it goes off, beside the actions that it is given itself: those on tunnels and connections,
   * those of redundant pairs, and `targetChangeAlarm`.
   *
   * @default - nothing
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

interface Settings {
  options?: VpnCustomResourceOptions;
  /** The path of the first construct that was made with them. */
  usedBy?: string;
}

const SETTINGS = new WeakMap<IConstruct, Settings>();

/** These belong together: subnets of one VPC say nothing of another. */
const VPC_OPTIONS = ['vpc', 'vpcSubnets', 'securityGroups'] as const;

/**
 * Says how whatever this library runs in the stacks of an app is run, before the first of its constructs is made there:
 *
 * ```ts
 * const app = new App();
 * VpnCustomResources.of(app).configure({ architecture: lambda.Architecture.ARM_64 });
 * ```
 *
 * What is said for an app or a stage holds for all of its stacks, and a stack, a nested one too, may say something else: each option is
 * that of the nearest scope that has it, and `vpc`, `vpcSubnets` and `securityGroups` together are those of the nearest one that has any
 * of the three.
 *
 * The roles need nothing here: `iam.PermissionsBoundary.of(…)` and `iam.Role.customizeRoles(…)` apply to them as to any other role.
 */
export class VpnCustomResources {
  /**
   * Of everything that is made inside an app, a stage or a stack.
   *
   * @throws an error when `scope` is something else
   */
  public static of(scope: IConstruct): VpnCustomResources {
    if (scope === scope.node.root || Stage.isStage(scope) || Stack.isStack(scope)) return new VpnCustomResources(scope);
    throw new Error(`\`scope\` must be an app, a stage or a stack, got ${scope.node.path}; what it says would hold for everything in`
      + ` ${Stack.of(scope).node.path}, so configure that one`);
  }

  /**
   * What is said for a construct. From now on nothing else can be said in any scope around it.
   *
   * @internal
   */
  public static _optionsFor(construct: IConstruct): VpnCustomResourceOptions {
    return construct.node.scopes.reduce<VpnCustomResourceOptions>((wider, scope) => {
      const settings = settingsOf(scope);
      settings.usedBy ??= construct.node.path;
      return settings.options === undefined ? wider : narrowed(wider, settings.options);
    }, {});
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Says it, once for the scope and before anything is made that it is for.
   *
   * @throws an error when it is called again for the same scope, comes after a construct that is made with these options, or names subnets
   * or security groups without a VPC
   */
  public configure(options: VpnCustomResourceOptions): void {
    const settings = settingsOf(this.scope);
    const name = this.scope.node.path === '' ? 'the app' : this.scope.node.path;
    refuse(
      [settings.options !== undefined, () => `\`configure\` must be called once for ${name}, and was called before; say everything in one call`],
      [settings.usedBy !== undefined, () => `\`configure\` for ${name} must come before ${settings.usedBy} is made, which these options are for;`
        + ' call it before the first construct of this library'],
    );
    requireVpc(name, options);
    settings.options = options;
  }
}

function settingsOf(scope: IConstruct): Settings {
  const known = SETTINGS.get(scope);
  if (known !== undefined) return known;
  const settings = {};
  SETTINGS.set(scope, settings);
  return settings;
}

function narrowed(wider: VpnCustomResourceOptions, options: VpnCustomResourceOptions): VpnCustomResourceOptions {
  const said = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const hasVpc = VPC_OPTIONS.some((name) => name in said);
  const inherited = Object.entries(wider).filter(([name]) => !hasVpc || !VPC_OPTIONS.some((each) => each === name));
  return { ...Object.fromEntries(inherited), ...said };
}

function requireVpc(name: string, { vpc, vpcSubnets, securityGroups }: VpnCustomResourceOptions): void {
  if (vpc !== undefined) return;
  const [[given] = []] = Object.entries({ vpcSubnets, securityGroups }).filter(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new Error(`\`${given}\` for ${name} must come with \`vpc\`, got no VPC; name the VPC that they belong to, or remove it`);
}
