/** Quotas, owners, alarms, rights: how each finding is brought about, and what its advice says to do. */
import { accepting, BGP, cause, doing, lookingFirst, onceMore, peering, Stories, TO_VGW } from './story';
import { ON_PREMISES, OWN_STACK } from '../world';

const OTHER_STACK = OWN_STACK.replace('Move', 'Spokes');

export const ACCOUNT = {
  'too-many-bgp-prefixes': {
    causes: [cause('the device announces them', BGP, (world) => {
      world.declare({ onPremisesCidrs: ON_PREMISES });
      world.become('vpnConnections', world.connectionId, {
        tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: 1_001 })),
      });
    })],
    advice: [onceMore(/summarize the announcements first/, (world) => world.become('vpnConnections', world.connectionId, {
      tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: ON_PREMISES.length })),
    }))],
  },
  'quota-exceeded': {
    causes: [cause('of the account', {}, (world) => {
      peering(world, []);
      world.quotas = [{ name: 'attachments-per-transit-gateway', applied: 2 }];
    })],
    advice: [
      doing(/ask for a higher quota/, (world) => {
        world.quotas = world.quotas.map(({ name }) => ({ name, applied: 100 }));
      }),
      doing(/(tgw-\w+) would have .* or make room first/, (world) => {
        const [other] = Object.values(world.state('transitGatewayAttachments')).filter((each) => each.resourceType === 'peering');
        world.become('transitGatewayAttachments', other.id, { state: 'deleted' });
      }),
    ],
  },
  'quota-unknown': {
    causes: [cause('and it would be more than documented', { ...TO_VGW, quotas: { connectionsPerVpnGateway: 20 } }, (world) => {
      for (let each = 0; each < 10; each += 1) world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: [`10.${80 + each}.0.0/16`] });
      world.quotas = [{ name: 'vpn-connections-per-vpn-gateway', applied: { unreadable: 'AccessDeniedException: no' } }];
    })],
    advice: [
      accepting(),
      doing(/ask for a higher quota/, (world) => {
        world.quotas = world.quotas.map(({ name }) => ({ name, applied: 100 }));
      }),
      doing(/or make room first/, (world) => {
        const [other] = Object.values(world.state('vpnConnections')).filter((each) => each.id !== world.connectionId);
        world.call('DeleteVpnConnection', { VpnConnectionId: other.id });
        world.bench.pass(300);
      }),
    ],
  },
  'owned-by-another-stack': {
    causes: [cause('the connection is', {}, (world) => world.become('vpnConnections', world.connectionId, {
      tags: [{ Key: 'aws:cloudformation:stack-id', Value: OTHER_STACK }],
    }))],
    advice: [
      accepting(),
      lookingFirst(/in the template of Spokes, (?:give|point|take|let)/),
    ],
  },
  'rollback-alarm': {
    causes: [cause('it watches the tunnels', {}, (world) => {
      world.stack = { ...world.stack, rollbackAlarms: [{ name: 'TunnelDown', watches: 'this connection' }] };
    })],
    advice: [
      accepting(),
      doing(/deploy the move without this rollback trigger/, (world) => {
        world.stack = { ...world.stack, rollbackAlarms: [] };
      }),
    ],
  },
  'rollback-alarms-unknown': {
    causes: [cause('the stack cannot be described', {}, (world) => {
      world.stack = { ...world.stack, rollbackAlarms: { unreadable: 'describing the stack: AccessDenied: no' } };
    })],
    advice: [
      accepting(),
      onceMore(/let the role of the move describe its stack and the alarms, and deploy again/, (world) => {
        world.stack = { ...world.stack, rollbackAlarms: [] };
      }),
    ],
  },
  'not-permitted': {
    causes: [cause('a boundary takes a right away', {}, (world) => {
      world.refusal = (operation, dryRun) => (operation === 'ReplaceRoute' && dryRun ? 'UnauthorizedOperation' : undefined);
    })],
    advice: [onceMore(/look for a service control policy, a permissions boundary or a denial that takes these permissions away/, (world) => {
      world.refusal = undefined;
    })],
  },
} satisfies Stories;
