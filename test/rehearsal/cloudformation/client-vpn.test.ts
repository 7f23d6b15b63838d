/** Client VPN endpoints as resources of a stack: made as the constructs state them, changed in place, replaced, rolled back, deleted. */
import type { ClientVpnEndpoint as Described, DescribeClientVpnEndpointsResult } from '@aws-sdk/client-ec2';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { synthesized } from './provider-app';
import { estate } from './vpn-app';
import {
  ClientVpnAuthorizationPolicy, ClientVpnDeviceTrustProvider, ClientVpnEndpoint, ClientVpnEndpointProps, TransitGatewayClientVpnEndpoint,
  TransitGatewayClientVpnEndpointProps,
} from '../../../src';

const certificate = (digit: number) => `arn:aws:acm:eu-west-1:111122223333:certificate/${digit}1234567-89ab-cdef-0123-456789abcdef`;
const COMMON = { cidr: '10.200.0.0/22', serverCertificateArn: certificate(0), clientCertificateArn: certificate(1) };
const GROUP = 'sg-0a1b2c3d4e5f60718';

function world() {
  const { network, cloudFormation, calls } = estate();
  const { seed } = network;
  const { vpcId, subnetIds } = seed.vpc({
    cidr: '172.31.0.0/16', subnets: [{ az: 'eu-west-1a', cidr: '172.31.0.0/20' }, { az: 'eu-west-1b', cidr: '172.31.16.0/20' }],
  });
  const { transitGatewayId } = seed.transitGateway();
  const alive = (): Described => {
    const ids = Object.values(network.view.state.clientVpnEndpoints).filter(({ state }) => state !== 'deleted').map(({ id }) => id);
    expect(ids).toHaveLength(1);
    const described: DescribeClientVpnEndpointsResult = network.call('DescribeClientVpnEndpoints', { ClientVpnEndpointIds: ids });
    return described.ClientVpnEndpoints![0];
  };
  const inVpc = async (props: Partial<ClientVpnEndpointProps> = {}, more?: (stack: Stack, endpoint: ClientVpnEndpoint) => void) =>
    cloudFormation.deploy(synthesized((stack) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId, availabilityZones: ['eu-west-1a', 'eu-west-1b'], isolatedSubnetIds: [...subnetIds], vpcCidrBlock: '172.31.0.0/16',
      });
      const endpoint = new ClientVpnEndpoint(stack, 'Staff', {
        ...COMMON, vpc, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP)], ...props,
      });
      endpoint.addRoute('Office', { cidr: '10.1.0.0/16', target: ec2.ClientVpnRouteTarget.subnet(vpc.isolatedSubnets[0]) });
      more?.(stack, endpoint);
    }));
  const onTransitGateway = async (props: Partial<TransitGatewayClientVpnEndpointProps>) => cloudFormation.deploy(synthesized((stack) => {
    const endpoint = new TransitGatewayClientVpnEndpoint(stack, 'Staff', {
      ...COMMON, transitGatewayId, availabilityZones: ['eu-west-1a', 'eu-west-1b'], ...props,
    });
    endpoint.addRoute('Office', { cidr: '10.1.0.0/16' });
    endpoint.addAuthorizationRule('Everybody', { cidr: '10.1.0.0/16' });
  }));
  const wasCalled = () => calls.splice(0);
  return { network, cloudFormation, alive, inVpc, onTransitGateway, wasCalled, vpcId, subnetIds, transitGatewayId };
}

