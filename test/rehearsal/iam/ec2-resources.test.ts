/** What IAM is asked for each operation: the table of the Service Authorization Reference, one row per operation. */
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { KNOWN_OPERATIONS, permissionRequests } from '../../../tools/rehearsal/iam/ec2-resources';


const LOCATION = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333' };
const EVERYWHERE = { 'ec2:Region': 'eu-central-1', 'aws:RequestedRegion': 'eu-central-1' };
const IDS = {
  VpnConnectionId: 'vpn-1', CustomerGatewayId: 'cgw-1', VpnGatewayId: 'vgw-1', VpcId: 'vpc-1', RouteTableId: 'rtb-1',
  ClientVpnEndpointId: 'cvpn-endpoint-1', SubnetId: 'subnet-1', TargetVpcSubnetId: 'subnet-1',
  TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayAttachmentId: 'tgw-attach-1', PrefixListId: 'pl-1', VpnConnectionDeviceTypeId: '5fb390ba',
};

test('of every operation of the embedded EC2, and of no other', () => {
  expect([...KNOWN_OPERATIONS].sort()).toEqual([...new Network({ clock: new VirtualClock(0) }).operations].sort());
});

test.each([
  'DescribeVpnConnections', 'DescribeVpnGateways', 'DescribeCustomerGateways', 'DescribeTransitGateways',
  'DescribeTransitGatewayAttachments', 'DescribeTransitGatewayVpcAttachments', 'DescribeTransitGatewayRouteTables',
  'GetTransitGatewayRouteTableAssociations', 'GetTransitGatewayRouteTablePropagations', 'GetTransitGatewayAttachmentPropagations',
  'DescribeClientVpnEndpoints',
  'GetTransitGatewayPrefixListReferences', 'DescribeRouteTables', 'DescribeVpcs', 'DescribeSubnets', 'GetVpnConnectionDeviceTypes',
])('%s has no resource-level permissions', (operation) => {
  expect(permissionRequests(operation, IDS, LOCATION)).toEqual([{ action: `ec2:${operation}`, resourceArn: '*', context: EVERYWHERE }]);
});

