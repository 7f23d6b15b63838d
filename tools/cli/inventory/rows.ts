/**
 * What there is to know of each connection of an estate, in one place: its own members, and what the gateways, attachments and
 * route tables say about it. The device's configuration is the one member that is never here, for it holds the pre-shared keys.
 */
import type { TransitGatewayAttachment, TransitGatewayRoute, VpnConnection, VpnConnectionOptions } from '@aws-sdk/client-ec2';
import { VpcPath, VpcPaths } from './vpc-paths';
import { isDeleted } from '../../../lambda/aws/ec2/reading';
import type { Gateway } from '../../../src/contract/gateway';
import { Estate } from '../estate/estate';

/** One connection, as `--json` prints it. What EC2 did not say is absent. */
export interface Row {
  readonly region: string;
  readonly vpnConnectionId: string;
  /** The tag of that name. */
  readonly name?: string;
  readonly state: string;
  readonly category?: string;
  readonly type?: string;
  readonly target: Target;
  readonly gatewayAssociationState?: string;
  readonly coreNetworkArn?: string;
  readonly coreNetworkAttachmentArn?: string;
  readonly customerGateway?: CustomerGatewayOfRow;
  /** Always this: the configuration holds the keys. */
  readonly customerGatewayConfiguration: 'withheld';
  readonly preSharedKeyArn?: string;
  readonly routing: 'static' | 'bgp' | 'unknown';
  readonly tunnels: readonly TunnelOfRow[];
  readonly staticRoutes: readonly StaticRouteOfRow[];
  readonly attachment?: AttachmentOfRow;
  /** The routes of transit gateway route tables that lead into its attachment. */
  readonly transitGatewayRoutes: readonly TransitGatewayRouteOfRow[];
  readonly vpcRouteTables: readonly VpcPath[];
  /** As EC2 describes them, without keys. */
  readonly options?: VpnConnectionOptions;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Target {
  readonly kind: Gateway['kind'] | 'core-network' | 'vpn-concentrator' | 'none';
  readonly id?: string;
  readonly name?: string;
  /** The AWS side's, as far as the gateway was described. */
  readonly asn?: number;
}

export interface CustomerGatewayOfRow {
  readonly id: string;
  readonly name?: string;
  readonly state?: string;
  readonly ipAddress?: string;
  readonly asn?: number;
  readonly deviceName?: string;
}

export interface TunnelOfRow {
  readonly outsideIpAddress?: string;
  readonly insideCidr?: string;
  /** `UP`, `DOWN`, or absent where EC2 shows no telemetry. */
  readonly status?: string;
  readonly statusMessage?: string;
  readonly acceptedRouteCount?: number;
  readonly since?: Date;
  readonly certificateArn?: string;
}

export interface StaticRouteOfRow {
  readonly destination?: string;
  readonly state?: string;
  readonly source?: string;
}

export interface AttachmentOfRow {
  readonly id?: string;
  readonly state?: string;
  readonly association?: { readonly routeTableId?: string; readonly state?: string };
  /** The tables into which it propagates, as far as they were read. */
  readonly propagations: readonly { readonly routeTableId: string; readonly state?: string }[];
}

export interface TransitGatewayRouteOfRow {
  readonly routeTableId: string;
  readonly destination?: string;
  readonly prefixListId?: string;
  readonly type?: string;
  readonly state?: string;
}

/** The connections of an estate by target and id. */
export function rowsOf(estate: Estate): Row[] {
  const index = new EstateIndex(estate);
  return estate.vpnConnections.map((connection) => rowOf(connection, estate, index)).sort(byTarget);
}

export function nameIn(tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined): string | undefined {
  return tags?.find((tag) => tag.Key === 'Name')?.Value || undefined;
}

function rowOf(connection: VpnConnection, { region }: Estate, index: EstateIndex): Row {
  const { VpnConnectionId: vpnConnectionId = '(no id)', Tags: tags = [], Options: options } = connection;
  const attachment = index.attachmentOf(connection);
  const transitGatewayRoutes = index.routesInto(attachment);
  return defined<Row>({
    region,
    vpnConnectionId,
    name: nameIn(tags),
    state: connection.State ?? 'unknown',
    category: connection.Category,
    type: connection.Type,
    target: index.targetOf(connection),
    gatewayAssociationState: connection.GatewayAssociationState,
    coreNetworkArn: connection.CoreNetworkArn,
    coreNetworkAttachmentArn: connection.CoreNetworkAttachmentArn,
    customerGateway: index.customerGatewayOf(connection),
    customerGatewayConfiguration: 'withheld',
    preSharedKeyArn: connection.PreSharedKeyArn,
    routing: routingOf(options),
    tunnels: tunnelsOf(connection),
    staticRoutes: (connection.Routes ?? []).map(({ DestinationCidrBlock: destination, State: state, Source: source }) =>
      defined<StaticRouteOfRow>({ destination, state, source })),
    attachment: attachment && index.attachmentOfRow(attachment),
    transitGatewayRoutes,
    vpcRouteTables: index.vpcPaths.to(connection, transitGatewayRoutes),
    options,
    tags: Object.fromEntries(tags.map(({ Key: key = '', Value: value = '' }) => [key, value])),
  });
}

/** What is looked up for every connection, indexed once. */
class EstateIndex {
  readonly vpcPaths: VpcPaths;
  private readonly customerGateways: ReadonlyMap<string | undefined, Estate['customerGateways'][number]>;
  private readonly vpnGateways: ReadonlyMap<string | undefined, Estate['vpnGateways'][number]>;
  private readonly transitGateways: ReadonlyMap<string | undefined, Estate['transitGateways'][number]>;
  /** By the connection's id; those that are gone linger in the describe. */
  private readonly attachments: ReadonlyMap<string | undefined, TransitGatewayAttachment>;
  private readonly routes = new Map<string | undefined, TransitGatewayRouteOfRow[]>();
  private readonly propagations = new Map<string | undefined, { routeTableId: string; state?: string }[]>();

