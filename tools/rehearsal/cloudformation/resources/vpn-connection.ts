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
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';
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
      deleteIfThere(() => call(ec2, 'DeleteVpnConnection', { VpnConnectionId: physicalId }));
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

async function modify(ec2: Ec2, request: UpdateRequest, unknowns: Unknowns): Promise<void> {
  const parts = [modifyGateways, modifyOptions];
  for (const part of unknowns.orderOfVpnConnectionUpdate === 'gateways-first' ? parts : parts.reverse()) await part(ec2, request, unknowns);
}

async function modifyGateways(ec2: Ec2, request: UpdateRequest, unknowns: Unknowns): Promise<void> {
  const { current: { physicalId }, oldProperties, properties } = request;
  const changed = changedProperties(oldProperties, properties);
  const gateways = GATEWAYS.filter((name) => (unknowns.gatewaysOfVpnConnectionUpdate === 'all' || changed.includes(name)) && properties[name] !== undefined);
  const arrived = () => {
    const observed = describe(ec2, physicalId);
    // `available` alone may be the state from before the call [aws-vpn-behaviour section 0].
    return observed?.State === 'available' && gateways.every((name) => observed[name] === properties[name]);
  };
  if (gateways.length === 0 || (unknowns.vpnConnectionUpdateToPresentGateway === 'is-not-called' && arrived())) return;
  const wanted = Object.fromEntries(gateways.map((name) => [name, text(properties, name)]));
  call(ec2, 'ModifyVpnConnection', { VpnConnectionId: physicalId, ...wanted } as ModifyVpnConnectionRequest);
  await stabilized(ec2, `VPN connection ${physicalId} to be modified`, physicalId, arrived);
}

/** Right after a call `available` may be the state from before it, and no gateway tells the difference [aws-vpn-behaviour 0.7]. */
const SETTLES_MS = 10_000;

/** One call after the other, since EC2 modifies a connection only while it is available [aws-vpn-behaviour 2.1, 6]. */
async function modifyOptions(ec2: Ec2, request: UpdateRequest, unknowns: Unknowns): Promise<void> {
  const { current: { physicalId: id }, oldProperties, properties } = request;
  const available = async () => {
    await ec2.clock.sleep(SETTLES_MS);
    await stabilized(ec2, `VPN connection ${id} to be modified`, id, () => describe(ec2, id)?.State === 'available');
  };
  if (changedProperties(oldProperties, properties).includes('TunnelBandwidth')) {
    // [7: the default]
    const TunnelBandwidth = (optionalText(properties, 'TunnelBandwidth') ?? 'standard') as VpnTunnelBandwidth;
    call(ec2, 'ModifyVpnConnectionOptions', { VpnConnectionId: id, TunnelBandwidth });
    await available();
  }
  const [before, after] = [oldProperties, properties].map((each) => objects(each, 'VpnTunnelOptionsSpecifications'));
  const changed = [0, 1].filter((index) => changedProperties(before[index] ?? {}, after[index] ?? {}).length > 0);
  for (const index of changed) requireNoneTakenAway(before[index] ?? {}, after[index] ?? {}, id);
  const modified = changed.length > 0 && unknowns.tunnelsOfVpnConnectionUpdate === 'all' ? [...after.keys()] : changed;
  for (const index of modified) {
    // The template's order is taken for that in which EC2 describes the tunnels; nothing else tells which is which.
    const VpnTunnelOutsideIpAddress = describe(ec2, id)?.Options?.TunnelOptions?.[index]?.OutsideIpAddress;
    call(ec2, 'ModifyVpnTunnelOptions', { VpnConnectionId: id, VpnTunnelOutsideIpAddress, TunnelOptions: tunnelOptions(after[index]) });
    await available();
  }
}

/** What CloudFormation makes of an option that a template does not name any more nobody has told [unverified]. */
function requireNoneTakenAway(before: Properties, after: Properties, id: string): void {
  const taken = Object.keys(before).find((name) => after[name] === undefined);
  if (taken !== undefined) throw new ResourceFailure(`an update that takes the tunnel option ${taken} away is not supported here`, id);
}

function describe(ec2: Ec2, id: string): VpnConnection | undefined {
  return callAll(ec2, 'DescribeVpnConnections', { VpnConnectionIds: [id] }, (page) => page.VpnConnections)[0];
}
