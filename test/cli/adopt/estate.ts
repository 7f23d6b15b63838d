/** An office on either kind of gateway as the AWS CLI saves it, every connection with the keys that nothing may tell. */
import type { TunnelOption, VpnConnection } from '@aws-sdk/client-ec2';

export const ID = 'vpn-0a1b2c3d4e5f60718';
export const DEVICE = 'cgw-0a1b2c3d4e5f60718';
export const VGW = 'vgw-0a1b2c3d4e5f60718';
export const TGW = 'tgw-0a1b2c3d4e5f60718';
export const ATTACHMENT = 'tgw-attach-0a1b2c3d4e5f60718';
export const OFFICES = 'tgw-rtb-0aaaaaaaaaaaaaaaa';
export const SPOKES = 'tgw-rtb-0bbbbbbbbbbbbbbbb';
export const OTHERS = 'tgw-rtb-0cccccccccccccccc';
export const LEADING = 'rtb-0aaaaaaaaaaaaaaaa';
export const PROPAGATING = 'rtb-0bbbbbbbbbbbbbbbb';
export const PLANTED_KEY = 'planted.key.0123456789';

export type Place = 'vgw' | 'tgw';
export type Routing = 'static' | 'bgp';

export type Files = Record<string, Record<string, unknown>>;

export interface Variant {
  readonly place: Place;
  readonly routing: Routing;
  readonly options?: VpnConnection['Options'];
  /** Of the first tunnel. */
  readonly tunnel?: TunnelOption;
  readonly connection?: Partial<VpnConnection>;
}

const CIDRS = ['10.1.0.0/16', '10.2.0.0/16'];

export function connectionOf({ place, routing, options, tunnel, connection }: Variant): VpnConnection {
  const tunnels = [
    { OutsideIpAddress: '198.51.100.1', TunnelInsideCidr: '169.254.10.1/30', PreSharedKey: PLANTED_KEY, ...tunnel },
    { OutsideIpAddress: '198.51.100.2', TunnelInsideCidr: '169.254.11.0/30', PreSharedKey: PLANTED_KEY },
  ];
  return {
    VpnConnectionId: ID, State: 'available', Category: 'VPN', Type: 'ipsec.1', CustomerGatewayId: DEVICE,
    CustomerGatewayConfiguration: `<vpn_connection><ike><pre_shared_key>${PLANTED_KEY}</pre_shared_key></ike></vpn_connection>`,
    ...place === 'vgw' ? { VpnGatewayId: VGW } : { TransitGatewayId: TGW, VpnGatewayId: '' },
    Options: { EnableAcceleration: false, StaticRoutesOnly: routing === 'static', TunnelInsideIpVersion: 'ipv4', TunnelOptions: tunnels, ...options },
    Routes: place === 'vgw' && routing === 'static' ? CIDRS.map((cidr) => ({ DestinationCidrBlock: cidr, State: 'available' })) : [],
    Tags: [{ Key: 'Name', Value: 'Berlin office' }],
    ...connection,
  };
}

export function filesOf(variant: Variant): Files {
  const { place, routing } = variant;
  const target = place === 'vgw' ? { GatewayId: VGW } : { TransitGatewayId: TGW };
  const to = { TransitGatewayAttachments: [{ TransitGatewayAttachmentId: ATTACHMENT, ResourceType: 'vpn', ResourceId: ID }] };
  const routes = CIDRS.map((cidr) => ({ DestinationCidrBlock: cidr, Type: routing === 'static' ? 'static' : 'propagated', State: 'active', ...to }));
  return {
    'vpn-connections.json': { VpnConnections: [connectionOf(variant)] },
    'customer-gateways.json': {
      CustomerGateways: [{ CustomerGatewayId: DEVICE, State: 'available', Type: 'ipsec.1', IpAddress: '203.0.113.10', BgpAsn: '65010', DeviceName: 'berlin-1', Tags: [{ Key: 'site', Value: 'berlin' }] }],
    },
    'vpn-gateways.json': { VpnGateways: [{ VpnGatewayId: VGW, State: 'available', Type: 'ipsec.1', AmazonSideAsn: 64512, VpcAttachments: [{ State: 'attached', VpcId: 'vpc-0a000000' }] }] },
    'transit-gateways.json': { TransitGateways: [{ TransitGatewayId: TGW, State: 'available', OwnerId: '111122223333', Options: { AmazonSideAsn: 64600, ...DEFAULTS } }] },
    'transit-gateway-attachments.json': {
      TransitGatewayAttachments: place === 'vgw' ? [] : [{
        TransitGatewayAttachmentId: ATTACHMENT, TransitGatewayId: TGW, TransitGatewayOwnerId: '111122223333', ResourceOwnerId: '111122223333', ResourceType: 'vpn', ResourceId: ID,
        State: 'available', Association: { TransitGatewayRouteTableId: OFFICES, State: 'associated' },
      }],
    },
    'transit-gateway-vpc-attachments.json': { TransitGatewayVpcAttachments: [] },
    'transit-gateway-route-tables.json': {
      TransitGatewayRouteTables: [OFFICES, SPOKES, OTHERS].map((id) => ({ TransitGatewayRouteTableId: id, TransitGatewayId: TGW, State: 'available' })),
    },
    ...Object.fromEntries([OFFICES, SPOKES, OTHERS].map((id) => [`${id}.json`, {
      Routes: place === 'tgw' && id === SPOKES ? routes : [],
      TransitGatewayRouteTablePropagations: place === 'tgw' && routing === 'bgp' && id === SPOKES
        ? [{ TransitGatewayAttachmentId: ATTACHMENT, ResourceType: 'vpn', ResourceId: ID, State: 'enabled' }] : [],
      TransitGatewayPrefixListReferences: [],
    }])),
    'route-tables.json': {
      RouteTables: [
        { RouteTableId: LEADING, VpcId: 'vpc-0a000000', Routes: [{ DestinationCidrBlock: '10.1.0.0/16', State: 'active', Origin: 'CreateRoute', ...target }] },
        { RouteTableId: PROPAGATING, VpcId: 'vpc-0a000000', Routes: [], PropagatingVgws: place === 'vgw' ? [{ GatewayId: VGW }] : [] },
        { RouteTableId: 'rtb-0cccccccccccccccc', VpcId: 'vpc-0c000000', Routes: [{ DestinationCidrBlock: '192.168.0.0/16', State: 'active', Origin: 'CreateRoute', TransitGatewayId: TGW }] },
      ],
    },
    'vpcs.json': { Vpcs: [{ VpcId: 'vpc-0a000000', OwnerId: '111122223333' }] },
    'subnets.json': { Subnets: [{ SubnetId: 'subnet-0a000000', AvailabilityZone: 'eu-central-1a' }] },
  };
}

const DEFAULTS = {
  DefaultRouteTableAssociation: 'enable', AssociationDefaultRouteTableId: OTHERS, DefaultRouteTablePropagation: 'disable',
};
