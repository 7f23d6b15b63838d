/** Whether every VPC route that leads to the old gateway is accounted for: moved, or left there on purpose. */
import { canonicalDestination, containsCidr, isCidr, sameDestination } from '../../../src/contract/cidr';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Finding, finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { difference } from '../difference';
import { VpcRoute, VpcRouteTable } from '../observation';
import { isRoutedByStack, stackDestinations, VpcRouteClaims } from '../vpc-route-claims';
import { isStaticVpcRoute } from '../winning-routes';

export function vpcRouteFindings(assessment: Assessment): Finding[] {
  const { declaration, vpcRoutes } = assessment;
  return [...missingTableFindings(assessment), ...vpcRoutes.flatMap((claims) => [
    ...existingRouteFindings(claims.table, declaration),
    ...(claims.declared === undefined ? [undeclaredTableFindings] : [unclaimedFindings, absentClaimFindings, leftBehindFindings])
      .flatMap((findings) => findings(claims, assessment)),
  ])];
}

function missingTableFindings({ snapshot, declaration }: Assessment): Finding[] {
  return [...declaration.vpcRouteTables, ...declaration.stackVpcRoutes?.after ?? []]
    .filter((declared) => !snapshot.vpcRouteTables.some((table) => table.id === declared.routeTableId))
    .map((declared) => finding('vpc-route-table-not-found',
      `VPC route table ${declared.routeTableId} does not exist in this account and region`,
      'correct the id or leave the table out'));
}

/** What is new in the stack is made, not taken over: CloudFormation would fail over it once the connection has gone. */
function existingRouteFindings(table: VpcRouteTable, declaration: MoveDeclaration): Finding[] {
  const [before, after] = (['before', 'after'] as const).map((when) => stackDestinations(declaration, table.id, when));
  return difference(after, before, canonicalDestination).missing
    .flatMap((destination) => table.routes.filter((route) => isStaticVpcRoute(route) && sameDestination(route.destination, destination)))
    .map((route) => finding('vpc-route-of-stack-exists',
      `the stack would make the route ${route.destination} in ${table.id}, where there is one to ${route.targetId} already that is not the stack's`,
      `leave ${table.id} with that destination out of \`vpcRoutes\`, or delete the route and make it by the stack in a deployment of its own`));
}

function undeclaredTableFindings({ table, unclaimed: routes }: VpcRouteClaims, { declaration, networks }: Assessment): Finding[] {
  const propagates = table.propagatingGatewayIds.includes(declaration.from.id) && !isFullyRoutedByStack(table, declaration, networks);
  if (routes.length === 0 && !propagates) return [];
  const why = [
    ...routes.length > 0 ? [`has ${routes.map((route) => route.destination).join(', ')} to ${declaration.from.id}`] : [],
    ...propagates ? [`gets routes propagated from ${declaration.from.id}`] : [],
  ].join(' and ');
  return [finding('vpc-route-table-undeclared',
    `route table ${table.id} of VPC ${table.vpcId} ${why}, and would lose the way to the VPN`,
    [
      `declare ${table.id} in \`vpcRouteTables\``,
      ...routes.flatMap((route) => claiming(route, networks) ?? []).map((claim) => `${claim} there`),
    ].join(' and '))];
}

function unclaimedFindings({ table, unclaimed }: VpcRouteClaims, { declaration, networks }: Assessment): Finding[] {
  return unclaimed.map((route) => finding('vpc-route-unclaimed',
    `route ${route.destination} in ${table.id} leads to ${declaration.from.id} and is neither a prefix of the VPN nor declared`,
    `${claiming(route, networks) ?? `list ${route.destination} under \`moved\``} of ${table.id}`));
}

/** How a route is to be declared, unless it moves as a prefix of the VPN: left, a part of one would lead to nothing. */
function claiming({ destination }: VpcRoute, prefixes: readonly string[]): string | undefined {
  if (prefixes.some((prefix) => sameDestination(prefix, destination))) return undefined;
  const isPart = isCidr(destination) && prefixes.some((prefix) => containsCidr(prefix, destination));
  return `list ${destination} under \`moved\`${isPart ? '' : ' or `left`'}`;
}

function absentClaimFindings({ table, absent }: VpcRouteClaims, { declaration }: Assessment): Finding[] {
  return absent.map((destination) => finding('vpc-route-absent',
    `${table.id} has no static route ${destination} to ${declaration.from.id}, though one is declared as moved or left`,
    'correct the destination or take it out'));
}

/** A route left at the old gateway inside a prefix of the VPN keeps winning there, and leads to nothing after the move. */
function leftBehindFindings({ table, left }: VpcRouteClaims, { declaration, plan, networks }: Assessment): Finding[] {
  const planned = plan.vpcRoutes.filter((route) => route.routeTableId === table.id);
  return left.filter((route) => isCidr(route.destination)).flatMap((route) => networks
    .filter((prefix) => containsCidr(prefix, route.destination)
      && !planned.some((each) => sameDestination(each.destination, route.destination)))
    .map((prefix) => finding('vpc-route-left-behind',
      `route ${route.destination} in ${table.id} is left at ${declaration.from.id}, but ${prefix} behind the VPN moves: what it carries would be lost`,
      `take ${route.destination} out of \`left\` of ${table.id} and list it under \`moved\``)));
}

/** What the old gateway propagates is beaten by the stack's static routes, if these lead to all that is behind the VPN. */
function isFullyRoutedByStack(table: VpcRouteTable, declaration: MoveDeclaration, prefixes: readonly string[]): boolean {
  return stackDestinations(declaration, table.id, 'after').length > 0 && prefixes.every((prefix) => isRoutedByStack(declaration, table.id, prefix));
}
