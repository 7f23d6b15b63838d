/** The on-premises end of a connection. */
import { App, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import { ids, newStack } from './construct-fixtures';
import { CustomerGateway, CustomerGatewayProps } from '../../src';

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

describe('the device name', () => {
  const nameOf = (scope: Construct, id = 'Device', props: Partial<CustomerGatewayProps> = {}) => {
    new CustomerGateway(scope, id, { ip: '203.0.113.10', ...props });
    const [resource] = Object.values(Template.fromStack(Stack.of(scope)).findResources('AWS::EC2::CustomerGateway'));
    return resource.Properties.DeviceName as unknown;
  };

  test('has nothing of the construct\'s path: with another one EC2 has to make another customer gateway', () => {
    expect(nameOf(stack)).toBe('Stack-203.0.113.10-65000');
    expect(nameOf(new Construct(newStack(), 'Moved'), 'Renamed')).toBe('Stack-203.0.113.10-65000');
  });

  test('is another one in another stack: deleted there, it is not deleted here', () => {
    expect(nameOf(new Stack(new App(), 'Other'))).toBe('Other-203.0.113.10-65000');
  });

  test('takes what only the deployment knows', () => {
    const ip = new CfnParameter(stack, 'Ip').valueAsString;

    expect(nameOf(stack, 'Device', { ip })).toEqual({ 'Fn::Join': ['', ['Stack-', { Ref: 'Ip' }, '-65000']] });
  });
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
    `Stack/Device: \`asn\` must be a whole number from 1 to 4294967295, got ${asn}`));
});

test.each([[7224, 'eu-central-1'], [9059, 'eu-west-1'], [10124, 'ap-northeast-1'], [17943, 'ap-southeast-1']])(
  'fails with ASN %d in %s, where AWS keeps it for itself', (asn, region) => {
    const there = new Stack(new App(), 'Stack', { env: { region } });

    expect(() => new CustomerGateway(there, 'Device', { ip: '203.0.113.10', asn })).toThrow(new Error(
      `Stack/Device: \`asn\` must not be ${asn}, which AWS keeps for itself in ${asn === 7224 ? 'every region' : region};`
      + ' use another number of yours, or a private one: 64512 to 65534 or 4200000000 to 4294967294'));
  });

test.each([9059, 10124, 17943])('ASN %d may be used in other regions, and where the region is not known', (asn) => {
  new CustomerGateway(stack, 'Here', { ip: '203.0.113.10', asn });
  new CustomerGateway(new Stack(), 'Anywhere', { ip: '203.0.113.10', asn });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', { BgpAsn: asn });
});

test.each(['203.0.113.10', '10.20.30.40', '100.64.0.1', '2001:db8::1', '2001:db8:0:0:0:0:0:1'])('%s may be the address of a device', (ip) => {
  new CustomerGateway(stack, 'Device', { ip });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', { IpAddress: ip });
});

test.each(['', 'device.example.com', '203.0.113', '203.0.113.256', '203.0.113.010', '203.0.113.10/32', '2001:db8::/32', '2001:db8::1::2', 'fe80::1%eth0'])(
  'fails with address %j', (ip) => {
    expect(() => new CustomerGateway(stack, 'Device', { ip })).toThrow(new Error(
      `Stack/Device: \`ip\` must be an IPv4 address such as 203.0.113.10 or an IPv6 address such as 2001:db8::1, got ${JSON.stringify(ip)}`));
  });

test('a device may prove itself by a certificate', () => {
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate',
    'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef');

  new CustomerGateway(stack, 'Device', { ip: '203.0.113.10', certificate });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', { CertificateArn: certificate.certificateArn });
});

test('says nothing of a certificate when there is none', () => {
  new CustomerGateway(stack, 'Device', { ip: '203.0.113.10' });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', { CertificateArn: Match.absent() });
});

test('fails with a device name that is too long', () => {
  expect(() => new CustomerGateway(stack, 'Device', { ip: '203.0.113.10', deviceName: 'n'.repeat(256) })).toThrow(new Error(
    'Stack/Device: `deviceName` must have at most 255 characters, got 256'));
});

test('is kept when the stack goes, unless asked otherwise, and deleted when it is replaced', () => {
  new CustomerGateway(stack, 'Kept', { ip: '203.0.113.10' });
  new CustomerGateway(stack, 'Deleted', { ip: '203.0.113.11', removalPolicy: RemovalPolicy.DESTROY });

  const template = Template.fromStack(stack);
  template.hasResource('AWS::EC2::CustomerGateway', { Properties: { IpAddress: '203.0.113.10' }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' });
  template.hasResource('AWS::EC2::CustomerGateway', { Properties: { IpAddress: '203.0.113.11' }, DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
});

test('one taken by its id is known by its id only', () => {
  const device = CustomerGateway.fromCustomerGatewayId(stack, 'Device', ids.cgw);

  expect(device.customerGatewayId).toBe(ids.cgw);
  expect(device.customerGatewayRef.customerGatewayId).toBe(ids.cgw);
  expect(() => device.customerGatewayIp).toThrow(new Error('Stack/Device: `customerGatewayIp` is unknown, since the customer gateway was taken without it;'
    + ' give it to `CustomerGateway.fromCustomerGatewayAttributes` where it is needed'));
  expect(() => device.customerGatewayAsn).toThrow('Stack/Device: `customerGatewayAsn` is unknown');
});

test('one taken by its attributes is known by them, and makes nothing', () => {
  const device = CustomerGateway.fromCustomerGatewayAttributes(stack, 'Device', {
    customerGatewayId: ids.cgw, customerGatewayIp: '203.0.113.10', customerGatewayAsn: 65010,
  });

  expect([device.customerGatewayId, device.customerGatewayIp, device.customerGatewayAsn]).toEqual([ids.cgw, '203.0.113.10', 65010]);
  expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
});

test('fails when one is taken with an address and without', () => {
  expect(() => CustomerGateway.fromCustomerGatewayAttributes(stack, 'Device', {
    customerGatewayId: ids.cgw, customerGatewayIp: '203.0.113.10', withoutAddress: true,
  })).toThrow(new Error('Stack/Device: give either `customerGatewayIp` or `withoutAddress`, got both, the address being "203.0.113.10"; remove the one that is wrong'));
});
