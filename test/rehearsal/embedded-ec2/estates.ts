/** Networks and a clock for the stories about the embedded EC2. */
import { Clock, Ec2Error } from '../../../tools/rehearsal/contracts';
import { Network, NetworkOptions } from '../../../tools/rehearsal/embedded-ec2/network';

/** A clock that moves when the story says so. */
export class StoryClock implements Clock {
  constructor(private time = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    this.pass(milliseconds / 1_000);
    return Promise.resolve();
  }

  pass(seconds: number): void {
    this.time += seconds * 1_000;
  }
}

export interface Estate {
  readonly clock: StoryClock;
  readonly network: Network;
  readonly vpcId: string;
  /** One in each of two Availability Zones; the first uses `staticTableId`, the second `propagatedTableId`. */
  readonly subnetIds: readonly string[];
  readonly staticTableId: string;
  readonly propagatedTableId: string;
  readonly mainTableId: string;
  readonly vpnGatewayId: string;
  readonly vpnConnectionId: string;
  readonly transitGatewayId: string;
  /** Associated with the VPC attachment: how the VPC reaches the office. */
  readonly spokeTableId: string;
  /** For the VPN attachment: how the office reaches the VPC. */
  readonly officeTableId: string;
  readonly vpcAttachmentId: string;
}

export const OFFICE_CIDRS = ['10.1.0.0/16', '10.2.0.0/16', '192.168.7.0/24'];

/**
 * An office on a virtual private gateway and a transit gateway that could take it over: two VPC route tables, one with
 * static routes and one with propagation, and a transit gateway without default tables unless the story wants them.
 */
export function officeEstate(
  options: Partial<NetworkOptions> & { readonly routing?: 'static' | 'bgp'; readonly defaultTables?: boolean; readonly zones?: number } = {},
): Estate {
  const { routing = 'static', defaultTables = false, zones = 2, ...rest } = options;
  const clock = new StoryClock();
  const network = new Network({ clock, ...rest });
  const { seed } = network;
  const { vpcId, subnetIds, mainRouteTableId } = seed.vpc({
    cidr: '10.100.0.0/16',
    subnets: [{ az: 'eu-central-1a', cidr: '10.100.1.0/24' }, { az: 'eu-central-1b', cidr: '10.100.2.0/24' }],
  });
  const vpnGatewayId = seed.vpnGateway({ attachedTo: vpcId });
  const prefixes = routing === 'static' ? { staticRoutes: OFFICE_CIDRS } : { advertisedPrefixes: OFFICE_CIDRS };
  const vpnConnectionId = seed.vpnConnection({ on: vpnGatewayId, routing, preSharedKeys: ['planted_secret_1', 'planted_secret_2'], ...prefixes });
  const staticTableId = seed.routeTable({
    vpcId, subnetIds: [subnetIds[0]], routes: OFFICE_CIDRS.map((destination) => ({ destination, target: vpnGatewayId })),
  });
  const propagatedTableId = seed.routeTable({ vpcId, subnetIds: [subnetIds[1]], propagating: [vpnGatewayId] });
  const { transitGatewayId } = seed.transitGateway({ defaultAssociation: defaultTables, defaultPropagation: defaultTables });
  const spokeTableId = seed.transitGatewayRouteTable({ transitGatewayId });
  const officeTableId = seed.transitGatewayRouteTable({ transitGatewayId });
  const vpcAttachmentId = seed.vpcAttachment({
    transitGatewayId, vpcId, subnetIds: subnetIds.slice(0, zones), association: spokeTableId, propagations: [officeTableId],
  });
  return {
    clock, network, vpcId, subnetIds, staticTableId, propagatedTableId, mainTableId: mainRouteTableId, vpnGatewayId, vpnConnectionId,
    transitGatewayId, spokeTableId, officeTableId, vpcAttachmentId,
  };
}

