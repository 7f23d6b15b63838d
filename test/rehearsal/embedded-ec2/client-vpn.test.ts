/** The life of Client VPN endpoints: made, associated, opened to networks, changed in place, and deleted. */
import { DOCUMENTED_CLIENT_VPN_EXAMPLES } from './documented-client-vpn-examples';
import { codeOf, Estate, officeEstate, refusal } from './estates';

type Structure = Record<string, unknown>;

const CERTIFICATE = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
const REQUEST = {
  ClientCidrBlock: '10.200.0.0/22',
  ServerCertificateArn: CERTIFICATE,
  AuthenticationOptions: [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: CERTIFICATE } }],
  ConnectionLogOptions: { Enabled: false },
};

function made({ network }: Estate, more: Structure = {}): string {
  return network.call('CreateClientVpnEndpoint', { ...REQUEST, ...more }).ClientVpnEndpointId as string;
}

function endpointOf({ network }: Estate, id: string): Structure {
  return (network.call('DescribeClientVpnEndpoints', { ClientVpnEndpointIds: [id] }).ClientVpnEndpoints as Structure[])[0];
}

function codesOf({ network }: Estate, operation: string, member: string, id: string): string[] {
  const listed = network.call(operation, { ClientVpnEndpointId: id })[member] as { Status: { Code: string } }[];
  return listed.map(({ Status }) => Status.Code);
}

/** An endpoint in the VPC that stands in its first subnet. */
function associated(estate: Estate, more: Structure = {}): string {
  const id = made(estate, { VpcId: estate.vpcId, ...more });
  estate.network.call('AssociateClientVpnTargetNetwork', { ClientVpnEndpointId: id, SubnetId: estate.subnetIds[0] });
  estate.clock.pass(300);
  return id;
}

