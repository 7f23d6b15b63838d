/**
 * CIDR blocks compared as networks, not as strings: `10.1.2.3/16` and `10.1.0.0/16` are the same destination.
 * Prefix list ids (`pl-…`), which EC2 puts where a CIDR block could stand, are compared as they are.
 */
import * as ipaddr from 'ipaddr.js';

/** Each route is compared with each, at every look; parsing them all again would take seconds of a small function's processor. */
const canonical = new Map<string, string>();
const REMEMBERED_MAX = 10_000;

type Block = ReturnType<typeof ipaddr.parseCIDR>;
const blocks = new Map<string, Block | undefined>();

/** Four-part decimal IPv4 or IPv6; `10.1/16`, `10.1.0.0/016` and `fe80::1%eth0/64`, which some parsers take, are not how EC2 writes it. */
export function isCidr(text: string): boolean {
  return blockOf(text) !== undefined;
}

export function isIpv4Cidr(text: string): boolean {
  return blockOf(text)?.[0].kind() === 'ipv4';
}

export function isPrefixListId(text: string): boolean {
  return text.startsWith('pl-');
}

/** The block's network address and length in the one spelling that EC2 also uses. */
export function canonicalDestination(text: string): string {
  const known = canonical.get(text);
  if (known !== undefined) return known;
  const destination = parsedDestination(text);
  if (canonical.size < REMEMBERED_MAX) canonical.set(text, destination);
  return destination;
}

export function sameDestination(a: string, b: string): boolean {
  return canonicalDestination(a) === canonicalDestination(b);
}

/** Whether every address of `inner` is in `outer`; a prefix list contains nothing that can be seen. */
export function containsCidr(outer: string, inner: string): boolean {
  const [parsedOuter, parsedInner] = [blockOf(outer), blockOf(inner)];
  if (parsedOuter === undefined || parsedInner === undefined) return false;
  const [outerAddress, outerLength] = parsedOuter;
  const [innerAddress, innerLength] = parsedInner;
  if (outerAddress.kind() !== innerAddress.kind() || outerLength > innerLength) return false;
  return innerAddress.match(outerAddress as ipaddr.IPv4, outerLength);
}

export function overlapsCidr(a: string, b: string): boolean {
  return containsCidr(a, b) || containsCidr(b, a);
}

export function prefixLength(cidr: string): number {
  return (blockOf(cidr) ?? ipaddr.parseCIDR(cidr))[1];
}

/** Of several routes those with the longest prefix that contain the block whole. */
export function longestMatches<R extends { readonly destination: string }>(routes: readonly R[], cidr: string): R[] {
  const covering = routes.filter((route) => containsCidr(route.destination, cidr));
  const longest = Math.max(...covering.map((route) => prefixLength(route.destination)));
  return covering.filter((route) => prefixLength(route.destination) === longest);
}

function parsedDestination(text: string): string {
  const block = blockOf(text);
  if (block === undefined) return text;
  const [address, length] = block;
  if (address.kind() === 'ipv4') return `${ipaddr.IPv4.networkAddressFromCIDR(text).toString()}/${length}`;
  return `${ipaddr.IPv6.networkAddressFromCIDR(text).toString()}/${length}`;
}

const NOT_OF_EC2 = /%|\/0\d/;

/** Remembered like the spelling: who looks for what is contained in what asks for each block with each. */
function blockOf(text: string): Block | undefined {
  if (blocks.has(text)) return blocks.get(text);
  const isBlock = text.includes(':') ? ipaddr.IPv6.isValidCIDR(text) : ipaddr.IPv4.isValidCIDRFourPartDecimal(text);
  const block = isBlock && !NOT_OF_EC2.test(text) ? ipaddr.parseCIDR(text) : undefined;
  if (blocks.size < REMEMBERED_MAX) blocks.set(text, block);
  return block;
}
