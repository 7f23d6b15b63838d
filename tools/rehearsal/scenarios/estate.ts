/**
 * What stands before the story begins: a connection that somebody made in the console, the networks behind it, a VPC in two
 * Availability Zones with two route tables, and everything that the move leads to, ready.
 */
import { CustomerGatewayChange, GatewayEnd, TransitGatewayEnd } from '../../../src/contract/declaration';
import { GatewayReplacement } from '../../../src/contract/replacement-declaration';
import { Network } from '../embedded-ec2/network';

export const MOVES = ['vgw-to-tgw', 'vgw-to-vgw', 'tgw-to-tgw', 'tgw-to-vgw', 'customer-gateway', 'customer-gateway-and-target'] as const;
export type Move = (typeof MOVES)[number];
export type Routing = 'static' | 'bgp';

/** Stands in the embedded EC2 and nowhere else may it appear. */
export const PLANTED_PRE_SHARED_KEY = 'Planted.PreSharedKey_2026';

export const ON_PREMISES = ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'];

/** A connection, and where the story takes it: to where it is, if it stays. */
export interface MovedConnection {
  readonly vpnConnectionId: string;
  readonly from: GatewayEnd;
  readonly to: GatewayEnd;
  readonly customerGateway?: CustomerGatewayChange;
  /** The VPC route tables that the move is to change. */
  readonly vpcRouteTableIds: readonly string[];
}

export interface Estate extends MovedConnection {
  /** The other connections whose story it is, where it is that of several. */
  readonly others?: readonly MovedConnection[];
  /** Where no connection moves: the gateways change places at a VPC. */
  readonly replacement?: GatewayReplacement;
  /** What the network's owner knows of this move and accepts. */
  readonly acknowledgedFindings: readonly string[];
}

export function movedConnectionsOf(estate: Estate): readonly MovedConnection[] {
  return [estate, ...estate.others ?? []];
}

export interface EstateOptions extends Omit<GatewayOptions, 'routing'> {
  readonly routing: Routing;
}

export interface GatewayOptions {
  readonly move: Move;
  /** Both: connections with either are going to be made there. */
  readonly routing: Routing | 'both';
  /** Whether the transit gateways put new attachments into a default table, out of which they are taken. */
  readonly defaultRouteTable?: boolean;
  /** A static route in the VPC table to the old gateway that is no prefix of the VPN. */
  readonly strayRoute?: string;
  /** The first VPC table leads to the old gateway by this one wide route, instead of one for each network. */
  readonly summaryRoute?: string;
  /** A new virtual private gateway propagates into the VPC table that had static routes, and not into the other one. */
  readonly propagationSwapped?: boolean;
  /** The AWS side's AS number of a transit gateway, if it is another one than a virtual private gateway's. */
  readonly transitGatewayAsn?: number;
  /** The VPC tables lead nowhere yet: a stack is going to make their routes. */
  readonly vpcTablesEmpty?: boolean;
  /** The networks behind the VPN; the rehearsal's three unless given. */
  readonly onPremises?: readonly string[];
}

export function seedEstate(network: Network, options: EstateOptions): Estate {
  return new EstateSeed(network, options).seed(options.routing);
}

/** The gateways of both sides and the VPC's route tables, and no connection: a stack is going to make that. */
export function seedGateways(network: Network, options: GatewayOptions): Gateways {
  return new EstateSeed(network, options).gateways();
}

export type Gateways = Pick<Estate, 'from' | 'to' | 'vpcRouteTableIds'>;

class EstateSeed {
  private readonly onPremises: readonly string[];

  constructor(private readonly network: Network, private readonly options: GatewayOptions) {
    this.onPremises = options.onPremises ?? ON_PREMISES;
  }

  seed(routing: Routing): Estate {
    const { seed } = this.network;
    const ends = this.gateways();
    const [fromId, toId] = [seed.customerGateway(), seed.customerGateway()];
    const vpnConnectionId = this.seedConnection(ends.from, routing, fromId);
    const acknowledgedFindings = this.acceptedOf(ends);
    return { vpnConnectionId, ...ends, acknowledgedFindings, ...this.options.move.startsWith('customer-gateway') ? { customerGateway: { fromId, toId } } : {} };
  }

