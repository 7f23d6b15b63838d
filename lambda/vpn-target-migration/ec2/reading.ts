/**
 * EC2's answers as the domain's values. What is not copied here does not exist for the rest of the program: in
 * particular the pre-shared keys in tunnel options and configuration, which DescribeVpnConnections returns in clear.
 */
import * as ec2 from '@aws-sdk/client-ec2';
import { Gateway } from '../../../src/domain/gateway';
import {
  TransitGateway, TransitGatewayAttachment, TransitGatewayRoute, Vpc, VpcRoute, VpcRouteTable, VpnConnection,
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
  };
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

/** A connection on a core network, a concentrator or nothing has none that a move could begin or end at. */
function gatewayOfConnection(connection: ec2.VpnConnection): Gateway | undefined {
  if (connection.TransitGatewayId) return { kind: 'transit-gateway', id: connection.TransitGatewayId };
  if (connection.VpnGatewayId) return { kind: 'virtual-private-gateway', id: connection.VpnGatewayId };
  return undefined;
}

export function transitGatewayOf(gateway: ec2.TransitGateway): TransitGateway {
  const options = gateway.Options;
  return {
    id: gateway.TransitGatewayId!,
    state: String(gateway.State),
    ownerId: gateway.OwnerId!,
    ...options?.DefaultRouteTableAssociation === 'enable' && options.AssociationDefaultRouteTableId
      ? { defaultAssociationRouteTableId: options.AssociationDefaultRouteTableId } : {},
    ...options?.DefaultRouteTablePropagation === 'enable' && options.PropagationDefaultRouteTableId
      ? { defaultPropagationRouteTableId: options.PropagationDefaultRouteTableId } : {},
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
  };
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

function vpcRouteOf(route: ec2.Route): VpcRoute {
  return {
    destination: route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '',
    targetId: route.TransitGatewayId ?? route.GatewayId ?? route.NatGatewayId ?? route.VpcPeeringConnectionId ?? route.NetworkInterfaceId
      ?? route.EgressOnlyInternetGatewayId ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? route.CoreNetworkArn ?? route.InstanceId ?? '',
    origin: String(route.Origin),
    state: String(route.State),
  };
}
