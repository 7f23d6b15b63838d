/** What the user declared of one move: where the connection goes, with which routes, when, and what is accepted. */
import { Gateway, sameGateway } from './gateway';
import { GatewayReplacement, identityOfReplacement } from './replacement-declaration';

/** A virtual private gateway as one end of a move. */
export interface VirtualPrivateGatewayEnd {
  readonly kind: 'virtual-private-gateway';
  readonly id: string;
  /** The VPC route tables that get the prefixes of the VPN by propagation from this gateway rather than by static routes. */
  readonly propagatingRouteTableIds: readonly string[];
  /** The VPC this gateway is attached to in exchange for the other one; absent when it is attached already. */
  readonly vpcId?: string;
}

/** A transit gateway as one end of a move, with everything on it that concerns the VPN attachment. */
export interface TransitGatewayEnd {
  readonly kind: 'transit-gateway';
  readonly id: string;
  /** The one table the VPN attachment is associated with: what on-premises hosts can reach. */
  readonly associationRouteTableId: string;
  /** Exactly the tables the VPN attachment propagates to. */
  readonly propagationRouteTableIds: readonly string[];
  /** The tables that get one static route for each on-premises prefix. */
  readonly staticRouteTableIds: readonly string[];
  /** Tables the gateway puts every new attachment into by default, and out of which this one is to be taken. */
  readonly defaultRouteTableIds: readonly string[];
}

export type GatewayEnd = VirtualPrivateGatewayEnd | TransitGatewayEnd;

/** What happens to the routes of one VPC route table that point to the old gateway. */
export interface VpcRouteTableDeclaration {
  readonly routeTableId: string;
  /** Destinations (CIDR blocks or prefix list ids) besides the connection's own prefixes that move to the new gateway. */
  readonly moved: readonly string[];
  /** Destinations that stay with the old gateway, on purpose. */
  readonly left: readonly string[];
}

export interface CustomerGatewayChange {
  readonly fromId: string;
  readonly toId: string;
  /** Whether the old one is deleted when the move is finalized, unless something uses it still. */
  readonly deleteOld?: true;
}

/** What the vendors' own tools allow EC2 for a change of gateway [H, TF]. */
export const FORWARD_SECONDS_DEFAULT = 30 * 60;
export const BACK_SECONDS_DEFAULT = 20 * 60;

/** As long as an engineer with a script needs for the device. */
export const VERIFY_WITHIN_SECONDS_DEFAULT = 15 * 60;

export type OnFailure = 'HOLD' | 'MOVE_BACK';
export type OnUndo = 'KEEP' | 'MOVE_BACK';

/**
 * How far a deployment takes the move. `PREPARED`: checked, backed up, the plan written down, nothing changed. `CUT_OVER`: the
 * move itself. `FINALIZED`: what was kept for the way back is given up.
 */
export type Stage = 'PREPARED' | 'CUT_OVER' | 'FINALIZED';

/** When the change may be made, in milliseconds since the epoch: the way back has to end in it, too. */
export interface MaintenanceWindow {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** What has to be seen, once every route is in its place, before the move counts as verified. */
export interface Verification {
  /** How many tunnels have to be UP: as many as before, at least that many or the move has failed, or none. */
  readonly tunnels: 'AS_BEFORE' | 'NONE' | number;
  /** How long the device is given to bring them up. */
  readonly withinSeconds: number;
  /** Metric alarms none of which may be in ALARM until `bakeSeconds` have passed, or the move has failed. */
  readonly alarmNames: readonly string[];
  readonly bakeSeconds: number;
}

/** Routes of one VPC table that are resources of the stack: CloudFormation leads them to the gateway that its template names. */
export interface StackVpcRoutes {
  readonly routeTableId: string;
  /** CIDR blocks and prefix lists. */
  readonly destinations: readonly string[];
}

/** One move of one connection, complete: no part of the plan depends on anything else but the network itself. */
export interface MoveDeclaration {
  readonly vpnConnectionId: string;
  readonly from: GatewayEnd;
  readonly to: GatewayEnd;
  /** Absent when the customer gateway stays. */
  readonly customerGateway?: CustomerGatewayChange;
  readonly vpcRouteTables: readonly VpcRouteTableDeclaration[];
  /** VPC routes that the stack has, before the deployment and after it: these are left to CloudFormation, on every way. */
  readonly stackVpcRoutes?: { readonly before: readonly StackVpcRoutes[]; readonly after: readonly StackVpcRoutes[] };
  /** The networks behind the VPN; empty means: take them from the connection's static routes. */
  readonly onPremisesCidrs: readonly string[];
  /**
   * Whose call of ModifyVpnConnection it is, and whose the routes are where the connection arrives; absent: the move's own. Of
   * CloudFormation's, whatever a template adds or takes away is left to it, and what it does not see is put back.
   */
  readonly modifiedBy?: 'CLOUDFORMATION';
  /** Whether association and propagations that were put back make room for those that the stack makes itself. */
  readonly handsOver?: true;
  /** Absent where one connection moves. Here none does: `vpnConnectionId` is the first of the old connections. */
  readonly replacement?: GatewayReplacement;
  readonly onFailure: OnFailure;
  readonly onStackRollback: OnUndo;
  readonly onRemoval: OnUndo;
  readonly forwardDeadlineSeconds: number;
  readonly backDeadlineSeconds: number;
  /** Findings of the preflight, by id, with which the move goes on all the same. */
  readonly acknowledgedFindings: readonly string[];
  readonly stage: Stage;
  /** The digest of the only plan that may be carried out; absent: any. */
  readonly approvedPlan?: string;
  /** Absent: at any time. */
  readonly window?: MaintenanceWindow;
  readonly verification: Verification;
}

/** The gateway alone, without its route tables. */
export function gatewayOf(end: GatewayEnd): Gateway {
  return { kind: end.kind, id: end.id };
}

/** Less the default tables, in which nothing is wanted. A stack's connection may name no association. */
export function namedRouteTables({ associationRouteTableId, propagationRouteTableIds, staticRouteTableIds }: TransitGatewayEnd): string[] {
  return [associationRouteTableId, ...propagationRouteTableIds, ...staticRouteTableIds].filter((id) => id !== '');
}

/** Both ends, or the one of a move that changes only the customer gateway. */
export function endsOf({ from, to }: Pick<MoveDeclaration, 'from' | 'to'>): GatewayEnd[] {
  return from.id === to.id ? [to] : [from, to];
}

/** Whether the connection stands where the move is to bring it, on both its ends. */
export function isAsDeclared(
  connection: { readonly gateway?: Gateway; readonly customerGatewayId: string },
  { to, customerGateway }: Pick<MoveDeclaration, 'to' | 'customerGateway'>,
): boolean {
  const customerGatewayStands = customerGateway === undefined || connection.customerGatewayId === customerGateway.toId;
  return sameGateway(connection.gateway, gatewayOf(to)) && customerGatewayStands;
}

/**
 * What makes a move this move: once it is made, an update that changes any of it is another move and is refused.
 * Deadlines, the maintenance window and the choices for failure, rollback and removal may be edited at any time.
 */
export function identityOf(declaration: MoveDeclaration): string {
  const { vpnConnectionId, from, to, vpcRouteTables, onPremisesCidrs } = declaration;
  const { fromId, toId } = declaration.customerGateway ?? {};
  const customerGateway = fromId === undefined ? undefined : { fromId, toId };
  const replacement = declaration.replacement && identityOfReplacement(declaration.replacement);
  return JSON.stringify({ vpnConnectionId, from, to, customerGateway, vpcRouteTables, onPremisesCidrs, replacement });
}
