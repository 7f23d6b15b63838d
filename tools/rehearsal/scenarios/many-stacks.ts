/**
 * Stacks with much of one thing: connections with either routing on either kind of gateway, made by the stack; and moves of connections
 * that are there, each with VPC route tables of its own.
 */
import { Stack } from 'aws-cdk-lib';
import { Applications, STACK_NAME, Synthesized, targetOf } from './application';
import { Estate, MovedConnection, movedConnectionsOf, Routing } from './estate';
import { ScenarioContext } from './scenario';
import {
  MigrationRecords, MigrationStage, SiteToSiteVpn, SiteToSiteVpnProps, TargetGateway, VpcRoutes, VpnRouting,
  VpnTargetMigration,
} from '../../../src';
import { GatewayEnd, TransitGatewayEnd } from '../../../src/contract/declaration';
import { Network } from '../embedded-ec2/network';

/** The device takes time to bring its tunnels up. */
const DEVICE_MS = 120_000;

/** Behind the connection of that number. */
export function networkBehind(at: number): string {
  return `10.${at + 1}.0.0/16`;
}

export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_each, at) => at);
}

export function routingOf(at: number): Routing {
  return at % 2 === 0 ? 'static' : 'bgp';
}

/** What is chosen of a connection; all else is as the construct has it by itself. */
export interface ConnectionChoices extends Pick<SiteToSiteVpnProps, 'tunnels' | 'targetChange'> {
  /** Where it ends, of the two gateways that are there. */
  readonly on: GatewayEnd['kind'];
  readonly attachmentTags?: Record<string, string>;
}

/** A connection with its customer gateway and with routes in the VPC's tables. Its routing alternates from one number to the next. */
export function addConnection(stack: Stack, estate: Estate, at: number, chosen: ConnectionChoices): SiteToSiteVpn {
  const { on, attachmentTags, ...choices } = chosen;
  const isStatic = routingOf(at) === 'static';
  return new SiteToSiteVpn(stack, `Vpn${at}Connection`, {
    ip: `203.0.113.${at + 1}`,
    target: targetFor(endOf(estate, on), routingOf(at), attachmentTags),
    routing: isStatic ? VpnRouting.staticRoutes([networkBehind(at)]) : VpnRouting.bgp(),
    vpcRoutes: [VpcRoutes.staticRoutes([...estate.vpcRouteTableIds], [networkBehind(at)])],
    ...choices,
  });
}

function endOf(estate: Estate, kind: GatewayEnd['kind']): GatewayEnd {
  const end = movedConnectionsOf(estate).flatMap(({ from, to }) => [from, to]).find((each) => each.kind === kind);
  if (end === undefined) throw new Error(`this estate has no ${kind.replaceAll('-', ' ')}`);
  return end;
}

/** The transit gateway has tables for both kinds of routing; a connection stands in those of its own. */
function targetFor(end: GatewayEnd, routing: Routing, attachmentTags?: Record<string, string>): TargetGateway {
  if (end.kind === 'virtual-private-gateway') return TargetGateway.virtualPrivateGateway(end.id);
  const { id, associationRouteTableId, propagationRouteTableIds, staticRouteTableIds } = end;
  return TargetGateway.transitGateway(id, {
    associationRouteTableId,
    ...routing === 'bgp' ? { propagationRouteTableIds: [...propagationRouteTableIds] } : { staticRouteTableIds: [...staticRouteTableIds] },
    ...attachmentTags === undefined ? {} : { attachmentTags },
  });
}

