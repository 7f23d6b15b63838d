/**
 * strongSwan: a connection of swanctl.conf for each tunnel, the keys in a file of their own, and what charon has to leave alone.
 *
 * @see https://docs.strongswan.org/docs/5.9/swanctl/swanctlConf.html
 */
import { Dialect, DPD_DELAY_SECONDS, keyText, proposalsOf, rekeyTimes } from './ipsec';
import { staticRoutesPath } from './static-routes';
import {
  DeviceFile, DeviceSettings, everythingIn, headOf, interfaceNumberOf, localAddressOf, textFile, tunnelNameOf,
} from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection, DeviceTunnel } from '../../../src/contract/device-configuration/device-tunnel';
import { DhGroupNumber } from '../../../src/contract/device-configuration/tunnel-proposals';

/** @throws {UnfitForDevice} */
export function strongSwanFiles(connection: DeviceConnection, settings: DeviceSettings): DeviceFile[] {
  return [connectionsFile(connection, settings), ...secretsFiles(connection), charonFile()];
}

const DH_GROUPS: Readonly<Record<DhGroupNumber, string>> = {
  2: 'modp1024', 5: 'modp1536', 14: 'modp2048', 15: 'modp3072', 16: 'modp4096', 17: 'modp6144', 18: 'modp8192',
  19: 'ecp256', 20: 'ecp384', 21: 'ecp521', 22: 'modp1024s160', 23: 'modp2048s224', 24: 'modp2048s256',
};
const DIALECT: Dialect = {
  program: 'strongSwan',
  encryption: { 'AES256-GCM-16': 'aes256gcm16', 'AES128-GCM-16': 'aes128gcm16', 'AES256': 'aes256', 'AES128': 'aes128' },
  integrity: { 'SHA2-512': 'sha512', 'SHA2-384': 'sha384', 'SHA2-256': 'sha256', 'SHA1': 'sha1' },
  // In phase 1 the hash that integrity would be made by makes the keys.
  besideGcm: (phase, integrity) => (phase === 1 ? [integrity.map((each) => `prf${each}`)] : []),
  // With IKEv1 one group in phase 2: it is used in the same packet in which it is proposed (RFC 2409 section 5.5).
  groups: ({ proposals: { ikeVersion } }, phase, allowed) =>
    (ikeVersion === 'ikev1' && phase === 2 ? allowed.slice(0, 1) : allowed).map((group) => DH_GROUPS[group]),
  joined: (kinds) => kinds.flat().join('-'),
};

/** A section has a name; a member is a line. */
interface Section {
  readonly name: string;
  readonly members: readonly (string | Section)[];
}

function connectionsFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  const about = ['strongSwan 5.9.6 or newer', ...connection.authentication === 'pre-shared-key' ? [] : [
    `certificates: ${certificateNameOf(connection)} in /etc/swanctl/x509, its key in /etc/swanctl/private,`,
    `  the authority of AWS's end as ${authorityNameOf(connection)} in /etc/swanctl/x509ca`,
  ]];
  const sections = connection.tunnels.map((tunnel) => connectionSection(connection, tunnel, settings));
  return textFile(`/etc/swanctl/conf.d/${connection.vpnConnectionId}.conf`, [
    ...headOf(connection, about), ...linesOf({ name: 'connections', members: sections }),
  ]);
}

function connectionSection(connection: DeviceConnection, tunnel: DeviceTunnel, settings: DeviceSettings): Section {
  const { proposals, awsOutsideIpAddress } = tunnel;
  const { rekeySeconds, randomSeconds, lifetimeSeconds } = rekeyTimes(proposals, proposals.phase1);
  const local = localAddressOf(tunnel, settings);
  const isIkev2 = proposals.ikeVersion === 'ikev2';
  return {
    name: tunnelNameOf(connection, tunnel),
    members: [
      `version = ${isIkev2 ? 2 : 1}`,
      ...local === undefined ? [] : [`local_addrs = ${local}`],
      `remote_addrs = ${awsOutsideIpAddress}`,
      `proposals = ${proposalsOf(tunnel, 1, DIALECT)}`,
      `rekey_time = ${rekeySeconds}s`,
      `rand_time = ${randomSeconds}s`,
      `over_time = ${lifetimeSeconds - rekeySeconds}s`,
      `dpd_delay = ${DPD_DELAY_SECONDS}s`,
      ...isIkev2 ? [] : [`dpd_timeout = ${proposals.dpdTimeoutSeconds}s`],
      'keyingtries = 0',
      'mobike = no',
      'unique = replace', // a tunnel that both ends begin is one in the end
      ...authenticationSections(connection, tunnel),
      { name: 'children', members: [childSection(connection, tunnel, settings)] },
    ],
  };
}

