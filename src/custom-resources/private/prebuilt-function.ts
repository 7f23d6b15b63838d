/**
 * Lambda functions whose code is bundled when this package is built, so that a user needs neither a bundler nor Docker, with their roles.
 *
 * They may be in a VPC, be it by an option or by an aspect of the app: where they are, and what their roles may do for that, is here, too.
 */
import * as path from 'node:path';
import { Annotations, AspectPriority, Aspects, CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionLogGroup } from './log-groups';
import { once } from '../../private/construct-ids';
import { VpnCustomResourceOptions, VpnCustomResources } from '../vpn-custom-resources';

/** `lib` is beside `assets` in the package as `src` is in the repository. */
const ASSETS = path.join(__dirname, '..', '..', '..', 'assets');

export interface PrebuiltFunctionProps {
  readonly code: lambda.Code;
  readonly handler: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly logGroup: logs.ILogGroup;
  readonly environment?: Record<string, string>;
  readonly options: VpnCustomResourceOptions;
}

export interface PrebuiltFunction {
  readonly function: lambda.Function;
  readonly role: FunctionRole;
}

/** Once for all functions of a stack that have it. @param asset the directory below `assets` */
export function prebuiltCode(asset: string): lambda.Code {
  return lambda.Code.fromAsset(path.join(ASSETS, asset));
}

/** A function with a role that may write to its log group and nothing else. */
export function prebuiltFunction(scope: Construct, id: string, props: PrebuiltFunctionProps): PrebuiltFunction {
  const { options: { architecture, logLevel, ...options } } = props;
  const role = new FunctionRole(scope, `${id}Role`, props.logGroup);
  const made = new lambda.Function(scope, id, {
    code: props.code,
    handler: props.handler,
    description: props.description,
    runtime: lambda.Runtime.NODEJS_24_X,
    memorySize: 512,
    timeout: props.timeout,
    role,
    logGroup: props.logGroup,
    ...architecture === undefined ? {} : { architecture },
    // By the function itself, as Lambda would drop the figures for metrics with all lines of their level.
    environment: { ...props.environment, ...logLevel === undefined ? {} : { LOG_LEVEL: logLevel } },
    ...vpcPropsFor(scope, options),
  });
  placeFunction(made, role, options);
  return { function: made, role };
}

/**
 * It may write to one log group and nothing else; AWS's managed policy would allow every group. Its rights are part of the role: a policy
 * beside it would be a resource more, and could be there later than the function.
 */
export class FunctionRole extends iam.Role {
  public readonly rights: iam.PolicyDocument;

  constructor(scope: Construct, id: string, logGroup: logs.ILogGroup) {
    const rights = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] })],
    });
    super(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), inlinePolicies: { Rights: rights } });
    this.rights = rights;
    this.refuseReportOfRolesThatAreMade();
  }

  /** With a report aws-cdk-lib forgets in the template what a role is allowed after it was made, be it in this library or in its own. */
  private refuseReportOfRolesThatAreMade(): void {
    const customized = this.node.tryGetContext('@aws-cdk/iam:customizeRoles') as { readonly preventSynthesis?: boolean } | undefined;
    if (customized?.preventSynthesis !== false) return;
    Annotations.of(this).addError('`Role.customizeRoles` must not have `preventSynthesis: false` where this role is made: aws-cdk-lib would leave out of the'
      + ' template what the role, and others around it, are allowed; remove that option, which changes nothing in the report, and deploy with'
      + ' `usePrecreatedRoles`, or without `Role.customizeRoles`');
  }

  /** Says more of what it may do, until the app is synthesized. */
  public permit(...statements: iam.PolicyStatement[]): void {
    this.rights.addStatements(...statements);
    // Where roles are somebody else's to make (`Role.customizeRoles`), what comes later is reported only if the role itself is told.
    if (this.node.defaultChild === undefined) for (const statement of statements) this.addToPrincipalPolicy(statement);
  }
}

type VpcOptions = Pick<VpnCustomResourceOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>;

/** What Lambda does in the name of a function's role [Lambda guide, "Giving Lambda functions access to resources in an Amazon VPC"]. */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];

/** As a function of CDK takes it. */
export function vpcPropsFor(scope: Construct, options: VpcOptions): Pick<lambda.FunctionProps, keyof VpcOptions> {
  const { vpc, vpcSubnets, securityGroups } = options;
  if (vpc === undefined) return {};
  return { vpc, vpcSubnets, securityGroups: securityGroups ?? [securityGroupOf(Stack.of(scope), vpc)] };
}

