/** What the role behind a connection's custom resources may do. It must not name the connection, which comes after the first of them. */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ec2Arns, readNetworkStatement, readSurroundingsStatements, statement } from './migration-policy';
import { CONNECTION_TAG } from '../domain/target-change/declaration';

export interface TargetChangeRights {
  /** The value of the tag. */
  readonly connection: string;
  readonly isStatic: boolean;
  readonly transitGatewayRouteTableIds: readonly string[];
  readonly vpcRouteTableIds: readonly string[];
}

/** For every target that the connection may have had or will have: those of the old one are needed to leave it, and in a rollback. */
export function targetChangeStatements(stack: Stack, rights: TargetChangeRights): iam.PolicyStatement[] {
  const { connection, isStatic, transitGatewayRouteTableIds: tableIds, vpcRouteTableIds } = rights;
  const tables = ec2Arns(stack, 'transit-gateway-route-table', tableIds.length === 0 ? ['*'] : tableIds);
  const statements = [
    readNetworkStatement(stack, ['virtual-private-gateway', 'transit-gateway']),
    ...isStatic ? [new iam.PolicyStatement({
      sid: 'KeepStaticRoutes',
      actions: ['ec2:CreateVpnConnectionRoute', 'ec2:DeleteVpnConnectionRoute'],
      resources: ec2Arns(stack, 'vpn-connection', ['*']),
      conditions: { StringEquals: { [`aws:ResourceTag/${CONNECTION_TAG}`]: connection } },
    })] : [],
    // All of them are read, so that no route to the connection is overlooked.
    statement('ReadTransitGatewayRoutes', ['ec2:SearchTransitGatewayRoutes'], ec2Arns(stack, 'transit-gateway-route-table', ['*'])),
    statement('RouteToConnection', [
      'ec2:AssociateTransitGatewayRouteTable', 'ec2:CreateTransitGatewayRoute', 'ec2:DeleteTransitGatewayRoute',
      'ec2:DisableTransitGatewayRouteTablePropagation', 'ec2:DisassociateTransitGatewayRouteTable', 'ec2:EnableTransitGatewayRouteTablePropagation',
    ], [...tables, ...ec2Arns(stack, 'transit-gateway-attachment', ['*'])]),
    statement('RouteFromVpc', ['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'], ec2Arns(stack, 'route-table', vpcRouteTableIds)),
    statement('ReadOwnStack', [
      'cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks', 'cloudformation:GetTemplate', 'cloudformation:ListStackResources',
    ], [stack.stackId]),
    // It has no resource-level permission [H, SAR].
    statement('ReadResourceType', ['cloudformation:DescribeType'], ['*']),
    ...readSurroundingsStatements(stack, ['virtual-private-gateway', 'transit-gateway'], true),
  ];
  return statements.filter((each) => each.resources.length > 0);
}
