/**
 * A connection whose target gateway its own template changes. CloudFormation makes the modify; around it stand custom resources,
 * each of which declares the same: where the connection is to stand, and what is to lead to it there.
 */
import {
  GatewayEnd, gatewayOf, MaintenanceWindow, MoveDeclaration, StackVpcRoutes, VpcRouteTableDeclaration, Verification,
} from '../declaration';
import { Gateway, nameOfGateway, sameGateway } from '../gateway';
import { Survey } from '../observation';
import { undeclaredDefaults } from '../preflight/default-route-tables';

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
  /** Known to `AFTER` alone. */
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
  /** Whether the routes on a transit gateway go when the connection does. */
  readonly onRemoval: 'RETAIN' | 'DELETE';
  /** What CloudFormation would replace the connection for, as the template has it: property and value. */
  readonly createOnly: { readonly [property: string]: string };
  /** What CloudFormation modifies in place beside the gateways and of both tunnels together, by property. Known to `BEFORE` alone. */
  readonly options?: { readonly [property: string]: string };
  /** A digest of the options of each tunnel, in the template's order; empty for one that has none. Known to `BEFORE` alone. */
  readonly tunnelOptions?: readonly string[];
  /** `AFTER`, at its creation: whether `BEFORE` found the connection there already. */
  readonly adopted?: boolean;
}

/** Where a connection stands, on both its ends. */
export interface Standing {
  readonly gateway?: Gateway;
  readonly customerGatewayId: string;
}

export function standsOnTarget(standing: Standing, { target, customerGatewayId }: TargetDeclaration): boolean {
  return sameGateway(standing.gateway, gatewayOf(target)) && standing.customerGatewayId === customerGatewayId;
}

export function nameOfStanding({ gateway, customerGatewayId }: Standing): string {
  return `${nameOfGateway(gateway)} with customer gateway ${customerGatewayId}`;
}

export function nameOfTarget({ target, customerGatewayId }: TargetDeclaration): string {
  return nameOfStanding({ gateway: gatewayOf(target), customerGatewayId });
}

/** One move of the connection, with CloudFormation's modify in its middle. */
export function moveBetween(former: TargetDeclaration, wanted: TargetDeclaration, vpnConnectionId: string): MoveDeclaration {
  const [before = [], after = []] = [former.stackVpcRoutes, wanted.stackVpcRoutes];
  return {
    ...operationOf(wanted, vpnConnectionId),
    from: former.target,
    ...former.customerGatewayId === wanted.customerGatewayId ? {}
      : { customerGateway: { fromId: former.customerGatewayId, toId: wanted.customerGatewayId } },
    vpcRouteTables: sameGateway(gatewayOf(former.target), gatewayOf(wanted.target)) ? [] : wanted.vpcRouteTables,
    ...before.length + after.length === 0 ? {} : { stackVpcRoutes: { before, after } },
    formerOnPremisesCidrs: cidrsOf(former),
  };
}

/** A change of what leads to the connection, which stays where it is. Without a former declaration nothing was declared before. */
export function rearrangement(former: TargetDeclaration | undefined, wanted: TargetDeclaration, vpnConnectionId: string): MoveDeclaration {
  const stays = former !== undefined && sameGateway(gatewayOf(former.target), gatewayOf(wanted.target));
  const { approvedPlan, window, ...operation } = operationOf(wanted, vpnConnectionId);
  return {
    ...operation,
    from: stays ? former.target : bare(wanted.target),
    vpcRouteTables: [],
    formerOnPremisesCidrs: stays ? cidrsOf(former) : [],
    // No tunnel goes down for it.
    verification: { tunnels: 'NONE', withinSeconds: 1, alarmNames: [], bakeSeconds: 0 },
  };
}

/** Nothing leads to the connection any more. */
export function withdrawal(former: TargetDeclaration, vpnConnectionId: string): MoveDeclaration {
  return rearrangement(former, { ...former, target: bare(former.target), staticRoutes: [], onPremisesCidrs: [] }, vpnConnectionId);
}

/** A connection that was just made stands in the tables that its gateway chose: nobody has wanted it there. */
export function leavingDefaults(move: MoveDeclaration, survey: Survey): MoveDeclaration {
  const { to } = move;
  if (to.kind !== 'transit-gateway') return move;
  const defaults = undeclaredDefaults(survey, to).map(({ routeTableId }) => routeTableId);
  return { ...move, to: { ...to, defaultRouteTableIds: [...new Set([...to.defaultRouteTableIds, ...defaults])] } };
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

/** The same gateway, on which nothing is declared. */
function bare(end: GatewayEnd): GatewayEnd {
  return end.kind === 'virtual-private-gateway'
    ? { kind: end.kind, id: end.id, propagatingRouteTableIds: [] }
    : { ...end, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [] };
}
