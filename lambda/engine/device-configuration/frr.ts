/**
 * FRR: one BGP session through each tunnel.
 *
 * @see https://docs.frrouting.org/en/stable-8.4/bgp.html
 */
import { announcedNetworks, BgpSession, bgpSessions } from './bgp';
import { deviceAsnOf, DeviceFile, DeviceSettings, familyOf, headOf, routerIdOf, textFile } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection } from '../../../src/contract/device-configuration/device-tunnel';

/** @throws {UnfitForDevice} */
export function frrFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  const [sessions, networks] = [bgpSessions(connection), announcedNetworks(connection, settings)];
  const family = familyOf(networks[0]);
  const listName = `${connection.vpnConnectionId}-announced`;
  const routerId = routerIdOf(connection, settings);
  const about = ['`bgpd=yes` belongs into /etc/frr/daemons; `vtysh -f` adds this to what FRR has already'];
  return textFile('/etc/frr/frr.conf', [
    ...headOf(connection, about).map((line) => line.replace('#', '!')),
    ...networks.map((network, index) => `${family === 'ipv4' ? 'ip' : 'ipv6'} prefix-list ${listName} seq ${5 * (index + 1)} permit ${network}`),
    `router bgp ${deviceAsnOf(connection, settings)}`,
    ...routerId === undefined ? [] : [` bgp router-id ${routerId}`],
    ' no bgp ebgp-requires-policy',
    ' no bgp default ipv4-unicast',
    // Otherwise a network is announced only while the device has a route to exactly that one.
    ' no bgp network import-check',
    ...sessions.flatMap(sessionLines),
    ` address-family ${family} unicast`,
    ...networks.map((network) => `  network ${network}`),
    // Nothing that was heard elsewhere: the device is no transit to AWS.
    ...sessions.flatMap(({ tunnel: { awsInside } }) => [
      `  neighbor ${awsInside.ipAddress} activate`,
      `  neighbor ${awsInside.ipAddress} prefix-list ${listName} out`,
    ]),
    '  maximum-paths 2',
    ' exit-address-family',
    'exit',
  ]);
}

function sessionLines({ name, tunnel, awsAsn, holdSeconds, keepaliveSeconds }: BgpSession): string[] {
  const neighbor = ` neighbor ${tunnel.awsInside.ipAddress}`;
  return [
    `${neighbor} remote-as ${awsAsn}`,
    `${neighbor} description ${name} ${tunnel.awsOutsideIpAddress}`,
    `${neighbor} update-source ${tunnel.deviceInside.ipAddress}`,
    `${neighbor} timers ${keepaliveSeconds} ${holdSeconds}`,
    `${neighbor} timers connect 10`,
  ];
}
