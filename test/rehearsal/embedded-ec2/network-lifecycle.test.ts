/** Networks that are made call by call and taken down again: what must go before what, and what goes along. */
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

let time: number;
let network: Network;

beforeEach(() => {
  time = 0;
  network = new Network({ clock: { now: () => time, sleep: async () => undefined } });
});

test('a VPC comes with its main route table, and goes with it when nothing else is left in it', () => {
  const { VpcId } = call('CreateVpc', { CidrBlock: '10.1.0.0/16' }).Vpc;
  const [table] = call('DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }).RouteTables;
  const { VpnGatewayId } = call('CreateVpnGateway', { Type: 'ipsec.1' }).VpnGateway;
  call('AttachVpnGateway', { VpnGatewayId, VpcId });
  pass(60);

  expect(table).toMatchObject({ Routes: [{ DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'local' }], Associations: [{ Main: true }] });
  expect(codeOf('DeleteVpc', { VpcId })).toBe('DependencyViolation');
  call('DetachVpnGateway', { VpnGatewayId, VpcId });
  pass(60);
  call('DeleteVpc', { VpcId });
  expect(call('DescribeVpcs', {}).Vpcs).toEqual([]);
  expect(call('DescribeRouteTables', {}).RouteTables).toEqual([]);
  expect(codeOf('CreateVpc', { CidrBlock: '10.1.0.0' })).toBe('InvalidParameterValue');
});

test('a transit gateway is usable once it is available, and goes when its attachments and its further tables have gone', () => {
  const { TransitGatewayId } = call('CreateTransitGateway', {}).TransitGateway;
  expect(codeOf('CreateTransitGatewayRouteTable', { TransitGatewayId })).toBe('IncorrectState');
  pass(60);
  const { TransitGatewayRouteTableId } = call('CreateTransitGatewayRouteTable', { TransitGatewayId }).TransitGatewayRouteTable;
  const { CustomerGatewayId } = call('CreateCustomerGateway', { Type: 'ipsec.1', IpAddress: '192.0.2.1' }).CustomerGateway;
  const { VpnConnectionId } = call('CreateVpnConnection', { Type: 'ipsec.1', CustomerGatewayId, TransitGatewayId }).VpnConnection;
  pass(310);
  const [attachment] = call('DescribeTransitGatewayAttachments', {}).TransitGatewayAttachments;
  const { AssociationDefaultRouteTableId } = call('DescribeTransitGateways', {}).TransitGateways[0].Options;

  expect(attachment).toMatchObject({ State: 'available', Association: { TransitGatewayRouteTableId: AssociationDefaultRouteTableId } });
  expect(codeOf('DeleteTransitGatewayRouteTable', { TransitGatewayRouteTableId: AssociationDefaultRouteTableId })).toBe('IncorrectState');
  expect(codeOf('DeleteTransitGateway', { TransitGatewayId })).toBe('IncorrectState');
  call('DeleteVpnConnection', { VpnConnectionId });
  pass(60);
  expect(codeOf('DeleteTransitGateway', { TransitGatewayId })).toBe('IncorrectState');
  call('DeleteTransitGatewayRouteTable', { TransitGatewayRouteTableId });
  pass(60);
  call('DeleteTransitGateway', { TransitGatewayId });
  pass(60);
  expect(call('DescribeTransitGateways', {}).TransitGateways).toMatchObject([{ State: 'deleted' }]);
  expect(call('DescribeTransitGatewayRouteTables', {}).TransitGatewayRouteTables).toEqual([]);
  pass(3600);
  expect(call('DescribeTransitGateways', {}).TransitGateways).toEqual([]);
});

test('a transit gateway without default tables has none', () => {
  call('CreateTransitGateway', { Options: { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' } });

  expect(call('DescribeTransitGateways', {}).TransitGateways[0].Options).toMatchObject({ DefaultRouteTableAssociation: 'disable' });
  expect(call('DescribeTransitGatewayRouteTables', {}).TransitGatewayRouteTables).toEqual([]);
});

describe('a VPC with subnets, tables and an internet gateway', () => {
  const make = () => {
    const { VpcId } = call('CreateVpc', { CidrBlock: '10.1.0.0/16' }).Vpc;
    const subnet = (CidrBlock: string, AvailabilityZone: string) => call('CreateSubnet', { VpcId, CidrBlock, AvailabilityZone }).Subnet.SubnetId;
    const [SubnetId, otherSubnetId] = [subnet('10.1.0.0/24', 'eu-central-1a'), subnet('10.1.1.0/24', 'eu-central-1b')];
    const { RouteTableId } = call('CreateRouteTable', { VpcId }).RouteTable;
    const { InternetGatewayId } = call('CreateInternetGateway', {}).InternetGateway;
    return { VpcId, SubnetId, otherSubnetId, RouteTableId, InternetGatewayId };
  };
  const routesOf = (RouteTableId: string) => call('DescribeRouteTables', { RouteTableIds: [RouteTableId] }).RouteTables[0].Routes;

  test('a subnet lies in the VPC and beside the others', () => {
    const { VpcId, SubnetId } = make();

    expect(codeOf('CreateSubnet', { VpcId, CidrBlock: '10.2.0.0/24' })).toBe('InvalidSubnet.Range');
    expect(codeOf('CreateSubnet', { VpcId, CidrBlock: '10.1.0.128/25' })).toBe('InvalidSubnet.Conflict');
    call('ModifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value: true } });
    expect(call('DescribeSubnets', { SubnetIds: [SubnetId] }).Subnets).toMatchObject([{ CidrBlock: '10.1.0.0/24', MapPublicIpOnLaunch: true }]);
  });

  test('a subnet has one table, and a table in use stays', () => {
    const { VpcId, SubnetId, RouteTableId } = make();
    const { RouteTableId: other } = call('CreateRouteTable', { VpcId }).RouteTable;
    const { AssociationId } = call('AssociateRouteTable', { RouteTableId, SubnetId });

    expect(call('DescribeRouteTables', { RouteTableIds: [RouteTableId] }).RouteTables[0].Associations).toMatchObject([{ RouteTableAssociationId: AssociationId, SubnetId }]);
    expect(codeOf('AssociateRouteTable', { RouteTableId: other, SubnetId })).toBe('Resource.AlreadyAssociated');
    expect(codeOf('DeleteRouteTable', { RouteTableId })).toBe('DependencyViolation');
    call('DisassociateRouteTable', { AssociationId });
    expect(codeOf('DisassociateRouteTable', { AssociationId })).toBe('InvalidAssociationID.NotFound');
    expect(codeOf('DeleteRouteTable', { RouteTableId })).toBe('accepted');
  });

  test('a route to an internet gateway needs its attachment, and is a blackhole without', () => {
    const { VpcId, RouteTableId, InternetGatewayId } = make();
    const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: InternetGatewayId };

    expect(codeOf('CreateRoute', route)).toBe('InvalidParameterValue');
    expect(codeOf('DetachInternetGateway', { InternetGatewayId, VpcId })).toBe('Gateway.NotAttached');
    call('AttachInternetGateway', { InternetGatewayId, VpcId });
    expect(codeOf('AttachInternetGateway', { InternetGatewayId, VpcId })).toBe('Resource.AlreadyAssociated');
    const { InternetGatewayId: second } = call('CreateInternetGateway', {}).InternetGateway;
    expect(codeOf('AttachInternetGateway', { InternetGatewayId: second, VpcId })).toBe('InvalidParameterValue');
    call('CreateRoute', route);
    expect(routesOf(RouteTableId)).toContainEqual(expect.objectContaining({ GatewayId: InternetGatewayId, State: 'active' }));
    expect(codeOf('DeleteInternetGateway', { InternetGatewayId })).toBe('DependencyViolation');
    expect(codeOf('DeleteVpc', { VpcId })).toBe('DependencyViolation');
    call('DetachInternetGateway', { InternetGatewayId, VpcId });
    expect(routesOf(RouteTableId)).toContainEqual(expect.objectContaining({ GatewayId: InternetGatewayId, State: 'blackhole' }));
    expect(codeOf('DeleteInternetGateway', { InternetGatewayId })).toBe('accepted');
  });

  test('names are switched on one at a time', () => {
    const { VpcId } = make();

    expect(codeOf('ModifyVpcAttribute', { VpcId, EnableDnsSupport: { Value: true } })).toBe('accepted');
    expect(codeOf('ModifyVpcAttribute', { VpcId, EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: true } })).toBe('InvalidParameterCombination');
  });

  test('an attachment to a transit gateway takes time to come and go; before there is no route, and while it is there subnets and VPC stay', () => {
    const { VpcId, SubnetId, otherSubnetId, RouteTableId } = make();
    const { TransitGatewayId } = call('CreateTransitGateway', {}).TransitGateway;
    const attachment = { TransitGatewayId, VpcId, SubnetIds: [SubnetId] };
    const route = { RouteTableId, DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId };
    expect(codeOf('CreateTransitGatewayVpcAttachment', attachment)).toBe('IncorrectState');
    pass(60);
    const { TransitGatewayAttachmentId } = call('CreateTransitGatewayVpcAttachment', attachment).TransitGatewayVpcAttachment;

    expect(codeOf('CreateRoute', route)).toBe('InvalidTransitGatewayID.NotFound');
    pass(60);
    expect(codeOf('CreateRoute', route)).toBe('accepted');
    expect(codeOf('CreateTransitGatewayVpcAttachment', attachment)).toBe('DuplicateTransitGatewayAttachment');
    pass(5);
    const { AssociationDefaultRouteTableId } = call('DescribeTransitGateways', {}).TransitGateways[0].Options;
    expect(call('DescribeTransitGatewayAttachments', {}).TransitGatewayAttachments)
      .toMatchObject([{ ResourceType: 'vpc', Association: { TransitGatewayRouteTableId: AssociationDefaultRouteTableId, State: 'associated' } }]);
    call('ModifyTransitGatewayVpcAttachment', { TransitGatewayAttachmentId, AddSubnetIds: [otherSubnetId], RemoveSubnetIds: [SubnetId] });
    expect(codeOf('DeleteSubnet', { SubnetId: otherSubnetId })).toBe('DependencyViolation');
    expect(codeOf('DeleteSubnet', { SubnetId })).toBe('accepted');
    call('DeleteTransitGatewayVpcAttachment', { TransitGatewayAttachmentId });
    expect(codeOf('DeleteTransitGateway', { TransitGatewayId })).toBe('IncorrectState');
    pass(60);
    expect(routesOf(RouteTableId)).toContainEqual(expect.objectContaining({ TransitGatewayId, State: 'blackhole' }));
    expect(codeOf('DeleteSubnet', { SubnetId: otherSubnetId })).toBe('accepted');
    expect(codeOf('DeleteTransitGateway', { TransitGatewayId })).toBe('accepted');
  });

  test('one subnet in each zone, of the same VPC', () => {
    const { VpcId, SubnetId } = make();
    const { SubnetId: beside } = call('CreateSubnet', { VpcId, CidrBlock: '10.1.2.0/24', AvailabilityZone: 'eu-central-1a' }).Subnet;
    const { transitGatewayId: TransitGatewayId } = network.seed.transitGateway();
    const { VpcId: otherVpc } = call('CreateVpc', { CidrBlock: '10.2.0.0/16' }).Vpc;

    expect(codeOf('CreateTransitGatewayVpcAttachment', { TransitGatewayId, VpcId, SubnetIds: [SubnetId, beside] })).toBe('DuplicateSubnetsInSameZone');
    expect(codeOf('CreateTransitGatewayVpcAttachment', { TransitGatewayId, VpcId: otherVpc, SubnetIds: [SubnetId] })).toBe('InvalidSubnetID.NotFound');
  });
});

test('a transit gateway lets go of its default table, and takes another one', () => {
  const { transitGatewayId: TransitGatewayId } = network.seed.transitGateway();
  const table = network.seed.transitGatewayRouteTable({ transitGatewayId: TransitGatewayId });
  const modify = (Options: object) => {
    call('ModifyTransitGateway', { TransitGatewayId, Options });
    pass(60);
    return call('DescribeTransitGateways', {}).TransitGateways[0];
  };

  expect(modify({ DefaultRouteTableAssociation: 'disable', VpnEcmpSupport: 'disable' }))
    .toMatchObject({ State: 'available', Options: { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'enable', VpnEcmpSupport: 'disable' } });
  expect(codeOf('ModifyTransitGateway', { TransitGatewayId, Options: { DefaultRouteTableAssociation: 'enable' } })).toBe('MissingParameter');
  expect(modify({ DefaultRouteTableAssociation: 'enable', AssociationDefaultRouteTableId: table }).Options).toMatchObject({ AssociationDefaultRouteTableId: table });
});

test('a prefix list goes when no table refers to it any more', () => {
  const { transitGatewayId } = network.seed.transitGateway();
  const TransitGatewayRouteTableId = network.seed.transitGatewayRouteTable({ transitGatewayId });
  const list = { PrefixListName: 'sites', AddressFamily: 'IPv4', MaxEntries: 1, Entries: [{ Cidr: '10.1.0.0/16' }] };
  const { PrefixListId } = call('CreateManagedPrefixList', list).PrefixList;
  const reference = { TransitGatewayRouteTableId, PrefixListId };
  call('CreateTransitGatewayPrefixListReference', { ...reference, Blackhole: true });

  expect(call('GetManagedPrefixListEntries', { PrefixListId }).Entries).toEqual([{ Cidr: '10.1.0.0/16' }]);
  expect(codeOf('DeleteManagedPrefixList', { PrefixListId })).toBe('DependencyViolation');
  pass(2);
  call('DeleteTransitGatewayPrefixListReference', reference);
  pass(2);
  call('DeleteManagedPrefixList', { PrefixListId });
  expect(call('DescribeManagedPrefixLists', {}).PrefixLists).toEqual([]);
  expect(codeOf('CreateManagedPrefixList', { ...list, MaxEntries: 0 })).toBe('PrefixListMaxEntriesExceeded');
});

/** The answer as JSON has it: its shape is EC2's, which the wire's tests compare. */
function call(operation: string, input: Record<string, unknown>): ReturnType<typeof JSON.parse> {
  return network.call(operation, input);
}

function codeOf(operation: string, input: Record<string, unknown>): string {
  try {
    network.call(operation, input);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
}

function pass(seconds: number): void {
  time += seconds * 1_000;
}
