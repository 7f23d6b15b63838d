/** Lambda functions whose code is bundled when this package is built, so that a user needs neither a bundler nor Docker. */
import * as path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** `lib` is beside `assets` in the package as `src` is in the repository. */
const ASSETS = path.join(__dirname, '..', '..', 'assets');

export interface PrebuiltFunctionProps {
  /** The directory below `assets`. */
  readonly asset: string;
  readonly handler: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly logGroup: logs.ILogGroup;
  readonly environment?: Record<string, string>;
}

export interface PrebuiltFunction {
  readonly function: lambda.Function;
  /** What its role may do. */
  readonly rights: iam.PolicyDocument;
  /** Says more of it, until the app is synthesized. */
  readonly permit: (...statements: iam.PolicyStatement[]) => void;
}

/**
 * A function with a role that may write to its log group and nothing else; AWS's managed policy would allow every group. Its rights are
 * part of the role: a policy beside it would be a resource more, and could be there later than the function.
 */
export function prebuiltFunction(scope: Construct, id: string, props: PrebuiltFunctionProps): PrebuiltFunction {
  const rights = new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [props.logGroup.logGroupArn] })],
  });
  const role = new iam.Role(scope, `${id}Role`, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), inlinePolicies: { Rights: rights },
  });
  const made = new lambda.Function(scope, id, {
    code: lambda.Code.fromAsset(path.join(ASSETS, props.asset)),
    handler: props.handler,
    description: props.description,
    runtime: lambda.Runtime.NODEJS_24_X,
    memorySize: 512,
    timeout: props.timeout,
    role,
    logGroup: props.logGroup,
    environment: props.environment,
  });
  const permit = (...statements: iam.PolicyStatement[]) => {
    rights.addStatements(...statements);
    // Where roles are somebody else's to make (`Role.customizeRoles`), what comes later is reported only if the role itself is told.
    if (role.node.defaultChild === undefined) for (const statement of statements) role.addToPrincipalPolicy(statement);
  };
  return { function: made, rights, permit };
}
