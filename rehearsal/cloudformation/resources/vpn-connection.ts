/**
 * AWS::EC2::VPNConnection. Since 2026 its gateways change in place, through ModifyVpnConnection; twelve other properties
 * still replace the connection, and under the older schema its gateways do so too, the old connection being deleted first
 * [cloudformation-and-cdk sections 0 and 1.2].
 */
import type { ModifyVpnConnectionRequest, VpnConnection, VpnTunnelBandwidth, VpnTunnelOptionsSpecification } from '@aws-sdk/client-ec2';
import { changedProperties, object, objects, optionalBoolean, optionalText, text } from '../properties';
import { ResourceFailure, ResourceType, UpdateRequest } from '../resource-type';
import { Properties } from '../template';
import { Unknowns } from '../unknowns';
import { mutabilityOf, REQUIRED_PROPERTIES, VpnConnectionProperty } from '../vpn-connection-schema';
import { call, callAll, Ec2, gone, stabilized } from './ec2-calls';
import { tagSpecifications, updateTags } from './tags';

const GATEWAYS = ['VpnGatewayId', 'TransitGatewayId', 'CustomerGatewayId'] as const;

/** The embedded EC2 has no concentrators: with one, the connection is refused by the property's name before anything is touched. */
const SUPPORTED = [
  'CustomerGatewayId', 'VpnGatewayId', 'TransitGatewayId', 'Tags', 'VpnTunnelOptionsSpecifications', 'TunnelBandwidth', 'Type',
  'StaticRoutesOnly', 'EnableAcceleration', 'OutsideIpAddressType', 'TransportTransitGatewayAttachmentId', 'TunnelInsideIpVersion',
  'PreSharedKeyStorage', 'LocalIpv4NetworkCidr', 'RemoteIpv4NetworkCidr', 'LocalIpv6NetworkCidr', 'RemoteIpv6NetworkCidr',
] as const satisfies readonly VpnConnectionProperty[];

export function vpnConnection(ec2: Ec2, unknowns: Unknowns): ResourceType {
  return {
    properties: Object.fromEntries(SUPPORTED.map((name) => [name, mutabilityOf(name, unknowns.vpnConnectionSchema)])),
    required: REQUIRED_PROPERTIES,
    attributes: ['VpnConnectionId'],
    deletedBeforeReplacement: true,
    create: async ({ properties }) => {
      const id = create(ec2, properties);
      await stabilized(ec2, `VPN connection ${id} to become available`, id, () => describe(ec2, id)?.State === 'available');
      return { physicalId: id, attributes: { VpnConnectionId: id } };
    },
    update: async (request) => {
      await modify(ec2, request, unknowns);
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
      TunnelBandwidth: optionalText(properties, 'TunnelBandwidth') as VpnTunnelBandwidth | undefined,
      TunnelOptions: tunnels.length === 0 ? undefined : tunnels,
    },
  });
  return made?.VpnConnectionId ?? '';
}

/** A template's log options, which EC2 has by the same names. */
const LOG_OPTIONS = ['LogEnabled', 'LogGroupArn', 'LogOutputFormat', 'BgpLogEnabled', 'BgpLogGroupArn', 'BgpLogOutputFormat'];

/** A template's tunnel options are EC2's, but for the name of what is inside the log options. */
function tunnelOptions(specification: Properties): VpnTunnelOptionsSpecification {
  const { LogOptions: logging, ...options } = specification;
  if (logging === undefined) return options;
  const CloudWatchLogOptions = object(object(specification, 'LogOptions'), 'CloudwatchLogOptions');
  const unknown = Object.keys(CloudWatchLogOptions).find((name) => !LOG_OPTIONS.includes(name));
  if (unknown !== undefined) throw new ResourceFailure(`tunnel log option ${unknown} is not supported here`);
  return { ...options, LogOptions: { CloudWatchLogOptions } } as VpnTunnelOptionsSpecification;
}

async function modify(ec2: Ec2, { current: { physicalId }, oldProperties, properties }: UpdateRequest, unknowns: Unknowns): Promise<void> {
  const changed = changedProperties(oldProperties, properties);
  const beyond = changed.find((name) => name === 'VpnTunnelOptionsSpecifications' || name === 'TunnelBandwidth');
  if (beyond !== undefined) throw new ResourceFailure(`an update of ${beyond} is not supported here`, physicalId);
  const gateways = GATEWAYS.filter((name) => (unknowns.gatewaysOfVpnConnectionUpdate === 'all' || changed.includes(name)) && properties[name] !== undefined);
  const arrived = () => {
    const seen = describe(ec2, physicalId);
    // `available` alone may be the state from before the call [aws-vpn-behaviour section 0].
    return seen?.State === 'available' && gateways.every((name) => seen[name] === properties[name]);
  };
  if (gateways.length === 0 || (unknowns.vpnConnectionUpdateToPresentGateway === 'is-not-called' && arrived())) return;
  const wanted = Object.fromEntries(gateways.map((name) => [name, text(properties, name)]));
  call(ec2, 'ModifyVpnConnection', { VpnConnectionId: physicalId, ...wanted } as ModifyVpnConnectionRequest);
  await stabilized(ec2, `VPN connection ${physicalId} to be modified`, physicalId, arrived);
}

function describe(ec2: Ec2, id: string): VpnConnection | undefined {
  return callAll(ec2, 'DescribeVpnConnections', { VpnConnectionIds: [id] }, (page) => page.VpnConnections)[0];
}
