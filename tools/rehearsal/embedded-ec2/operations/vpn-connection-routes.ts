/** Static routes of connections on virtual private gateways; on a transit gateway they live in its route tables [H 0.4]. */
import type { CreateVpnConnectionRouteCommandInput, DeleteVpnConnectionRouteCommandInput } from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { exactCidr, live, notAvailable, routeExists } from '../errors';
import { isLive, VpnConnection, VpnStaticRoute } from '../records';
import { Context, issue, NetworkState, OperationMap, patch, schedule, TransitionMap } from '../state';
import { withDeletedRoutes } from './vpn-provisioning';

export const vpnConnectionRouteOperations: OperationMap = {
  CreateVpnConnectionRoute: createVpnConnectionRoute,
  DeleteVpnConnectionRoute: deleteVpnConnectionRoute,
};

export const vpnConnectionRouteTransitions: TransitionMap = {
  'static-route-settled': (state, { subject, detail }, context) => {
    const connection = state.vpnConnections[subject];
    const route = connection?.staticRoutes.find((each) => each.token === detail.token);
    if (route?.state === 'pending') setState(state, connection, route, 'available');
    if (route?.state === 'deleting') {
      const staticRoutes = withDeletedRoutes(state, connection, (each) => each === route, context);
      patch(state, 'vpnConnections', subject, { staticRoutes });
    }
  },
  'static-route-vanished': (state, { subject, detail }) => {
    const kept = state.vpnConnections[subject]?.staticRoutes.filter((route) => route.token !== detail.token);
    patch(state, 'vpnConnections', subject, { staticRoutes: kept });
  },
};

/** [2.3 RouteAlreadyExists, RouteLimitExceeded; 2.2: 100 per connection H] */
function createVpnConnectionRoute(state: NetworkState, input: CreateVpnConnectionRouteCommandInput, context: Context): object {
  const connection = connectionWithStaticRoutes(state, input.VpnConnectionId, context);
  const cidr = exactCidr('DestinationCidrBlock', input.DestinationCidrBlock);
  const same = connection.staticRoutes.find((route) => route.cidr === cidr && isLive(route));
  const deleting = same?.state === 'deleting';
  const answer = context.unknowns.staticRouteCreateWhileDeleting;
  if (deleting && answer !== 'accepted') throw new Ec2Error(answer, `The route ${cidr} is in invalid state ${same.state}`);
  if (same !== undefined && !deleting) throw routeExists(cidr);
  const limit = context.quotas.staticRoutesPerConnection;
  if (connection.staticRoutes.filter(isLive).length >= limit) {
    throw new Ec2Error('RouteLimitExceeded', `The maximum number of ${limit} static routes of ${connection.id} has been reached`);
  }
  const route: VpnStaticRoute = { cidr, state: 'pending', token: issue(state) };
  const others = connection.staticRoutes.filter((each) => each.cidr !== cidr);
  patch(state, 'vpnConnections', connection.id, { staticRoutes: [...others, route] });
  settleLater(state, connection, route, context);
  return {};
}

/** Forwarding stops at once, the route stays listed [H 1.3 B3, 3]. */
function deleteVpnConnectionRoute(state: NetworkState, input: DeleteVpnConnectionRouteCommandInput, context: Context): object {
  const connection = connectionWithStaticRoutes(state, input.VpnConnectionId, context);
  const cidr = exactCidr('DestinationCidrBlock', input.DestinationCidrBlock);
  const route = connection.staticRoutes.find((each) => each.cidr === cidr && ['pending', 'available'].includes(each.state));
  if (route === undefined) throw new Ec2Error('InvalidRoute.NotFound', `no route with destination-cidr-block ${cidr} in ${connection.id}`);
  setState(state, connection, route, 'deleting');
  settleLater(state, connection, route, context);
  return {};
}

/** [2.1: BGP on static H text, M mapping; on a transit gateway U] */
function connectionWithStaticRoutes(state: NetworkState, id: string | undefined, context: Context): VpnConnection {
  const connection = live(state, 'vpnConnections', id, context);
  if (!connection.staticRoutesOnly) {
    throw new Ec2Error('InvalidVpnConnection.InvalidType', `The vpnConnection ${connection.id} does not support static routes`);
  }
  if (connection.target?.kind !== 'vpn-gateway') {
    const code = context.unknowns.staticRouteOnTransitGatewayConnection;
    throw new Ec2Error(code, `The vpnConnection ${connection.id} is not on a virtual private gateway`);
  }
  if (connection.state !== 'available') throw notAvailable(connection, context);
  return connection;
}

function setState(state: NetworkState, connection: VpnConnection, route: VpnStaticRoute, next: string): void {
  const staticRoutes = connection.staticRoutes.map((each) => (each.token === route.token ? { ...each, state: next } : each));
  patch(state, 'vpnConnections', connection.id, { staticRoutes });
}

function settleLater(state: NetworkState, connection: VpnConnection, route: VpnStaticRoute, context: Context): void {
  schedule(state, context.now + context.latencies.staticRouteSettleMs, 'static-route-settled', connection.id, { token: route.token });
}
