/**
 * The static routes of a VPC table that lead to the old gateway, by whose they are: the operation's, which are moved; those that are left
 * there on purpose; the stack's, which CloudFormation changes; and those that nobody has claimed.
 */
import { difference } from './difference';
import { Snapshot, VpcRoute, VpcRouteTable } from './observation';
import { isStaticVpcRoute } from './winning-routes';
import { canonicalDestination, containsCidr, isCidr, overlapsCidr, sameDestination } from '../../src/contract/cidr';
import { MoveDeclaration, VpcRouteTableDeclaration } from '../../src/contract/declaration';
import { Gateway } from '../../src/contract/gateway';

export interface VpcRouteClaims {
  readonly table: VpcRouteTable;
  /** Absent where nobody has declared the table. */
  readonly declared?: VpcRouteTableDeclaration;
  /** All that lead to the old gateway, less those of the stack: where those lead is written in its template. */
  readonly routes: readonly VpcRoute[];
  /** By name, or because they are a prefix of the VPN. */
  readonly moved: readonly VpcRoute[];
  readonly left: readonly VpcRoute[];
  /** They carry what is the VPN's, as far as that can be seen, and nobody says what becomes of them. */
  readonly unclaimed: readonly VpcRoute[];
  /** Destinations that are declared as moved or left, and of which there is no route. */
  readonly absent: readonly string[];
}

export function vpcRouteClaims({ vpcRouteTables }: Snapshot, declaration: MoveDeclaration, networks: readonly string[]): VpcRouteClaims[] {
  return vpcRouteTables.map((table) => {
    const declared = declaration.vpcRouteTables.find((each) => each.routeTableId === table.id);
    const { moved: declaredMoved, left: declaredLeft } = declared ?? { moved: [], left: [] };
    const routes = staticRoutesTo(table, declaration.from.id).filter((route) => !isOfStack(declaration, table.id, route.destination));
    const left = routes.filter(isOneOf(declaredLeft));
    const isMoved = isOneOf(declared === undefined ? [] : [...declaredMoved, ...networks]);
    const moved = routes.filter((route) => isMoved(route) && !left.includes(route));
    const concerned = concernedRoutes(table, declaration.from, networks);
    return {
      table,
      ...declared === undefined ? {} : { declared },
      routes, moved, left,
      unclaimed: routes.filter((route) => concerned.includes(route) && !moved.includes(route) && !left.includes(route)),
      absent: difference([...declaredMoved, ...declaredLeft], routes.map((route) => route.destination), canonicalDestination).missing,
    };
  });
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

function staticRoutesTo(table: VpcRouteTable, gatewayId: string): VpcRoute[] {
  return table.routes.filter((route) => isStaticVpcRoute(route) && route.targetId === gatewayId);
}

function isOneOf(destinations: readonly string[]): (route: VpcRoute) => boolean {
  const wanted = new Set(destinations.map(canonicalDestination));
  return ({ destination }) => wanted.has(canonicalDestination(destination));
}

/** VPC routes that are resources of the connection's own stack: CloudFormation changes them, so the move neither plans nor claims them. */
type OfStack = Pick<MoveDeclaration, 'stackVpcRoutes'>;

interface Planned {
  readonly vpcRoutes: readonly { readonly routeTableId: string }[];
}

/** Whether the stack has that route, before the deployment or after it. */
export function isOfStack(declaration: OfStack, routeTableId: string, destination: string): boolean {
  return (['before', 'after'] as const).flatMap((when) => stackDestinations(declaration, routeTableId, when))
    .some((each) => sameDestination(each, destination));
}

/** Whether a route of the stack leads from that table to a network when CloudFormation is done. */
export function isRoutedByStack(declaration: OfStack, routeTableId: string, cidr: string): boolean {
  return stackDestinations(declaration, routeTableId, 'after')
    .some((each) => sameDestination(each, cidr) || (isCidr(each) && containsCidr(each, cidr)));
}

/** Where the routes lead that the stack has in that table before the deployment, or after it. */
export function stackDestinations({ stackVpcRoutes }: OfStack, routeTableId: string, when: 'before' | 'after'): readonly string[] {
  return stackVpcRoutes?.[when].find((each) => each.routeTableId === routeTableId)?.destinations ?? [];
}

/** The tables out of which the new gateway is to be reached, whoever changes their routes. */
export function tablesToMove({ vpcRoutes }: Planned, { stackVpcRoutes }: OfStack): ReadonlySet<string> {
  return new Set([...vpcRoutes, ...stackVpcRoutes?.after ?? []].map(({ routeTableId }) => routeTableId));
}
