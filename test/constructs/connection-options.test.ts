/** What can be chosen for a connection as a whole, and what does not go together. */
import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ids, newStack, otherVirtualPrivateGateway, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  CustomerGateway, InsideIpVersion, OutsideIpAddressType, PreSharedKeyStorage, SiteToSiteVpn, SiteToSiteVpnProps, TargetGateway,
  TunnelBandwidth, VpnRouting,
} from '../../src';

const { PUBLIC_IPV4, PRIVATE_IPV4 } = OutsideIpAddressType;
const TRANSPORT = 'tgw-attach-0a1b2c3d4e5f60718';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

/** On a transit gateway, which has room for everything. */
function newVpn(props: Partial<SiteToSiteVpnProps> = {}): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', {
    target: transitGateway(),
    routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
    ...'customerGateway' in props ? {} : { ip: '203.0.113.10' },
    ...props,
  });
}

function connection(): Record<string, unknown> {
  const [made] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPNConnection'));
  return made.Properties;
}

describe('in the template', () => {
  test('is what was chosen, for IPv4 over Direct Connect', () => {
    newVpn({
      ip: '10.20.30.40',
      outsideIpAddressType: PRIVATE_IPV4,
      transportTransitGatewayAttachmentId: TRANSPORT,
      acceleration: false,
      tunnelBandwidth: TunnelBandwidth.LARGE,
      localIpv4Cidr: '10.1.0.0/16',
      remoteIpv4Cidr: '10.2.0.0/16',
      preSharedKeyStorage: PreSharedKeyStorage.SECRETS_MANAGER,
    });

    expect(connection()).toEqual({
      Type: 'ipsec.1',
      CustomerGatewayId: expect.anything(),
      TransitGatewayId: ids.tgw,
      StaticRoutesOnly: true,
      OutsideIpAddressType: 'PrivateIpv4',
      TransportTransitGatewayAttachmentId: TRANSPORT,
      EnableAcceleration: false,
      TunnelBandwidth: 'large',
      LocalIpv4NetworkCidr: '10.1.0.0/16',
      RemoteIpv4NetworkCidr: '10.2.0.0/16',
      PreSharedKeyStorage: 'SecretsManager',
    });
  });

  test('is what was chosen, for IPv6 in IPv6', () => {
    newVpn({
      ip: '2001:db8::1',
      outsideIpAddressType: OutsideIpAddressType.IPV6,
      insideIpVersion: InsideIpVersion.IPV6,
      localIpv6Cidr: '2001:db8:1::/48',
      remoteIpv6Cidr: '::/0',
    });

    expect(connection()).toMatchObject({
      OutsideIpAddressType: 'Ipv6', TunnelInsideIpVersion: 'ipv6', LocalIpv6NetworkCidr: '2001:db8:1::/48', RemoteIpv6NetworkCidr: '::/0',
    });
  });

  test('is acceleration, and its absence where that is said', () => {
    newVpn({ acceleration: true });
    expect(connection()).toMatchObject({ EnableAcceleration: true });

    stack = newStack();
    newVpn({ acceleration: false, target: virtualPrivateGateway() });
    expect(connection()).toMatchObject({ EnableAcceleration: false });
  });

  test('is nothing of what was not chosen', () => {
    newVpn();

    expect(Object.keys(connection()).sort()).toEqual(['CustomerGatewayId', 'StaticRoutesOnly', 'TransitGatewayId', 'Type']);
  });

  test('every enumeration has the values that AWS lists', () => {
    expect(Object.values(OutsideIpAddressType)).toEqual(['PublicIpv4', 'PrivateIpv4', 'Ipv6']);
    expect(Object.values(InsideIpVersion)).toEqual(['ipv4', 'ipv6']);
    expect(Object.values(TunnelBandwidth)).toEqual(['standard', 'large']);
    expect(Object.values(PreSharedKeyStorage)).toEqual(['Standard', 'SecretsManager']);
  });
});

