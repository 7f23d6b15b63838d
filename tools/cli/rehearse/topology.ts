/** Who is connected with whom, from the device to the VPCs, as far as the way of a connection's packets goes. */
import { TransitGatewayAttachment, VpcRouteTable } from '../../rehearsal/embedded-ec2/records';
import { effectiveTransitGatewayRoutes, effectiveVpcRoutes } from '../../rehearsal/embedded-ec2/routing';
import { NetworkView, rows } from '../../rehearsal/embedded-ec2/state';

export interface Topology {
  readonly networks: readonly string[];
  readonly device: { readonly id: string; readonly asn?: number; readonly address?: string };
  readonly connection: { readonly id: string; readonly routing: 'static' | 'bgp'; readonly tunnels: number; readonly up: number };
  /** Absent where the connection stands on nothing. */
  readonly gateway?: { readonly id: string; readonly asn?: number };
  /** The transit gateway's tables that have to do with the connection. */
  readonly gatewayTables: readonly GatewayTable[];
  /** The VPC tables that lead to the gateway for a network behind the VPN. */
  readonly vpcTables: readonly VpcTable[];
}

export interface GatewayTable {
  readonly id: string;
  /** The connection's packets are routed by it. */
  readonly association: boolean;
  /** Routes in it that lead to the connection. */
  readonly routes: readonly string[];
}

export interface VpcTable {
  readonly id: string;
  readonly vpcId: string;
  readonly vpcCidrs: readonly string[];
  readonly routes: readonly { readonly destination: string; readonly propagated: boolean }[];
}

export function topologyOf(view: NetworkView, vpnConnectionId: string): Topology {
  const { state } = view;
  const connection = state.vpnConnections[vpnConnectionId];
  const { target, site, staticRoutesOnly, tunnels, customerGatewayId } = connection;
  const device = state.customerGateways[customerGatewayId];
  const asn = target && (state.transitGateways[target.id] ?? state.vpnGateways[target.id])?.amazonSideAsn;
  return {
    networks: site.networks ?? [],
    device: { id: customerGatewayId, asn: device?.bgpAsn, address: device?.ipAddress },
    connection: { id: vpnConnectionId, routing: staticRoutesOnly ? 'static' : 'bgp', tunnels: tunnels.length, up: tunnels.filter((tunnel) => tunnel.up).length },
    ...target === undefined ? {} : { gateway: { id: target.id, asn } },
    gatewayTables: target?.kind === 'transit-gateway' ? gatewayTablesOf(view, vpnConnectionId, target.id) : [],
    vpcTables: target === undefined ? [] : rows(state, 'vpcRouteTables').flatMap((table) => vpcTableOf(view, table, target.id)),
  };
}

function gatewayTablesOf(view: NetworkView, vpnConnectionId: string, gatewayId: string): GatewayTable[] {
  const attachment = rows(view.state, 'transitGatewayAttachments').find((each) => each.resourceId === vpnConnectionId
    && each.transitGatewayId === gatewayId && each.state === 'available');
  if (attachment === undefined) return [];
  return rows(view.state, 'transitGatewayRouteTables').filter((table) => table.transitGatewayId === gatewayId)
    .map((table) => ({ id: table.id, association: isAssociated(attachment, table.id), routes: routesTo(view, table.id, attachment) }))
    .filter((table) => table.association || table.routes.length > 0);
}

function isAssociated({ association }: TransitGatewayAttachment, routeTableId: string): boolean {
  return association?.routeTableId === routeTableId;
}

function routesTo(view: NetworkView, routeTableId: string, attachment: TransitGatewayAttachment): string[] {
  return effectiveTransitGatewayRoutes(view, routeTableId)
    .filter((route) => route.attachmentIds.includes(attachment.id)).map((route) => route.destination);
}

function vpcTableOf(view: NetworkView, table: VpcRouteTable, gatewayId: string): VpcTable[] {
  const routes = effectiveVpcRoutes(view, table).filter((route) => route.target.id === gatewayId && route.state === 'active')
    .map((route) => ({ destination: route.destination, propagated: route.origin === 'EnableVgwRoutePropagation' }));
  return routes.length === 0 ? [] : [{ id: table.id, vpcId: table.vpcId, vpcCidrs: view.state.vpcs[table.vpcId]?.cidrs ?? [], routes }];
}