describe('an endpoint', () => {
  test('waits for a network, takes connections, and goes', () => {
    const estate = officeEstate();
    const { network, clock, subnetIds: [SubnetId] } = estate;
    const ClientVpnEndpointId = made(estate, { VpcId: estate.vpcId });
    const code = () => (endpointOf(estate, ClientVpnEndpointId).Status as { Code: string }).Code;
    expect(code()).toBe('pending-associate');

    const { AssociationId, Status } = network.call('AssociateClientVpnTargetNetwork', { ClientVpnEndpointId, SubnetId });
    expect(Status).toEqual({ Code: 'associating' });
    clock.pass(299);
    expect(code()).toBe('pending-associate');
    clock.pass(1);
    expect(code()).toBe('available');
    expect(codesOf(estate, 'DescribeClientVpnTargetNetworks', 'ClientVpnTargetNetworks', ClientVpnEndpointId)).toEqual(['associated']);

    network.call('DisassociateClientVpnTargetNetwork', { ClientVpnEndpointId, AssociationId });
    expect(codeOf(network, 'DeleteClientVpnEndpoint', { ClientVpnEndpointId })).toBe('DependencyViolation');
    clock.pass(300);
    expect(code()).toBe('pending-associate');
    expect(network.call('DeleteClientVpnEndpoint', { ClientVpnEndpointId })).toEqual({ Status: { Code: 'deleting' } });
    expect(codeOf(network, 'ModifyClientVpnEndpoint', { ClientVpnEndpointId, SplitTunnel: true })).toBe('IncorrectState');
    clock.pass(10);
    expect(endpointOf(estate, ClientVpnEndpointId)).toMatchObject({ Status: { Code: 'deleted' }, DeletionTime: expect.any(String) });
    expect(codeOf(network, 'ModifyClientVpnEndpoint', { ClientVpnEndpointId })).toBe('InvalidClientVpnEndpointId.NotFound');
    clock.pass(3_600);
    expect(codeOf(network, 'DescribeClientVpnEndpoints', { ClientVpnEndpointIds: [ClientVpnEndpointId] })).toBe('InvalidClientVpnEndpointId.NotFound');
  });

  test('is described as AWS documents it, and with what later changes of the API added', () => {
    const estate = officeEstate();
    const documented = (operation: string) => DOCUMENTED_CLIENT_VPN_EXAMPLES.find((each) => each.operation === operation)!.output;
    const [like] = documented('DescribeClientVpnEndpoints').ClientVpnEndpoints as Structure[];
    const answer = estate.network.call('CreateClientVpnEndpoint', {
      ...REQUEST, Description: '', DnsServers: ['8.8.8.8'], VpcId: estate.vpcId,
      TagSpecifications: [{ ResourceType: 'client-vpn-endpoint', Tags: [{ Key: 'Name', Value: 'Client VPN' }] }],
    });
    expect(Object.keys(answer).sort()).toEqual(Object.keys(documented('CreateClientVpnEndpoint')).sort());

    const described = endpointOf(estate, answer.ClientVpnEndpointId as string);
    expect(Object.keys(described)).toEqual(expect.arrayContaining(Object.keys(like)));
    expect(described).toMatchObject({
      CreationTime: '2026-01-01T00:00:00', DnsName: `*.${answer.ClientVpnEndpointId as string}.prod.clientvpn.eu-central-1.amazonaws.com`,
      ClientCidrBlock: '10.200.0.0/22', VpnPort: 443, SessionTimeoutHours: 24, DisconnectOnSessionTimeout: true, TransportProtocol: 'udp',
      AuthenticationOptions: [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChain: CERTIFICATE } }],
      EndpointIpAddressType: 'ipv4', TrafficIpAddressType: 'ipv4', VpcId: estate.vpcId, Tags: [{ Key: 'Name', Value: 'Client VPN' }],
    });
  });

  test('is modified in place; what is not named stays', () => {
    const estate = officeEstate();
    const ClientVpnEndpointId = associated(estate, { DnsServers: ['10.100.0.2'], SessionTimeoutHours: 8 });
    const modify = (more: Structure) => estate.network.call('ModifyClientVpnEndpoint', { ClientVpnEndpointId, ...more });

    expect(modify({ DisconnectOnSessionTimeout: false })).toEqual({ Return: true });
    expect(endpointOf(estate, ClientVpnEndpointId)).toMatchObject({
      DisconnectOnSessionTimeout: false, SessionTimeoutHours: 8, DnsServers: ['10.100.0.2'], Status: { Code: 'available' },
    });
    modify({ DnsServers: { Enabled: true, CustomDnsServers: ['10.100.0.3', '10.100.0.4'] }, VpnPort: 1194, SplitTunnel: true });
    expect(endpointOf(estate, ClientVpnEndpointId)).toMatchObject({ DnsServers: ['10.100.0.3', '10.100.0.4'], VpnPort: 1194, SplitTunnel: true });
    modify({ DnsServers: { Enabled: false }, DevicePostureOptions: { Enabled: true, TrustProviders: [{ TrustProviderType: 'jamf', TenantId: 't' }] } });
    expect(endpointOf(estate, ClientVpnEndpointId)).toMatchObject({
      DnsServers: [], DisconnectOnSessionTimeout: false, DevicePostureOptions: { TrustProviders: [{ TrustProviderType: 'jamf', TenantId: 't' }] },
    });
    modify({ DevicePostureOptions: { Enabled: false } });
    expect(endpointOf(estate, ClientVpnEndpointId)).toMatchObject({ DevicePostureOptions: { TrustProviders: [] } });
  });

  test('is made once by one token, which stands for one request', () => {
    const estate = officeEstate();
    const id = made(estate, { ClientToken: 'token-1' });

    expect(made(estate, { ClientToken: 'token-1' })).toBe(id);
    expect(made(estate, { ClientToken: 'token-2' })).not.toBe(id);
    expect(codeOf(estate.network, 'CreateClientVpnEndpoint', { ...REQUEST, ClientToken: 'token-1', SplitTunnel: true })).toBe('IdempotentParameterMismatch');
    expect(estate.network.call('DescribeClientVpnEndpoints', {}).ClientVpnEndpoints).toHaveLength(2);
  });

  test('is found by its id and by its protocol, page after page', () => {
    const estate = officeEstate({ pageSize: 2 });
    const ids = [made(estate), made(estate, { TransportProtocol: 'tcp' }), made(estate), made(estate)];
    const idsOn = (page: Structure) => (page.ClientVpnEndpoints as Structure[]).map((each) => each.ClientVpnEndpointId);
    const by = (Name: string, Values: string[]) => idsOn(estate.network.call('DescribeClientVpnEndpoints', { Filters: [{ Name, Values }] }));

    expect(by('transport-protocol', ['tcp'])).toEqual([ids[1]]);
    expect(by('endpoint-id', [ids[2], ids[3]])).toEqual([ids[2], ids[3]]);
    expect(codeOf(estate.network, 'DescribeClientVpnEndpoints', { Filters: [{ Name: 'vpc-id', Values: [estate.vpcId] }] })).toBe('InvalidParameterValue');
    const first = estate.network.call('DescribeClientVpnEndpoints', {});
    const second = estate.network.call('DescribeClientVpnEndpoints', { NextToken: first.NextToken });
    expect([first, second].flatMap(idsOn)).toEqual(ids);
    expect(second).not.toHaveProperty('NextToken');
  });

  test.each<[string, Structure, string]>([
    ['a block larger than /12', { ClientCidrBlock: '10.0.0.0/11' }, 'InvalidParameterValue: Value (10.0.0.0/11) for parameter clientCidrBlock'],
    ['a block smaller than /22', { ClientCidrBlock: '10.200.0.0/23' }, 'InvalidParameterValue: Value (10.200.0.0/23) for parameter clientCidrBlock'],
    ['no block', { ClientCidrBlock: undefined }, 'MissingParameter'],
    ['three DNS servers', { DnsServers: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }, 'InvalidParameterValue: Value (10.0.0.1, 10.0.0.2, 10.0.0.3)'],
    ['another port', { VpnPort: 8443 }, 'InvalidParameterValue: Value (8443) for parameter vpnPort'],
    ['another number of hours', { SessionTimeoutHours: 9 }, 'InvalidParameterValue: Value (9) for parameter sessionTimeoutHours'],
    ['a long banner', { ClientLoginBannerOptions: { Enabled: true, BannerText: 'ä'.repeat(1_401) } }, 'InvalidParameterValue: Value (1401 characters)'],
    ['security groups without a VPC', { SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] }, 'MissingParameter'],
    ['logging to nowhere', { ConnectionLogOptions: { Enabled: true } }, 'MissingParameter'],
    ['nobody to authenticate', { AuthenticationOptions: [] }, 'MissingParameter'],
    ['a VPC that is not there', { VpcId: 'vpc-00000000000000001' }, 'InvalidVpcID.NotFound'],
  ])('is refused with %s', (_what, more, message) => {
    expect(refusal(officeEstate().network, 'CreateClientVpnEndpoint', { ...REQUEST, ...more })).toContain(message);
  });

  test('may have a banner of 1,400 characters, whatever their bytes, and no block for IPv6', () => {
    const estate = officeEstate();
    made(estate, { ClientLoginBannerOptions: { Enabled: true, BannerText: '🔒'.repeat(1_400) } });
    const id = made(estate, { ClientCidrBlock: undefined, TrafficIpAddressType: 'ipv6' });

    expect(endpointOf(estate, id)).not.toHaveProperty('ClientCidrBlock');
  });

  test('does not give addresses of the VPC to its clients', () => {
    const estate = officeEstate();
    expect(refusal(estate.network, 'CreateClientVpnEndpoint', { ...REQUEST, ClientCidrBlock: '10.100.4.0/22', VpcId: estate.vpcId }))
      .toContain('a block that does not overlap with 10.100.0.0/16');
  });
});

