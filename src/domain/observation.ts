/**
 * What was seen of the network at one instant, in AWS's words and without a secret.
 *
 * States are plain strings on purpose: EC2 answers `modifying`, which is in no SDK enum, and an unknown state must
 * reach the policy so that it can be named in an error.
 */
import { Gateway } from './gateway';

export interface VpnConnection {
  readonly id: string;
  /** `pending`, `available`, `modifying`, `deleting` or `deleted`. */
  readonly state: string;
  /** `VPN` or `VPN-Classic`. */
  readonly category: string;
  /** Absent for a connection on a core network, on a concentrator, or on nothing. */
  readonly gateway?: Gateway;
  readonly customerGatewayId: string;
  readonly routing: 'static' | 'bgp';
  /** Features that only a transit gateway carries, in words; empty for a connection that a virtual private gateway can take. */
  readonly beyondVirtualPrivateGateway: readonly string[];
  readonly staticRoutes: readonly VpnStaticRoute[];
  readonly tunnels: readonly Tunnel[];
}

export interface VpnStaticRoute {
  readonly cidr: string;
  readonly state: string;
}

export interface Tunnel {
  readonly outsideAddress: string;
  /** `UP` or `DOWN`. */
  readonly status: string;
  /** BGP: prefixes accepted from the device. Static: the number of static routes, even while down. */
  readonly acceptedRouteCount: number;
  /** When its status last changed, in milliseconds since the epoch; absent when EC2 does not say. */
  readonly statusSince?: number;
}

export interface VirtualPrivateGateway {
  readonly id: string;
  readonly state: string;
  /** Detached ones left out. */
  readonly attachments: readonly { readonly vpcId: string; readonly state: string }[];
  /** Connections, deleted ones left out, that stand on this gateway besides the one that moves. */
  readonly otherConnectionIds: readonly string[];
}

export interface TransitGateway {
  readonly id: string;
  readonly state: string;
  readonly ownerId: string;
  /** The table a new attachment is associated with by itself; absent when that is switched off. */
  readonly defaultAssociationRouteTableId?: string;
  /** The table a new attachment propagates to by itself; absent when that is switched off. */
  readonly defaultPropagationRouteTableId?: string;
}

/** An attachment of any kind that is not deleted. */
export interface TransitGatewayAttachment {
  readonly id: string;
  readonly transitGatewayId: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly state: string;
  readonly association?: { readonly routeTableId: string; readonly state: string };
  /** Read for VPN attachments only: every table it propagates to, declared or not. */
  readonly propagations: readonly { readonly routeTableId: string; readonly state: string }[];
  /** VPC attachments only: the subnets through which traffic of their Availability Zones gets in. */
  readonly subnetIds: readonly string[];
}

export interface TransitGatewayRouteTable {
  readonly id: string;
  readonly transitGatewayId: string;
  readonly state: string;
  readonly routes: readonly TransitGatewayRoute[];
}

export interface TransitGatewayRoute {
  /** A CIDR block, or a prefix list id. */
  readonly destination: string;
  readonly type: 'static' | 'propagated';
  readonly state: string;
  /** Empty for a blackhole. */
  readonly attachmentIds: readonly string[];
}

export interface Vpc {
  readonly id: string;
  readonly cidrs: readonly string[];
  readonly subnets: readonly { readonly id: string; readonly availabilityZone: string }[];
}

export interface VpcRouteTable {
  readonly id: string;
  readonly vpcId: string;
  /** Subnets that use this table, whether by association or because it is the VPC's main table. */
  readonly subnetIds: readonly string[];
  readonly propagatingGatewayIds: readonly string[];
  readonly routes: readonly VpcRoute[];
}

export interface VpcRoute {
  /** An IPv4 or IPv6 CIDR block, or a prefix list id. */
  readonly destination: string;
  /** The id of whatever the route leads to: `vgw-…`, `tgw-…`, `local`, `igw-…`, `nat-…`. */
  readonly targetId: string;
  /** `CreateRouteTable`, `CreateRoute`, `EnableVgwRoutePropagation` or `Advertisement`. */
  readonly origin: string;
  readonly state: string;
}

/** Everything the preflight looks at. Objects that do not exist are absent, never invented. */
export interface Survey {
  readonly accountId: string;
  readonly connection?: VpnConnection;
  readonly virtualPrivateGateways: readonly VirtualPrivateGateway[];
  readonly transitGateways: readonly TransitGateway[];
  readonly attachments: readonly TransitGatewayAttachment[];
  readonly transitGatewayRouteTables: readonly TransitGatewayRouteTable[];
  /**
   * All tables of the VPCs on a virtual private gateway of the move, those with a route to the old transit gateway, and
   * the declared ones.
   */
  readonly vpcRouteTables: readonly VpcRouteTable[];
  readonly vpcs: readonly Vpc[];
  /** The error EC2 answered to ModifyVpnConnection with DryRun, or nothing when it would have succeeded. */
  readonly modifyRefusal?: string;
}

/** What each poll of a running move looks at. */
export interface Observation {
  readonly connection?: VpnConnection;
  /** This connection's attachments on transit gateways, deleted ones left out. */
  readonly attachments: readonly TransitGatewayAttachment[];
  /** The virtual private gateways of the move; read only where one takes the other's place at a VPC. */
  readonly virtualPrivateGateways: readonly VirtualPrivateGateway[];
  /** The tables that hold static routes of this move. */
  readonly transitGatewayRouteTables: readonly TransitGatewayRouteTable[];
  /** The VPC route tables that this move changes. */
  readonly vpcRouteTables: readonly VpcRouteTable[];
  /** Health alarms of the move that are in ALARM; absent when nobody looked, or nothing could be seen. */
  readonly alarming?: readonly string[];
}

/** The VPN attachment of the connection on one transit gateway. */
export function vpnAttachmentOn(
  seen: { readonly attachments: readonly TransitGatewayAttachment[] }, vpnConnectionId: string, transitGatewayId: string,
): TransitGatewayAttachment | undefined {
  return seen.attachments.find((each) => each.resourceType === 'vpn' && each.resourceId === vpnConnectionId && each.transitGatewayId === transitGatewayId);
}
