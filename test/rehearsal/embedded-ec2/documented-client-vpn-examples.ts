/** The outputs that AWS documents in the AWS CLI's reference for Client VPN: their values, shaped as the SDK returns them. */
import type { DocumentedExample } from './documented-examples';
import { name } from './documented-shapes';

const ENDPOINT = 'cvpn-endpoint-123456789123abcde';
const SUBNET = 'subnet-0123456789abcabca';
const ofEndpoint = { ClientVpnEndpointId: ENDPOINT };

function certificate(digit: number): string {
  return `arn:aws:acm:ap-south-1:123456789012:certificate/a1b2c3d4-5678-90ab-cdef-${String(digit).repeat(5)}EXAMPLE`;
}

function status(code: string) {
  return { Status: { Code: code } };
}

function route(destination: string, origin: string, rest: object = {}) {
  return { ...ofEndpoint, DestinationCidr: destination, TargetSubnet: SUBNET, Type: 'Nat', Origin: origin, ...status('active'), ...rest };
}

export const DOCUMENTED_CLIENT_VPN_EXAMPLES: readonly DocumentedExample[] = [
  {
    operation: 'CreateClientVpnEndpoint',
    title: 'one with mutual authentication',
    output: { ...ofEndpoint, ...status('pending-associate'), DnsName: `${ENDPOINT}.prod.clientvpn.ap-south-1.amazonaws.com` },
  },
  {
    operation: 'DescribeClientVpnEndpoints',
    title: 'all there are',
    output: {
      ClientVpnEndpoints: [{
        ...ofEndpoint,
        Description: '',
        ...status('available'),
        CreationTime: '2019-07-08T11:37:27',
        DnsName: `*.${ENDPOINT}.prod.clientvpn.ap-south-1.amazonaws.com`,
        ClientCidrBlock: '172.31.0.0/16',
        DnsServers: ['8.8.8.8'],
        SplitTunnel: false,
        VpnProtocol: 'openvpn',
        TransportProtocol: 'udp',
        ServerCertificateArn: certificate(1),
        AuthenticationOptions: [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChain: certificate(2) } }],
        ConnectionLogOptions: { Enabled: false },
        Tags: [name('Client VPN')],
      }],
    },
  },
  { operation: 'ModifyClientVpnEndpoint', title: 'logging turned on', output: { Return: true } },
  { operation: 'DeleteClientVpnEndpoint', title: 'one that goes', output: status('deleting') },
  {
    operation: 'AssociateClientVpnTargetNetwork', title: 'a subnet', output: { AssociationId: 'cvpn-assoc-12312312312312312', ...status('associating') },
  },
  {
    operation: 'DisassociateClientVpnTargetNetwork',
    title: 'a subnet',
    output: { AssociationId: 'cvpn-assoc-12312312312312312', ...status('disassociating') },
  },
  {
    operation: 'DescribeClientVpnTargetNetworks',
    title: 'one on its way',
    output: {
      ClientVpnTargetNetworks: [{
        ...ofEndpoint, AssociationId: 'cvpn-assoc-012e837060753dc3d', VpcId: 'vpc-11111222222333333', TargetNetworkId: SUBNET,
        ...status('associating'), SecurityGroups: ['sg-012345678910abcab'],
      }],
    },
  },
  { operation: 'AuthorizeClientVpnIngress', title: 'to everywhere', output: status('authorizing') },
  { operation: 'RevokeClientVpnIngress', title: 'to everywhere', output: status('revoking') },
  {
    operation: 'DescribeClientVpnAuthorizationRules',
    title: 'one for all',
    output: { AuthorizationRules: [{ ...ofEndpoint, GroupId: '', AccessAll: true, DestinationCidr: '0.0.0.0/0', ...status('active') }] },
  },
  { operation: 'CreateClientVpnRoute', title: 'to everywhere', output: status('creating') },
  { operation: 'DeleteClientVpnRoute', title: 'to everywhere', output: status('deleting') },
  {
    operation: 'DescribeClientVpnRoutes',
    title: 'that of the VPC, and one that was added',
    output: { Routes: [route('10.0.0.0/16', 'associate', { Description: 'Default Route' }), route('0.0.0.0/0', 'add-route')] },
  },
];
