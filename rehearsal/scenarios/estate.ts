/**
 * What stands before the story begins: a connection that somebody made in the console on a virtual private gateway, three
 * networks behind it, a VPC in two Availability Zones whose one route table has static routes and whose other propagates,
 * and a transit gateway that the VPC is attached to already.
 */
import { Network } from '../embedded-ec2/network';

/** Stands in the embedded EC2 and nowhere else may it appear. */
export const PLANTED_PRE_SHARED_KEY = 'Planted.PreSharedKey_2026';

export interface Estate {
  readonly vpnConnectionId: string;
  readonly vpnGatewayId: string;
  readonly transitGatewayId: string;
  /** The table the VPN is to be associated with: it leads to the VPC. */
  readonly hubRouteTableId: string;
  /** The table the VPC attachment is associated with: it is to lead to the VPN. */
  readonly spokeRouteTableId: string;
  /** Where the gateway puts every new attachment by itself, if it does. */
  readonly defaultRouteTableId?: string;
  readonly staticRouteTableId: string;
  readonly propagatingRouteTableId: string;
}

export interface EstateOptions {
  readonly routing: 'static' | 'bgp';
  /** Whether the transit gateway puts new attachments into a default table. */
  readonly defaultRouteTable: boolean;
  /** A static route in the VPC table to the old gateway that is no prefix of the VPN. */
  readonly strayRoute?: string;
  /** The networks behind the VPN; the rehearsal's three unless given. */
  readonly onPremises?: readonly string[];
}

export const ON_PREMISES = ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'];

export function seedEstate({ seed }: Network, options: EstateOptions): Estate {
  const { vpcId, subnetIds } = seed.vpc({
    cidr: '172.31.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.31.0.0/20' }, { az: 'eu-central-1b', cidr: '172.31.16.0/20' }],
  });
  const vpnGatewayId = seed.vpnGateway({ attachedTo: vpcId });
  const onPremises = options.onPremises ?? ON_PREMISES;
  const vpnConnectionId = seed.vpnConnection({
    on: vpnGatewayId,
    routing: options.routing,
    preSharedKeys: [PLANTED_PRE_SHARED_KEY, PLANTED_PRE_SHARED_KEY],
    ...options.routing === 'static' ? { staticRoutes: onPremises } : { advertisedPrefixes: onPremises },
  });
  const destinations = [...onPremises, ...options.strayRoute === undefined ? [] : [options.strayRoute]];
  const staticRouteTableId = seed.routeTable({
    vpcId, subnetIds: [subnetIds[0]], routes: destinations.map((destination) => ({ destination, target: vpnGatewayId })),
  });
  const propagatingRouteTableId = seed.routeTable({ vpcId, subnetIds: [subnetIds[1]], propagating: [vpnGatewayId] });
  const { transitGatewayId, defaultRouteTableId } = seed.transitGateway({
    defaultAssociation: options.defaultRouteTable, defaultPropagation: options.defaultRouteTable,
  });
  const hubRouteTableId = seed.transitGatewayRouteTable({ transitGatewayId });
  const spokeRouteTableId = seed.transitGatewayRouteTable({ transitGatewayId });
  seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds, association: spokeRouteTableId, propagations: [hubRouteTableId] });
  return {
    vpnConnectionId, vpnGatewayId, transitGatewayId, hubRouteTableId, spokeRouteTableId, staticRouteTableId, propagatingRouteTableId,
    ...defaultRouteTableId === undefined ? {} : { defaultRouteTableId },
  };
}