test('an endpoint in a VPC is made with all it has, and goes with the stack', async () => {
  const { network, cloudFormation, alive, inVpc, wasCalled, vpcId, subnetIds } = world();

  const { status, failures } = await inVpc({
    authorizationPolicy: ClientVpnAuthorizationPolicy.shadow('permit(principal, action, resource);'),
    deviceTrustProviders: [ClientVpnDeviceTrustProvider.jamf('tenant-1')],
    dnsServers: ['172.31.0.2'],
    clientLoginBanner: 'Hello',
    tags: { Team: 'network' },
  });

  expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  const endpoint = alive();
  expect(endpoint).toMatchObject({
    Status: { Code: 'available' }, ClientCidrBlock: '10.200.0.0/22', VpcId: vpcId, SecurityGroupIds: [GROUP], DisconnectOnSessionTimeout: true,
    DnsServers: ['172.31.0.2'], ClientLoginBannerOptions: { Enabled: true, BannerText: 'Hello' },
    ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: expect.any(String) },
    DevicePostureOptions: { TrustProviders: [{ TrustProviderType: 'jamf', TenantId: 'tenant-1' }] }, Tags: [{ Key: 'Team', Value: 'network' }],
  });
  const { ClientVpnEndpointId } = endpoint;
  expect(network.call('GetClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId })).toMatchObject({ ShadowMode: 'enabled' });
  const state = network.view.state;
  expect(Object.values(state.clientVpnTargetNetworks).map(({ subnetId }) => subnetId).sort()).toEqual([...subnetIds].sort());
  expect(Object.values(state.clientVpnAuthorizationRules)).toMatchObject([{ destination: '172.31.0.0/16', state: 'active' }]);
  expect(Object.values(state.clientVpnRoutes).filter(({ origin }) => origin === 'add-route')).toMatchObject([{ destination: '10.1.0.0/16', state: 'active' }]);
  expect(wasCalled().sort()).toEqual([
    'AssociateClientVpnTargetNetwork', 'AssociateClientVpnTargetNetwork', 'AuthorizeClientVpnIngress', 'CreateClientVpnEndpoint', 'CreateClientVpnRoute',
    'ModifyClientVpnEndpointAuthorizationPolicy',
  ]);

  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(Object.values(network.view.state.clientVpnEndpoints)).toMatchObject([{ state: 'deleted' }]);
  expect(network.view.state.clientVpnTargetNetworks).toEqual({});
});

test('the end of a session changes in place: the endpoint stays, and takes connections all the while', async () => {
  const { alive, inVpc, wasCalled } = world();
  await inVpc();
  const before = alive().ClientVpnEndpointId;
  wasCalled();

  const { status } = await inVpc({ disconnectOnSessionTimeout: false });

  expect({ status, calls: wasCalled() }).toEqual({ status: 'UPDATE_COMPLETE', calls: ['ModifyClientVpnEndpoint'] });
  expect(alive()).toMatchObject({ ClientVpnEndpointId: before, DisconnectOnSessionTimeout: false, Status: { Code: 'available' } });
});

test('everything else that can be modified changes in place, too; DNS servers and a policy can be taken away', async () => {
  const { network, alive, inVpc, wasCalled } = world();
  await inVpc({ dnsServers: ['172.31.0.2'], authorizationPolicy: ClientVpnAuthorizationPolicy.enforced('permit(principal, action, resource);') });
  const { ClientVpnEndpointId } = alive();
  wasCalled();

  const { status } = await inVpc({
    sessionTimeout: ec2.ClientVpnSessionTimeout.EIGHT_HOURS, port: ec2.VpnPort.OPENVPN, splitTunnel: true, description: 'new', selfServicePortal: false,
    serverCertificateArn: certificate(2), clientLoginBanner: 'New', clientRouteEnforcementOptions: { enforced: false }, logging: false,
  });

  expect({ status, calls: wasCalled() })
    .toEqual({ status: 'UPDATE_COMPLETE', calls: ['ModifyClientVpnEndpoint', 'DeleteClientVpnEndpointAuthorizationPolicy'] });
  expect(alive()).toMatchObject({
    ClientVpnEndpointId, SessionTimeoutHours: 8, VpnPort: 1194, SplitTunnel: true, Description: 'new', ServerCertificateArn: certificate(2), DnsServers: [],
    ClientLoginBannerOptions: { BannerText: 'New' }, ConnectionLogOptions: { Enabled: false }, ClientRouteEnforcementOptions: { Enforced: false },
  });
  expect(alive()).not.toHaveProperty('SelfServicePortalUrl');
  expect(network.call('GetClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId })).toEqual({ ClientVpnEndpointId });
});

test.each<[string, Partial<ClientVpnEndpointProps>]>([
  ['block', { cidr: '10.204.0.0/22' }],
  ['authentication', { clientCertificateArn: certificate(3) }],
  ['protocol', { transportProtocol: ec2.TransportProtocol.TCP }],
  ['tag', { tags: { Team: 'other' } }],
])('another %s is another endpoint, with everything of it, made before the old one goes', async (_what, props) => {
  const { alive, inVpc, wasCalled } = world();
  await inVpc();
  const before = alive().ClientVpnEndpointId;
  wasCalled();

  const { status } = await inVpc(props);

  const calls = wasCalled();
  expect(status).toBe('UPDATE_COMPLETE');
  expect(alive().ClientVpnEndpointId).not.toBe(before);
  expect(alive().Status).toEqual({ Code: 'available' });
  expect(calls.indexOf('CreateClientVpnEndpoint')).toBeLessThan(calls.indexOf('DeleteClientVpnEndpoint'));
});

test('a deployment that fails puts the setting back in place', async () => {
  const { alive, inVpc, wasCalled } = world();
  await inVpc();
  const before = alive().ClientVpnEndpointId;
  wasCalled();

  const { status } = await inVpc({ disconnectOnSessionTimeout: false }, (_stack, endpoint) => {
    endpoint.addAuthorizationRule('Twice', { cidr: '172.31.0.0/16' });
  });

  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(wasCalled()).toEqual(['ModifyClientVpnEndpoint', 'AuthorizeClientVpnIngress', 'ModifyClientVpnEndpoint']);
  expect(alive()).toMatchObject({ ClientVpnEndpointId: before, DisconnectOnSessionTimeout: true });
});

test('an endpoint on a transit gateway is made; a zone comes and goes in place; and it goes with its attachment', async () => {
  const { network, cloudFormation, alive, onTransitGateway, wasCalled, transitGatewayId } = world();
  const { status, failures } = await onTransitGateway({});
  expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  const { ClientVpnEndpointId } = alive();
  expect(alive()).toMatchObject({
    Status: { Code: 'available' }, TransitGatewayConfiguration: { TransitGatewayId: transitGatewayId, AvailabilityZones: ['eu-west-1a', 'eu-west-1b'] },
  });
  wasCalled();

  await onTransitGateway({ availabilityZones: ['eu-west-1a', 'eu-west-1c'] });
  expect(wasCalled()).toEqual(['AssociateClientVpnTargetNetwork', 'DisassociateClientVpnTargetNetwork']);
  expect(alive()).toMatchObject({ ClientVpnEndpointId, TransitGatewayConfiguration: { AvailabilityZones: ['eu-west-1a', 'eu-west-1c'] } });

  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(Object.values(network.view.state.transitGatewayAttachments).map(({ resourceType, state }) => [resourceType, state])).toEqual([['client-vpn', 'deleted']]);
});

test.each<[string, Partial<TransitGatewayClientVpnEndpointProps>]>([
  ['first zone', { availabilityZones: ['eu-west-1c', 'eu-west-1b'] }],
  ['way to name zones', { availabilityZones: undefined, availabilityZoneIds: ['euw1-az1', 'euw1-az2'] }],
])('another %s of an endpoint on a transit gateway is another endpoint', async (_what, props) => {
  const { alive, onTransitGateway } = world();
  await onTransitGateway({});
  const before = alive().ClientVpnEndpointId;

  expect((await onTransitGateway(props)).status).toBe('UPDATE_COMPLETE');
  expect(alive().ClientVpnEndpointId).not.toBe(before);
});
