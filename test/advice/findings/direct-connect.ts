/** Direct Connect, and what comes in from the gateway: how each finding is brought about, and what its advice says to do. */
import { accepting, Alternative, cause, doing, EXCHANGE, lookingFirst, onceMore, Stories, TO_VGW } from './story';
import { World } from '../world';

export const DIRECT_CONNECT = {
  'direct-connect-unknown': {
    causes: [cause('it does not answer', {}, (world) => {
      world.directConnect = { unreadable: 'reading Direct Connect: AccessDeniedException: no' };
    })],
    advice: [
      accepting(),
      onceMore(/let the role of the move read Direct Connect and deploy again/, (world) => {
        world.directConnect = { paths: [] };
      }),
    ],
  },
  'direct-connect-cut-off': {
    causes: [cause('it hangs on the gateway that is detached', EXCHANGE, (world) => directConnectOn(world, world.declaration.from.id))],
    advice: [
      accepting(),
      movingDirectConnect(/move Direct Connect to another gateway first/),
    ],
  },
  'direct-connect-loses': {
    causes: [cause('it hangs on the gateway that is left', {}, (world) => directConnectOn(world, world.declaration.from.id))],
    advice: [
      accepting(),
      movingDirectConnect(/move Direct Connect to the new gateway first/),
    ],
  },
  'direct-connect-wins': {
    causes: [cause('it hangs on the new one', TO_VGW, (world) => directConnectOn(world, world.declaration.to.id))],
    advice: [
      accepting(),
      lookingFirst(/make sure that Direct Connect announces none of these prefixes/),
      lookingFirst(/or that it should carry them/),
    ],
  },
  'ingress-inspection-bypassed': {
    causes: [cause('a firewall is on the way from the old gateway', EXCHANGE, (world) => inspectionAt(world, world.declaration.from.id))],
    advice: [
      accepting(),
      doing(/to (eni-\w+); .* route it to the same place from the new gateway first/, (world, [, target]) => void world.seed.routeTable({
        vpcId: world.vpcId, edgeGateways: [world.declaration.to.id], routes: [{ destination: '172.31.0.0/20', target }],
      })),
    ],
  },
  'ingress-inspection-begins': {
    causes: [cause('one is on the way from the new gateway', TO_VGW, (world) => inspectionAt(world, world.declaration.to.id))],
    advice: [
      accepting(),
      lookingFirst(/make sure that what stands there lets it through/),
    ],
  },
} satisfies Stories;

function directConnectOn(world: World, vpnGatewayId: string): void {
  world.directConnect = { paths: [{ id: 'dxvif-0a1b2c3d', kind: 'virtual interface', vpnGatewayId, state: 'available' }] };
}

function inspectionAt(world: World, gatewayId: string): void {
  world.seed.routeTable({ vpcId: world.vpcId, edgeGateways: [gatewayId], routes: [{ destination: '172.31.0.0/20', target: 'eni-0a1b2c3d4e5f60718' }] });
}

function movingDirectConnect(says: RegExp): Alternative {
  return doing(says, (world) => {
    world.directConnect = { paths: [] };
  });
}
