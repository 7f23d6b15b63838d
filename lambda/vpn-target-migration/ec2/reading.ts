/**
 * EC2's answers as the domain's values. What is not copied here does not exist for the rest of the program: in
 * particular the pre-shared keys in tunnel options and configuration, which DescribeVpnConnections returns in clear.
 */
import * as ec2 from '@aws-sdk/client-ec2';
import { Gateway } from '../../../src/domain/gateway';
import {
  CustomerGateway, NeighbouringConnection, PrefixListReference, TransitGateway, TransitGatewayAttachment, TransitGatewayRoute,
  VirtualPrivateGateway, Vpc, VpcRoute, VpcRouteTable, VpnConnection,
} from '../../../src/domain/observation';

export function vpnConnectionOf(connection: ec2.VpnConnection): VpnConnection {
  const gateway = gatewayOfConnection(connection);
  return {
    id: connection.VpnConnectionId!,
    state: String(connection.State),
    category: connection.Category ?? 'VPN',
    ...gateway !== undefined ? { gateway } : {},
    customerGatewayId: connection.CustomerGatewayId ?? '',
    routing: connection.Options?.StaticRoutesOnly ? 'static' : 'bgp',
    beyondVirtualPrivateGateway: featuresBeyondVirtualPrivateGateway(connection),
    staticRoutes: (connection.Routes ?? []).map((route) => ({ cidr: route.DestinationCidrBlock!, state: String(route.State) })),
    tunnels: (connection.VgwTelemetry ?? []).map((tunnel) => ({
      outsideAddress: tunnel.OutsideIpAddress ?? '',
      status: String(tunnel.Status),
      acceptedRouteCount: tunnel.AcceptedRouteCount ?? 0,
      ...tunnel.LastStatusChange === undefined ? {} : { statusSince: new Date(tunnel.LastStatusChange).getTime() },
    })),
    ...present({
      insideCidrs: noneIfEmpty(insideCidrsOf(connection)),
      coreNetworkArn: connection.CoreNetworkArn,
      concentratorId: connection.VpnConcentratorId,
      transportAttachmentId: connection.Options?.TransportTransitGatewayAttachmentId,
      stackId: stackIdOf(connection.Tags),
    }),
  };
}

/** Of another connection no more than what may stand in the way of the one that moves. */
export function neighbourOf(connection: ec2.VpnConnection): NeighbouringConnection {
  return {
    id: connection.VpnConnectionId!,
    customerGatewayId: connection.CustomerGatewayId ?? '',
    insideCidrs: insideCidrsOf(connection),
    staticRoutes: (connection.Routes ?? []).filter((route) => route.State === 'available' || route.State === 'pending')
      .map((route) => route.DestinationCidrBlock!),
  };
}

export function virtualPrivateGatewayOf(
  gateway: ec2.VpnGateway, neighbours: readonly ec2.VpnConnection[],
): VirtualPrivateGateway {
  return {
    id: gateway.VpnGatewayId!,
    state: String(gateway.State),
    attachments: (gateway.VpcAttachments ?? []).filter((each) => each.State !== 'detached')
      .map((each) => ({ vpcId: each.VpcId!, state: String(each.State) })),
    otherConnectionIds: neighbours.map((each) => each.VpnConnectionId!),
    ...present({
      otherConnections: noneIfEmpty(neighbours.map(neighbourOf)),
      amazonSideAsn: gateway.AmazonSideAsn,
      stackId: stackIdOf(gateway.Tags),
    }),
  };
}

/** Both members come as text; the second one is for numbers that the first one has no room for. */
export function customerGatewayOf(gateway: ec2.CustomerGateway): CustomerGateway {
  const asn = Number(gateway.BgpAsnExtended || gateway.BgpAsn);
  return { id: gateway.CustomerGatewayId!, state: String(gateway.State), ...asn > 0 ? { asn } : {} };
}

export function prefixListReferenceOf(reference: ec2.TransitGatewayPrefixListReference): PrefixListReference {
  return {
    prefixListId: reference.PrefixListId!,
    ...present({ attachmentId: reference.TransitGatewayAttachment?.TransitGatewayAttachmentId }),
  };
}

