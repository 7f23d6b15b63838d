/** What a Client VPN endpoint is set to, and how describes give it. */
import type {
  ClientVpnAuthenticationRequest, ClientVpnEndpoint as EndpointOutput, CreateClientVpnEndpointCommandInput,
} from '@aws-sdk/client-ec2';
import { ClientVpnEndpoint } from './records';
import { Context, NetworkState, rows } from './state';

/** Requests to make and to modify one, as far as they say the same. */
type Request = Partial<Omit<CreateClientVpnEndpointCommandInput, 'DnsServers'>> & { readonly DnsServers?: readonly string[] };

type Settings = Readonly<Record<string, unknown>>;

/** What was set before, and what the request sets; what nobody ever set has EC2's defaults [9]. */
export function settingsOf(before: Settings, request: Request, { unknowns }: Context): Settings {
  const defaults: Settings = {
    SplitTunnel: false, VpnPort: 443, SessionTimeoutHours: 24, SelfServicePortal: 'enabled', EndpointIpAddressType: 'ipv4',
    TrafficIpAddressType: 'ipv4', DisconnectOnSessionTimeout: unknowns.clientVpnDisconnectOnSessionTimeout === 'true',
  };
  const { DevicePostureOptions: posture } = request;
  return {
    ...defaults,
    ...before,
    ...set({
      Description: request.Description,
      DnsServers: request.DnsServers,
      SplitTunnel: request.SplitTunnel,
      VpnPort: request.VpnPort,
      ServerCertificateArn: request.ServerCertificateArn,
      AuthenticationOptions: request.AuthenticationOptions?.map(authenticationOutput),
      ConnectionLogOptions: request.ConnectionLogOptions,
      ClientConnectOptions: request.ClientConnectOptions && { ...request.ClientConnectOptions, Status: { Code: 'applied' } },
      SelfServicePortal: request.SelfServicePortal,
      SessionTimeoutHours: request.SessionTimeoutHours,
      ClientLoginBannerOptions: request.ClientLoginBannerOptions,
      ClientRouteEnforcementOptions: request.ClientRouteEnforcementOptions,
      DisconnectOnSessionTimeout: request.DisconnectOnSessionTimeout,
      EndpointIpAddressType: request.EndpointIpAddressType,
      TrafficIpAddressType: request.TrafficIpAddressType,
      // False clears the providers [H DevicePostureOptions].
      DevicePostureOptions: posture && { TrustProviders: posture.Enabled === false ? [] : posture.TrustProviders ?? [] },
    }),
  };
}

/** [AWS CLI describe-client-vpn-endpoints, its example; members of later API changes by the SDK] */
export function endpointOutput(state: Readonly<NetworkState>, endpoint: ClientVpnEndpoint, { region }: Context): EndpointOutput {
  const { SelfServicePortal: portal, ...settings } = endpoint.settings;
  const { id, transitGatewayId, deletedAt } = endpoint;
  return set({
    ClientVpnEndpointId: id,
    Status: { Code: endpoint.state },
    CreationTime: instant(endpoint.createdAt),
    DeletionTime: deletedAt === undefined ? undefined : instant(deletedAt),
    DnsName: `*.${id}.prod.clientvpn.${region}.amazonaws.com`,
    ClientCidrBlock: endpoint.clientCidr,
    VpnProtocol: 'openvpn',
    TransportProtocol: endpoint.transportProtocol,
    Tags: [...endpoint.tags],
    SecurityGroupIds: transitGatewayId === undefined ? [...endpoint.securityGroupIds] : undefined,
    VpcId: endpoint.vpcId,
    SelfServicePortalUrl: portal === 'enabled' ? `https://self-service.clientvpn.amazonaws.com/endpoints/${id}` : undefined,
    TransitGatewayConfiguration: transitGatewayId === undefined ? undefined : transitGatewayOutput(state, endpoint),
    ...settings,
  }) as EndpointOutput;
}

function transitGatewayOutput(state: Readonly<NetworkState>, { id, transitGatewayId }: ClientVpnEndpoint): object {
  const zones = rows(state, 'clientVpnTargetNetworks').filter(({ endpointId }) => endpointId === id).map(({ zone }) => zone ?? {});
  const attachment = rows(state, 'transitGatewayAttachments').find(({ resourceId }) => resourceId === id);
  return set({
    TransitGatewayId: transitGatewayId,
    TransitGatewayAttachmentId: attachment?.id,
    AvailabilityZones: zones.flatMap(({ name }) => (name === undefined ? [] : [name])),
    AvailabilityZoneIds: zones.flatMap(({ id: zoneId }) => (zoneId === undefined ? [] : [zoneId])),
  });
}

/** Describes spell some members otherwise than requests. */
function authenticationOutput(request: ClientVpnAuthenticationRequest): object {
  const { Type, ActiveDirectory, MutualAuthentication, FederatedAuthentication } = request;
  const { SAMLProviderArn: SamlProviderArn, SelfServiceSAMLProviderArn: SelfServiceSamlProviderArn } = FederatedAuthentication ?? {};
  return set({
    Type,
    ActiveDirectory,
    MutualAuthentication: MutualAuthentication && { ClientRootCertificateChain: MutualAuthentication.ClientRootCertificateChainArn },
    FederatedAuthentication: FederatedAuthentication && set({ SamlProviderArn, SelfServiceSamlProviderArn }),
  });
}

function set(members: Settings): Settings {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** `2019-07-08T11:37:27`, a text on the wire. */
function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19);
}
