/** What an answer must say: without any one of these nothing is read, and the error names the call, the object and what it lacks. */
import {
  attachmentOf, customerGatewayOf, otherConnectionOf, placeOf, prefixListReferenceOf, transitGatewayOf, transitGatewayRoutesOf,
  transitGatewayRouteTableOf, virtualPrivateGatewayOf, vpcOf, vpcRouteTableOf, vpnConnectionOf,
} from '../../lambda/aws/ec2/reading';
import { RetryableFailure } from '../../lambda/runner/ports';

type Structure = Record<string, unknown>;
type Reader = (answer: Structure) => unknown;
type Row = readonly [reader: string, path: string, said: string];

const WHOLE: Readonly<Record<string, readonly [read: Reader, answer: Structure]>> = {
  connection: [vpnConnectionOf as Reader, {
    VpnConnectionId: 'vpn-1',
    State: 'available',
    CustomerGatewayId: 'cgw-1',
    TransitGatewayId: 'tgw-1',
    Options: { StaticRoutesOnly: true },
  }],
  connectionWithRoutes: [vpnConnectionOf as Reader, {
    VpnConnectionId: 'vpn-1', State: 'available', CustomerGatewayId: 'cgw-1', VpnGatewayId: 'vgw-1', Routes: [{ DestinationCidrBlock: '10.1.0.0/16', State: 'available' }],
  }],
  neighbour: [otherConnectionOf as Reader, { VpnConnectionId: 'vpn-2', Routes: [{ DestinationCidrBlock: '10.1.0.0/16', State: 'available' }] }],
  gateway: [(gateway) => virtualPrivateGatewayOf(gateway, []), {
    VpnGatewayId: 'vgw-1', State: 'available', VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
  }],
  customerGateway: [customerGatewayOf as Reader, { CustomerGatewayId: 'cgw-1', State: 'available' }],
  transitGateway: [(gateway) => transitGatewayOf(gateway), {
    TransitGatewayId: 'tgw-1',
    State: 'available',
    OwnerId: '111122223333',
    Options: {
      DefaultRouteTableAssociation: 'enable',
      AssociationDefaultRouteTableId: 'tgw-rtb-1',
      DefaultRouteTablePropagation: 'enable',
      PropagationDefaultRouteTableId: 'tgw-rtb-1',
    },
  }],
  attachment: [(attachment) => attachmentOf(attachment, [], []), {
    TransitGatewayAttachmentId: 'tgw-attach-1',
    TransitGatewayId: 'tgw-1',
    ResourceType: 'vpn',
    ResourceId: 'vpn-1',
    State: 'available',
    Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
  }],
  propagation: [({ propagations }) => attachmentOf({
    TransitGatewayAttachmentId: 'tgw-attach-1', TransitGatewayId: 'tgw-1', ResourceType: 'vpn', ResourceId: 'vpn-1', State: 'available',
  }, [], propagations as []), { propagations: [{ TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'enabled' }] }],
  table: [transitGatewayRouteTableOf as Reader, { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'available' }],
  reference: [prefixListReferenceOf as Reader, { PrefixListId: 'pl-1' }],
  route: [({ routes }) => transitGatewayRoutesOf('tgw-rtb-1', routes as []), {
    routes: [{ DestinationCidrBlock: '10.1.0.0/16', Type: 'static', State: 'active', TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-1' }] }],
  }],
  vpc: [({ subnets, ...vpc }) => vpcOf(vpc, subnets as []), { VpcId: 'vpc-1', subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'eu-central-1a' }] }],
  place: [placeOf as Reader, { RouteTableId: 'rtb-1', VpcId: 'vpc-1' }],
  routeTable: [(table) => vpcRouteTableOf(table, [], []), {
    RouteTableId: 'rtb-1',
    VpcId: 'vpc-1',
    PropagatingVgws: [{ GatewayId: 'vgw-1' }],
    Routes: [{ DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'vgw-1', Origin: 'CreateRoute', State: 'active' }],
  }],
};

