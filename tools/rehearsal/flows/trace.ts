/** Follows one packet hop by hop until it arrives or stops, and says where and why. */
import { ForwardingTables, hasAddress, Site } from './forwarding-tables';
import { Address, nameOfAddress } from '../embedded-ec2/cidr';
import { Subnet, TransitGatewayAttachment, VpnConnection } from '../embedded-ec2/records';
import { availableVpcAttachment, carriesTraffic, isAttached } from '../embedded-ec2/routing';
import { rows } from '../embedded-ec2/state';

export interface Trace {
  /** Ids of what the packet passed, in order. */
  readonly path: readonly string[];
  /** Absent when it arrived. */
  readonly reason?: string;
}

export function traceOutbound(tables: ForwardingTables, subnet: Subnet, to: Address): Trace {
  const table = tables.tableOf(subnet);
  if (table === undefined) return { path: [subnet.id], reason: `${subnet.vpcId} has no main route table` };
  const path = [subnet.id, table.id];
  const route = tables.vpcRoute(table, to);
  if (route === undefined) return { path, reason: `${table.id} has no route to ${nameOfAddress(to)}` };
  const { kind, id } = route.target;
  if (route.state === 'blackhole') return { path, reason: `the route ${route.destination} of ${table.id} to ${id} is a blackhole` };
  if (kind === 'gateway' && id.startsWith('vgw-')) return throughVpnGateway(tables, [...path, id], id, to);
  if (kind === 'transit-gateway') return intoTransitGateway(tables, [...path, id], id, subnet, to);
  return { path: [...path, id], reason: `the route ${route.destination} of ${table.id} leads to ${id}, not to a VPN` };
}

/** From a host on premises, over whichever of its site's ways works. */
export function traceInbound(tables: ForwardingTables, subnet: Subnet, to: Address, from: Address): Trace {
  const ways = [
    ...tables.sitesWith(from).map((site) => throughConnection(tables, site, subnet, to)),
    ...throughDirectConnect(tables, subnet, to, from),
  ];
  return ways.find((way) => way.reason === undefined) ?? ways[0] ?? { path: [], reason: `no device has ${nameOfAddress(from)} behind it` };
}

/** A gateway forwards to the prefixes it knows and drops everything else [H 1.3 B3]. */
function throughVpnGateway(tables: ForwardingTables, path: readonly string[], gatewayId: string, to: Address): Trace {
  const prefix = tables.vpnGatewayPrefix(gatewayId, to);
  if (prefix?.source === 'direct-connect') return { path: [...path, 'direct-connect'] };
  if (prefix?.connection !== undefined) return intoConnection(tables, path, prefix.connection, to);
  const silent = tables.sitesWith(to).find(({ connection }) => connection.target?.id === gatewayId && !carriesTraffic(connection));
  const because = silent === undefined ? '' : `: ${condition(silent.connection)}`;
  return { path, reason: `${gatewayId} knows no prefix for ${nameOfAddress(to)}${because}` };
}

/** Only from Availability Zones in which the VPC's attachment has a subnet [H 11]. */
function intoTransitGateway(tables: ForwardingTables, path: readonly string[], gatewayId: string, subnet: Subnet, to: Address): Trace {
  const { state } = tables.view;
  const attachment = availableVpcAttachment(tables.view, gatewayId, subnet.vpcId);
  if (attachment === undefined) return { path, reason: `${subnet.vpcId} has no available attachment to ${gatewayId}` };
  const zones = attachment.subnetIds.map((id) => state.subnets[id]?.availabilityZone);
  if (!zones.includes(subnet.availabilityZone)) return { path, reason: `${attachment.id} has no subnet in ${subnet.availabilityZone}` };
  return acrossTransitGateway(tables, [...path, attachment.id], attachment, to, (next, way) => towardsPremises(tables, way, next, to));
}

/** By the table that the attachment is associated with; shared traffic needs every attachment of the route to work. */
function acrossTransitGateway(
  tables: ForwardingTables, path: readonly string[], from: TransitGatewayAttachment, to: Address,
  onward: (next: TransitGatewayAttachment, path: readonly string[]) => Trace,
): Trace {
  if (from.association?.state !== 'associated') return { path, reason: `${from.id} is not associated with a route table` };
  const { routeTableId } = from.association;
  const way = [...path, routeTableId];
  const route = tables.transitGatewayRoute(routeTableId, to);
  if (route === undefined) return { path: way, reason: `${routeTableId} has no route to ${nameOfAddress(to)}` };
  const next = route.attachmentIds.flatMap((id) => tables.view.state.transitGatewayAttachments[id] ?? []);
  if (route.state === 'blackhole' || next.length === 0) {
    return { path: way, reason: `the route ${route.destination} of ${routeTableId} is a blackhole` };
  }
  const traces = next.map((attachment) => onward(attachment, [...way, attachment.id]));
  return traces.find((trace) => trace.reason !== undefined) ?? traces[0];
}

