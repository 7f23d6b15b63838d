/**
 * The path between a VPC and the networks behind the VPN, hop by hop in both directions: whether every route of it is there. Routes
 * and not tunnels: what BGP brings only while a tunnel is up may be away, but nothing else may stand in its place.
 */
import {
  ObservedNetwork, TransitGatewayAttachment, TransitGatewayRoute, TransitGatewayRouteTable, VpcRouteTable, vpnAttachmentOn,
} from './observation';
import { isStaticVpcRoute, winningTransitGatewayRoutes, winningVpcRoutes } from './winning-routes';
import { containsCidr, isCidr, isIpv4Cidr, isPrefixListId, sameDestination } from '../../src/contract/cidr';
import { acceptableFinding } from '../../src/contract/finding';
import { Gateway, nameOfGateway } from '../../src/contract/gateway';

/** From where which of the networks are reached. */
export interface Paths {
  readonly vpnConnectionId: string;
  /** The connections that carry the traffic: more than one only where gateways change places. */
  readonly carrierIds: readonly string[];
  readonly networks: readonly string[];
  readonly tables: readonly RoutingTable[];
  /** Findings that were accepted, by id. */
  readonly accepted: readonly string[];
  /** What was broken before, by `keyOfBreak`: what was dropped there may be dropped here as well. */
  readonly brokenBefore?: readonly string[];
}

export interface RoutingTable {
  readonly routeTableId: string;
  readonly networks: readonly string[];
}

/** The end through which the paths lead, as far as they need it. */
export interface PathSide {
  readonly gateway: Gateway;
  /** Static routes of the connection itself: on a virtual private gateway only. */
  readonly staticRoutes: readonly string[];
  /** Static routes to the VPN attachment: on a transit gateway only. */
  readonly transitGatewayRoutes: readonly { readonly routeTableId: string; readonly cidr: string }[];
  readonly associationRouteTableId?: string;
  readonly propagationRouteTableIds: readonly string[];
  /** VPC tables that a virtual private gateway propagates into: lost when it is detached, so to be made again on return. */
  readonly vgwPropagationRouteTableIds: readonly string[];
}

export type PathObservation = ObservedNetwork;

/** A hop that is not there. */
export interface PathBreak {
  /** The table, or whatever else it is at. */
  readonly at: string;
  /** The network, or the block of a VPC, that is not led on; absent where the break is everybody's. */
  readonly cidr?: string;
  readonly what: string;
  /** The finding of the preflight by whose acceptance it is wanted, where there is one. */
  readonly foundAs?: string;
  /** Whether what is sent there is dropped. */
  readonly drops?: boolean;
}

/** @returns every break of the paths, less what was accepted */
export function pathBreaks(observed: PathObservation, side: PathSide, paths: Paths): PathBreak[] {
  const behind = side.gateway.kind === 'transit-gateway' ? breaksOnTransitGateway(observed, side, paths) : breaksOnVpnGateway(observed, side, paths);
  const breaks = [...behind, ...breaksInVpcTables(observed, side.gateway, paths)];
  return breaks.filter((each) => !paths.accepted.includes(findingOf(each)));
}

/** With the id by which somebody accepts it who wants it so. */
export function describeBreak(broken: PathBreak): string {
  return `${broken.what} (${findingOf(broken)})`;
}

/** By what a break is known again when it is looked for at another time. */
export function keyOfBreak({ at, cidr }: PathBreak): string {
  return cidr === undefined ? at : `${at}/${cidr}`;
}

/**
 * Whether the table leads to the network by the gateway, or would as soon as the gateway propagates it. What is inside the VPC itself
 * leads nowhere else, whatever else there is.
 */
export function routesThrough(gatewayId: string, table: VpcRouteTable, network: string): boolean {
  const winners = winningVpcRoutes(table, network);
  if (winners.some((route) => route.targetId === 'local')) return false;
  return winners.some((route) => route.targetId === gatewayId) || learns(gatewayId, table, network);
}

/** The attachment of a VPC to a transit gateway. */
export function vpcAttachmentOn(
  { attachments }: Pick<PathObservation, 'attachments'>, vpcId: string, transitGatewayId: string,
): TransitGatewayAttachment | undefined {
  return attachments.find((each) => each.resourceType === 'vpc' && each.resourceId === vpcId && each.transitGatewayId === transitGatewayId);
}

/** The table in which what comes through the attachment is looked up. */
export function tableOfAttachment({ association }: TransitGatewayAttachment): string | undefined {
  return association?.state === 'associated' ? association.routeTableId : undefined;
}

