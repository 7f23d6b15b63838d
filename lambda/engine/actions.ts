/**
 * The changes a move is made of, and everything that is to be known of each in one row. Each is one EC2 call, may be repeated, and is
 * independent of the others in its batch.
 */
import { Observation, VpcRouteTable } from './observation';
import { ActionName, ACTION_RIGHTS, ChangeOperation } from '../../src/contract/action-rights';
import { isPrefixListId } from '../../src/contract/cidr';
import { Gateway, nameOfGateway } from '../../src/contract/gateway';

export type Action =
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

interface ActionRow<S extends Action> {
  /**
   * Answers after which the next look decides: the wanted thing exists, or the unwanted one does not. Whether it is really
   * the wanted one (`Resource.AlreadyAssociated` names no table) is for the look to tell.
   */
  readonly doneBefore?: readonly string[];
  /** Why it is not tried with DryRun before anything depends on it; every other is. */
  readonly notTried?: string;
  /** In a sentence's words. */
  words(action: S): string;
  parameters(action: S, vpnConnectionId: string): Parameters;
  /** When it is still to be called, and when it is done; none where that depends on more than one thing. */
  condition?(action: S, at: Whereabouts): Condition;
}

/** One thing that is looked at. */
interface Lookup {
  /** In a sentence's words. */
  readonly what: string;
  /** By which question of a recovery script it is seen, and about what that is asked. */
  readonly question: readonly [name: string, ...about: readonly string[]];
  /** The network in which it is seen so, all else being as in another one. */
  imagined(observed: Observation, seen: string): Observation;
}

/** Of an action what has to be seen before it is called, and what is seen once it is done: neither is somebody else's change. */
export interface Condition extends Lookup {
  /** What is seen before the action, and what after it; or, in the second place, where there is nothing for it to do. */
  readonly before: string;
  readonly after: readonly [done: string, ...besides: string[]];
}

/** What the conditions of actions depend on besides the actions themselves. */
export interface Whereabouts {
  /** The gateway that is left. */
  readonly left: string;
  /** Of the side that is arrived at. */
  readonly associationRouteTableId?: string;
  /** The connection's, on either side; in a script, which is written before anybody knows it, a placeholder as in the actions. */
  readonly attachmentId: string;
  /** Whether the action belongs to the side that is arrived at. */
  readonly isArranging: boolean;
}

const ASSOCIATION: Lookup = {
  what: 'the association of the attachment',
  question: ['association'],
  imagined: ({ attachments, ...observed }, seen) => (
    { ...observed, attachments: attachments.map((each) => ({ ...each, association: seen === 'none' ? undefined : { routeTableId: seen, state: 'associated' } })) }),
};

const NO_SUCH_PARAMETER = 'the call has no DryRun [H, MODEL]';

