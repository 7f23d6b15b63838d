/** A key in a device's file, as strongSwan and Libreswan both read it. */
import { DeviceTunnel } from '../../../src/contract/device-configuration/device-tunnel';

/** As it is where it is what AWS takes for a key; otherwise in hexadecimal, which nothing in it can end. Without a key, its place. */
export function keyText({ key, awsOutsideIpAddress }: DeviceTunnel): string {
  if (key === undefined) return `"put the pre-shared key of the tunnel to ${awsOutsideIpAddress} here"`;
  const text = key.reveal();
  if (/^(?!0[xst])[A-Za-z0-9._-]+$/.test(text)) return `"${text}"`;
  return `0x${[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
