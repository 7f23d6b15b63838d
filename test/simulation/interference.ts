/** Somebody else at work on the same network, by hand, at a bad moment; and how they undo it again when asked to. */
import { OutsideChangeKind } from './circumstances';
import { GatewayEnd, MoveDeclaration } from '../../src/contract/declaration';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { isLive, TransitGatewayAttachment } from '../../tools/rehearsal/embedded-ec2/records';
import { NetworkState } from '../../tools/rehearsal/embedded-ec2/state';
import { ON_PREMISES } from '../lambda/estates';

export interface HandMadeCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A call somebody makes, and the one that takes it back; without the latter there is nothing sensible to take back. */
export interface OutsideChange extends HandMadeCall {
  readonly undo?: HandMadeCall;
  /**
   * Whether the move may never undo it. Not so for the deletion of what the move itself deletes or makes: that cannot
   * be told from its own work, and making it again overwrites nobody's object.
   */
  readonly isTheirs: boolean;
  /** What makes room for it, as AWS wants it in two calls. */
  readonly first?: HandMadeCall;
}

/** What there is for somebody to interfere with, and with what. */
export interface Scene {
  readonly network: Network;
  readonly declaration: MoveDeclaration;
  /** A transit gateway that has no part in the move. */
  readonly elsewhere: string;
  readonly anotherCustomerGateway: string;
  /** A route table that has no part in the move, on each transit gateway of it. */
  readonly anotherTableOf: Readonly<Record<string, string>>;
}

export const UNRELATED = '10.77.0.0/16';
const SOMEBODY_ELSES = 'eni-0123456789abcdef0';

/** @returns nothing where the scene has no object of the kind at this moment */
export function outsideChange(kind: OutsideChangeKind, scene: Scene): OutsideChange | undefined {
  if (kind.startsWith('vpc-')) return changeOfVpcRoute(kind, scene);
  if (kind.startsWith('transit-gateway-')) return changeOfTransitGatewayRoute(kind, scene);
  if (/^(association|propagation)-/.test(kind)) return changeOfAttachment(kind, scene);
  if (kind.startsWith('vpn-gateway-')) return changeOfVpnGatewayPropagation(kind, scene);
  return changeOfConnection(kind, scene);
}

function changeOfConnection(kind: OutsideChangeKind, { declaration, elsewhere, anotherCustomerGateway }: Scene): OutsideChange | undefined {
  const { vpnConnectionId: VpnConnectionId, from, to } = declaration;
  const route = (cidr: string) => ({ VpnConnectionId, DestinationCidrBlock: cidr });
  switch (kind) {
    case 'vpn-static-route-added':
      return theirs('CreateVpnConnectionRoute', route(UNRELATED), { operation: 'DeleteVpnConnectionRoute', input: route(UNRELATED) });
    case 'vpn-static-route-deleted':
      return { operation: 'DeleteVpnConnectionRoute', input: route(ON_PREMISES[0]), isTheirs: false };
    case 'connection-moved-elsewhere':
      return theirs('ModifyVpnConnection', { VpnConnectionId, TransitGatewayId: elsewhere });
    case 'connection-moved-back':
      return theirs('ModifyVpnConnection', { VpnConnectionId, ...targetOf(from, declaration.customerGateway?.fromId) });
    case 'connection-moved-on':
      return { operation: 'ModifyVpnConnection', input: { VpnConnectionId, ...targetOf(to, declaration.customerGateway?.toId) }, isTheirs: false };
    default:
      return theirs('ModifyVpnConnection', { VpnConnectionId, CustomerGatewayId: anotherCustomerGateway });
  }
}

