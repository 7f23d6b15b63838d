/** Every operation of the network, called by the real SDK: the answer that arrives is the answer that was given. */
import * as sdk from '@aws-sdk/client-ec2';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { Estate, officeEstate, onTransitGateway } from './estates';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { decodeRequest, encodeResponse } from '../../../tools/rehearsal/embedded-ec2/query-codec';

type Structure = Record<string, unknown>;
type Call = (operation: string, input: Structure) => Promise<Structure>;

test('every operation goes over the wire and back', async () => {
  const estate = officeEstate();
  const attachmentId = onTransitGateway(estate);
  const { network, vpnGatewayId } = estate;
  network.seed.vpnConnection({ on: vpnGatewayId, routing: 'bgp', advertisedPrefixes: ['10.8.0.0/16'] });
  const PrefixListId = network.seed.prefixList(['10.20.0.0/16']);
  network.seed.transitGatewayPrefixListReference({ routeTableId: estate.spokeTableId, prefixListId: PrefixListId, attachmentId });
  const called = new Set<string>();
  const call = callerOf(network, called);

  const ofOneEndpoint = /^DescribeClientVpn(?!Endpoints)/;
  const describes = network.operations.filter((each) => each.startsWith('Describe') && !ofOneEndpoint.test(each));
  for (const operation of describes) await call(operation, {});
  await call('GetVpnConnectionDeviceTypes', { MaxResults: 200 });
  await call('GetVpnConnectionDeviceSampleConfiguration', { VpnConnectionId: estate.vpnConnectionId, VpnConnectionDeviceTypeId: '5fb390ba' });
  await call('GetManagedPrefixListEntries', { PrefixListId });
  await call('GetTransitGatewayPrefixListReferences', { TransitGatewayRouteTableId: estate.spokeTableId });
  await usePrefixList(estate, attachmentId, call);
  await useTransitGatewayTables(estate, attachmentId, call);
  await useVpcRouteTable(estate, call);
  await changeConnection(estate, call);
  await makeAndDelete(estate, call);
  await useClientVpn(estate, call);
  await makeAndDeleteSurroundings(estate, call);
  await makeAndDeleteVpc(estate, call);

  expect([...called].sort()).toEqual([...network.operations].sort());
});

async function usePrefixList({ network, clock, officeTableId }: Estate, TransitGatewayAttachmentId: string, call: Call): Promise<void> {
  const reference = { TransitGatewayRouteTableId: officeTableId, PrefixListId: network.seed.prefixList(['10.21.0.0/16']) };
  await call('CreateTransitGatewayPrefixListReference', { ...reference, TransitGatewayAttachmentId });
  clock.pass(2);
  await call('ModifyTransitGatewayPrefixListReference', { ...reference, Blackhole: true });
  clock.pass(2);
  await call('DeleteTransitGatewayPrefixListReference', reference);
  clock.pass(2);
}

async function useClientVpn({ vpcId: VpcId, subnetIds: [SubnetId], clock }: Estate, call: Call): Promise<void> {
  const certificate = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
  const { ClientVpnEndpointId } = await call('CreateClientVpnEndpoint', {
    ClientCidrBlock: '10.200.0.0/22', ServerCertificateArn: certificate, ConnectionLogOptions: { Enabled: false }, VpcId,
    AuthenticationOptions: [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: certificate } }],
    DevicePostureOptions: { Enabled: true, TrustProviders: [{ TrustProviderType: 'jamf', TenantId: 'tenant-1' }] },
  });
  const ofEndpoint = { ClientVpnEndpointId };
  await call('ModifyClientVpnEndpoint', { ...ofEndpoint, DisconnectOnSessionTimeout: false, DnsServers: { Enabled: true, CustomDnsServers: ['10.0.0.2'] } });
  const { AssociationId } = await call('AssociateClientVpnTargetNetwork', { ...ofEndpoint, SubnetId });
  clock.pass(300);
  await call('CreateClientVpnRoute', { ...ofEndpoint, DestinationCidrBlock: '10.1.0.0/16', TargetVpcSubnetId: 'local' });
  await call('AuthorizeClientVpnIngress', { ...ofEndpoint, TargetNetworkCidr: '10.1.0.0/16', AuthorizeAllGroups: true });
  await call('ModifyClientVpnEndpointAuthorizationPolicy', { ...ofEndpoint, PolicyDocument: 'permit(principal, action, resource);' });
  clock.pass(10);
  for (const listed of ['Routes', 'TargetNetworks', 'AuthorizationRules']) await call(`DescribeClientVpn${listed}`, ofEndpoint);
  await call('DescribeClientVpnEndpoints', { ClientVpnEndpointIds: [ClientVpnEndpointId] });
  await call('GetClientVpnEndpointAuthorizationPolicy', ofEndpoint);
  await call('DeleteClientVpnEndpointAuthorizationPolicy', ofEndpoint);
  await call('RevokeClientVpnIngress', { ...ofEndpoint, TargetNetworkCidr: '10.1.0.0/16', RevokeAllGroups: true });
  await call('DeleteClientVpnRoute', { ...ofEndpoint, DestinationCidrBlock: '10.1.0.0/16', TargetVpcSubnetId: 'local' });
  await call('DisassociateClientVpnTargetNetwork', { ...ofEndpoint, AssociationId });
  clock.pass(300);
  await call('DeleteClientVpnEndpoint', ofEndpoint);
}