describe('on a virtual private gateway', () => {
  test.each<[string, Partial<SiteToSiteVpnProps>]>([
    ['`acceleration`', { acceleration: true }],
    ['`insideIpVersion` IPV6', { insideIpVersion: InsideIpVersion.IPV6 }],
    ['`outsideIpAddressType` IPV6', { outsideIpAddressType: OutsideIpAddressType.IPV6, ip: '2001:db8::1' }],
    ['`outsideIpAddressType` PRIVATE_IPV4', { outsideIpAddressType: PRIVATE_IPV4, transportTransitGatewayAttachmentId: TRANSPORT, ip: '10.0.0.1' }],
    ['`tunnelBandwidth` LARGE', { tunnelBandwidth: TunnelBandwidth.LARGE }],
  ])('fails with %s', (what, props) => {
    expect(() => newVpn({ target: virtualPrivateGateway(), ...props })).toThrow(new Error(
      `Stack/Vpn: ${what} is not for a virtual private gateway, got \`target\` virtual private gateway ${ids.vgw}; use a transit gateway as \`target\` or remove the option`));
  });

  test('everything else goes', () => {
    newVpn({
      target: virtualPrivateGateway(),
      acceleration: false,
      insideIpVersion: InsideIpVersion.IPV4,
      outsideIpAddressType: PUBLIC_IPV4,
      tunnelBandwidth: TunnelBandwidth.STANDARD,
      localIpv4Cidr: '10.1.0.0/16',
      preSharedKeyStorage: PreSharedKeyStorage.STANDARD,
    });

    expect(connection()).toMatchObject({ VpnGatewayId: ids.vgw, TunnelInsideIpVersion: 'ipv4', OutsideIpAddressType: 'PublicIpv4', TunnelBandwidth: 'standard' });
  });
});

describe('over Direct Connect', () => {
  const privately = { outsideIpAddressType: PRIVATE_IPV4, transportTransitGatewayAttachmentId: TRANSPORT, ip: '10.0.0.1' };

  test('fails without the attachment that carries it', () => {
    expect(() => newVpn({ ...privately, transportTransitGatewayAttachmentId: undefined })).toThrow(new Error(
      'Stack/Vpn: `outsideIpAddressType` PRIVATE_IPV4 needs `transportTransitGatewayAttachmentId`, got none;'
      + ' name the attachment of the transit gateway to the Direct Connect gateway'));
  });

  test.each<[string, Partial<SiteToSiteVpnProps>]>([
    ['none', {}],
    ['PublicIpv4', { outsideIpAddressType: PUBLIC_IPV4 }],
    ['Ipv6', { outsideIpAddressType: OutsideIpAddressType.IPV6, ip: '2001:db8::1' }],
  ])('fails with the attachment and the type %s', (type, props) => {
    expect(() => newVpn({ transportTransitGatewayAttachmentId: TRANSPORT, ...props })).toThrow(new Error(
      `Stack/Vpn: \`transportTransitGatewayAttachmentId\` is for \`outsideIpAddressType\` PRIVATE_IPV4 only, got "${TRANSPORT}" with ${type};`
      + ' set the type or remove the attachment'));
  });

  test('fails with the id of something else', () => {
    expect(() => newVpn({ ...privately, transportTransitGatewayAttachmentId: ids.tgw })).toThrow(new Error(
      `Stack/Vpn: \`transportTransitGatewayAttachmentId\` must be the id of a transit gateway attachment, which starts with tgw-attach-, got "${ids.tgw}"`));
  });

  test('fails with acceleration', () => {
    expect(() => newVpn({ ...privately, acceleration: true })).toThrow(new Error(
      'Stack/Vpn: `acceleration` is not for `outsideIpAddressType` PRIVATE_IPV4, whose tunnels never enter the internet; remove one of them'));
  });

  test('fails with a customer gateway without an address', () => {
    const customerGateway = CustomerGateway.fromCustomerGatewayAttributes(stack, 'Device', { customerGatewayId: ids.cgw, withoutAddress: true });

    expect(() => newVpn({ ...privately, ip: undefined, customerGateway })).toThrow(new Error(
      'Stack/Vpn: the device must have a private IPv4 address (RFC 1918 or RFC 6598) when `outsideIpAddressType` is PrivateIpv4,'
      + ' got a customer gateway without an address; use one with the address of the device'));
  });
});

