/**
 * EC2's answers, in one form, as the domain's values. What is not copied here does not exist for the rest of the program: in
 * particular the pre-shared keys in tunnel options and configuration, which DescribeVpnConnections returns in clear.
 */
import * as ec2 from '@aws-sdk/client-ec2';
import { membersOf, Required } from './complete';
import { Gateway } from '../../../src/contract/gateway';
import { CONNECTION_TAG } from '../../../src/contract/target-declaration';
import {
  CustomerGateway, OtherConnection, PrefixListReference, TransitGateway, TransitGatewayAttachment, TransitGatewayRoute,
  TransitGatewayRouteTable, VirtualPrivateGateway, Vpc, VpcRoute, VpcRouteTable, VpnConnection, VpnStaticRoute,
} from '../../engine/observation';

export function vpnConnectionOf(connection: ec2.VpnConnection): VpnConnection {
  const gateway = gatewayOfConnection(connection);
  const [id, required] = [idOfVpnConnection(connection), requiredOfVpnConnection(connection)];
  return {
    id,
    state: required(connection.State, 'State'),
    category: connection.Category ?? 'VPN',
    ...gateway !== undefined ? { gateway } : {},
    customerGatewayId: required(connection.CustomerGatewayId, 'CustomerGatewayId'),
    routing: routingOf(connection, required),
    beyondVirtualPrivateGateway: featuresBeyondVirtualPrivateGateway(connection),
    staticRoutes: (connection.Routes ?? []).map((route) => staticRouteOf(id, route)),
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
      connectionTag: valueOf(connection.Tags, CONNECTION_TAG),
    }),
  };
}

/** Of another connection no more than what may stand in the way of the one that moves. */
export function otherConnectionOf(connection: ec2.VpnConnection): OtherConnection {
  const id = idOfVpnConnection(connection);
  return {
    id,
    customerGatewayId: connection.CustomerGatewayId ?? '',
    insideCidrs: insideCidrsOf(connection),
    staticRoutes: (connection.Routes ?? []).map((route) => staticRouteOf(id, route))
      .filter(({ state }) => state === 'available' || state === 'pending').map(({ cidr }) => cidr),
  };
}

export function idOfVpnConnection(connection: ec2.VpnConnection): string {
  return requiredOfVpnConnection(connection)(connection.VpnConnectionId, 'VpnConnectionId');
}

export function virtualPrivateGatewayOf(
  gateway: ec2.VpnGateway, neighbours: readonly ec2.VpnConnection[],
): VirtualPrivateGateway {
  const required = membersOf('DescribeVpnGateways', named('virtual private gateway', gateway.VpnGatewayId));
  const requiredThere = membersOf('DescribeVpnGateways', `an attachment of virtual private gateway ${gateway.VpnGatewayId}`);
  return {
    id: required(gateway.VpnGatewayId, 'VpnGatewayId'),
    state: required(gateway.State, 'State'),
    attachments: (gateway.VpcAttachments ?? []).filter((each) => each.State !== 'detached')
      .map((each) => ({ vpcId: requiredThere(each.VpcId, 'VpcId'), state: requiredThere(each.State, 'State') })),
    otherConnectionIds: neighbours.map(idOfVpnConnection),
    ...present({
      otherConnections: noneIfEmpty(neighbours.map(otherConnectionOf)),
      amazonSideAsn: asnOf(gateway),
      stackId: stackIdOf(gateway.Tags),
    }),
  };
}

/** Both members come as text; the second one is for numbers that the first one has no room for. */
export function customerGatewayOf(gateway: ec2.CustomerGateway): CustomerGateway {
  const required = membersOf('DescribeCustomerGateways', named('customer gateway', gateway.CustomerGatewayId));
  const asn = Number(gateway.BgpAsnExtended || gateway.BgpAsn);
  return {
    id: required(gateway.CustomerGatewayId, 'CustomerGatewayId'),
    state: required(gateway.State, 'State'),
    ...asn > 0 ? { asn } : {},
  };
}

export function prefixListReferenceOf(reference: ec2.TransitGatewayPrefixListReference): PrefixListReference {
  const required = membersOf('GetTransitGatewayPrefixListReferences', 'a reference');
  return {
    prefixListId: required(reference.PrefixListId, 'PrefixListId'),
    ...present({ attachmentId: reference.TransitGatewayAttachment?.TransitGatewayAttachmentId }),
  };
}

