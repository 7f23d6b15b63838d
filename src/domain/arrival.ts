/**
 * A connection that already stands on the declared gateway, with no record of how it got there: either everything is as
 * declared and there is nothing to do, or the differences are named and nothing is touched.
 */
import { canonicalDestination, sameDestination } from './cidr';
import { gatewayOf, MoveDeclaration, standsAsDeclared, TransitGatewayEnd } from './declaration';
import { nameOfGateway } from './gateway';
import { Survey, TransitGatewayAttachment, vpnAttachmentOn } from './observation';
import { existingStaticRoutes } from './plan';
import { hasTakenThePlace, replacementDifferences } from './replacement/arrival';
import { isStaticVpcRoute } from './winning-routes';

/** Whether everything stands where the operation is to bring it, whoever brought it there. */
export function hasArrived(survey: Survey, declaration: MoveDeclaration): boolean {
  if (declaration.replacement !== undefined) return hasTakenThePlace(survey, declaration, declaration.replacement);
  return survey.connection !== undefined && standsAsDeclared(survey.connection, declaration);
}

export function arrivalDifferences(survey: Survey, declaration: MoveDeclaration): string[] {
  const { to, replacement } = declaration;
  if (replacement !== undefined) {
    return [...replacementDifferences(survey, declaration, replacement), ...vpcRouteDifferences(survey, declaration)];
  }
  const state = survey.connection?.state;
  const notAvailable = state === 'available' ? [] : [`VPN connection ${declaration.vpnConnectionId} is ${state}`];
  if (to.kind !== 'transit-gateway') {
    return [...notAvailable, ...vpnRouteDifferences(survey, declaration), ...vpcRouteDifferences(survey, declaration)];
  }
  const attachment = vpnAttachmentOn(survey, declaration.vpnConnectionId, to.id);
  if (attachment === undefined) return [...notAvailable, `the connection has no attachment on ${nameOfGateway(gatewayOf(to))}`];
  return [
    ...notAvailable,
    ...attachmentDifferences(attachment, to),
    ...staticRouteDifferences(survey, declaration, attachment, to),
    ...vpcRouteDifferences(survey, declaration),
  ];
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

function staticRouteDifferences(
  survey: Survey, declaration: MoveDeclaration, attachment: TransitGatewayAttachment, to: TransitGatewayEnd,
): string[] {
  if (to.staticRouteTableIds.length === 0) return [];
  const routesOf = (tableId: string) => (survey.transitGatewayRouteTables.find((table) => table.id === tableId)?.routes ?? [])
    .filter((route) => route.type === 'static' && route.attachmentIds.includes(attachment.id)).map((route) => canonicalDestination(route.destination));
  const wanted = declaration.onPremisesCidrs.length > 0
    ? declaration.onPremisesCidrs.map(canonicalDestination)
    : [...new Set(to.staticRouteTableIds.flatMap(routesOf))];
  if (wanted.length === 0) return [`no table holds a static route to ${attachment.id}, and \`onPremisesCidrs\` does not say which there should be`];
  return to.staticRouteTableIds.flatMap((tableId) => wanted
    .filter((cidr) => !routesOf(tableId).some((route) => sameDestination(route, cidr)))
    .map((cidr) => `${tableId} has no static route ${cidr} to ${attachment.id}`));
}

/** On a virtual private gateway the connection itself holds the static routes. */
function vpnRouteDifferences(survey: Survey, declaration: MoveDeclaration): string[] {
  if (survey.connection?.routing !== 'static') return [];
  const routes = existingStaticRoutes(survey);
  if (routes.length === 0) return ['the connection has no static route'];
  return declaration.onPremisesCidrs.filter((cidr) => !routes.some((route) => sameDestination(route, cidr)))
    .map((cidr) => `the connection has no static route ${cidr}`);
}

/** What should have moved and still leads to the old gateway. */
function vpcRouteDifferences(survey: Survey, declaration: MoveDeclaration): string[] {
  return declaration.vpcRouteTables.flatMap((declared) => {
    const table = survey.vpcRouteTables.find((each) => each.id === declared.routeTableId);
    if (table === undefined) return [`VPC route table ${declared.routeTableId} does not exist`];
    return table.routes
      .filter((route) => isStaticVpcRoute(route) && route.targetId === declaration.from.id
        && !declared.left.some((destination) => sameDestination(destination, route.destination)))
      .map((route) => `route ${route.destination} in ${table.id} still leads to ${declaration.from.id}`);
  });
}
