/**
 * An AWS Classic VPN connection on a virtual private gateway, as somebody made it years ago, and beside it what is prepared for
 * its end: another gateway that is attached to nothing, with a connection of today on it, and perhaps a VPC to test both at.
 */
import { Estate, EstateOptions, ON_PREMISES, PLANTED_PRE_SHARED_KEY } from './estate';
import { GatewayReplacement } from '../../../src/contract/replacement-declaration';
import { Network } from '../embedded-ec2/network';

export interface ClassicEstateOptions extends Pick<EstateOptions, 'routing' | 'onPremises'> {
  /** Whether the new gateway is tried at a VPC of its own first. */
  readonly tested?: boolean;
  /** Until the device's people have enabled the new tunnels. */
  readonly newTunnels?: 'UP' | 'DOWN';
  /** Of the connection on the old gateway; a Classic one unless given. */
  readonly category?: 'VPN' | 'VPN-Classic';
  readonly newAsn?: number;
  /** Another connection on the old gateway, with its own networks behind it, for which nothing is prepared. */
  readonly otherConnection?: boolean;
}

/** Long enough for a device that is told to. */
const TEST_SECONDS = 900;

/** One VPC table has static routes to the old gateway, and one learns from it by propagation, as from the new one afterwards. */
export function seedClassicEstate({ seed }: Network, options: ClassicEstateOptions): Estate {
  const { routing, onPremises = ON_PREMISES, newTunnels = 'UP', category = 'VPN-Classic', newAsn } = options;
  const { vpcId, subnetIds } = seed.vpc({
    cidr: '172.31.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.31.0.0/20' }, { az: 'eu-central-1b', cidr: '172.31.16.0/20' }],
  });
  const [fromId, toId] = [seed.vpnGateway({ attachedTo: vpcId }), seed.vpnGateway({ asn: newAsn })];
  const routes = onPremises.map((destination) => ({ destination, target: fromId }));
  const table = seed.routeTable({ vpcId, subnetIds: [subnetIds[0]], routes });
  const propagating = seed.routeTable({ vpcId, subnetIds: [subnetIds[1]], propagating: [fromId] });
  const customerGatewayId = seed.customerGateway();
  const shared = {
    routing, customerGatewayId, networks: onPremises, preSharedKeys: [PLANTED_PRE_SHARED_KEY, PLANTED_PRE_SHARED_KEY] as const,
    ...routing === 'bgp' ? { advertisedPrefixes: onPremises } : { staticRoutes: onPremises },
  };
  const vpnConnectionId = seed.vpnConnection({ ...shared, preSharedKeys: [...shared.preSharedKeys], on: fromId, category });
  const newId = seed.vpnConnection({ ...shared, preSharedKeys: [...shared.preSharedKeys], on: toId, tunnels: newTunnels });
  if (options.otherConnection) seed.vpnConnection({ on: fromId, routing: 'static', staticRoutes: ['10.9.0.0/16'] });
  const end = (id: string) => ({ kind: 'virtual-private-gateway', id, propagatingRouteTableIds: [propagating] }) as const;
  const replacement: GatewayReplacement = {
    vpcId, connections: [{ fromId: vpnConnectionId, toId: newId }],
    ...category === 'VPN-Classic' ? { fromCategory: category } : {},
    ...options.tested ? { test: testVpc(seed) } : {},
  };
  const vpcRouteTableIds = [table, propagating];
  return { vpnConnectionId, from: end(fromId), to: { ...end(toId), vpcId }, replacement, vpcRouteTableIds, acknowledgedFindings: [] };
}

function testVpc(seed: Network['seed']): GatewayReplacement['test'] {
  const { vpcId, subnetIds } = seed.vpc({ cidr: '172.30.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.30.0.0/20' }] });
  return { vpcId, routeTableIds: [seed.routeTable({ vpcId, subnetIds })], withinSeconds: TEST_SECONDS };
}