/** A function that is in a VPC when the app is synthesized may make its network interfaces, however it has got there. */
export function placeFunction(made: lambda.Function, role: FunctionRole, { vpc, vpcSubnets }: VpcOptions): void {
  if (vpc !== undefined) {
    permitNetworkInterfaces(role);
    // It answers to an address that is reached through a route which the stack may only be making.
    made.node.addDependency(vpc.selectSubnets(vpcSubnets).internetConnectivityEstablished);
  }
  const element = made.node.defaultChild as lambda.CfnFunction;
  Aspects.of(made).add({ visit: (node) => (node === element && isInVpc(element) ? permitNetworkInterfaces(role) : undefined) }, {
    // After those of the app, of which one may be what puts it there.
    priority: AspectPriority.READONLY,
  });
}

const PERMITTED = new WeakSet<FunctionRole>();

/** None of these can be restricted to interfaces that do not exist yet; but the code of a function may use none of them. */
function permitNetworkInterfaces(role: FunctionRole): void {
  if (PERMITTED.has(role)) return;
  PERMITTED.add(role);
  const stack = Stack.of(role);
  const statement = (sid: string, props: iam.PolicyStatementProps) =>
    new iam.PolicyStatement({ sid, actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'], ...props });
  role.permit(
    statement('VPCAccess', {}),
    statement('NoVPCAccessByCode', {
      effect: iam.Effect.DENY,
      // Only requests of a function's code have it. Not the one function: that comes after its role.
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': stack.formatArn({ service: 'lambda', resource: 'function:*' }) } },
    }),
  );
}

/** By its property, or by an override of that, which is private to the element. */
function isInVpc(element: CfnResource & Pick<lambda.CfnFunction, 'vpcConfig'>): boolean {
  const { rawOverrides } = element as unknown as { readonly rawOverrides: { readonly Properties?: object } };
  const { Properties: overrides = {} } = rawOverrides;
  return ('VpcConfig' in overrides ? overrides.VpcConfig : element.vpcConfig) !== undefined;
}

function securityGroupOf(stack: Stack, vpc: ec2.IVpc): ec2.ISecurityGroup {
  return once(stack, 'VpnCustomResourcesSecurityGroup', (_, id) => {
    const made = new ec2.SecurityGroup(stack, id, {
      vpc, description: 'Functions of VPN custom resources, which call AWS and are called by nobody', allowAllOutbound: false,
    });
    made.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'APIs of AWS');
    return made;
  });
}

/** The longest that Lambda lets a function run: it says itself, a minute before, what it was waiting for. */
const RUN = Duration.minutes(15);

/** Lambda repeats a run that failed after one minute and after two more; of a function that dies each time CloudFormation hears nothing. */
export const ANSWER_TIMEOUT = RUN.plus(Duration.minutes(5));

/**
 * A function that CloudFormation invokes itself for custom resources, and that answers it: it attempts a request until it is through, for
 * up to a quarter of an hour. One for each stack, with the children `Log`, `FunctionRole` and `Function`. By itself its role may write
 * logs and no more.
 *
 * Not `CustomResourceProvider` of aws-cdk-lib: that makes functions and roles that no aspect and no rule knows by their class, lets them
 * write any log, answers with stack traces, and takes a Create that failed for one that has made nothing.
 */
export abstract class CustomResourceFunction extends Construct {
  public readonly serviceToken: string;

  protected readonly role: FunctionRole;

  /** @param asset the directory below `assets` */
  protected constructor(scope: Construct, id: string, asset: string, description: string) {
    super(scope, id);
    const options = VpnCustomResources._optionsFor(this);
    const logGroup = functionLogGroup(this, 'Log', options, { removalPolicy: RemovalPolicy.DESTROY });
    const { function: { functionArn }, role } = prebuiltFunction(this, 'Function', {
      code: prebuiltCode(asset), description, handler: 'index.handler', timeout: RUN, logGroup, options,
    });
    this.serviceToken = functionArn;
    this.role = role;
    this.node.addValidation({ validate: () => this.faultsOfSize() });
  }

  /** Where IAM takes less than what the role has come to. */
  protected abstract faultsOfSize(): string[];
}