async function useTransitGatewayTables(estate: Estate, TransitGatewayAttachmentId: string, call: Call): Promise<void> {
  const { spokeTableId, officeTableId, clock } = estate;
  const TransitGatewayRouteTableId = spokeTableId;
  const onSpoke = { TransitGatewayRouteTableId, TransitGatewayAttachmentId };
  const onOffice = { TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId };
  await call('AssociateTransitGatewayRouteTable', onOffice);
  await call('EnableTransitGatewayRouteTablePropagation', onSpoke);
  await call('CreateTransitGatewayRoute', { ...onSpoke, DestinationCidrBlock: '10.1.0.0/16' });
  await call('ReplaceTransitGatewayRoute', { ...onSpoke, DestinationCidrBlock: '10.2.0.0/16' });
  clock.pass(2);
  await call('GetTransitGatewayRouteTableAssociations', { TransitGatewayRouteTableId: officeTableId });
  await call('GetTransitGatewayRouteTablePropagations', { TransitGatewayRouteTableId });
  await call('GetTransitGatewayAttachmentPropagations', { TransitGatewayAttachmentId });
  await call('SearchTransitGatewayRoutes', { TransitGatewayRouteTableId, Filters: [{ Name: 'type', Values: ['static', 'propagated'] }] });
  await call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId, DestinationCidrBlock: '10.2.0.0/16' });
  await call('DisableTransitGatewayRouteTablePropagation', onSpoke);
  await call('DisassociateTransitGatewayRouteTable', onOffice);
}

async function useVpcRouteTable(estate: Estate, call: Call): Promise<void> {
  const { mainTableId: RouteTableId, vpnGatewayId: GatewayId, transitGatewayId } = estate;
  const route = { RouteTableId, DestinationCidrBlock: '10.1.0.0/16' };
  await call('CreateRoute', { ...route, TransitGatewayId: transitGatewayId });
  await call('ReplaceRoute', { ...route, GatewayId });
  await call('DeleteRoute', route);
  await call('EnableVgwRoutePropagation', { RouteTableId, GatewayId });
  await call('DescribeRouteTables', { RouteTableIds: [RouteTableId] });
  await call('DisableVgwRoutePropagation', { RouteTableId, GatewayId });
}

