/** VPCs of an estate with their subnets and route tables, and the prefix lists that routes may name. */
import { add, canonical, existing, Named, tagsOf } from './seeding';
import { RouteTarget, VpcRoute } from '../records';
import { NetworkState, newId, patch, put } from '../state';

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

/** With its main route table, which holds the local routes. */
export function addVpc(state: NetworkState, seed: VpcSeed): { vpcId: string; subnetIds: string[]; mainRouteTableId: string } {
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
}

export function addRouteTable(state: NetworkState, seed: RouteTableSeed, main: boolean): string {
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

export function addRoutes(state: NetworkState, routeTableId: string, routes: readonly RouteSeed[], propagating: readonly string[]): void {
  const table = existing(state, 'vpcRouteTables', routeTableId);
  patch(state, 'vpcRouteTables', routeTableId, {
    routes: [...table.routes, ...routes.map(routeOf)],
    propagatingGatewayIds: [...table.propagatingGatewayIds, ...propagating],
  });
}

export function addPrefixList(state: NetworkState, cidrs: readonly string[], seed: Named, ownerId: string): string {
  return add(state, 'prefixLists', 'pl', seed, (own) => ({ ...own, ownerId, cidrs: cidrs.map(canonical) }));
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
