/**
 * What the embedded EC2 knows of each object: plain immutable records, in tables by their ids. What follows from them (propagated routes,
 * blackholes) is not among them but derived in `routing.ts`.
 */
export type Table<R> = Readonly<Record<string, R>>;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface Tagged {
  readonly id: string;
  readonly tags: readonly Tag[];
}

export interface Vpc extends Tagged {
  readonly cidrs: readonly string[];
}

export interface Subnet extends Tagged {
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** One IPv4 block and at most one IPv6 block. */
  readonly cidrs: readonly string[];
  readonly mapsPublicIps?: boolean;
}

export interface InternetGateway extends Tagged {
  /** To which it is attached. */
  readonly vpcId?: string;
}

export type RouteTargetKind = 'local' | 'gateway' | 'transit-gateway' | 'nat-gateway' | 'network-interface' | 'peering' | 'carrier-gateway'
| 'egress-only-internet-gateway' | 'local-gateway' | 'core-network';

export interface RouteTarget {
  readonly kind: RouteTargetKind;
  readonly id: string;
}

export interface VpcRoute {
  /** An IPv4 or IPv6 CIDR block, or a prefix list id. */
  readonly destination: string;
  readonly target: RouteTarget;
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
  /** What it leads to is gone, and was never an object here: a blackhole. */
  readonly targetGone?: true;
}

export interface VpcRouteTable extends Tagged {
  readonly vpcId: string;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  /** Gateways whose traffic into the VPC this table routes: an internet gateway or a virtual private gateway. */
  readonly edgeGatewayIds: readonly string[];
  readonly propagatingGatewayIds: readonly string[];
  readonly routes: readonly VpcRoute[];
}

export interface PrefixList extends Tagged {
  readonly ownerId: string;
  readonly cidrs: readonly string[];
}

export interface CustomerGateway extends Tagged {
  readonly state: string;
  readonly type: string;
  readonly bgpAsn: number;
  readonly ipAddress?: string;
  readonly deviceName?: string;
  readonly certificateArn?: string;
}

export interface VpnGateway extends Tagged {
  readonly state: string;
  readonly amazonSideAsn: number;
  readonly attachment?: { readonly vpcId: string; readonly state: string };
  /** Where it was attached last, as far as that is listed still. */
  readonly detachedFrom?: string;
  /** Prefixes that something other than a VPN brings to this gateway: Direct Connect. */
  readonly directConnectPrefixes: readonly string[];
}

export interface TargetGateway {
  readonly kind: 'vpn-gateway' | 'transit-gateway';
  readonly id: string;
}

export interface Tunnel {
  readonly outsideIpAddress: string;
  /** Absent where only IPv6 goes through the tunnel, or nobody told. */
  readonly insideCidr?: string;
  readonly preSharedKey: string;
  readonly ipsecUp: boolean;
  /** UP as telemetry has it: with BGP only while the session is established. */
  readonly up: boolean;
  readonly lastStatusChange: number;
  /** Names the replacement of this tunnel's endpoint that is under way. */
  readonly replacement?: number;
  /** Names the one after which the device has not brought this tunnel up yet. */
  readonly awaited?: number;
  /** As it was described where the estate was read; absent: counted, as it is again once the tunnel was down. */
  readonly acceptedRouteCount?: number;
  /** Further options, as describes echo them. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface VpnStaticRoute {
  readonly cidr: string;
  readonly state: string;
  /** Tells a route from an earlier one with the same block. */
  readonly token: number;
}

/** What is at the customer's end: beyond AWS's sight, but it decides whether packets arrive. */
export interface Site {
  /** Absent: the network's own latency; `never`: somebody has to start IKE on the device. */
  readonly ikeMs?: number | 'never';
  /** From the new endpoint of one tunnel, whose options were modified, to that tunnel UP; absent: as long as for both. */
  readonly oneTunnelMs?: number | 'never';
  /** The AWS-side ASN that the device is configured to peer with. */
  readonly peerAsn?: number;
  readonly advertisedPrefixes: readonly string[];
  /** How many it advertises besides, of which only the number is known. */
  readonly furtherPrefixes?: number;
  /** The networks behind the device; absent: whatever is routed to it. */
  readonly networks?: readonly string[];
}

export interface Modification {
  readonly startedAt: number;
  readonly from?: TargetGateway;
  readonly fromCustomerGatewayId: string;
  readonly leavingAttachmentId?: string;
}