/** Whether the table leads to a block of a VPC through its attachment, and what inside that block leads elsewhere. */
export function returnRoute(
  table: TransitGatewayRouteTable, cidr: string, attachmentId: string,
): { readonly isRouted: boolean; readonly cut: readonly TransitGatewayRoute[] } {
  const isRouted = winningTransitGatewayRoutes(table, cidr)
    .some((route) => route.state === 'active' && route.attachmentIds.includes(attachmentId));
  const cut = table.routes.filter((route) => isCidr(route.destination) && route.destination !== cidr
    && containsCidr(cidr, route.destination) && !route.attachmentIds.includes(attachmentId));
  return { isRouted, cut };
}

/** A route inside a network that leads elsewhere: the longer prefix wins. What is the VPC's own has never left it. */
export function isInside(route: TransitGatewayRoute, network: string, vpcCidrs: readonly string[]): boolean {
  return containsCidr(network, route.destination)
    && !vpcCidrs.some((vpcCidr) => containsCidr(vpcCidr, route.destination) && !sameDestination(network, route.destination));
}

function breaksOnTransitGateway(observed: PathObservation, side: PathSide, paths: Paths): PathBreak[] {
  const { gateway, associationRouteTableId } = side;
  const own = vpnAttachmentOn(observed, paths.vpnConnectionId, gateway.id);
  if (own === undefined) return [{ at: gateway.id, what: `the connection has no attachment on ${nameOfGateway(gateway)}` }];
  if (own.state !== 'available') return [{ at: gateway.id, what: `attachment ${own.id} is ${own.state}` }];
  const isStatic = observed.connection?.routing === 'static';
  const vpcs = vpcsOf(observed, paths);
  const vpcCidrs = vpcs.flatMap((vpc) => vpc.cidrs);
  const association = tableOf(observed, associationRouteTableId);
  return [
    ...breaksAtAttachment(own, side),
    ...requiredRoutes(side, isStatic, paths)
      .flatMap(({ routeTableId, cidr }) => breaksInTable(tableOf(observed, routeTableId), cidr, own, isStatic, vpcCidrs))
      .filter((each) => !(each.drops && wasDropped(paths, each.cidr))),
    ...vpcs.flatMap((vpc) => {
      const attachment = vpcAttachmentOn(observed, vpc.id, gateway.id);
      if (attachment === undefined || !['available', 'modifying'].includes(attachment.state)) {
        return [{ at: vpc.id, what: `VPC ${vpc.id} has no available attachment to ${nameOfGateway(gateway)}` }];
      }
      const into = association === undefined ? [] : breaksIntoVpc(association, vpc, attachment);
      return [...breakOutOfVpc(side, isStatic, attachment), ...into];
    }),
  ];
}

/** Which table is asked for the way to the VPC, and which tables hear of the networks. */
export function breaksAtAttachment(
  own: TransitGatewayAttachment, side: Pick<PathSide, 'gateway' | 'associationRouteTableId' | 'propagationRouteTableIds'>,
): PathBreak[] {
  const { gateway, associationRouteTableId, propagationRouteTableIds } = side;
  const associated = tableOfAttachment(own);
  const enabled = own.propagations.filter((each) => each.state === 'enabled').map((each) => each.routeTableId);
  return [
    ...associationRouteTableId === undefined || associated === associationRouteTableId ? []
      : [{ at: gateway.id, cidr: associationRouteTableId, what: `${own.id} is associated with ${associated ?? 'no table'}, not ${associationRouteTableId}` }],
    ...propagationRouteTableIds.filter((id) => !enabled.includes(id))
      .map((id) => ({ at: gateway.id, cidr: id, what: `${own.id} does not propagate to ${id}` })),
  ];
}

/** Which table of a transit gateway has to lead to which network. */
function requiredRoutes(side: PathSide, isStatic: boolean, { networks }: Paths): PathSide['transitGatewayRoutes'] {
  return isStatic ? side.transitGatewayRoutes
    : side.propagationRouteTableIds.flatMap((routeTableId) => networks.map((cidr) => ({ routeTableId, cidr })));
}

