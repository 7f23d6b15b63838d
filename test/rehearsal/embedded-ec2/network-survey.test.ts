/** What somebody sees who looks at a network before changing it: everything that could stand in the way of a move. */
import type { RouteTable, TransitGatewayPrefixListReference, TransitGatewayRoute, VpnConnection } from '@aws-sdk/client-ec2';
import { codeOf, officeEstate, refusal, transitGatewayRoutesOf } from './estates';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

const STACK = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/1a2b';
const OWNED = { 'aws:cloudformation:stack-id': STACK };

test('who owns an object is told by its tags, wherever it is described, and can be asked for', () => {
  const { network } = officeEstate();
  const { vpcId } = network.seed.vpc({ cidr: '10.9.0.0/16', tags: OWNED });
  const { transitGatewayId } = network.seed.transitGateway({ tags: OWNED });
  const ids = {
    VpnGateways: network.seed.vpnGateway({ tags: OWNED }),
    CustomerGateways: network.seed.customerGateway({ tags: OWNED }),
    VpnConnections: network.seed.vpnConnection({ routing: 'bgp', on: transitGatewayId, tags: OWNED }),
    RouteTables: network.seed.routeTable({ vpcId, tags: OWNED }),
    TransitGatewayRouteTables: network.seed.transitGatewayRouteTable({ transitGatewayId, tags: OWNED }),
    TransitGateways: transitGatewayId,
    TransitGatewayAttachments: network.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds: [], tags: OWNED }),
  };

  for (const [member, id] of Object.entries(ids)) {
    const Filters = [{ Name: 'tag:aws:cloudformation:stack-id', Values: [STACK] }];
    const found = network.call(`Describe${member}`, { Filters })[member] as { Tags: unknown }[];
    expect(found).toMatchObject([{ [`${member.slice(0, -1)}Id`]: id, Tags: [{ Key: 'aws:cloudformation:stack-id', Value: STACK }] }]);
  }
});

test('ASNs of both sides are told', () => {
  const { network } = officeEstate();
  const { transitGatewayId } = network.seed.transitGateway({ asn: 64_600, ecmp: false });
  const VpnGatewayIds = [network.seed.vpnGateway({ asn: 64_700 })];
  const CustomerGatewayIds = [network.seed.customerGateway({ asn: 65_100 }), network.seed.customerGateway({ asn: 4_200_000_000 })];

  expect(network.call('DescribeTransitGateways', { TransitGatewayIds: [transitGatewayId] }).TransitGateways)
    .toMatchObject([{ Options: { AmazonSideAsn: 64_600, VpnEcmpSupport: 'disable' } }]);
  expect(network.call('DescribeVpnGateways', { VpnGatewayIds }).VpnGateways).toMatchObject([{ AmazonSideAsn: 64_700 }]);
  expect(network.call('DescribeCustomerGateways', { CustomerGatewayIds }).CustomerGateways)
    .toMatchObject([{ BgpAsn: '65100' }, { BgpAsnExtended: '4200000000' }]);
});

test('a tunnel tells since when it is as it is', () => {
  const { network, vpnConnectionId, vpnGatewayId, clock } = officeEstate();
  const seeded = clock.now();
  const since = () => {
    const { VpnConnections } = network.call('DescribeVpnConnections', { VpnConnectionIds: [vpnConnectionId] });
    return (VpnConnections as VpnConnection[])[0].VgwTelemetry?.map((tunnel) => `${tunnel.Status} ${Number(tunnel.LastStatusChange) - seeded}`);
  };

  clock.pass(60);
  expect(since()).toEqual(['UP 0', 'UP 0']);
  const other = network.seed.vpnGateway();
  expect(other).not.toBe(vpnGatewayId);
  network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, VpnGatewayId: other });
  clock.pass(10);
  expect(since()).toEqual(['DOWN 60000', 'DOWN 60000']);
  clock.pass(600);
  expect(since()).toEqual(['UP 365000', 'UP 365000']);
});

