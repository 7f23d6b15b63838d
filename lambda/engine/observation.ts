/**
 * What was seen of the network at one instant, in AWS's words and without a secret.
 *
 * States are plain strings on purpose: EC2 answers `modifying`, which is in no SDK enum, and an unknown state must
 * reach the policy so that it can be named in an error.
 */
import { Gateway } from '../../src/contract/gateway';
import { QuotaName } from '../../src/contract/quotas';

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
  /** Of both tunnels, IPv4 and IPv6, as EC2 spells them; absent when it names none. */
  readonly insideCidrs?: readonly string[];
  /** The Cloud WAN core network it is attached to. */
  readonly coreNetworkArn?: string;
  readonly concentratorId?: string;
  /** Private outside addresses only: the attachment that carries the tunnels, which belongs to one transit gateway. */
  readonly transportAttachmentId?: string;
  /** The CloudFormation stack that its tags name as its owner. */
  readonly stackId?: string;
  /** The value of the tag by which the role of the custom resources around it may change it. */
  readonly connectionTag?: string;
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
  /** Connections, deleted ones left out, that stand on this gateway besides those that the operation is about. */
  readonly otherConnectionIds: readonly string[];
  /** The same connections, with what may stand in the way of the one that moves. */
  readonly otherConnections?: readonly OtherConnection[];
  readonly amazonSideAsn?: number;
  readonly stackId?: string;
}

export interface TransitGateway {
  readonly id: string;
  readonly state: string;
  readonly ownerId: string;
  /** The table a new attachment is associated with by itself; absent when that is switched off. */
  readonly defaultAssociationRouteTableId?: string;
  /** The table a new attachment propagates to by itself; absent when that is switched off. */
  readonly defaultPropagationRouteTableId?: string;
  readonly amazonSideAsn?: number;
  /** Whether routes to several VPN tunnels are used at the same time; absent when EC2 does not say. */
  readonly vpnEcmp?: boolean;
  /** Connections on this gateway besides the one that moves; read only for a connection with IPv6 inside its tunnels. */
  readonly otherConnections?: readonly OtherConnection[];
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
  /** References to prefix lists, whose routes come and go with the list. */
  readonly prefixListReferences?: readonly PrefixListReference[];
  readonly stackId?: string;
}

