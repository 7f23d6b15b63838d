/** Every operation that changes something and has a dry run, called dry by the real SDK: with the permission, and without. */
import * as sdk from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { officeEstate, onTransitGateway } from './estates';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { Ec2Endpoint } from '../../../tools/rehearsal/embedded-ec2/endpoint';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';

type Input = Record<string, unknown>;

const estate = officeEstate();
const { network, vpcId, subnetIds, vpnGatewayId, vpnConnectionId, transitGatewayId } = estate;
const { spokeTableId, officeTableId, mainTableId, vpcAttachmentId } = estate;
const vpnAttachmentId = onTransitGateway(estate);
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
const { InternetGatewayId } = (network.call('CreateInternetGateway', {}) as { InternetGateway: Input }).InternetGateway;
const ofClientVpn = { ClientVpnEndpointId };

const DRY: Readonly<Record<string, Input>> = {
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
const WITHOUT_DRY_RUN = ['CreateVpnConnectionRoute', 'DeleteVpnConnectionRoute', 'ModifySubnetAttribute', 'ModifyVpcAttribute'];

const authorizer = new PolicyAuthorizer();
const endpoint = new Ec2Endpoint({ clock: new VirtualClock(network.now()), network, authorizer });
let url: string;

beforeAll(async () => {
  url = await endpoint.listen();
});

afterAll(async () => endpoint.close());

test('the table below holds every operation that changes something', () => {
  const mutating = network.operations.filter((operation) => !/^(Describe|Get|Search)/.test(operation));

  expect([...Object.keys(DRY), ...WITHOUT_DRY_RUN].sort()).toEqual(mutating.sort());
});

test.each(Object.keys(DRY))('%s says what would be, and does nothing', async (operation) => {
  const before = JSON.stringify(network.save());

  const mayDo = { Effect: 'Allow', Action: `ec2:${operation}`, Resource: '*' };
  expect(await dryRun(operation, DRY[operation], [mayDo])).toEqual(['DryRunOperation', 412]);
  const mayLook = { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' };
  expect(await dryRun(operation, DRY[operation], [mayLook])).toEqual(['UnauthorizedOperation', 403]);
  expect(JSON.stringify(network.save())).toBe(before);
});

test.each(Object.keys(DRY).flatMap((operation) => requiredOf(operation).map((parameter) => [operation, parameter])))(
  '%s without %s is refused, dry or not', async (operation, parameter) => {
    const { [parameter]: _left, ...input } = DRY[operation];

    expect(await dryRun(operation, input, [{ Effect: 'Allow', Action: '*', Resource: '*' }])).toEqual(['MissingParameter', 400]);
  });

async function dryRun(operation: string, input: Input, statements: object[]): Promise<[string, number]> {
  authorizer.register('AKIDROLE', 'mover', [{ Statement: statements }]);
  const client = new sdk.EC2Client({
    endpoint: url, region: 'eu-central-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIDROLE', secretAccessKey: 'secret' },
  });
  const command = Object.entries(sdk).find(([name]) => name === `${operation}Command`)?.[1] as unknown as new (input: Input) => never;
  try {
    await client.send(new command({ ...input, DryRun: true }));
  } catch (error) {
    const { name, $metadata } = error as sdk.EC2ServiceException;
    return [name, $metadata.httpStatusCode ?? 0];
  } finally {
    client.destroy();
  }
  return ['accepted', 200];
}

/** As the SDK's model has it: the first members of the input, so many as the last element of its schema says. */
function requiredOf(operation: string): string[] {
  const schema = Object.entries(sdk).find(([name]) => name === `${operation}$`)?.[1] as unknown as unknown[];
  const input = NormalizedSchema.of(schema[4] as never).getSchema() as readonly unknown[];
  return (input[4] as string[]).slice(0, Number(input[6] ?? 0));
}
