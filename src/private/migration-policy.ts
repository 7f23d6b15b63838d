/**
 * What the role of a move may do, derived from the declaration of the move and from nothing else: as narrow as EC2's
 * authorization allows [H, SAR], and complete, so that no permission is missing in the middle.
 */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GatewayEnd, MoveDeclaration, TransitGatewayEnd } from '../domain/declaration';

/**
 * Looking at the network. None of these has a resource-level permission [H, SAR]. DescribeVpnConnections answers
 * pre-shared keys, unless they are kept in Secrets Manager: whoever has this role can read them.
 */
export function readNetworkStatement(stack: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'ReadNetwork',
    actions: [
      'ec2:DescribeRouteTables',
      'ec2:DescribeSubnets',
      'ec2:DescribeTransitGatewayAttachments',
      'ec2:DescribeTransitGatewayRouteTables',
      'ec2:DescribeTransitGatewayVpcAttachments',
      'ec2:DescribeTransitGateways',
      'ec2:DescribeVpcs',
      'ec2:DescribeVpnConnections',
      'ec2:DescribeVpnGateways',
      'ec2:GetTransitGatewayAttachmentPropagations',
    ],
    resources: ['*'],
    conditions: { StringEquals: { 'ec2:Region': stack.region } },
  });
}

/** Keeping the records: conditional writes and consistent reads of single items, and never a deletion. */
export function keepRecordsStatement(tableArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'KeepRecords',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    resources: [tableArn],
  });
}

/** Changing the network: exactly what is declared. */
export function moveStatements(stack: Stack, declaration: MoveDeclaration): iam.PolicyStatement[] {
  return [
    // The gateways are not evaluated [H, SAR].
    statement('MoveConnection', ['ec2:ModifyVpnConnection'], ec2Arns(stack, 'vpn-connection', [declaration.vpnConnectionId])),
    // Without a table for static routes on the other side only a connection with BGP moves, and that has no static routes.
    statement('RemoveAndRestoreStaticRoutes', ['ec2:CreateVpnConnectionRoute', 'ec2:DeleteVpnConnectionRoute'],
      carriesStaticRoutes(declaration) ? ec2Arns(stack, 'vpn-connection', [declaration.vpnConnectionId]) : []),
    ...transitGatewayEnds(declaration).flatMap((end) => transitGatewayStatements(stack, end)),
    statement('RouteFromVpc', ['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'],
      // The gateway that a route leads to is not evaluated [H, SAR].
      ec2Arns(stack, 'route-table', declaration.vpcRouteTables.map((table) => table.routeTableId))),
    // CloudFormation sends the same request for a rollback as for a removal: only the state of the stack tells which it is.
    statement('TellRollbackFromRemoval', ['cloudformation:DescribeStacks'],
      declaration.onStackRollback === declaration.onRemoval ? [] : [stack.stackId]),
  ].filter((each) => each.resources.length > 0);
}

function transitGatewayStatements(stack: Stack, end: TransitGatewayEnd): iam.PolicyStatement[] {
  // The id of the VPN attachment does not exist until the connection has moved [H, TF].
  const attachments = ec2Arns(stack, 'transit-gateway-attachment', ['*']);
  const onTables = (sid: string, actions: string[], routeTableIds: readonly string[]) =>
    statement(sid, actions, routeTableIds.length === 0 ? [] : [...ec2Arns(stack, 'transit-gateway-route-table', routeTableIds), ...attachments]);
  const named = [...new Set([end.associationRouteTableId, ...end.propagationRouteTableIds, ...end.staticRouteTableIds])];
  return [
    statement('ReadTransitGatewayRoutes', ['ec2:SearchTransitGatewayRoutes'], ec2Arns(stack, 'transit-gateway-route-table', named)),
    onTables('RouteToConnection', ['ec2:CreateTransitGatewayRoute', 'ec2:DeleteTransitGatewayRoute'], end.staticRouteTableIds),
    onTables('Associate', ['ec2:AssociateTransitGatewayRouteTable'], [end.associationRouteTableId]),
    onTables('LeaveDefaultAssociation', ['ec2:DisassociateTransitGatewayRouteTable'],
      end.defaultRouteTableIds.filter((id) => id !== end.associationRouteTableId)),
    onTables('Propagate', ['ec2:EnableTransitGatewayRouteTablePropagation'], end.propagationRouteTableIds),
    onTables('LeaveDefaultPropagation', ['ec2:DisableTransitGatewayRouteTablePropagation'],
      end.defaultRouteTableIds.filter((id) => !end.propagationRouteTableIds.includes(id))),
  ];
}

function carriesStaticRoutes(declaration: MoveDeclaration): boolean {
  return transitGatewayEnds(declaration).some((end) => end.staticRouteTableIds.length > 0);
}

function transitGatewayEnds(declaration: MoveDeclaration): TransitGatewayEnd[] {
  return [declaration.from, declaration.to].filter((end: GatewayEnd): end is TransitGatewayEnd => end.kind === 'transit-gateway');
}

function statement(sid: string, actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources });
}

function ec2Arns(stack: Stack, resource: string, ids: readonly string[]): string[] {
  return ids.map((resourceName) => stack.formatArn({ service: 'ec2', resource, resourceName }));
}