function changeOfTransitGatewayRoute(kind: OutsideChangeKind, { declaration: { from, to } }: Scene): OutsideChange | undefined {
  const [TransitGatewayRouteTableId] = [to, from].flatMap((end) => (end.kind === 'transit-gateway' ? [...end.staticRouteTableIds, ...end.propagationRouteTableIds] : []));
  if (TransitGatewayRouteTableId === undefined) return undefined;
  const route = (cidr: string) => ({ TransitGatewayRouteTableId, DestinationCidrBlock: cidr });
  const deleted = (cidr: string) => ({ operation: 'DeleteTransitGatewayRoute', input: route(cidr) });
  if (kind === 'transit-gateway-route-deleted') return { ...deleted(ON_PREMISES[0]), isTheirs: false };
  const cidr = kind === 'transit-gateway-route-taken' ? ON_PREMISES[0] : UNRELATED;
  return theirs('CreateTransitGatewayRoute', { ...route(cidr), Blackhole: true }, deleted(cidr));
}

function changeOfVpcRoute(kind: OutsideChangeKind, { declaration: { from, vpcRouteTables: [table] } }: Scene): OutsideChange | undefined {
  if (table === undefined) return undefined;
  const route = (cidr: string) => ({ RouteTableId: table.routeTableId, DestinationCidrBlock: cidr });
  const before = from.kind === 'transit-gateway' ? { TransitGatewayId: from.id } : { GatewayId: from.id };
  switch (kind) {
    case 'vpc-route-repointed':
      return theirs('ReplaceRoute', { ...route(ON_PREMISES[0]), NetworkInterfaceId: SOMEBODY_ELSES },
        { operation: 'ReplaceRoute', input: { ...route(ON_PREMISES[0]), ...before } });
    case 'vpc-route-added':
      return theirs('CreateRoute', { ...route(UNRELATED), NetworkInterfaceId: SOMEBODY_ELSES }, { operation: 'DeleteRoute', input: route(UNRELATED) });
    default:
      return theirs('DeleteRoute', route(ON_PREMISES[1]), { operation: 'CreateRoute', input: { ...route(ON_PREMISES[1]), ...before } });
  }
}

function changeOfAttachment(kind: OutsideChangeKind, { network, declaration, anotherTableOf }: Scene): OutsideChange | undefined {
  const attachment = liveAttachment(network, declaration.vpnConnectionId);
  const another = attachment && anotherTableOf[attachment.transitGatewayId];
  if (attachment === undefined || another === undefined) return undefined;
  const call = (operation: string, TransitGatewayRouteTableId: string): HandMadeCall =>
    ({ operation, input: { TransitGatewayAttachmentId: attachment.id, TransitGatewayRouteTableId } });
  const associated = attachment.association?.routeTableId;
  const disassociated = associated === undefined ? undefined : call('DisassociateTransitGatewayRouteTable', associated);
  switch (kind) {
    case 'association-taken':
      return {
        ...call('AssociateTransitGatewayRouteTable', another),
        isTheirs: true,
        undo: call('DisassociateTransitGatewayRouteTable', another),
        ...disassociated === undefined ? {} : { first: disassociated },
      };
    case 'association-removed':
      return disassociated && { ...disassociated, isTheirs: false };
    case 'propagation-added':
      return { ...call('EnableTransitGatewayRouteTablePropagation', another), isTheirs: true, undo: call('DisableTransitGatewayRouteTablePropagation', another) };
    default: {
      const [present] = attachment.propagations;
      return present && { ...call('DisableTransitGatewayRouteTablePropagation', present.routeTableId), isTheirs: false };
    }
  }
}

/** Of a table that is not declared, a move takes no propagation away and puts none back: what somebody takes there is theirs. */
function changeOfVpnGatewayPropagation(kind: OutsideChangeKind, { network, declaration }: Scene): OutsideChange | undefined {
  const { from, to, vpcRouteTables } = declaration;
  const end = [to, from].find((each) => each.kind === 'virtual-private-gateway');
  if (end === undefined) return undefined;
  const tables = Object.values(network.view.state.vpcRouteTables);
  const propagates = kind === 'vpn-gateway-propagation-removed';
  const declared = [...end.propagatingRouteTableIds, ...vpcRouteTables.map(({ routeTableId }) => routeTableId)];
  const table = tables.find((each) => !each.main && each.propagatingGatewayIds.includes(end.id) === propagates
    && (!propagates || declared.includes(each.id)));
  if (table === undefined) return undefined;
  const input = { RouteTableId: table.id, GatewayId: end.id };
  if (propagates) return { operation: 'DisableVgwRoutePropagation', input, isTheirs: false };
  return theirs('EnableVgwRoutePropagation', input, { operation: 'DisableVgwRoutePropagation', input });
}

