/** Single addresses of devices: which family, and whether the internet routes them. */
import * as ipaddr from 'ipaddr.js';

/** What an address can be the outside address of. Loopback, multicast and the like are `unusable`. */
export type AddressKind = 'public-ipv4' | 'private-ipv4' | 'public-ipv6' | 'unusable';

/** RFC 1918 and RFC 6598, in the words of ipaddr.js: what AWS takes for a VPN over Direct Connect [H, UG]. */
const PRIVATE_IPV4: readonly string[] = ['private', 'carrierGradeNat'];

const UNUSABLE: readonly string[] = ['unspecified', 'loopback', 'linkLocal', 'multicast', 'broadcast', 'uniqueLocal', 'ipv4Mapped'];

/** Of a device several rules ask, and an app has many: parsed once. */
const kinds = new Map<string, AddressKind | undefined>();
const REMEMBERED_MAX = 10_000;

/** Four decimal numbers without leading zeros, as EC2 writes it, or IPv6 without a zone. */
export function isIpAddress(text: string): boolean {
  return kindOf(text) !== undefined;
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
  return kindOf(text) ?? 'unusable';
}

function kindOf(text: string): AddressKind | undefined {
  if (kinds.has(text)) return kinds.get(text);
  const address = addressOf(text);
  const kind = address && kindIn(address);
  if (kinds.size < REMEMBERED_MAX) kinds.set(text, kind);
  return kind;
}

function addressOf(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (!ipaddr.isValid(text) || text.includes('%')) return undefined;
  const address = ipaddr.parse(text);
  // Some write IPv4 with leading zeros, in hexadecimal, or with fewer numbers: EC2 does not.
  return address.kind() === 'ipv6' || address.toString() === text ? address : undefined;
}

function kindIn(address: ipaddr.IPv4 | ipaddr.IPv6): AddressKind {
  const range = address.range();
  if (UNUSABLE.includes(range)) return 'unusable';
  if (address.kind() === 'ipv6') return 'public-ipv6';
  return PRIVATE_IPV4.includes(range) ? 'private-ipv4' : 'public-ipv4';
}