test('a table that inspects what comes in by a gateway is associated with the gateway', () => {
  const { network, vpcId, vpnGatewayId, subnetIds } = officeEstate();
  const id = network.seed.routeTable({
    vpcId, edgeGateways: [vpnGatewayId], routes: [{ destination: '10.100.1.0/24', target: 'eni-00000000000000001' }],
  });

  const Filters = [{ Name: 'association.gateway-id', Values: [vpnGatewayId] }];
  const [table, ...others] = network.call('DescribeRouteTables', { Filters }).RouteTables as RouteTable[];

  expect(others).toEqual([]);
  expect(table).toMatchObject({
    RouteTableId: id,
    Associations: [{ GatewayId: vpnGatewayId, Main: false, RouteTableId: id, AssociationState: { State: 'associated' } }],
    Routes: [{ GatewayId: 'local' }, { DestinationCidrBlock: '10.100.1.0/24', NetworkInterfaceId: 'eni-00000000000000001' }],
  });
  expect(table.Associations?.[0].SubnetId).toBeUndefined();
  const ofSubnet = network.call('DescribeRouteTables', { Filters: [{ Name: 'association.subnet-id', Values: [subnetIds[0]] }] });
  expect((ofSubnet.RouteTables as RouteTable[])[0].Associations?.map((each) => each.GatewayId)).toEqual([undefined]);
});

test('a blackhole of a transit gateway table names no attachment', () => {
  const { network, officeTableId } = officeEstate();
  network.seed.transitGatewayRoute({ routeTableId: officeTableId, destination: '10.66.0.0/16' });

  const { Routes } = network.call('SearchTransitGatewayRoutes', {
    TransitGatewayRouteTableId: officeTableId, Filters: [{ Name: 'state', Values: ['blackhole'] }],
  });

  expect(Routes).toEqual([{ DestinationCidrBlock: '10.66.0.0/16', TransitGatewayAttachments: [], Type: 'static', State: 'blackhole' }]);
});