/** What a stack made carries its id, where the resource takes tags at all. */
export function stackIdOf(tags: readonly ec2.Tag[] | undefined): string | undefined {
  return valueOf(tags, 'aws:cloudformation:stack-id');
}

function valueOf(tags: readonly ec2.Tag[] | undefined, key: string): string | undefined {
  return tags?.find((tag) => tag.Key === key)?.Value;
}

/** Without the members that have no value: what is not known is absent. */
export function present<T extends object>(values: T): { [key in keyof T]?: Exclude<T[key], undefined> } {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [key in keyof T]?: Exclude<T[key], undefined> };
}

export function transitGatewayOf(gateway: ec2.TransitGateway, neighbours: readonly ec2.VpnConnection[] = []): TransitGateway {
  const options = gateway.Options;
  const required = membersOf('DescribeTransitGateways', named('transit gateway', gateway.TransitGatewayId));
  return {
    id: required(gateway.TransitGatewayId, 'TransitGatewayId'),
    state: required(gateway.State, 'State'),
    ownerId: required(gateway.OwnerId, 'OwnerId'),
    ...options?.DefaultRouteTableAssociation === 'enable'
      ? { defaultAssociationRouteTableId: required(options.AssociationDefaultRouteTableId, 'AssociationDefaultRouteTableId') } : {},
    ...options?.DefaultRouteTablePropagation === 'enable'
      ? { defaultPropagationRouteTableId: required(options.PropagationDefaultRouteTableId, 'PropagationDefaultRouteTableId') } : {},
    ...present({
      amazonSideAsn: asnOf(options),
      vpnEcmp: options?.VpnEcmpSupport === undefined ? undefined : options.VpnEcmpSupport === 'enable',
      otherConnections: noneIfEmpty(neighbours.map(otherConnectionOf)),
    }),
  };
}

export function attachmentOf(
  attachment: ec2.TransitGatewayAttachment,
  subnetIds: readonly string[],
  propagations: readonly ec2.TransitGatewayAttachmentPropagation[],
): TransitGatewayAttachment {
  const required = requiredOfAttachment(attachment);
  const resourceType = required(attachment.ResourceType, 'ResourceType');
  const association = associationOf(attachment, required);
  return {
    id: idOfAttachment(attachment),
    transitGatewayId: required(attachment.TransitGatewayId, 'TransitGatewayId'),
    resourceType,
    // Of what no move looks at it may have none.
    resourceId: resourceType === 'vpn' || resourceType === 'vpc' ? required(attachment.ResourceId, 'ResourceId') : attachment.ResourceId ?? '',
    state: required(attachment.State, 'State'),
    ...association === undefined ? {} : { association },
    propagations: propagations.map((each) => propagationOf(idOfAttachment(attachment), each)).filter(({ state }) => state !== 'disabled'),
    subnetIds,
  };
}

export function idOfAttachment(attachment: ec2.TransitGatewayAttachment): string {
  return requiredOfAttachment(attachment)(attachment.TransitGatewayAttachmentId, 'TransitGatewayAttachmentId');
}

/** Those that are not gone, and first the one that is there: what failed before it may stay listed beside it. */
export function liveOnes(attachments: readonly ec2.TransitGatewayAttachment[]): ec2.TransitGatewayAttachment[] {
  const isThere = (each: ec2.TransitGatewayAttachment) => each.State === 'available';
  const live = attachments.filter((each) => !isDeleted(each));
  return [...live.filter(isThere), ...live.filter((each) => !isThere(each))];
}

/** Deleted attachments stay listed for a while; one that is being deleted leads nowhere any more. */
export function isDeleted(attachment: ec2.TransitGatewayAttachment): boolean {
  return attachment.State === 'deleted' || attachment.State === 'deleting';
}

/** A transit gateway route table less its routes, and whether any of them may still be there. */
export function transitGatewayRouteTableOf(table: ec2.TransitGatewayRouteTable): Pick<TransitGatewayRouteTable, 'id' | 'state' | 'stackId'> {
  const required = membersOf('DescribeTransitGatewayRouteTables', named('transit gateway route table', table.TransitGatewayRouteTableId));
  return {
    id: required(table.TransitGatewayRouteTableId, 'TransitGatewayRouteTableId'),
    state: required(table.State, 'State'),
    ...present({ stackId: stackIdOf(table.Tags) }),
  };
}

