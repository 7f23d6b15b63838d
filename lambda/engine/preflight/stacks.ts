/**
 * Stacks: what others own of what the move changes, whose templates have to follow, and the alarms that make its own roll back while it is
 * deployed: the tunnels are down for minutes, and an alarm of theirs would see it.
 */
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { Snapshot } from '../observation';
import { MovePlan } from '../plan';

export function ownershipFindings(assessment: Assessment): Finding[] {
  const { stack: ownStack } = assessment.snapshot;
  if (ownStack === undefined) return [];
  return changedObjects(assessment).flatMap(({ id, what, stackId, change }) => {
    if (stackId === undefined || stackId === ownStack.id) return [];
    const stack = nameOfStack(stackId);
    return [acceptableFinding('owned-by-another-stack', id,
      `${what} ${id} belongs to stack ${stack}, whose template will say something else than what is there after the move`,
      `in the template of ${stack}, ${change}`)];
  });
}

interface ChangedObject {
  readonly id: string;
  readonly what: string;
  readonly stackId?: string;
  /** What the owner must do, in the words of CloudFormation. */
  readonly change: string;
}

function changedObjects({ snapshot, declaration, plan }: Assessment): ChangedObject[] {
  const { from, to, vpnConnectionId, customerGateway, replacement } = declaration;
  const target = `${to.kind === 'transit-gateway' ? 'TransitGatewayId' : 'VpnGatewayId'}: ${to.id} in place of the old gateway`;
  const wanted = [...from.id === to.id ? [] : [target], ...customerGateway === undefined ? [] : [`CustomerGatewayId: ${customerGateway.toId}`]];
  const statics = plan.from.staticRoutes.length > 0 && to.kind === 'transit-gateway'
    ? ' and take its AWS::EC2::VPNConnectionRoute resources out (DeletionPolicy: Retain first)' : '';
  const gatewaysOfSwap = plan.exchangeAtVpcId === undefined ? [] : snapshot.virtualPrivateGateways;
  const connection = { id: vpnConnectionId, what: 'VPN connection', stackId: snapshot.connection?.stackId };
  return [
    ...replacement === undefined ? [{ ...connection, change: `give the AWS::EC2::VPNConnection ${wanted.join(' and ')}${statics}` }] : [],
    ...changedVpcTables(snapshot, plan, to.id),
    ...snapshot.transitGatewayRouteTables.flatMap((table): ChangedObject[] => {
      const removed = plan.from.transitGatewayRoutes.filter((route) => from.id !== to.id && route.routeTableId === table.id)
        .map((route) => route.cidr);
      if (removed.length === 0) return [];
      return [{
        id: table.id, what: 'transit gateway route table', stackId: table.stackId,
        change: `take the AWS::EC2::TransitGatewayRoute of ${removed.join(', ')} out (DeletionPolicy: Retain first)`,
      }];
    }),
    ...gatewaysOfSwap.map((gateway) => ({
      id: gateway.id, what: 'virtual private gateway', stackId: gateway.stackId,
      change: `let the AWS::EC2::VPCGatewayAttachment of ${plan.exchangeAtVpcId} name ${to.id}`,
    })),
  ];
}

/** A route that is only added is in nobody's template; one that is replaced or deleted may be. */
function changedVpcTables(snapshot: Snapshot, plan: MovePlan, toId: string): ChangedObject[] {
  return snapshot.vpcRouteTables.flatMap((table) => {
    const changed = plan.vpcRoutes.filter((route) => route.routeTableId === table.id && route.before === 'static');
    if (changed.length === 0) return [];
    const replaced = changed.filter((route) => route.after === 'static').map((route) => route.destination);
    const deleted = changed.filter((route) => route.after === 'none').map((route) => route.destination);
    const changes = [
      ...replaced.length > 0 ? [`point the AWS::EC2::Route of ${replaced.join(', ')} to ${toId}`] : [],
      ...deleted.length > 0 ? [`take the AWS::EC2::Route of ${deleted.join(', ')} out (DeletionPolicy: Retain first)`] : [],
    ];
    return [{ id: table.id, what: 'VPC route table', stackId: table.stackId, change: changes.join(' and ') }];
  });
}

export function rollbackAlarmFindings({ snapshot: { stack, connection } }: Assessment): Finding[] {
  if (stack === undefined) return [];
  const { rollbackAlarms } = stack;
  if ('unreadable' in rollbackAlarms) {
    return [acceptableFinding('rollback-alarms-unknown', nameOfStack(stack.id),
      `whether stack ${nameOfStack(stack.id)} rolls back on an alarm of this connection could not be read: ${rollbackAlarms.unreadable}`,
      'let the role of the move describe its stack and the alarms, and deploy again')];
  }
  return rollbackAlarms.filter((alarm) => alarm.watches !== 'something else').map((alarm) => acceptableFinding('rollback-alarm', alarm.name,
    alarm.watches === 'this connection'
      ? `the stack rolls back on alarm ${alarm.name}, which watches ${connection?.id}, and the tunnels are down for minutes during the move`
      : `the stack rolls back on alarm ${alarm.name}, and whether that watches ${connection?.id} cannot be seen`,
    'deploy the move without this rollback trigger'));
}

/** `arn:…:stack/<name>/<uuid>` */
export function nameOfStack(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}
