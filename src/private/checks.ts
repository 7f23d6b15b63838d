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

/** Rules of what goes together: the first that is broken is told. */
export function refuse(...rules: readonly (readonly [isBroken: boolean, fault: () => string])[]): void {
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken !== undefined) throw new Error(broken[1]());
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

export function requireVpcRouteTableId(prop: string, id: string): void {
  requireId(prop, id, 'rtb', 'VPC route table');
}

export function requireTransitGatewayRouteTableId(prop: string, id: string): void {
  requireId(prop, id, 'tgw-rtb', 'transit gateway route table');
}

/** A list that becomes one resource per element: its length must be known now, its elements need not be. */
export function requireKnownLength(prop: string, values: readonly unknown[]): void {
  if (!Token.isUnresolved(values)) return;
  throw new Error(`\`${prop}\` must be a list whose length is known at synthesis, since each element becomes a resource or a permission of its own;`
    + ' pass an array of values (they may be tokens) instead of one token for the whole list');
}

/** @param advice what to do, with what stands before it */
export function requireAtLeastOne(prop: string, values: readonly unknown[], what: string, advice = ''): void {
  if (values.length === 0) throw new Error(`\`${prop}\` must name at least one ${what}, got an empty list${advice}`);
}

/** @param advice what to do, with what stands before it */
export function requireAtMost(prop: string, count: number, max: number, what: string, advice = ''): void {
  if (count > max) throw new Error(`\`${prop}\` must have at most ${max} ${what}, got ${count}${advice}`);
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

/** @param advice what to do, with what stands before it */
export function requireWholeNumber(prop: string, value: number | undefined, min: number, max: number, advice = ''): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new Error(`\`${prop}\` must be a whole number from ${min} to ${max}, got ${value}${advice}`);
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

/**
 * What is compared with other durations at synthesis.
 *
 * @param advice what to do where it is none, with what stands before it
 */
export function requireDeadline(prop: string, value: Duration, advice = ''): void {
  if (value.isUnresolved() || Token.isUnresolved(value)) {
    throw new Error(`\`${prop}\` must be known at synthesis, since it is checked against the hour that CloudFormation waits; pass a duration without tokens`);
  }
  if (value.toSeconds() <= 0) throw new Error(`\`${prop}\` must be longer than 0 seconds, got ${value.toHumanString()}${advice}`);
}

/**
 * A block that begins at its network address: EC2 would silently clear host bits, and the template would not be true.
 *
 * @param what the block must be, in the words of an error
 */
export function requireBlock(prop: string, value: string, fits: (value: string) => boolean, what: string): void {
  if (Token.isUnresolved(value)) return;
  if (!fits(value)) throw new Error(`\`${prop}\` must be ${what}, got ${JSON.stringify(value)}`);
  const network = canonicalDestination(value);
  if (network === value) return;
  throw new Error(`\`${prop}\` must begin at its network address, got ${JSON.stringify(value)}; write ${network}`);
}

export function requireIpv4Network(prop: string, value: string): void {
  requireBlock(prop, value, isIpv4Cidr, 'an IPv4 CIDR block such as 10.1.0.0/16');
}

export function requireIpv6Network(prop: string, value: string): void {
  requireBlock(prop, value, (block) => isCidr(block) && !isIpv4Cidr(block), 'an IPv6 CIDR block such as 2001:db8::/32');
}

export function requireNetwork(prop: string, value: string): void {
  requireBlock(prop, value, isCidr, 'an IPv4 or IPv6 CIDR block such as 10.1.0.0/16');
}

/** What may stand on the left of a VPC route: an IPv4 or IPv6 network, or a prefix list. */
export function requireDestination(prop: string, value: string): void {
  if (isPrefixListId(value)) return requireId(prop, value, 'pl', 'prefix list');
  requireBlock(prop, value, isCidr, 'a CIDR block such as 10.1.0.0/16 or the id of a prefix list, which starts with pl-');
}

/** A list whose elements become something of their own each: as many as are known now, each as it must be, none twice. */
export function requireEach(prop: string, values: readonly string[], requireOne: (prop: string, value: string) => void): void {
  requireKnownLength(prop, values);
  values.forEach((value, index) => requireOne(at(prop, index), value));
  requireDistinct(prop, values);
}

/** Compared as networks; two tokens are equal only if they are the same token. */
export function requireDistinct(prop: string, values: readonly string[]): void {
  requireOnce(prop, values, canonicalDestination, (value) => `${JSON.stringify(value)} twice`);
}

/**
 * @param identity what two elements have in common if they are the same
 * @param twice what stands there twice, in the words of an error
 */
export function requireOnce<V>(prop: string, values: readonly V[], identity: (value: V) => unknown, twice: (value: V) => string): void {
  const seen = new Map<unknown, number>();
  values.forEach((value, index) => {
    const first = seen.get(identity(value));
    if (first !== undefined) throw new Error(`\`${at(prop, index)}\` repeats \`${at(prop, first)}\`, got ${twice(value)}; remove one of them`);
    seen.set(identity(value), index);
  });
}