/** What a mutating call is about, named so that two calls about one object have one name. */
export function objectOf({ operation, input }: HandMadeCall): string | undefined {
  const block = String(input.DestinationCidrBlock);
  const [attachment, table] = [String(input.TransitGatewayAttachmentId), String(input.TransitGatewayRouteTableId)];
  if (/VpnConnectionRoute$/.test(operation)) return `vpn-route ${block}`;
  if (/TransitGatewayRoute$/.test(operation)) return `tgw-route ${table} ${block}`;
  if (/^(Create|Replace|Delete)Route$/.test(operation)) return `vpc-route ${String(input.RouteTableId)} ${block}`;
  if (/sociateTransitGatewayRouteTable$/.test(operation)) return `association ${attachment}`;
  if (/TransitGatewayRouteTablePropagation$/.test(operation)) return `propagation ${attachment} ${table}`;
  if (/VgwRoutePropagation$/.test(operation)) return `vgw-propagation ${String(input.RouteTableId)} ${String(input.GatewayId)}`;
  return operation === 'ModifyVpnConnection' ? 'target' : undefined;
}

/** How the object stands now, in a word. */
export function currentStateOf(object: string, network: Network, vpnConnectionId: string): string {
  const { state } = network.view;
  const [kind, first, second] = object.split(' ');
  switch (kind) {
    case 'vpn-route': return vpnRouteStanding(state, vpnConnectionId, first);
    case 'tgw-route': {
      const route = state.transitGatewayRoutes[`${first}|${second}`];
      return route === undefined ? 'absent' : route.attachmentId ?? 'blackhole';
    }
    case 'vpc-route': return state.vpcRouteTables[first].routes.find((route) => route.destination === second)?.target.id ?? 'absent';
    case 'association': {
      const { association } = state.transitGatewayAttachments[first] ?? {};
      return association === undefined || association.state === 'disassociating' ? 'none' : association.routeTableId;
    }
    case 'propagation': {
      const propagation = state.transitGatewayAttachments[first]?.propagations.find((each) => each.routeTableId === second);
      return /^enabl/.test(propagation?.state ?? '') ? 'on' : 'off';
    }
    case 'vgw-propagation': return state.vpcRouteTables[first].propagatingGatewayIds.includes(second) ? 'on' : 'off';
    default: {
      const connection = state.vpnConnections[vpnConnectionId];
      return `${connection.target?.id} ${connection.customerGatewayId}`;
    }
  }
}

export function liveAttachment(network: Network, vpnConnectionId: string): TransitGatewayAttachment | undefined {
  return Object.values(network.view.state.transitGatewayAttachments).find((each) => each.resourceId === vpnConnectionId && isLive(each) && each.state !== 'deleting');
}

function vpnRouteStanding(state: Readonly<NetworkState>, vpnConnectionId: string, cidr: string): string {
  const standing = state.vpnConnections[vpnConnectionId].staticRoutes.some((route) => route.cidr === cidr && ['available', 'pending'].includes(route.state));
  return standing ? 'present' : 'absent';
}

function theirs(operation: string, input: HandMadeCall['input'], undo?: HandMadeCall): OutsideChange {
  return { operation, input, isTheirs: true, ...undo === undefined ? {} : { undo } };
}

function targetOf(end: GatewayEnd, customerGatewayId: string | undefined): HandMadeCall['input'] {
  return {
    ...end.kind === 'transit-gateway' ? { TransitGatewayId: end.id } : { VpnGatewayId: end.id },
    ...customerGatewayId === undefined ? {} : { CustomerGatewayId: customerGatewayId },
  };
}
