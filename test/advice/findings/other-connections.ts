/** Other connections: how each finding is brought about, and what its advice says to do. */
import { accepting, acceptingLoss, anotherCustomerGateway, cause, doing, lookingFirst, neighbour, Stories, TO_VGW } from './story';

export const OTHER_CONNECTIONS = {
  'sites-separated': {
    causes: [cause('there is another on the old gateway', {}, (world) => void neighbour(world, world.declaration.from.id))],
    advice: [
      accepting(),
      doing(/move (vpn-\w+) too/, (world, [, id]) => world.become('vpnConnections', id, { target: { kind: 'transit-gateway', id: world.declaration.to.id } })),
      lookingFirst(/or make sure that the sites have no traffic with each other/),
    ],
  },
  'inside-cidr-in-use': {
    causes: [cause('a tunnel there has it', TO_VGW, (world) => {
      const id = neighbour(world, world.declaration.to.id);
      const [{ insideCidr }] = world.state('vpnConnections')[world.connectionId].tunnels;
      world.become('vpnConnections', id, { tunnels: world.state('vpnConnections')[id].tunnels.map((tunnel) => ({ ...tunnel, insideCidr })).slice(0, 1) });
    })],
    advice: [doing(/block (\S+) of a tunnel is also that of a tunnel of (vpn-\w+) .* give one of the two tunnels another inside CIDR block/,
      (world, [, cidr, id]) => world.become('vpnConnections', id, {
        tunnels: world.state('vpnConnections')[id].tunnels.map((tunnel) => (tunnel.insideCidr === cidr ? { ...tunnel, insideCidr: '169.254.99.0/30' } : tunnel)),
      }))],
  },
  'duplicate-connection': {
    causes: [cause('it joins the same two', TO_VGW, (world) => {
      const { customerGatewayId } = world.state('vpnConnections')[world.connectionId];
      world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: ['10.77.0.0/16'], customerGatewayId });
    })],
    advice: [
      accepting(),
      doing(/or give one of them a customer gateway of its own/, anotherCustomerGateway),
      doing(/connects (vgw-\w+) and .* move to another gateway/, (world, [, VpnGatewayId]) => {
        world.call('DetachVpnGateway', { VpnGatewayId, VpcId: world.vpcId });
        world.bench.pass(300);
        world.declareTo({ id: world.seed.vpnGateway({ attachedTo: world.vpcId }) });
      }),
    ],
  },
  'vpn-route-shadowing': {
    causes: [cause('its route is the longer one', TO_VGW, (world) => {
      world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: ['10.1.7.0/24'], networks: ['10.77.0.0/16'] });
    })],
    advice: [
      acceptingLoss(),
      doing(/static route (\S+) of (vpn-\w+) meets .* delete it, if these addresses belong behind the VPN that moves/,
        (world, [, cidr, id]) => void world.call('DeleteVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: cidr })),
    ],
  },
} satisfies Stories;
