/** Routes on the transit gateway that the new ones would collide with, hide, or be hidden by. */
import { containsCidr, isCidr, sameDestination } from '../cidr';
import { MoveDeclaration } from '../declaration';
import { acceptableFinding, Finding } from '../finding';
import { Survey, TransitGatewayRoute, TransitGatewayRouteTable } from '../observation';
import { MovePlan, onPremisesCidrs } from '../plan';

export function transitGatewayRouteFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const to = declaration.to;
  if (to.kind !== 'transit-gateway' || declaration.from.id === to.id) return [];
  if (survey.connection?.routing === 'static' && to.staticRouteTableIds.length === 0) {
    return [{
      id: 'no-static-route-table',
      message: `VPN connection ${survey.connection.id} uses static routing, and no table of ${to.id} is named for its routes`,
      remedy: 'name the tables that the VPC attachments are associated with in `staticRouteTableIds`',
    }];
  }
  const prefixes = onPremisesCidrs(survey, declaration) ?? [];
  const tables = survey.connection?.routing === 'static' ? to.staticRouteTableIds : to.propagationRouteTableIds;
  return survey.transitGatewayRouteTables.filter((table) => tables.includes(table.id))
    .flatMap((table) => prefixes.flatMap((cidr) => {
      const planned = plan.to.transitGatewayRoutes.some((route) => route.routeTableId === table.id && route.cidr === cidr);
      return routesAgainst(survey, table, cidr).map((route) => conflict(table, cidr, route, planned));
    }));
}

/**
 * Routes for the same block, or inside it: a wider one is beaten by the new route's longer prefix, as it should be.
 * The way to the moving VPC's own addresses is none either: inside that VPC its local route has always won.
 */
function routesAgainst(survey: Survey, table: TransitGatewayRouteTable, cidr: string): TransitGatewayRoute[] {
  const own = survey.vpcs.flatMap((vpc) => vpc.cidrs);
  return table.routes.filter((route) => isCidr(route.destination) && containsCidr(cidr, route.destination)
    && !own.some((vpcCidr) => containsCidr(vpcCidr, route.destination) && !sameDestination(cidr, route.destination)));
}

function conflict(table: TransitGatewayRouteTable, cidr: string, route: TransitGatewayRoute, planned: boolean): Finding {
  const leadsTo = route.attachmentIds.length > 0 ? route.attachmentIds.join(', ') : 'nowhere (blackhole)';
  const there = `${route.type} route ${route.destination} in ${table.id}, which leads to ${leadsTo},`;
  if (!sameDestination(route.destination, cidr)) {
    return acceptableFinding('transit-gateway-route-shadowing', `${table.id}/${route.destination}`,
      `${there} would take part of ${cidr} away from the VPN: the longer prefix wins`,
      'delete it, if that part belongs behind the VPN');
  }
  if (route.type === 'static') {
    return {
      id: 'transit-gateway-route-exists',
      message: planned ? `${there} stands where the route for ${cidr} must be created` : `${there} would beat the prefix ${cidr} that the VPN propagates`,
      remedy: 'delete it and deploy again',
    };
  }
  const message = planned
    ? `${there} would be beaten by the new static route: traffic for ${cidr} would change from ${leadsTo} to the VPN`
    : `${there} and the VPN would both propagate ${cidr}`;
  return acceptableFinding('transit-gateway-route-shadowed', `${table.id}/${route.destination}`, message,
    'withdraw it, or leave the prefix out of the VPN\'s routes');
}
