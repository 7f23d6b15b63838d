/**
 * A connection whose target gateway its own template changes. CloudFormation makes the modify; around it stand custom resources,
 * each of which declares the same: where the connection is to stand, and what is to lead to it there.
 */
import {
  GatewayEnd, gatewayOf, MaintenanceWindow, MoveDeclaration, StackVpcRoutes, VpcRouteTableDeclaration, Verification,
} from './declaration';
import { Gateway, nameOfGateway, sameGateway } from './gateway';

/** By which the role of the custom resources recognizes the connection. */
export const CONNECTION_TAG = 'cdk-site-to-site-vpn:connection';

/**
 * `BEFORE` takes away what would stand in the way of the modify, `AFTER` puts it where it then belongs, and `LAST` sees when all is over
 * that it is there: also in a rollback that `AFTER` has no part in.
 */
export type Part = 'LAST' | 'BEFORE' | 'AFTER';

export interface TargetDeclaration {
  readonly part: Part;
  /** By which the connection is found in its stack: one that came before it cannot reference it. */
  readonly connectionLogicalId: string;
  /** Known to `AFTER` alone, which knows nothing else but where the connection is to stand; nor does `LAST`. */
  readonly vpnConnectionId?: string;
  readonly target: GatewayEnd;
  readonly customerGatewayId: string;
  /** The static routes of the connection; empty with BGP. */
  readonly staticRoutes: readonly string[];
  readonly vpcRouteTables: readonly VpcRouteTableDeclaration[];
  /** VPC routes that are resources of the stack and lead to the target; known to `BEFORE` alone, which must leave them out of account. */
  readonly stackVpcRoutes?: readonly StackVpcRoutes[];
  /** The networks behind a connection with BGP, where a VPC route table needs them. */
  readonly onPremisesCidrs: readonly string[];
  readonly forwardDeadlineSeconds: number;
  readonly backDeadlineSeconds: number;
  readonly acknowledgedFindings: readonly string[];
  readonly approvedPlan?: string;
  readonly window?: MaintenanceWindow;
  readonly verification: Verification;
  /** What becomes of the connection when the stack has it no more, or has another in its place. */
  readonly onRemoval: 'RETAIN' | 'DELETE';
  /** What CloudFormation would replace the connection for, as the template has it: property and value. */
  readonly createOnly: { readonly [property: string]: string };
  /** What CloudFormation modifies in place beside the gateways and of both tunnels together, by property. Known to `BEFORE` alone. */
  readonly options?: { readonly [property: string]: string };
  /** A digest of the options of each tunnel, in the template's order; empty for one that has none. Known to `BEFORE` alone. */
  readonly tunnelOptions?: readonly string[];
  /** What the stack makes for the attachment on a transit gateway. Known to `BEFORE` alone. */
  readonly attachmentRouting?: AttachmentRouting;
}

/** With a changed one CloudFormation looks for the attachment anew, and makes again whatever leads to another than it finds. */
export interface AttachmentRouting {
  readonly parts: readonly string[];
  /** Of these, as the template has them. */
  readonly digest: string;
  /** Of its association and its propagations, which an attachment has once only. */
  readonly logicalIds: readonly string[];
}

/** Where a connection stands, on both its ends. */
export interface ConnectionLocation {
  readonly gateway?: Gateway;
  readonly customerGatewayId: string;
}

export function isOnTarget(location: ConnectionLocation, { target, customerGatewayId }: TargetDeclaration): boolean {
  return sameGateway(location.gateway, gatewayOf(target)) && location.customerGatewayId === customerGatewayId;
}

export function nameOfLocation({ gateway, customerGatewayId }: ConnectionLocation): string {
  return `${nameOfGateway(gateway)} with customer gateway ${customerGatewayId}`;
}

export function nameOfTarget({ target, customerGatewayId }: TargetDeclaration): string {
  return nameOfLocation({ gateway: gatewayOf(target), customerGatewayId });
}

/** By what a template must have said before where nobody asked it: nothing but the ends can differ from what it says now. */
export function formerTargetOf(
  { gateway, customerGatewayId }: ConnectionLocation, wanted: TargetDeclaration,
): TargetDeclaration | undefined {
  return gateway === undefined ? undefined : { ...wanted, target: bareEnd(gateway), customerGatewayId };
}

/** One move of the connection, with CloudFormation's modify in its middle. What is on the gateway that it leaves only EC2 tells. */
export function moveBetween(former: TargetDeclaration, wanted: TargetDeclaration, vpnConnectionId: string): MoveDeclaration {
  const [before = [], after = []] = [former.stackVpcRoutes, wanted.stackVpcRoutes];
  return {
    ...operationOf(wanted, vpnConnectionId),
    from: bareEnd(gatewayOf(former.target)),
    ...former.customerGatewayId === wanted.customerGatewayId ? {}
      : { customerGateway: { fromId: former.customerGatewayId, toId: wanted.customerGatewayId } },
    vpcRouteTables: sameGateway(gatewayOf(former.target), gatewayOf(wanted.target)) ? [] : wanted.vpcRouteTables,
    ...before.length + after.length === 0 ? {} : { stackVpcRoutes: { before, after } },
  };
}

/** Association and propagations make room for those that the stack makes; the routes it makes in the place of those that are there. */
export function handOver(declared: TargetDeclaration, vpnConnectionId: string): MoveDeclaration {
  const { approvedPlan, window, ...operation } = operationOf(declared, vpnConnectionId);
  const bare = bareEnd(gatewayOf(declared.target));
  return {
    ...operation, from: bare, to: bare, vpcRouteTables: [], handsOver: true,
    // No tunnel goes down for it.
    verification: { tunnels: 'NONE', withinSeconds: 1, alarmNames: [], bakeSeconds: 0 },
  };
}

function operationOf(wanted: TargetDeclaration, vpnConnectionId: string): Omit<MoveDeclaration, 'from' | 'vpcRouteTables'> {
  const { target, forwardDeadlineSeconds, backDeadlineSeconds, acknowledgedFindings, approvedPlan, window, verification } = wanted;
  return {
    vpnConnectionId, to: target, modifiedBy: 'CLOUDFORMATION', onPremisesCidrs: cidrsOf(wanted),
    // CloudFormation itself decides: what fails is rolled back, and what is rolled back moves the connection back.
    onFailure: 'HOLD', onStackRollback: 'MOVE_BACK', onRemoval: 'KEEP',
    forwardDeadlineSeconds, backDeadlineSeconds, acknowledgedFindings, stage: 'CUT_OVER',
    ...approvedPlan === undefined ? {} : { approvedPlan },
    ...window === undefined ? {} : { window },
    verification,
  };
}

function cidrsOf({ staticRoutes, onPremisesCidrs }: TargetDeclaration): readonly string[] {
  return staticRoutes.length > 0 ? staticRoutes : onPremisesCidrs;
}

/** A gateway of which nothing is declared. */
export function bareEnd({ kind, id }: Gateway): GatewayEnd {
  return kind === 'virtual-private-gateway' ? { kind, id, propagatingRouteTableIds: [] }
    : { kind, id, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [], defaultRouteTableIds: [] };
}