/** A stack makes the connections, and their devices are set up. Nothing moves in the story. */
export async function makeConnections({ aws, estate }: ScenarioContext, stack: Synthesized): Promise<Estate> {
  const made = await aws.cloudFormation.deploy(stack);
  if (!made.succeeded) throw new Error(`the stack with the connections could not be made: ${made.failures[0]?.reason}`);
  const { vpnConnections } = aws.network.view.state;
  const connections = aws.cloudFormation.describeResources(STACK_NAME).flatMap(({ type, logicalId, physicalId }) =>
    (type === 'AWS::EC2::VPNConnection' ? [{ at: numberOf(logicalId), id: physicalId }] : [])).sort((one, other) => one.at - other.at);
  const [first, ...others] = connections.map(({ at, id }): MovedConnection => {
    const networks = [networkBehind(at)];
    aws.network.configureDevice(id, { networks, ...routingOf(at) === 'bgp' ? { advertisedPrefixes: networks } : {} });
    const place = vpnConnections[id].target?.id === estate.to.id ? estate.to : estate.from;
    return { vpnConnectionId: id, from: place, to: place, vpcRouteTableIds: estate.vpcRouteTableIds };
  });
  await aws.clock.sleep(DEVICE_MS);
  return { ...estate, ...first, others };
}

/** As `addConnection` has named it. */
function numberOf(logicalId: string): number {
  return Number(/^Vpn(\d+)Connection/.exec(logicalId)?.[1]);
}

export interface SeededMoves {
  readonly moves: number;
  readonly tablesOfEach: number;
}

/**
 * Connections with static routes on one transit gateway, and another one that is ready. Each connection is reached from tables of its own,
 * of which the first serves a subnet.
 */
export function seedMoves(network: Network, { moves, tablesOfEach }: SeededMoves): Estate {
  const { seed } = network;
  const { vpcId, subnetIds } = seed.vpc({
    cidr: '172.31.0.0/16', subnets: numbers(moves).map((at) => ({ az: 'eu-central-1a', cidr: `172.31.${at}.0/24` })),
  });
  const [from, to] = [seedTransitGateway(network, vpcId, subnetIds), seedTransitGateway(network, vpcId, subnetIds)];
  const [first, ...others] = numbers(moves).map((at): MovedConnection => {
    const routes = [{ destination: networkBehind(at), target: from.id }];
    const vpcRouteTableIds = numbers(tablesOfEach).map((table) =>
      seed.routeTable({ vpcId, subnetIds: table === 0 ? [subnetIds[at]] : [], routes }));
    return { vpnConnectionId: seedConnection(network, from, at), from, to, vpcRouteTableIds };
  });
  return { ...first, others, acknowledgedFindings: [] };
}

/** One table leads from the VPN to the VPC, the other one from the VPC to the VPN. */
function seedTransitGateway({ seed }: Network, vpcId: string, subnetIds: readonly string[]): TransitGatewayEnd {
  const { transitGatewayId: id } = seed.transitGateway({ defaultAssociation: false, defaultPropagation: false });
  const [hub, spokes] = [1, 2].map(() => seed.transitGatewayRouteTable({ transitGatewayId: id }));
  seed.vpcAttachment({ transitGatewayId: id, vpcId, subnetIds, association: spokes, propagations: [hub] });
  return {
    kind: 'transit-gateway', id, associationRouteTableId: hub, propagationRouteTableIds: [], staticRouteTableIds: [spokes], defaultRouteTableIds: [],
  };
}

function seedConnection(network: Network, on: TransitGatewayEnd, at: number): string {
  const destination = networkBehind(at);
  const id = network.seed.vpnConnection({ on: on.id, routing: 'static', networks: [destination] }, { association: on.associationRouteTableId });
  const attachmentId = Object.values(network.view.state.transitGatewayAttachments).find((each) => each.resourceId === id)?.id;
  network.seed.transitGatewayRoute({ routeTableId: on.staticRouteTableIds[0], destination, attachmentId });
  return id;
}

/** One stack with a move for each. */
export function stackOfMoves(applications: Applications, connections: readonly MovedConnection[], stage?: MigrationStage): Synthesized {
  return applications.synthesize((stack) => {
    const records = new MigrationRecords(stack, 'Records');
    connections.forEach(({ vpnConnectionId, from, to, vpcRouteTableIds }, at) => new VpnTargetMigration(stack, `Move${at}`, {
      records,
      vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, `Connection${at}`, vpnConnectionId),
      from: targetOf(from),
      to: targetOf(to),
      vpcRouteTables: vpcRouteTableIds.map((routeTableId) => ({ routeTableId })),
      stage,
    }));
  });
}
