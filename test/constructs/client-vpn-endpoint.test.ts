/** Endpoints for remote users: what the template says, what is refused, and what aws-cdk-lib's own construct would have made. */
import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { account, ids, region } from './construct-fixtures';
import {
  ClientVpnAuthorizationPolicy, ClientVpnDeviceTrustProvider, ClientVpnEndpoint, ClientVpnEndpointProps, ClientVpnIpAddressType,
  TransitGatewayClientVpnEndpoint, TransitGatewayClientVpnEndpointProps,
} from '../../src';

const ENDPOINT = 'AWS::EC2::ClientVpnEndpoint';
const SERVER = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
const CLIENTS = 'arn:aws:acm:eu-central-1:111122223333:certificate/fedcba98-7654-3210-fedc-ba9876543210';

const COMMON = { cidr: '10.200.0.0/22', serverCertificateArn: SERVER, clientCertificateArn: CLIENTS };
const ZONES = ['eu-central-1a', 'eu-central-1b'];

let stack: Stack;
let vpc: ec2.Vpc;

beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { account, region } });
  vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'), maxAzs: 2, natGateways: 0,
    subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }], restrictDefaultSecurityGroup: false,
  });
});

function inVpc(props: Partial<ClientVpnEndpointProps> = {}, id = 'Staff'): ClientVpnEndpoint {
  return new ClientVpnEndpoint(stack, id, { ...COMMON, vpc, ...props });
}

function importedVpc(vpcCidrBlock: string): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: ids.vpc, availabilityZones: ['eu-central-1a'], isolatedSubnetIds: ['subnet-0a1b2c3d4e5f60718'], vpcCidrBlock,
  });
}

function onTransitGateway(props: Partial<TransitGatewayClientVpnEndpointProps> = {}, id = 'Staff'): TransitGatewayClientVpnEndpoint {
  return new TransitGatewayClientVpnEndpoint(stack, id, { ...COMMON, transitGatewayId: ids.tgw, availabilityZones: ZONES, ...props });
}

function endpointProperties(): Record<string, unknown> {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources(ENDPOINT)) as { Properties: Record<string, unknown> }[];
  return Properties;
}

/** Everything that both kinds of endpoint can be told, apart from what contradicts it. */
function everything(): Partial<ClientVpnEndpointProps & TransitGatewayClientVpnEndpointProps> {
  return {
    userBasedAuthentication: ec2.ClientVpnUserBasedAuthentication.federated(
      iam.SamlProvider.fromSamlProviderArn(stack, 'Staff directory', `arn:aws:iam::${account}:saml-provider/staff`)),
    endpointIpAddressType: ClientVpnIpAddressType.DUAL_STACK,
    trafficIpAddressType: ClientVpnIpAddressType.DUAL_STACK,
    disconnectOnSessionTimeout: false,
    sessionTimeout: ec2.ClientVpnSessionTimeout.TEN_HOURS,
    authorizationPolicy: ClientVpnAuthorizationPolicy.shadow('permit(principal, action, resource);', { description: 'a trial' }),
    deviceTrustProviders: [
      ClientVpnDeviceTrustProvider.crowdStrike('tenant-1', 'https://example.com/key-1'),
      ClientVpnDeviceTrustProvider.jamf('tenant-2'),
      ClientVpnDeviceTrustProvider.jumpCloud('tenant-3', 'https://example.com/key-3'),
    ],
    logAuthorizationPolicyContext: true,
    clientConnectionHandler: { functionName: 'AWSClientVPN-Doorman', functionArn: `arn:aws:lambda:${region}:${account}:function:AWSClientVPN-Doorman` },
    description: 'where the staff comes in',
    selfServicePortal: false,
    splitTunnel: true,
    transportProtocol: ec2.TransportProtocol.TCP,
    port: ec2.VpnPort.OPENVPN,
    dnsServers: ['10.0.0.2', '2001:db8::53'],
    clientLoginBanner: 'Mind the step.',
    clientRouteEnforcementOptions: { enforced: false },
    tags: { Team: 'network' },
  };
}