/** A row for each action. Its right is in {@link ACTION_RIGHTS}, which the constructs have to know, too. */
export const ACTIONS = {
  'delete-static-route': {
    words: ({ cidr }) => `delete static route ${cidr} of the VPN connection`,
    parameters: ({ cidr }, vpnConnectionId) => ({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock: cidr }),
    doneBefore: ['InvalidRoute.NotFound', 'InvalidVpnConnectionRoute.NotFound'],
    notTried: NO_SUCH_PARAMETER,
    condition: ({ cidr }) => ({ ...staticRoute(cidr), before: 'available', after: ['none'] }),
  },
  'create-static-route': {
    words: ({ cidr }) => `create static route ${cidr} of the VPN connection`,
    parameters: ({ cidr }, vpnConnectionId) => ({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock: cidr }),
    doneBefore: ['RouteAlreadyExists'],
    notTried: NO_SUCH_PARAMETER,
    condition: ({ cidr }) => ({ ...staticRoute(cidr), before: 'none', after: ['available'] }),
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
    parameters: (action) => tableAndAttachment(action),
    doneBefore: ['Resource.AlreadyAssociated'],
    condition: ({ routeTableId }) => ({ ...ASSOCIATION, before: 'none', after: [routeTableId] }),
  },
  'disassociate-route-table': {
    words: ({ attachmentId, routeTableId }) => `disassociate ${attachmentId} from ${routeTableId}`,
    parameters: (action) => tableAndAttachment(action),
    doneBefore: ['InvalidAssociation.NotFound'],
    condition: ({ routeTableId }, { associationRouteTableId = 'none' }) => ({ ...ASSOCIATION, before: routeTableId, after: ['none', associationRouteTableId] }),
  },
  'enable-propagation': {
    words: ({ attachmentId, routeTableId }) => `enable propagation of ${attachmentId} to ${routeTableId}`,
    parameters: (action) => tableAndAttachment(action),
    doneBefore: ['TransitGatewayRouteTablePropagation.Duplicate'],
    condition: ({ routeTableId }) => ({ ...propagation(routeTableId), before: 'disabled', after: ['enabled'] }),
  },
  'disable-propagation': {
    words: ({ attachmentId, routeTableId }) => `disable propagation of ${attachmentId} to ${routeTableId}`,
    parameters: (action) => tableAndAttachment(action),
    doneBefore: ['TransitGatewayRouteTablePropagation.NotFound'],
    condition: ({ routeTableId }) => ({ ...propagation(routeTableId), before: 'enabled', after: ['disabled'] }),
  },
  'create-transit-gateway-route': {
    words: ({ cidr, routeTableId, attachmentId }) => `create route ${cidr} in ${routeTableId} to ${attachmentId}`,
    parameters: (action) => ({ ...tableAndAttachment(action), DestinationCidrBlock: action.cidr }),
    doneBefore: ['RouteAlreadyExists'],
    condition: (action, { attachmentId }) => ({ ...transitGatewayRoute(action), before: 'none', after: [attachmentId] }),
  },
  'delete-transit-gateway-route': {
    words: ({ cidr, routeTableId }) => `delete route ${cidr} in ${routeTableId}`,
    parameters: ({ cidr, routeTableId }) => ({ TransitGatewayRouteTableId: routeTableId, DestinationCidrBlock: cidr }),
    doneBefore: ['InvalidRoute.NotFound'],
    // Where it is arrived at, it led to the attachment that was there before.
    condition: (action, { attachmentId, isArranging }) => (isArranging
      ? { ...transitGatewayRoute(action), before: 'blackhole', after: ['none', attachmentId] }
      : { ...transitGatewayRoute(action), before: attachmentId, after: ['none'] }),
  },
  'replace-vpc-route': {
    words: ({ destination, routeTableId, to }) => `point route ${destination} in ${routeTableId} to ${to.id}`,
    parameters: (action) => ({ ...tableAndDestination(action), ...targetOf(action.to) }),
    condition: (action, { left }) => ({ ...vpcRoute(action), before: left, after: [action.to.id] }),
  },
  'create-vpc-route': {
    words: ({ destination, routeTableId, to }) => `create route ${destination} in ${routeTableId} to ${to.id}`,
    parameters: (action) => ({ ...tableAndDestination(action), ...targetOf(action.to) }),
    doneBefore: ['RouteAlreadyExists'],
    condition: (action) => ({ ...vpcRoute(action), before: 'none', after: [action.to.id] }),
  },
  'delete-vpc-route': {
    words: ({ destination, routeTableId }) => `delete route ${destination} in ${routeTableId}`,
    parameters: (action) => tableAndDestination(action),
    doneBefore: ['InvalidRoute.NotFound'],
    condition: (action, { left }) => ({ ...vpcRoute(action), before: left, after: ['none'] }),
  },
  'enable-vgw-propagation': {
    words: ({ gatewayId, routeTableId }) => `enable propagation of ${gatewayId} to ${routeTableId}`,
    parameters: ({ gatewayId, routeTableId }) => ({ RouteTableId: routeTableId, GatewayId: gatewayId }),
    condition: (action) => ({ ...vgwPropagation(action), before: 'off', after: ['on'] }),
  },
  'disable-vgw-propagation': {
    words: ({ gatewayId, routeTableId }) => `disable propagation of ${gatewayId} to ${routeTableId}`,
    parameters: ({ gatewayId, routeTableId }) => ({ RouteTableId: routeTableId, GatewayId: gatewayId }),
    condition: (action) => ({ ...vgwPropagation(action), before: 'on', after: ['off'] }),
  },
  'attach-vpn-gateway': {
    words: ({ gatewayId, vpcId }) => `attach ${gatewayId} to ${vpcId}`,
    parameters: ({ gatewayId, vpcId }) => ({ VpnGatewayId: gatewayId, VpcId: vpcId }),
    condition: (action) => ({ ...gatewayAtVpc(action), before: 'detached', after: ['attached'] }),
  },
  'detach-vpn-gateway': {
    words: ({ gatewayId, vpcId }) => `detach ${gatewayId} from ${vpcId}`,
    parameters: ({ gatewayId, vpcId }) => ({ VpnGatewayId: gatewayId, VpcId: vpcId }),
    doneBefore: ['InvalidVpnGatewayAttachment.NotFound'],
    condition: (action) => ({ ...gatewayAtVpc(action), before: 'attached', after: ['detached'] }),
  },
  'delete-customer-gateway': {
    words: ({ customerGatewayId }) => `delete customer gateway ${customerGatewayId}`,
    parameters: ({ customerGatewayId }) => ({ CustomerGatewayId: customerGatewayId }),
    doneBefore: ['InvalidCustomerGatewayID.NotFound'],
    notTried: 'it is called when the move is long over',
  },
} satisfies { readonly [Name in ActionName]: ActionRow<Extract<Action, { readonly do: Name }>> };

