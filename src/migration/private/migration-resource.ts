/** The custom resource of one change of gateways, the role in which it is done, and what others hear and measure of it. */
import { CustomResource, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct, IDependable } from 'constructs';
import { warnOfPassedWindow, warnOfRouteTablesNotNamed } from './migration-declaration';
import { moveRole, moveStatements } from './migration-policy';
import { MigrationProvider, SERVICE_TIMEOUT } from './migration-provider';
import { MoveDeclaration } from '../../contract/declaration';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE } from '../../contract/measurement';
import { toProperties } from '../../contract/properties';
import { MigrationEvents, OnPhaseOptions } from '../migration-events';
import { IMigrationRecords } from '../migration-records';

export interface MigrationResourceProps {
  readonly resourceType: string;
  readonly declaration: MoveDeclaration;
  readonly records: IMigrationRecords;
  readonly preparation?: string;
  /** What this app makes of it has to be there before the change begins. */
  readonly dependencies: readonly IDependable[];
}

/**
 * @param scope gets the children `Role` and `Resource`
 * @throws an error when IAM would not take the rights that are needed
 */
export function migrationResource(scope: Construct, props: MigrationResourceProps): CustomResource {
  const { resourceType, declaration, records, preparation, dependencies } = props;
  const { window, forwardDeadlineSeconds, backDeadlineSeconds, stage } = declaration;
  if (stage !== 'FINALIZED') warnOfPassedWindow(scope, window, forwardDeadlineSeconds + backDeadlineSeconds);
  warnOfRouteTablesNotNamed(scope, declaration);
  const provider = MigrationProvider.of(scope, records);
  const role = moveRole(scope, {
    assumedBy: provider.role,
    statements: moveStatements(Stack.of(scope), declaration),
    vpcRouteTables: declaration.vpcRouteTables.length,
  });
  const resource = new CustomResource(scope, 'Resource', {
    serviceToken: provider.serviceToken,
    serviceTimeout: SERVICE_TIMEOUT,
    resourceType,
    properties: {
      ...toProperties(declaration), RoleArn: role.roleArn, ...preparation === undefined ? {} : { Preparation: preparation },
    },
  });
  // For both directions: CloudFormation also deletes in this order, and a way back at removal needs the permissions.
  resource.node.addDependency(role, ...dependencies);
  return resource;
}

/** @throws an error when `phases` is empty */
export function phaseRule(
  resource: CustomResource, { vpnConnectionId }: MoveDeclaration, id: string, options: OnPhaseOptions,
): events.Rule {
  const { phases, target, eventPattern, crossStackScope, ...rule } = options;
  const made = new events.Rule(crossStackScope ?? resource.node.scope!, id, {
    ...rule,
    eventPattern: MigrationEvents.pattern({ phases, vpnConnectionId }),
  });
  made.addEventPattern(eventPattern);
  made.addTarget(target);
  // A rule that is made while the connection moves already would miss the beginning.
  if (Stack.of(made) === Stack.of(resource)) resource.node.addDependency(made);
  return made;
}

/** @throws an error for a name under which nothing is measured */
export function migrationMetric(
  scope: Construct, { vpnConnectionId }: MoveDeclaration, metricName: string, options: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  if (!Object.hasOwn(METRICS, metricName)) {
    throw new Error(`\`metricName\` must be one of ${Object.keys(METRICS).join(', ')}, got ${JSON.stringify(metricName)}; a move measures nothing else`);
  }
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { [METRICS_DIMENSION]: vpnConnectionId },
    statistic: cloudwatch.Stats.MAXIMUM,
    ...options,
  }).attachTo(scope);
}