describe('the address of the device', () => {
  const what = {
    PublicIpv4: 'a public IPv4 address',
    PrivateIpv4: 'a private IPv4 address (RFC 1918 or RFC 6598)',
    Ipv6: 'an IPv6 address that the internet routes',
  };

  test.each([
    [undefined, '10.0.0.1'],
    [undefined, '100.64.0.1'],
    [undefined, '2001:db8::1'],
    [undefined, '127.0.0.1'],
    [PUBLIC_IPV4, '192.168.0.1'],
    [PRIVATE_IPV4, '203.0.113.10'],
    [PRIVATE_IPV4, 'fd00::1'],
    [OutsideIpAddressType.IPV6, '203.0.113.10'],
    [OutsideIpAddressType.IPV6, 'fd00::1'],
  ])('fails when the type is %s and the address %s', (outsideIpAddressType, ip) => {
    const type = outsideIpAddressType ?? PUBLIC_IPV4;
    const transport = type === PRIVATE_IPV4 ? { transportTransitGatewayAttachmentId: TRANSPORT } : {};

    expect(() => newVpn({ outsideIpAddressType, ip, ...transport })).toThrow(new Error(
      `Stack/Vpn: the device must have ${what[type]} when \`outsideIpAddressType\` is ${type}, got "${ip}"; correct the address or choose another \`outsideIpAddressType\``));
  });

  test('is judged too when the customer gateway is passed in', () => {
    const made = new CustomerGateway(stack, 'Made', { ip: '10.0.0.1' });
    const taken = CustomerGateway.fromCustomerGatewayAttributes(stack, 'Taken', { customerGatewayId: ids.cgw, customerGatewayIp: '10.0.0.1' });

    for (const customerGateway of [made, taken]) {
      expect(() => new SiteToSiteVpn(stack, `To${customerGateway.node.id}`, { target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), customerGateway }))
        .toThrow('the device must have a public IPv4 address');
    }
  });

  test('is not judged where it is not known', () => {
    const customerGateway = CustomerGateway.fromCustomerGatewayId(stack, 'Taken', ids.cgw);

    expect(() => newVpn({ customerGateway, outsideIpAddressType: OutsideIpAddressType.IPV6 })).not.toThrow();
  });
});

describe('the networks on both sides', () => {
  test.each([
    ['localIpv4Cidr', '10.1.0.0', '`localIpv4Cidr` must be an IPv4 CIDR block such as 10.1.0.0/16, got "10.1.0.0"'],
    ['remoteIpv4Cidr', '::/0', '`remoteIpv4Cidr` must be an IPv4 CIDR block such as 10.1.0.0/16, got "::/0"'],
    ['remoteIpv4Cidr', '10.1.2.3/16', '`remoteIpv4Cidr` must begin at its network address, got "10.1.2.3/16"; write 10.1.0.0/16'],
  ])('fail with %s %s', (prop, value, message) => {
    expect(() => newVpn({ [prop]: value })).toThrow(new Error(`Stack/Vpn: ${message}`));
  });

  test.each([
    ['localIpv6Cidr', '2001:db8::', '`localIpv6Cidr` must be an IPv6 CIDR block such as 2001:db8::/32, got "2001:db8::"'],
    ['remoteIpv6Cidr', '0.0.0.0/0', '`remoteIpv6Cidr` must be an IPv6 CIDR block such as 2001:db8::/32, got "0.0.0.0/0"'],
    ['remoteIpv6Cidr', '2001:db8::1/32', '`remoteIpv6Cidr` must begin at its network address, got "2001:db8::1/32"; write 2001:db8::/32'],
  ])('fail with %s %s', (prop, value, message) => {
    expect(() => newVpn({ insideIpVersion: InsideIpVersion.IPV6, [prop]: value })).toThrow(new Error(`Stack/Vpn: ${message}`));
  });

  test.each([
    ['localIpv6Cidr', '::/0', undefined, 'IPv4', 'IPV6'],
    ['remoteIpv6Cidr', '::/0', InsideIpVersion.IPV4, 'IPv4', 'IPV6'],
    ['localIpv4Cidr', '0.0.0.0/0', InsideIpVersion.IPV6, 'IPv6', 'IPV4'],
    ['remoteIpv4Cidr', '0.0.0.0/0', InsideIpVersion.IPV6, 'IPv6', 'IPV4'],
  ])('fail with %s %s when the connection carries %s', (prop, value, insideIpVersion, carried, other) => {
    expect(() => newVpn({ insideIpVersion, [prop]: value })).toThrow(new Error(
      `Stack/Vpn: \`${prop}\` must not be given for a connection that carries ${carried}, got "${value}"; set \`insideIpVersion\` to ${other} or remove it`));
  });
});

