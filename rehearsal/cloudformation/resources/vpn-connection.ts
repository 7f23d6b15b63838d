/**
 * AWS::EC2::VPNConnection. Since 2026 its gateways change in place, through ModifyVpnConnection; twelve other properties
 * still replace the connection, the old one being deleted first [cloudformation-and-cdk sections 0 and 1.2].
 */
import type { ModifyVpnConnectionRequest, VpnConnection, VpnTunnelOptionsSpecification } from '@aws-sdk/client-ec2';
import { changedProperties, object, objects, optionalBoolean, optionalText, text } from '../properties';
import { ResourceFailure, ResourceType, UpdateRequest } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, Ec2, gone, stabilized } from './ec2-calls';
import { tagSpecifications, updateTags } from './tags';

const GATEWAYS = ['VpnGatewayId', 'TransitGatewayId', 'CustomerGatewayId'] as const;

export function vpnConnection(ec2: Ec2): ResourceType {
  return {
    properties: {
      CustomerGatewayId: 'mutable', VpnGatewayId: 'mutable', TransitGatewayId: 'mutable', Tags: 'mutable',
      VpnTunnelOptionsSpecifications: 'mutable', TunnelBandwidth: 'mutable',
      Type: 'create-only', StaticRoutesOnly: 'create-only', EnableAcceleration: 'create-only', OutsideIpAddressType: 'create-only',
      TransportTransitGatewayAttachmentId: 'create-only', TunnelInsideIpVersion: 'create-only', PreSharedKeyStorage: 'create-only',
      LocalIpv4NetworkCidr: 'create-only', RemoteIpv4NetworkCidr: 'create-only', LocalIpv6NetworkCidr: 'create-only',
      RemoteIpv6NetworkCidr: 'create-only',
    },
    required: ['Type', 'CustomerGatewayId'],
    attributes: ['VpnConnectionId'],
    deletedBeforeReplacement: true,
    create: async ({ properties }) => {
      const id = create(ec2, properties);
      await stabilized(ec2, `VPN connection ${id} to become available`, id, () => describe(ec2, id)?.State === 'available');
      return { physicalId: id, attributes: { VpnConnectionId: id } };
    },
    update: async (request) => {
      await modify(ec2, request);
      updateTags(ec2, request.current.physicalId, request.oldProperties, request.properties);
      return request.current;
    },
    delete: async ({ physicalId }) => {
      call(ec2, 'DeleteVpnConnection', { VpnConnectionId: physicalId });
      await gone(ec2, `VPN connection ${physicalId} to be deleted`, physicalId, () => (describe(ec2, physicalId)?.State ?? 'deleted') !== 'deleted');
    },
  };
}

function create(ec2: Ec2, properties: Properties): string {
  const tunnels = objects(properties, 'VpnTunnelOptionsSpecifications').map(tunnelOptions);
  const { VpnConnection: made } = call(ec2, 'CreateVpnConnection', {
    Type: text(properties, 'Type'),
    CustomerGatewayId: text(properties, 'CustomerGatewayId'),
    VpnGatewayId: optionalText(properties, 'VpnGatewayId'),
    TransitGatewayId: optionalText(properties, 'TransitGatewayId'),
    PreSharedKeyStorage: optionalText(properties, 'PreSharedKeyStorage'),
    TagSpecifications: tagSpecifications(properties, 'vpn-connection'),
    Options: {
      StaticRoutesOnly: optionalBoolean(properties, 'StaticRoutesOnly'),
      EnableAcceleration: optionalBoolean(properties, 'EnableAcceleration'),
      OutsideIpAddressType: optionalText(properties, 'OutsideIpAddressType'),
      TransportTransitGatewayAttachmentId: optionalText(properties, 'TransportTransitGatewayAttachmentId'),
      TunnelInsideIpVersion: optionalText(properties, 'TunnelInsideIpVersion') as 'ipv4' | 'ipv6' | undefined,
      LocalIpv4NetworkCidr: optionalText(properties, 'LocalIpv4NetworkCidr'),
      RemoteIpv4NetworkCidr: optionalText(properties, 'RemoteIpv4NetworkCidr'),
      LocalIpv6NetworkCidr: optionalText(properties, 'LocalIpv6NetworkCidr'),
      RemoteIpv6NetworkCidr: optionalText(properties, 'RemoteIpv6NetworkCidr'),
      TunnelOptions: tunnels.length === 0 ? undefined : tunnels,
    },
  });
  return made?.VpnConnectionId ?? '';
}

/** A template's tunnel options are EC2's, but for two names inside the log options. */
function tunnelOptions(specification: Properties): VpnTunnelOptionsSpecification {
  const { LogOptions: logging, ...options } = specification;
  if (logging === undefined) return options;
  const { LogEnabled, LogGroupArn, LogOutputFormat, ...unknown } = object(object(specification, 'LogOptions'), 'CloudwatchLogOptions');
  const name = Object.keys(unknown)[0];
  if (name !== undefined) throw new ResourceFailure(`tunnel log option ${name} is not supported here`);
  const CloudWatchLogOptions = { LogEnabled, LogGroupArn, LogOutputFormat };
  return { ...options, LogOptions: { CloudWatchLogOptions } } as VpnTunnelOptionsSpecification;
}

async function modify(ec2: Ec2, { current: { physicalId }, oldProperties, properties }: UpdateRequest): Promise<void> {
  const changed = changedProperties(oldProperties, properties);
  const beyond = changed.find((name) => name === 'VpnTunnelOptionsSpecifications' || name === 'TunnelBandwidth');
  if (beyond !== undefined) throw new ResourceFailure(`an update of ${beyond} is not supported here`, physicalId);
  const gateways = GATEWAYS.filter((name) => changed.includes(name) && properties[name] !== undefined);
  if (gateways.length === 0) return;
  const wanted = Object.fromEntries(gateways.map((name) => [name, text(properties, name)]));
  call(ec2, 'ModifyVpnConnection', { VpnConnectionId: physicalId, ...wanted } as ModifyVpnConnectionRequest);
  // `available` alone may be the state from before the call [aws-vpn-behaviour section 0].
  await stabilized(ec2, `VPN connection ${physicalId} to be modified`, physicalId, () => {
    const seen = describe(ec2, physicalId);
    return seen?.State === 'available' && gateways.every((name) => seen[name] === properties[name]);
  });
}

function describe(ec2: Ec2, id: string): VpnConnection | undefined {
  return callAll(ec2, 'DescribeVpnConnections', { VpnConnectionIds: [id] }, (page) => page.VpnConnections)[0];
}
