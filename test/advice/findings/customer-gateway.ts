/** The customer gateway, and AS numbers: how each finding is brought about, and what its advice says to do. */
import { accepting, anotherCustomerGateway, BGP, cause, CORRECT, DEVICE, doing, lookingFirst, NOWHERE, onceMore, Stories } from './story';
import { World } from '../world';

export const CUSTOMER_GATEWAY = {
  'customer-gateway-not-found': {
    causes: [cause('its id is misspelt', DEVICE, (world) => customerGatewayTo(world, `cgw-${NOWHERE}`))],
    advice: [
      doing(CORRECT, (world) => world.declare({ customerGateway: world.bench.declaration.customerGateway })),
      doing(/customer gateway (cgw-\w+) .* or create the customer gateway first/, (world, [, id]) => void world.seed.customerGateway({ id })),
    ],
  },
  'customer-gateway-not-available': {
    causes: [
      cause('it is being made', DEVICE, (world) => world.become('customerGateways', world.declaration.customerGateway!.toId, { state: 'pending' })),
    ],
    advice: [onceMore(/customer gateway (cgw-\w+) .* wait until it is available and deploy again/,
      (world) => world.become('customerGateways', world.declaration.customerGateway!.toId, { state: 'available' }))],
  },
  'asn-equal': {
    causes: [cause('a BGP connection arrives', BGP, (world) => equalAsns(world))],
    advice: [
      doing(/choose a gateway .*with another AS number/, (world) => world.become('transitGateways', world.to.id, { amazonSideAsn: 64_999 })),
      doing(/or a customer gateway with another AS number/, anotherCustomerGateway),
    ],
  },
  'asn-equal-unused': {
    causes: [cause('a static one does', {}, (world) => equalAsns(world))],
    advice: [
      accepting(),
      doing(/choose a gateway .*with another AS number/, (world) => world.become('transitGateways', world.to.id, { amazonSideAsn: 64_999 })),
      doing(/or a customer gateway with another AS number/, anotherCustomerGateway),
    ],
  },
  'asn-changes': {
    causes: [cause('the new gateway has another', BGP, (world) => world.become('transitGateways', world.to.id, { amazonSideAsn: 64_999 }))],
    advice: [
      accepting(),
      doing(/changes from (\d+) to .* give the new gateway the old AS number/,
        (world, [, asn]) => world.become('transitGateways', world.to.id, { amazonSideAsn: Number(asn) })),
      lookingFirst(/or have the device's configuration ready for the same appointment/),
    ],
  },
} satisfies Stories;

function customerGatewayTo(world: World, toId: string): void {
  world.declare({ customerGateway: { ...world.declaration.customerGateway!, toId } });
}

function equalAsns(world: World): void {
  const { customerGatewayId } = world.state('vpnConnections')[world.connectionId];
  world.become('customerGateways', customerGatewayId, { bgpAsn: world.state('transitGateways')[world.to.id].amazonSideAsn });
}