describe('the AS numbers of both sides', () => {
  const message = (gateway: string) => new Error(`Stack/Vpn: the device and the gateway must have different AS numbers, got 64512 for both, the other being ${gateway};`
    + ' change the `asn` of the device or use another gateway');
  const onTransitGateway = (staticRouteTableIds: string[] = []) => TargetGateway.transitGateway(ids.tgw, {
    associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes], staticRouteTableIds, amazonSideAsn: 64512,
  });

  test.each([VpnRouting.bgp(), VpnRouting.staticRoutes(['10.1.0.0/16'])])('fail when they are equal on a virtual private gateway', (routing) => {
    const target = TargetGateway.virtualPrivateGateway(ids.vgw, { amazonSideAsn: 64512 });

    expect(() => newVpn({ target, routing, asn: 64512 })).toThrow(message(`virtual private gateway ${ids.vgw}`));
  });

  test('fail when they are equal on a transit gateway with BGP', () => {
    expect(() => newVpn({ target: onTransitGateway(), routing: VpnRouting.bgp(), asn: 64512 })).toThrow(message(`transit gateway ${ids.tgw}`));
  });

  test('fail when a customer gateway that exists has the same', () => {
    const customerGateway = CustomerGateway.fromCustomerGatewayAttributes(stack, 'Device', { customerGatewayId: ids.cgw, customerGatewayAsn: 64512 });

    expect(() => newVpn({ target: onTransitGateway(), routing: VpnRouting.bgp(), customerGateway })).toThrow(message(`transit gateway ${ids.tgw}`));
  });

  test('may be equal where nobody uses them, or differ, or be unknown', () => {
    expect(() => newVpn({ target: onTransitGateway([ids.spokes]), asn: 64512 })).not.toThrow();

    stack = newStack();
    expect(() => newVpn({ target: onTransitGateway(), routing: VpnRouting.bgp(), asn: 64513 })).not.toThrow();

    stack = newStack();
    const customerGateway = CustomerGateway.fromCustomerGatewayId(stack, 'Device', ids.cgw);
    expect(() => newVpn({ target: onTransitGateway(), routing: VpnRouting.bgp(), customerGateway })).not.toThrow();
  });

  test.each([0, 1.5, 4_294_967_296])('fail when that of the gateway is %d', (amazonSideAsn) => {
    const rule = new Error(`\`amazonSideAsn\` must be a whole number from 1 to 4294967295, got ${amazonSideAsn}`);

    expect(() => TargetGateway.virtualPrivateGateway(ids.vgw, { amazonSideAsn })).toThrow(rule);
    expect(() => TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, amazonSideAsn })).toThrow(rule);
  });
});