export interface TransitGatewayRoute {
  /** A CIDR block, or a prefix list id. */
  readonly destination: string;
  readonly type: 'static' | 'propagated';
  readonly state: string;
  /** Empty for a blackhole. */
  readonly attachmentIds: readonly string[];
  /** The list whose reference brought the route; where the destination is this id too, the blocks in it were not told. */
  readonly prefixListId?: string;
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
  /** Gateways whose incoming traffic this table routes (ingress routing), for instance through a firewall. */
  readonly gatewayIds?: readonly string[];
  readonly stackId?: string;
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

/** What is seen before an operation and while it runs. */
export interface ObservedNetwork {
  readonly connection?: VpnConnection;
  /** Every connection of a replacement, the old ones and the new ones. */
  readonly connections?: readonly VpnConnection[];
  /** Deleted ones left out. */
  readonly attachments: readonly TransitGatewayAttachment[];
  readonly virtualPrivateGateways: readonly VirtualPrivateGateway[];
  readonly transitGatewayRouteTables: readonly TransitGatewayRouteTable[];
  readonly vpcRouteTables: readonly VpcRouteTable[];
}

/**
 * Everything the preflight looks at. Objects that do not exist are absent, never invented. Of VPC route tables there are all of the VPCs
 * on a virtual private gateway of the move, those with a route to the old transit gateway, and the declared ones.
 */
export interface Snapshot extends ObservedNetwork {
  readonly accountId: string;
  readonly transitGateways: readonly TransitGateway[];
  readonly vpcs: readonly Vpc[];
  /** What EC2 objected to ModifyVpnConnection with DryRun, or nothing when it would have succeeded. */
  readonly modifyRefusal?: ModifyRefusal;
  /** The customer gateway that the connection has, and the one it is to have. */
  readonly customerGateways?: readonly CustomerGateway[];
  /** Absent where the move touches no virtual private gateway. */
  readonly directConnect?: DirectConnect;
  /** What the account may have; absent where none was asked for. */
  readonly quotas?: readonly Quota[];
  /** The stack of the move itself. */
  readonly stack?: OwnStack;
  /** Calls of the move and of its way back that were tried with DryRun. */
  readonly trials?: readonly DryRunResult[];
}

/** Another connection on a gateway of the move. */
export interface OtherConnection {
  readonly id: string;
  readonly customerGatewayId: string;
  readonly insideCidrs: readonly string[];
  /** Of a connection with static routing; deleted ones left out. */
  readonly staticRoutes: readonly string[];
}

export interface PrefixListReference {
  readonly prefixListId: string;
  /** Absent for a blackhole. */
  readonly attachmentId?: string;
}

export interface CustomerGateway {
  readonly id: string;
  /** `pending`, `available`, `deleting` or `deleted`. */
  readonly state: string;
  readonly asn?: number;
}

/** Direct Connect on the virtual private gateways of the move, or why it could not be read. */
export type DirectConnect = { readonly paths: readonly DirectConnectPath[] } | { readonly unreadable: string };

/** A virtual interface, or a Direct Connect gateway, that leads to a virtual private gateway. */
export interface DirectConnectPath {
  /** `dxvif-…`, or the id of the Direct Connect gateway. */
  readonly id: string;
  readonly kind: 'virtual interface' | 'Direct Connect gateway';
  readonly vpnGatewayId: string;
  readonly state: string;
}

export interface Quota {
  readonly name: QuotaName;
  /** The value applied to this account, or why Service Quotas did not tell it. */
  readonly applied: number | { readonly unreadable: string };
}

/** The stack that the move belongs to. */
export interface OwnStack {
  readonly id: string;
  /** A nested stack's: the alarms of that one's deployment cannot be read by this role. */
  readonly rootId?: string;
  /** Alarms that make the deployment roll back, or why they could not be read. */
  readonly rollbackAlarms: readonly RollbackAlarm[] | { readonly unreadable: string };
}

export interface RollbackAlarm {
  readonly name: string;
  /** `unknown`: an alarm made of other alarms, of another type, or one that could not be read. */
  readonly watches: 'this connection' | 'something else' | 'unknown';
}

/** One call, tried without being made. */
export interface DryRunResult {
  /** As IAM names it: `ec2:ReplaceRoute`. */
  readonly action: string;
  readonly resourceId: string;
  /** `unproven`: EC2 objected to the state of things, which says nothing about the permission. */
  readonly outcome: 'permitted' | 'refused' | 'unproven';
  /** EC2's error code, where it was another than the one that a permitted dry run has. */
  readonly code?: string;
}

export interface ModifyRefusal {
  readonly message: string;
  /** Whether EC2's code is known, and known to last until somebody changes something. */
  readonly lasting: boolean;
}

/**
 * What each poll of a running move looks at: this connection's attachments, the tables that hold static routes of the move, the VPC
 * route tables that it changes, and its virtual private gateways only where one takes the other's place at a VPC.
 */
export interface Observation extends ObservedNetwork {
  /** Health alarms of the move that are in ALARM; absent when nobody looked, or nothing could be seen. */
  readonly alarming?: readonly string[];
}

/** Those that were read of one transit gateway. */
export function routeTablesOf({ transitGatewayRouteTables }: ObservedNetwork, transitGatewayId: string): TransitGatewayRouteTable[] {
  return transitGatewayRouteTables.filter((table) => table.transitGatewayId === transitGatewayId);
}

/** The VPC of a virtual private gateway: the one at which it is to take another's place, or where it is. */
export function servedVpcId(
  { virtualPrivateGateways }: ObservedNetwork, { id, vpcId }: { readonly id: string; readonly vpcId?: string },
): string | undefined {
  return vpcId ?? virtualPrivateGateways.find((each) => each.id === id)?.attachments.find((each) => each.state === 'attached')?.vpcId;
}

/** The VPN attachment of the connection on one transit gateway. */
export function vpnAttachmentOn(
  observed: { readonly attachments: readonly TransitGatewayAttachment[] }, vpnConnectionId: string, transitGatewayId: string,
): TransitGatewayAttachment | undefined {
  return observed.attachments.find((each) => each.resourceType === 'vpn' && each.resourceId === vpnConnectionId && each.transitGatewayId === transitGatewayId);
}
