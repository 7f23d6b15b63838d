/**
 * AWS::EC2::ClientVpnEndpoint. What cannot change in place is as cloudformation-and-cdk section 1.3 has it; a setting that is taken out of
 * the template stays what it was, as in every request that does not name it.
 */
import type {
  ClientVpnAuthenticationRequest, ClientVpnEndpoint, CreateClientVpnEndpointRequest, ModifyClientVpnEndpointRequest, TagSpecification,
} from '@aws-sdk/client-ec2';
import { object, objects, optionalBoolean, optionalNumber, optionalText, text, texts } from '../properties';
import { ResourceType } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';

export function clientVpnEndpoint(ec2: Ec2): ResourceType {
  const find = (id: string): ClientVpnEndpoint | undefined =>
    callAll(ec2, 'DescribeClientVpnEndpoints', { ClientVpnEndpointIds: [id] }, (page) => page.ClientVpnEndpoints)
      .find(({ Status }) => Status?.Code !== 'deleted');
  return {
    properties: {
      ClientCidrBlock: 'create-only', AuthenticationOptions: 'create-only', TransportProtocol: 'create-only', TagSpecifications: 'create-only',
      TrafficIpAddressType: 'create-only', EndpointIpAddressType: 'create-only', TransitGatewayConfiguration: 'create-only',
      ClientConnectOptions: 'mutable', Description: 'mutable', ServerCertificateArn: 'mutable', SessionTimeoutHours: 'mutable',
      DnsServers: 'mutable', SecurityGroupIds: 'mutable', ConnectionLogOptions: 'mutable', SplitTunnel: 'mutable',
      ClientLoginBannerOptions: 'mutable', VpcId: 'mutable', SelfServicePortal: 'mutable', VpnPort: 'mutable',
      ClientRouteEnforcementOptions: 'mutable', DevicePostureOptions: 'mutable', DisconnectOnSessionTimeout: 'mutable',
      AuthorizationPolicy: 'mutable',
    },
    required: ['AuthenticationOptions', 'ServerCertificateArn', 'ConnectionLogOptions'],
    attributes: ['Id'],
    create: async ({ properties, generatedName }) => {
      const { ClientVpnEndpointId: id = '' } = call(ec2, 'CreateClientVpnEndpoint', { ...creation(properties), ClientToken: generatedName(64) });
      // It is not yet associated; with a transit gateway it will be by itself, for which CloudFormation is not known to wait [unverified].
      await stabilized(ec2, `Client VPN endpoint ${id}`, id, () => find(id) !== undefined);
      statePolicy(ec2, id, {}, properties);
      return { physicalId: id, attributes: { Id: id } };
    },
    update: async ({ current, oldProperties, properties }) => {
      call(ec2, 'ModifyClientVpnEndpoint', { ClientVpnEndpointId: current.physicalId, ...modification(oldProperties, properties) });
      statePolicy(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      await leaveZones(ec2, physicalId);
      deleteIfThere(() => call(ec2, 'DeleteClientVpnEndpoint', { ClientVpnEndpointId: physicalId }));
      await gone(ec2, `Client VPN endpoint ${physicalId} to be deleted`, physicalId, () => find(physicalId) !== undefined);
    },
  };
}

/** The zones that came with the endpoint are no resources of the stack, and nothing else takes them away. */
async function leaveZones(ec2: Ec2, endpointId: string): Promise<void> {
  const networks = () => callAll(ec2, 'DescribeClientVpnTargetNetworks', { ClientVpnEndpointId: endpointId }, (page) => page.ClientVpnTargetNetworks);
  deleteIfThere(() => networks().forEach(({ AssociationId, Status }) => {
    if (Status?.Code !== 'disassociating') call(ec2, 'DisassociateClientVpnTargetNetwork', { ClientVpnEndpointId: endpointId, AssociationId });
  }));
  await gone(ec2, `target networks of ${endpointId} to be left`, endpointId, () => networks().length > 0);
}

function creation(properties: Properties): CreateClientVpnEndpointRequest {
  const { DnsServers } = properties;
  const onGateway = object(properties, 'TransitGatewayConfiguration');
  return {
    ...settings(properties),
    ...DnsServers === undefined ? {} : { DnsServers: [...texts(properties, 'DnsServers')] },
    ServerCertificateArn: text(properties, 'ServerCertificateArn'),
    ConnectionLogOptions: flags(object(properties, 'ConnectionLogOptions'), ['Enabled', 'IncludeAuthorizationPolicyContext']),
    AuthenticationOptions: [...objects(properties, 'AuthenticationOptions') as readonly ClientVpnAuthenticationRequest[]],
    ClientCidrBlock: optionalText(properties, 'ClientCidrBlock'),
    TransportProtocol: optionalText(properties, 'TransportProtocol') as 'udp' | undefined,
    EndpointIpAddressType: optionalText(properties, 'EndpointIpAddressType') as 'ipv4' | undefined,
    TrafficIpAddressType: optionalText(properties, 'TrafficIpAddressType') as 'ipv4' | undefined,
    ...Object.keys(onGateway).length === 0 ? {} : { TransitGatewayConfiguration: onGateway },
    TagSpecifications: [...objects(properties, 'TagSpecifications') as readonly TagSpecification[]],
  };
}

function modification(before: Properties, after: Properties): Omit<ModifyClientVpnEndpointRequest, 'ClientVpnEndpointId'> {
  const servers = texts(after, 'DnsServers');
  const hadServers = texts(before, 'DnsServers').length > 0;
  return {
    ...settings(after),
    ...servers.length > 0 ? { DnsServers: { Enabled: true, CustomDnsServers: [...servers] } } : {},
    ...servers.length === 0 && hadServers ? { DnsServers: { Enabled: false } } : {},
  };
}

/** What both requests call by the same names. */
function settings(properties: Properties): Omit<ModifyClientVpnEndpointRequest, 'ClientVpnEndpointId' | 'DnsServers'> {
  const flagged = (name: string, members: readonly string[]) =>
    (properties[name] === undefined ? undefined : flags(object(properties, name), members));
  return {
    ServerCertificateArn: optionalText(properties, 'ServerCertificateArn'),
    ConnectionLogOptions: flagged('ConnectionLogOptions', ['Enabled', 'IncludeAuthorizationPolicyContext']),
    VpnPort: optionalNumber(properties, 'VpnPort'),
    Description: optionalText(properties, 'Description'),
    SplitTunnel: optionalBoolean(properties, 'SplitTunnel'),
    ...properties.SecurityGroupIds === undefined ? {} : { SecurityGroupIds: [...texts(properties, 'SecurityGroupIds')] },
    VpcId: optionalText(properties, 'VpcId'),
    SelfServicePortal: optionalText(properties, 'SelfServicePortal') as 'enabled' | undefined,
    ClientConnectOptions: flagged('ClientConnectOptions', ['Enabled']),
    SessionTimeoutHours: optionalNumber(properties, 'SessionTimeoutHours'),
    ClientLoginBannerOptions: flagged('ClientLoginBannerOptions', ['Enabled']),
    ClientRouteEnforcementOptions: flagged('ClientRouteEnforcementOptions', ['Enforced']),
    DisconnectOnSessionTimeout: optionalBoolean(properties, 'DisconnectOnSessionTimeout'),
    DevicePostureOptions: flagged('DevicePostureOptions', ['Enabled']),
  };
}

/** It has calls of its own in EC2. */
function statePolicy(ec2: Ec2, ClientVpnEndpointId: string, before: Properties, after: Properties): void {
  if (after.AuthorizationPolicy === undefined) {
    if (before.AuthorizationPolicy !== undefined) call(ec2, 'DeleteClientVpnEndpointAuthorizationPolicy', { ClientVpnEndpointId });
    return;
  }
  const policy = object(after, 'AuthorizationPolicy');
  call(ec2, 'ModifyClientVpnEndpointAuthorizationPolicy', {
    ClientVpnEndpointId,
    PolicyDocument: text(policy, 'PolicyDocument'),
    ShadowMode: optionalText(policy, 'ShadowMode') as 'enabled' | undefined,
    Description: optionalText(policy, 'Description'),
  });
}

/** The object with these members as truth values, which a parameter hands over as texts. */
function flags(value: Properties, names: readonly string[]): object {
  const given = names.filter((name) => value[name] !== undefined);
  return { ...value, ...Object.fromEntries(given.map((name) => [name, optionalBoolean(value, name)])) };
}
