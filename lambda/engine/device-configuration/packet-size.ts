/**
 * How large a packet may be that goes into a tunnel, so that what comes out of the encryption fits into the 1500 bytes that the internet
 * carries: ESP's overhead is counted, for whichever of the proposals is agreed to. AWS takes 1446 at the most.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4303 section 2
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-best-practice.html "Adjust MTU and MSS sizes according to the algorithms in use"
 */
import { DeviceTunnel } from '../../../src/contract/device-configuration/device-tunnel';
import { IntegrityName } from '../../../src/contract/device-configuration/tunnel-proposals';

const INTERNET_MTU = 1_500;
const UDP_HEADER = 8; // NAT traversal
const ESP_HEADER = 8;
const ESP_TRAILER = 2;

/** Initialisation vector, block, check value. */
const GCM = { vector: 8, block: 4, check: 16 };
const CBC = { vector: 16, block: 16 };
const CHECK_VALUES: Readonly<Record<IntegrityName, number>> = { 'SHA1': 12, 'SHA2-256': 16, 'SHA2-384': 24, 'SHA2-512': 32 };

export function tunnelMtu({ awsOutsideIpAddress, proposals: { phase2 } }: DeviceTunnel): number {
  const outerHeader = awsOutsideIpAddress.includes(':') ? 40 : 20;
  const sizes = phase2.encryptionAlgorithms.flatMap((encryption) => (encryption.includes('GCM')
    ? [GCM] : phase2.integrityAlgorithms.map((integrity) => ({ ...CBC, check: CHECK_VALUES[integrity] }))));
  return Math.min(...sizes.map(({ vector, block, check }) => {
    const room = INTERNET_MTU - outerHeader - UDP_HEADER - ESP_HEADER - vector - check;
    return Math.floor(room / block) * block - ESP_TRAILER;
  }));
}
