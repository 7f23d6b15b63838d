/** The network in which the stack lives: a VPC with two gateways of its own, three transit gateways, and what else an app names by id. */
import { Place } from './choices';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

export interface TransitGateway {
  readonly id: string;
  /** Leads from on-premises to the VPC, and from the VPC to on-premises. */
  readonly hub: string;
  readonly spokes: string;
  /** Where the gateway puts new attachments by itself. */
  readonly byDefault?: string;
}

export interface Estate {
  readonly vpnGateways: readonly string[];
  readonly transitGateways: readonly TransitGateway[];
  readonly vpcRouteTables: readonly string[];
  readonly customerGateways: readonly string[];
  readonly prefixLists: readonly string[];
}

/** As many connections as an app can ever have. */
export const SLOTS = 8;

export function seedEstate({ seed }: Network): Estate {
  const { vpcId, subnetIds } = seed.vpc({
    cidr: '172.31.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.31.0.0/20' }, { az: 'eu-central-1b', cidr: '172.31.16.0/20' }],
  });
  const transitGateways = [false, false, true].map((defaults): TransitGateway => {
    const made = seed.transitGateway({ defaultAssociation: defaults, defaultPropagation: defaults });
    const { transitGatewayId: id, defaultRouteTableId } = made;
    const [hub, spokes] = [0, 1].map(() => seed.transitGatewayRouteTable({ transitGatewayId: id }));
    seed.vpcAttachment({ transitGatewayId: id, vpcId, subnetIds, association: spokes, propagations: [hub] });
    return { id, hub, spokes, byDefault: defaultRouteTableId };
  });
  return {
    vpnGateways: [seed.vpnGateway({ attachedTo: vpcId }), seed.vpnGateway()],
    transitGateways,
    vpcRouteTables: subnetIds.map((subnetId) => seed.routeTable({ vpcId, subnetIds: [subnetId] })),
    customerGateways: Array.from({ length: SLOTS }, () => seed.customerGateway()),
    prefixLists: Array.from({ length: SLOTS }, (_, slot) => seed.prefixList([`10.${slot}.200.0/24`])),
  };
}

export function transitGatewayOf({ transitGateways }: Estate, place: Place): TransitGateway | undefined {
  return place.startsWith('tgw-') ? transitGateways[Number(place.slice(4))] : undefined;
}

export function gatewayIdOf(estate: Estate, place: Place): string {
  return transitGatewayOf(estate, place)?.id ?? estate.vpnGateways[Number(place.slice(4))];
}

/** What is behind the connection with this number: no two have a network in common. */
export function networksOf(slot: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `10.${firstOf(slot) + index}.0.0/16`);
}

/** All of them, in one block. */
export function summaryOf(slot: number): string {
  return `10.${firstOf(slot)}.0.0/14`;
}

function firstOf(slot: number): number {
  return 100 + slot * 4;
}