/** A step that is tried with DryRun. */
export type DryRunAction = Extract<Action, {
  readonly do: { [Name in ActionName]: (typeof ACTIONS)[Name] extends { readonly notTried: string } ? never : Name }[ActionName];
}>;

/** What makes two steps the same step: used to count attempts and to not repeat a call whose effect is still settling. */
export function keyOfAction(action: Action): string {
  return Object.values(action).map((part) => (typeof part === 'string' ? part : part.id)).join(' ');
}

/** The step in a sentence's words, for logs, errors and the list of what is missing. */
export function describeAction(action: Action): string {
  return rowOf(action).words(action);
}

/** The step as what somebody was at when it failed: `creating static route 10.1.0.0/16 of the VPN connection`. */
export function describeActionInProgress(action: Action): string {
  return describeAction(action).replace(/^(\w+?)e?\b/, '$1ing');
}

/** What is sent. */
export function callOf(vpnConnectionId: string, action: Action): Ec2Call {
  return { operation: ACTION_RIGHTS[action.do].operation, parameters: rowOf(action).parameters(action, vpnConnectionId) };
}

/** Whether an answer of that code says that there is nothing left to do. */
export function wasDoneBefore(action: Action, code: string): boolean {
  return rowOf(action).doneBefore?.includes(code) === true;
}

/** Nothing where it depends on more than one thing. */
export function conditionOf(action: Action, at: Whereabouts): Condition | undefined {
  return rowOf(action).condition?.(action, at);
}

/** The imagined network once the action has taken effect; as it was, where that depends on more than one thing. */
export function afterAction(observed: Observation, action: Action, at: Whereabouts): Observation {
  const condition = conditionOf(action, at);
  return condition === undefined ? observed : condition.imagined(observed, condition.after[0]);
}

