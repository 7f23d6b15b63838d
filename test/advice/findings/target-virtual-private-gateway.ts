/** The virtual private gateway that is arrived at: how each finding is brought about, and what its advice says to do. */
import { acceptingLoss, away, cause, CLASSIC, CORRECT, doing, EXCHANGE, FIRST, neighbour, NEW_CONNECTION, NOWHERE, onceMore, routeTo, Stories, takingOut, TO_VGW } from './story';
import { World } from '../world';

export const TARGET_VIRTUAL_PRIVATE_GATEWAY = {
  'vpn-gateway-not-found': {
    causes: [cause('it is not there', EXCHANGE, (world) => world.declareTo({ id: `vgw-${NOWHERE}` }))],
    advice: [
      doing(CORRECT, (world) => world.declareTo({ id: world.bench.declaration.to.id })),
      doing(/virtual private gateway (vgw-\w+) .* or create the gateway first/, (world, [, id]) => void world.seed.vpnGateway({ id })),
    ],
  },
  'vpn-gateway-not-available': {
    causes: [cause('it is being made', EXCHANGE, (world) => world.become('vpnGateways', world.declaration.to.id, { state: 'pending' }))],
    advice: [onceMore(/wait until it is available and deploy again/,
      (world) => world.become('vpnGateways', world.declaration.to.id, { state: 'available' }))],
  },
  'vpn-gateway-cannot-carry': {
    causes: [
      cause('the connection is accelerated', TO_VGW, (world) => world.become('vpnConnections', world.connectionId, { options: { EnableAcceleration: true } })),
    ],
    advice: [
      away(/keep it on a transit gateway/, 'no move'),
      away(/or make a new connection without it/, NEW_CONNECTION),
    ],
  },
  'vpn-gateway-ipv4-only': {
    causes: [cause('a route of the VPN is IPv6', TO_VGW, (world) => routeToVpn(world, '2001:db8:1::/48'))],
    advice: [doing(/- \S+ (\S+) cannot be .* withdraw these routes first/, (world, [, cidr]) => {
      for (const table of world.from.staticRouteTableIds) {
        world.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr });
      }
    })],
  },
  'too-many-static-routes': {
    causes: [cause('there are more than a hundred', TO_VGW, (world) => {
      for (let each = 0; each < 101; each += 1) routeToVpn(world, `10.64.${each}.0/24`);
    })],
    advice: [doing(/summarize the routes first/, (world) => {
      const [table] = world.from.staticRouteTableIds;
      const routes = Object.values(world.state('transitGatewayRoutes')).filter((route) => /^10\.64\./.test(route.destination));
      for (const { destination } of routes) world.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: destination });
      routeTo(world, table, '10.64.0.0/16', world.attachmentOf(world.connectionId, world.from.id));
    })],
  },
  'vpc-not-served': {
    causes: [
      cause('the gateway is attached to none', TO_VGW, (world) => world.become('vpnGateways', world.declaration.to.id, { attachment: undefined })),
      cause('nor is it to take the place of the old one', EXCHANGE, (world) => world.declareTo({ vpcId: undefined })),
      cause('a table is another VPC\'s', TO_VGW, (world) => {
        const { vpcId, subnetIds } = world.seed.vpc({ cidr: '172.29.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.29.0.0/20' }] });
        const id = world.seed.routeTable({ vpcId, subnetIds, routes: [{ destination: FIRST, target: world.from.id }] });
        world.declareTable(id, (table) => table);
      }),
      cause('a route of the stack is another VPC\'s', TO_VGW, (world) => {
        const { vpcId } = world.seed.vpc({ cidr: '172.29.0.0/16' });
        const routeTableId = world.seed.routeTable({ vpcId });
        world.declare({ stackVpcRoutes: { before: [], after: [{ routeTableId, destinations: [FIRST] }] } });
      }),
    ],
    advice: [
      doing(/virtual private gateway (vgw-\w+) is attached to no VPC, .* attach it to (vpc-\w+)/, (world, [, VpnGatewayId, VpcId]) => {
        world.call('AttachVpnGateway', { VpnGatewayId, VpcId });
      }),
      doing(/name (vpc-\w+) as `vpcId` of `to`/, (world, [, vpcId]) => world.declareTo({ vpcId })),
      doing(/delete (.*) in (rtb-\w+) first, and take that table out/, (world, [, cidrs, id]) => {
        for (const cidr of cidrs.split(', ')) world.call('DeleteRoute', { RouteTableId: id, DestinationCidrBlock: cidr });
        takingOut(world, id);
      }),
      doing(/take (rtb-\w+) out of `vpcRoutes`:/, (world, [, id]) => {
        const { before, after } = world.declaration.stackVpcRoutes!;
        world.declare({ stackVpcRoutes: { before, after: after.filter((table) => table.routeTableId !== id) } });
      }),
    ],
  },
  'vpn-gateway-attached-elsewhere': {
    causes: [cause('it is attached to another VPC', EXCHANGE, (world) => {
      const { vpcId } = world.seed.vpc({ cidr: '172.29.0.0/16' });
      world.become('vpnGateways', world.declaration.to.id, { attachment: { vpcId, state: 'attached' } });
    })],
    advice: [
      doing(/virtual private gateway (vgw-\w+) is attached to (vpc-\w+); detach it there first/, (world, [, VpnGatewayId, VpcId]) => {
        world.call('DetachVpnGateway', { VpnGatewayId, VpcId });
        world.bench.pass(300);
      }),
      doing(/or choose another gateway/, (world) => world.declareTo({ id: world.seed.vpnGateway() })),
    ],
  },
  'other-connection-cut-off': {
    causes: [
      cause('a move exchanges the gateways', EXCHANGE, (world) => void neighbour(world, world.declaration.from.id)),
      cause('a replacement does', CLASSIC, (world) => void neighbour(world, world.declaration.from.id)),
    ],
    advice: [
      acceptingLoss(),
      doing(/cut off VPN connection (vpn-\w+); move that connection first/, (world, [, id]) => world.become('vpnConnections', id, {
        target: { kind: 'vpn-gateway', id: world.seed.vpnGateway() },
      })),
      doing(/cut off VPN connection (vpn-\w+); make a connection on the new gateway for it, and name both in `connections`/, (world, [, fromId]) => {
        const { staticRoutes, site } = world.state('vpnConnections')[fromId];
        const cidrs = staticRoutes.map(({ cidr }) => cidr);
        const toId = world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: cidrs, networks: site.networks });
        const replacement = world.declaration.replacement!;
        world.declare({ replacement: { ...replacement, connections: [...replacement.connections, { fromId, toId }] } });
      }),
    ],
  },
} satisfies Stories;

function routeToVpn(world: World, destination: string): void {
  world.seed.transitGatewayRoute({
    routeTableId: world.from.staticRouteTableIds[0], destination, attachmentId: world.attachmentOf(world.connectionId, world.from.id),
  });
}
