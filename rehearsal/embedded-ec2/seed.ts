/**
 * Builds estates: networks that exist before the story begins. Everything is ready at once, tunnels UP included, and
 * ids are the same in every run that seeds in the same order.
 */
import { canonicalCidr } from './cidr';
import { amazonSideAsn } from './customer-gateway-configuration';
import { newTunnel } from './operations/vpn-connections';
import { addGatewayAssociation, addVirtualInterface, DirectConnectGatewayAssociationSeed, VirtualInterfaceSeed } from './seed-direct-connect';
import {
  Context, get, issue, NetworkState, newId, patch, put, rows, RouteTarget, Tag, TableName, Tables, TargetGateway, TablesOfRecords,
  transitGatewayRouteId, VpcRoute, VpnConnection,
} from './state';

interface Named {
  /** A certain id instead of the next one. */
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface VpcSeed extends Named {
  readonly cidr: string;
  readonly moreCidrs?: readonly string[];
  readonly subnets?: readonly { readonly az: string; readonly cidr: string; readonly ipv6Cidr?: string; readonly id?: string }[];
}

/** Where a seeded route leads: an id, whose prefix says what it is. */
export interface RouteSeed {
  readonly destination: string;
  readonly target: string;
}

export interface RouteTableSeed extends Named {
  readonly vpcId: string;
  readonly subnetIds?: readonly string[];
  readonly routes?: readonly RouteSeed[];
  /** Gateways whose traffic into the VPC this table routes. */
  readonly edgeGateways?: readonly string[];
  /** Virtual private gateways that propagate into this table. */
  readonly propagating?: readonly string[];
}

export interface VpnGatewaySeed extends Named {
  readonly asn?: number;
  readonly attachedTo?: string;
  readonly directConnectPrefixes?: readonly string[];
}

export interface CustomerGatewaySeed extends Named {
  readonly asn?: number;
  readonly ipAddress?: string;
  readonly deviceName?: string;
}

export interface VpnConnectionSeed extends Named {
  /** The gateway's id, `vgw-…` or `tgw-…`; absent: a connection on nothing. */
  readonly on?: string;
  readonly routing: 'static' | 'bgp';
  readonly staticRoutes?: readonly string[];
  readonly advertisedPrefixes?: readonly string[];
  /** What is behind the device, if it is not just what is routed. */
  readonly networks?: readonly string[];
  readonly customerGatewayId?: string;
  readonly preSharedKeys?: readonly [string, string];
  readonly category?: 'VPN' | 'VPN-Classic';
  readonly tunnels?: 'UP' | 'DOWN';
  readonly ikeMs?: number | 'never';
  /** The AWS-side ASN configured on the device; `fixed`: the one the gateway has now; absent: whatever a gateway has, later too. */
  readonly peerAsn?: number | 'fixed';
  readonly options?: VpnConnection['options'];
}

export interface TransitGatewaySeed extends Named {
  readonly asn?: number;
  readonly ownerId?: string;
  readonly state?: string;
  /** Default: both on, with one default table for both, as AWS makes it. */
  readonly defaultAssociation?: boolean;
  readonly defaultPropagation?: boolean;
  readonly ecmp?: boolean;
}

export interface AttachmentSeed extends Named {
  readonly transitGatewayId: string;
  readonly association?: string;
  readonly propagations?: readonly string[];
  readonly state?: string;
}

/** An attachment of a kind that the embedded EC2 does not play itself. */
export interface OtherAttachmentSeed extends AttachmentSeed {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly prefixes: readonly string[];
}

/** Where the attachment of a seeded connection stands. */
export interface VpnAttachmentSeed extends Pick<AttachmentSeed, 'association' | 'propagations'> {
  readonly attachmentId?: string;
}

export interface TransitGatewayRouteSeed {
  readonly routeTableId: string;
  readonly destination: string;
  /** Absent: a blackhole. */
  readonly attachmentId?: string;
}

export interface PrefixListReferenceSeed {
  readonly routeTableId: string;
  readonly prefixListId: string;
  /** Absent: a blackhole. */
  readonly attachmentId?: string;
  readonly state?: string;
}

type Edit = <T>(edit: (state: NetworkState, context: Context) => T) => T;

export class Seed {
  constructor(private readonly edit: Edit) {}

