/** What is said of a connection besides its target and its routing: the connection as a whole, its device, its tunnels and their logs. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { ICustomerGateway } from './customer-gateway';
import { TunnelOptions } from './tunnel-options';
import { VpnLogs } from '../monitoring/vpn-logs';

/**
 * The kind of address that the device has towards AWS.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/ipv4-ipv6.html
 */
export enum OutsideIpAddressType {
  /** A public IPv4 address: the tunnels go through the internet. */
  PUBLIC_IPV4 = 'PublicIpv4',

  /** A private IPv4 address: the tunnels go through Direct Connect. */
  PRIVATE_IPV4 = 'PrivateIpv4',

  /** An IPv6 address that the internet routes. */
  IPV6 = 'Ipv6',
}

/**
 * What the tunnels of a connection carry: one version of IP, never both.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/ipv4-ipv6.html
 */
export enum InsideIpVersion {
  /** IPv4. */
  IPV4 = 'ipv4',

  /** IPv6. */
  IPV6 = 'ipv6',
}

/**
 * How much one tunnel carries.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export enum TunnelBandwidth {
  /** Up to 1.25 Gbit/s. */
  STANDARD = 'standard',

  /** Up to 5 Gbit/s, on a transit gateway or in Cloud WAN, in some regions. */
  LARGE = 'large',
}

/**
 * Where AWS keeps the pre-shared keys of a connection.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export enum PreSharedKeyStorage {
  /** In the Site-to-Site VPN service, which shows them to everybody who may describe the connection. */
  STANDARD = 'Standard',

  /** In Secrets Manager, in a secret that the service makes; who describes the connection sees only its ARN. */
  SECRETS_MANAGER = 'SecretsManager',
}

/**
 * Options of a Site-to-Site VPN connection as a whole.
 *
 * CloudFormation changes few of them in place. Where it says "Changing this replaces the connection", CloudFormation makes another
 * connection, leads everything to that, and gives the former one up in the end, as `removalPolicy` says: the outside addresses are others,
 * and nothing flows until the device is configured for them.
 */
export interface SiteToSiteVpnOptions {
  /**
   * Whether the traffic enters AWS's network at the edge location nearest to the device. On a transit gateway only, and not
   * for a device with a private address. Changing this replaces the connection.
   *
   * @default false
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/accelerated-vpn.html
   */
  readonly acceleration?: boolean;

  /**
   * How much each tunnel carries. Large tunnels are not for a virtual private gateway, not for a VPN concentrator, and not with
   * `acceleration`.
   *
   * @default - AWS's default, `TunnelBandwidth.STANDARD`
   */
  readonly tunnelBandwidth?: TunnelBandwidth;

  /**
   * The kind of address that the device has. Only a public IPv4 address goes with a virtual private gateway. Changing this
   * replaces the connection.
   *
   * @default - AWS's default, `OutsideIpAddressType.PUBLIC_IPV4`
   */
  readonly outsideIpAddressType?: OutsideIpAddressType;

  /**
   * The attachment of the transit gateway to a Direct Connect gateway, `tgw-attach-…`, through which a connection with private
   * addresses goes. Needed with `OutsideIpAddressType.PRIVATE_IPV4`, and only then. Changing this replaces the connection.
   *
   * @default - the tunnels go through the internet
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/private-ip-dx.html
   */
  readonly transportTransitGatewayAttachmentId?: string;

  /**
   * What the tunnels carry. IPv6 is not for a virtual private gateway. Changing this replaces the connection.
   *
   * @default InsideIpVersion.IPV4
   */
  readonly insideIpVersion?: InsideIpVersion;

  /**
   * The IPv4 network on the device's side that AWS proposes in phase 2 of IKE. It keeps nothing out: the tunnels carry what
   * is routed to them. Only for a connection that carries IPv4. Changing this replaces the connection.
   *
   * @default - AWS's default, 0.0.0.0/0
   */
  readonly localIpv4Cidr?: string;

  /**
   * The IPv4 network on the AWS side that AWS proposes in phase 2 of IKE, as with `localIpv4Cidr`. Changing this replaces
   * the connection.
   *
   * @default - AWS's default, 0.0.0.0/0
   */
  readonly remoteIpv4Cidr?: string;

  /**
   * The IPv6 network on the device's side, as with `localIpv4Cidr`. Only for a connection that carries IPv6. Changing this
   * replaces the connection.
   *
   * @default - AWS's default, ::/0
   */
  readonly localIpv6Cidr?: string;

  /**
   * The IPv6 network on the AWS side, as with `localIpv4Cidr`. Only for a connection that carries IPv6. Changing this
   * replaces the connection.
   *
   * @default - AWS's default, ::/0
   */
  readonly remoteIpv6Cidr?: string;

  /**
   * Where AWS keeps the pre-shared keys. Changing this replaces the connection.
   *
   * @default - AWS's default, `PreSharedKeyStorage.STANDARD`
   */
  readonly preSharedKeyStorage?: PreSharedKeyStorage;
}

/**
 * Who makes the association, the propagations and the static routes of a VPN attachment on a transit gateway.
 */
export enum TransitGatewayRouting {
  /** They are resources of this stack. */
  CREATE = 'CREATE',

  /**
   * They exist already and are left alone: {@link VpnTargetMigration} makes them when it moves the connection, and
   * CloudFormation would fail to make them a second time. A stack that has made them itself deletes them when it is deployed with
   * this, unless they are retained.
   */
  LEAVE = 'LEAVE',
}

/**
 * The on-premises device of a connection, and everything else about the connection but its target and its routing.
 */
export interface DeviceConnectionOptions extends SiteToSiteVpnOptions {
  /**
   * The on-premises device. Give either this or `ip`.
   *
   * @default - a customer gateway is made from `ip` and `asn`
   */
  readonly customerGateway?: ICustomerGateway;

  /**
   * The static address of the on-premises device, of the kind that `outsideIpAddressType` says, such as 203.0.113.10. Give
   * either this or `customerGateway`.
   *
   * @default - the device is `customerGateway`
   */
  readonly ip?: string;

  /**
   * The autonomous system number of the device at `ip`, from 1 to 4294967295.
   *
   * @default 65000, or that of `customerGateway`
   */
  readonly asn?: number;

  /**
   * Options of the first and of the second tunnel, in this order.
   *
   * @default - AWS chooses the inside addresses and the pre-shared keys of both tunnels
   */
  readonly tunnels?: TunnelOptions[];

  /**
   * The logs that both tunnels write. What a tunnel says in its own `logging` goes before it. Switching logs on or off later
   * interrupts each tunnel for some minutes, as AWS replaces its endpoint.
   *
   * @default - nothing is said of logs but what `tunnels` say
   */
  readonly logs?: VpnLogs;

  /**
   * Who makes the association, the propagations and the static routes on a transit gateway. Without effect on a virtual
   * private gateway. LEAVE goes with no `targetChange`, which puts back what the stack makes.
   *
   * @default TransitGatewayRouting.CREATE
   */
  readonly transitGatewayRouting?: TransitGatewayRouting;

  /**
   * What happens to the connection, and to the customer gateway made here, when it is taken out of the stack or the stack
   * is deleted. Its routes are deleted in any case: they can be made again, the connection's outside addresses cannot.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - the connection is kept, since the addresses that the device is
   * configured for would be lost with it; one whose creation fails is deleted
   */
  readonly removalPolicy?: RemovalPolicy;
}
