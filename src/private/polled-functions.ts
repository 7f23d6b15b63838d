/** The two functions behind a custom resource of a minute's work: one gives it its physical id, the other is asked until it is done. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { prebuiltFunction } from './prebuilt-function';

export interface PolledFunctionsProps {
  /** The directory below `assets`. */
  readonly asset: string;
  /** What each of them does, as the Lambda console shows it. */
  readonly descriptions: { readonly onEvent: string; readonly isComplete: string };
  readonly queryInterval: Duration;
  readonly totalTimeout: Duration;
}

export interface PolledFunctions {
  readonly serviceToken: string;
  readonly onEvent: lambda.Function;
  readonly isComplete: lambda.Function;
}

/** @param scope gets the children `Log`, `OnEvent`, `IsComplete` and `Provider`; by themselves the roles may write logs and no more */
export function polledFunctions(scope: Construct, props: PolledFunctionsProps): PolledFunctions {
  const { asset, descriptions, queryInterval, totalTimeout } = props;
  const logGroup = new logs.LogGroup(scope, 'Log', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const shared = { asset, timeout: Duration.minutes(1), logGroup };
  const onEvent = prebuiltFunction(scope, 'OnEvent', { ...shared, handler: 'index.onEvent', description: descriptions.onEvent });
  const isComplete = prebuiltFunction(scope, 'IsComplete', { ...shared, handler: 'index.isComplete', description: descriptions.isComplete });
  const { serviceToken } = new cr.Provider(scope, 'Provider', {
    onEventHandler: onEvent, isCompleteHandler: isComplete, logGroup, queryInterval, totalTimeout,
  });
  return { serviceToken, onEvent, isComplete };
}
