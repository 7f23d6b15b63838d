/**
 * BIRD 2: one BGP session through each tunnel.
 *
 * @see https://bird.network.cz/?get_doc&v=20&f=bird-6.html
 */
import { announcedNetworks, BgpSession, bgpSessions } from './bgp';
import { deviceAsnOf, DeviceFile, DeviceSettings, familyOf, headOf, routerIdOf, textFile } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection } from '../../../src/contract/device-configuration/device-tunnel';

/** @throws {UnfitForDevice} */
export function birdFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  const [sessions, networks] = [bgpSessions(connection), announcedNetworks(connection, settings)];
  const [family, asn, routerId] = [familyOf(networks[0]), deviceAsnOf(connection, settings), routerIdOf(connection, settings)];
  const announced = `announced_${wordOf(connection.vpnConnectionId)}`;
  return textFile('/etc/bird/bird.conf', [
    ...headOf(connection, []),
    ...routerId === undefined ? [] : [`router id ${routerId};`],
    'protocol device { }',
    // Only what was heard by BGP goes into the kernel: what is announced is not the device's way to it.
    `protocol kernel { ${family} { export where source = RTS_BGP; }; merge paths on; }`,
    `protocol static ${announced} {`,
    `  ${family};`,
    ...networks.map((network) => `  route ${network} unreachable;`),
    '}',
    ...sessions.flatMap((session) => sessionLines(session, family, asn, announced)),
  ]);
}

function sessionLines(session: BgpSession, family: 'ipv4' | 'ipv6', asn: number, announced: string): string[] {
  const { name, interfaceName, tunnel, awsAsn, holdSeconds, keepaliveSeconds } = session;
  return [
    `protocol bgp ${wordOf(name)} {`,
    `  description "${name} ${tunnel.awsOutsideIpAddress}";`,
    `  local ${tunnel.deviceInside.ipAddress} as ${asn};`,
    `  neighbor ${tunnel.awsInside.ipAddress} as ${awsAsn};`,
    `  interface "${interfaceName}";`,
    '  direct;',
    `  hold time ${holdSeconds};`,
    `  keepalive time ${keepaliveSeconds};`,
    '  connect retry time 10;',
    '  error wait time 5, 30;', // by default from one minute to five
    // Its default keeps the routes of a dead session for more than a minute.
    '  graceful restart off;',
    '  long lived graceful restart off;',
    // Nothing that was heard elsewhere: the device is no transit to AWS.
    `  ${family} { import all; export where proto = "${announced}"; };`,
    '}',
  ];
}

/** BIRD's names are letters, digits and underscores. */
function wordOf(text: string): string {
  return text.replace(/\W/g, '_');
}
