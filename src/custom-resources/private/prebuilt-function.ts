/** Lambda functions whose code is bundled when this package is built, so that a user needs neither a bundler nor Docker. */
import * as path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FunctionRole } from './function-role';
import { placeFunction, vpcPropsFor } from './function-vpc';
import { VpnCustomResourceOptions } from '../vpn-custom-resources';

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
