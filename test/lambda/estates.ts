/**
 * The rehearsal's estates as declarations, with two networks instead of three, since every schedule is played on them; and
 * two more: gateways that do not change places at a VPC, and a customer gateway exchanged on a transit gateway.
 */
import { MoveDeclaration } from '../../src/contract/declaration';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { seedClassicEstate } from '../../tools/rehearsal/scenarios/classic-estate';
import { Estate, EstateOptions, MOVES as REHEARSED_MOVES, PLANTED_PRE_SHARED_KEY, Routing, seedEstate as seedRehearsalEstate } from '../../tools/rehearsal/scenarios/estate';

export { type Routing } from '../../tools/rehearsal/scenarios/estate';

export const MOVES = [...REHEARSED_MOVES, 'vgw-to-vgw-in-place', 'customer-gateway-on-tgw'] as const;
/** No connection moves: one virtual private gateway takes another one's place, at once or after a test. */
export const REPLACEMENTS = ['classic', 'classic-tested'] as const;
export type Move = (typeof MOVES)[number] | (typeof REPLACEMENTS)[number];

/** Stands in the embedded EC2 and nowhere else may it appear. */
export const PLANTED_KEY = PLANTED_PRE_SHARED_KEY;

export const ON_PREMISES = ['10.1.0.0/16', '10.2.0.0/16'];

/** @param defaultRouteTable whether transit gateways put new attachments into a table of their own choice */
export function seedEstate(network: Network, move: Move, routing: Routing, defaultRouteTable = false): MoveDeclaration {
  const { vpcRouteTableIds, ...ends } = estateOf(network, move, { routing, defaultRouteTable, onPremises: ON_PREMISES });
  return {
    ...ends,
    vpcRouteTables: vpcRouteTableIds.map((routeTableId) => ({ routeTableId, moved: [], left: [] })),
    onPremisesCidrs: [],
    onFailure: 'HOLD',
    onStackRollback: 'KEEP',
    onRemoval: 'KEEP',
    forwardDeadlineSeconds: 1800,
    backDeadlineSeconds: 1200,
    stage: 'CUT_OVER',
    verification: { tunnels: 'AS_BEFORE', withinSeconds: 900, alarmNames: [], bakeSeconds: 0 },
  };
}

function estateOf(network: Network, move: Move, options: Omit<EstateOptions, 'move'>): Estate {
  switch (move) {
    case 'vgw-to-vgw-in-place':
      return betweenGatewaysInPlace(network, options.routing);
    case 'classic':
    case 'classic-tested':
      return seedClassicEstate(network, { ...options, tested: move === 'classic-tested' });
    case 'customer-gateway-on-tgw': {
      const { from, vpnConnectionId } = seedRehearsalEstate(network, { ...options, move: 'tgw-to-tgw' });
      const fromId = network.view.state.vpnConnections[vpnConnectionId].customerGatewayId;
      const customerGateway = { fromId, toId: network.seed.customerGateway() };
      return { vpnConnectionId, from, to: from, customerGateway, vpcRouteTableIds: [], acknowledgedFindings: [] };
    }
    default:
      return seedRehearsalEstate(network, { ...options, move });
  }
}

/** The old gateway serves no VPC any more, and the new one serves its own already. */
function betweenGatewaysInPlace(network: Network, routing: Routing): Estate {
  const { seed } = network;
  const { vpcId, subnetIds } = seed.vpc({
    cidr: '172.31.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.31.0.0/20' }, { az: 'eu-central-1b', cidr: '172.31.16.0/20' }],
  });
  const [from, to] = [seed.vpnGateway(), seed.vpnGateway({ attachedTo: vpcId })];
  seed.routeTable({ vpcId, subnetIds: [subnetIds[0]], routes: ON_PREMISES.map((destination) => ({ destination, target: to })) });
  const propagating = seed.routeTable({ vpcId, subnetIds: [subnetIds[1]] });
  const vpnConnectionId = seed.vpnConnection({
    on: from,
    routing,
    networks: ON_PREMISES,
    preSharedKeys: [PLANTED_KEY, PLANTED_KEY],
    ...routing === 'bgp' ? { advertisedPrefixes: ON_PREMISES } : { staticRoutes: ON_PREMISES },
  });
  const end = (id: string, propagatingRouteTableIds: readonly string[]) => ({ kind: 'virtual-private-gateway', id, propagatingRouteTableIds }) as const;
  return { vpnConnectionId, from: end(from, []), to: end(to, [propagating]), vpcRouteTableIds: [], acknowledgedFindings: [] };
}
