/**
 * The tables that packets are forwarded by at one instant, worked out once for all the packets of that instant, and the
 * sites at the far ends.
 */
import { Address, covers, longestMatches } from '../embedded-ec2/cidr';
import { isLive, VpcRouteTable, VpnConnection } from '../embedded-ec2/records';
import {
  EffectiveTransitGatewayRoute, effectiveTransitGatewayRoutes, EffectiveVpcRoute, effectiveVpcRoutes, VpnGatewayPrefix, vpnGatewayPrefixes,
} from '../embedded-ec2/routing';
import { NetworkView, rows } from '../embedded-ec2/state';

/** A connection and the networks that are reached through it. */
export interface Site {
  readonly connection: VpnConnection;
  readonly networks: readonly string[];
}

/** A VPC route, or one block of the prefix list it names. */
interface ForwardingRoute {
  readonly destination: string;
  readonly route: EffectiveVpcRoute;
}

export class ForwardingTables {
  readonly sites: readonly Site[];
  private readonly vpcTables = new Map<string, ForwardingRoute[]>();
  private readonly transitGatewayTables = new Map<string, EffectiveTransitGatewayRoute[]>();
  private readonly vpnGateways = new Map<string, VpnGatewayPrefix[]>();
  private readonly vpcRoutes = new Map<string, EffectiveVpcRoute | undefined>();
  private readonly transitGatewayRoutes = new Map<string, EffectiveTransitGatewayRoute | undefined>();
  private readonly sitesByAddress = new Map<string, Site[]>();

  constructor(readonly view: NetworkView) {
    const connections = rows(view.state, 'vpnConnections').filter(isLive);
    this.sites = connections.map((connection) => ({ connection, networks: networksBehind(view, connection) }));
  }

  /** The subnet's own table, or else the VPC's main one. */
  tableOf(subnet: { readonly id: string; readonly vpcId: string }): VpcRouteTable | undefined {
    const tables = rows(this.view.state, 'vpcRouteTables').filter((table) => table.vpcId === subnet.vpcId);
    return tables.find((table) => table.subnetIds.includes(subnet.id)) ?? tables.find((table) => table.main);
  }

  /** The table by which a gateway routes what it brings into the VPC. */
  edgeTableOf(gatewayId: string, vpcId: string): VpcRouteTable | undefined {
    return rows(this.view.state, 'vpcRouteTables').find((table) => table.vpcId === vpcId && table.edgeGatewayIds.includes(gatewayId));
  }

  /** Longest prefix first; of equal ones a static route, then a prefix list's, then a propagated one [H 8]. */
  vpcRoute(table: VpcRouteTable, address: Address): EffectiveVpcRoute | undefined {
    return memoized(this.vpcRoutes, `${table.id} ${address.family} ${address.value}`, () => {
      const matches = longestMatches(this.routesOf(table), address).map(({ route }) => route);
      return matches.sort((a, b) => rankOf(a) - rankOf(b))[0];
    });
  }

  /** A route that has not settled yet forwards nothing. */
  transitGatewayRoute(routeTableId: string, address: Address): EffectiveTransitGatewayRoute | undefined {
    const routes = memoized(this.transitGatewayTables, routeTableId, () =>
      effectiveTransitGatewayRoutes(this.view, routeTableId).filter((route) => route.state !== 'pending'));
    return memoized(this.transitGatewayRoutes, `${routeTableId} ${address.family} ${address.value}`, () => longestMatches(routes, address)[0]);
  }

  /** Longest prefix; then Direct Connect, VPN static routes, VPN over BGP [H 8]. */
  vpnGatewayPrefix(gatewayId: string, address: Address): VpnGatewayPrefix | undefined {
    const prefixes = memoized(this.vpnGateways, gatewayId, () => vpnGatewayPrefixes(this.view, gatewayId));
    const order = ['direct-connect', 'vpn-static', 'vpn-bgp'];
    return longestMatches(prefixes, address).sort((a, b) => order.indexOf(a.source) - order.indexOf(b.source))[0];
  }

  /** The sites that have this address. */
  sitesWith(address: Address): Site[] {
    return memoized(this.sitesByAddress, `${address.family} ${address.value}`, () => this.sites.filter((site) => hasAddress(site, address)));
  }

  /** Every block at which some look-up could decide differently. */
  boundaries(): Set<string> {
    const { state } = this.view;
    return new Set([
      ...rows(state, 'vpcRouteTables').flatMap((table) => this.routesOf(table).map((route) => route.destination)),
      ...rows(state, 'vpnGateways').flatMap((gateway) => vpnGatewayPrefixes(this.view, gateway.id).map((prefix) => prefix.destination)),
      ...rows(state, 'transitGatewayRouteTables')
        .flatMap((table) => effectiveTransitGatewayRoutes(this.view, table.id).map((route) => route.destination)),
      ...this.sites.flatMap((site) => site.networks),
    ]);
  }

  private routesOf(table: VpcRouteTable): ForwardingRoute[] {
    return memoized(this.vpcTables, table.id, () => effectiveVpcRoutes(this.view, table)
      .flatMap((route) => this.blocksOf(route.destination).map((destination) => ({ destination, route }))));
  }

  private blocksOf(destination: string): readonly string[] {
    return destination.startsWith('pl-') ? this.view.state.prefixLists[destination]?.cidrs ?? [] : [destination];
  }
}

export function hasAddress(site: Pick<Site, 'networks'>, address: Address): boolean {
  return site.networks.some((network) => covers(network, address));
}

/** What the device is known to have, or else everything that is routed to it from anywhere. */
function networksBehind({ state }: NetworkView, connection: VpnConnection): readonly string[] {
  if (connection.site.networks !== undefined) return connection.site.networks;
  const attachments = new Set(rows(state, 'transitGatewayAttachments')
    .filter((attachment) => attachment.resourceId === connection.id).map((attachment) => attachment.id));
  const transitGatewayRoutes = rows(state, 'transitGatewayRoutes').filter((route) => attachments.has(route.attachmentId ?? ''));
  return [...new Set([
    ...connection.staticRoutes.filter(isLive).map((route) => route.cidr),
    ...connection.site.advertisedPrefixes,
    ...transitGatewayRoutes.map((route) => route.destination),
  ])];
}

function rankOf(route: EffectiveVpcRoute): number {
  if (route.target.kind === 'local') return 0;
  if (route.origin === 'EnableVgwRoutePropagation') return 3;
  return route.destination.startsWith('pl-') ? 2 : 1;
}

function memoized<V>(cache: Map<string, V>, key: string, make: () => V): V {
  if (cache.has(key)) return cache.get(key) as V;
  const made = make();
  cache.set(key, made);
  return made;
}