/** AWS's end is its address; with certificates, whoever its authority vouches for. */
function authenticationSections(connection: DeviceConnection, { awsOutsideIpAddress, deviceOutsideIpAddress }: DeviceTunnel): Section[] {
  if (connection.authentication === 'certificate') {
    return [
      { name: 'local', members: ['auth = pubkey', `certs = ${certificateNameOf(connection)}`] },
      { name: 'remote', members: ['auth = pubkey', `cacerts = ${authorityNameOf(connection)}`] },
    ];
  }
  return [
    { name: 'local', members: ['auth = psk', ...deviceOutsideIpAddress === undefined ? [] : [`id = ${deviceOutsideIpAddress}`]] },
    { name: 'remote', members: ['auth = psk', `id = ${awsOutsideIpAddress}`] },
  ];
}

function childSection(connection: DeviceConnection, tunnel: DeviceTunnel, settings: DeviceSettings): Section {
  const { proposals } = tunnel;
  const { rekeySeconds, randomSeconds, lifetimeSeconds } = rekeyTimes(proposals, proposals.phase2);
  const everything = everythingIn(tunnel);
  const number = interfaceNumberOf(connection, tunnel);
  const [into, outOf] = settings.interfaceKind === 'xfrm' ? ['if_id_out', 'if_id_in'] : ['mark_out', 'mark_in'];
  return {
    name: tunnelNameOf(connection, tunnel),
    members: [
      `esp_proposals = ${proposalsOf(tunnel, 2, DIALECT)}`,
      `local_ts = ${everything}`,
      `remote_ts = ${everything}`,
      `${outOf} = ${number}`,
      `${into} = ${number}`,
      `rekey_time = ${rekeySeconds}s`,
      `rand_time = ${randomSeconds}s`,
      `life_time = ${lifetimeSeconds}s`,
      `replay_window = ${proposals.replayWindowSize}`,
      // An end that refuses, as it may while AWS replaces it, is not asked again but for what wants to go through.
      'start_action = trap|start',
      'close_action = start',
      'dpd_action = restart',
      ...connection.routing === 'static' ? [`updown = ${staticRoutesPath(connection)}`] : [],
    ],
  };
}

function secretsFiles(connection: DeviceConnection): DeviceFile[] {
  if (connection.authentication === 'certificate') return [];
  const sections = connection.tunnels.map((tunnel): Section => ({
    name: `ike-${tunnelNameOf(connection, tunnel)}`,
    members: [
      ...tunnel.deviceOutsideIpAddress === undefined ? [] : [`id-device = ${tunnel.deviceOutsideIpAddress}`],
      `id-aws = ${tunnel.awsOutsideIpAddress}`,
      `secret = ${keyText(tunnel)}`,
    ],
  }));
  return [textFile(`/etc/swanctl/conf.d/${connection.vpnConnectionId}.secrets.conf`, [
    ...headOf(connection, []), ...linesOf({ name: 'secrets', members: sections }),
  ], true)];
}

/** Routes are the routing daemon's, or the script's; and an end that does not answer is given up within half a minute, not three. */
function charonFile(): DeviceFile {
  const members = ['install_routes = no', 'install_virtual_ip = no', 'retransmit_tries = 4', 'retransmit_timeout = 2.0', 'retransmit_base = 1.5'];
  return textFile('/etc/strongswan.d/aws-vpn.conf', [
    '# one for all connections: routes are not charon\'s, and an end that does not answer is given up after 26 s',
    ...linesOf({ name: 'charon', members }),
  ]);
}

function certificateNameOf({ customerGatewayId }: DeviceConnection): string {
  return `${customerGatewayId}.pem`;
}

function authorityNameOf({ customerGatewayId }: DeviceConnection): string {
  return `${customerGatewayId}-authority.pem`;
}

function linesOf({ name, members }: Section, indent: string = ''): string[] {
  const inner = `${indent}  `;
  return [
    `${indent}${name} {`,
    ...members.flatMap((member) => (typeof member === 'string' ? [`${inner}${member}`] : linesOf(member, inner))),
    `${indent}}`,
  ];
}