  constructor(estate: Estate) {
    this.vpcPaths = new VpcPaths(estate);
    this.customerGateways = new Map(estate.customerGateways.map((each) => [each.CustomerGatewayId, each]));
    this.vpnGateways = new Map(estate.vpnGateways.map((each) => [each.VpnGatewayId, each]));
    this.transitGateways = new Map(estate.transitGateways.map((each) => [each.TransitGatewayId, each]));
    this.attachments = new Map(estate.transitGatewayAttachments
      .filter((each) => each.ResourceType === 'vpn' && !isDeleted(each)).map((each) => [each.ResourceId, each]));
    for (const [routeTableId, routes] of estate.transitGatewayRoutes) {
      for (const route of routes) this.addRoute(routeTableId, route);
    }
    for (const [routeTableId, propagations] of estate.transitGatewayPropagations) {
      for (const { TransitGatewayAttachmentId: id, State: state } of propagations) {
        addTo(this.propagations, id, defined<{ routeTableId: string; state?: string }>({ routeTableId, state }));
      }
    }
  }

  targetOf(connection: VpnConnection): Target {
    const { VpnGatewayId: vgw, TransitGatewayId: tgw, VpnConcentratorId: concentrator, CoreNetworkArn: coreNetwork } = connection;
    if (vgw) {
      const gateway = this.vpnGateways.get(vgw);
      return defined<Target>({ kind: 'virtual-private-gateway', id: vgw, name: nameIn(gateway?.Tags), asn: gateway?.AmazonSideAsn });
    }
    if (concentrator) return { kind: 'vpn-concentrator', id: concentrator };
    if (tgw) {
      const gateway = this.transitGateways.get(tgw);
      return defined<Target>({ kind: 'transit-gateway', id: tgw, name: nameIn(gateway?.Tags), asn: gateway?.Options?.AmazonSideAsn });
    }
    return coreNetwork ? { kind: 'core-network', id: coreNetwork.split('/').pop() } : { kind: 'none' };
  }

  customerGatewayOf({ CustomerGatewayId: id }: VpnConnection): CustomerGatewayOfRow | undefined {
    if (!id) return undefined;
    const gateway = this.customerGateways.get(id);
    const asn = Number(gateway?.BgpAsnExtended || gateway?.BgpAsn);
    return defined<CustomerGatewayOfRow>({
      id,
      name: nameIn(gateway?.Tags),
      state: gateway?.State,
      ipAddress: gateway?.IpAddress,
      asn: asn > 0 ? asn : undefined,
      deviceName: gateway?.DeviceName,
    });
  }

  attachmentOf({ VpnConnectionId: id }: VpnConnection): TransitGatewayAttachment | undefined {
    return this.attachments.get(id);
  }

  attachmentOfRow({ TransitGatewayAttachmentId: id, State: state, Association: association }: TransitGatewayAttachment): AttachmentOfRow {
    return defined<AttachmentOfRow>({
      id,
      state,
      association: association && defined({ routeTableId: association.TransitGatewayRouteTableId, state: association.State }),
      propagations: this.propagations.get(id) ?? [],
    });
  }

  routesInto(attachment: TransitGatewayAttachment | undefined): TransitGatewayRouteOfRow[] {
    return attachment === undefined ? [] : this.routes.get(attachment.TransitGatewayAttachmentId) ?? [];
  }

  private addRoute(routeTableId: string, route: TransitGatewayRoute): void {
    const { DestinationCidrBlock: destination, PrefixListId: prefixListId, Type: type, State: state } = route;
    // A route over two tunnels names the same attachment twice.
    for (const id of new Set((route.TransitGatewayAttachments ?? []).map((each) => each.TransitGatewayAttachmentId))) {
      addTo(this.routes, id, defined<TransitGatewayRouteOfRow>({ routeTableId, destination, prefixListId, type, state }));
    }
  }
}

function routingOf(options: VpnConnectionOptions | undefined): Row['routing'] {
  if (options?.StaticRoutesOnly === undefined) return 'unknown';
  return options.StaticRoutesOnly ? 'static' : 'bgp';
}

/** Telemetry and options name the same tunnels by their outside addresses; either may be missing. */
function tunnelsOf({ VgwTelemetry: telemetry = [], Options: options }: VpnConnection): TunnelOfRow[] {
  const described = options?.TunnelOptions ?? [];
  const addresses = [...new Set([...described, ...telemetry].map((tunnel) => tunnel.OutsideIpAddress))];
  return addresses.map((outsideIpAddress) => {
    const observed = telemetry.find((tunnel) => tunnel.OutsideIpAddress === outsideIpAddress);
    const option = described.find((tunnel) => tunnel.OutsideIpAddress === outsideIpAddress);
    return defined<TunnelOfRow>({
      outsideIpAddress,
      insideCidr: option?.TunnelInsideCidr ?? option?.TunnelInsideIpv6Cidr,
      status: observed?.Status,
      statusMessage: observed?.StatusMessage,
      acceptedRouteCount: observed?.AcceptedRouteCount,
      since: observed?.LastStatusChange,
      certificateArn: observed?.CertificateArn,
    });
  });
}

function byTarget(a: Row, b: Row): number {
  return compare(a.target.id ?? '', b.target.id ?? '') || compare(a.vpnConnectionId, b.vpnConnectionId);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function defined<T extends object>(values: { readonly [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