describe('prefix lists', () => {
  test('tell their entries, in pages', () => {
    const { network } = officeEstate({ pageSize: 2 });
    const PrefixListId = network.seed.prefixList(['10.20.0.0/16', '10.21.0.0/16', '2001:db8::/32']);

    const { Entries, NextToken } = network.call('GetManagedPrefixListEntries', { PrefixListId });

    expect(Entries).toEqual([{ Cidr: '10.20.0.0/16' }, { Cidr: '10.21.0.0/16' }]);
    expect(network.call('GetManagedPrefixListEntries', { PrefixListId, NextToken })).toEqual({ Entries: [{ Cidr: '2001:db8::/32' }] });
    expect(codeOf(network, 'GetManagedPrefixListEntries', { PrefixListId: 'pl-00000000000000009' })).toBe('InvalidPrefixListID.NotFound');
  });

  test('are referred to by transit gateway tables, to an attachment or to nowhere', () => {
    const { network, spokeTableId, officeTableId, vpcAttachmentId, vpcId } = officeEstate();
    const own = network.seed.prefixList(['10.20.0.0/16']);
    const shared = network.seed.prefixList(['10.30.0.0/16'], undefined, '999988887777');
    network.seed.transitGatewayPrefixListReference({ routeTableId: officeTableId, prefixListId: own, attachmentId: vpcAttachmentId });
    network.seed.transitGatewayPrefixListReference({ routeTableId: officeTableId, prefixListId: shared, state: 'modifying' });
    const referencesOf = (TransitGatewayRouteTableId: string, Filters: object[] = []) => network.call(
      'GetTransitGatewayPrefixListReferences', { TransitGatewayRouteTableId, Filters },
    ).TransitGatewayPrefixListReferences as TransitGatewayPrefixListReference[];

    expect(referencesOf(spokeTableId)).toEqual([]);
    expect(referencesOf(officeTableId)).toEqual([
      {
        TransitGatewayRouteTableId: officeTableId, PrefixListId: own, PrefixListOwnerId: '111122223333', State: 'available', Blackhole: false,
        TransitGatewayAttachment: { TransitGatewayAttachmentId: vpcAttachmentId, ResourceType: 'vpc', ResourceId: vpcId },
      },
      {
        TransitGatewayRouteTableId: officeTableId, PrefixListId: shared, PrefixListOwnerId: '999988887777', State: 'modifying',
        Blackhole: true,
      },
    ]);
    const idsBy = (Name: string, value: string) =>
      referencesOf(officeTableId, [{ Name, Values: [value] }]).map((each) => each.PrefixListId);
    expect(idsBy('is-blackhole', 'true')).toEqual([shared]);
    expect(idsBy('prefix-list-owner-id', '999988887777')).toEqual([shared]);
    expect(idsBy('attachment.resource-id', vpcId)).toEqual([own]);
    expect(idsBy('attachment.resource-type', 'vpc')).toEqual([own]);
    expect(idsBy('attachment.transit-gateway-attachment-id', vpcAttachmentId)).toEqual([own]);
    expect(idsBy('state', 'available')).toEqual([own]);
    expect(idsBy('prefix-list-id', own)).toEqual([own]);
  });

  test('stand as routes, behind static ones and before propagated ones, and cannot be deleted one by one', () => {
    const { network, officeTableId: TransitGatewayRouteTableId, vpcAttachmentId } = officeEstate();
    const prefixListId = network.seed.prefixList(['10.20.0.0/16', '10.21.0.0/16', '10.100.0.0/16']);
    network.seed.transitGatewayPrefixListReference({ routeTableId: TransitGatewayRouteTableId, prefixListId });
    network.seed.transitGatewayRoute({ routeTableId: TransitGatewayRouteTableId, destination: '10.21.0.0/16', attachmentId: vpcAttachmentId });
    const ofList = network.call('SearchTransitGatewayRoutes', {
      TransitGatewayRouteTableId, Filters: [{ Name: 'prefix-list-id', Values: [prefixListId] }],
    }).Routes as TransitGatewayRoute[];

    expect(transitGatewayRoutesOf(network, TransitGatewayRouteTableId)).toEqual([
      '10.20.0.0/16 →  (static, blackhole)', '10.21.0.0/16 → vpc (static, active)', '10.100.0.0/16 →  (static, blackhole)',
    ]);
    expect(ofList.map((route) => [route.DestinationCidrBlock, route.PrefixListId])).toEqual([
      ['10.20.0.0/16', prefixListId], ['10.100.0.0/16', prefixListId],
    ]);
    expect(codeOf(network, 'DeleteTransitGatewayRoute', { TransitGatewayRouteTableId, DestinationCidrBlock: '10.20.0.0/16' }))
      .toBe('InvalidRoute.NotFound');
    const own = { TransitGatewayRouteTableId, DestinationCidrBlock: '10.20.0.0/16', TransitGatewayAttachmentId: vpcAttachmentId };
    expect(codeOf(network, 'CreateTransitGatewayRoute', own)).toBe('accepted');
  });

  test('that nobody has seeded cannot be referred to', () => {
    const { network, officeTableId: routeTableId } = officeEstate();

    expect(() => network.seed.transitGatewayPrefixListReference({ routeTableId, prefixListId: 'pl-00000000000000009' }))
      .toThrow('seed pl-00000000000000009 first');
  });
});

test('a customer gateway stays while a connection uses it', () => {
  const { network, vpnConnectionId, clock } = officeEstate();
  const CustomerGatewayId = customerGatewayOf(network, vpnConnectionId);

  expect(refusal(network, 'DeleteCustomerGateway', { CustomerGatewayId }))
    .toBe(`DependencyViolation: The customer gateway ${CustomerGatewayId} is in use by ${vpnConnectionId}`);
  const other = network.seed.customerGateway();
  network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, CustomerGatewayId: other });
  clock.pass(305);
  expect(codeOf(network, 'DeleteCustomerGateway', { CustomerGatewayId })).toBe('accepted');
});

function customerGatewayOf(network: Network, vpnConnectionId: string): string {
  return network.view.state.vpnConnections[vpnConnectionId].customerGatewayId;
}
