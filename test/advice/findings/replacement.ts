/** One virtual private gateway in the place of another: how each finding is brought about, and what its advice says to do. */
import { away, cause, CLASSIC, doing, FIRST, Stories } from './story';
import { ON_PREMISES } from '../world';

export const REPLACEMENT = {
  'new-connection-classic': {
    causes: [cause('it is one itself', CLASSIC, (world) => {
      world.become('vpnConnections', world.declaration.replacement!.connections[0].toId, { category: 'VPN-Classic' });
    })],
    advice: [doing(/make a new connection on the new gateway/, (world) => {
      const { vpcId, connections: [{ fromId }] } = world.declaration.replacement!;
      const toId = world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: ON_PREMISES, networks: ON_PREMISES });
      world.declare({ replacement: { ...world.declaration.replacement!, vpcId, connections: [{ fromId, toId }] } });
    })],
  },
  'connection-not-classic': {
    causes: [cause('it is one of today', CLASSIC, (world) => world.become('vpnConnections', world.connectionId, { category: 'VPN' }))],
    advice: [
      doing(/let VirtualPrivateGatewayReplacement replace its gateway/, (world) => {
        const { fromCategory, ...replacement } = world.declaration.replacement!;
        world.declare({ replacement });
      }),
      away(/or VpnTargetMigration move it/, 'VpnTargetMigration'),
    ],
  },
  'static-route-missing': {
    causes: [cause('the new connection lacks one', CLASSIC, (world) => void world.call('DeleteVpnConnectionRoute', {
      VpnConnectionId: world.declaration.replacement!.connections[0].toId, DestinationCidrBlock: FIRST,
    }))],
    advice: [doing(/no static route of (vpn-\w+) leads to (\S+), .* make that static route of the new connection first/,
      (world, [, id, cidr]) => void world.call('CreateVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: cidr }))],
  },
  'vpn-gateway-not-in-place': {
    causes: [cause('another gateway is declared', CLASSIC, (world) => world.declareFrom({ id: world.seed.vpnGateway() }))],
    advice: [doing(/name the gateway that is attached to that VPC/, (world) => world.declare({ from: world.bench.declaration.from }))],
  },
  'test-route-table-elsewhere': {
    causes: [cause('it is another VPC\'s', { move: 'classic-tested' }, (world) => {
      const { test, ...replacement } = world.declaration.replacement!;
      const [{ routeTableId }] = world.declaration.vpcRouteTables;
      world.declare({ replacement: { ...replacement, test: { ...test!, routeTableIds: [routeTableId] } } });
    })],
    advice: [
      doing(/name route tables of the test VPC/, (world) => world.declare({ replacement: world.bench.declaration.replacement })),
      doing(/or none/, (world) => {
        const replacement = world.declaration.replacement!;
        world.declare({ replacement: { ...replacement, test: { ...replacement.test!, routeTableIds: [] } } });
      }),
    ],
  },
} satisfies Stories;