/** The same in CloudFormation's words. */
const EVERYTHING = {
  AuthenticationOptions: [
    { Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: CLIENTS } },
    { Type: 'federated-authentication', FederatedAuthentication: { SAMLProviderArn: `arn:aws:iam::${account}:saml-provider/staff` } },
  ],
  ClientCidrBlock: '10.200.0.0/22',
  ServerCertificateArn: SERVER,
  EndpointIpAddressType: 'dual-stack',
  TrafficIpAddressType: 'dual-stack',
  DisconnectOnSessionTimeout: false,
  SessionTimeoutHours: 10,
  AuthorizationPolicy: { PolicyDocument: 'permit(principal, action, resource);', ShadowMode: 'enabled', Description: 'a trial' },
  DevicePostureOptions: {
    Enabled: true,
    TrustProviders: [
      { TrustProviderType: 'crowdstrike', TenantId: 'tenant-1', PublicSigningKeyUrl: 'https://example.com/key-1' },
      { TrustProviderType: 'jamf', TenantId: 'tenant-2' },
      { TrustProviderType: 'jumpcloud', TenantId: 'tenant-3', PublicSigningKeyUrl: 'https://example.com/key-3' },
    ],
  },
  ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: Match.anyValue(), IncludeAuthorizationPolicyContext: true },
  ClientConnectOptions: { Enabled: true, LambdaFunctionArn: `arn:aws:lambda:${region}:${account}:function:AWSClientVPN-Doorman` },
  Description: 'where the staff comes in',
  SelfServicePortal: 'disabled',
  SplitTunnel: true,
  TransportProtocol: 'tcp',
  VpnPort: 1194,
  DnsServers: ['10.0.0.2', '2001:db8::53'],
  ClientLoginBannerOptions: { Enabled: true, BannerText: 'Mind the step.' },
  ClientRouteEnforcementOptions: { Enforced: false },
  TagSpecifications: [{ ResourceType: 'client-vpn-endpoint', Tags: [{ Key: 'Team', Value: 'network' }] }],
};

describe('an endpoint in a VPC', () => {
  test('is what aws-cdk-lib makes, with the session\'s end stated', () => {
    const other = new Stack(new App(), 'Stack', { env: { account, region } });
    const itsVpc = new ec2.Vpc(other, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'), maxAzs: 2, natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }], restrictDefaultSecurityGroup: false,
    });
    const upstream = new ec2.ClientVpnEndpoint(other, 'Staff', {
      ...COMMON, vpc: itsVpc, disconnectOnSessionTimeout: true, clientLoginBanner: 'Hello',
    });
    upstream.addRoute('Home', { cidr: '10.1.0.0/16', target: ec2.ClientVpnRouteTarget.local() });

    inVpc({ clientLoginBanner: 'Hello' }).addRoute('Home', { cidr: '10.1.0.0/16', target: ec2.ClientVpnRouteTarget.local() });

    expect(Template.fromStack(stack).toJSON()).toEqual(Template.fromStack(other).toJSON());
  });

  test('can be told everything', () => {
    inVpc(everything());

    const ofTheVpc = { VpcId: Match.anyValue(), SecurityGroupIds: Match.anyValue() };
    Template.fromStack(stack).hasResourceProperties(ENDPOINT, { ...EVERYTHING, ...ofTheVpc });
  });

  test('for IPv6 alone has no block of its own', () => {
    inVpc({ cidr: undefined, trafficIpAddressType: ClientVpnIpAddressType.IPV6 });

    expect(endpointProperties()).not.toHaveProperty('ClientCidrBlock');
    expect(endpointProperties()).toMatchObject({ TrafficIpAddressType: 'ipv6' });
  });

  test('has the security groups that it is given', () => {
    inVpc({ securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d4e5f60718')] });

    expect(endpointProperties()).toMatchObject({ SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] });
  });
});

