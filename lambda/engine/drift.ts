/**
 * A connection that already stands on the declared gateway, with no record of how it got there: either everything is as
 * declared and there is nothing to do, or the differences are named and nothing is touched.
 *
 * What is there proves nothing by being there: a route that nobody names would not be missed. So it has to be said, by the declaration
 * or by a record, which networks there are.
 */
import { assess, Assessment } from './assessment';
import { difference } from './difference';
import { Snapshot, TransitGatewayAttachment, vpnAttachmentOn } from './observation';
import { natureOf } from './operation';
import { breaksAtAttachment, describeBreak, pathBreaks } from './path';
import { existingStaticRoutes, pathsOf, routesToAttachment } from './plan';
import { isRoutedByStack, VpcRouteClaims } from './vpc-route-claims';
import { isStaticVpcRoute } from './winning-routes';
import { canonicalDestination, isCidr, overlapsCidr } from '../../src/contract/cidr';
import { gatewayOf, MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';
import { nameOfGateway } from '../../src/contract/gateway';

/** @param recorded the networks behind the VPN that an earlier operation has on record */
export function driftFrom(snapshot: Snapshot, declaration: MoveDeclaration, recorded: readonly string[] = []): string[] {
  const { to } = declaration;
  const { ofPaths, left } = routeDifferences(snapshot, declaration, recorded);
  const state = snapshot.connection?.state;
  const notAvailable = state === 'available' ? [] : [`VPN connection ${declaration.vpnConnectionId} is ${state}`];
  if (to.kind !== 'transit-gateway') return [...notAvailable, ...ofPaths, ...left];
  const attachment = vpnAttachmentOn(snapshot, declaration.vpnConnectionId, to.id);
  if (attachment === undefined) return [...notAvailable, `the connection has no attachment on ${nameOfGateway(gatewayOf(to))}`];
  const ofAttachment = attachmentDifferences(attachment, to);
  const further = ofPaths.filter((each) => !ofAttachment.some((named) => each.startsWith(named)));
  return [...notAvailable, ...ofAttachment, ...attachment.state === 'available' ? further : [], ...left];
}

/** Routes of the paths that are missing, and those that are left at the old gateway. */
export function routeDifferences(snapshot: Snapshot, declaration: MoveDeclaration, recorded: readonly string[]) {
  const said = declaredNetworks(snapshot, declaration, recorded);
  const assessment = assess(snapshot, { ...declaration, onPremisesCidrs: said });
  // Where no connection is modified the old ones are there still, with their routes.
  const areKnown = said.length > 0 || natureOf(declaration).modifiedBy === 'nobody';
  return { ofPaths: pathDifferences(assessment, areKnown ? assessment.networks : []), left: vpcRouteDifferences(assessment) };
}

function attachmentDifferences(attachment: TransitGatewayAttachment, to: TransitGatewayEnd): string[] {
  const { id, state, propagations } = attachment;
  const enabled = propagations.filter((each) => each.state === 'enabled').map((each) => each.routeTableId);
  return [
    ...state === 'available' ? [] : [`attachment ${id} is ${state}`],
    ...breaksAtAttachment(attachment, { ...to, gateway: gatewayOf(to) }).map(({ what }) => what),
    ...difference(to.propagationRouteTableIds, enabled, String).extra.map((tableId) => `${id} propagates to ${tableId}, undeclared`),
  ];
}

/** Every declared table leads to every network, unless it is declared to be left at the old gateway. */
function pathDifferences(assessment: Assessment, networks: readonly string[]): string[] {
  const { snapshot, declaration, plan, vpcRoutes } = assessment;
  const { from, to, customerGateway } = declaration;
  // A change of the customer gateway alone touches no route, so nothing has to tell which routes there should be.
  const touchesNone = from.id === to.id && customerGateway !== undefined;
  if (networks.length === 0 && isStatic(snapshot, declaration) && !touchesNone) return [unknownNetworks(snapshot, declaration)];
  const tables = declaration.vpcRouteTables.flatMap(({ routeTableId, left }) => {
    const claims = vpcRoutes.find(({ table }) => table.id === routeTableId);
    if (claims === undefined) return [];
    const stillThere = destinationsStillAt(assessment, claims).filter(isCidr);
    const movable = difference(networks, left, canonicalDestination).missing;
    return [{
      routeTableId,
      networks: movable.filter((network) => !isRoutedByStack(declaration, routeTableId, network)
        && !stillThere.some((destination) => overlapsCidr(destination, network))),
    }];
  });
  return pathBreaks(snapshot, plan.to, { ...pathsOf(plan, declaration, 'to'), networks, tables }).map(describeBreak);
}

/** By the declaration, by a record, or of what BGP has brought, as far as the tunnels are up. */
function declaredNetworks(snapshot: Snapshot, declaration: MoveDeclaration, recorded: readonly string[]): readonly string[] {
  const { from, to, onPremisesCidrs: declared } = declaration;
  const said = declared.length > 0 ? declared : recorded;
  if (said.length > 0 || isStatic(snapshot, declaration) || to.kind !== 'transit-gateway' || from.id === to.id) return said;
  return [...new Set(routesToAttachment(snapshot, to, 'propagated').map((route) => route.cidr))].filter(isCidr).sort();
}

function isStatic({ connection, connections = [] }: Snapshot, { replacement }: MoveDeclaration): boolean {
  if (replacement === undefined) return connection?.routing === 'static';
  return connections.some((each) => each.routing === 'static' && replacement.connections.some(({ toId }) => toId === each.id));
}

function unknownNetworks(snapshot: Snapshot, { to, vpcRouteTables }: MoveDeclaration): string {
  const found = to.kind === 'transit-gateway' ? routesToAttachment(snapshot, to, 'static').map((route) => route.cidr) : existingStaticRoutes(snapshot);
  const led = snapshot.vpcRouteTables.filter((table) => vpcRouteTables.some((each) => each.routeTableId === table.id))
    .flatMap((table) => table.routes.filter((route) => isStaticVpcRoute(route) && route.targetId === to.id))
    .map((route) => canonicalDestination(route.destination));
  return 'neither `onPremisesCidrs` nor a record says which networks are behind the VPN, so a route that is missing would not be missed: declare them.'
    + ` Static routes lead to ${listOf(found)}; the declared VPC route tables lead ${listOf(led)} to ${to.id}`;
}

function listOf(cidrs: readonly string[]): string {
  return [...new Set(cidrs)].sort().join(', ') || 'nothing';
}

function vpcRouteDifferences(assessment: Assessment): string[] {
  const { declaration, vpcRoutes } = assessment;
  return declaration.vpcRouteTables.flatMap(({ routeTableId }) => {
    const claims = vpcRoutes.find(({ table }) => table.id === routeTableId);
    if (claims === undefined) return [`VPC route table ${routeTableId} does not exist`];
    return destinationsStillAt(assessment, claims).map((destination) => `route ${destination} in ${routeTableId} still leads to ${declaration.from.id}`);
  });
}

/** What should have moved and still leads to the old gateway. */
function destinationsStillAt({ declaration: { from, to } }: Assessment, { routes, left }: VpcRouteClaims): string[] {
  if (from.id === to.id) return [];
  return routes.filter((route) => !left.includes(route)).map((route) => route.destination);
}
