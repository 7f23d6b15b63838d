/** The connection itself: how each finding is brought about, and what its advice says to do. */
import { accepting, away, BETWEEN_TGWS, BGP, cause, CLASSIC, CORRECT, DEVICE, doing, neighbour, NEW_CONNECTION, NOWHERE, onceMore, Stories } from './story';
import { GatewayReplacement } from '../../../src/contract/replacement-declaration';
import { Estate, ON_PREMISES, World } from '../world';

const CLASSIC_BGP: Estate = { ...CLASSIC, ...BGP };

export const CONNECTION = {
  'connection-not-found': {
    causes: [
      cause('its id is misspelt', {}, (world) => world.declare({ vpnConnectionId: `vpn-${NOWHERE}` })),
      cause('that of a new connection is', CLASSIC, (world) => replaced(world, { toId: `vpn-${NOWHERE}` })),
    ],
    advice: [
      doing(CORRECT, (world) => {
        const { vpnConnectionId, replacement } = world.bench.declaration;
        world.declare({ vpnConnectionId, ...replacement === undefined ? {} : { replacement } });
      }),
      away(/or deploy to the account and region of the connection/, 'another account or region'),
    ],
  },
  'connection-not-available': {
    causes: [
      cause('somebody modifies it', {}, (world) => world.become('vpnConnections', world.connectionId, { state: 'modifying' })),
      cause('a new one is being made', CLASSIC, (world) => {
        world.become('vpnConnections', world.declaration.replacement!.connections[0].toId, { state: 'pending' });
      }),
    ],
    advice: [onceMore(/wait until it is available and deploy again/, (world) => {
      for (const id of Object.keys(world.state('vpnConnections'))) world.become('vpnConnections', id, { state: 'available' });
    })],
  },
  'connection-classic': {
    causes: [cause('it is one', CLASSIC, (world) => world.declare({ replacement: undefined }))],
    advice: [doing(/let ClassicVpnMigration put a connection of today in its place/, (world) => world.declare({
      replacement: world.bench.declaration.replacement, to: world.bench.declaration.to,
    }))],
  },
  'connection-on-core-network': {
    causes: [cause('it is there', {}, (world) => world.become('vpnConnections', world.connectionId, {
      target: undefined, elsewhere: { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0a1b2c3d4e5f60718' },
    }))],
    advice: [away(/make a new connection on the gateway it should have, and move the device to it/, NEW_CONNECTION)],
  },
  'connection-on-concentrator': {
    causes: [cause('it is there', {}, (world) => world.become('vpnConnections', world.connectionId, {
      target: undefined, elsewhere: { VpnConcentratorId: 'vcn-0a1b2c3d4e5f60718' },
    }))],
    advice: [away(/make a new connection on the gateway it should have, and move the device to it/, NEW_CONNECTION)],
  },
  'connection-elsewhere': {
    causes: [
      cause('another gateway is declared', {}, (world) => world.declareFrom({ id: world.seed.vpnGateway() })),
      cause('the new one stands on another', CLASSIC, (world) => {
        const toId = world.seed.vpnConnection({ on: world.seed.vpnGateway(), routing: 'static', staticRoutes: ON_PREMISES, networks: ON_PREMISES });
        replaced(world, { toId });
      }),
    ],
    advice: [
      doing(/stands on virtual private gateway (vgw-\w+), not .* declare the gateway it stands on as `from`/, (world, [, id]) => world.declareFrom({ id })),
      doing(/name the connection that stands on that gateway/, (world) => world.declare({ replacement: world.bench.declaration.replacement })),
      doing(/stands on (vgw-\w+), .* or the gateway on which it stands/, (world, [, id]) => world.declareTo({ id })),
    ],
  },
  'customer-gateway-differs': {
    causes: [cause('another one is declared', DEVICE, (world) => world.declare({
      customerGateway: { ...world.declaration.customerGateway!, fromId: world.seed.customerGateway() },
    }))],
    advice: [doing(/has customer gateway (cgw-\w+), not .* declare the customer gateway it has as `from` of `customerGateway`/,
      (world, [, fromId]) => world.declare({ customerGateway: { ...world.declaration.customerGateway!, fromId } }))],
  },
  'transport-attachment-left': {
    causes: [cause('its tunnels are private', BETWEEN_TGWS, (world) => world.become('vpnConnections', world.connectionId, {
      options: { OutsideIpAddressType: 'PrivateIpv4', TransportTransitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718' },
    }))],
    advice: [away(/make a new connection on the new transit gateway with a transport attachment of its own/, NEW_CONNECTION)],
  },
  'no-static-routes': {
    causes: [cause('somebody has deleted them', {}, (world) => {
      for (const cidr of ON_PREMISES) world.call('DeleteVpnConnectionRoute', { VpnConnectionId: world.connectionId, DestinationCidrBlock: cidr });
    })],
    advice: [doing(/create its static routes again if they were deleted by hand, then deploy/, (world) => {
      for (const cidr of ON_PREMISES) world.call('CreateVpnConnectionRoute', { VpnConnectionId: world.connectionId, DestinationCidrBlock: cidr });
    })],
  },
  'declared-prefixes-differ': {
    causes: [cause('one more is declared', {}, (world) => world.declare({ onPremisesCidrs: [...ON_PREMISES, '10.9.0.0/16'] }))],
    advice: [
      doing(/make both the same/, (world) => world.declare({ onPremisesCidrs: ON_PREMISES })),
      doing(/or leave `onPremisesCidrs` out to take the static routes as they are/, (world) => world.declare({ onPremisesCidrs: [] })),
    ],
  },
  'on-premises-prefixes-unknown': {
    causes: [
      cause('another connection may have propagated them', BGP, (world) => {
        world.accept(`sites-separated:${neighbour(world, world.declaration.from.id)}`);
      }),
      cause('the tunnels are down', BGP, (world) => {
        world.become('vpnConnections', world.connectionId, {
          tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, up: false, ipsecUp: false })),
        });
      }),
      cause('they report fewer', BGP, (world) => {
        world.become('vpnConnections', world.connectionId, {
          tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: 1 })),
        });
      }),
      cause('the new gateway is not to propagate', CLASSIC_BGP, (world) => {
        world.become('vpnConnections', world.connectionId, {
          tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: 1 })),
        });
        world.declareTo({ propagatingRouteTableIds: [] });
      }),
    ],
    advice: [
      doing(/name (?:them|the networks) in `onPremisesCidrs`/, (world) => world.declare({ onPremisesCidrs: ON_PREMISES })),
      doing(/or bring the tunnels up/, (world) => world.become('vpnConnections', world.connectionId, {
        tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, up: true, ipsecUp: true })),
      })),
      doing(/known from (rtb-\w+), .* or let the new gateway propagate into these tables/, (world, [, id]) => world.declareTo({ propagatingRouteTableIds: [id] })),
    ],
  },
  'modify-refused': {
    causes: [cause('EC2 says why, and static routes are there', {}, (world) => refusingToModify(world, 'OperationNotPermitted'))],
    advice: [onceMore(/mend what EC2 names and deploy again; static routes may stay/, mendingWhatEc2Names)],
  },
  'modify-uncertain': {
    causes: [cause('nobody knows what EC2 means', BGP, (world) => refusingToModify(world, 'OperationNotPossibleToday'))],
    advice: [
      accepting(),
      onceMore(/mend what EC2 names and deploy again/, mendingWhatEc2Names),
    ],
  },
} satisfies Stories;

function replaced(world: World, change: Partial<GatewayReplacement['connections'][number]>): void {
  const replacement = world.declaration.replacement!;
  world.declare({ replacement: { ...replacement, connections: replacement.connections.map((each) => ({ ...each, ...change })) } });
}

function refusingToModify(world: World, code: string): void {
  world.refusal = (operation, dryRun) => (operation === 'ModifyVpnConnection' && dryRun ? code : undefined);
}

function mendingWhatEc2Names(world: World): void {
  world.refusal = undefined;
}
