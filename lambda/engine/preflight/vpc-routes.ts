/** Whether every VPC route that leads to the old gateway is accounted for: moved, or left there on purpose. */
import { containsCidr, isCidr, overlapsCidr, sameDestination } from '../../../src/contract/cidr';
import { MoveDeclaration, VpcRouteTableDeclaration } from '../../../src/contract/declaration';
import { Finding } from '../../../src/contract/finding';
import { Gateway } from '../../../src/contract/gateway';
import { Survey, VpcRoute, VpcRouteTable } from '../observation';
import { movedStaticRoutes, onPremisesCidrs, planMove } from '../plan';
import { destinationsAfter, isLedByStack, isOfStack, wasOfStack } from '../stack-vpc-routes';
import { isStaticVpcRoute } from '../winning-routes';

export function vpcRouteFindings(survey: Survey, declaration: MoveDeclaration): Finding[] {
  if (declaration.from.id === declaration.to.id) return [];
  const prefixes = onPremisesCidrs(survey, declaration) ?? [];
  return [...missingTableFindings(survey, declaration), ...survey.vpcRouteTables.flatMap((table) => [
    ...existingRouteFindings(table, declaration), ...tableFindings(survey, table, declaration, prefixes),
  ])];
}

/**
 * A virtual private gateway is the VPC's way to the VPN and little else: every route to it counts. A transit gateway is
 * everybody's: only routes that carry a part of the VPN's traffic, or whose reach cannot be seen, are this move's business.
 */
export function concernedRoutes(table: VpcRouteTable, from: Gateway, prefixes: readonly string[]): VpcRoute[] {
  const routes = staticRoutesTo(table, from.id);
  if (from.kind === 'virtual-private-gateway') return routes;
  return routes.filter((route) => !isCidr(route.destination) || prefixes.some((prefix) => overlapsCidr(prefix, route.destination)));
}

function tableFindings(survey: Survey, table: VpcRouteTable, declaration: MoveDeclaration, prefixes: readonly string[]): Finding[] {
  const declared = declaration.vpcRouteTables.find((each) => each.routeTableId === table.id);
  if (declared === undefined) return undeclaredTableFindings(table, declaration, prefixes);
  return [
    ...unclaimedFindings(table, declared, declaration, prefixes),
    ...absentClaimFindings(table, declared, declaration),
    ...leftBehindFindings(survey, table, declared, declaration, prefixes),
  ];
}

function missingTableFindings(survey: Survey, declaration: MoveDeclaration): Finding[] {
  return [...declaration.vpcRouteTables, ...declaration.stackVpcRoutes?.after ?? []]
    .filter((declared) => !survey.vpcRouteTables.some((table) => table.id === declared.routeTableId))
    .map((declared) => ({
      id: 'vpc-route-table-not-found',
      message: `VPC route table ${declared.routeTableId} does not exist in this account and region`,
      remedy: 'correct the id or leave the table out',
    }));
}

/** What is new in the stack is made, not taken over: CloudFormation would fail over it once the connection has gone. */
function existingRouteFindings(table: VpcRouteTable, declaration: MoveDeclaration): Finding[] {
  return destinationsAfter(declaration, table.id)
    .filter((destination) => !wasOfStack(declaration, table.id, destination))
    .flatMap((destination) => table.routes.filter((route) => isStaticVpcRoute(route) && sameDestination(route.destination, destination)))
    .map((route) => ({
      id: 'vpc-route-of-stack-exists',
      message: `the stack would make the route ${route.destination} in ${table.id}, where there is one to ${route.targetId} already that is not the stack's`,
      remedy: `leave ${table.id} with that destination out of \`vpcRoutes\`, or delete the route and make it by the stack in a deployment of its own`,
    }));
}

function undeclaredTableFindings(table: VpcRouteTable, declaration: MoveDeclaration, prefixes: readonly string[]): Finding[] {
  const routes = notOfStack(concernedRoutes(table, declaration.from, prefixes), table, declaration);
  const propagates = table.propagatingGatewayIds.includes(declaration.from.id) && !isWhollyLedByStack(table, declaration, prefixes);
  if (routes.length === 0 && !propagates) return [];
  const why = [
    ...routes.length > 0 ? [`has ${routes.map((route) => route.destination).join(', ')} to ${declaration.from.id}`] : [],
    ...propagates ? [`gets routes propagated from ${declaration.from.id}`] : [],
  ].join(' and ');
  return [{
    id: 'vpc-route-table-undeclared',
    message: `route table ${table.id} of VPC ${table.vpcId} ${why}, and would lose the way to the VPN`,
    remedy: [
      `declare ${table.id} in \`vpcRouteTables\``,
      ...routes.flatMap((route) => claiming(route, prefixes) ?? []).map((claim) => `${claim} there`),
    ].join(' and '),
  }];
}

