/**
 * What the role of a move may do, derived from the declaration of the move and from nothing else: as narrow as EC2's
 * authorization allows [H, SAR], and complete, so that no permission is missing in the middle.
 *
 * It is the role of one move, or of one connection whose target may be edited, and comes and goes with what it is for. So the role of the
 * function itself, which is the same for all, does not grow; and in CloudFormation's clean-up, when a custom resource is deleted that puts
 * the network back, its rights are still there: they are part of no list that a deployment has updated before.
 */
import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ChangeStatement, EvaluatedResource, rightsOf, rightTo, TRANSIT_GATEWAY_STATEMENTS } from '../../contract/action-rights';
import {
  endsOf, GatewayEnd, gatewayOf, MoveDeclaration, namedRouteTables, TransitGatewayEnd, VirtualPrivateGatewayEnd,
} from '../../contract/declaration';
import { Gateway, sameGateway } from '../../contract/gateway';
import { EVENT_SOURCE } from '../../contract/phase';
import { QuotaName, QUOTAS, quotasTowards } from '../../contract/quotas';
import { GatewayReplacement } from '../../contract/replacement-declaration';
import { ec2Arn, ec2Reading, requireRoomInRole } from '../../custom-resources/private/growing-policy';
import { IMigrationRecords } from '../migration-records';

/** What is looked at around any connection, and what only around a gateway of a kind. */
const READ_ACTIONS = {
  'all': [
    'ec2:DescribeCustomerGateways', 'ec2:DescribeRouteTables', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'ec2:DescribeVpnConnections',
  ],
  'virtual-private-gateway': ['ec2:DescribeVpnGateways'],
  'transit-gateway': [
    'ec2:DescribeTransitGatewayAttachments', 'ec2:DescribeTransitGatewayRouteTables', 'ec2:DescribeTransitGatewayVpcAttachments',
    'ec2:DescribeTransitGateways', 'ec2:GetTransitGatewayAttachmentPropagations', 'ec2:GetTransitGatewayPrefixListReferences',
  ],
} as const satisfies Record<'all' | Gateway['kind'], readonly string[]>;

/**
 * Looking at the network. None of these has a resource-level permission [H, SAR]. DescribeVpnConnections answers
 * pre-shared keys, unless they are kept in Secrets Manager: whoever has this role can read them.
 *
 * @param kinds of the gateways at which the connection may stand
 */
export function readNetworkStatement(stack: Stack, kinds: readonly Gateway['kind'][]): iam.PolicyStatement {
  const actions = distinct([...READ_ACTIONS.all, ...kinds.flatMap((kind) => READ_ACTIONS[kind])]).sort();
  return ec2Reading(stack, actions, 'ReadNetwork');
}

/**
 * Keeping the records: conditional writes and consistent reads of single items, and never a deletion. A key of the customer's is used
 * through DynamoDB, in the name of whoever calls that.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function keepRecordsStatements(stack: Stack, { tableArn, encryptionKey }: IMigrationRecords): iam.PolicyStatement[] {
  const keep = statement('KeepRecords', ['dynamodb:GetItem', 'dynamodb:PutItem'], [tableArn]);
  if (encryptionKey === undefined) return [keep];
  const actions = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
  return [keep, statement('EncryptRecords', actions, [encryptionKey.keyArn], { 'kms:ViaService': `dynamodb.${stack.region}.amazonaws.com` })];
}

/** Telling of the phases of a move: to the default bus, and in no other name. */
export function announcePhasesStatement(stack: Stack): iam.PolicyStatement {
  const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
  return statement('AnnouncePhases', ['events:PutEvents'], [bus], { 'events:source': EVENT_SOURCE });
}

/** Looking at the network, and changing exactly what is declared, the way back included. */
export function moveStatements(stack: Stack, declaration: MoveDeclaration): iam.PolicyStatement[] {
  const changes = declaration.replacement === undefined ? connectionStatements(stack, declaration)
    : replacementStatements(stack, declaration, declaration.replacement);
  const kinds = endsOf(declaration).map((end) => end.kind);
  return [readNetworkStatement(stack, kinds), ...changes, ...accountServicesStatementsOf(stack, declaration)]
    .filter((each) => each.resources.length > 0);
}

