/**
 * Libreswan: a connection for each tunnel, which makes its VTI interface itself, and the keys in a file of their own. What it knows of
 * algorithms is as Debian's 4.10 has it (`ipsec algparse`).
 *
 * @see https://libreswan.org/man/ipsec.conf.5.html
 */
import { keyText } from './key-text';
import { combined, onlyForIkev2, Vocabulary, wordsOf } from './proposal-words';
import { staticRoutesPath } from './static-routes';
import { DPD_DELAY_SECONDS, rekeyTimes } from './timers';
import {
  DeviceFile, DeviceSettings, everythingIn, headOf, interfaceNameOf, interfaceNumberOf, localAddressOf, textFile, tunnelNameOf,
} from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection, DeviceTunnel } from '../../../src/contract/device-configuration/device-tunnel';
import { DhGroupNumber, PhaseProposals, TunnelProposals } from '../../../src/contract/device-configuration/tunnel-proposals';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

/** @throws {UnfitForDevice} */
export function libreswanFiles(connection: DeviceConnection, settings: DeviceSettings): DeviceFile[] {
  return [connectionsFile(connection, settings), ...secretsFiles(connection)];
}

const VOCABULARY: Vocabulary = {
  encryption: { 'AES256-GCM-16': 'aes_gcm256', 'AES128-GCM-16': 'aes_gcm128', 'AES256': 'aes256', 'AES128': 'aes128' },
  integrity: { 'SHA2-512': 'sha2_512', 'SHA2-384': 'sha2_384', 'SHA2-256': 'sha2_256', 'SHA1': 'sha1' },
};

/** It is built without group 2, and without those of RFC 5114 (22 to 24); with IKEv1 it has no elliptic curves in phase 2. */
const DH_GROUPS: readonly DhGroupNumber[] = [5, 14, 15, 16, 17, 18, 19, 20, 21];
const ELLIPTIC_CURVES: readonly DhGroupNumber[] = [19, 20, 21];

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
    `ike=${ikeProposals(tunnel).join(',')}`,
    `esp=${espProposals(tunnel).join(',')}`,
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

function ikeProposals({ number, proposals: { ikeVersion, phase1 } }: DeviceTunnel): string[] {
  const groups = knownGroups(number, 1, phase1, DH_GROUPS);
  const { gcm, cbc, integrity } = wordsOf(phase1, VOCABULARY);
  if (ikeVersion === 'ikev2') return [gcm, cbc].filter((words) => words.length > 0).map((words) => joined(words, integrity, groups));
  if (cbc.length > 0) return combined(cbc, integrity, groups);
  throw onlyForIkev2(number, 'Libreswan');
}

/**
 * One group, the best: AWS takes every one that is allowed, and of several Libreswan would propose one and not begin anew with another
 * (`ipsec algparse -pfs=yes`: "requires unimplemented CHILD_SA INVALID_KE"), which is found out at the first rekey only.
 */
function espProposals({ number, proposals: { ikeVersion, phase2 } }: DeviceTunnel): string[] {
  const isIkev2 = ikeVersion === 'ikev2';
  const known = isIkev2 ? DH_GROUPS : DH_GROUPS.filter((group) => !ELLIPTIC_CURVES.includes(group));
  const groups = knownGroups(number, 2, phase2, known).slice(0, 1);
  const { gcm, cbc, integrity } = wordsOf(phase2, VOCABULARY);
  if (!isIkev2) return [...combined(gcm, ['null'], groups), ...combined(cbc, integrity, groups)];
  return [
    ...gcm.length === 0 ? [] : [joined(gcm, ['null'], groups)],
    ...cbc.length === 0 ? [] : [joined(cbc, integrity, groups)],
  ];
}

function knownGroups(number: number, phase: 1 | 2, { dhGroups }: PhaseProposals, known: readonly DhGroupNumber[]): string[] {
  const some = dhGroups.filter((group) => known.includes(group));
  if (some.length > 0) return some.map((group) => `dh${group}`);
  throw new UnfitForDevice(`tunnel ${number} allows Diffie-Hellman group ${dhGroups.join(', ')} in phase ${phase}, which Libreswan does not have here`,
    `Allow one of ${known.join(', ')} in the tunnel options.`);
}

function joined(...kinds: readonly (readonly string[])[]): string {
  return kinds.map((kind) => kind.join('+')).join('-');
}

function secretsFiles(connection: DeviceConnection): DeviceFile[] {
  if (connection.authentication === 'certificate') return [];
  const lines = connection.tunnels.map((tunnel) => {
    const { deviceOutsideIpAddress = '%any', awsOutsideIpAddress } = tunnel;
    return `${deviceOutsideIpAddress} ${awsOutsideIpAddress} : PSK ${keyText(tunnel)}`;
  });
  return [textFile(`/etc/ipsec.d/${connection.vpnConnectionId}.secrets`, [...headOf(connection, []), ...lines], true)];
}