/** What the call is refused with: `Code: message`. */
export function refusal(network: Network, operation: string, input: Record<string, unknown>): string {
  try {
    network.call(operation, input);
  } catch (error) {
    if (error instanceof Ec2Error) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

/** The code alone. */
export function codeOf(network: Network, operation: string, input: Record<string, unknown>): string {
  return refusal(network, operation, input).split(':')[0];
}

interface DescribedTunnel {
  readonly TunnelInsideCidr: string;
  readonly OutsideIpAddress: string;
  readonly PreSharedKey: string;
}

interface DescribedConnection {
  readonly State: string;
  readonly VpnGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly CustomerGatewayId: string;
  readonly CustomerGatewayConfiguration?: string;
  readonly GatewayAssociationState?: string;
  readonly Routes: { readonly DestinationCidrBlock: string; readonly State: string; readonly Source?: string }[];
  readonly VgwTelemetry?: { readonly Status: string; readonly StatusMessage: string; readonly AcceptedRouteCount: number }[];
  readonly Options: { readonly TunnelOptions: DescribedTunnel[] };
}

export function connectionOf({ network, vpnConnectionId }: Estate, id = vpnConnectionId): DescribedConnection {
  const { VpnConnections: connections } = network.call('DescribeVpnConnections', { VpnConnectionIds: [id] });
  return (connections as DescribedConnection[])[0];
}

interface DescribedAttachment {
  readonly TransitGatewayAttachmentId: string;
  readonly State: string;
  readonly TransitGatewayId: string;
  readonly Association?: { readonly TransitGatewayRouteTableId: string; readonly State: string };
}

export function vpnAttachmentsOf({ network, vpnConnectionId }: Estate): DescribedAttachment[] {
  const filters = [{ Name: 'resource-id', Values: [vpnConnectionId] }, { Name: 'resource-type', Values: ['vpn'] }];
  return network.call('DescribeTransitGatewayAttachments', { Filters: filters }).TransitGatewayAttachments as DescribedAttachment[];
}

/** `destination → target (origin, state)` of each route, without the local ones. */
export function vpcRoutesOf(network: Network, routeTableId: string): string[] {
  interface DescribedRoute {
    readonly DestinationCidrBlock?: string; readonly DestinationPrefixListId?: string; readonly DestinationIpv6CidrBlock?: string;
    readonly GatewayId?: string; readonly TransitGatewayId?: string; readonly Origin: string; readonly State: string;
  }
  const { RouteTables: tables } = network.call('DescribeRouteTables', { RouteTableIds: [routeTableId] });
  return (tables as { Routes: DescribedRoute[] }[])[0].Routes.filter((route) => route.GatewayId !== 'local').map((route) => {
    const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
    return `${destination} → ${(route.GatewayId ?? route.TransitGatewayId ?? '').split('-')[0]} (${route.Origin}, ${route.State})`;
  });
}

/** `destination → attachments (type, state)` of each route of a transit gateway table. */
export function transitGatewayRoutesOf(network: Network, routeTableId: string, filters = [{ Name: 'type', Values: ['*'] }]): string[] {
  interface DescribedRoute {
    readonly DestinationCidrBlock: string; readonly Type: string; readonly State: string;
    readonly TransitGatewayAttachments: { readonly ResourceType: string }[];
  }
  const { Routes: routes } = network.call('SearchTransitGatewayRoutes', { TransitGatewayRouteTableId: routeTableId, Filters: filters });
  return (routes as DescribedRoute[]).map((route) =>
    `${route.DestinationCidrBlock} → ${route.TransitGatewayAttachments.map((attachment) => attachment.ResourceType).join('+')} (${route.Type}, ${route.State})`);
}

/** Deletes the connection's static routes and waits until they are gone. */
export function withoutStaticRoutes(estate: Estate): Estate {
  const { network, vpnConnectionId, clock } = estate;
  for (const DestinationCidrBlock of OFFICE_CIDRS) {
    network.call('DeleteVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock });
  }
  clock.pass(2);
  return estate;
}

/** Moves the connection to the transit gateway and waits until its attachment is available; gives the attachment's id. */
export function onTransitGateway(estate: Estate): string {
  const { network, vpnConnectionId, transitGatewayId, clock } = withoutStaticRoutes(estate);
  network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
  clock.pass(305);
  return vpnAttachmentsOf(estate)[0].TransitGatewayAttachmentId;
}
