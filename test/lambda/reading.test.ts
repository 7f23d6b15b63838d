/** EC2's answers as the domain sees them: what is copied, what never is, and what absence means. */
import {
  attachmentOf, customerGatewayOf, isDeleted, otherConnectionOf, prefixListReferenceOf, transitGatewayOf, transitGatewayRoutesOf,
  virtualPrivateGatewayOf, vpcRouteTableOf, vpnConnectionOf,
} from '../../lambda/aws/ec2/reading';

const KEY = 'planted.key';

test('of a connection nothing is copied that could hold a key', () => {
  const connection = vpnConnectionOf({
    VpnConnectionId: 'vpn-1',
    State: 'available',
    VpnGatewayId: 'vgw-1',
    CustomerGatewayId: 'cgw-1',
    CustomerGatewayConfiguration: `<pre_shared_key>${KEY}</pre_shared_key>`,
    Options: { StaticRoutesOnly: true, TunnelOptions: [{ PreSharedKey: KEY }] },
    Routes: [{ DestinationCidrBlock: '10.1.0.0/16', State: 'available' }],
    VgwTelemetry: [{ OutsideIpAddress: '203.0.113.1', Status: 'UP', AcceptedRouteCount: 1 }],
  });
  expect(connection).toEqual({
    id: 'vpn-1',
    state: 'available',
    category: 'VPN',
    gateway: { kind: 'virtual-private-gateway', id: 'vgw-1' },
    customerGatewayId: 'cgw-1',
    routing: 'static',
    beyondVirtualPrivateGateway: [],
    staticRoutes: [{ cidr: '10.1.0.0/16', state: 'available' }],
    tunnels: [{ outsideAddress: '203.0.113.1', status: 'UP', acceptedRouteCount: 1 }],
  });
});

test('a connection on a core network or on nothing stands on no gateway a move knows', () => {
  expect(vpnConnectionOf({ VpnConnectionId: 'vpn-1', State: 'available', CustomerGatewayId: 'cgw-1', CoreNetworkArn: 'arn' })).not.toHaveProperty('gateway');
});

test.each([['deleted', true], ['deleting', true], ['available', false], ['pending', false], ['failed', false]] as const)(
  'an attachment that is %s is gone: %s', (State, gone) => {
    expect(isDeleted({ State })).toBe(gone);
  },
);

test('an attachment without association has none, not an empty one', () => {
  const attachment = { TransitGatewayAttachmentId: 'tgw-attach-1', TransitGatewayId: 'tgw-1', ResourceId: 'vpn-1', ResourceType: 'vpn', State: 'available' } as const;
  expect(attachmentOf({ ...attachment, Association: {} }, [], [])).not.toHaveProperty('association');
});

test('default route tables count only where they are switched on', () => {
  const Options = { AssociationDefaultRouteTableId: 'tgw-rtb-1', PropagationDefaultRouteTableId: 'tgw-rtb-1' };
  const gateway = { TransitGatewayId: 'tgw-1', State: 'available', OwnerId: '111122223333' } as const;
  expect(transitGatewayOf({ ...gateway, Options: { ...Options, DefaultRouteTableAssociation: 'enable', DefaultRouteTablePropagation: 'disable' } }))
    .toEqual({ id: 'tgw-1', state: 'available', ownerId: '111122223333', defaultAssociationRouteTableId: 'tgw-rtb-1' });
});

test('a blackhole leads to no attachment, a prefix list stands where a block could', () => {
  expect(transitGatewayRoutesOf('tgw-rtb-1', [{ PrefixListId: 'pl-1', Type: 'static', State: 'blackhole' }]))
    .toEqual([{ destination: 'pl-1', prefixListId: 'pl-1', type: 'static', state: 'blackhole', attachmentIds: [] }]);
});

test('the main table is used by the subnets that have no association of their own', () => {
  const main = { RouteTableId: 'rtb-main', VpcId: 'vpc-1', Associations: [{ Main: true }] };
  const own = { RouteTableId: 'rtb-own', VpcId: 'vpc-1', Associations: [{ SubnetId: 'subnet-b' }] };
  const elsewhere = { RouteTableId: 'rtb-other', VpcId: 'vpc-2', Associations: [{ SubnetId: 'subnet-a' }] };
  const subnets = [{ SubnetId: 'subnet-a', VpcId: 'vpc-1' }, { SubnetId: 'subnet-b', VpcId: 'vpc-1' }, { SubnetId: 'subnet-z', VpcId: 'vpc-2' }];
  expect(vpcRouteTableOf(main, [main, own, elsewhere], subnets).subnetIds).toEqual(['subnet-a']);
  expect(vpcRouteTableOf(own, [main, own, elsewhere], subnets).subnetIds).toEqual(['subnet-b']);
});

