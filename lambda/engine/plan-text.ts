/**
 * A plan as lines that a person can approve: one line for each thing that will be so once the connection has moved, always in
 * the same words and the same order. Their digest is what `approvedPlan` names, and two plans differ by lines: with other words what was
 * approved before would not be approved any more.
 */
import { difference } from './difference';
import { MovePlan, PlannedReplacement, PlannedSide } from './plan';
import { MoveDeclaration } from '../../src/contract/declaration';
import { nameOfGateway, sameGateway } from '../../src/contract/gateway';

export function linesOfPlan({ vpnConnectionId }: Pick<MoveDeclaration, 'vpnConnectionId'>, plan: MovePlan): string[] {
  const { from, to } = plan;
  const stays = sameGateway(from.gateway, to.gateway);
  if (plan.replacement !== undefined) return [...linesOfReplacement(plan.replacement, plan), ...vpcLines(plan)];
  return [
    stays ? `VPN connection ${vpnConnectionId} stays on ${nameOfGateway(to.gateway)}`
      : `VPN connection ${vpnConnectionId} goes from ${nameOfGateway(from.gateway)} to ${nameOfGateway(to.gateway)}`,
    ...from.customerGatewayId === to.customerGatewayId ? [] : [`customer gateway ${from.customerGatewayId} is replaced by ${to.customerGatewayId}`],
    ...stays ? [] : [
      ...plan.exchangeAtVpcId === undefined ? [] : [`${to.gateway.id} takes the place of ${from.gateway.id} at ${plan.exchangeAtVpcId}`],
      ...sorted(routesOf(from), (route) => `${route} goes`),
      ...sorted(routesOf(to), (route) => `${route} comes`),
      ...to.associationRouteTableId === undefined ? [] : [`the attachment is associated with ${to.associationRouteTableId}`],
      ...sorted(to.propagationRouteTableIds, (id) => `the attachment propagates to ${id}`),
      ...vpcLines(plan),
    ],
  ];
}

/** What today's plan has and the approved one has not (`+`), and the other way round (`-`). */
export function planDifference(approved: readonly string[], today: readonly string[]): string[] {
  const { missing, extra } = difference(today, approved, (line: string) => line);
  return [...extra.map((line) => `- ${line}`), ...missing.map((line) => `+ ${line}`)];
}

function linesOfReplacement({ connections, test }: PlannedReplacement, { from, to, exchangeAtVpcId }: MovePlan): string[] {
  return [
    ...test === undefined ? [] : [`${to.gateway.id} is tested at ${[test.vpcId, ...test.routeTableIds].join(', ')}`],
    `${to.gateway.id} takes the place of ${from.gateway.id} at ${exchangeAtVpcId}`,
    ...connections.map(({ fromId, toId }) => `VPN connection ${toId} takes the place of ${fromId}`),
    ...sorted(from.vgwPropagationRouteTableIds, (id) => `${from.gateway.id} propagates to ${id} no more`),
  ];
}

function vpcLines(plan: MovePlan): string[] {
  const { from, to } = plan;
  return [
    ...sorted(plan.propagationsSwitchedOn, (id) => `${to.gateway.id} propagates to ${id}`),
    ...sorted(plan.vpcRoutes, ({ routeTableId, destination, before, after }) => (
      `VPC route ${destination} in ${routeTableId}: ${nameOf(before, from)} becomes ${nameOf(after, to)}`)),
  ];
}

function routesOf(side: PlannedSide): string[] {
  return [
    ...side.staticRoutes.map((cidr) => `static route ${cidr} of the connection`),
    ...side.transitGatewayRoutes.map(({ routeTableId, cidr }) => `static route ${cidr} in ${routeTableId}`),
  ];
}

function nameOf(route: 'static' | 'none', side: PlannedSide): string {
  return route === 'static' ? `static to ${side.gateway.id}` : 'none';
}

function sorted<T>(items: readonly T[], line: (item: T) => string): string[] {
  return items.map(line).sort();
}