function connectionStatements(stack: Stack, declaration: MoveDeclaration): iam.PolicyStatement[] {
  const { vpnConnectionId, customerGateway } = declaration;
  return [
    changeStatement(stack, 'MoveConnection', { 'vpn-connection': [vpnConnectionId] }),
    ...mayHaveStaticRoutes(declaration) ? [staticRouteStatement(stack, declaration)] : [],
    statement('ReadTransitGatewayRoutes', ['ec2:SearchTransitGatewayRoutes'],
      ec2Arns(stack, 'transit-gateway-route-table', searchedTables(declaration))),
    ...staysOnGateway(declaration) ? [] : routingStatements(stack, declaration),
    changeStatement(stack, 'DeleteOldCustomerGateway', { 'customer-gateway': customerGateway?.deleteOld ? [customerGateway.fromId] : [] }),
  ];
}

/** They are deleted only on the way to a transit gateway, there or back [H, UG-target]. */
function staticRouteStatement(stack: Stack, declaration: MoveDeclaration): iam.PolicyStatement {
  const arns = ec2Arns(stack, 'vpn-connection', [declaration.vpnConnectionId]);
  const sid = 'RemoveAndRestoreStaticRoutes';
  return statement(sid, transitGatewayEnds(declaration).length === 0 ? [rightTo('create-static-route')] : rightsOf(sid), arns);
}

/** The alarms, quotas and Direct Connect that a connection can run into on the way to a gateway of one of these kinds. */
export function accountServicesStatements(stack: Stack, towards: readonly Gateway['kind'][], mayMeetDirectConnect: boolean): iam.PolicyStatement[] {
  const quotas = distinct(towards.flatMap((kind) => quotasTowards(kind))) as QuotaName[];
  return [
    // Which alarms roll the stack back is said when it is deployed. Health alarms are among these, too.
    statement('ReadRollbackAlarms', ['cloudwatch:DescribeAlarms'],
      [stack.formatArn({ service: 'cloudwatch', resource: 'alarm', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME })]),
    statement('ReadQuotas', ['servicequotas:GetServiceQuota'], quotas.map((name) => QUOTAS[name])
      .map(({ serviceCode, quotaCode }) => stack.formatArn({ service: 'servicequotas', resource: serviceCode, resourceName: quotaCode }))),
    // Neither call can be restricted to a virtual private gateway [H, SAR].
    statement('ReadDirectConnect', ['directconnect:DescribeDirectConnectGatewayAssociations', 'directconnect:DescribeVirtualInterfaces'],
      mayMeetDirectConnect ? ['*'] : [], { 'aws:RequestedRegion': stack.region }),
  ];
}

/** @param equal what keys of a request have to be for it to be allowed */
export function statement(sid: string, actions: string[], resources: string[], equal?: Record<string, unknown>): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources, conditions: equal && { StringEquals: equal } });
}

/**
 * All actions under that name, on these resources; nothing where there are none of one kind.
 * @param ids of each kind of resource on which the actions are evaluated
 */
export function changeStatement<Sid extends ChangeStatement>(
  stack: Stack, sid: Sid, ids: Readonly<Record<EvaluatedResource<Sid>, readonly string[]>>,
): iam.PolicyStatement {
  const kinds = Object.entries<readonly string[]>(ids);
  const isPartial = kinds.some(([, ofKind]) => ofKind.length === 0);
  return statement(sid, rightsOf(sid), isPartial ? [] : kinds.flatMap(([kind, ofKind]) => ec2Arns(stack, kind, ofKind)));
}

export function ec2Arns(stack: Stack, resource: string, ids: readonly string[]): string[] {
  return ids.map((id) => ec2Arn(stack, resource, id));
}