  /** A VPC with its main route table, which holds the local routes. */
  vpc(seed: VpcSeed): { vpcId: string; subnetIds: string[]; mainRouteTableId: string } {
    return this.edit((state) => {
      const id = seed.id ?? newId(state, 'vpc');
      const cidrs = [seed.cidr, ...(seed.moreCidrs ?? [])].map(canonical);
      put(state, 'vpcs', { id, cidrs, tags: tagsOf(seed) });
      const subnetIds = (seed.subnets ?? []).map((subnet) => {
        const subnetId = subnet.id ?? newId(state, 'subnet');
        const blocks = [subnet.cidr, subnet.ipv6Cidr].flatMap((block) => (block === undefined ? [] : [canonical(block)]));
        put(state, 'subnets', { id: subnetId, vpcId: id, availabilityZone: subnet.az, cidrs: blocks, tags: [] });
        return subnetId;
      });
      return { vpcId: id, subnetIds, mainRouteTableId: addRouteTable(state, { vpcId: id }, true) };
    });
  }

  routeTable(seed: RouteTableSeed): string {
    return this.edit((state) => addRouteTable(state, seed, false));
  }

  /** Adds to a table that is there, for instance the main one. */
  routes(routeTableId: string, routes: readonly RouteSeed[], propagating: readonly string[] = []): void {
    this.edit((state) => {
      const table = existing(state, 'vpcRouteTables', routeTableId);
      patch(state, 'vpcRouteTables', routeTableId, {
        routes: [...table.routes, ...routes.map(routeOf)],
        propagatingGatewayIds: [...table.propagatingGatewayIds, ...propagating],
      });
    });
  }

  prefixList(cidrs: readonly string[], id?: string, ownerId?: string): string {
    return this.edit((state, context) => add(state, 'prefixLists', 'pl', { id }, (own) =>
      ({ ...own, ownerId: ownerId ?? context.accountId, cidrs: cidrs.map(canonical) })));
  }

  customerGateway(seed: CustomerGatewaySeed = {}): string {
    return this.edit((state) => addCustomerGateway(state, seed));
  }

  vpnGateway(seed: VpnGatewaySeed = {}): string {
    return this.edit((state) => add(state, 'vpnGateways', 'vgw', seed, (own) => ({
      ...own,
      state: 'available',
      amazonSideAsn: seed.asn ?? 64_512,
      attachment: seed.attachedTo === undefined ? undefined : { vpcId: existing(state, 'vpcs', seed.attachedTo).id, state: 'attached' },
      directConnectPrefixes: (seed.directConnectPrefixes ?? []).map(canonical),
    })));
  }

  transitGateway(seed: TransitGatewaySeed = {}): { transitGatewayId: string; defaultRouteTableId?: string } {
    return this.edit((state, context) => {
      const { defaultAssociation = true, defaultPropagation = true } = seed;
      const transitGatewayId = add(state, 'transitGateways', 'tgw', seed, (own) => ({
        ...own,
        state: seed.state ?? 'available',
        ownerId: seed.ownerId ?? context.accountId,
        amazonSideAsn: seed.asn ?? 64_512,
        vpnEcmpSupport: seed.ecmp ?? true,
        createdAt: context.now,
      }));
      if (!defaultAssociation && !defaultPropagation) return { transitGatewayId };
      const defaultRouteTableId = addTransitGatewayRouteTable(state, transitGatewayId, {}, context);
      patch(state, 'transitGateways', transitGatewayId, {
        ...(defaultAssociation ? { defaultAssociationRouteTableId: defaultRouteTableId } : {}),
        ...(defaultPropagation ? { defaultPropagationRouteTableId: defaultRouteTableId } : {}),
      });
      return { transitGatewayId, defaultRouteTableId };
    });
  }

  transitGatewayRouteTable(seed: Named & { readonly transitGatewayId: string }): string {
    return this.edit((state, context) => addTransitGatewayRouteTable(state, seed.transitGatewayId, seed, context));
  }

  vpcAttachment(seed: AttachmentSeed & { readonly vpcId: string; readonly subnetIds: readonly string[] }): string {
    return this.edit((state, context) => addAttachment(state, seed, 'vpc', seed.vpcId, { subnetIds: [...seed.subnetIds] }, context));
  }

  /** An attachment that brings prefixes along: Direct Connect, or a peering. */
  otherAttachment(seed: OtherAttachmentSeed): string {
    return this.edit((state, context) =>
      addAttachment(state, seed, seed.resourceType, seed.resourceId, { prefixes: seed.prefixes.map(canonical) }, context));
  }

