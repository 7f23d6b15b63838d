/**
 * The one EC2 operation behind each action that changes a network, on which resources IAM evaluates it [H, SAR], and the statement of a
 * role's policy that allows it: the gateways that a connection moves to, or that a VPC's route leads to, are not evaluated.
 */
interface ActionRight {
  readonly operation: string;
  readonly on: readonly ('vpn-connection' | 'customer-gateway' | 'vpn-gateway' | 'vpc' | 'route-table' | 'transit-gateway-route-table' | 'transit-gateway-attachment')[];
  readonly allowedAs: string;
}

const TABLE_AND_ATTACHMENT = ['transit-gateway-route-table', 'transit-gateway-attachment'] as const;

export const ACTION_RIGHTS = {
  'delete-static-route': { operation: 'DeleteVpnConnectionRoute', on: ['vpn-connection'], allowedAs: 'RemoveAndRestoreStaticRoutes' },
  'create-static-route': { operation: 'CreateVpnConnectionRoute', on: ['vpn-connection'], allowedAs: 'RemoveAndRestoreStaticRoutes' },
  'modify-vpn-connection': { operation: 'ModifyVpnConnection', on: ['vpn-connection'], allowedAs: 'MoveConnection' },
  'associate-route-table': { operation: 'AssociateTransitGatewayRouteTable', on: TABLE_AND_ATTACHMENT, allowedAs: 'Associate' },
  'disassociate-route-table': { operation: 'DisassociateTransitGatewayRouteTable', on: TABLE_AND_ATTACHMENT, allowedAs: 'LeaveDefaultAssociation' },
  'enable-propagation': { operation: 'EnableTransitGatewayRouteTablePropagation', on: TABLE_AND_ATTACHMENT, allowedAs: 'Propagate' },
  'disable-propagation': { operation: 'DisableTransitGatewayRouteTablePropagation', on: TABLE_AND_ATTACHMENT, allowedAs: 'LeaveDefaultPropagation' },
  'create-transit-gateway-route': { operation: 'CreateTransitGatewayRoute', on: TABLE_AND_ATTACHMENT, allowedAs: 'RouteToConnection' },
  'delete-transit-gateway-route': { operation: 'DeleteTransitGatewayRoute', on: ['transit-gateway-route-table'], allowedAs: 'RouteToConnection' },
  'replace-vpc-route': { operation: 'ReplaceRoute', on: ['route-table'], allowedAs: 'RouteFromVpc' },
  'create-vpc-route': { operation: 'CreateRoute', on: ['route-table'], allowedAs: 'RouteFromVpc' },
  'delete-vpc-route': { operation: 'DeleteRoute', on: ['route-table'], allowedAs: 'RouteFromVpc' },
  'enable-vgw-propagation': { operation: 'EnableVgwRoutePropagation', on: ['route-table', 'vpn-gateway'], allowedAs: 'PropagateToVpc' },
  'disable-vgw-propagation': { operation: 'DisableVgwRoutePropagation', on: ['route-table', 'vpn-gateway'], allowedAs: 'PropagateToVpc' },
  'attach-vpn-gateway': { operation: 'AttachVpnGateway', on: ['vpc', 'vpn-gateway'], allowedAs: 'ExchangeGatewayOfVpc' },
  'detach-vpn-gateway': { operation: 'DetachVpnGateway', on: ['vpc', 'vpn-gateway'], allowedAs: 'ExchangeGatewayOfVpc' },
  'delete-customer-gateway': { operation: 'DeleteCustomerGateway', on: ['customer-gateway'], allowedAs: 'DeleteOldCustomerGateway' },
} as const satisfies Readonly<Record<string, ActionRight>>;

type Rows = typeof ACTION_RIGHTS;

export type ActionName = keyof Rows;
export type ChangeOperation = Rows[ActionName]['operation'];

/** Statements by which the roles of moves allow what changes a network. */
export type ChangeStatement = Rows[ActionName]['allowedAs'];

/** Those about what is on a transit gateway. */
export const TRANSIT_GATEWAY_STATEMENTS = [
  'RouteToConnection', 'Associate', 'LeaveDefaultAssociation', 'Propagate', 'LeaveDefaultPropagation',
] as const satisfies readonly ChangeStatement[];

/** On what those actions are evaluated. */
export type EvaluatedResource<Statement extends ChangeStatement> = Extract<Rows[ActionName], { readonly allowedAs: Statement }>['on'][number];

/** As IAM names it. */
export function rightTo(action: ActionName): string {
  return `ec2:${ACTION_RIGHTS[action].operation}`;
}

/** In IAM's names, in their order. */
export function rightsOf(...statements: readonly ChangeStatement[]): string[] {
  const names = Object.keys(ACTION_RIGHTS) as ActionName[];
  return names.filter((name) => statements.includes(ACTION_RIGHTS[name].allowedAs)).map(rightTo).sort();
}