const ROWS: readonly Row[] = [
  ['connection', 'VpnConnectionId', 'DescribeVpnConnections: a VPN connection has no VpnConnectionId'],
  ['connection', 'State', 'DescribeVpnConnections: VPN connection vpn-1 has no State'],
  ['connection', 'CustomerGatewayId', 'DescribeVpnConnections: VPN connection vpn-1 has no CustomerGatewayId'],
  ['connection', 'Options.StaticRoutesOnly', 'DescribeVpnConnections: VPN connection vpn-1 has no Options.StaticRoutesOnly'],
  ['connectionWithRoutes', 'Routes.0.DestinationCidrBlock', 'DescribeVpnConnections: a static route of VPN connection vpn-1 has no DestinationCidrBlock'],
  ['connectionWithRoutes', 'Routes.0.State', 'DescribeVpnConnections: a static route of VPN connection vpn-1 has no State'],
  ['neighbour', 'VpnConnectionId', 'DescribeVpnConnections: a VPN connection has no VpnConnectionId'],
  ['neighbour', 'Routes.0.DestinationCidrBlock', 'DescribeVpnConnections: a static route of VPN connection vpn-2 has no DestinationCidrBlock'],
  ['gateway', 'VpnGatewayId', 'DescribeVpnGateways: a virtual private gateway has no VpnGatewayId'],
  ['gateway', 'State', 'DescribeVpnGateways: virtual private gateway vgw-1 has no State'],
  ['gateway', 'VpcAttachments.0.VpcId', 'DescribeVpnGateways: an attachment of virtual private gateway vgw-1 has no VpcId'],
  ['gateway', 'VpcAttachments.0.State', 'DescribeVpnGateways: an attachment of virtual private gateway vgw-1 has no State'],
  ['customerGateway', 'CustomerGatewayId', 'DescribeCustomerGateways: a customer gateway has no CustomerGatewayId'],
  ['customerGateway', 'State', 'DescribeCustomerGateways: customer gateway cgw-1 has no State'],
  ['transitGateway', 'TransitGatewayId', 'DescribeTransitGateways: a transit gateway has no TransitGatewayId'],
  ['transitGateway', 'State', 'DescribeTransitGateways: transit gateway tgw-1 has no State'],
  ['transitGateway', 'OwnerId', 'DescribeTransitGateways: transit gateway tgw-1 has no OwnerId'],
  ['transitGateway', 'Options.AssociationDefaultRouteTableId', 'DescribeTransitGateways: transit gateway tgw-1 has no AssociationDefaultRouteTableId'],
  ['transitGateway', 'Options.PropagationDefaultRouteTableId', 'DescribeTransitGateways: transit gateway tgw-1 has no PropagationDefaultRouteTableId'],
  ['attachment', 'TransitGatewayAttachmentId', 'DescribeTransitGatewayAttachments: a transit gateway attachment has no TransitGatewayAttachmentId'],
  ['attachment', 'TransitGatewayId', 'DescribeTransitGatewayAttachments: transit gateway attachment tgw-attach-1 has no TransitGatewayId'],
  ['attachment', 'ResourceType', 'DescribeTransitGatewayAttachments: transit gateway attachment tgw-attach-1 has no ResourceType'],
  ['attachment', 'ResourceId', 'DescribeTransitGatewayAttachments: transit gateway attachment tgw-attach-1 has no ResourceId'],
  ['attachment', 'State', 'DescribeTransitGatewayAttachments: transit gateway attachment tgw-attach-1 has no State'],
  ['attachment', 'Association.TransitGatewayRouteTableId', 'DescribeTransitGatewayAttachments: transit gateway attachment tgw-attach-1 has no Association.TransitGatewayRouteTableId'],
  ['attachment', 'Association.State', 'DescribeTransitGatewayAttachments: transit gateway attachment tgw-attach-1 has no Association.State'],
  ['propagation', 'propagations.0.TransitGatewayRouteTableId', 'GetTransitGatewayAttachmentPropagations: a propagation of tgw-attach-1 has no TransitGatewayRouteTableId'],
  ['propagation', 'propagations.0.State', 'GetTransitGatewayAttachmentPropagations: a propagation of tgw-attach-1 has no State'],
  ['table', 'TransitGatewayRouteTableId', 'DescribeTransitGatewayRouteTables: a transit gateway route table has no TransitGatewayRouteTableId'],
  ['table', 'State', 'DescribeTransitGatewayRouteTables: transit gateway route table tgw-rtb-1 has no State'],
  ['reference', 'PrefixListId', 'GetTransitGatewayPrefixListReferences: a reference has no PrefixListId'],
  ['route', 'routes.0.DestinationCidrBlock', 'SearchTransitGatewayRoutes: a route in tgw-rtb-1 has no DestinationCidrBlock or PrefixListId'],
  ['route', 'routes.0.Type', 'SearchTransitGatewayRoutes: route 10.1.0.0/16 in tgw-rtb-1 has no Type'],
  ['route', 'routes.0.State', 'SearchTransitGatewayRoutes: route 10.1.0.0/16 in tgw-rtb-1 has no State'],
  ['route', 'routes.0.TransitGatewayAttachments', 'SearchTransitGatewayRoutes: route 10.1.0.0/16 in tgw-rtb-1 has no TransitGatewayAttachments'],
  ['route', 'routes.0.TransitGatewayAttachments.0.TransitGatewayAttachmentId', 'SearchTransitGatewayRoutes: route 10.1.0.0/16 in tgw-rtb-1 has no TransitGatewayAttachmentId'],
  ['vpc', 'VpcId', 'DescribeVpcs: a VPC has no VpcId'],
  ['vpc', 'subnets.0.SubnetId', 'DescribeSubnets: a subnet has no SubnetId'],
  ['vpc', 'subnets.0.VpcId', 'DescribeSubnets: subnet subnet-1 has no VpcId'],
  ['vpc', 'subnets.0.AvailabilityZone', 'DescribeSubnets: subnet subnet-1 has no AvailabilityZone'],
  ['place', 'RouteTableId', 'DescribeRouteTables: a route table has no RouteTableId'],
  ['place', 'VpcId', 'DescribeRouteTables: route table rtb-1 has no VpcId'],
  ['routeTable', 'PropagatingVgws.0.GatewayId', 'DescribeRouteTables: a gateway that propagates to route table rtb-1 has no GatewayId'],
  ['routeTable', 'Routes.0.DestinationCidrBlock', 'DescribeRouteTables: a route in rtb-1 has no destination'],
  ['routeTable', 'Routes.0.Origin', 'DescribeRouteTables: route 10.1.0.0/16 in rtb-1 has no Origin'],
  ['routeTable', 'Routes.0.State', 'DescribeRouteTables: route 10.1.0.0/16 in rtb-1 has no State'],
];

test.each(Object.entries(WHOLE))('%s is read when it is whole', (_, [read, answer]) => {
  expect(() => read(answer)).not.toThrow();
});

test.each(ROWS)('%s without %s', (name, path, said) => {
  const [read, answer] = WHOLE[name];
  const failure = readWithout(read, answer, path);
  // A look that failed is looked at again; the snapshot's patience ends in a refusal, and a move's own in `held`.
  expect(failure).toBeInstanceOf(RetryableFailure);
  expect((failure as Error).message).toBe(`reading the answer of ${said}, and without it nothing can be decided`);
});

function readWithout(read: Reader, answer: Structure, path: string): unknown {
  const copy = structuredClone(answer);
  const steps = path.split('.');
  const last = steps.pop()!;
  delete (steps.reduce<unknown>((at, step) => (at as Structure)[step], copy) as Structure)[last];
  try {
    return read(copy);
  } catch (error) {
    return error;
  }
}