describe('an endpoint on a transit gateway', () => {
  test('can be told everything, and has nothing of a VPC', () => {
    onTransitGateway(everything());

    Template.fromStack(stack).hasResourceProperties(ENDPOINT, {
      ...EVERYTHING, TransitGatewayConfiguration: { TransitGatewayId: ids.tgw, AvailabilityZones: ['eu-central-1a'] },
    });
    expect(endpointProperties()).not.toHaveProperty('VpcId');
    expect(endpointProperties()).not.toHaveProperty('SecurityGroupIds');
  });

  test('stands in its first zone from the beginning, and is associated with the others one by one', () => {
    onTransitGateway({ availabilityZones: undefined, availabilityZoneIds: ['euc1-az1', 'euc1-az2', 'euc1-az3'] });

    expect(endpointProperties()).toMatchObject({ TransitGatewayConfiguration: { TransitGatewayId: ids.tgw, AvailabilityZoneIds: ['euc1-az1'] } });
    const associations = Template.fromStack(stack).findResources('AWS::EC2::ClientVpnTargetNetworkAssociation');
    expect(Object.values(associations).map((each) => (each.Properties as { AvailabilityZoneId: string }).AvailabilityZoneId)).toEqual(['euc1-az2', 'euc1-az3']);
  });

  test('reaches what has a route and a rule; a route waits for the zones', () => {
    const endpoint = onTransitGateway();
    endpoint.addRoute('Office', { cidr: '10.1.0.0/16', description: 'behind the VPN' });
    endpoint.addAuthorizationRule('Everybody', { cidr: '10.1.0.0/16' });

    const template = Template.fromStack(stack);
    const [association] = Object.keys(template.findResources('AWS::EC2::ClientVpnTargetNetworkAssociation'));
    template.hasResource('AWS::EC2::ClientVpnRoute', {
      Properties: { ClientVpnEndpointId: stack.resolve(endpoint.endpointId), DestinationCidrBlock: '10.1.0.0/16', Description: 'behind the VPN' },
      DependsOn: [association],
    });
    template.hasResourceProperties('AWS::EC2::ClientVpnAuthorizationRule', { TargetNetworkCidr: '10.1.0.0/16', AuthorizeAllGroups: true });
    expect(endpoint.clientVpnEndpointRef).toEqual({ clientVpnEndpointId: endpoint.endpointId });
  });

  test('logs nothing where that is wanted, and is not logged into a group of its own', () => {
    expect(onTransitGateway({ logging: false }).logGroup).toBeUndefined();

    expect(endpointProperties()).toMatchObject({ ConnectionLogOptions: { Enabled: false } });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });
});

