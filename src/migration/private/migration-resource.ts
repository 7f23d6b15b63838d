/** One change of gateways as both kinds of it are made: the custom resource, the role in which it is done, and what others hear of it. */
import { CustomResource, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct, IDependable } from 'constructs';
import { warnOfPassedWindow, warnOfRouteTablesNotNamed } from './migration-declaration';
import { moveRole, moveStatements } from './migration-policy';
import { MigrationProvider, SERVICE_TIMEOUT } from './migration-provider';
import { MoveDeclaration } from '../../contract/declaration';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE } from '../../contract/measurement';
import { toProperties } from '../../contract/properties';
import { namedInErrors } from '../../private/named-in-errors';
import { MigrationEvents, OnPhaseOptions } from '../migration-events';
import { MigrationOptions } from '../migration-options';
import { IMigrationRecords, MigrationRecords } from '../migration-records';

/**
 * What is public of it is said once here: jsii gives the members of an internal class to those that extend it.
 *
 * @internal
 */
@namedInErrors
export class GatewayChange extends Construct {
  /** @internal */
  public _declaration!: MoveDeclaration;
  /** @internal */
  public _resource!: CustomResource;
  private keptIn!: IMigrationRecords;

  /**
   * How the last deployment of it ended: `prepared`, `migrated`, `migrated-unverified`, `finalized`, or `unchanged` when there was
   * nothing to do. One that does not reach its end fails the deployment.
   */
  public get outcome(): string {
    return this._resource.getAttString('Outcome');
  }

  /** The id under which the backup is kept in the table of records; empty when there was nothing to do. */
  public get operationId(): string {
    return this._resource.getAttString('OperationId');
  }

  /**
   * The longest that traffic can have been kept from flowing, in seconds: from the first change that stops packets until everything was
   * read back and found in its place. What the device needs to bring up its tunnels is not in it, nor is a test.
   */
  public get interruptionSeconds(): number {
    return Token.asNumber(this._resource.getAtt('InterruptionSeconds'));
  }

  /**
   * The digest of the plan, `sha256:…`, that was prepared or carried out; for `approvedPlan`. Empty when there was nothing to do.
   * The plan itself is in the function's log and in the table of records, one line for each thing that it changes.
   */
  public get planDigest(): string {
    return this._resource.getAttString('PlanDigest');
  }

  /** The table that keeps the backup and the progress. */
  public get records(): IMigrationRecords {
    return this.keptIn;
  }

  /**
   * A rule on the default event bus for the phases of this change, and of any other of the same connection in this account and region: of
   * several connections, the first old one. Unless `crossStackScope` is another stack's, the rule is made before the change begins, so its
   * target must not read an attribute of it.
   *
   * @throws an error when `phases` is empty
   */
  public onPhase(id: string, options: OnPhaseOptions = {}): events.Rule {
    const { phases, target, eventPattern, crossStackScope, ...rule } = options;
    const made = new events.Rule(crossStackScope ?? this, id, {
      ...rule,
      eventPattern: MigrationEvents.pattern({ phases, vpnConnectionId: this._declaration.vpnConnectionId }),
    });
    made.addEventPattern(eventPattern);
    made.addTarget(target);
    // A rule that is made while the connection moves already would miss the beginning.
    if (Stack.of(made) === Stack.of(this)) this._resource.node.addDependency(made);
    return made;
  }

  /**
   * A metric in namespace `CdkSiteToSiteVpn` with dimension `VpnConnectionId`, the id of the connection, or of the first old one. Each
   * change adds one value when it ends, and perhaps a second one after a crash.
   *
   * @param metricName `InterruptionSeconds`, or one of `Migrated`, `MigratedUnverified`, `MovedBack` and `Held`, which is 1 for the way
   * in which it ended and 0 for the others
   * @throws an error for any other name
   * @default statistic `Maximum` over 5 minutes
   */
  public metric(metricName: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    if (!Object.hasOwn(METRICS, metricName)) {
      throw new Error(`\`metricName\` must be one of ${Object.keys(METRICS).join(', ')}, got ${JSON.stringify(metricName)}; a move measures nothing else`);
    }
    return new cloudwatch.Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { [METRICS_DIMENSION]: this._declaration.vpnConnectionId },
      statistic: cloudwatch.Stats.MAXIMUM,
      ...options,
    }).attachTo(this);
  }

  /**
   * The children `Role` and `Resource`, when the declaration was checked.
   *
   * @param dependencies what this app makes of them has to be there before the change begins
   * @throws an error when IAM would not take the rights that are needed
   * @internal
   */
  public _make(resourceType: string, options: MigrationOptions, dependencies: IDependable[]): void {
    const { records = MigrationRecords._ofStack(this), preparation } = options;
    const declaration = this._declaration;
    const { window, forwardDeadlineSeconds, backDeadlineSeconds, stage } = declaration;
    if (stage !== 'FINALIZED') warnOfPassedWindow(this, window, forwardDeadlineSeconds + backDeadlineSeconds);
    warnOfRouteTablesNotNamed(this, declaration);
    const provider = MigrationProvider.of(this, records);
    const role = moveRole(this, {
      assumedBy: provider.role,
      statements: moveStatements(Stack.of(this), declaration),
      vpcRouteTables: declaration.vpcRouteTables.length,
    });
    this.keptIn = records;
    this._resource = new CustomResource(this, 'Resource', {
      serviceToken: provider.serviceToken,
      serviceTimeout: SERVICE_TIMEOUT,
      resourceType,
      properties: {
        ...toProperties(declaration), RoleArn: role.roleArn, ...preparation === undefined ? {} : { Preparation: preparation },
      },
    });
    // For both directions: CloudFormation also deletes in this order, and a way back at removal needs the permissions.
    this._resource.node.addDependency(role, ...dependencies);
  }
}