describe('two connections of one app', () => {
  const tables = { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] };

  function connect(id: string, props: Partial<SiteToSiteVpnProps>, scope = stack): void {
    const ip = `203.0.113.${10 + scope.node.children.length}`;
    new SiteToSiteVpn(scope, id, { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip, ...props });
  }

  const inside = [{ insideCidr: '169.254.10.0/30' }, { insideCidr: '169.254.10.4/30' }];
  const insideIpv6 = { insideIpVersion: InsideIpVersion.IPV6, tunnels: [{ insideIpv6Cidr: 'fd00:10::/126' }, {}] };

  test('fail with the same block on one virtual private gateway, in one stack or two', () => {
    connect('One', { tunnels: inside });

    for (const scope of [stack, new Stack(stack.node.root as App, 'Other')]) {
      expect(() => connect('Two', { tunnels: [{}, { insideCidr: '169.254.10.0/30' }] }, scope)).toThrow(new Error(
        `${scope.node.path}/Two: \`tunnels[1].insideCidr\` must be a block of its own on virtual private gateway ${ids.vgw}, got "169.254.10.0/30", which Stack/One has already;`
        + ' choose another'));
    }
  });

  test('fail with the same block on one gateway of the stack', () => {
    const target = TargetGateway.virtualPrivateGateway(new ec2.CfnVPNGateway(stack, 'Gateway', { type: 'ipsec.1' }).ref);
    connect('One', { target, tunnels: inside });

    expect(() => connect('Two', { target, tunnels: inside })).toThrow('`tunnels[0].insideCidr` must be a block of its own');
  });

  test('fail with the same IPv6 block on one transit gateway', () => {
    const target = TargetGateway.transitGateway(ids.tgw, tables);
    connect('One', { target, ...insideIpv6 });

    expect(() => connect('Two', { target, ...insideIpv6 })).toThrow(new Error('Stack/Two: `tunnels[0].insideIpv6Cidr` must be a block of its own'
      + ` on transit gateway ${ids.tgw}, got "fd00:10::/126", which Stack/One has already; choose another`));
  });

  test('may have the same blocks on two gateways, in two apps, or, for IPv4, on one transit gateway', () => {
    const target = TargetGateway.transitGateway(ids.tgw, tables);
    connect('One', { tunnels: inside });

    expect(() => connect('Two', { target: otherVirtualPrivateGateway(), tunnels: inside })).not.toThrow();
    expect(() => connect('One', { tunnels: inside }, newStack())).not.toThrow();
    expect(() => connect('Three', { target, tunnels: inside })).not.toThrow();
    expect(() => connect('Four', { target, tunnels: inside })).not.toThrow();
  });

  test('may have blocks that are known only at deployment', () => {
    const block = new CfnParameter(stack, 'Block').valueAsString;

    connect('One', { tunnels: [{ insideCidr: block }, {}] });
    expect(() => connect('Two', { tunnels: [{ insideCidr: block }, {}] })).not.toThrow();
  });
});

describe('a replacement that no edit of the code announces', () => {
  const warning = (prop: string, parameter: string) => `\`${prop}\` comes from the parameter ${parameter}: another value of it makes CloudFormation delete`
    + ' the connection, its outside addresses with it, and make another; write the value in the code'
    + ` [ack: cdk-site-to-site-vpn:replacedByParameter:${prop}]`;

  test('is warned of where a parameter gives the value, alone or as part of it', () => {
    const network = new CfnParameter(stack, 'Network').valueAsString;

    newVpn({ localIpv4Cidr: network, remoteIpv4Cidr: `10.${network}.0.0/16` });

    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', warning('localIpv4Cidr', 'Network'));
    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', warning('remoteIpv4Cidr', 'Network'));
  });

  test('is warned of where Parameter Store gives the value, which changes without a deployment of this stack', () => {
    const transport = ssm.StringParameter.valueForStringParameter(stack, '/network/transport');

    newVpn({ ip: '10.0.0.1', outsideIpAddressType: PRIVATE_IPV4, transportTransitGatewayAttachmentId: transport });

    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', Match.stringLikeRegexp('^`transportTransitGatewayAttachmentId` comes from the parameter SsmParameter'));
  });

  test('is not cried over what only the code changes, or what is changed in place', () => {
    const parameter = (name: string) => new CfnParameter(stack, name).valueAsString;
    const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
    const device = new CustomerGateway(stack, 'Device', { ip: parameter('Ip') });

    newVpn({
      target: TargetGateway.transitGateway(parameter('Tgw'), { associationRouteTableId: parameter('Table'), staticRouteTableIds: [ids.spokes] }),
      customerGateway: device,
      localIpv4Cidr: '10.1.0.0/16',
      remoteIpv4Cidr: device.customerGatewayId,
      tunnels: [{ insideCidr: parameter('Inside'), rekeyMargin: Duration.seconds(seconds) }, {}],
    });

    Annotations.fromStack(stack).hasNoWarning('/Stack/Vpn', Match.anyValue());
  });
});
