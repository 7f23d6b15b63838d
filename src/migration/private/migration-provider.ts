/** The Lambda functions behind every move of a stack, in the frame of CDK's custom resource provider. */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct, IConstruct } from 'constructs';
import { announcePhasesStatement, keepRecordsStatements } from './migration-policy';
import { ANSWER_WITHIN_MS } from '../../contract/times';
import { functionLogGroup, waiterLogGroup } from '../../custom-resources/private/log-groups';
import { FunctionRole, placeFunction, prebuiltCode, prebuiltFunction, vpcPropsFor } from '../../custom-resources/private/prebuilt-function';
import { VpnCustomResourceOptions, VpnCustomResources } from '../../custom-resources/vpn-custom-resources';
import { once } from '../../private/construct-ids';
import { IMigrationRecords } from '../migration-records';

/** The longest that CloudFormation waits for a custom resource. */
export const SERVICE_TIMEOUT = Duration.seconds(3600);

/** Below CloudFormation's, so that a move which is over time is reported and not merely given up. */
const TOTAL_TIMEOUT = Duration.millis(ANSWER_WITHIN_MS);

interface FramedHandlers {
  readonly onEventHandler: lambda.IFunction;
  readonly isCompleteHandler: lambda.IFunction;
  readonly logGroup: logs.ILogGroup;
}

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
    return once(parent, id, () => new MigrationProvider(parent, id, records));
  }

  public readonly serviceToken: string;

  /** The role of the one function that changes anything, in the roles of the moves. */
  public readonly role: iam.IRole;

  private readonly isComplete: lambda.Function;

  private constructor(scope: IConstruct, id: string, records: IMigrationRecords) {
    super(scope as Construct, id);
    const options = VpnCustomResources._optionsFor(this);
    const logGroup = functionLogGroup(this, 'Log', options);
    const shared = { code: prebuiltCode('vpn-target-migration'), logGroup, environment: { RECORDS_TABLE: records.tableName }, options };
    // What fails here cannot be undone by the framework, so this one may touch nothing and has no permission to.
    const { function: onEventHandler } = prebuiltFunction(this, 'OnEvent', {
      ...shared,
      handler: 'index.onEvent',
      description: 'Names the move of a VPN connection',
      timeout: Duration.minutes(1),
    });
    // Long, so that the window in which traffic stops is worked through in one invocation and not paced by the framework's polls;
    // shorter than the framework's own function, so that a time-out is reported.
    const { function: isCompleteHandler, role } = prebuiltFunction(this, 'IsComplete', {
      ...shared,
      handler: 'index.isComplete',
      description: 'Moves a VPN connection to another gateway',
      timeout: Duration.minutes(10),
    });
    role.permit(...keepRecordsStatements(Stack.of(this), records), announcePhasesStatement(Stack.of(this)));
    this.isComplete = isCompleteHandler;
    this.role = role;
    this.serviceToken = this.frame(options, { onEventHandler, isCompleteHandler, logGroup }).serviceToken;
  }

  /** The framework, whose functions are run as ours are. */
  private frame(options: VpnCustomResourceOptions, handlers: FramedHandlers): cr.Provider {
    const { architecture, waiterLogLevel: level = stepfunctions.LogLevel.OFF } = options;
    // They log requests, so what they write is left as CDK has it.
    const [onEventRole, waiterRole] = ['FrameworkOnEventRole', 'FrameworkWaiterRole'].map((id) => new FunctionRole(this, id, handlers.logGroup));
    const isLogged = level !== stepfunctions.LogLevel.OFF;
    const provider = new cr.Provider(this, 'Provider', {
      ...handlers,
      frameworkOnEventRole: onEventRole,
      frameworkCompleteAndTimeoutRole: waiterRole,
      queryInterval: Duration.seconds(10),
      totalTimeout: TOTAL_TIMEOUT,
      disableWaiterStateMachineLogging: !isLogged,
      ...isLogged ? { waiterStateMachineLogOptions: { destination: waiterLogGroup(this, 'WaiterLog', options), level } } : {},
      ...vpcPropsFor(this, options),
    });
    for (const each of provider.node.children) {
      if (!(each instanceof lambda.Function)) continue;
      placeFunction(each, each.role === onEventRole ? onEventRole : waiterRole, options);
      if (architecture !== undefined) (each.node.defaultChild as lambda.CfnFunction).architectures = [architecture.name];
    }
    return provider;
  }

  /** How often the one function that changes anything has failed: each time it had given something up for good. */
  public errors(options: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.isComplete.metricErrors(options);
  }
}