test.each<[string, string[]]>([
  ['ModifyVpnConnection', ['vpn-connection/vpn-1']],
  ['CreateVpnConnectionRoute', ['vpn-connection/vpn-1']],
  ['DeleteVpnConnectionRoute', ['vpn-connection/vpn-1']],
  ['DeleteVpnConnection', ['vpn-connection/vpn-1']],
  ['GetVpnConnectionDeviceSampleConfiguration', ['vpn-connection/vpn-1', 'vpn-connection-device-type/5fb390ba']],
  ['CreateVpnConnection', ['customer-gateway/cgw-1', 'vpn-connection/*', 'vpn-gateway/vgw-1']],
  ['CreateCustomerGateway', ['customer-gateway/*']],
  ['DeleteCustomerGateway', ['customer-gateway/cgw-1']],
  ['CreateVpnGateway', ['vpn-gateway/*']],
  ['DeleteVpnGateway', ['vpn-gateway/vgw-1']],
  ['AttachVpnGateway', ['vpc/vpc-1', 'vpn-gateway/vgw-1']],
  ['DetachVpnGateway', ['vpc/vpc-1', 'vpn-gateway/vgw-1']],
  ['CreateTransitGatewayRoute', ['transit-gateway-route-table/tgw-rtb-1', 'transit-gateway-attachment/tgw-attach-1']],
  ['ReplaceTransitGatewayRoute', ['transit-gateway-route-table/tgw-rtb-1', 'transit-gateway-attachment/tgw-attach-1']],
  ['DeleteTransitGatewayRoute', ['transit-gateway-route-table/tgw-rtb-1']],
  ['SearchTransitGatewayRoutes', ['transit-gateway-route-table/tgw-rtb-1']],
  ['AssociateTransitGatewayRouteTable', ['transit-gateway-attachment/tgw-attach-1', 'transit-gateway-route-table/tgw-rtb-1']],
  ['DisassociateTransitGatewayRouteTable', ['transit-gateway-attachment/tgw-attach-1', 'transit-gateway-route-table/tgw-rtb-1']],
  ['EnableTransitGatewayRouteTablePropagation', ['transit-gateway-route-table/tgw-rtb-1', 'transit-gateway-attachment/tgw-attach-1']],
  ['DisableTransitGatewayRouteTablePropagation', ['transit-gateway-route-table/tgw-rtb-1', 'transit-gateway-attachment/tgw-attach-1']],
  ['CreateTransitGatewayPrefixListReference',
    ['prefix-list/pl-1', 'transit-gateway-route-table/tgw-rtb-1', 'transit-gateway-attachment/tgw-attach-1']],
  ['ModifyTransitGatewayPrefixListReference',
    ['prefix-list/pl-1', 'transit-gateway-route-table/tgw-rtb-1', 'transit-gateway-attachment/tgw-attach-1']],
  ['DeleteTransitGatewayPrefixListReference', ['prefix-list/pl-1', 'transit-gateway-route-table/tgw-rtb-1']],
  ['GetManagedPrefixListEntries', ['prefix-list/pl-1']],
  ['CreateSubnet', ['subnet/*', 'vpc/vpc-1']],
  ['CreateRouteTable', ['route-table/*', 'vpc/vpc-1']],
  ['AssociateRouteTable', ['route-table/rtb-1', 'subnet/subnet-1']],
  ['DisassociateRouteTable', ['route-table/*']],
  ['CreateTransitGatewayVpcAttachment', ['transit-gateway-attachment/*', 'vpc/vpc-1']],
  ['DeleteTransitGatewayVpcAttachment', ['transit-gateway-attachment/tgw-attach-1']],
  ['CreateRoute', ['route-table/rtb-1']],
  ['ReplaceRoute', ['route-table/rtb-1']],
  ['DeleteRoute', ['route-table/rtb-1']],
  ['CreateClientVpnEndpoint', ['client-vpn-endpoint/*', 'vpc/vpc-1']],
  ['ModifyClientVpnEndpoint', ['client-vpn-endpoint/cvpn-endpoint-1', 'vpc/vpc-1']],
  ['DeleteClientVpnEndpoint', ['client-vpn-endpoint/cvpn-endpoint-1']],
  ['AssociateClientVpnTargetNetwork', ['client-vpn-endpoint/cvpn-endpoint-1', 'subnet/subnet-1']],
  ['CreateClientVpnRoute', ['client-vpn-endpoint/cvpn-endpoint-1', 'subnet/subnet-1']],
  ['AuthorizeClientVpnIngress', ['client-vpn-endpoint/cvpn-endpoint-1']],
])('%s is evaluated on %j', (operation, resources) => {
  const requests = permissionRequests(operation, IDS, LOCATION);

  expect(requests.map(({ action }) => action)).toEqual(resources.map(() => `ec2:${operation}`));
  expect(requests.map(({ resourceArn }) => resourceArn))
    .toEqual(resources.map((each) => `arn:aws:ec2:eu-central-1:111122223333:${each}`));
});

test.each(['EnableVgwRoutePropagation', 'DisableVgwRoutePropagation'])('%s calls the virtual private gateway GatewayId', (operation) => {
  const requests = permissionRequests(operation, { RouteTableId: 'rtb-1', GatewayId: 'vgw-1' }, LOCATION);

  expect(requests.map(({ resourceArn }) => resourceArn)).toEqual([
    'arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-1',
    'arn:aws:ec2:eu-central-1:111122223333:vpn-gateway/vgw-1',
  ]);
});

