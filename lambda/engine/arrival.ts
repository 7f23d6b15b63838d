/**
 * A connection that already stands on the declared gateway, with no record of how it got there: either everything is as
 * declared and there is nothing to do, or the differences are named and nothing is touched.
 *
 * What is there proves nothing by being there: a route that nobody names would not be missed. So it has to be said, by the declaration
 * or by a record, which networks there are.
 */
import { Survey, TransitGatewayAttachment, vpnAttachmentOn } from './observation';
import { describeBreak, pathBreaks } from './path';
import { existingStaticRoutes, onPremisesCidrs, pathsOf, planMove, routesToAttachment } from './plan';
import { isLedByStack } from './stack-vpc-routes';
import { isStaticVpcRoute } from './winning-routes';
import { canonicalDestination, isCidr, overlapsCidr, sameDestination } from '../../src/contract/cidr';
import { gatewayOf, MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';
import { nameOfGateway } from '../../src/contract/gateway';

/** @param recorded the networks behind the VPN that an earlier operation has on record */
export function arrivalDifferences(survey: Survey, declaration: MoveDeclaration, recorded: readonly string[] = []): string[] {
  const { to } = declaration;
  const left = vpcRouteDifferences(survey, declaration);
  const ofPaths = pathDifferences(survey, declaration, recorded);
  const state = survey.connection?.state;
  const notAvailable = state === 'available' ? [] : [`VPN connection ${declaration.vpnConnectionId} is ${state}`];
  if (to.kind !== 'transit-gateway') return [...notAvailable, ...ofPaths, ...left];
  const attachment = vpnAttachmentOn(survey, declaration.vpnConnectionId, to.id);
  if (attachment === undefined) return [...notAvailable, `the connection has no attachment on ${nameOfGateway(gatewayOf(to))}`];
  const ofAttachment = attachmentDifferences(attachment, to);
  const further = ofPaths.filter((each) => !ofAttachment.some((difference) => each.startsWith(difference)));
  return [...notAvailable, ...ofAttachment, ...attachment.state === 'available' ? further : [], ...left];
}

/** Routes of the path that are missing, and those that lead to the old gateway still. */
export function routeDifferences(survey: Survey, declaration: MoveDeclaration, recorded: readonly string[]): string[] {
  return [...pathDifferences(survey, declaration, recorded), ...vpcRouteDifferences(survey, declaration)];
}

/** Whether nothing tells which routes there should be. A change of the customer gateway alone touches none. */
export function areNetworksUnknown(survey: Survey, declaration: MoveDeclaration, recorded: readonly string[] = []): boolean {
  const { from, to, customerGateway } = declaration;
  if (from.id === to.id && customerGateway !== undefined) return false;
  return networksSaid(survey, declaration, recorded) === undefined && isStatic(survey, declaration);
}

function attachmentDifferences(attachment: TransitGatewayAttachment, to: TransitGatewayEnd): string[] {
  const differences: string[] = [];
  if (attachment.state !== 'available') differences.push(`attachment ${attachment.id} is ${attachment.state}`);
  const associated = attachment.association?.state === 'associated' ? attachment.association.routeTableId : 'no table';
  if (associated !== to.associationRouteTableId) differences.push(`${attachment.id} is associated with ${associated}, not ${to.associationRouteTableId}`);
  const enabled = attachment.propagations.filter((each) => each.state === 'enabled').map((each) => each.routeTableId);
  for (const id of to.propagationRouteTableIds.filter((each) => !enabled.includes(each))) differences.push(`${attachment.id} does not propagate to ${id}`);
  for (const id of enabled.filter((each) => !to.propagationRouteTableIds.includes(each))) differences.push(`${attachment.id} propagates to ${id}, undeclared`);
  return differences;
}

/** Every declared table leads to every network, unless it is declared to be left at the old gateway. */
function pathDifferences(survey: Survey, declaration: MoveDeclaration, recorded: readonly string[]): string[] {
  if (areNetworksUnknown(survey, declaration, recorded)) return [unknownNetworks(survey, declaration)];
  const networks = networksSaid(survey, declaration, recorded) ?? networksFound(survey, declaration);
  const arrived = { ...declaration, onPremisesCidrs: networks };
  const plan = planMove(survey, arrived);
  const present = declaration.vpcRouteTables.filter(({ routeTableId }) => survey.vpcRouteTables.some((table) => table.id === routeTableId));
  const tables = present.map(({ routeTableId, left }) => ({
    routeTableId,
    networks: networks.filter((network) => !left.some((each) => sameDestination(each, network))
      && !isLedByStack(declaration, routeTableId, network) && !stillLeads(survey, declaration, routeTableId, network)),
  }));
  return pathBreaks(survey, plan.to, { ...pathsOf(plan, arrived, 'to'), networks, tables }).map(describeBreak);
}

/** Where gateways change places the old connections are there still, with their routes. */
function networksSaid(survey: Survey, declaration: MoveDeclaration, recorded: readonly string[]): readonly string[] | undefined {
  const { onPremisesCidrs: declared, replacement } = declaration;
  if (declared.length > 0) return declared.map(canonicalDestination);
  const said = recorded.length > 0 || replacement === undefined ? recorded : onPremisesCidrs(survey, declaration) ?? [];
  return said.length > 0 ? said : undefined;
}

/** What BGP has brought, as far as the tunnels are up. */
function networksFound(survey: Survey, { from, to }: MoveDeclaration): string[] {
  if (to.kind !== 'transit-gateway') return [];
  return from.id === to.id ? [] : [...new Set(routesToAttachment(survey, to, 'propagated').map((route) => route.cidr))].filter(isCidr).sort();
}

function isStatic({ connection, connections = [] }: Survey, { replacement }: MoveDeclaration): boolean {
  if (replacement === undefined) return connection?.routing === 'static';
  return connections.some((each) => each.routing === 'static' && replacement.connections.some(({ toId }) => toId === each.id));
}

function unknownNetworks(survey: Survey, { to, vpcRouteTables }: MoveDeclaration): string {
  const found = to.kind === 'transit-gateway' ? routesToAttachment(survey, to, 'static').map((route) => route.cidr) : existingStaticRoutes(survey);
  const led = survey.vpcRouteTables.filter((table) => vpcRouteTables.some((each) => each.routeTableId === table.id))
    .flatMap((table) => table.routes.filter((route) => isStaticVpcRoute(route) && route.targetId === to.id))
    .map((route) => canonicalDestination(route.destination));
  return 'neither `onPremisesCidrs` nor a record says which networks are behind the VPN, so a route that is missing would not be missed: declare them.'
    + ` Static routes lead to ${listOf(found)}; the declared VPC route tables lead ${listOf(led)} to ${to.id}`;
}

function listOf(cidrs: readonly string[]): string {
  return [...new Set(cidrs)].sort().join(', ') || 'nothing';
}

/** What should have moved and still leads to the old gateway. */
function vpcRouteDifferences(survey: Survey, declaration: MoveDeclaration): string[] {
  return declaration.vpcRouteTables.flatMap((declared) => {
    const table = survey.vpcRouteTables.find((each) => each.id === declared.routeTableId);
    if (table === undefined) return [`VPC route table ${declared.routeTableId} does not exist`];
    return routesStillAt(survey, declaration, declared.routeTableId)
      .map((destination) => `route ${destination} in ${table.id} still leads to ${declaration.from.id}`);
  });
}

function stillLeads(survey: Survey, declaration: MoveDeclaration, routeTableId: string, network: string): boolean {
  return routesStillAt(survey, declaration, routeTableId).some((destination) => isCidr(destination) && overlapsCidr(destination, network));
}

function routesStillAt(survey: Survey, { from, to, vpcRouteTables }: MoveDeclaration, routeTableId: string): string[] {
  if (from.id === to.id) return [];
  const left = vpcRouteTables.find((each) => each.routeTableId === routeTableId)?.left ?? [];
  return (survey.vpcRouteTables.find((each) => each.id === routeTableId)?.routes ?? [])
    .filter((route) => isStaticVpcRoute(route) && route.targetId === from.id
      && !left.some((destination) => sameDestination(destination, route.destination)))
    .map((route) => route.destination);
}