/** What a stack made carries its id, where the resource takes tags at all. */
export function stackIdOf(tags: readonly ec2.Tag[] | undefined): string | undefined {
  return tags?.find((tag) => tag.Key === 'aws:cloudformation:stack-id')?.Value;
}

/** Without the members that have no value: what is not known is absent. */
export function present<T extends object>(values: T): { [key in keyof T]?: Exclude<T[key], undefined> } {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [key in keyof T]?: Exclude<T[key], undefined> };
}

export function transitGatewayOf(gateway: ec2.TransitGateway, neighbours: readonly ec2.VpnConnection[] = []): TransitGateway {
  const options = gateway.Options;
  return {
    id: gateway.TransitGatewayId!,
    state: String(gateway.State),
    ownerId: gateway.OwnerId!,
    ...options?.DefaultRouteTableAssociation === 'enable' && options.AssociationDefaultRouteTableId
      ? { defaultAssociationRouteTableId: options.AssociationDefaultRouteTableId } : {},
    ...options?.DefaultRouteTablePropagation === 'enable' && options.PropagationDefaultRouteTableId
      ? { defaultPropagationRouteTableId: options.PropagationDefaultRouteTableId } : {},
    ...present({
      amazonSideAsn: options?.AmazonSideAsn,
      vpnEcmp: options?.VpnEcmpSupport === undefined ? undefined : options.VpnEcmpSupport === 'enable',
      otherConnections: noneIfEmpty(neighbours.map(neighbourOf)),
    }),
  };
}

export function attachmentOf(
  attachment: ec2.TransitGatewayAttachment,
  subnetIds: readonly string[],
  propagations: readonly ec2.TransitGatewayAttachmentPropagation[],
): TransitGatewayAttachment {
  const { Association: association } = attachment;
  return {
    id: attachment.TransitGatewayAttachmentId!,
    transitGatewayId: attachment.TransitGatewayId!,
    resourceType: String(attachment.ResourceType),
    resourceId: attachment.ResourceId!,
    state: String(attachment.State),
    ...association?.TransitGatewayRouteTableId
      ? { association: { routeTableId: association.TransitGatewayRouteTableId, state: String(association.State) } } : {},
    propagations: propagations.map((each) => ({ routeTableId: each.TransitGatewayRouteTableId!, state: String(each.State) })),
    subnetIds,
  };
}

/** Deleted attachments stay listed for a while; one that is being deleted leads nowhere any more. */
export function isGone(attachment: ec2.TransitGatewayAttachment): boolean {
  return attachment.State === 'deleted' || attachment.State === 'deleting';
}

export function transitGatewayRouteOf(route: ec2.TransitGatewayRoute): TransitGatewayRoute {
  return {
    destination: route.DestinationCidrBlock ?? route.PrefixListId!,
    type: route.Type === 'propagated' ? 'propagated' : 'static',
    state: String(route.State),
    attachmentIds: (route.TransitGatewayAttachments ?? []).map((each) => each.TransitGatewayAttachmentId!),
    ...present({ prefixListId: route.PrefixListId }),
  };
}

export function vpcOf(vpc: ec2.Vpc, subnets: readonly ec2.Subnet[]): Vpc {
  const ipv4 = (vpc.CidrBlockAssociationSet ?? []).filter((each) => each.CidrBlockState?.State === 'associated').map((each) => each.CidrBlock!);
  const ipv6 = (vpc.Ipv6CidrBlockAssociationSet ?? []).filter((each) => each.Ipv6CidrBlockState?.State === 'associated').map((each) => each.Ipv6CidrBlock!);
  return {
    id: vpc.VpcId!,
    // IPv6 blocks of the VPC matter to a VPN only on a transit gateway with IPv6 inside the tunnels, which no IPv4 tunnel carries.
    cidrs: ipv4.length > 0 ? ipv4 : [vpc.CidrBlock!, ...ipv6].filter(Boolean),
    subnets: subnets.filter((subnet) => subnet.VpcId === vpc.VpcId)
      .map((subnet) => ({ id: subnet.SubnetId!, availabilityZone: subnet.AvailabilityZone! })),
  };
}