  /** A virtual interface; one that is available brings its prefixes to the virtual private gateway it ends at. */
  virtualInterface(seed: VirtualInterfaceSeed): string {
    return this.edit((state, context) => addVirtualInterface(state, { ...seed, prefixes: (seed.prefixes ?? []).map(canonical) }, context));
  }

  /**
   * An association with a Direct Connect gateway, which brings the prefixes to a virtual private gateway, and to a transit
   * gateway by an attachment of its own.
   */
  directConnectGatewayAssociation(seed: DirectConnectGatewayAssociationSeed): string {
    return this.edit((state, context) => {
      const { prefixes = [], tables = {} } = seed;
      const association = addGatewayAssociation(state, { ...seed, prefixes: prefixes.map(canonical) }, context);
      if (association.gateway.kind === 'transit-gateway') {
        const { gateway, directConnectGatewayId } = association;
        const attachment = { transitGatewayId: gateway.id, ...tables };
        addAttachment(state, attachment, 'direct-connect-gateway', directConnectGatewayId, { prefixes: prefixes.map(canonical) }, context);
      }
      return association.id;
    });
  }

  transitGatewayRoute(seed: TransitGatewayRouteSeed): void {
    this.edit((state) => {
      const { routeTableId, attachmentId } = seed;
      const destination = canonical(seed.destination);
      const id = transitGatewayRouteId(existing(state, 'transitGatewayRouteTables', routeTableId).id, destination);
      put(state, 'transitGatewayRoutes', { id, routeTableId, destination, attachmentId, settled: true, token: issue(state), tags: [] });
    });
  }

  transitGatewayPrefixListReference({ routeTableId, prefixListId, attachmentId, ...seed }: PrefixListReferenceSeed): void {
    this.edit((state) => {
      const id = `${existing(state, 'transitGatewayRouteTables', routeTableId).id}|${existing(state, 'prefixLists', prefixListId).id}`;
      const record = { id, routeTableId, prefixListId, attachmentId, state: seed.state ?? 'available', tags: [] };
      put(state, 'transitGatewayPrefixListReferences', record);
    });
  }

  /** Records as they are, many at once: an estate that was described elsewhere. */
  records(records: Partial<TablesOfRecords>): void {
    this.edit((state) => {
      for (const name of Object.keys(records) as TableName[]) Object.assign(state, { [name]: { ...state[name], ...records[name] } });
    });
  }