/** Of a table, less the deleted ones: first those that stay. */
export function transitGatewayRoutesOf(routeTableId: string, routes: readonly ec2.TransitGatewayRoute[]): TransitGatewayRoute[] {
  const read = routes.map((route) => transitGatewayRouteOf(routeTableId, route)).filter(({ state }) => state !== 'deleted');
  return [...read.filter(({ state }) => state !== 'deleting'), ...read.filter(({ state }) => state === 'deleting')];
}

function transitGatewayRouteOf(routeTableId: string, route: ec2.TransitGatewayRoute): TransitGatewayRoute {
  const destination = route.DestinationCidrBlock ?? route.PrefixListId;
  const required = membersOf('SearchTransitGatewayRoutes', `${destination === undefined ? 'a route' : `route ${destination}`} in ${routeTableId}`);
  const state = required(route.State, 'State');
  const { TransitGatewayAttachments: attachments = [] } = route;
  return {
    destination: required(destination, 'DestinationCidrBlock or PrefixListId'),
    type: required(route.Type, 'Type') === 'propagated' ? 'propagated' : 'static',
    state,
    attachmentIds: required(state === 'active' && attachments.length === 0 ? undefined : attachments, 'TransitGatewayAttachments')
      .map((each) => required(each.TransitGatewayAttachmentId, 'TransitGatewayAttachmentId')),
    ...present({ prefixListId: route.PrefixListId }),
  };
}

/** A block whose state is not told counts: what is too many is looked at, what is too few is not. */
export function vpcOf(vpc: ec2.Vpc, subnets: readonly ec2.Subnet[]): Vpc {
  const required = membersOf('DescribeVpcs', named('VPC', vpc.VpcId));
  const requiredOfSubnet = (subnet: ec2.Subnet) => membersOf('DescribeSubnets', named('subnet', subnet.SubnetId));
  const stands = ({ State: state = 'associated' }: ec2.VpcCidrBlockState = {}) => state === 'associated';
  const ipv4 = (vpc.CidrBlockAssociationSet ?? []).filter((each) => stands(each.CidrBlockState)).flatMap((each) => each.CidrBlock ?? []);
  const ipv6 = (vpc.Ipv6CidrBlockAssociationSet ?? []).filter((each) => stands(each.Ipv6CidrBlockState))
    .flatMap((each) => each.Ipv6CidrBlock ?? []);
  return {
    id: required(vpc.VpcId, 'VpcId'),
    // IPv6 blocks of the VPC matter to a VPN only on a transit gateway with IPv6 inside the tunnels, which no IPv4 tunnel carries.
    cidrs: ipv4.length > 0 ? ipv4 : [...vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock], ...ipv6],
    subnets: subnets.filter((subnet) => requiredOfSubnet(subnet)(subnet.VpcId, 'VpcId') === vpc.VpcId).map((subnet) => ({
      id: requiredOfSubnet(subnet)(subnet.SubnetId, 'SubnetId'),
      availabilityZone: requiredOfSubnet(subnet)(subnet.AvailabilityZone, 'AvailabilityZone'),
    })),
  };
}

/** @param subnets of the table's VPC, or none where it does not matter which of them use the table */
export function vpcRouteTableOf(table: ec2.RouteTable, siblings: readonly ec2.RouteTable[], subnets: readonly ec2.Subnet[]): VpcRouteTable {
  const { id, vpcId } = placeOf(table);
  const requiredThere = membersOf('DescribeRouteTables', `a gateway that propagates to route table ${id}`);
  return {
    id,
    vpcId,
    subnetIds: subnetIdsOf(table, siblings, subnets),
    propagatingGatewayIds: (table.PropagatingVgws ?? []).map((each) => requiredThere(each.GatewayId, 'GatewayId')),
    routes: (table.Routes ?? []).map((route) => vpcRouteOf(id, route)),
    ...present({ gatewayIds: noneIfEmpty(gatewayIdsOf(table)), stackId: stackIdOf(table.Tags) }),
  };
}

export function placeOf(table: ec2.RouteTable): Pick<VpcRouteTable, 'id' | 'vpcId'> {
  const required = membersOf('DescribeRouteTables', named('route table', table.RouteTableId));
  return { id: required(table.RouteTableId, 'RouteTableId'), vpcId: required(table.VpcId, 'VpcId') };
}

function requiredOfVpnConnection({ VpnConnectionId: id }: ec2.VpnConnection): Required {
  return membersOf('DescribeVpnConnections', named('VPN connection', id));
}

function requiredOfAttachment({ TransitGatewayAttachmentId: id }: ec2.TransitGatewayAttachment): Required {
  return membersOf('DescribeTransitGatewayAttachments', named('transit gateway attachment', id));
}