describe('what is read for the snapshot alone', () => {
  const Tags = [{ Key: 'Name', Value: 'x' }, { Key: 'aws:cloudformation:stack-id', Value: 'arn:stack' }];
  const tunnels = [
    { TunnelInsideCidr: '169.254.10.1/30', PreSharedKey: KEY }, { TunnelInsideCidr: '169.254.11.0/30', TunnelInsideIpv6Cidr: 'fd00::/126', PreSharedKey: KEY },
  ];

  test('of a connection where it hangs, what is inside its tunnels, and whose it is', () => {
    const connection = vpnConnectionOf({
      VpnConnectionId: 'vpn-1',
      State: 'available',
      CustomerGatewayId: 'cgw-1',
      CoreNetworkArn: 'arn:core',
      VpnConcentratorId: 'vcn-1',
      Options: { TunnelOptions: tunnels, TransportTransitGatewayAttachmentId: 'tgw-attach-dx' },
      Tags,
    });
    expect(connection).toMatchObject({
      insideCidrs: ['169.254.10.1/30', '169.254.11.0/30', 'fd00::/126'],
      coreNetworkArn: 'arn:core',
      concentratorId: 'vcn-1',
      transportAttachmentId: 'tgw-attach-dx',
      stackId: 'arn:stack',
    });
    expect(JSON.stringify(connection)).not.toContain(KEY);
  });

  test('of another connection no more than may stand in the way', () => {
    expect(otherConnectionOf({
      VpnConnectionId: 'vpn-2',
      CustomerGatewayId: 'cgw-2',
      CustomerGatewayConfiguration: KEY,
      Options: { TunnelOptions: [{ PreSharedKey: KEY }] },
      Routes: [{ DestinationCidrBlock: '10.1.0.0/16', State: 'available' }, { DestinationCidrBlock: '10.2.0.0/16', State: 'deleted' }],
    })).toEqual({ id: 'vpn-2', customerGatewayId: 'cgw-2', insideCidrs: [], staticRoutes: ['10.1.0.0/16'] });
  });

  test.each([
    [{ BgpAsn: '65000' }, 65000], [{ BgpAsn: '65000', BgpAsnExtended: '' }, 65000], [{ BgpAsnExtended: '4200000000' }, 4_200_000_000], [{}, undefined],
  ])('the number of a customer gateway: %j', (asns, asn) => {
    expect(customerGatewayOf({ CustomerGatewayId: 'cgw-1', State: 'available', ...asns })).toEqual({ id: 'cgw-1', state: 'available', ...asn === undefined ? {} : { asn } });
  });

  test('of gateways their number and owner, and whether a transit gateway spreads traffic', () => {
    expect(virtualPrivateGatewayOf({ VpnGatewayId: 'vgw-1', State: 'available', AmazonSideAsn: 64512, Tags }, [{ VpnConnectionId: 'vpn-2' }])).toEqual({
      id: 'vgw-1',
      state: 'available',
      attachments: [],
      otherConnectionIds: ['vpn-2'],
      otherConnections: [{ id: 'vpn-2', customerGatewayId: '', insideCidrs: [], staticRoutes: [] }],
      amazonSideAsn: 64512,
      stackId: 'arn:stack',
    });
    const gateway = { TransitGatewayId: 'tgw-1', State: 'available', OwnerId: '1' } as const;
    expect(transitGatewayOf({ ...gateway, Options: { AmazonSideAsn: 64513, VpnEcmpSupport: 'enable' } })).toMatchObject({ amazonSideAsn: 64513, vpnEcmp: true });
    expect(transitGatewayOf({ ...gateway, Options: { VpnEcmpSupport: 'disable' } })).toMatchObject({ vpnEcmp: false });
    expect(transitGatewayOf(gateway)).not.toHaveProperty('vpnEcmp');
  });

  test('a reference to a prefix list leads to an attachment or nowhere', () => {
    expect(prefixListReferenceOf({ PrefixListId: 'pl-1', TransitGatewayAttachment: { TransitGatewayAttachmentId: 'tgw-attach-1' } }))
      .toEqual({ prefixListId: 'pl-1', attachmentId: 'tgw-attach-1' });
    expect(prefixListReferenceOf({ PrefixListId: 'pl-1', Blackhole: true })).toEqual({ prefixListId: 'pl-1' });
  });

  test('a route table of a gateway, unless it is being taken away from it', () => {
    const Associations = [
      { GatewayId: 'vgw-1', AssociationState: { State: 'associated' as const } }, { GatewayId: 'vgw-2', AssociationState: { State: 'disassociating' as const } },
    ];
    expect(vpcRouteTableOf({ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Associations, Tags }, [], [])).toMatchObject({ gatewayIds: ['vgw-1'], stackId: 'arn:stack' });
  });
});
