/**
 * The part of an estate that a move can concern: the connection, its gateways, everything that hangs on these, the VPCs behind
 * them and the other gateways of those VPCs. A move does nothing elsewhere, and elsewhere may be thousands of connections.
 */
import type { RouteTable, VpnGateway } from '@aws-sdk/client-ec2';
import { Estate } from './estate';

/** @param gatewayIds the gateways of the move, of either kind */
export function connectedEstateOf(estate: Estate, vpnConnectionId: string, gatewayIds: readonly string[]): Estate {
  const vpcIds = vpcsAround(estate, new Set(gatewayIds));
  const gateways = new Set([...gatewayIds, ...gatewaysAround(estate, vpcIds)]);
  const attachments = estate.transitGatewayAttachments.filter((each) => gateways.has(each.TransitGatewayId!));
  const tables = estate.transitGatewayRouteTables.filter((each) => gateways.has(each.TransitGatewayId!));
  const tableIds = new Set(tables.map((table) => table.TransitGatewayRouteTableId!));
  const ofTables = <T>(all: ReadonlyMap<string, readonly T[]>) => new Map([...all].filter(([id]) => tableIds.has(id)));
  return {
    ...estate,
    vpnConnections: estate.vpnConnections.filter((each) => each.VpnConnectionId === vpnConnectionId
      || gateways.has(each.VpnGatewayId ?? '') || gateways.has(each.TransitGatewayId ?? '')),
    vpnGateways: estate.vpnGateways.filter((each) => gateways.has(each.VpnGatewayId!)),
    transitGateways: estate.transitGateways.filter((each) => gateways.has(each.TransitGatewayId!)),
    transitGatewayAttachments: attachments,
    transitGatewayVpcAttachments: estate.transitGatewayVpcAttachments.filter((each) => gateways.has(each.TransitGatewayId!)),
    transitGatewayRouteTables: tables,
    transitGatewayRoutes: ofTables(estate.transitGatewayRoutes),
    transitGatewayPropagations: ofTables(estate.transitGatewayPropagations),
    prefixListReferences: ofTables(estate.prefixListReferences),
    routeTables: estate.routeTables.filter((each) => vpcIds.has(each.VpcId!)),
    vpcs: estate.vpcs.filter((each) => vpcIds.has(each.VpcId!)),
    subnets: estate.subnets.filter((each) => vpcIds.has(each.VpcId!)),
    gaps: estate.gaps.filter(({ described }) => concerns(described, tableIds)),
  };
}

/** Attached to one of the gateways, or with a route to one. */
function vpcsAround(estate: Estate, gateways: ReadonlySet<string>): Set<string> {
  const has = (id: string | undefined) => id !== undefined && gateways.has(id);
  const leads = (table: RouteTable) => (table.Routes ?? []).some((route) => has(route.GatewayId) || has(route.TransitGatewayId))
    || (table.PropagatingVgws ?? []).some((each) => has(each.GatewayId));
  const attachments = estate.transitGatewayAttachments.filter((each) => each.ResourceType === 'vpc' && has(each.TransitGatewayId));
  return new Set([
    ...estate.vpnGateways.filter((each) => has(each.VpnGatewayId)).flatMap(vpcsOf),
    ...attachments.map((each) => each.ResourceId!),
    ...estate.routeTables.filter(leads).map((table) => table.VpcId!),
  ]);
}

/** By which packets of these VPCs may leave, too. */
function gatewaysAround(estate: Estate, vpcIds: ReadonlySet<string>): Set<string> {
  const routes = estate.routeTables.filter((table) => vpcIds.has(table.VpcId!)).flatMap((table) => table.Routes ?? []);
  return new Set([
    ...estate.vpnGateways.filter((each) => vpcsOf(each).some((id) => vpcIds.has(id))).map((each) => each.VpnGatewayId!),
    ...routes.flatMap((route) => route.TransitGatewayId ?? []),
    ...routes.flatMap(({ GatewayId }) => (GatewayId?.startsWith('vgw-') ? [GatewayId] : [])),
  ]);
}

function vpcsOf(gateway: VpnGateway): string[] {
  return (gateway.VpcAttachments ?? []).flatMap(({ VpcId: id }) => id ?? []);
}

/** A gap of one table concerns whoever looks at that table, any other everybody. */
function concerns(described: string, tableIds: ReadonlySet<string>): boolean {
  const table = /tgw-rtb-[0-9a-f]+/.exec(described)?.[0];
  return table === undefined || tableIds.has(table);
}
