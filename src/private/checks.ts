/**
 * Checks of what a user passed in, one rule each. A value that is only known at deployment is not judged here.
 *
 * Plain `Error` on purpose: CDK's `ValidationError` is internal to aws-cdk-lib and has changed its constructor.
 */
import { Duration, Token } from 'aws-cdk-lib';
import { canonicalDestination, isCidr, isIpv4Cidr, isPrefixListId } from '../contract/cidr';
import { isIpAddress } from '../contract/ip-address';

/** `prop` with its position, as the user finds it in the code. */
export function at(prop: string, index: number): string {
  return `${prop}[${index}]`;
}

/** [H aws-vpn-behaviour section 5: 17 digits, formerly 8]; AWS's documents put EXAMPLE at the end. */
const RESOURCE_NUMBER = '(?:[0-9a-f]{8}|[0-9a-f]{17}|[0-9a-f]{1,10}EXAMPLE)';

/** What `ec2.Vpc.fromLookup` says of a VPC until the CDK CLI has looked: a check that refused it would keep the CLI from looking. */
const IDS_UNTIL_LOOKED_UP = new Set(['vpc-12345', 'rtb-12345s', 'rtb-67890s', 'rtb-12345p', 'rtb-57890p']);

export function requireId(prop: string, value: string, prefix: string, what: string): void {
  if (Token.isUnresolved(value)) return;
  if (new RegExp(`^${prefix}-${RESOURCE_NUMBER}$`).test(value)) return;
  if (value.startsWith(`${prefix}-`) && IDS_UNTIL_LOOKED_UP.has(value)) return;
  const named = `\`${prop}\` must be the id of a ${what}, which starts with ${prefix}-`;
  if (!new RegExp(`^${prefix}-[0-9a-z]+$`).test(value)) throw new Error(`${named}, got ${JSON.stringify(value)}`);
  throw new Error(`${named} and goes on with 8 or 17 hexadecimal digits, got ${JSON.stringify(value)}`);
}

/** A list that becomes one resource per element: its length must be known now, its elements need not be. */
export function requireKnownLength(prop: string, values: readonly unknown[]): void {
  if (!Token.isUnresolved(values)) return;
  throw new Error(`\`${prop}\` must be a list whose length is known at synthesis, since each element becomes a resource or a permission of its own;`
    + ' pass an array of values (they may be tokens) instead of one token for the whole list');
}

export function requireAtLeastOne(prop: string, values: readonly string[], what: string): void {
  if (values.length > 0) return;
  throw new Error(`\`${prop}\` must name at least one ${what}, got an empty list`);
}

export function requireText(prop: string, value: string): void {
  if (Token.isUnresolved(value) || value.trim() !== '') return;
  throw new Error(`\`${prop}\` must not be empty, got ${JSON.stringify(value)}`);
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export function requireSecretName(prop: string, name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name) || /^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) return;
  throw new Error(`\`${prop}\` must be 1 to 512 letters, digits and characters of /_+=.@-, got ${JSON.stringify(name)}; Secrets Manager takes no others`);
}

export function requireIpAddress(prop: string, value: string): void {
  if (Token.isUnresolved(value) || isIpAddress(value)) return;
  throw new Error(`\`${prop}\` must be an IPv4 address such as 203.0.113.10 or an IPv6 address such as 2001:db8::1, got ${JSON.stringify(value)}`);
}

export function requireWholeNumber(prop: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new Error(`\`${prop}\` must be a whole number from ${min} to ${max}, got ${value}`);
}

/** AS numbers have 32 bits; 0 is none. */
export function requireAsn(prop: string, asn: number | undefined): void {
  requireWholeNumber(prop, asn, 1, 4_294_967_295);
}

/** The seconds of a duration that is known now. */
export function knownSeconds(value: Duration | undefined): number | undefined {
  return value === undefined || value.isUnresolved() ? undefined : value.toSeconds({ integral: false });
}

/** @param max its largest value; absent: it may be as long as one likes */
export function requireSeconds(prop: string, value: Duration | undefined, min: number, max?: number): void {
  const seconds = knownSeconds(value);
  if (seconds === undefined) return;
  if (Number.isInteger(seconds) && seconds >= min && seconds <= (max ?? seconds)) return;
  const range = max === undefined ? `${min} or more` : `from ${min} to ${max}`;
  throw new Error(`\`${prop}\` must be a whole number of seconds, ${range}, got ${seconds} seconds`);
}

/** An IPv4 block that begins at its network address: EC2 would silently clear host bits, and the template would not be true. */
export function requireIpv4Network(prop: string, value: string): void {
  if (Token.isUnresolved(value)) return;
  if (!isIpv4Cidr(value)) {
    throw new Error(`\`${prop}\` must be an IPv4 CIDR block such as 10.1.0.0/16, got ${JSON.stringify(value)}`);
  }
  requireCanonical(prop, value);
}

/** The same for IPv6. */
export function requireIpv6Network(prop: string, value: string): void {
  if (Token.isUnresolved(value)) return;
  if (!isCidr(value) || isIpv4Cidr(value)) {
    throw new Error(`\`${prop}\` must be an IPv6 CIDR block such as 2001:db8::/32, got ${JSON.stringify(value)}`);
  }
  requireCanonical(prop, value);
}

/** An IPv4 or IPv6 block that begins at its network address. */
export function requireNetwork(prop: string, value: string): void {
  if (Token.isUnresolved(value)) return;
  if (!isCidr(value)) {
    throw new Error(`\`${prop}\` must be an IPv4 or IPv6 CIDR block such as 10.1.0.0/16, got ${JSON.stringify(value)}`);
  }
  requireCanonical(prop, value);
}

/** What may stand on the left of a VPC route: an IPv4 or IPv6 network, or a prefix list. */
export function requireDestination(prop: string, value: string): void {
  if (Token.isUnresolved(value)) return;
  if (isPrefixListId(value)) return requireId(prop, value, 'pl', 'prefix list');
  if (!isCidr(value)) {
    throw new Error(`\`${prop}\` must be a CIDR block such as 10.1.0.0/16 or the id of a prefix list, which starts with pl-, got ${JSON.stringify(value)}`);
  }
  requireCanonical(prop, value);
}

/** Compared as networks; two tokens are equal only if they are the same token. */
export function requireDistinct(prop: string, values: readonly string[]): void {
  const seen = new Map<string, number>();
  values.forEach((value, index) => {
    const network = canonicalDestination(value);
    const first = seen.get(network);
    if (first !== undefined) {
      throw new Error(`\`${at(prop, index)}\` repeats \`${at(prop, first)}\`, got ${JSON.stringify(value)} twice; remove one of them`);
    }
    seen.set(network, index);
  });
}

function requireCanonical(prop: string, value: string): void {
  const network = canonicalDestination(value);
  if (network === value) return;
  throw new Error(`\`${prop}\` must begin at its network address, got ${JSON.stringify(value)}; write ${network}`);
}
