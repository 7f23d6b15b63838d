/** The BGP sessions of a connection, as any routing daemon needs them. */
import { DeviceSettings, familyOf, interfaceNameOf, tunnelNameOf } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection, DeviceTunnel, TunnelBgp } from '../../../src/contract/device-configuration/device-tunnel';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

export interface BgpSession {
  readonly name: string;
  readonly interfaceName: string;
  readonly tunnel: DeviceTunnel;
  readonly awsAsn: number;
  readonly holdSeconds: number;
  /** Three signs of life within the hold time. */
  readonly keepaliveSeconds: number;
}

export function bgpSessions(connection: DeviceConnection): BgpSession[] {
  return connection.tunnels.flatMap((tunnel) => (tunnel.bgp === undefined ? [] : [sessionOf(connection, tunnel, tunnel.bgp)]));
}

/**
 * Sessions carry the IP version that the tunnels carry.
 *
 * @throws {UnfitForDevice}
 */
export function announcedNetworks({ vpnConnectionId, tunnels }: DeviceConnection, { localNetworks }: DeviceSettings): readonly string[] {
  const family = familyOf(tunnels[0].deviceInside.ipAddress);
  const other = localNetworks.find((network) => familyOf(network) !== family);
  if (other !== undefined) {
    throw new UnfitForDevice(`the tunnels of ${vpnConnectionId} carry ${family === 'ipv4' ? 'IPv4' : 'IPv6'}, and ${other} is not of it`,
      'Name networks of that version only.', 'localNetworks');
  }
  if (localNetworks.length > 0) return localNetworks;
  throw new UnfitForDevice(`${vpnConnectionId} has BGP, and nothing says what the device announces to AWS`,
    'Name the networks behind the device.', 'localNetworks');
}

function sessionOf(connection: DeviceConnection, tunnel: DeviceTunnel, { aws, holdTimeSeconds }: TunnelBgp): BgpSession {
  return {
    name: tunnelNameOf(connection, tunnel), interfaceName: interfaceNameOf(connection, tunnel), tunnel,
    awsAsn: aws.asn, holdSeconds: holdTimeSeconds, keepaliveSeconds: Math.floor(holdTimeSeconds / 3),
  };
}