/** @param subnets of the table's VPC, or none where it does not matter which of them use the table */
export function vpcRouteTableOf(table: ec2.RouteTable, siblings: readonly ec2.RouteTable[], subnets: readonly ec2.Subnet[]): VpcRouteTable {
  return {
    id: table.RouteTableId!,
    vpcId: table.VpcId!,
    subnetIds: subnetIdsOf(table, siblings, subnets),
    propagatingGatewayIds: (table.PropagatingVgws ?? []).map((each) => each.GatewayId!),
    routes: (table.Routes ?? []).map(vpcRouteOf),
    ...present({ gatewayIds: noneIfEmpty(gatewayIdsOf(table)), stackId: stackIdOf(table.Tags) }),
  };
}

/** A connection on a core network, a concentrator or nothing has none that a move could begin or end at. */
function gatewayOfConnection(connection: ec2.VpnConnection): Gateway | undefined {
  if (connection.TransitGatewayId) return { kind: 'transit-gateway', id: connection.TransitGatewayId };
  if (connection.VpnGatewayId) return { kind: 'virtual-private-gateway', id: connection.VpnGatewayId };
  return undefined;
}

/** What a virtual private gateway cannot carry [H, UG-accelerated-vpn, UG-VPC_VPN; SDK]. */
function featuresBeyondVirtualPrivateGateway({ Options: options, VpnConcentratorId: concentratorId }: ec2.VpnConnection): string[] {
  return [
    ...options?.EnableAcceleration ? ['acceleration'] : [],
    ...options?.TunnelInsideIpVersion === 'ipv6' ? ['IPv6 inside the tunnels'] : [],
    ...options?.OutsideIpAddressType === 'Ipv6' ? ['IPv6 outside addresses'] : [],
    ...options?.OutsideIpAddressType === 'PrivateIpv4' ? ['private outside addresses'] : [],
    ...options?.TunnelBandwidth === 'large' ? ['large tunnel bandwidth'] : [],
    ...concentratorId ? ['a VPN concentrator'] : [],
  ];
}

/** The addresses inside the tunnels, and nothing else of the options beside them, which hold the keys. */
function insideCidrsOf({ Options: options }: ec2.VpnConnection): string[] {
  return (options?.TunnelOptions ?? []).flatMap(({ TunnelInsideCidr: ipv4, TunnelInsideIpv6Cidr: ipv6 }) => [ipv4, ipv6])
    .filter((cidr): cidr is string => Boolean(cidr));
}

function noneIfEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Subnets without an association of their own use the VPC's main table. */
function subnetIdsOf(table: ec2.RouteTable, siblings: readonly ec2.RouteTable[], subnets: readonly ec2.Subnet[]): string[] {
  const associated = (each: ec2.RouteTable) => (each.Associations ?? []).flatMap((association) => association.SubnetId ?? []);
  const own = associated(table);
  if (!(table.Associations ?? []).some((association) => association.Main)) return own;
  const elsewhere = new Set(siblings.filter((each) => each.VpcId === table.VpcId).flatMap(associated));
  const rest = subnets.filter((subnet) => subnet.VpcId === table.VpcId)
    .map((subnet) => subnet.SubnetId!).filter((id) => !elsewhere.has(id));
  return [...new Set([...own, ...rest])];
}

/** Gateways whose incoming traffic the table routes; an association that is being taken away counts no longer. */
function gatewayIdsOf(table: ec2.RouteTable): string[] {
  return (table.Associations ?? [])
    .filter(({ AssociationState: state }) => state?.State === undefined || state.State === 'associated' || state.State === 'associating')
    .flatMap((association) => association.GatewayId ?? []);
}

function vpcRouteOf(route: ec2.Route): VpcRoute {
  return {
    destination: route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '',
    targetId: route.TransitGatewayId ?? route.GatewayId ?? route.NatGatewayId ?? route.VpcPeeringConnectionId ?? route.NetworkInterfaceId
      ?? route.EgressOnlyInternetGatewayId ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? route.CoreNetworkArn ?? route.InstanceId ?? '',
    origin: String(route.Origin),
    state: String(route.State),
  };
}