export interface VpnConnection extends Tagged {
  readonly state: string;
  readonly category: 'VPN' | 'VPN-Classic';
  readonly customerGatewayId: string;
  readonly target?: TargetGateway;
  readonly staticRoutesOnly: boolean;
  /** What it stands on where that is nothing that is played here, as describes echo it: a core network, a concentrator. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** The remaining connection options, as describes echo them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly tunnels: readonly Tunnel[];
  readonly staticRoutes: readonly VpnStaticRoute[];
  readonly site: Site;
  readonly modification?: Modification;
  /** The last one that took effect, where describes may show once more what was before it. */
  readonly modified?: Modification & { readonly endedAt: number };
  /** Names the provisioning under way or last done: transitions of an earlier one are void. */
  readonly provisioning: number;
}

export interface TransitGateway extends Tagged {
  readonly state: string;
  readonly ownerId: string;
  readonly amazonSideAsn: number;
  readonly defaultAssociationRouteTableId?: string;
  readonly defaultPropagationRouteTableId?: string;
  readonly vpnEcmpSupport: boolean;
  readonly createdAt: number;
}

export interface TransitGatewayAttachment extends Tagged {
  readonly transitGatewayId: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceOwnerId: string;
  readonly state: string;
  readonly association?: { readonly routeTableId: string; readonly state: string };
  readonly propagations: readonly { readonly routeTableId: string; readonly state: string }[];
  /** VPC attachments only. */
  readonly subnetIds: readonly string[];
  /** What an attachment that is neither a VPN nor a VPC of this account brings along: Direct Connect, peering. */
  readonly prefixes: readonly string[];
  readonly createdAt: number;
}

export interface TransitGatewayRouteTable extends Tagged {
  readonly transitGatewayId: string;
  readonly state: string;
  readonly createdAt: number;
}

/** A static route; its id is made of the table and the destination. */
export interface TransitGatewayRoute extends Tagged {
  readonly routeTableId: string;
  readonly destination: string;
  /** Absent for a blackhole. */
  readonly attachmentId?: string;
  readonly settled: boolean;
  readonly token: number;
}

/** Every entry of a prefix list as a route of a table; its id is made of both. */
export interface TransitGatewayPrefixListReference extends Tagged {
  readonly routeTableId: string;
  readonly prefixListId: string;
  /** Absent for a blackhole. */
  readonly attachmentId?: string;
  readonly state: string;
  /** Tells the change that is being settled from an earlier one. */
  readonly token?: number;
}