function towardsPremises(tables: ForwardingTables, path: readonly string[], attachment: TransitGatewayAttachment, to: Address): Trace {
  if (attachment.resourceType === 'direct-connect-gateway') return { path: [...path, attachment.resourceId] };
  const connection = tables.view.state.vpnConnections[attachment.resourceId];
  if (attachment.resourceType !== 'vpn' || connection?.target?.id !== attachment.transitGatewayId) {
    return { path, reason: `${attachment.id} leads to ${attachment.resourceId}, not to a VPN on ${attachment.transitGatewayId}` };
  }
  return intoConnection(tables, path, connection, to);
}

function intoConnection(tables: ForwardingTables, path: readonly string[], connection: VpnConnection, to: Address): Trace {
  const way = [...path, connection.id];
  if (!carriesTraffic(connection)) return { path: way, reason: condition(connection) };
  const site = tables.sites.find((each) => each.connection.id === connection.id);
  const arrived = [...way, connection.customerGatewayId];
  if (site !== undefined && hasAddress(site, to)) return { path: arrived };
  return { path: arrived, reason: `${nameOfAddress(to)} is not behind ${connection.customerGatewayId}` };
}

/**
 * The device of a static connection is configured by hand to send everything into the tunnel; with BGP it has to hear
 * the prefix: a virtual private gateway advertises its VPC, a transit gateway what the associated table holds [M 11],
 * which is the very look-up that follows.
 */
function throughConnection(tables: ForwardingTables, { connection }: Site, subnet: Subnet, to: Address): Trace {
  const path = [connection.customerGatewayId, connection.id];
  if (!carriesTraffic(connection)) return { path, reason: condition(connection) };
  const { target } = connection;
  if (target === undefined) return { path, reason: `${connection.id} is on no gateway` };
  if (target.kind === 'vpn-gateway') return outOfVpnGateway(tables, [...path, target.id], target.id, subnet, to);
  const attachment = rows(tables.view.state, 'transitGatewayAttachments').find((each) =>
    each.resourceId === connection.id && each.transitGatewayId === target.id && each.state === 'available');
  const way = [...path, target.id];
  if (attachment === undefined) return { path: way, reason: `${connection.id} has no available attachment to ${target.id}` };
  return outOfTransitGateway(tables, [...way, attachment.id], attachment, subnet, to);
}

/**
 * Into the VPC, past the appliance to which a route table of the gateway's own leads, if it has one: what the appliance does
 * cannot be seen from here, so it is taken to let everything through [M 11: route tables of gateways].
 */
function outOfVpnGateway(tables: ForwardingTables, path: readonly string[], gatewayId: string, subnet: Subnet, to: Address): Trace {
  if (!isAttached(tables.view, gatewayId, subnet.vpcId)) return { path, reason: `${gatewayId} is not attached to ${subnet.vpcId}` };
  const edge = tables.edgeTableOf(gatewayId, subnet.vpcId);
  const target = edge === undefined ? undefined : tables.vpcRoute(edge, to)?.target;
  const isAppliance = target?.kind === 'network-interface' || target?.id.startsWith('vpce-');
  return { path: [...path, ...isAppliance ? [target!.id] : [], subnet.id] };
}

/** The table with which the arriving attachment is associated must lead back to the VPC [H 11]. */
function outOfTransitGateway(
  tables: ForwardingTables, path: readonly string[], from: TransitGatewayAttachment, subnet: Subnet, to: Address,
): Trace {
  return acrossTransitGateway(tables, path, from, to, (next, way) => {
    if (next.resourceType === 'vpc' && next.resourceId === subnet.vpcId && next.state === 'available') return { path: [...way, subnet.id] };
    return { path: way, reason: `${next.id} leads to ${next.resourceId}, not to ${subnet.vpcId}` };
  });
}

/** Networks that are reached over Direct Connect also come back over it. */
function throughDirectConnect(tables: ForwardingTables, subnet: Subnet, to: Address, from: Address): Trace[] {
  const { state } = tables.view;
  const gateways = rows(state, 'vpnGateways')
    .filter((gateway) => tables.vpnGatewayPrefix(gateway.id, from)?.source === 'direct-connect')
    .map((gateway) => outOfVpnGateway(tables, ['direct-connect', gateway.id], gateway.id, subnet, to));
  const attachments = rows(state, 'transitGatewayAttachments')
    .filter((attachment) => attachment.resourceType === 'direct-connect-gateway' && attachment.state === 'available')
    .filter((attachment) => hasAddress({ networks: attachment.prefixes }, from))
    .map((attachment) => {
      const path = [attachment.resourceId, attachment.transitGatewayId, attachment.id];
      return outOfTransitGateway(tables, path, attachment, subnet, to);
    });
  return [...gateways, ...attachments];
}

function condition(connection: VpnConnection): string {
  return connection.state === 'available' ? `both tunnels of ${connection.id} are DOWN` : `${connection.id} is ${connection.state}`;
}