/** No connection is modified: the gateways change places, and the VPC's tables with them. A test needs the same at its VPC. */
function replacementStatements(stack: Stack, declaration: MoveDeclaration, { vpcId, test }: GatewayReplacement): iam.PolicyStatement[] {
  const ends = virtualPrivateGatewayEnds(declaration);
  const gatewayIds = ends.map((end) => end.id);
  const propagatedTo = distinct([...ends.flatMap((end) => end.propagatingRouteTableIds), ...test?.routeTableIds ?? []]);
  return [
    routeFromVpc(stack, declaration),
    changeStatement(stack, 'PropagateToVpc', { 'route-table': propagatedTo, 'vpn-gateway': gatewayIds }),
    changeStatement(stack, 'ExchangeGatewayOfVpc', { 'vpc': [vpcId, ...test === undefined ? [] : [test.vpcId]], 'vpn-gateway': gatewayIds }),
  ];
}

/** What the preflight asks of other services. A move that may not read one of them reports that, and does not fail by itself. */
function accountServicesStatementsOf(stack: Stack, declaration: MoveDeclaration): iam.PolicyStatement[] {
  const stays = staysOnGateway(declaration);
  return [
    // CloudFormation sends the same request for a rollback as for a removal: only the state of the stack tells which it is.
    // Its alarms may watch the tunnels.
    statement('ReadOwnStack', ['cloudformation:DescribeStacks'], [stack.stackId]),
    ...accountServicesStatements(stack, stays ? [] : [declaration.to.kind], !stays && virtualPrivateGatewayEnds(declaration).length > 0),
  ];
}

function routingStatements(stack: Stack, declaration: MoveDeclaration): iam.PolicyStatement[] {
  return [
    ...transitGatewayStatements(stack, transitGatewayEnds(declaration)),
    routeFromVpc(stack, declaration),
    ...virtualPrivateGatewayStatements(stack, virtualPrivateGatewayEnds(declaration)),
  ];
}

function routeFromVpc(stack: Stack, { vpcRouteTables }: MoveDeclaration): iam.PolicyStatement {
  return changeStatement(stack, 'RouteFromVpc', { 'route-table': vpcRouteTables.map((table) => table.routeTableId) });
}

/** The same for both ends: forward a gateway is left and the other one arrived at, and on the way back it is the other way round. */
function transitGatewayStatements(stack: Stack, ends: readonly TransitGatewayEnd[]): iam.PolicyStatement[] {
  type Sid = (typeof TRANSIT_GATEWAY_STATEMENTS)[number];
  const onTables = (sid: Sid, tablesOf: (end: TransitGatewayEnd) => readonly string[]) => changeStatement(stack, sid, {
    'transit-gateway-route-table': distinct(ends.flatMap(tablesOf)),
    // The id of the VPN attachment does not exist until the connection has moved, there or back [H, TF].
    'transit-gateway-attachment': ['*'],
  });
  return [
    onTables('RouteToConnection', (end) => end.staticRouteTableIds),
    // An association and propagations go with the attachment: nothing but the defaults is ever taken back.
    onTables('Associate', (end) => [end.associationRouteTableId]),
    onTables('LeaveDefaultAssociation', (end) => end.defaultRouteTableIds.filter((id) => id !== end.associationRouteTableId)),
    onTables('Propagate', (end) => end.propagationRouteTableIds),
    onTables('LeaveDefaultPropagation', (end) => end.defaultRouteTableIds.filter((id) => !end.propagationRouteTableIds.includes(id))),
  ];
}

function virtualPrivateGatewayStatements(stack: Stack, ends: readonly VirtualPrivateGatewayEnd[]): iam.PolicyStatement[] {
  const propagating = ends.filter((end) => end.propagatingRouteTableIds.length > 0);
  return [
    changeStatement(stack, 'PropagateToVpc', {
      'route-table': distinct(propagating.flatMap((end) => end.propagatingRouteTableIds)), 'vpn-gateway': propagating.map((end) => end.id),
    }),
    changeStatement(stack, 'ExchangeGatewayOfVpc', {
      'vpc': distinct(ends.flatMap((end) => end.vpcId ?? [])), 'vpn-gateway': ends.map((end) => end.id),
    }),
  ];
}

/**
 * Whether static routes of the connection itself may have to go or come, which exist on a virtual private gateway only
 * [H, UG-vpn-edit-static-routes]. Opposite a transit gateway without a table for static routes only a connection with BGP
 * moves; between two virtual private gateways nothing declared tells, and whether the routes survive is not documented [U].
 */
