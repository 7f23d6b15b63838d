/** The Lambda functions behind every move of a stack, in the frame of CDK's custom resource provider. */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct, IConstruct } from 'constructs';
import { announcePhasesStatement, keepRecordsStatement } from './migration-policy';
import { prebuiltFunction } from './prebuilt-function';
import { ANSWER_WITHIN_SECONDS } from '../domain/record';
import { IMigrationRecords } from '../migration-records';

/** The longest that CloudFormation waits for a custom resource. */
export const SERVICE_TIMEOUT = Duration.seconds(3600);

/** Below CloudFormation's, so that a move which is over time is reported and not merely given up. */
const TOTAL_TIMEOUT = Duration.seconds(ANSWER_WITHIN_SECONDS);

/**
 * One for each table of records in each stack, shared by its moves. What the function may do by itself is the same for all of them: keep
 * the records and tell of the moves. Each move brings a role of its own, which the function assumes for it.
 */
export class MigrationProvider extends Construct {
  public static of(scope: Construct, records: IMigrationRecords): MigrationProvider {
    const stack = Stack.of(scope);
    // Below the records where possible, as the path of an ancestor must not be part of the logical ids: they make the service
    // token, and CloudFormation cannot change that of an existing resource.
    const [parent, id] = Stack.of(records) === stack ? [records, 'MoveProvider'] : [stack, `VpnMoveProvider-${records.node.addr}`];
    return parent.node.tryFindChild(id) as MigrationProvider | undefined ?? new MigrationProvider(parent, id, records);
  }

  public readonly serviceToken: string;

  /** The role of the one function that changes anything, in the roles of the moves. */
  public readonly role: iam.IRole;

  private readonly isComplete: lambda.Function;

  private constructor(scope: IConstruct, id: string, records: IMigrationRecords) {
    super(scope as Construct, id);
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.ONE_YEAR });
    const shared = { asset: 'vpn-target-migration', logGroup, environment: { RECORDS_TABLE: records.tableName } };
    // What fails here cannot be undone by the framework, so this one may touch nothing and has no permission to.
    const { function: onEventHandler } = prebuiltFunction(this, 'OnEvent', {
      ...shared,
      handler: 'index.onEvent',
      description: 'Names the move of a VPN connection',
      timeout: Duration.minutes(1),
    });
    // Long, so that the window in which traffic stops is worked through in one invocation and not paced by the framework's polls;
    // shorter than the framework's own function, so that a time-out is reported.
    const { function: isCompleteHandler, permit } = prebuiltFunction(this, 'IsComplete', {
      ...shared,
      handler: 'index.isComplete',
      description: 'Moves a VPN connection to another gateway',
      timeout: Duration.minutes(10),
    });
    permit(keepRecordsStatement(records.tableArn), announcePhasesStatement(Stack.of(this)));
    this.isComplete = isCompleteHandler;
    this.role = isCompleteHandler.role!;
    this.serviceToken = new cr.Provider(this, 'Provider', {
      onEventHandler,
      isCompleteHandler,
      logGroup,
      queryInterval: Duration.seconds(10),
      totalTimeout: TOTAL_TIMEOUT,
    }).serviceToken;
  }

  /** How often the one function that changes anything has failed: each time it had given something up for good. */
  public errors(options: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.isComplete.metricErrors(options);
  }
}
