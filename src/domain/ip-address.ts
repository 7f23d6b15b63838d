/** Single addresses of devices: which family, and whether the internet routes them. */
import * as ipaddr from 'ipaddr.js';

/** What an address can be the outside address of. Loopback, multicast and the like are `unusable`. */
export type AddressKind = 'public-ipv4' | 'private-ipv4' | 'public-ipv6' | 'unusable';

/** RFC 1918 and RFC 6598, in the words of ipaddr.js: what AWS takes for a VPN over Direct Connect [H, UG]. */
const PRIVATE_IPV4: readonly string[] = ['private', 'carrierGradeNat'];

const UNUSABLE: readonly string[] = ['unspecified', 'loopback', 'linkLocal', 'multicast', 'broadcast', 'uniqueLocal', 'ipv4Mapped'];

/** Four decimal numbers without leading zeros, as EC2 writes it, or IPv6 without a zone. */
export function isIpAddress(text: string): boolean {
  if (text.includes(':')) return ipaddr.IPv6.isValid(text) && !text.includes('%');
  return ipaddr.IPv4.isValidFourPartDecimal(text) && ipaddr.IPv4.parse(text).toString() === text;
}

/** One spelling for each address: IPv6 has many. @param text a valid address */
export function canonicalIpAddress(text: string): string {
  return ipaddr.parse(text).toString();
}

/** Shorter ones first, then as numbers. @param a a valid address @param b a valid address */
export function compareIpAddresses(a: string, b: string): number {
  const [bytesOfA, bytesOfB] = [a, b].map((address) => ipaddr.parse(address).toByteArray());
  const shorter = bytesOfA.length - bytesOfB.length;
  if (shorter !== 0) return shorter;
  const index = bytesOfA.findIndex((byte, position) => byte !== bytesOfB[position]);
  return index === -1 ? 0 : bytesOfA[index] - bytesOfB[index];
}

/** @param text a valid address */
export function kindOfAddress(text: string): AddressKind {
  const address = ipaddr.parse(text);
  if (UNUSABLE.includes(address.range())) return 'unusable';
  if (address.kind() === 'ipv6') return 'public-ipv6';
  return PRIVATE_IPV4.includes(address.range()) ? 'private-ipv4' : 'public-ipv4';
}
