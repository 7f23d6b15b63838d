/** What a scenario is judged by besides flows: the routes that lead to the connection, and EC2's own share of the time. */
import { containsCidr } from '../embedded-ec2/cidr';
import { Network } from '../embedded-ec2/network';
import { effectiveTransitGatewayRoutes, effectiveVpcRoutes, vpnGatewayPrefixes } from '../embedded-ec2/routing';
import { NetworkView, rows } from '../embedded-ec2/state';

/** One route that leads towards the connection, in one table. */
export interface OnPremisesRoute {
  readonly table: string;
  readonly destination: string;
  readonly target: string;
  readonly kind: string;
}

/** Every route towards the connection: in the VPC tables to its gateway, and on the gateway itself. */
export function routesTowards(view: NetworkView, vpnConnectionId: string): OnPremisesRoute[] {
  const target = view.state.vpnConnections[vpnConnectionId]?.target;
  if (target === undefined) return [];
  const inVpcs = rows(view.state, 'vpcRouteTables').flatMap((table) => effectiveVpcRoutes(view, table)
    .filter((route) => route.target.id === target.id && route.state === 'active')
    .map((route) => ({ table: table.id, destination: route.destination, target: target.id, kind: route.origin === 'EnableVgwRoutePropagation' ? 'propagated' : 'static' })));
  return [...inVpcs, ...onGateway(view, vpnConnectionId, target.id)];
}

/** The same for several; connections on one gateway share its routes in the VPC tables. */
export function routesTowardsAny(view: NetworkView, vpnConnectionIds: readonly string[]): OnPremisesRoute[] {
  const routes = vpnConnectionIds.flatMap((id) => routesTowards(view, id));
  return [...new Map(routes.map((route) => [describeRoute(route), route])).values()];
}

export function describeRoute(route: OnPremisesRoute): string {
  return `${route.table} ${route.destination} → ${route.target} (${route.kind})`;
}

/**
 * CIDR blocks that lost a route: the VPC tables that led to it do not any more, or no gateway knows it. Tables are
 * compared one by one for VPCs, since each serves subnets of its own; the gateway's side may change its tables.
 */
export function lostRoutes(before: readonly OnPremisesRoute[], after: readonly OnPremisesRoute[], cidrs: readonly string[]): string[] {
  const leadsIn = (routes: readonly OnPremisesRoute[], cidr: string) =>
    new Set(routes.filter((route) => coversCidr(route.destination, cidr)).map((route) => (route.table.startsWith('rtb-') ? route.table : 'gateway')));
  return cidrs.filter((cidr) => {
    const [had, has] = [leadsIn(before, cidr), leadsIn(after, cidr)];
    return [...had].some((place) => !has.has(place));
  });
}

/** Measures for how long a connection had no tunnel UP, by every change of the network and not by looking now and then. */
export class TunnelRecorder {
  private since: number | undefined;
  private milliseconds = 0;

  constructor(private readonly network: Network, private readonly vpnConnectionIds: readonly string[]) {
    network.settle();
    this.observe(network.now());
    network.onChange((at) => this.observe(at));
  }

  /** Until now. */
  get secondsWithoutTunnel(): number {
    return (this.milliseconds + (this.since === undefined ? 0 : this.network.now() - this.since)) / 1000;
  }

  private observe(at: number): void {
    const { vpnConnections } = this.network.view.state;
    const isDark = this.vpnConnectionIds.some((id) => vpnConnections[id]?.tunnels.every((tunnel) => !tunnel.up));
    if (isDark) this.since ??= at;
    if (isDark || this.since === undefined) return;
    this.milliseconds += at - this.since;
    this.since = undefined;
  }
}

/** Measures from each modification of a connection to the first tunnel that is UP on it again; of several at once the time counts once. */
export class ProvisioningRecorder {
  private readonly modified = new Set<string>();
  private since = 0;
  private milliseconds = 0;

  constructor(private readonly network: Network, private readonly vpnConnectionIds: readonly string[]) {
    network.onChange((at) => this.observe(at));
  }

  get seconds(): number {
    return this.milliseconds / 1000;
  }

  private observe(at: number): void {
    const before = this.modified.size;
    for (const id of this.vpnConnectionIds) this.follow(id);
    if (before === 0) this.since = at;
    else if (this.modified.size === 0) this.milliseconds += at - this.since;
  }

  private follow(id: string): void {
    const connection = this.network.view.state.vpnConnections[id];
    if (connection === undefined) return;
    if (connection.modification !== undefined) this.modified.add(id);
    else if (connection.tunnels.some((tunnel) => tunnel.up)) this.modified.delete(id);
  }
}

function onGateway(view: NetworkView, vpnConnectionId: string, gatewayId: string): OnPremisesRoute[] {
  if (gatewayId.startsWith('vgw-')) {
    return vpnGatewayPrefixes(view, gatewayId).filter((prefix) => prefix.connection?.id === vpnConnectionId)
      .map((prefix) => ({ table: gatewayId, destination: prefix.destination, target: vpnConnectionId, kind: prefix.source }));
  }
  const attachments = rows(view.state, 'transitGatewayAttachments').filter((each) => each.resourceId === vpnConnectionId && each.state === 'available');
  return rows(view.state, 'transitGatewayRouteTables').filter((table) => table.transitGatewayId === gatewayId)
    .flatMap((table) => effectiveTransitGatewayRoutes(view, table.id)
      .filter((route) => attachments.some((each) => route.attachmentIds.includes(each.id)))
      .map((route) => ({ table: table.id, destination: route.destination, target: vpnConnectionId, kind: route.type })));
}

/** A prefix list does not say here what it covers. */
function coversCidr(destination: string, cidr: string): boolean {
  return destination.includes('/') && containsCidr(destination, cidr);
}