describe.each([
  ['in a VPC', inVpc],
  ['on a transit gateway', onTransitGateway],
])('an endpoint %s', (_where, make: (props: Partial<ClientVpnEndpointProps & TransitGatewayClientVpnEndpointProps>) => unknown) => {
  test.each([[undefined, true], [true, true], [false, false]])('with disconnectOnSessionTimeout %s states %s', (given, stated) => {
    make({ disconnectOnSessionTimeout: given });

    expect(endpointProperties()).toMatchObject({ DisconnectOnSessionTimeout: stated });
  });

  test.each<[string, Partial<ClientVpnEndpointProps>, string]>([
    ['a block with host bits', { cidr: '10.200.0.1/22' }, '`cidr` must begin at its network address, got "10.200.0.1/22"; write 10.200.0.0/22'],
    ['a block that is one bit too large', { cidr: '10.32.0.0/11' }, '`cidr` must be a block from /12 to /22, got "10.32.0.0/11"'],
    ['a block that is one bit too small', { cidr: '10.200.0.0/23' }, '`cidr` must be a block from /12 to /22, got "10.200.0.0/23"'],
    ['an IPv6 block', { cidr: '2001:db8::/32' }, '`cidr` must be an IPv4 CIDR block such as 10.1.0.0/16, got "2001:db8::/32"'],
    ['no block', { cidr: undefined }, '`cidr` must be given where IPv4 goes through the tunnel'],
    ['a block for IPv6 alone', { trafficIpAddressType: ClientVpnIpAddressType.IPV6 }, '`cidr` must not be given where only IPv6 goes through the tunnel, got "10.200.0.0/22"'],
    ['nobody to authenticate', { clientCertificateArn: undefined }, '`clientCertificateArn`, `userBasedAuthentication` or both must be given'],
    ['three DNS servers', { dnsServers: ['10.0.0.2', '10.0.0.3', '10.0.0.4'] }, '`dnsServers` must have at most 2 addresses, got 3'],
    ['a DNS server by name', { dnsServers: ['dns.example.com'] }, '`dnsServers[0]` must be an IPv4 address such as 203.0.113.10 or an IPv6 address'],
    ['another port', { port: 1195 as ec2.VpnPort }, '`port` must be a port out of 443, 1194, got 1195'],
    ['another number of hours', { sessionTimeout: 9 as ec2.ClientVpnSessionTimeout }, '`sessionTimeout` must be a number of hours out of 8, 10, 12, 24, got 9'],
    ['a banner of 1,401 characters', { clientLoginBanner: 'ä'.repeat(1_401) }, '`clientLoginBanner` must have at most 1400 characters, got 1401'],
    ['a banner with half a character', { clientLoginBanner: 'x\ud83d' }, '`clientLoginBanner` must be text that UTF-8 can encode'],
    ['a log stream without logging', { logging: false, logStream: { logStreamRef: { logGroupName: 'g', logStreamName: 's' } } as ClientVpnEndpointProps['logStream'] },
      '`logStream` needs logging, which `logging: false` turns off'],
    ['a log group without logging', { logging: false, logGroup: { logGroupRef: { logGroupName: 'g', logGroupArn: 'a' } } as ClientVpnEndpointProps['logGroup'] },
      '`logGroup` needs logging, which `logging: false` turns off'],
    ['the policy\'s context without logging', { logging: false, logAuthorizationPolicyContext: true }, '`logAuthorizationPolicyContext` needs logging'],
    ['a handler of any name', { clientConnectionHandler: { functionName: 'Doorman', functionArn: 'arn' } },
      '`clientConnectionHandler` must be a function whose name begins with AWSClientVPN-, got "Doorman"'],
    ['enforced routes in a split tunnel', { splitTunnel: true, clientRouteEnforcementOptions: { enforced: true } },
      '`clientRouteEnforcementOptions` cannot be enforced with `splitTunnel`'],
    ['an empty list of trust providers', { deviceTrustProviders: [] }, '`deviceTrustProviders` must name at least one, got an empty list'],
  ])('is refused with %s', (_what, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test.each<[string, Partial<ClientVpnEndpointProps>]>([
    ['the largest block', { cidr: '10.192.0.0/12' }],
    ['the smallest block', { cidr: '10.200.0.0/22' }],
    ['two DNS servers', { dnsServers: ['10.0.0.2', '10.0.0.3'] }],
    ['a banner of 1,400 characters of four bytes', { clientLoginBanner: '🔒'.repeat(1_400) }],
  ])('is made with %s', (_what, props) => {
    expect(() => make(props)).not.toThrow();
  });

  test('does not judge what is known at deployment', () => {
    const later = (name: string) => Lazy.string({ produce: () => `later-${name}` });
    make({
      cidr: later('cidr'),
      dnsServers: Token.asList({ Ref: 'Servers' }),
      port: Token.asNumber({ Ref: 'Port' }) as ec2.VpnPort,
      sessionTimeout: Token.asNumber({ Ref: 'Hours' }) as ec2.ClientVpnSessionTimeout,
      clientLoginBanner: later('banner'),
      clientConnectionHandler: { functionName: later('name'), functionArn: later('arn') },
    });

    expect(endpointProperties()).toMatchObject({
      ClientCidrBlock: 'later-cidr', DnsServers: { Ref: 'Servers' }, VpnPort: { Ref: 'Port' }, SessionTimeoutHours: { Ref: 'Hours' },
      ClientLoginBannerOptions: { Enabled: true, BannerText: 'later-banner' },
    });
  });
});

describe.each<[string, () => ec2.IVpc]>([
  ['of this app', () => vpc],
  ['that was looked up', () => importedVpc('10.0.0.0/16')],
])('of a VPC %s', (_which, theVpc) => {
  test.each([['inside', '10.0.4.0/22'], ['around', '10.0.0.0/12']])('a block %s that of the VPC is refused', (_where, cidr) => {
    expect(() => inVpc({ cidr, vpc: theVpc() })).toThrow(`\`cidr\` must not overlap with the VPC's block 10.0.0.0/16, got "${cidr}"`);
  });
});

test('a VPC whose block is known at deployment is not compared', () => {
  expect(() => inVpc({ vpc: importedVpc(Lazy.string({ produce: () => '10.200.0.0/16' })) })).not.toThrow();
});

test('an endpoint in a VPC needs one: its security groups are the VPC\'s', () => {
  expect(() => inVpc({ vpc: undefined, securityGroups: [] })).toThrow('`vpc` must be given: subnets and security groups are a VPC\'s');
});

test.each<[string, object]>([
  ['securityGroups', { securityGroups: [] }],
  ['vpc', { vpc: {} }],
  ['vpcSubnets', { vpcSubnets: {} }],
  ['authorizeAllUsersToVpcCidr', { authorizeAllUsersToVpcCidr: false }],
])('%s of an endpoint on a transit gateway is refused, and not left away', (name, props) => {
  expect(() => onTransitGateway(props)).toThrow(`\`${name}\` needs a VPC, which an endpoint on a transit gateway has not`);
});

test.each<[string, Partial<TransitGatewayClientVpnEndpointProps>, string]>([
  ['another gateway', { transitGatewayId: ids.vgw }, '`transitGatewayId` must be the id of a transit gateway, which starts with tgw-'],
  ['no zone', { availabilityZones: undefined }, 'either `availabilityZones` or `availabilityZoneIds` must be given, and not both'],
  ['zones by name and by id', { availabilityZoneIds: ['euc1-az1'] }, 'either `availabilityZones` or `availabilityZoneIds` must be given, and not both'],
  ['a single zone', { availabilityZones: ['eu-central-1a'] }, '`availabilityZones` must have from 2 to 5 Availability Zones, got 1'],
  ['six zones', { availabilityZones: ['a', 'b', 'c', 'd', 'e', 'f'] }, '`availabilityZones` must have from 2 to 5 Availability Zones, got 6'],
  ['a zone twice', { availabilityZones: ['eu-central-1a', 'eu-central-1a'] }, '`availabilityZones[1]` repeats `availabilityZones[0]`'],
  ['a list of zones that is not known', { availabilityZones: Token.asList({ Ref: 'Zones' }) }, '`availabilityZones` must be a list whose length is known at synthesis'],
])('an endpoint on a transit gateway is refused with %s', (_what, props, message) => {
  expect(() => onTransitGateway(props)).toThrow(message);
});

test('a route on a transit gateway leads to a network', () => {
  expect(() => onTransitGateway().addRoute('Office', { cidr: 'the office' })).toThrow('`cidr` must be an IPv4 or IPv6 CIDR block');
});

test('a policy that says nothing is refused', () => {
  expect(() => ClientVpnAuthorizationPolicy.enforced(' ')).toThrow('an authorization policy of a Client VPN endpoint must have a document in Cedar, got an empty text');
  expect(ClientVpnAuthorizationPolicy.enforced('permit(principal, action, resource);')).toMatchObject({ shadowMode: 'disabled' });
});