describe('in a VPC', () => {
  test('there is one subnet in each zone, of one VPC, and the way into the VPC comes with it', () => {
    const estate = officeEstate();
    const { network, subnetIds, vpcId } = estate;
    const ClientVpnEndpointId = associated(estate, { VpcId: undefined });
    const other = network.seed.vpc({ cidr: '10.101.0.0/16', subnets: [{ az: 'eu-central-1b', cidr: '10.101.1.0/24' }] });
    const associate = (SubnetId: string) => codeOf(network, 'AssociateClientVpnTargetNetwork', { ClientVpnEndpointId, SubnetId });

    expect(associate(subnetIds[0])).toBe('InvalidClientVpnSubnetId.DuplicateAz');
    expect(associate(other.subnetIds[0])).toBe('InvalidParameterValue');
    expect(associate('subnet-00000000000000001')).toBe('InvalidClientVpnSubnetId.NotFound');
    expect(associate(subnetIds[1])).toBe('accepted');
    expect(endpointOf(estate, ClientVpnEndpointId)).toMatchObject({ VpcId: vpcId });
    expect(network.call('DescribeClientVpnRoutes', { ClientVpnEndpointId }).Routes).toEqual(subnetIds.map((TargetSubnet) => ({
      ClientVpnEndpointId, DestinationCidr: '10.100.0.0/16', TargetSubnet, Type: 'Nat', Origin: 'associate', Status: { Code: 'active' },
      Description: 'Default Route',
    })));
    expect(refusal(network, 'AssociateClientVpnTargetNetwork', { ClientVpnEndpointId: made(estate), SubnetId: overlappingSubnet(estate) }))
      .toContain('InvalidClientVpnSubnetId.OverlappingCidr');
  });

  test('a route leads through a subnet where the endpoint stands, or stays among the clients', () => {
    const estate = officeEstate();
    const { network, clock, subnetIds } = estate;
    const ClientVpnEndpointId = associated(estate);
    const route = { ClientVpnEndpointId, DestinationCidrBlock: '10.1.0.0/16' };

    expect(codeOf(network, 'CreateClientVpnRoute', route)).toBe('MissingParameter');
    expect(codeOf(network, 'CreateClientVpnRoute', { ...route, TargetVpcSubnetId: subnetIds[1] })).toBe('InvalidClientVpnActiveAssociationNotFound');
    expect(codeOf(network, 'CreateClientVpnRoute', { ...route, DestinationCidrBlock: '10.1.2.3/16', TargetVpcSubnetId: 'local' })).toBe('InvalidRoute.Malformed');
    const through = { ...route, TargetVpcSubnetId: subnetIds[0] };
    expect(network.call('CreateClientVpnRoute', through)).toEqual({ Status: { Code: 'creating' } });
    expect(codeOf(network, 'CreateClientVpnRoute', through)).toBe('InvalidClientVpnDuplicateRoute');
    expect(codeOf(network, 'CreateClientVpnRoute', { ...route, TargetVpcSubnetId: 'local' })).toBe('accepted');
    clock.pass(10);
    expect(codesOf(estate, 'DescribeClientVpnRoutes', 'Routes', ClientVpnEndpointId)).toEqual(['active', 'active', 'active']);
    expect(network.call('DeleteClientVpnRoute', through)).toEqual({ Status: { Code: 'deleting' } });
    expect(codeOf(network, 'DeleteClientVpnRoute', through)).toBe('InvalidClientVpnRouteNotFound');
    clock.pass(10);
    expect(codesOf(estate, 'DescribeClientVpnRoutes', 'Routes', ClientVpnEndpointId)).toEqual(['active', 'active']);
  });

  test('who is let in where is a rule for all or for a group', () => {
    const estate = officeEstate();
    const { network, clock } = estate;
    const ClientVpnEndpointId = associated(estate);
    const rule = { ClientVpnEndpointId, TargetNetworkCidr: '10.1.0.0/16' };

    expect(codeOf(network, 'AuthorizeClientVpnIngress', rule)).toBe('MissingParameter');
    expect(network.call('AuthorizeClientVpnIngress', { ...rule, AuthorizeAllGroups: true })).toEqual({ Status: { Code: 'authorizing' } });
    expect(codeOf(network, 'AuthorizeClientVpnIngress', { ...rule, AuthorizeAllGroups: true })).toBe('InvalidClientVpnDuplicateAuthorizationRule');
    network.call('AuthorizeClientVpnIngress', { ...rule, AccessGroupId: 'admins', Description: 'the few' });
    clock.pass(10);
    const rules = (Filters: object[] = []) => network.call('DescribeClientVpnAuthorizationRules', { ClientVpnEndpointId, Filters }).AuthorizationRules;
    expect(rules()).toEqual([
      { ClientVpnEndpointId, GroupId: '', AccessAll: true, DestinationCidr: '10.1.0.0/16', Status: { Code: 'active' } },
      { ClientVpnEndpointId, GroupId: 'admins', AccessAll: false, DestinationCidr: '10.1.0.0/16', Status: { Code: 'active' }, Description: 'the few' },
    ]);
    expect(rules([{ Name: 'group-id', Values: ['admins'] }])).toHaveLength(1);

    expect(network.call('RevokeClientVpnIngress', { ...rule, RevokeAllGroups: true })).toEqual({ Status: { Code: 'revoking' } });
    clock.pass(10);
    expect(rules()).toHaveLength(1);
    expect(codeOf(network, 'RevokeClientVpnIngress', { ...rule, RevokeAllGroups: true })).toBe('InvalidClientVpnEndpointAuthorizationRuleNotFound');
  });

  test('a policy is written, tried, enforced and taken away', () => {
    const estate = officeEstate();
    const ClientVpnEndpointId = made(estate);
    const { network } = estate;
    const policy = () => network.call('GetClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId });
    expect(codeOf(network, 'ModifyClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId, ShadowMode: 'enabled' })).toBe('MissingParameter');

    const PolicyDocument = 'permit(principal, action, resource);';
    network.call('ModifyClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId, PolicyDocument, ShadowMode: 'enabled' });
    expect(policy()).toMatchObject({ PolicyDocument, ShadowMode: 'enabled' });
    network.call('ModifyClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId, ShadowMode: 'disabled' });
    expect(policy()).toMatchObject({ PolicyDocument, ShadowMode: 'disabled', Status: 'active' });
    network.call('DeleteClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId });
    expect(policy()).toEqual({ ClientVpnEndpointId });
  });
});

describe('on a transit gateway', () => {
  const on = (estate: Estate, more: Structure = {}) => made(estate, configuration({ TransitGatewayId: estate.transitGatewayId, ...more }));

  test('the attachment comes by itself, and whoever names no zone gets two', () => {
    const estate = officeEstate({ defaultTables: true });
    const id = on(estate);
    const attachments = () => estate.network.call('DescribeTransitGatewayAttachments', { Filters: [{ Name: 'resource-type', Values: ['client-vpn'] }] })
      .TransitGatewayAttachments as Structure[];
    expect(attachments()).toMatchObject([{ ResourceId: id, State: 'pending' }]);
    estate.clock.pass(310);

    expect(attachments()).toMatchObject([{ State: 'available', Association: { State: 'associated' } }]);
    expect(endpointOf(estate, id)).toMatchObject({
      Status: { Code: 'available' },
      TransitGatewayConfiguration: {
        TransitGatewayId: estate.transitGatewayId, TransitGatewayAttachmentId: attachments()[0].TransitGatewayAttachmentId,
        AvailabilityZones: ['eu-central-1a', 'eu-central-1b'],
      },
    });
    expect(endpointOf(estate, id)).not.toHaveProperty('SecurityGroupIds');
  });

  test('zones are associated one by one, and a route has no subnet', () => {
    const estate = officeEstate();
    const { network, clock } = estate;
    const ClientVpnEndpointId = on(estate, { AvailabilityZones: ['eu-central-1a'] });
    const associate = (more: Structure) => codeOf(network, 'AssociateClientVpnTargetNetwork', { ClientVpnEndpointId, ...more });
    expect(associate({ AvailabilityZone: 'eu-central-1a' })).toBe('InvalidClientVpnSubnetId.DuplicateAz');
    expect(associate({ SubnetId: estate.subnetIds[0] })).toBe('InvalidParameterCombination');
    expect(associate({ AvailabilityZone: 'eu-central-1b', AvailabilityZoneId: 'euc1-az3' })).toBe('InvalidParameterCombination');
    expect(associate({ AvailabilityZone: 'eu-central-1b' })).toBe('accepted');
    clock.pass(300);

    const route = { ClientVpnEndpointId, DestinationCidrBlock: '10.1.0.0/16' };
    expect(codeOf(network, 'CreateClientVpnRoute', { ...route, TargetVpcSubnetId: estate.subnetIds[0] })).toBe('InvalidParameterCombination');
    network.call('CreateClientVpnRoute', route);
    clock.pass(10);
    expect(network.call('DescribeClientVpnRoutes', { ClientVpnEndpointId }).Routes).toEqual([{
      ClientVpnEndpointId, DestinationCidr: '10.1.0.0/16', TransitGatewayAttachmentId: expect.stringMatching(/^tgw-attach-/), Origin: 'add-route',
      Status: { Code: 'active' },
    }]);
  });

  test('the attachment goes with the endpoint', () => {
    const estate = officeEstate();
    const { network, clock } = estate;
    const ClientVpnEndpointId = on(estate, { AvailabilityZoneIds: ['euc1-az2'] });
    const [{ AssociationId }] = network.call('DescribeClientVpnTargetNetworks', { ClientVpnEndpointId }).ClientVpnTargetNetworks as Structure[];
    network.call('DisassociateClientVpnTargetNetwork', { ClientVpnEndpointId, AssociationId });
    clock.pass(300);
    network.call('DeleteClientVpnEndpoint', { ClientVpnEndpointId });
    clock.pass(10);

    expect(network.call('DescribeTransitGatewayAttachments', { Filters: [{ Name: 'resource-id', Values: [ClientVpnEndpointId] }] }))
      .toMatchObject({ TransitGatewayAttachments: [{ State: 'deleted' }] });
  });

  test.each<[string, (estate: Estate) => Structure, string]>([
    ['a VPC as well', (estate) => ({ VpcId: estate.vpcId }), 'InvalidParameterCombination'],
    ['security groups', () => ({ SecurityGroupIds: [] }), 'InvalidParameterCombination'],
    ['zones by name and by id', () => configuration({ AvailabilityZones: ['a'], AvailabilityZoneIds: ['b'] }), 'InvalidParameterCombination'],
    ['six zones', () => configuration({ AvailabilityZones: ['a', 'b', 'c', 'd', 'e', 'f'] }), 'InvalidParameterValue'],
    ['a gateway that is not there', () => configuration({ TransitGatewayId: 'tgw-00000000000000001' }), 'InvalidTransitGatewayID.NotFound'],
  ])('an endpoint is refused with %s', (_what, more, code) => {
    const estate = officeEstate();
    const { TransitGatewayConfiguration, ...rest } = { TransitGatewayConfiguration: {}, ...more(estate) };
    const onGateway = { TransitGatewayId: estate.transitGatewayId, ...TransitGatewayConfiguration };

    expect(codeOf(estate.network, 'CreateClientVpnEndpoint', { ...REQUEST, ...rest, TransitGatewayConfiguration: onGateway })).toBe(code);
  });
});

function configuration(TransitGatewayConfiguration: Structure): Structure {
  return { TransitGatewayConfiguration };
}

function overlappingSubnet({ network }: Estate): string {
  return network.seed.vpc({ cidr: '10.200.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '10.200.1.0/24' }] }).subnetIds[0];
}