  gateways(): Gateways {
    const { seed } = this.network;
    const { vpcId, subnetIds } = seed.vpc({
      cidr: '172.31.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.31.0.0/20' }, { az: 'eu-central-1b', cidr: '172.31.16.0/20' }],
    });
    return this.seedEnds(vpcId, subnetIds, seed.vpnGateway({ attachedTo: vpcId }));
  }

  /** The device takes traffic on either tunnel, and a transit gateway with ECMP will send it on both. */
  private acceptedOf({ from, to }: Pick<Estate, 'from' | 'to'>): string[] {
    const spreads = this.options.routing === 'bgp' && from.kind === 'virtual-private-gateway' && to.kind === 'transit-gateway';
    return spreads ? [`ecmp-becomes-active:${to.id}`] : [];
  }

  /** From a virtual private gateway one VPC table has static routes and one propagates; from a transit gateway both are static. */
  private seedEnds(vpcId: string, subnetIds: readonly string[], vgw: string): Gateways {
    const tables = (gatewayId: string) => this.seedRouteTables(vpcId, subnetIds, gatewayId);
    switch (this.options.move) {
      case 'vgw-to-tgw':
      case 'customer-gateway-and-target':
        return { from: vpnGatewayEnd(vgw, []), to: this.seedTransitGateway(vpcId, subnetIds), vpcRouteTableIds: tables(vgw) };
      case 'vgw-to-vgw': {
        const vpcRouteTableIds = tables(vgw);
        const propagating = vpcRouteTableIds[this.options.propagationSwapped ? 0 : 1];
        const to = vpnGatewayEnd(this.network.seed.vpnGateway(), [propagating], vpcId);
        return { from: vpnGatewayEnd(vgw, [vpcRouteTableIds[1]]), to, vpcRouteTableIds };
      }
      case 'tgw-to-tgw': {
        const from = this.seedTransitGateway(vpcId, subnetIds);
        return { from, to: this.seedTransitGateway(vpcId, subnetIds), vpcRouteTableIds: tables(from.id) };
      }
      case 'tgw-to-vgw': {
        const from = this.seedTransitGateway(vpcId, subnetIds);
        const vpcRouteTableIds = tables(from.id);
        return { from, to: vpnGatewayEnd(vgw, [vpcRouteTableIds[1]]), vpcRouteTableIds };
      }
      case 'customer-gateway':
        tables(vgw);
        return { from: vpnGatewayEnd(vgw, []), to: vpnGatewayEnd(vgw, []), vpcRouteTableIds: [] };
    }
  }

  private seedRouteTables(vpcId: string, subnetIds: readonly string[], gatewayId: string): string[] {
    const { strayRoute, summaryRoute, vpcTablesEmpty = false } = this.options;
    if (vpcTablesEmpty) return subnetIds.map((subnetId) => this.network.seed.routeTable({ vpcId, subnetIds: [subnetId] }));
    const routes = this.onPremises.map((destination) => ({ destination, target: gatewayId }));
    const first = summaryRoute === undefined ? routes : [{ destination: summaryRoute, target: gatewayId }];
    const stray = strayRoute === undefined ? [] : [{ destination: strayRoute, target: gatewayId }];
    const second = gatewayId.startsWith('vgw-') ? { propagating: [gatewayId] } : { routes };
    return [
      this.network.seed.routeTable({ vpcId, subnetIds: [subnetIds[0]], routes: [...first, ...stray] }),
      this.network.seed.routeTable({ vpcId, subnetIds: [subnetIds[1]], ...second }),
    ];
  }

  /** One table leads from the VPN to the VPC, the other one from the VPC to the VPN. */
  private seedTransitGateway(vpcId: string, subnetIds: readonly string[]): TransitGatewayEnd {
    const { seed } = this.network;
    const { routing, defaultRouteTable = false, transitGatewayAsn: asn } = this.options;
    const { transitGatewayId: id, defaultRouteTableId } = seed.transitGateway({
      defaultAssociation: defaultRouteTable, defaultPropagation: defaultRouteTable, asn,
    });
    const hub = seed.transitGatewayRouteTable({ transitGatewayId: id });
    const spokes = seed.transitGatewayRouteTable({ transitGatewayId: id });
    seed.vpcAttachment({ transitGatewayId: id, vpcId, subnetIds, association: spokes, propagations: [hub] });
    return {
      kind: 'transit-gateway',
      id,
      associationRouteTableId: hub,
      propagationRouteTableIds: routing === 'static' ? [] : [spokes],
      staticRouteTableIds: routing === 'bgp' ? [] : [spokes],
      defaultRouteTableIds: defaultRouteTableId === undefined ? [] : [defaultRouteTableId],
    };
  }

  private seedConnection(from: GatewayEnd, routing: Routing, customerGatewayId: string): string {
    const onTransitGateway = from.kind === 'transit-gateway';
    const id = this.network.seed.vpnConnection({
      on: from.id,
      routing,
      customerGatewayId,
      networks: this.onPremises,
      preSharedKeys: [PLANTED_PRE_SHARED_KEY, PLANTED_PRE_SHARED_KEY],
      ...routing === 'bgp' ? { advertisedPrefixes: this.onPremises } : { staticRoutes: onTransitGateway ? [] : this.onPremises },
    }, onTransitGateway ? { association: from.associationRouteTableId, propagations: from.propagationRouteTableIds } : {});
    if (onTransitGateway) this.routeToConnection(from, id);
    return id;
  }

  private routeToConnection(end: TransitGatewayEnd, vpnConnectionId: string): void {
    const attachment = Object.values(this.network.view.state.transitGatewayAttachments).find((each) => each.resourceId === vpnConnectionId);
    for (const routeTableId of end.staticRouteTableIds) {
      for (const destination of this.onPremises) {
        this.network.seed.transitGatewayRoute({ routeTableId, destination, attachmentId: attachment?.id });
      }
    }
  }
}

function vpnGatewayEnd(id: string, propagatingRouteTableIds: readonly string[], vpcId?: string): GatewayEnd {
  return { kind: 'virtual-private-gateway', id, propagatingRouteTableIds, ...vpcId === undefined ? {} : { vpcId } };
}
