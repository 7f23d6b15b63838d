/** Networks that are made call by call and taken down again: what must go before what, and what goes along. */
import { Network } from '../../../rehearsal/embedded-ec2/network';

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
