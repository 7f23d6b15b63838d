/**
 * EC2's ids: the kind of object, and 8 or 17 hexadecimal digits, in either case.
 *
 * An id that was looked at is a type of its own: a text that nobody looked at cannot be passed where one is wanted.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 */

/** By what each begins with: how it is called where something is wrong with it. */
const NOUNS = {
  'cagw': 'a carrier gateway',
  'cgw': 'a customer gateway',
  'eigw': 'an egress-only internet gateway',
  'eni': 'a network interface',
  'i': 'an instance',
  'lgw': 'a local gateway',
  'nat': 'a NAT gateway',
  'pcx': 'a VPC peering connection',
  'pl': 'a prefix list',
  'rtb': 'a route table',
  'subnet': 'a subnet',
  'tgw': 'a transit gateway',
  'tgw-attach': 'a transit gateway attachment',
  'tgw-rtb': 'a transit gateway route table',
  'vgw': 'a virtual private gateway',
  'vpc': 'a VPC',
  'vpn': 'a VPN connection',
} as const;

export type ResourceKind = keyof typeof NOUNS;

declare const kindOfResource: unique symbol;

/** The id of an object of that kind, looked at. */
export type ResourceId<Kind extends ResourceKind> = string & { readonly [kindOfResource]: Kind };

const KIND_AND_DIGITS = /^([a-z]+(?:-[a-z]+)*)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i;

export function isResourceId<Kind extends ResourceKind>(kind: Kind, text: string): text is ResourceId<Kind> {
  return KIND_AND_DIGITS.exec(text)?.[1].toLowerCase() === kind;
}

/** Whatever it is of: AWS has kinds that nobody here knows. */
export function isIdOfAnyKind(text: string): boolean {
  return KIND_AND_DIGITS.test(text);
}

/** What such an id is, for whoever gave another text. */
export function describeIdOf(kind: ResourceKind): string {
  return `the id of ${NOUNS[kind]}, ${kind}- and 8 or 17 hexadecimal digits`;
}