async function changeConnection({ vpnConnectionId: VpnConnectionId, vpnGatewayId, clock, network }: Estate, call: Call): Promise<void> {
  await call('ModifyVpnConnection', { VpnConnectionId, VpnGatewayId: vpnGatewayId });
  clock.pass(305);
  await call('ModifyVpnConnectionOptions', { VpnConnectionId, LocalIpv4NetworkCidr: '10.1.0.0/16' });
  clock.pass(305);
  const { outsideIpAddress: VpnTunnelOutsideIpAddress } = network.view.state.vpnConnections[VpnConnectionId].tunnels[1];
  const TunnelOptions = { DPDTimeoutSeconds: 45, IKEVersions: [{ Value: 'ikev2' }], Phase2DHGroupNumbers: [{ Value: 20 }] };
  await call('ModifyVpnTunnelOptions', { VpnConnectionId, VpnTunnelOutsideIpAddress, TunnelOptions });
  clock.pass(305);
  await call('CreateVpnConnectionRoute', { VpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' });
  await call('DeleteVpnConnectionRoute', { VpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' });
  await call('DescribeVpnConnections', { VpnConnectionIds: [VpnConnectionId] });
}

async function makeAndDelete({ vpcId: VpcId, vpnGatewayId, clock }: Estate, call: Call): Promise<void> {
  const VpnGatewayId = idIn(await call('CreateVpnGateway', { Type: 'ipsec.1' }), 'VpnGateway');
  const device = { Type: 'ipsec.1', IpAddress: '192.0.2.9', BgpAsn: 65_009 };
  const CustomerGatewayId = idIn(await call('CreateCustomerGateway', device), 'CustomerGateway');
  const Options = { TunnelOptions: [{ DPDTimeoutSeconds: 40, IKEVersions: [{ Value: 'ikev2' }], Phase1DHGroupNumbers: [{ Value: 20 }] }] };
  const connection = { Type: 'ipsec.1', CustomerGatewayId, VpnGatewayId, Options };
  const VpnConnectionId = idIn(await call('CreateVpnConnection', connection), 'VpnConnection');
  await call('DeleteVpnConnection', { VpnConnectionId });
  clock.pass(60);
  await call('DeleteCustomerGateway', { CustomerGatewayId });
  await call('CreateTags', { Resources: [VpcId], Tags: [{ Key: 'stage', Value: 'test' }] });
  await call('DeleteTags', { Resources: [VpcId], Tags: [{ Key: 'stage' }] });
  await call('DetachVpnGateway', { VpnGatewayId: vpnGatewayId, VpcId });
  clock.pass(60);
  await call('AttachVpnGateway', { VpnGatewayId, VpcId });
  await call('DetachVpnGateway', { VpnGatewayId, VpcId });
  clock.pass(60);
  await call('DeleteVpnGateway', { VpnGatewayId });
}

async function makeAndDeleteSurroundings({ clock }: Estate, call: Call): Promise<void> {
  const TransitGatewayId = idIn(await call('CreateTransitGateway', { Options: { AmazonSideAsn: 64_600 } }), 'TransitGateway');
  clock.pass(60);
  const TransitGatewayRouteTableId = idIn(await call('CreateTransitGatewayRouteTable', { TransitGatewayId }), 'TransitGatewayRouteTable');
  clock.pass(60);
  await call('DeleteTransitGatewayRouteTable', { TransitGatewayRouteTableId });
  clock.pass(60);
  await call('DeleteTransitGateway', { TransitGatewayId });
  const Entries = [{ Cidr: '10.1.0.0/16' }, { Cidr: '10.2.0.0/16' }];
  const list = { PrefixListName: 'sites', MaxEntries: 2, AddressFamily: 'IPv4', Entries };
  await call('DeleteManagedPrefixList', { PrefixListId: idIn(await call('CreateManagedPrefixList', list), 'PrefixList') });
}

/** With all that it has in an ordinary stack. */
async function makeAndDeleteVpc({ clock, transitGatewayId: TransitGatewayId }: Estate, call: Call): Promise<void> {
  const VpcId = idIn(await call('CreateVpc', { CidrBlock: '10.77.0.0/16' }), 'Vpc');
  await call('ModifyVpcAttribute', { VpcId, EnableDnsHostnames: { Value: true } });
  const subnet = async (CidrBlock: string, AvailabilityZone: string) => idIn(await call('CreateSubnet', { VpcId, CidrBlock, AvailabilityZone }), 'Subnet');
  const SubnetId = await subnet('10.77.0.0/24', 'eu-central-1a');
  const other = await subnet('10.77.1.0/24', 'eu-central-1b');
  await call('ModifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value: true } });
  const RouteTableId = idIn(await call('CreateRouteTable', { VpcId }), 'RouteTable');
  const { AssociationId } = await call('AssociateRouteTable', { RouteTableId, SubnetId });
  const InternetGatewayId = idIn(await call('CreateInternetGateway', {}), 'InternetGateway');
  await call('AttachInternetGateway', { InternetGatewayId, VpcId });
  await call('DescribeInternetGateways', { InternetGatewayIds: [InternetGatewayId] });
  await call('ModifyTransitGateway', { TransitGatewayId, Options: { VpnEcmpSupport: 'disable' } });
  clock.pass(60);
  const made = await call('CreateTransitGatewayVpcAttachment', { TransitGatewayId, VpcId, SubnetIds: [SubnetId] });
  const { TransitGatewayAttachmentId } = made.TransitGatewayVpcAttachment as Record<string, string>;
  clock.pass(60);
  await call('ModifyTransitGatewayVpcAttachment', { TransitGatewayAttachmentId, AddSubnetIds: [other] });
  await call('DeleteTransitGatewayVpcAttachment', { TransitGatewayAttachmentId });
  clock.pass(60);
  await call('DetachInternetGateway', { InternetGatewayId, VpcId });
  await call('DeleteInternetGateway', { InternetGatewayId });
  await call('DisassociateRouteTable', { AssociationId });
  await call('DeleteRouteTable', { RouteTableId });
  for (const each of [SubnetId, other]) await call('DeleteSubnet', { SubnetId: each });
  await call('DeleteVpc', { VpcId });
}

/** The id of what was just made. */
function idIn(answer: Structure, kind: string): string {
  return (answer[kind] as Record<string, string>)[`${kind}Id`];
}

/** Calls through the SDK's own serializer and deserializer, and compares what arrives with what the network answered. */
function callerOf(network: Network, called: Set<string>): Call {
  let answer: Structure = {};
  const client = new sdk.EC2Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIASTORY', secretAccessKey: 'none' },
    requestHandler: {
      handle: async (request: HttpRequest) => {
        const { operation, input } = decodeRequest(String(request.body));
        answer = network.call(operation, input);
        const body = Buffer.from(encodeResponse(operation, answer, 'request-1'));
        return { response: new HttpResponse({ statusCode: 200, headers: {}, body }) };
      },
    },
  });
  return async (operation, input) => {
    const command = Object.entries(sdk).find(([name]) => name === `${operation}Command`)?.[1] as unknown as new (input: Structure) => never;
    const { $metadata, ...received } = await client.send(new command(input)) as object as Structure;
    expect({ operation, answer: received }).toEqual({ operation, answer });
    called.add(operation);
    return received;
  };
}
