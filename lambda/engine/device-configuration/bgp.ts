/** The BGP sessions of a connection, as any routing daemon needs them. */
import { DeviceSettings, interfaceNameOf, requireNetworks, tunnelNameOf } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection, DeviceTunnel, TunnelBgp } from '../../../src/contract/device-configuration/device-tunnel';

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
export function announcedNetworks(connection: DeviceConnection, settings: DeviceSettings): readonly string[] {
  return requireNetworks(connection, settings, 'localNetworks', 'has BGP, and nothing says what the device announces to AWS',
    'Name the networks behind the device.');
}

function sessionOf(connection: DeviceConnection, tunnel: DeviceTunnel, { aws, holdTimeSeconds }: TunnelBgp): BgpSession {
  return {
    name: tunnelNameOf(connection, tunnel), interfaceName: interfaceNameOf(connection, tunnel), tunnel,
    awsAsn: aws.asn, holdSeconds: holdTimeSeconds, keepaliveSeconds: Math.floor(holdTimeSeconds / 3),
  };
}