function mayHaveStaticRoutes(declaration: MoveDeclaration): boolean {
  if (staysOnGateway(declaration) || virtualPrivateGatewayEnds(declaration).length === 0) return false;
  return transitGatewayEnds(declaration).every((end) => end.staticRouteTableIds.length > 0);
}

/** Reading all tables of the gateway that is left is what finds a route nobody declared, before it becomes a blackhole. */
function searchedTables(declaration: MoveDeclaration): string[] {
  if (declaration.from.kind === 'transit-gateway' && !staysOnGateway(declaration)) return ['*'];
  return distinct(transitGatewayEnds(declaration).flatMap(namedRouteTables));
}

/** Only the customer gateway changes, which has no step for any route [H, UG-change-vpn-cgw]. */
function staysOnGateway({ from, to }: MoveDeclaration): boolean {
  return sameGateway(gatewayOf(from), gatewayOf(to));
}

function transitGatewayEnds(declaration: MoveDeclaration): TransitGatewayEnd[] {
  return [declaration.from, declaration.to].filter((end: GatewayEnd): end is TransitGatewayEnd => end.kind === 'transit-gateway');
}

function virtualPrivateGatewayEnds(declaration: MoveDeclaration): VirtualPrivateGatewayEnd[] {
  return [declaration.from, declaration.to].filter((end: GatewayEnd): end is VirtualPrivateGatewayEnd => end.kind === 'virtual-private-gateway');
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

export interface MoveRoleProps {
  /** That of the function which assumes it, and nobody else may. */
  readonly assumedBy: iam.IRole;
  readonly statements: iam.PolicyStatement[];
  /** How many VPC route tables the statements name. */
  readonly vpcRouteTables: number;
}

export interface ConnectionRoleProps extends MoveRoleProps {
  /** Where it stands. */
  readonly within: Construct;
  /** Rights that all of them have. */
  readonly managedPolicy: iam.IManagedPolicy;
}

const DESCRIPTION = 'What may be done for one VPN connection, and by one function only';
const POLICY_NAME = 'Move';

/** @throws an error when IAM would not take so many rights */
export function moveRole(scope: Construct, { assumedBy, statements, vpcRouteTables }: MoveRoleProps): iam.Role {
  requireRoomInRole(scope, statements, vpcRouteTables);
  return new iam.Role(scope, 'Role', {
    description: DESCRIPTION,
    // Named in the trust policy, it needs no right of its own to assume the role [STS API reference, AssumeRole, Permissions].
    assumedBy,
    inlinePolicies: { [POLICY_NAME]: new iam.PolicyDocument({ statements }) },
  });
}

/**
 * The same for a connection, of which an app has many: the resource alone, with all that it will ever say. `iam.Role` would cost more to
 * synthesize than all else around the connection, for what is not to be done here: adding rights, merging and splitting policies.
 *
 * @returns its ARN
 * @throws an error when IAM would not take so many rights
 */
export function connectionRole(scope: Construct, props: ConnectionRoleProps): string {
  const { assumedBy, statements, within, managedPolicy, vpcRouteTables } = props;
  requireRoomInRole(scope, statements, vpcRouteTables);
  const id = `RoleOf${Names.uniqueResourceName(scope, { maxLength: 100 })}`;
  const inline = statements.length === 0 ? undefined : new iam.PolicyDocument({ statements });
  const assuming = assumedBy.node.defaultChild as iam.CfnRole | undefined;
  // Where roles are somebody else's to make (`Role.customizeRoles`), only the construct reports what they are to be.
  if (assuming === undefined) {
    const inlinePolicies = inline && { [POLICY_NAME]: inline };
    return new iam.Role(within, id, { description: DESCRIPTION, assumedBy, managedPolicies: [managedPolicy], inlinePolicies }).roleArn;
  }
  return new iam.CfnRole(within, id, {
    description: DESCRIPTION,
    assumeRolePolicyDocument: {
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: assuming.attrArn } }], Version: '2012-10-17',
    },
    managedPolicyArns: [managedPolicy.managedPolicyArn],
    policies: inline && [{ policyName: POLICY_NAME, policyDocument: inline.toJSON() }],
  }).attrArn;
}
