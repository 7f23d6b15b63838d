/** VPC routes that are resources of the connection's own stack: CloudFormation changes them, so the move neither plans nor claims them. */
import { containsCidr, isCidr, sameDestination } from '../../src/contract/cidr';
import { MoveDeclaration } from '../../src/contract/declaration';

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
