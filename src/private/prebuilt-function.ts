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

/** A function with a role that may write to its log group and nothing else; AWS's managed policy would allow every group. */
export function prebuiltFunction(scope: Construct, id: string, props: PrebuiltFunctionProps): lambda.Function {
  const role = new iam.Role(scope, `${id}Role`, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  props.logGroup.grantWrite(role);
  return new lambda.Function(scope, id, {
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
}
