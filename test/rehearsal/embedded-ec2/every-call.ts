/**
 * A call of every operation of the embedded EC2. `network-wire.test.ts` makes them over the wire and wants to hear something of each that
 * looks; `dry-runs.test.ts` makes those that change something dry. Both want every operation to be here.
 */
import { Estate, officeEstate, onTransitGateway } from './estates';

export type Structure = Record<string, unknown>;
export type Call = (operation: string, input: Structure) => Promise<Structure>;

/** What needs nothing to be said. */
const LISTS = [
  'DescribeVpnConnections', 'DescribeVpnGateways', 'DescribeCustomerGateways', 'DescribeTransitGateways',
  'DescribeTransitGatewayAttachments', 'DescribeTransitGatewayVpcAttachments', 'DescribeTransitGatewayRouteTables',
  'DescribeRouteTables', 'DescribeManagedPrefixLists', 'DescribeRegions', 'DescribeVpcs', 'DescribeSubnets', 'DescribeInternetGateways',
  'DescribeClientVpnEndpoints',
];

/** One after the other, each where it can succeed. */
export async function callEverything(estate: Estate, call: Call): Promise<void> {
  const attachmentId = onTransitGateway(estate);
  const { network, vpnGatewayId } = estate;
  network.seed.vpnConnection({ on: vpnGatewayId, routing: 'bgp', advertisedPrefixes: ['10.8.0.0/16'] });
  const PrefixListId = network.seed.prefixList(['10.20.0.0/16']);
  network.seed.transitGatewayPrefixListReference({ routeTableId: estate.spokeTableId, prefixListId: PrefixListId, attachmentId });

  for (const operation of LISTS) await call(operation, {});
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
}

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

/** Where these calls are made dry. */
export const DRY_ESTATE = officeEstate();
const { network, vpcId, subnetIds, vpnGatewayId, vpnConnectionId, transitGatewayId } = DRY_ESTATE;
const { spokeTableId, officeTableId, mainTableId, vpcAttachmentId } = DRY_ESTATE;
const vpnAttachmentId = onTransitGateway(DRY_ESTATE);
const customerGatewayId = network.seed.customerGateway();

const [rtb, tgwRtb] = [{ RouteTableId: mainTableId }, { TransitGatewayRouteTableId: spokeTableId }];
const [newList, referredList] = [network.seed.prefixList(['10.20.0.0/16']), network.seed.prefixList(['10.21.0.0/16'])];
network.seed.transitGatewayPrefixListReference({ routeTableId: spokeTableId, prefixListId: referredList });
const propagation = { ...rtb, GatewayId: vpnGatewayId };
const tgwRoute = { ...tgwRtb, DestinationCidrBlock: '10.1.0.0/16' };
const vpnOnTable = { TransitGatewayAttachmentId: vpnAttachmentId, TransitGatewayRouteTableId: officeTableId };
const vpcRoute = { ...rtb, DestinationCidrBlock: '10.1.0.0/16' };
const attachment = { VpcId: vpcId, VpnGatewayId: vpnGatewayId };

const certificate = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
const clientVpnRequest = {
  ClientCidrBlock: '10.200.0.0/22', ServerCertificateArn: certificate, ConnectionLogOptions: { Enabled: false }, VpcId: vpcId,
  AuthenticationOptions: [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: certificate } }],
};
const { ClientVpnEndpointId } = network.call('CreateClientVpnEndpoint', clientVpnRequest);
const { InternetGatewayId } = (network.call('CreateInternetGateway', {}) as { InternetGateway: Structure }).InternetGateway;
const ofClientVpn = { ClientVpnEndpointId };

