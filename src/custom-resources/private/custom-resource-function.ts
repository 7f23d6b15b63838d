/**
 * A function that CloudFormation invokes itself for custom resources, and that answers it: it attempts a request until it is through, for
 * up to a quarter of an hour.
 *
 * Not `CustomResourceProvider` of aws-cdk-lib: that makes functions and roles that no aspect and no rule knows by their class, lets them
 * write any log, answers with stack traces, and takes a Create that failed for one that has made nothing.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionLogGroup } from './function-log-group';
import { prebuiltCode, PrebuiltFunction, prebuiltFunction } from './prebuilt-function';
import { VpnCustomResources } from '../vpn-custom-resources';

/** The longest that Lambda lets a function run: it says itself, a minute before, what it was waiting for. */
const RUN = Duration.minutes(15);

/** Lambda repeats a run that failed after one minute and after two more; of a function that dies each time CloudFormation hears nothing. */
export const ANSWER_TIMEOUT = RUN.plus(Duration.minutes(5));

export interface CustomResourceFunctionProps {
  /** The directory below `assets`. */
  readonly asset: string;
  readonly description: string;
}

/** @param scope gets the children `Log`, `FunctionRole` and `Function`; by itself the role may write logs and no more */
export function customResourceFunction(scope: Construct, { asset, description }: CustomResourceFunctionProps): PrebuiltFunction {
  const options = VpnCustomResources._optionsFor(scope);
  const logGroup = functionLogGroup(scope, 'Log', options, { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY });
  return prebuiltFunction(scope, 'Function', { code: prebuiltCode(asset), description, handler: 'index.handler', timeout: RUN, logGroup, options });
}