test('an optional resource is evaluated only when it is passed: a blackhole route names no attachment', () => {
  const input = { TransitGatewayRouteTableId: 'tgw-rtb-1', DestinationCidrBlock: '10.1.0.0/16', Blackhole: true };

  expect(permissionRequests('CreateTransitGatewayRoute', input, LOCATION).map(({ resourceArn }) => resourceArn))
    .toEqual(['arn:aws:ec2:eu-central-1:111122223333:transit-gateway-route-table/tgw-rtb-1']);
});

test('each resource comes with the context keys of its own type', () => {
  expect(permissionRequests('CreateTransitGatewayRoute', IDS, LOCATION).map(({ context }) => context)).toEqual([
    { ...EVERYWHERE, 'ec2:transitGatewayRouteTableId': 'tgw-rtb-1' },
    { ...EVERYWHERE, 'ec2:transitGatewayAttachmentId': 'tgw-attach-1' },
  ]);
  expect(permissionRequests('CreateRoute', IDS, LOCATION).map(({ context }) => context)).toEqual([
    { ...EVERYWHERE, 'ec2:RouteTableID': 'rtb-1' },
  ]);
});

test('a connection in a private network over Direct Connect, on a transit gateway, names all of them', () => {
  const input = { CustomerGatewayId: 'cgw-1', TransitGatewayId: 'tgw-1', Options: { TransportTransitGatewayAttachmentId: 'tgw-attach-9' } };

  expect(permissionRequests('CreateVpnConnection', input, LOCATION).map(({ resourceArn }) => resourceArn.split(':')[5])).toEqual([
    'customer-gateway/cgw-1', 'vpn-connection/*', 'transit-gateway/tgw-1', 'transit-gateway-attachment/tgw-attach-9',
  ]);
});

test('tags given at creation are context, and ask for ec2:CreateTags as well', () => {
  const input = { Type: 'ipsec.1', TagSpecifications: [{ ResourceType: 'vpn-gateway', Tags: [{ Key: 'Owner', Value: 'network' }] }] };

  expect(permissionRequests('CreateVpnGateway', input, LOCATION)).toEqual([
    {
      action: 'ec2:CreateVpnGateway',
      resourceArn: 'arn:aws:ec2:eu-central-1:111122223333:vpn-gateway/*',
      context: { ...EVERYWHERE, 'aws:TagKeys': 'Owner', 'aws:RequestTag/Owner': 'network' },
    },
    {
      action: 'ec2:CreateTags',
      resourceArn: 'arn:aws:ec2:eu-central-1:111122223333:vpn-gateway/*',
      context: { ...EVERYWHERE, 'aws:TagKeys': 'Owner', 'aws:RequestTag/Owner': 'network', 'ec2:CreateAction': 'CreateVpnGateway' },
    },
  ]);
});

test('tagging is evaluated on every tagged resource, by the type that its id tells', () => {
  const input = { Resources: ['vpn-1', 'tgw-attach-1', 'tgw-rtb-1', 'tgw-1', 'rtb-1'], Tags: [{ Key: 'Name' }] };

  expect(permissionRequests('CreateTags', input, LOCATION).map(({ resourceArn }) => resourceArn.split(':')[5])).toEqual([
    'vpn-connection/vpn-1', 'transit-gateway-attachment/tgw-attach-1', 'transit-gateway-route-table/tgw-rtb-1',
    'transit-gateway/tgw-1', 'route-table/rtb-1',
  ]);
});

test.each<[string, string, object]>([
  ['an operation without an entry', 'it is not known which resources IAM evaluates for ec2:RunInstances', { operation: 'RunInstances' }],
  ['a call without any of its resources', 'the call of ec2:CreateTags names none of the resources that IAM evaluates',
    { operation: 'CreateTags' }],
  ['an id of an unknown kind', 'it is not known which type of resource i-1 is', { operation: 'CreateTags', input: { Resources: ['i-1'] } }],
])('%s is an error, not a pass', (_, message, call) => {
  const { operation, input } = { operation: '', input: {}, ...call };

  expect(() => permissionRequests(operation, input, LOCATION)).toThrow(message);
});