function rowOf(action: Action): ActionRow<Action> {
  return ACTIONS[action.do];
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

function staticRoute(cidr: string): Lookup {
  return {
    what: `static route ${cidr} of the VPN connection`,
    question: ['static_route', cidr],
    imagined: ({ connection, ...observed }, state) => ({
      ...observed,
      connection: connection && {
        ...connection,
        staticRoutes: [...connection.staticRoutes.filter((route) => route.cidr !== cidr), ...unlessNone(state, { cidr, state })],
      },
    }),
  };
}

function propagation(routeTableId: string): Lookup {
  return {
    what: `propagation of the attachment to ${routeTableId}`,
    question: ['propagation', routeTableId],
    imagined: ({ attachments, ...observed }, state) => ({
      ...observed,
      attachments: attachments.map(({ propagations, ...attachment }) => (
        { ...attachment, propagations: [...propagations.filter((each) => each.routeTableId !== routeTableId), { routeTableId, state }] })),
    }),
  };
}

function transitGatewayRoute({ routeTableId, cidr }: { readonly routeTableId: string; readonly cidr: string }): Lookup {
  return {
    what: `route ${cidr} in ${routeTableId}`,
    question: ['transit_gateway_route', routeTableId, cidr],
    imagined: ({ transitGatewayRouteTables: tables, ...observed }, seen) => {
      const made = seen === 'blackhole' ? { state: seen, attachmentIds: [] } : { state: 'active', attachmentIds: [seen] };
      const routes = unlessNone(seen, { destination: cidr, type: 'static' as const, ...made });
      return {
        ...observed,
        transitGatewayRouteTables: tables.map((table) => (table.id !== routeTableId ? table
          : { ...table, routes: [...table.routes.filter(({ destination }) => destination !== cidr), ...routes] })),
      };
    },
  };
}

function vpcRoute({ routeTableId, destination }: { readonly routeTableId: string; readonly destination: string }): Lookup {
  return {
    what: `route ${destination} in ${routeTableId}`,
    question: ['vpc_route', routeTableId, destination],
    imagined: (observed, targetId) => withVpcTable(observed, routeTableId, ({ routes }) => ({
      routes: [...routes.filter((route) => route.destination !== destination), ...unlessNone(targetId, { destination, targetId, origin: 'CreateRoute', state: 'active' })],
    })),
  };
}

function vgwPropagation({ routeTableId, gatewayId }: { readonly routeTableId: string; readonly gatewayId: string }): Lookup {
  return {
    what: `propagation of ${gatewayId} to ${routeTableId}`,
    question: ['vgw_propagation', routeTableId, gatewayId],
    imagined: (observed, seen) => withVpcTable(observed, routeTableId, ({ propagatingGatewayIds: ids }) => (
      { propagatingGatewayIds: [...ids.filter((id) => id !== gatewayId), ...seen === 'on' ? [gatewayId] : []] })),
  };
}

function gatewayAtVpc({ gatewayId, vpcId }: { readonly gatewayId: string; readonly vpcId: string }): Lookup {
  return {
    what: `${gatewayId} at ${vpcId}`,
    question: ['vpn_gateway', gatewayId, vpcId],
    imagined: ({ virtualPrivateGateways: gateways, ...observed }, state) => ({
      ...observed,
      virtualPrivateGateways: gateways.map((gateway) => (gateway.id !== gatewayId ? gateway
        : { ...gateway, attachments: [...gateway.attachments.filter((each) => each.vpcId !== vpcId), ...state === 'detached' ? [] : [{ vpcId, state }]] })),
    }),
  };
}

function unlessNone<T>(seen: string, made: T): T[] {
  return seen === 'none' ? [] : [made];
}

/** A table that nobody has looked at may be imagined, too. */
function withVpcTable(observed: Observation, id: string, changes: (table: VpcRouteTable) => Partial<VpcRouteTable>): Observation {
  const { vpcRouteTables: tables } = observed;
  const known = tables.some((table) => table.id === id) ? tables : [...tables, { id, vpcId: '', subnetIds: [], propagatingGatewayIds: [], routes: [] }];
  return { ...observed, vpcRouteTables: known.map((table) => (table.id === id ? { ...table, ...changes(table) } : table)) };
}
