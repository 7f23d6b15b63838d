/** What the roles behind connections' custom resources may do. They must not name the connection, which comes after the first of these. */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { nameOfConnection, nameWithoutTargetChange } from './connection-tag';
import { rightsOf, TRANSIT_GATEWAY_STATEMENTS } from '../../contract/action-rights';
import { CONNECTION_TAG } from '../../contract/target-declaration';
import {
  accountServicesStatements, changeStatement, ec2Arns, readNetworkStatement, statement,
} from '../../migration/private/migration-policy';
import { MigrationProvider } from '../../migration/private/migration-provider';

export interface TargetChangeRights {
  readonly connection: ec2.CfnVPNConnection;
  readonly isStatic: boolean;
  readonly transitGatewayRouteTableIds: readonly string[];
  readonly vpcRouteTableIds: readonly string[];
}

/** What all of these roles may look at: the same for every connection, so it is written once. */
export class TargetChangeReading extends Construct {
  public static of(provider: MigrationProvider): TargetChangeReading {
    return provider.node.tryFindChild('Reading') as TargetChangeReading | undefined ?? new TargetChangeReading(provider);
  }

  public readonly policy: iam.IManagedPolicy;

  private constructor(provider: MigrationProvider) {
    super(provider, 'Reading');
    const stack = Stack.of(this);
    this.policy = new iam.ManagedPolicy(this, 'Resource', {
      description: 'What is looked at before a VPN connection is edited, and while it is',
      statements: [
        readNetworkStatement(stack, ['virtual-private-gateway', 'transit-gateway']),
        // All of them are read, so that no route to the connection is overlooked.
        statement('ReadTransitGatewayRoutes', ['ec2:SearchTransitGatewayRoutes'], ec2Arns(stack, 'transit-gateway-route-table', ['*'])),
        statement('ReadOwnStack', ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'], [stack.stackId]),
        // It has no resource-level permission [H, SAR].
        statement('ReadResourceType', ['cloudformation:DescribeType'], ['*']),
        ...accountServicesStatements(stack, ['virtual-private-gateway', 'transit-gateway'], true),
      ],
    });
  }
}

/** The stack makes the routes; this role puts back what CloudFormation's rollback does not, on the target that it returns to. */
export function targetChangeStatements(stack: Stack, rights: TargetChangeRights): iam.PolicyStatement[] {
  const { connection, isStatic, transitGatewayRouteTableIds: tableIds, vpcRouteTableIds } = rights;
  const tables = ec2Arns(stack, 'transit-gateway-route-table', tableIds);
  const statements = [
    ...isStatic ? [new iam.PolicyStatement({
      sid: 'KeepStaticRoutes',
      actions: rightsOf('RemoveAndRestoreStaticRoutes'),
      resources: ec2Arns(stack, 'vpn-connection', ['*']),
      conditions: { StringEquals: { [`aws:ResourceTag/${CONNECTION_TAG}`]: [nameWithoutTargetChange(connection), nameOfConnection(connection)] } },
    })] : [],
    statement('RouteToConnection', rightsOf(...TRANSIT_GATEWAY_STATEMENTS),
      tables.length === 0 ? [] : [...tables, ...ec2Arns(stack, 'transit-gateway-attachment', ['*'])]),
    changeStatement(stack, 'RouteFromVpc', { 'route-table': vpcRouteTableIds }),
  ];
  return statements.filter((each) => each.resources.length > 0);
}