function breaksInTable(
  table: TransitGatewayRouteTable | undefined, network: string, own: TransitGatewayAttachment, isStatic: boolean,
  vpcCidrs: readonly string[],
): PathBreak[] {
  if (table === undefined) return [];
  const leadsHere = (route: TransitGatewayRoute) => route.attachmentIds.includes(own.id);
  const inside = table.routes.filter((route) => route.type === 'static' && isCidr(route.destination)
    && !sameDestination(route.destination, network) && !leadsHere(route) && isInside(route, network, vpcCidrs));
  return [
    ...preferredRouteBreak(table, network, own, isStatic),
    ...inside.map((route) => ({
      at: table.id, cidr: route.destination, foundAs: `transit-gateway-route-shadowing:${table.id}/${route.destination}`,
      what: `route ${route.destination} in ${table.id}, inside ${network}, leads to ${whither(route)}`,
      ...route.attachmentIds.length === 0 ? { drops: true } : {},
    })),
  ];
}

/** What is dropped on both sides takes nothing away. */
function wasDropped({ brokenBefore = [] }: Paths, cidr: string | undefined): boolean {
  return cidr !== undefined && brokenBefore.some((key) => key.endsWith(`/${cidr}`));
}

function preferredRouteBreak(
  table: TransitGatewayRouteTable, network: string, own: TransitGatewayAttachment, isStatic: boolean,
): PathBreak[] {
  const winners = winningTransitGatewayRoutes(table, network);
  const here = winners.find((route) => route.attachmentIds.includes(own.id));
  if (here?.state === 'active') return [];
  const at = { at: table.id, cidr: network };
  // What BGP brings may be away for now. It then wins over all but a static route for the same block.
  const [winner] = isStatic ? winners : winners.filter((route) => route.type === 'static' && sameDestination(route.destination, network));
  if (here !== undefined && (isStatic || here.type === 'static')) {
    return [{ ...at, what: `route ${here.destination} in ${table.id} to ${own.id} is ${here.state}` }];
  }
  if (winner !== undefined) return [{ ...at, what: routesElsewhere(winner.destination, table.id, network, whither(winner)) }];
  return isStatic ? [{ ...at, what: `${table.id} has no static route ${network} to ${own.id}` }] : [];
}

/** What leaves the VPC is looked up in the table of its attachment. */
function breakOutOfVpc(
  { transitGatewayRoutes, propagationRouteTableIds }: PathSide, isStatic: boolean, attachment: TransitGatewayAttachment,
): PathBreak[] {
  const learning = isStatic ? transitGatewayRoutes.map((route) => route.routeTableId) : propagationRouteTableIds;
  const tableId = tableOfAttachment(attachment);
  if (tableId !== undefined && learning.includes(tableId)) return [];
  const associated = tableId === undefined ? 'is associated with no transit gateway route table'
    : `uses transit gateway route table ${tableId}, which has no routes to the VPN`;
  return [{ at: attachment.resourceId, cidr: tableId, what: `attachment ${attachment.id} of VPC ${attachment.resourceId} ${associated}` }];
}

/** What comes from the VPN is looked up in the table of the VPN attachment. */
function breaksIntoVpc(table: TransitGatewayRouteTable, vpc: VpcOfPaths, attachment: TransitGatewayAttachment): PathBreak[] {
  return vpc.cidrs.flatMap((cidr) => {
    const { isRouted, cut } = returnRoute(table, cidr, attachment.id);
    return [
      ...isRouted ? [] : [{ at: table.id, cidr, what: `${table.id} does not lead to ${cidr} of VPC ${vpc.id} through ${attachment.id}` }],
      ...cut.map((route) => ({
        at: table.id, cidr: route.destination,
        what: `route ${route.destination} in ${table.id}, inside ${cidr} of VPC ${vpc.id}, leads to ${whither(route)}`,
      })),
    ];
  });
}

/** The connection itself holds the static routes there, and the gateway serves the one VPC that it is attached to. */
function breaksOnVpnGateway(observed: PathObservation, side: PathSide, paths: Paths): PathBreak[] {
  const { gateway, staticRoutes, vgwPropagationRouteTableIds } = side;
  const known = [...observed.connections ?? [], ...observed.connection === undefined ? [] : [observed.connection]];
  const carriers = known.filter((each) => paths.carrierIds.includes(each.id));
  const routes = carriers.flatMap((each) => each.staticRoutes).filter((route) => route.state === 'available').map((route) => route.cidr);
  const lacking = carriers.some((each) => each.routing === 'bgp') ? []
    : staticRoutes.filter((cidr) => !routes.some((route) => containsCidr(route, cidr)));
  const attachments = observed.virtualPrivateGateways.find((each) => each.id === gateway.id)?.attachments ?? [];
  const isAttached = ({ id }: VpcOfPaths) => attachments.some((each) => each.state === 'attached' && each.vpcId === id);
  const silent = observed.vpcRouteTables
    .filter((table) => vgwPropagationRouteTableIds.includes(table.id) && !table.propagatingGatewayIds.includes(gateway.id));
  return [
    ...lacking.map((cidr) => ({ at: gateway.id, cidr, what: `the connection has no static route ${cidr}` })),
    ...vpcsOf(observed, paths).filter((vpc) => !isAttached(vpc)).map(({ id }) => ({ at: id, what: `${gateway.id} is not attached to ${id}` })),
    ...silent.map(({ id }) => ({ at: id, what: `${gateway.id} does not propagate into ${id}` })),
  ];
}

