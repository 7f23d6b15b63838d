/** EC2's answers as the domain sees them: what is copied, what never is, and what absence means. */
import { attachmentOf, isGone, transitGatewayOf, transitGatewayRouteOf, vpcRouteTableOf, vpnConnectionOf } from '../../lambda/vpn-target-migration/ec2/reading';

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
  expect(vpnConnectionOf({ VpnConnectionId: 'vpn-1', State: 'available', CoreNetworkArn: 'arn' })).not.toHaveProperty('gateway');
});

test.each([['deleted', true], ['deleting', true], ['available', false], ['pending', false], ['failed', false]] as const)(
  'an attachment that is %s is gone: %s', (State, gone) => {
    expect(isGone({ State })).toBe(gone);
  },
);

test('an attachment without association has none, not an empty one', () => {
  const attachment = { TransitGatewayAttachmentId: 'tgw-attach-1', ResourceId: 'vpn-1', ResourceType: 'vpn', State: 'available' } as const;
  expect(attachmentOf({ ...attachment, Association: {} }, [], [])).not.toHaveProperty('association');
});

test('default route tables count only where they are switched on', () => {
  const Options = { AssociationDefaultRouteTableId: 'tgw-rtb-1', PropagationDefaultRouteTableId: 'tgw-rtb-1' };
  const gateway = { TransitGatewayId: 'tgw-1', State: 'available', OwnerId: '111122223333' } as const;
  expect(transitGatewayOf({ ...gateway, Options: { ...Options, DefaultRouteTableAssociation: 'enable', DefaultRouteTablePropagation: 'disable' } }))
    .toEqual({ id: 'tgw-1', state: 'available', ownerId: '111122223333', defaultAssociationRouteTableId: 'tgw-rtb-1' });
});

test('a blackhole leads to no attachment, a prefix list stands where a block could', () => {
  expect(transitGatewayRouteOf({ PrefixListId: 'pl-1', Type: 'static', State: 'blackhole' }))
    .toEqual({ destination: 'pl-1', type: 'static', state: 'blackhole', attachmentIds: [] });
});

test('the main table is used by the subnets that have no association of their own', () => {
  const main = { RouteTableId: 'rtb-main', VpcId: 'vpc-1', Associations: [{ Main: true }] };
  const own = { RouteTableId: 'rtb-own', VpcId: 'vpc-1', Associations: [{ SubnetId: 'subnet-b' }] };
  const elsewhere = { RouteTableId: 'rtb-other', VpcId: 'vpc-2', Associations: [{ SubnetId: 'subnet-a' }] };
  const subnets = [{ SubnetId: 'subnet-a', VpcId: 'vpc-1' }, { SubnetId: 'subnet-b', VpcId: 'vpc-1' }, { SubnetId: 'subnet-z', VpcId: 'vpc-2' }];
  expect(vpcRouteTableOf(main, [main, own, elsewhere], subnets).subnetIds).toEqual(['subnet-a']);
  expect(vpcRouteTableOf(own, [main, own, elsewhere], subnets).subnetIds).toEqual(['subnet-b']);
});
