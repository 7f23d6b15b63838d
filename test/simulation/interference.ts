/** Somebody else at work on the same network, by hand, at a bad moment; and how they undo it again when asked to. */
import { ForeignChangeKind } from './circumstances';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { NetworkState } from '../../rehearsal/embedded-ec2/state';
import { MoveDeclaration } from '../../src/domain/declaration';
import { ON_PREMISES } from '../lambda/workbench';

/** A call somebody makes, and the one that takes it back; without the latter there is nothing sensible to take back. */
export interface ForeignChange {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly undo?: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> };
  /**
   * Whether the move may never undo it. Not so for the deletion of what the move itself deletes or makes: that cannot
   * be told from its own work, and making it again overwrites nobody's object.
   */
  readonly isTheirs: boolean;
}

const SOMEBODY_ELSES = 'eni-0123456789abcdef0';
const UNRELATED = '10.77.0.0/16';

export function foreignChange(kind: ForeignChangeKind, declaration: MoveDeclaration, elsewhere: string): ForeignChange {
  const { vpnConnectionId: VpnConnectionId, vpcRouteTables: [{ routeTableId: RouteTableId }], from, to } = declaration;
  if (to.kind !== 'transit-gateway') throw new Error('this world moves to a transit gateway');
  const [TransitGatewayRouteTableId] = [...to.staticRouteTableIds, ...to.propagationRouteTableIds];
  const [vpn, tgw, vpc] = [
    (cidr: string) => ({ VpnConnectionId, DestinationCidrBlock: cidr }),
    (cidr: string) => ({ TransitGatewayRouteTableId, DestinationCidrBlock: cidr }),
    (cidr: string) => ({ RouteTableId, DestinationCidrBlock: cidr }),
  ];
  switch (kind) {
    case 'vpn-static-route-added':
      return theirs('CreateVpnConnectionRoute', vpn(UNRELATED), { operation: 'DeleteVpnConnectionRoute', input: vpn(UNRELATED) });
    case 'vpn-static-route-deleted':
      return { operation: 'DeleteVpnConnectionRoute', input: vpn(ON_PREMISES[0]), isTheirs: false };
    case 'transit-gateway-route-taken':
      return theirs('CreateTransitGatewayRoute', { ...tgw(ON_PREMISES[0]), Blackhole: true }, deleted(tgw(ON_PREMISES[0])));
    case 'transit-gateway-route-added':
      return theirs('CreateTransitGatewayRoute', { ...tgw(UNRELATED), Blackhole: true }, deleted(tgw(UNRELATED)));
    case 'transit-gateway-route-deleted':
      return { operation: 'DeleteTransitGatewayRoute', input: tgw(ON_PREMISES[0]), isTheirs: false };
    case 'vpc-route-repointed':
      return theirs('ReplaceRoute', { ...vpc(ON_PREMISES[0]), NetworkInterfaceId: SOMEBODY_ELSES },
        { operation: 'ReplaceRoute', input: { ...vpc(ON_PREMISES[0]), GatewayId: from.id } });
    case 'vpc-route-added':
      return theirs('CreateRoute', { ...vpc(UNRELATED), NetworkInterfaceId: SOMEBODY_ELSES }, { operation: 'DeleteRoute', input: vpc(UNRELATED) });
    case 'vpc-route-deleted':
      return theirs('DeleteRoute', vpc(ON_PREMISES[1]), { operation: 'CreateRoute', input: { ...vpc(ON_PREMISES[1]), GatewayId: from.id } });
    case 'connection-moved-elsewhere':
      return theirs('ModifyVpnConnection', { VpnConnectionId, TransitGatewayId: elsewhere });
    case 'connection-moved-back':
      return theirs('ModifyVpnConnection', { VpnConnectionId, VpnGatewayId: from.id });
  }
}

/** What a mutating call is about, named so that two calls about one object have one name. */
export function objectOf(operation: string, input: Readonly<Record<string, unknown>>): string | undefined {
  const block = String(input.DestinationCidrBlock);
  if (/VpnConnectionRoute$/.test(operation)) return `vpn-route ${block}`;
  if (/TransitGatewayRoute$/.test(operation)) return `tgw-route ${String(input.TransitGatewayRouteTableId)} ${block}`;
  if (/^(Create|Replace|Delete)Route$/.test(operation)) return `vpc-route ${String(input.RouteTableId)} ${block}`;
  return operation === 'ModifyVpnConnection' ? 'target' : undefined;
}

/** How the object stands now, in a word. */
export function standingOf(object: string, network: Network, vpnConnectionId: string): string {
  const { state } = network.view;
  const [kind, first, second] = object.split(' ');
  switch (kind) {
    case 'vpn-route': return vpnRouteStanding(state, vpnConnectionId, first);
    case 'tgw-route': {
      const route = state.transitGatewayRoutes[`${first}|${second}`];
      return route === undefined ? 'absent' : route.attachmentId ?? 'blackhole';
    }
    case 'vpc-route': return state.vpcRouteTables[first].routes.find((route) => route.destination === second)?.target.id ?? 'absent';
    default: return state.vpnConnections[vpnConnectionId].target?.id ?? 'nowhere';
  }
}

function vpnRouteStanding(state: Readonly<NetworkState>, vpnConnectionId: string, cidr: string): string {
  const standing = state.vpnConnections[vpnConnectionId].staticRoutes.some((route) => route.cidr === cidr && ['available', 'pending'].includes(route.state));
  return standing ? 'present' : 'absent';
}

function theirs(operation: string, input: ForeignChange['input'], undo?: ForeignChange['undo']): ForeignChange {
  return { operation, input, isTheirs: true, ...undo === undefined ? {} : { undo } };
}

function deleted(input: ForeignChange['input']): ForeignChange['undo'] {
  return { operation: 'DeleteTransitGatewayRoute', input };
}