function unclaimedFindings(
  table: VpcRouteTable, declared: VpcRouteTableDeclaration, declaration: MoveDeclaration, prefixes: readonly string[],
): Finding[] {
  const moved = movedStaticRoutes(table, declared, prefixes, declaration);
  return notOfStack(concernedRoutes(table, declaration.from, prefixes), table, declaration)
    .filter((route) => !moved.includes(route) && !claims(declared.left, route))
    .map((route) => ({
      id: 'vpc-route-unclaimed',
      message: `route ${route.destination} in ${table.id} leads to ${declaration.from.id} and is neither a prefix of the VPN nor declared`,
      remedy: `${claiming(route, prefixes) ?? `list ${route.destination} under \`moved\``} of ${table.id}`,
    }));
}

/** How a route is to be declared, unless it moves as a prefix of the VPN: left, a part of one would lead to nothing. */
function claiming({ destination }: VpcRoute, prefixes: readonly string[]): string | undefined {
  if (prefixes.some((prefix) => sameDestination(prefix, destination))) return undefined;
  const isPart = isCidr(destination) && prefixes.some((prefix) => containsCidr(prefix, destination));
  return `list ${destination} under \`moved\`${isPart ? '' : ' or `left`'}`;
}

function absentClaimFindings(table: VpcRouteTable, declared: VpcRouteTableDeclaration, declaration: MoveDeclaration): Finding[] {
  const routes = notOfStack(staticRoutesTo(table, declaration.from.id), table, declaration);
  const absent = (list: readonly string[]) => list
    .filter((destination) => !routes.some((route) => sameDestination(route.destination, destination)));
  return [...absent(declared.moved), ...absent(declared.left)].map((destination) => ({
    id: 'vpc-route-absent',
    message: `${table.id} has no static route ${destination} to ${declaration.from.id}, though one is declared as moved or left`,
    remedy: 'correct the destination or take it out',
  }));
}

/** A route left at the old gateway inside a prefix of the VPN keeps winning there, and leads to nothing after the move. */
function leftBehindFindings(
  survey: Survey, table: VpcRouteTable, declared: VpcRouteTableDeclaration, declaration: MoveDeclaration, prefixes: readonly string[],
): Finding[] {
  const planned = planMove(survey, declaration).vpcRoutes.filter((route) => route.routeTableId === table.id);
  const left = notOfStack(staticRoutesTo(table, declaration.from.id), table, declaration)
    .filter((route) => claims(declared.left, route) && isCidr(route.destination));
  return left.flatMap((route) => prefixes
    .filter((prefix) => containsCidr(prefix, route.destination)
      && !planned.some((each) => sameDestination(each.destination, route.destination)))
    .map((prefix) => ({
      id: 'vpc-route-left-behind',
      message: `route ${route.destination} in ${table.id} is left at ${declaration.from.id}, but ${prefix} behind the VPN moves: what it carries would be lost`,
      remedy: `take ${route.destination} out of \`left\` of ${table.id} and list it under \`moved\``,
    })));
}

/** Less those of the stack: where they lead is written in its template. */
function notOfStack(routes: readonly VpcRoute[], table: VpcRouteTable, declaration: MoveDeclaration): VpcRoute[] {
  return routes.filter((route) => !isOfStack(declaration, table.id, route.destination));
}

/** What the old gateway propagates is beaten by the stack's static routes, if these lead to all that is behind the VPN. */
function isWhollyLedByStack(table: VpcRouteTable, declaration: MoveDeclaration, prefixes: readonly string[]): boolean {
  return destinationsAfter(declaration, table.id).length > 0 && prefixes.every((prefix) => isLedByStack(declaration, table.id, prefix));
}

function staticRoutesTo(table: VpcRouteTable, gatewayId: string): VpcRoute[] {
  return table.routes.filter((route) => isStaticVpcRoute(route) && route.targetId === gatewayId);
}

function claims(list: readonly string[], route: VpcRoute): boolean {
  return list.some((destination) => sameDestination(destination, route.destination));
}
