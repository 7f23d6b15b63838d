/**
 * The changes a move is made of, and everything that is to be known of each in one row. Each is one EC2 call, may be repeated, and is
 * independent of the others in its batch.
 */
import { ActionName, ACTION_RIGHTS, ChangeOperation } from '../../src/contract/action-rights';
import { isPrefixListId } from '../../src/contract/cidr';
import { Gateway, nameOfGateway } from '../../src/contract/gateway';

export type Step =
  | { readonly do: 'delete-static-route'; readonly cidr: string }
  | { readonly do: 'create-static-route'; readonly cidr: string }
  | { readonly do: 'modify-vpn-connection'; readonly to?: Gateway; readonly customerGatewayId?: string }
  | { readonly do: 'associate-route-table'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'disassociate-route-table'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'enable-propagation'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'disable-propagation'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'create-transit-gateway-route'; readonly routeTableId: string; readonly cidr: string; readonly attachmentId: string }
  | { readonly do: 'delete-transit-gateway-route'; readonly routeTableId: string; readonly cidr: string }
  | { readonly do: 'replace-vpc-route'; readonly routeTableId: string; readonly destination: string; readonly to: Gateway }
  | { readonly do: 'create-vpc-route'; readonly routeTableId: string; readonly destination: string; readonly to: Gateway }
  | { readonly do: 'delete-vpc-route'; readonly routeTableId: string; readonly destination: string }
  | { readonly do: 'enable-vgw-propagation'; readonly routeTableId: string; readonly gatewayId: string }
  | { readonly do: 'disable-vgw-propagation'; readonly routeTableId: string; readonly gatewayId: string }
  | { readonly do: 'attach-vpn-gateway'; readonly gatewayId: string; readonly vpcId: string }
  | { readonly do: 'detach-vpn-gateway'; readonly gatewayId: string; readonly vpcId: string }
  | { readonly do: 'delete-customer-gateway'; readonly customerGatewayId: string };

/** A call of EC2 as data: for the SDK in its names, for a shell in the AWS CLI's, in the order in which a person would type them. */
export interface Ec2Call {
  readonly operation: ChangeOperation;
  readonly parameters: Parameters;
}

type Parameters = Readonly<Record<string, string>>;

interface ActionRow<S extends Step> {
  /**
   * Answers after which the next look decides: the wanted thing exists, or the unwanted one does not. Whether it is really
   * the wanted one (`Resource.AlreadyAssociated` names no table) is for the look to tell.
   */
  readonly doneBefore?: readonly string[];
  /** Why it is not tried with DryRun before anything depends on it; every other is. */
  readonly notTried?: string;
  /** In a sentence's words. */
  words(step: S): string;
  parameters(step: S, vpnConnectionId: string): Parameters;
}

const NO_SUCH_PARAMETER = 'the call has no DryRun [H, MODEL]';

