/** The addresses of a connection's two tunnels, from what EC2 says of each. */
import * as ipaddr from 'ipaddr.js';
import { canonicalDestination, isCidr } from '../../src/contract/cidr';
import { compareIpAddresses } from '../../src/contract/ip-address';

/** One tunnel as EC2 describes it; everything else that a description holds, the key foremost, stays where it is. */
export interface DescribedTunnel {
  readonly outsideIpAddress: string;
  /** Of the IP version that the tunnels carry inside; perhaps with a host bit set [M BF]. */
  readonly insideCidr: string;
}

export interface TunnelAddresses {
  readonly outsideIpAddress: string;
  readonly insideCidr: string;
  /** The first usable address of the block is AWS's, the second the device's [H BF; SDK for IPv6]. */
  readonly awsInsideIpAddress: string;
  readonly deviceInsideIpAddress: string;
}

/**
 * In the order of the outside addresses, as numbers: these are the only thing of a tunnel that never changes, while nobody says
 * in which order EC2 lists the tunnels.
 */
export function tunnelAddresses(tunnels: readonly DescribedTunnel[]): TunnelAddresses[] {
  const inOrder = [...tunnels].sort((a, b) => compareIpAddresses(a.outsideIpAddress, b.outsideIpAddress));
  return inOrder.map(({ outsideIpAddress, insideCidr }) => ({
    outsideIpAddress,
    insideCidr: canonicalDestination(insideCidr),
    awsInsideIpAddress: hostOf(insideCidr, 1),
    deviceInsideIpAddress: hostOf(insideCidr, 2),
  }));
}

/** Whether every wanted block is one of the tunnels', compared as networks. */
export function haveInsideCidrs(tunnels: readonly DescribedTunnel[], wanted: readonly string[]): boolean {
  const present = new Set(tunnels.map(({ insideCidr }) => canonicalDestination(insideCidr)));
  return wanted.every((cidr) => present.has(canonicalDestination(cidr)));
}

/** Both kinds of blocks, `/30` and `/126`, have room for hosts 1 and 2 without a carry. */
function hostOf(cidr: string, host: number): string {
  if (!isCidr(cidr)) return '';
  const bytes = ipaddr.parse(canonicalDestination(cidr).split('/')[0]).toByteArray();
  bytes[bytes.length - 1] += host;
  return ipaddr.fromByteArray(bytes).toString();
}
