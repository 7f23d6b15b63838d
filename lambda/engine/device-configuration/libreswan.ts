/**
 * Libreswan: a connection for each tunnel, which makes its VTI interface itself, and the keys in a file of their own. What it knows of
 * algorithms is as Debian's 4.10 has it (`ipsec algparse`).
 *
 * @see https://libreswan.org/man/ipsec.conf.5.html
 */
import { Dialect, DPD_DELAY_SECONDS, keyText, proposalsOf, rekeyTimes } from './ipsec';
import { staticRoutesPath } from './static-routes';
import {
  DeviceFile, DeviceSettings, everythingIn, headOf, interfaceNameOf, interfaceNumberOf, localAddressOf, textFile, tunnelNameOf,
} from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection, DeviceTunnel } from '../../../src/contract/device-configuration/device-tunnel';
import { DhGroupNumber, TunnelProposals } from '../../../src/contract/device-configuration/tunnel-proposals';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

/** @throws {UnfitForDevice} */
export function libreswanFiles(connection: DeviceConnection, settings: DeviceSettings): DeviceFile[] {
  return [connectionsFile(connection, settings), ...secretsFiles(connection)];
}

/** It is built without group 2, and without those of RFC 5114 (22 to 24); with IKEv1 it has no elliptic curves in phase 2. */
const DH_GROUPS: readonly DhGroupNumber[] = [5, 14, 15, 16, 17, 18, 19, 20, 21];
const ELLIPTIC_CURVES: readonly DhGroupNumber[] = [19, 20, 21];

const DIALECT: Dialect = {
  program: 'Libreswan',
  encryption: { 'AES256-GCM-16': 'aes_gcm256', 'AES128-GCM-16': 'aes_gcm128', 'AES256': 'aes256', 'AES128': 'aes128' },
  integrity: { 'SHA2-512': 'sha2_512', 'SHA2-384': 'sha2_384', 'SHA2-256': 'sha2_256', 'SHA1': 'sha1' },
  besideGcm: (phase, integrity) => [phase === 1 ? integrity : ['null']],
  groups: knownGroups,
  joined: (kinds) => kinds.map((kind) => kind.join('+')).join('-'),
};

function connectionsFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  const about = connection.authentication === 'pre-shared-key' ? [] : [
    `certificates: ${connection.customerGatewayId} is the nickname of the device's in the NSS database, beside AWS's authority`,
  ];
  return textFile(`/etc/ipsec.d/${connection.vpnConnectionId}.conf`, [
    ...headOf(connection, about),
    ...connection.tunnels.flatMap((tunnel) => [
      `conn ${tunnelNameOf(connection, tunnel)}`, ...membersOf(connection, tunnel, settings).map((line) => `  ${line}`),
    ]),
  ]);
}

function membersOf(connection: DeviceConnection, tunnel: DeviceTunnel, settings: DeviceSettings): string[] {
  const { proposals, awsOutsideIpAddress, deviceInside } = tunnel;
  const everything = everythingIn(tunnel);
  return [
    `ikev2=${proposals.ikeVersion === 'ikev2' ? 'insist' : 'no'}`,
    `left=${localAddressOf(tunnel, settings) ?? '%defaultroute'}`,
    `right=${awsOutsideIpAddress}`,
    ...authenticationMembers(connection, tunnel),
    `leftsubnet=${everything}`,
    `rightsubnet=${everything}`,
    `ike=${proposalsOf(tunnel, 1, DIALECT)}`,
    `esp=${proposalsOf(tunnel, 2, DIALECT)}`,
    'pfs=yes',
    ...timerMembers(proposals),
    `replay-window=${proposals.replayWindowSize}`,
    'mobike=no',
    'auto=start',
    `mark=${interfaceNumberOf(connection, tunnel)}/0xffffffff`,
    `vti-interface=${interfaceNameOf(connection, tunnel)}`,
    'vti-routing=no',
    `leftvti=${deviceInside.ipAddress}/${deviceInside.prefixLength}`,
    ...connection.routing === 'static' ? [`leftupdown=${staticRoutesPath(connection)}`] : [],
  ];
}

/** AWS's end is its address; with certificates, whoever its authority vouches for. */
function authenticationMembers(connection: DeviceConnection, { awsOutsideIpAddress, deviceOutsideIpAddress }: DeviceTunnel): string[] {
  if (connection.authentication === 'pre-shared-key') {
    return ['authby=secret', ...deviceOutsideIpAddress === undefined ? [] : [`leftid=${deviceOutsideIpAddress}`], `rightid=${awsOutsideIpAddress}`];
  }
  return ['authby=rsasig', `leftcert=${connection.customerGatewayId}`, 'leftid=%fromcert', 'leftsendcert=always', 'rightid=%fromcert', 'rightca=%same'];
}

/** It has one margin for both phases. */
function timerMembers(proposals: TunnelProposals): string[] {
  const { phase1, phase2, dpdTimeoutSeconds } = proposals;
  const { rekeySeconds, lifetimeSeconds } = rekeyTimes(proposals, phase2);
  return [
    `ikelifetime=${phase1.lifetimeSeconds}s`,
    `salifetime=${lifetimeSeconds}s`,
    `rekeymargin=${lifetimeSeconds - rekeySeconds}s`,
    'rekeyfuzz=5%',
    'keyingtries=%forever',
    `dpddelay=${DPD_DELAY_SECONDS}`,
    `dpdtimeout=${dpdTimeoutSeconds}`,
    'dpdaction=restart',
  ];
}

/**
 * One group in phase 2, the best: AWS takes every one that is allowed, and of several Libreswan would propose one and not begin anew with
 * another (`ipsec algparse -pfs=yes`: "requires unimplemented CHILD_SA INVALID_KE"), which is found out at the first rekey only.
 */
function knownGroups({ number, proposals: { ikeVersion } }: DeviceTunnel, phase: 1 | 2, allowed: readonly DhGroupNumber[]): string[] {
  const known = ikeVersion === 'ikev1' && phase === 2 ? DH_GROUPS.filter((group) => !ELLIPTIC_CURVES.includes(group)) : DH_GROUPS;
  const some = allowed.filter((group) => known.includes(group));
  if (some.length > 0) return some.slice(0, phase === 1 ? some.length : 1).map((group) => `dh${group}`);
  throw new UnfitForDevice(`tunnel ${number} allows Diffie-Hellman group ${allowed.join(', ')} in phase ${phase}, which Libreswan does not have here`,
    `Allow one of ${known.join(', ')} in the tunnel options.`);
}

function secretsFiles(connection: DeviceConnection): DeviceFile[] {
  if (connection.authentication === 'certificate') return [];
  const lines = connection.tunnels.map((tunnel) => {
    const { deviceOutsideIpAddress = '%any', awsOutsideIpAddress } = tunnel;
    return `${deviceOutsideIpAddress} ${awsOutsideIpAddress} : PSK ${keyText(tunnel)}`;
  });
  return [textFile(`/etc/ipsec.d/${connection.vpnConnectionId}.secrets`, [...headOf(connection, []), ...lines], true)];
}
