/** What a connection's {@link VpcRoutes} becomes in a template. */
import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IDependable } from 'constructs';
import { vpcAttachments } from './vpc-attachments';
import { isCidr, isIpv4Cidr, isPrefixListId, sameDestination } from '../../contract/cidr';
import { StackVpcRoutes } from '../../contract/declaration';
import { at } from '../../private/checks';
import { Place, placeName } from '../../private/place';
import { stableKey } from '../../private/stable-key';
import { VpcRoutes } from '../connection-vpc-routes';

export interface VpcRouteResources {
  readonly place: Place;
  /** The networks behind the connection, where they are listed. */
  readonly staticRoutes?: readonly string[];
  readonly vpcRoutes: readonly VpcRoutes[];
  /** The ARN of the core network, where that is the place. */
  readonly coreNetworkArn?: string;
  /** What a route needs before it can be made. */
  readonly dependencies: readonly IDependable[];
}

/** By table, as the custom resources are told of them: these they leave to CloudFormation. */
export function stackVpcRoutesOf(props: Pick<VpcRouteResources, 'place' | 'staticRoutes' | 'vpcRoutes'>): StackVpcRoutes[] {
  const routes = staticRoutesOf(props);
  return [...new Set(routes.map(({ routeTableId }) => routeTableId))].map((routeTableId) => ({
    routeTableId, destinations: routes.filter((route) => route.routeTableId === routeTableId).map(({ destination }) => destination),
  }));
}

interface VpcRoute {
  readonly routeTableId: string;
  readonly destination: string;
}

/** @throws an error when the place has no such routes, or two routes of a table have the same destination */
export function makeVpcRoutes(scope: Construct, props: VpcRouteResources): void {
  if (props.vpcRoutes.length === 0) return;
  const routes = staticRoutesOf(props);
  const propagatedTables = propagatedTablesOf(props);
  const target = routeTarget(props);
  for (const { routeTableId, destination } of routes) {
    // Not by the gateway: CloudFormation leads an existing route to another gateway in place.
    const id = `VpcRoute-${stableKey(scope, routeTableId)}-${stableKey(scope, destination)}`;
    const route = new ec2.CfnRoute(scope, id, { routeTableId, ...destinationOf(destination), ...target });
    route.node.addDependency(...props.dependencies, vpcAttachments(scope, { place: props.place, routeTableIds: [routeTableId] }));
  }
  if (propagatedTables.length > 0) propagate(scope, target.gatewayId!, propagatedTables, props);
}

/**
 * One for all connections of the stack on the gateway, as a table has one propagation from a gateway. Were it each connection's own, one
 * that is renamed would switch propagation on first, which changes nothing, and then off.
 */
function propagate(scope: Construct, vpnGatewayId: string, tables: string[], { dependencies, place }: VpcRouteResources): void {
  const stack = Stack.of(scope);
  const id = `VpnGatewayRoutePropagation-${stableKey(scope, vpnGatewayId)}`;
  const made = stack.node.tryFindChild(id) as ec2.CfnVPNGatewayRoutePropagation | undefined;
  const propagation = made ?? new ec2.CfnVPNGatewayRoutePropagation(stack, id, { routeTableIds: [], vpnGatewayId });
  propagation.routeTableIds.push(...tables.filter((table) => !propagation.routeTableIds.includes(table)));
  propagation.node.addDependency(...dependencies, vpcAttachments(scope, { place, routeTableIds: tables }));
}

function staticRoutesOf({ vpcRoutes, staticRoutes, place }: Pick<VpcRouteResources, 'place' | 'staticRoutes' | 'vpcRoutes'>): VpcRoute[] {
  const routes: VpcRoute[] = [];
  vpcRoutes.forEach((each, index) => {
    if (each._kind !== 'static') return;
    const destinations = each._destinations ?? staticRoutes;
    if (destinations === undefined) {
      throw new Error(`\`${at('vpcRoutes', index)}\` must name its \`destinations\` when \`routing\` is BGP, got none;`
        + ' which networks the device will announce is not known at synthesis');
    }
    for (const destination of destinations) {
      requireCarried(index, destination, place);
      for (const routeTableId of each._routeTableIds) {
        if (routes.some((other) => other.routeTableId === routeTableId && sameDestination(other.destination, destination))) {
          throw new Error(`\`${at('vpcRoutes', index)}\` must not repeat a route, got ${JSON.stringify(destination)} in ${routeTableId} twice; remove one of them`);
        }
        routes.push({ routeTableId, destination });
      }
    }
  });
  return routes;
}

function propagatedTablesOf({ vpcRoutes, place }: VpcRouteResources): string[] {
  const tables: string[] = [];
  vpcRoutes.forEach((each, index) => {
    if (each._kind !== 'propagated') return;
    if (place.kind !== 'virtual-private-gateway') {
      throw new Error(`\`${at('vpcRoutes', index)}\` must be static routes when \`target\` is not a virtual private gateway, got propagation`
        + ` and ${placeName(place)}; use \`VpcRoutes.staticRoutes\``);
    }
    for (const id of each._routeTableIds) {
      if (tables.includes(id)) throw new Error(`\`${at('vpcRoutes', index)}\` must not repeat a table, got propagation to ${id} twice; remove one of them`);
      tables.push(id);
    }
  });
  return tables;
}

/** [H, UG-VPC_VPN: IPv6 through the tunnels on a transit gateway and on Cloud WAN only] */
function requireCarried(index: number, destination: string, place: Place): void {
  if (place.kind !== 'virtual-private-gateway' || Token.isUnresolved(destination)) return;
  if (!isCidr(destination) || isIpv4Cidr(destination)) return;
  throw new Error(`\`${at('vpcRoutes', index)}\` must have IPv4 destinations on a virtual private gateway, got ${JSON.stringify(destination)};`
    + ' it does not carry IPv6, a transit gateway does');
}

function routeTarget({ place, coreNetworkArn }: VpcRouteResources): Pick<ec2.CfnRouteProps, 'transitGatewayId' | 'coreNetworkArn'> & { gatewayId?: string } {
  switch (place.kind) {
    case 'virtual-private-gateway': return { gatewayId: place.end.id };
    case 'transit-gateway': return { transitGatewayId: place.end.id };
    case 'vpn-concentrator': return { transitGatewayId: place.concentrator.transitGatewayId };
    case 'core-network': return { coreNetworkArn };
    case 'none': throw new Error('`vpcRoutes` must be empty when `target` is `TargetGateway.none()`; there is no gateway to which a route could lead');
  }
}

function destinationOf(destination: string): Pick<ec2.CfnRouteProps, 'destinationCidrBlock' | 'destinationIpv6CidrBlock' | 'destinationPrefixListId'> {
  if (Token.isUnresolved(destination)) return { destinationCidrBlock: destination };
  if (isPrefixListId(destination)) return { destinationPrefixListId: destination };
  return isIpv4Cidr(destination) ? { destinationCidrBlock: destination } : { destinationIpv6CidrBlock: destination };
}