function named(noun: string, id: string | undefined): string {
  return id === undefined ? `a ${noun}` : `${noun} ${id}`;
}

function staticRouteOf(vpnConnectionId: string, route: ec2.VpnStaticRoute): VpnStaticRoute {
  const required = membersOf('DescribeVpnConnections', `a static route of VPN connection ${vpnConnectionId}`);
  return { cidr: required(route.DestinationCidrBlock, 'DestinationCidrBlock'), state: required(route.State, 'State') };
}

/**
 * Without the option static routes tell it, which only a static connection has; on a transit gateway no connection has any, and to
 * take a static one for BGP would leave its routes behind.
 */
function routingOf(
  { Options: options, Routes: routes = [], TransitGatewayId: transitGatewayId }: ec2.VpnConnection, required: Required,
): 'static' | 'bgp' {
  const derived = routes.length > 0 ? true : transitGatewayId === undefined ? false : undefined;
  return required(options?.StaticRoutesOnly ?? derived, 'Options.StaticRoutesOnly') ? 'static' : 'bgp';
}

/** None where EC2 names none; one that was taken away is none. */
function associationOf({ Association: association }: ec2.TransitGatewayAttachment, required: Required): TransitGatewayAttachment['association'] {
  const { TransitGatewayRouteTableId: routeTableId, State: state } = association ?? {};
  if ((routeTableId === undefined && state === undefined) || state === 'disassociated') return undefined;
  return {
    routeTableId: required(routeTableId, 'Association.TransitGatewayRouteTableId'), state: required(state, 'Association.State'),
  };
}

function propagationOf(
  attachmentId: string, { TransitGatewayRouteTableId: id, State: state }: ec2.TransitGatewayAttachmentPropagation,
): TransitGatewayAttachment['propagations'][number] {
  const required = membersOf('GetTransitGatewayAttachmentPropagations', `a propagation of ${attachmentId}`);
  return { routeTableId: required(id, 'TransitGatewayRouteTableId'), state: required(state, 'State') };
}

/** No gateway has the number 0, which is what the SDK makes of an empty element. */
function asnOf(of: { readonly AmazonSideAsn?: number } | undefined): number | undefined {
  return of?.AmazonSideAsn === 0 ? undefined : of?.AmazonSideAsn;
}

/** A connection on a core network, a concentrator or nothing has none that a move could begin or end at. */
function gatewayOfConnection(connection: ec2.VpnConnection): Gateway | undefined {
  if (connection.TransitGatewayId !== undefined) return { kind: 'transit-gateway', id: connection.TransitGatewayId };
  if (connection.VpnGatewayId !== undefined) return { kind: 'virtual-private-gateway', id: connection.VpnGatewayId };
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
  const associated = (each: ec2.RouteTable) => activeAssociations(each).flatMap((association) => association.SubnetId ?? []);
  const own = associated(table);
  if (!activeAssociations(table).some((association) => association.Main)) return own;
  const elsewhere = new Set(siblings.filter((each) => each.VpcId === table.VpcId).flatMap(associated));
  const rest = subnets.filter((subnet) => subnet.VpcId === table.VpcId)
    .flatMap((subnet) => subnet.SubnetId ?? []).filter((id) => !elsewhere.has(id));
  return [...new Set([...own, ...rest])];
}

/** Gateways whose incoming traffic the table routes. */
function gatewayIdsOf(table: ec2.RouteTable): string[] {
  return activeAssociations(table).flatMap((association) => association.GatewayId ?? []);
}

/** An association that was taken away, or is being so, counts no longer. */
function activeAssociations({ Associations: associations = [] }: ec2.RouteTable): ec2.RouteTableAssociation[] {
  return associations.filter(({ AssociationState: { State: state = 'associated' } = {} }) => state === 'associated' || state === 'associating');
}

function vpcRouteOf(routeTableId: string, route: ec2.Route): VpcRoute {
  const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
  const required = membersOf('DescribeRouteTables', `${destination === undefined ? 'a route' : `route ${destination}`} in ${routeTableId}`);
  return {
    destination: required(destination, 'destination'),
    targetId: route.TransitGatewayId ?? route.GatewayId ?? route.NatGatewayId ?? route.VpcPeeringConnectionId ?? route.NetworkInterfaceId
      ?? route.EgressOnlyInternetGatewayId ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? route.CoreNetworkArn ?? route.InstanceId ?? '',
    origin: required(route.Origin, 'Origin'),
    state: required(route.State, 'State'),
  };
}
