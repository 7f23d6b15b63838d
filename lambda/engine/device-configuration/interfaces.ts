/** The interfaces of the tunnels, which strongSwan does not make: a script to run before it, as `… up` or `… down`. */
import { tunnelMtu } from './packet-size';
import { DeviceFile, DeviceSettings, familyOf, headOf, interfaceNameOf, interfaceNumberOf, localAddressOf, textFile } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection, DeviceTunnel } from '../../../src/contract/device-configuration/device-tunnel';

export function interfacesFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  const names = connection.tunnels.map((tunnel) => interfaceNameOf(connection, tunnel));
  return textFile(`/usr/local/sbin/${connection.vpnConnectionId}-interfaces`, [
    '#!/bin/sh',
    ...headOf(connection, ['makes the interfaces of the tunnels (up) or takes them away (down); run it before strongSwan starts']),
    'set -eu',
    'case ${1:-} in',
    '  up) ;;',
    `  down) for interface in ${names.join(' ')}; do ip link del "$interface" 2>/dev/null || true; done; exit 0 ;;`,
    '  *) echo "usage: $0 up|down" >&2; exit 2 ;;',
    'esac',
    '',
    '# what the kernel says of the way to AWS: $1 is the address, $2 the word before the answer',
    'towards() { ip route get "$1" | sed -n "s/.* $2 \\([^ ]*\\).*/\\1/p"; }',
    ...connection.routing === 'static' ? ['', `rm -rf /run/${connection.vpnConnectionId}`] : [],
    ...connection.tunnels.flatMap((tunnel) => ['', ...linesFor(connection, tunnel, settings)]),
    '',
    'sysctl -qw net.ipv4.ip_forward=1',
    ...connection.tunnels.some(carriesIpv6) ? ['sysctl -qw net.ipv6.conf.all.forwarding=1'] : [],
  ]);
}

function linesFor(connection: DeviceConnection, tunnel: DeviceTunnel, settings: DeviceSettings): string[] {
  const name = interfaceNameOf(connection, tunnel);
  const { deviceInside: { ipAddress, prefixLength } } = tunnel;
  return [
    `ip link del ${name} 2>/dev/null || true`,
    addLine(connection, tunnel, settings),
    `ip link set ${name} mtu ${tunnelMtu(tunnel)} up`,
    `ip addr add ${ipAddress}/${prefixLength} dev ${name}`,
    // AWS may answer through the other tunnel; and what comes out of one has been checked by IPsec.
    `sysctl -qw net.ipv4.conf.${name}.rp_filter=2 net.ipv4.conf.${name}.disable_policy=1`,
  ];
}

function addLine(connection: DeviceConnection, tunnel: DeviceTunnel, settings: DeviceSettings): string {
  const [name, number, remote] = [interfaceNameOf(connection, tunnel), interfaceNumberOf(connection, tunnel), tunnel.awsOutsideIpAddress];
  if (settings.interfaceKind === 'xfrm') return `ip link add ${name} type xfrm dev "$(towards ${remote} dev)" if_id ${number}`;
  const local = localAddressOf(tunnel, settings) ?? `"$(towards ${remote} src)"`;
  return `ip link add ${name} type ${familyOf(remote) === 'ipv6' ? 'vti6' : 'vti'} local ${local} remote ${remote} key ${number}`;
}

function carriesIpv6({ deviceInside }: DeviceTunnel): boolean {
  return familyOf(deviceInside.ipAddress) === 'ipv6';
}
