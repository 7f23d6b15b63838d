/**
 * CIDR blocks as ranges of addresses: what route look-ups and the flow oracle count with.
 *
 * Deliberately not the arithmetic of `lambda/engine`: the network must not share a mistake with the policy it judges.
 */
import * as ipaddr from 'ipaddr.js';

export interface Address {
  readonly family: 'ipv4' | 'ipv6';
  readonly value: bigint;
}

export interface AddressRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

/** The block in EC2's spelling (network address, no host bits), or nothing when it is not a CIDR block. */
export function canonicalCidr(text: string): string | undefined {
  if (!spellings.has(text)) spellings.set(text, spelt(text));
  return spellings.get(text);
}

function spelt(text: string): string | undefined {
  if (!text.includes('/') || !ipaddr.isValidCIDR(text)) return undefined;
  const [address, length] = ipaddr.parseCIDR(text);
  const network = address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text);
  return `${network.toString()}/${length}`;
}

/** @throws when the text is not a CIDR block. */
export function rangeOf(cidr: string): AddressRange {
  const known = ranges.get(cidr);
  if (known !== undefined) return known;
  const [address, prefixLength] = ipaddr.parseCIDR(cidr);
  const bytes = address.toByteArray();
  const size = 2n ** BigInt(bytes.length * 8 - prefixLength);
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first = value - (value % size);
  const range: AddressRange = { family: address.kind(), first, last: first + size - 1n, prefixLength };
  ranges.set(cidr, range);
  return range;
}

export function familyOf(cidr: string): 'ipv4' | 'ipv6' {
  return rangeOf(cidr).family;
}

export function covers(cidr: string, address: Address): boolean {
  const range = rangeOf(cidr);
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

export function containsCidr(outer: string, inner: string): boolean {
  const [out, within] = [rangeOf(outer), rangeOf(inner)];
  return out.family === within.family && out.first <= within.first && within.last <= out.last;
}

export function overlaps(a: string, b: string): boolean {
  return containsCidr(a, b) || containsCidr(b, a);
}

/** Of the routes that cover the address, those with the longest prefix. */
export function longestMatches<R extends { readonly destination: string }>(routes: readonly R[], address: Address): R[] {
  let longest = -1;
  let matches: R[] = [];
  for (const route of routes) {
    if (!covers(route.destination, address)) continue;
    const { prefixLength } = rangeOf(route.destination);
    if (prefixLength > longest) {
      longest = prefixLength;
      matches = [];
    }
    if (prefixLength === longest) matches.push(route);
  }
  return matches;
}

/**
 * One address for each part of the block that route look-ups could treat differently: the decision for an address
 * changes only where one of the boundaries begins or just behind where one ends.
 */
export function representatives(cidr: string, boundaries: Iterable<string>): Address[] {
  const whole = rangeOf(cidr);
  const values = new Set<bigint>([whole.first]);
  for (const boundary of boundaries) {
    const range = rangeOf(boundary);
    if (range.family !== whole.family) continue;
    for (const value of [range.first, range.last + 1n]) {
      if (whole.first < value && value <= whole.last) values.add(value);
    }
  }
  return [...values].sort((a, b) => (a < b ? -1 : 1)).map((value) => ({ family: whole.family, value }));
}

/** `10.1.0.0`: for the sentences in which an address is named. */
export function nameOfAddress(address: Address): string {
  const length = address.family === 'ipv4' ? 4 : 16;
  const bytes = Array.from({ length }, (_, index) => Number((address.value / 256n ** BigInt(length - 1 - index)) % 256n));
  return ipaddr.fromByteArray(bytes).toString();
}

/** Parsing dominates every look-up, and a rehearsal uses the same few dozen blocks throughout. */
const ranges = new Map<string, AddressRange>();
const spellings = new Map<string, string | undefined>();
