/**
 * Static routing into whichever tunnel is up: an interface stays up when its tunnel goes down, so the routes follow the tunnel. Both
 * strongSwan and Libreswan call the script when one comes up and when it goes.
 */
import { DeviceFile, DeviceSettings, familyOf, headOf, interfaceNameOf, requireNetworks, textFile, tunnelNameOf } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection } from '../../../src/contract/device-configuration/device-tunnel';

/** The first tunnel is preferred while both are up. */
const METRIC = 100;

export function staticRoutesPath({ vpnConnectionId }: DeviceConnection): string {
  return `/usr/local/sbin/${vpnConnectionId}-routes`;
}

/** @throws {UnfitForDevice} */
export function staticRoutesFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  const remoteNetworks = requireNetworks(connection, settings, 'remoteNetworks',
    'has static routing, and nothing says what the device reaches through it', 'Name the networks behind AWS\'s end, for instance the blocks of the VPC.');
  const ip = familyOf(remoteNetworks[0]) === 'ipv6' ? 'ip -6' : 'ip';
  const cases = connection.tunnels.map((tunnel) =>
    `  ${tunnelNameOf(connection, tunnel)}) interface=${interfaceNameOf(connection, tunnel)} metric=${METRIC + tunnel.number} ;;`);
  return textFile(staticRoutesPath(connection), [
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
  ]);
}