/** Where remote users connect. */
export interface ClientVpnEndpoint extends Tagged {
  readonly state: string;
  readonly createdAt: number;
  readonly deletedAt?: number;
  /** The token of the request that made it, and what that request asked for. */
  readonly madeBy?: { readonly clientToken: string; readonly request: string };
  /** Absent where only IPv6 goes through the tunnel. */
  readonly clientCidr?: string;
  readonly transportProtocol: string;
  readonly vpcId?: string;
  readonly securityGroupIds: readonly string[];
  /** Instead of a VPC. */
  readonly transitGatewayId?: string;
  /** The remaining settings, as describes echo them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly authorizationPolicy?: { readonly document: string; readonly shadowMode: string; readonly description?: string };
}

/** A subnet, or with a transit gateway an Availability Zone, in which a Client VPN endpoint stands. */
export interface ClientVpnTargetNetwork extends Tagged {
  readonly endpointId: string;
  readonly state: string;
  readonly subnetId?: string;
  /** By name or by id, as it was asked for. */
  readonly zone?: { readonly name?: string; readonly id?: string };
}

export interface ClientVpnRoute extends Tagged {
  readonly endpointId: string;
  readonly destination: string;
  /** Absent with a transit gateway. */
  readonly targetSubnet?: string;
  readonly origin: 'associate' | 'add-route';
  readonly state: string;
  readonly description?: string;
  /** Tells the change that is being settled from an earlier one. */
  readonly token: number;
}

export interface ClientVpnAuthorizationRule extends Tagged {
  readonly endpointId: string;
  readonly destination: string;
  /** Absent where it is for all. */
  readonly groupId?: string;
  readonly state: string;
  readonly description?: string;
  readonly token: number;
}

export interface VirtualInterface {
  readonly id: string;
  readonly type: 'private' | 'public' | 'transit';
  readonly state: string;
  readonly ownerAccount: string;
  /** What a private one ends at: a virtual private gateway, or a Direct Connect gateway as a transit one does. */
  readonly vpnGatewayId?: string;
  readonly directConnectGatewayId?: string;
  /** The customer's. */
  readonly asn: number;
  readonly amazonSideAsn: number;
  readonly vlan: number;
  /** The secret of the BGP session; describes show it. */
  readonly authKey: string;
  /** Public ones only. */
  readonly routeFilterPrefixes: readonly string[];
}

export interface DirectConnectGatewayAssociation {
  readonly id: string;
  readonly directConnectGatewayId: string;
  readonly directConnectGatewayOwner: string;
  readonly gateway: TargetGateway & { readonly ownerAccount: string };
  readonly state: string;
  /** What the gateway advertises towards the customer. */
  readonly allowedPrefixes: readonly string[];
}

/** The other service's records, which are no objects of EC2. */
export interface DirectConnect {
  readonly virtualInterfaces: readonly VirtualInterface[];
  readonly gatewayAssociations: readonly DirectConnectGatewayAssociation[];
}

export interface Tables {
  vpcs: Vpc;
  subnets: Subnet;
  internetGateways: InternetGateway;
  vpcRouteTables: VpcRouteTable;
  prefixLists: PrefixList;
  customerGateways: CustomerGateway;
  vpnGateways: VpnGateway;
  vpnConnections: VpnConnection;
  transitGateways: TransitGateway;
  transitGatewayAttachments: TransitGatewayAttachment;
  transitGatewayRouteTables: TransitGatewayRouteTable;
  transitGatewayRoutes: TransitGatewayRoute;
  transitGatewayPrefixListReferences: TransitGatewayPrefixListReference;
  clientVpnEndpoints: ClientVpnEndpoint;
  clientVpnTargetNetworks: ClientVpnTargetNetwork;
  clientVpnRoutes: ClientVpnRoute;
  clientVpnAuthorizationRules: ClientVpnAuthorizationRule;
}

export type TableName = keyof Tables;
export type TablesOfRecords = { [Name in TableName]: Table<Tables[Name]> };

/** What EC2 calls the objects of a table. */
interface Naming {
  readonly prefix: string;
  readonly code: string;
  readonly noun: string;
}

/** [2.3: H MOTO for connection, customer gateway and transit gateway; the others by the same pattern, TF constants] */
export const NAMINGS = {
  vpcs: { prefix: 'vpc', code: 'InvalidVpcID', noun: 'vpc' },
  subnets: { prefix: 'subnet', code: 'InvalidSubnetID', noun: 'subnet' },
  internetGateways: { prefix: 'igw', code: 'InvalidInternetGatewayID', noun: 'internetGateway' },
  vpcRouteTables: { prefix: 'rtb', code: 'InvalidRouteTableID', noun: 'routeTable' },
  prefixLists: { prefix: 'pl', code: 'InvalidPrefixListID', noun: 'prefixList' },
  customerGateways: { prefix: 'cgw', code: 'InvalidCustomerGatewayID', noun: 'customerGateway' },
  vpnGateways: { prefix: 'vgw', code: 'InvalidVpnGatewayID', noun: 'vpnGateway' },
  vpnConnections: { prefix: 'vpn', code: 'InvalidVpnConnectionID', noun: 'vpnConnection' },
  transitGateways: { prefix: 'tgw', code: 'InvalidTransitGatewayID', noun: 'transitGateway' },
  transitGatewayAttachments: { prefix: 'tgw-attach', code: 'InvalidTransitGatewayAttachmentID', noun: 'transitGatewayAttachment' },
  transitGatewayRouteTables: { prefix: 'tgw-rtb', code: 'InvalidRouteTableID', noun: 'routeTable' },
  transitGatewayRoutes: { prefix: 'tgw-rtb', code: 'InvalidRoute', noun: 'route' },
  transitGatewayPrefixListReferences: { prefix: 'tgw-rtb', code: 'InvalidPrefixListID', noun: 'prefixListReference' },
  // [M TF: constants of terraform-provider-aws, which has no point before NotFound in the last three]
  clientVpnEndpoints: { prefix: 'cvpn-endpoint', code: 'InvalidClientVpnEndpointId', noun: 'clientVpnEndpoint' },
  clientVpnTargetNetworks: { prefix: 'cvpn-assoc', code: 'InvalidClientVpnAssociationId', noun: 'association' },
  clientVpnRoutes: { prefix: 'cvpn-endpoint', code: 'InvalidClientVpnRoute', noun: 'route' },
  clientVpnAuthorizationRules: { prefix: 'cvpn-endpoint', code: 'InvalidClientVpnEndpointAuthorizationRule', noun: 'authorizationRule' },
} as const satisfies Record<TableName, Naming>;

export const WITHOUT_POINT: readonly TableName[] = ['clientVpnTargetNetworks', 'clientVpnRoutes', 'clientVpnAuthorizationRules'];

export function transitGatewayRouteId(routeTableId: string, destination: string): string {
  return `${routeTableId}|${destination}`;
}

/** Deleted objects stay listed, but nothing can be done with them any more. */
export function isLive(record: { readonly state: string } | undefined): boolean {
  return record !== undefined && record.state !== 'deleted';
}