/** Of each operation that changes something and has a dry run. */
export const DRY: Readonly<Record<string, Structure>> = {
  ModifyVpnConnection: { VpnConnectionId: vpnConnectionId, VpnGatewayId: vpnGatewayId },
  ModifyVpnConnectionOptions: { VpnConnectionId: vpnConnectionId, LocalIpv4NetworkCidr: '10.1.0.0/16' },
  ModifyVpnTunnelOptions: {
    VpnConnectionId: vpnConnectionId, TunnelOptions: { RekeyMarginTimeSeconds: 300 },
    VpnTunnelOutsideIpAddress: network.view.state.vpnConnections[vpnConnectionId].tunnels[0].outsideIpAddress,
  },
  CreateVpnConnection: { Type: 'ipsec.1', CustomerGatewayId: customerGatewayId, TransitGatewayId: transitGatewayId },
  DeleteVpnConnection: { VpnConnectionId: vpnConnectionId },
  CreateCustomerGateway: { Type: 'ipsec.1', IpAddress: '192.0.2.200' },
  DeleteCustomerGateway: { CustomerGatewayId: customerGatewayId },
  CreateVpnGateway: { Type: 'ipsec.1' },
  DeleteVpnGateway: { VpnGatewayId: vpnGatewayId },
  AttachVpnGateway: attachment,
  DetachVpnGateway: attachment,
  EnableVgwRoutePropagation: propagation,
  DisableVgwRoutePropagation: propagation,
  CreateRoute: { ...vpcRoute, GatewayId: vpnGatewayId },
  ReplaceRoute: { ...vpcRoute, GatewayId: vpnGatewayId },
  DeleteRoute: vpcRoute,
  CreateTransitGatewayRoute: { ...tgwRoute, TransitGatewayAttachmentId: vpcAttachmentId },
  ReplaceTransitGatewayRoute: { ...tgwRoute, TransitGatewayAttachmentId: vpcAttachmentId },
  DeleteTransitGatewayRoute: tgwRoute,
  CreateTransitGatewayPrefixListReference: { ...tgwRtb, PrefixListId: newList, TransitGatewayAttachmentId: vpcAttachmentId },
  ModifyTransitGatewayPrefixListReference: { ...tgwRtb, PrefixListId: referredList, TransitGatewayAttachmentId: vpcAttachmentId },
  DeleteTransitGatewayPrefixListReference: { ...tgwRtb, PrefixListId: referredList },
  AssociateTransitGatewayRouteTable: vpnOnTable,
  DisassociateTransitGatewayRouteTable: vpnOnTable,
  EnableTransitGatewayRouteTablePropagation: vpnOnTable,
  DisableTransitGatewayRouteTablePropagation: vpnOnTable,
  CreateClientVpnEndpoint: clientVpnRequest,
  ModifyClientVpnEndpoint: { ...ofClientVpn, SplitTunnel: true },
  DeleteClientVpnEndpoint: ofClientVpn,
  AssociateClientVpnTargetNetwork: { ...ofClientVpn, SubnetId: subnetIds[0] },
  DisassociateClientVpnTargetNetwork: { ...ofClientVpn, AssociationId: 'cvpn-assoc-0a1b2c3d4e5f60718' },
  AuthorizeClientVpnIngress: { ...ofClientVpn, TargetNetworkCidr: '10.1.0.0/16', AuthorizeAllGroups: true },
  RevokeClientVpnIngress: { ...ofClientVpn, TargetNetworkCidr: '10.1.0.0/16', RevokeAllGroups: true },
  CreateClientVpnRoute: { ...ofClientVpn, DestinationCidrBlock: '10.1.0.0/16', TargetVpcSubnetId: 'local' },
  DeleteClientVpnRoute: { ...ofClientVpn, DestinationCidrBlock: '10.1.0.0/16', TargetVpcSubnetId: 'local' },
  ModifyClientVpnEndpointAuthorizationPolicy: { ...ofClientVpn, PolicyDocument: 'permit(principal, action, resource);' },
  DeleteClientVpnEndpointAuthorizationPolicy: ofClientVpn,
  CreateVpc: { CidrBlock: '10.77.0.0/16' },
  DeleteVpc: { VpcId: vpcId },
  CreateSubnet: { VpcId: vpcId, CidrBlock: '10.77.1.0/24' },
  DeleteSubnet: { SubnetId: subnetIds[0] },
  CreateRouteTable: { VpcId: vpcId },
  DeleteRouteTable: rtb,
  AssociateRouteTable: { ...rtb, SubnetId: subnetIds[0] },
  DisassociateRouteTable: { AssociationId: 'rtbassoc-0a1b2c3d4e5f60718' },
  CreateInternetGateway: {},
  AttachInternetGateway: { InternetGatewayId, VpcId: vpcId },
  DetachInternetGateway: { InternetGatewayId, VpcId: vpcId },
  DeleteInternetGateway: { InternetGatewayId },
  CreateTransitGatewayVpcAttachment: { TransitGatewayId: transitGatewayId, VpcId: vpcId, SubnetIds: [subnetIds[0]] },
  ModifyTransitGatewayVpcAttachment: { TransitGatewayAttachmentId: vpcAttachmentId, AddSubnetIds: [subnetIds[0]] },
  DeleteTransitGatewayVpcAttachment: { TransitGatewayAttachmentId: vpcAttachmentId },
  ModifyTransitGateway: { TransitGatewayId: transitGatewayId, Description: 'the hub' },
  CreateTransitGateway: { Description: 'another' },
  DeleteTransitGateway: { TransitGatewayId: transitGatewayId },
  CreateTransitGatewayRouteTable: { TransitGatewayId: transitGatewayId },
  DeleteTransitGatewayRouteTable: tgwRtb,
  CreateManagedPrefixList: { PrefixListName: 'sites', MaxEntries: 1, AddressFamily: 'IPv4' },
  DeleteManagedPrefixList: { PrefixListId: newList },
  CreateTags: { Resources: [vpnConnectionId], Tags: [{ Key: 'stage', Value: 'test' }] },
  DeleteTags: { Resources: [vpnConnectionId], Tags: [{ Key: 'stage' }] },
};

/** [MODEL: these have no DryRun] */
export const WITHOUT_DRY_RUN = ['CreateVpnConnectionRoute', 'DeleteVpnConnectionRoute', 'ModifySubnetAttribute', 'ModifyVpcAttribute'];
