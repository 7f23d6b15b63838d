/**
 * Static routing into whichever tunnel is up: an interface stays up when its tunnel goes down, so the routes follow the tunnel. Both
 * strongSwan and Libreswan call the script when one comes up and when it goes.
 */
import { DeviceFile, DeviceSettings, familyOf, headOf, interfaceNameOf, tunnelNameOf } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection } from '../../../src/contract/device-configuration/device-tunnel';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

/** The first tunnel is preferred while both are up. */
const METRIC = 100;

export function staticRoutesPath({ vpnConnectionId }: DeviceConnection): string {
  return `/usr/local/sbin/${vpnConnectionId}-routes`;
}

/** @throws {UnfitForDevice} */
export function staticRoutesFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  const { remoteNetworks } = settings;
  const family = familyOf(connection.tunnels[0].deviceInside.ipAddress);
  requireNetworks(connection, remoteNetworks, family);
  const ip = family === 'ipv6' ? 'ip -6' : 'ip';
  const cases = connection.tunnels.map((tunnel) =>
    `  ${tunnelNameOf(connection, tunnel)}) interface=${interfaceNameOf(connection, tunnel)} metric=${METRIC + tunnel.number} ;;`);
  return {
    path: staticRoutesPath(connection),
    content: [
      '#!/bin/sh',
      ...headOf(connection, ['called when a tunnel comes up or goes: its routes come and go with it, not with a negotiation that replaces another']),
      'set -eu',
      ...settings.device === 'libreswan' ? ['ipsec _updown "$@"'] : [],
      'case $PLUTO_CONNECTION in',
      ...cases,
      '  *) exit 0 ;;',
      'esac',
      // Two negotiations of one tunnel may overlap: the second comes up before the first goes.
      `up=/run/${connection.vpnConnectionId}/$interface`,
      'mkdir -p "$up"',
      'case $PLUTO_VERB in',
      '  up-client*) : >"$up/${PLUTO_UNIQUEID:-1}" ;;',
      '  down-client*) rm -f "$up/${PLUTO_UNIQUEID:-1}" ;;',
      '  *) exit 0 ;;',
      'esac',
      `for network in ${remoteNetworks.join(' ')}; do`,
      '  if [ -n "$(ls -A "$up")" ]; then',
      `    ${ip} route replace "$network" dev "$interface" metric "$metric"`,
      '  else',
      `    ${ip} route del "$network" dev "$interface" metric "$metric" || true`,
      '  fi',
      'done',
      '',
    ].join('\n'),
    holdsSecret: false,
  };
}

function requireNetworks({ vpnConnectionId }: DeviceConnection, networks: readonly string[], family: ReturnType<typeof familyOf>): void {
  if (networks.length === 0) {
    throw new UnfitForDevice(`${vpnConnectionId} has static routing, and nothing says what the device reaches through it`,
      'Name the networks behind AWS\'s end, for instance the blocks of the VPC.', 'remoteNetworks');
  }
  const other = networks.find((network) => familyOf(network) !== family);
  if (other === undefined) return;
  throw new UnfitForDevice(`the tunnels of ${vpnConnectionId} carry ${family === 'ipv4' ? 'IPv4' : 'IPv6'}, and ${other} is not of it`,
    'Name networks of that version only.', 'remoteNetworks');
}