/** A row for each action. Its right is in {@link ACTION_RIGHTS}, which the constructs have to know, too. */
export const ACTIONS = {
  'delete-static-route': {
    words: ({ cidr }) => `delete static route ${cidr} of the VPN connection`,
    parameters: ({ cidr }, vpnConnectionId) => ({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock: cidr }),
    doneBefore: ['InvalidRoute.NotFound', 'InvalidVpnConnectionRoute.NotFound'],
    notTried: NO_SUCH_PARAMETER,
  },
  'create-static-route': {
    words: ({ cidr }) => `create static route ${cidr} of the VPN connection`,
    parameters: ({ cidr }, vpnConnectionId) => ({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock: cidr }),
    doneBefore: ['RouteAlreadyExists'],
    notTried: NO_SUCH_PARAMETER,
  },
  'modify-vpn-connection': {
    words: ({ to, customerGatewayId: id }) => `move the VPN connection to ${
      [...to === undefined ? [] : [nameOfGateway(to)], ...id === undefined ? [] : [`customer gateway ${id}`]].join(' and ')}`,
    // Only the parameter that changes: EC2 takes an empty one for a missing one, and both gateways at once for an error.
    parameters: ({ to, customerGatewayId }, vpnConnectionId) => ({
      VpnConnectionId: vpnConnectionId,
      ...to === undefined ? {} : { [to.kind === 'transit-gateway' ? 'TransitGatewayId' : 'VpnGatewayId']: to.id },
      ...customerGatewayId === undefined ? {} : { CustomerGatewayId: customerGatewayId },
    }),
    notTried: 'it is tried apart, as EC2 may object to more than the role',
  },
  'associate-route-table': {
    words: ({ attachmentId, routeTableId }) => `associate ${attachmentId} with ${routeTableId}`,
    parameters: (step) => tableAndAttachment(step),
    doneBefore: ['Resource.AlreadyAssociated'],
  },
  'disassociate-route-table': {
    words: ({ attachmentId, routeTableId }) => `disassociate ${attachmentId} from ${routeTableId}`,
    parameters: (step) => tableAndAttachment(step),
    doneBefore: ['InvalidAssociation.NotFound'],
  },
  'enable-propagation': {
    words: ({ attachmentId, routeTableId }) => `enable propagation of ${attachmentId} to ${routeTableId}`,
    parameters: (step) => tableAndAttachment(step),
    doneBefore: ['TransitGatewayRouteTablePropagation.Duplicate'],
  },
  'disable-propagation': {
    words: ({ attachmentId, routeTableId }) => `disable propagation of ${attachmentId} to ${routeTableId}`,
    parameters: (step) => tableAndAttachment(step),
    doneBefore: ['TransitGatewayRouteTablePropagation.NotFound'],
  },
  'create-transit-gateway-route': {
    words: ({ cidr, routeTableId, attachmentId }) => `create route ${cidr} in ${routeTableId} to ${attachmentId}`,
    parameters: (step) => ({ ...tableAndAttachment(step), DestinationCidrBlock: step.cidr }),
    doneBefore: ['RouteAlreadyExists'],
  },
  'delete-transit-gateway-route': {
    words: ({ cidr, routeTableId }) => `delete route ${cidr} in ${routeTableId}`,
    parameters: ({ cidr, routeTableId }) => ({ TransitGatewayRouteTableId: routeTableId, DestinationCidrBlock: cidr }),
    doneBefore: ['InvalidRoute.NotFound'],
  },
  'replace-vpc-route': {
    words: ({ destination, routeTableId, to }) => `point route ${destination} in ${routeTableId} to ${to.id}`,
    parameters: (step) => ({ ...tableAndDestination(step), ...targetOf(step.to) }),
  },
  'create-vpc-route': {
    words: ({ destination, routeTableId, to }) => `create route ${destination} in ${routeTableId} to ${to.id}`,
    parameters: (step) => ({ ...tableAndDestination(step), ...targetOf(step.to) }),
    doneBefore: ['RouteAlreadyExists'],
  },
  'delete-vpc-route': {
    words: ({ destination, routeTableId }) => `delete route ${destination} in ${routeTableId}`,
    parameters: (step) => tableAndDestination(step),
    doneBefore: ['InvalidRoute.NotFound'],
  },
  'enable-vgw-propagation': {
    words: ({ gatewayId, routeTableId }) => `enable propagation of ${gatewayId} to ${routeTableId}`,
    parameters: ({ gatewayId, routeTableId }) => ({ RouteTableId: routeTableId, GatewayId: gatewayId }),
  },
  'disable-vgw-propagation': {
    words: ({ gatewayId, routeTableId }) => `disable propagation of ${gatewayId} to ${routeTableId}`,
    parameters: ({ gatewayId, routeTableId }) => ({ RouteTableId: routeTableId, GatewayId: gatewayId }),
  },
  'attach-vpn-gateway': {
    words: ({ gatewayId, vpcId }) => `attach ${gatewayId} to ${vpcId}`,
    parameters: ({ gatewayId, vpcId }) => ({ VpnGatewayId: gatewayId, VpcId: vpcId }),
  },
  'detach-vpn-gateway': {
    words: ({ gatewayId, vpcId }) => `detach ${gatewayId} from ${vpcId}`,
    parameters: ({ gatewayId, vpcId }) => ({ VpnGatewayId: gatewayId, VpcId: vpcId }),
    doneBefore: ['InvalidVpnGatewayAttachment.NotFound'],
  },
  'delete-customer-gateway': {
    words: ({ customerGatewayId }) => `delete customer gateway ${customerGatewayId}`,
    parameters: ({ customerGatewayId }) => ({ CustomerGatewayId: customerGatewayId }),
    doneBefore: ['InvalidCustomerGatewayID.NotFound'],
    notTried: 'it is called when the move is long over',
  },
} satisfies { readonly [Name in ActionName]: ActionRow<Extract<Step, { readonly do: Name }>> };

/** A step that is tried with DryRun. */
export type TriableStep = Extract<Step, {
  readonly do: { [Name in ActionName]: (typeof ACTIONS)[Name] extends { readonly notTried: string } ? never : Name }[ActionName];
}>;

/** What makes two steps the same step: used to count attempts and to not repeat a call whose effect is still settling. */
export function keyOfStep(step: Step): string {
  return Object.values(step).map((part) => (typeof part === 'string' ? part : part.id)).join(' ');
}

/** The step in a sentence's words, for logs, errors and the list of what is missing. */
export function describeStep(step: Step): string {
  return rowOf(step).words(step);
}

/** The step as what somebody was at when it failed: `creating static route 10.1.0.0/16 of the VPN connection`. */
export function describeStepUnderWay(step: Step): string {
  return describeStep(step).replace(/^(\w+?)e?\b/, '$1ing');
}

/** What is sent. */
export function callOf(vpnConnectionId: string, step: Step): Ec2Call {
  return { operation: ACTION_RIGHTS[step.do].operation, parameters: rowOf(step).parameters(step, vpnConnectionId) };
}

/** Whether an answer of that code says that there is nothing left to do. */
export function wasDoneBefore(step: Step, code: string): boolean {
  return rowOf(step).doneBefore?.includes(code) === true;
}

function rowOf(step: Step): ActionRow<Step> {
  return ACTIONS[step.do];
}

function tableAndAttachment({ routeTableId, attachmentId }: { readonly routeTableId: string; readonly attachmentId: string }): Parameters {
  return { TransitGatewayRouteTableId: routeTableId, TransitGatewayAttachmentId: attachmentId };
}

function tableAndDestination({ routeTableId, destination }: { readonly routeTableId: string; readonly destination: string }): Parameters {
  if (isPrefixListId(destination)) return { RouteTableId: routeTableId, DestinationPrefixListId: destination };
  return { RouteTableId: routeTableId, [destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: destination };
}

function targetOf(gateway: Gateway): Parameters {
  return { [gateway.kind === 'transit-gateway' ? 'TransitGatewayId' : 'GatewayId']: gateway.id };
}
