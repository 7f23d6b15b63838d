/** The on-premises end of a connection. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { newStack } from './construct-fixtures';
import { CustomerGateway } from '../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test('has the address and the assumed ASN', () => {
  const device = new CustomerGateway(stack, 'Device', { ip: '203.0.113.10' });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', {
    Type: 'ipsec.1', IpAddress: '203.0.113.10', BgpAsn: 65000, BgpAsnExtended: Match.absent(),
  });
  expect(device.customerGatewayRef.customerGatewayId).toBe(device.customerGatewayId);
  expect(device.customerGatewayIp).toBe('203.0.113.10');
  expect(device.customerGatewayAsn).toBe(65000);
});

test('two that are equal in everything are two in EC2, since their device names differ', () => {
  new CustomerGateway(stack, 'One', { ip: '203.0.113.10' });
  new CustomerGateway(stack, 'Two', { ip: '203.0.113.10' });

  const names = Object.values(Template.fromStack(stack).findResources('AWS::EC2::CustomerGateway')).map((each) => each.Properties.DeviceName);
  expect(names[0]).toMatch(/^StackOne/);
  expect(names[1]).toMatch(/^StackTwo/);
});

test('the device name can be chosen', () => {
  new CustomerGateway(stack, 'Device', { ip: '203.0.113.10', deviceName: 'n'.repeat(255) });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', { DeviceName: 'n'.repeat(255) });
});

test.each([
  [1, { BgpAsn: 1, BgpAsnExtended: Match.absent() }],
  [2_147_483_647, { BgpAsn: 2_147_483_647, BgpAsnExtended: Match.absent() }],
  [2_147_483_648, { BgpAsn: Match.absent(), BgpAsnExtended: 2_147_483_648 }],
  [4_294_967_295, { BgpAsn: Match.absent(), BgpAsnExtended: 4_294_967_295 }],
])('ASN %d goes where EC2 takes it', (asn, properties) => {
  new CustomerGateway(stack, 'Device', { ip: '203.0.113.10', asn });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', properties);
});

test.each([0, -1, 1.5, 4_294_967_296, NaN])('fails with ASN %d', (asn) => {
  expect(() => new CustomerGateway(stack, 'Device', { ip: '203.0.113.10', asn })).toThrow(new Error(
    `\`asn\` must be a whole number from 1 to 4294967295, got ${asn}`));
});

test.each(['', 'device.example.com', '203.0.113', '203.0.113.256', '203.0.113.010', '2001:db8::1', '203.0.113.10/32'])('fails with address %j', (ip) => {
  expect(() => new CustomerGateway(stack, 'Device', { ip })).toThrow(new Error(
    `\`ip\` must be an IPv4 address such as 203.0.113.10, got ${JSON.stringify(ip)}`));
});

test('fails with a device name that is too long', () => {
  expect(() => new CustomerGateway(stack, 'Device', { ip: '203.0.113.10', deviceName: 'n'.repeat(256) })).toThrow(new Error(
    '`deviceName` must have at most 255 characters, got 256'));
});

test('is kept when the stack goes, unless asked otherwise, and deleted when it is replaced', () => {
  new CustomerGateway(stack, 'Kept', { ip: '203.0.113.10' });
  new CustomerGateway(stack, 'Deleted', { ip: '203.0.113.11', removalPolicy: RemovalPolicy.DESTROY });

  const template = Template.fromStack(stack);
  template.hasResource('AWS::EC2::CustomerGateway', { Properties: { IpAddress: '203.0.113.10' }, DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Delete' });
  template.hasResource('AWS::EC2::CustomerGateway', { Properties: { IpAddress: '203.0.113.11' }, DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
});

test('one taken by its id is known by its id only', () => {
  const device = CustomerGateway.fromCustomerGatewayId(stack, 'Device', 'cgw-0a1b2c3d4e5f60718');

  expect(device.customerGatewayId).toBe('cgw-0a1b2c3d4e5f60718');
  expect(device.customerGatewayRef.customerGatewayId).toBe('cgw-0a1b2c3d4e5f60718');
  expect(() => device.customerGatewayIp).toThrow(new Error('`customerGatewayIp` of Stack/Device is unknown, since the customer gateway was taken by its id;'
    + ' make it with `new CustomerGateway` or keep the value where you keep the id'));
  expect(() => device.customerGatewayAsn).toThrow('`customerGatewayAsn` of Stack/Device is unknown');
});