  /** On a transit gateway the attachment comes with it, in the tables given here or else in the gateway's default ones. */
  vpnConnection(seed: VpnConnectionSeed, tables: VpnAttachmentSeed = {}): string {
    return this.edit((state, context) => {
      const id = addVpnConnection(state, seed, context);
      if (seed.on?.startsWith('tgw-') === true) {
        addAttachment(state, { transitGatewayId: seed.on, ...tables, id: tables.attachmentId }, 'vpn', id, {}, context);
      }
      return id;
    });
  }
}

function addRouteTable(state: NetworkState, seed: RouteTableSeed, main: boolean): string {
  const locals = existing(state, 'vpcs', seed.vpcId).cidrs
    .map((destination): VpcRoute => ({ destination, target: { kind: 'local', id: 'local' }, origin: 'CreateRouteTable' }));
  const subnetIds = (seed.subnetIds ?? []).map((subnetId) => existing(state, 'subnets', subnetId).id);
  return add(state, 'vpcRouteTables', 'rtb', seed, (own) => ({
    ...own,
    vpcId: seed.vpcId,
    main,
    subnetIds,
    edgeGatewayIds: seed.edgeGateways ?? [],
    propagatingGatewayIds: (seed.propagating ?? []).map((gatewayId) => existing(state, 'vpnGateways', gatewayId).id),
    routes: [...locals, ...(seed.routes ?? []).map(routeOf)],
  }));
}

function addTransitGatewayRouteTable(state: NetworkState, transitGatewayId: string, seed: Named, context: Context): string {
  existing(state, 'transitGateways', transitGatewayId);
  return add(state, 'transitGatewayRouteTables', 'tgw-rtb', seed, (own) =>
    ({ ...own, transitGatewayId, state: 'available', createdAt: context.now }));
}

function addCustomerGateway(state: NetworkState, seed: CustomerGatewaySeed): string {
  const address = `192.0.2.${(rows(state, 'customerGateways').length % 250) + 1}`;
  return add(state, 'customerGateways', 'cgw', seed, (own) => ({
    ...own,
    state: 'available',
    type: 'ipsec.1',
    bgpAsn: seed.asn ?? 65_000,
    ipAddress: seed.ipAddress ?? address,
    deviceName: seed.deviceName,
  }));
}

function addAttachment(
  state: NetworkState, seed: AttachmentSeed, resourceType: string, resourceId: string,
  brings: { subnetIds?: readonly string[]; prefixes?: readonly string[] }, context: Context,
): string {
  const gateway = existing(state, 'transitGateways', seed.transitGatewayId);
  const association = seed.association ?? gateway.defaultAssociationRouteTableId;
  const defaultPropagation = gateway.defaultPropagationRouteTableId;
  const propagations = seed.propagations ?? (defaultPropagation === undefined ? [] : [defaultPropagation]);
  return add(state, 'transitGatewayAttachments', 'tgw-attach', seed, (own) => ({
    ...own,
    transitGatewayId: gateway.id,
    resourceType,
    resourceId,
    resourceOwnerId: context.accountId,
    state: seed.state ?? 'available',
    association: association === undefined ? undefined : { routeTableId: association, state: 'associated' },
    propagations: propagations.map((routeTableId) => ({ routeTableId, state: 'enabled' })),
    subnetIds: brings.subnetIds ?? [],
    prefixes: brings.prefixes ?? [],
    createdAt: context.now,
  }));
}

function addVpnConnection(state: NetworkState, seed: VpnConnectionSeed, context: Context): string {
  const staticRoutes = (seed.staticRoutes ?? []).map(canonical);
  const advertisedPrefixes = (seed.advertisedPrefixes ?? []).map(canonical);
  const keys = seed.preSharedKeys ?? [undefined, undefined];
  const up = seed.tunnels !== 'DOWN';
  const id = add(state, 'vpnConnections', 'vpn', seed, (own) => ({
    ...own,
    state: 'available',
    category: seed.category ?? 'VPN',
    customerGatewayId: seed.customerGatewayId ?? addCustomerGateway(state, {}),
    target: seed.on === undefined ? undefined : targetOf(state, seed.on),
    staticRoutesOnly: seed.routing === 'static',
    options: seed.options ?? {},
    tunnels: keys.map((PreSharedKey) => ({ ...newTunnel(state, { PreSharedKey }, context), ipsecUp: up, up })),
    staticRoutes: staticRoutes.map((cidr) => ({ cidr, state: 'available', token: issue(state) })),
    site: { ikeMs: seed.ikeMs, advertisedPrefixes, networks: (seed.networks ?? [...staticRoutes, ...advertisedPrefixes]).map(canonical) },
    provisioning: issue(state),
  }));
  const connection = state.vpnConnections[id];
  const peerAsn = seed.peerAsn === 'fixed' ? amazonSideAsn(state, connection) : seed.peerAsn;
  patch(state, 'vpnConnections', id, { site: { ...connection.site, peerAsn } });
  return id;
}

function targetOf(state: NetworkState, id: string): TargetGateway {
  if (id.startsWith('vgw-')) return { kind: 'vpn-gateway', id: existing(state, 'vpnGateways', id).id };
  return { kind: 'transit-gateway', id: existing(state, 'transitGateways', id).id };
}

function routeOf({ destination, target }: RouteSeed): VpcRoute {
  const block = destination.startsWith('pl-') ? destination : canonical(destination);
  return { destination: block, target: routeTargetOf(target), origin: 'CreateRoute' };
}

function routeTargetOf(id: string): RouteTarget {
  return { kind: TARGET_KINDS[id.split('-')[0]] ?? 'gateway', id };
}

const TARGET_KINDS: Readonly<Record<string, RouteTarget['kind']>> = {
  tgw: 'transit-gateway', nat: 'nat-gateway', eni: 'network-interface', pcx: 'peering',
};

function add<Name extends TableName>(
  state: NetworkState, table: Name, prefix: string, seed: Named, recordOf: (own: { id: string; tags: Tag[] }) => Tables[Name],
): string {
  const id = seed.id ?? newId(state, prefix);
  put(state, table, recordOf({ id, tags: tagsOf(seed) }));
  return id;
}

function existing<Name extends TableName>(state: NetworkState, table: Name, id: string): Tables[Name] {
  const record = get(state, table, id);
  if (record === undefined) throw new Error(`seed ${id} first: ${table} has no such record`);
  return record;
}

function tagsOf({ tags = {} }: Named): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function canonical(text: string): string {
  const cidr = canonicalCidr(text);
  if (cidr === undefined) throw new Error(`${text} is not a CIDR block`);
  return cidr;
}