function breaksInVpcTables(observed: PathObservation, gateway: Gateway, { tables }: Paths): PathBreak[] {
  return tables.flatMap(({ routeTableId, networks }) => {
    const table = observed.vpcRouteTables.find((each) => each.id === routeTableId);
    if (table === undefined) return [{ at: routeTableId, what: `VPC route table ${routeTableId} does not exist` }];
    return networksOf(table, networks).flatMap((network) => breakInVpcTable(table, gateway.id, network));
  });
}

function breakInVpcTable(table: VpcRouteTable, gatewayId: string, network: string): PathBreak[] {
  const winners = winningVpcRoutes(table, network);
  const here = winners.find((route) => route.targetId === gatewayId);
  if (here?.state === 'active' || winners.some((route) => route.targetId === 'local')) return [];
  const at = { at: table.id, cidr: network };
  if (here !== undefined) return [{ ...at, what: `route ${here.destination} in ${table.id} to ${gatewayId} is ${here.state}` }];
  // Which blocks a prefix list holds is not seen.
  const byList = table.routes.some((route) => isPrefixListId(route.destination) && route.targetId === gatewayId && route.state === 'active');
  if (byList || learns(gatewayId, table, network)) return [];
  const [winner] = winners;
  return [{
    ...at, what: winner === undefined ? `${table.id} has no route for ${network}`
      : routesElsewhere(winner.destination, table.id, network, winner.targetId),
  }];
}

/** What the gateway propagates is away while the tunnels are down, and wins over all but a static route for the same block. */
function learns(gatewayId: string, table: VpcRouteTable, network: string): boolean {
  return table.propagatingGatewayIds.includes(gatewayId)
    && !table.routes.some((route) => isStaticVpcRoute(route) && sameDestination(route.destination, network));
}

interface VpcOfPaths {
  readonly id: string;
  readonly cidrs: readonly string[];
}

/** The VPCs from which the networks are reached, with their blocks of the networks' address families. */
function vpcsOf({ vpcRouteTables }: PathObservation, { tables, networks }: Paths): VpcOfPaths[] {
  const leads = (table: VpcRouteTable) => tables
    .some((each) => each.routeTableId === table.id && networksOf(table, each.networks).length > 0);
  const leading = vpcRouteTables.filter(leads);
  return [...new Set(leading.map((table) => table.vpcId))].map((id) => ({
    id,
    cidrs: [...new Set(leading.filter((table) => table.vpcId === id).flatMap(localCidrsOf))]
      .filter((cidr) => networks.some((network) => isIpv4Cidr(network) === isIpv4Cidr(cidr))),
  }));
}

/** Those of an address family that the VPC has. */
function networksOf(table: VpcRouteTable, networks: readonly string[]): string[] {
  const cidrs = localCidrsOf(table);
  return networks.filter((network) => cidrs.some((cidr) => isIpv4Cidr(cidr) === isIpv4Cidr(network)));
}

function localCidrsOf({ routes }: VpcRouteTable): string[] {
  return routes.filter((route) => route.targetId === 'local' && isCidr(route.destination)).map((route) => route.destination);
}

function tableOf({ transitGatewayRouteTables }: PathObservation, id: string | undefined): TransitGatewayRouteTable | undefined {
  return transitGatewayRouteTables.find((table) => table.id === id);
}

function findingOf(broken: PathBreak): string {
  return broken.foundAs ?? acceptableFinding('path-broken', keyOfBreak(broken), broken.what, 'make the route again').id;
}

function routesElsewhere(destination: string, tableId: string, network: string, target: string): string {
  return `route ${destination} in ${tableId} leads ${sameDestination(destination, network) ? '' : `${network} `}to ${target}`;
}

function whither({ attachmentIds }: TransitGatewayRoute): string {
  return attachmentIds.join(', ') || 'nowhere';
}
