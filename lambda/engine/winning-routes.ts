/** Which route of a table carries what is sent to a network: longest prefix first, and of equal ones a static one. */
import { TransitGatewayRoute, TransitGatewayRouteTable, VpcRoute, VpcRouteTable } from './observation';
import { isCidr, longestMatches } from '../../src/contract/cidr';

/** Static routes of a VPC table are those a person made; propagated ones come and go by themselves. */
export function isStaticVpcRoute(route: VpcRoute): boolean {
  return route.origin === 'CreateRoute';
}

export function winningVpcRoutes({ routes }: VpcRouteTable, cidr: string): VpcRoute[] {
  return winning(routes, cidr, isStaticVpcRoute);
}

export function winningTransitGatewayRoutes({ routes }: TransitGatewayRouteTable, cidr: string): TransitGatewayRoute[] {
  return winning(routes, cidr, (route) => route.type === 'static');
}

function winning<R extends { readonly destination: string }>(routes: readonly R[], cidr: string, isStatic: (route: R) => boolean): R[] {
  const best = longestMatches(routes.filter((route) => isCidr(route.destination)), cidr);
  const statics = best.filter(isStatic);
  return statics.length > 0 ? statics : best;
}
