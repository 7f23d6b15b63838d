/**
 * An estate: one region of one account as EC2 described it, in EC2's own words and shapes, so that a saved output of the AWS CLI
 * and an answer over the wire are the same thing. Keys never get into one: both ways in lead through `withoutKeys`.
 */
import type {
  CustomerGateway, RouteTable, Subnet, TransitGateway, TransitGatewayAttachment, TransitGatewayPrefixListReference, TransitGatewayRoute,
  TransitGatewayRouteTable, TransitGatewayRouteTablePropagation, TransitGatewayVpcAttachment, TunnelOption, Vpc, VpnConnection, VpnGateway,
} from '@aws-sdk/client-ec2';

export interface Estate {
  readonly region: string;
  /** As far as anything that was described names its owner. */
  readonly accountId?: string;
  readonly vpnConnections: readonly VpnConnection[];
  readonly customerGateways: readonly CustomerGateway[];
  readonly vpnGateways: readonly VpnGateway[];
  readonly transitGateways: readonly TransitGateway[];
  readonly transitGatewayAttachments: readonly TransitGatewayAttachment[];
  readonly transitGatewayVpcAttachments: readonly TransitGatewayVpcAttachment[];
  readonly transitGatewayRouteTables: readonly TransitGatewayRouteTable[];
  /** By the id of the transit gateway route table. A table that was not searched is absent, one without routes is empty. */
  readonly transitGatewayRoutes: ReadonlyMap<string, readonly TransitGatewayRoute[]>;
  readonly transitGatewayPropagations: ReadonlyMap<string, readonly TransitGatewayRouteTablePropagation[]>;
  readonly prefixListReferences: ReadonlyMap<string, readonly TransitGatewayPrefixListReference[]>;
  readonly routeTables: readonly RouteTable[];
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  /** What was not read, and why: an answer that depends on it has to say so. */
  readonly gaps: readonly Gap[];
}

export interface Gap {
  /** As the AWS CLI spells it, with its parameters: `search-transit-gateway-routes of tgw-rtb-…`. */
  readonly described: string;
  /** `not among the saved outputs`, or EC2's refusal. */
  readonly why: string;
}

/**
 * The connection without its pre-shared keys and without the configuration of the device, which holds them.
 * What is not named here as harmless does not pass: a member that AWS adds tomorrow may hold a key, too.
 */
export function withoutKeys(connection: VpnConnection): VpnConnection {
  const { Options: options } = connection;
  return {
    ...picked(connection, [
      'VpnConnectionId', 'State', 'Category', 'Type', 'CustomerGatewayId', 'VpnGatewayId', 'TransitGatewayId', 'CoreNetworkArn',
      'CoreNetworkAttachmentArn', 'GatewayAssociationState', 'VpnConcentratorId', 'Routes', 'VgwTelemetry', 'Tags', 'PreSharedKeyArn',
    ]),
    ...options === undefined ? {} : {
      Options: {
        ...picked(options, [
          'EnableAcceleration', 'StaticRoutesOnly', 'LocalIpv4NetworkCidr', 'RemoteIpv4NetworkCidr', 'LocalIpv6NetworkCidr',
          'RemoteIpv6NetworkCidr', 'OutsideIpAddressType', 'TransportTransitGatewayAttachmentId', 'TunnelInsideIpVersion', 'TunnelBandwidth',
        ]),
        ...options.TunnelOptions === undefined ? {} : { TunnelOptions: options.TunnelOptions.map(tunnelWithoutKey) },
      },
    },
  };
}

function tunnelWithoutKey(tunnel: TunnelOption): TunnelOption {
  return picked(tunnel, [
    'OutsideIpAddress', 'TunnelInsideCidr', 'TunnelInsideIpv6Cidr', 'Phase1LifetimeSeconds', 'Phase2LifetimeSeconds',
    'RekeyMarginTimeSeconds', 'RekeyFuzzPercentage', 'ReplayWindowSize', 'DpdTimeoutSeconds', 'DpdTimeoutAction',
    'Phase1EncryptionAlgorithms', 'Phase2EncryptionAlgorithms', 'Phase1IntegrityAlgorithms', 'Phase2IntegrityAlgorithms',
    'Phase1DHGroupNumbers', 'Phase2DHGroupNumbers', 'IkeVersions', 'StartupAction', 'LogOptions', 'EnableTunnelLifecycleControl',
  ]);
}

function picked<T extends object, Name extends keyof T>(of: T, names: readonly Name[]): Pick<T, Name> {
  return Object.fromEntries(names.filter((name) => of[name] !== undefined).map((name) => [name, of[name]])) as Pick<T, Name>;
}
