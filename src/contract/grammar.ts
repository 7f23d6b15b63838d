/**
 * What a text or a number from outside has to look like before anybody relies on it: EC2's answers, saved outputs of the AWS CLI. What
 * has no grammar here, such as a tag, a name or a state, is free text and may be anything.
 */
import { isCidr, isIpv4Cidr } from './cidr';
import { isIpAddress } from './ip-address';
import { describeIdOf, isResourceId, ResourceKind } from './resource-id';

export interface Grammar {
  /** What fits, for whoever gave something else: it follows `is not`. */
  readonly allowed: string;
  readonly fits: (value: string | number) => boolean;
}

/** As in `us-gov-west-1` and `eusc-de-east-1`. */
const REGION_NAME = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}';

export const CIDR = ofText('a CIDR block such as 10.1.0.0/16 or 2001:db8::/32', isCidr);

export const IPV4_CIDR = ofText('an IPv4 CIDR block such as 10.1.0.0/16', isIpv4Cidr);

export const IPV6_CIDR = ofText('an IPv6 CIDR block such as 2001:db8::/32', (text) => isCidr(text) && !isIpv4Cidr(text));

export const IP_ADDRESS = ofText('an IP address such as 192.0.2.1 or 2001:db8::1', isIpAddress);

export const ACCOUNT_ID = ofText('the 12 digits of an AWS account', /^\d{12}$/);

/** What AWS itself owns has a name in the place of an account. */
export const ACCOUNT_ID_OR_NAME = ofText('the 12 digits of an AWS account, or a name of AWS\'s own', /^(\d{12}|[A-Za-z][A-Za-z-]{0,31})$/);

export const REGION = ofText('the name of a region such as eu-central-1', new RegExp(`^${REGION_NAME}$`));

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const ARN = ofText(
  'an ARN, arn:partition:service:region:account:resource', /^arn:[a-z][a-z-]{0,31}:[a-z][a-z\d-]{0,31}:[a-z\d-]{0,31}:(\d{12}|aws)?:[\w+=,.@:/*#!-]{1,1024}$/i,
);

/** Of what AWS gives a name or an id whose form is not documented. */
export const WORD = ofText('up to 255 letters, digits and any of . _ : / -', /^[A-Za-z\d][\w.:/-]{0,254}$/);

/** RFC 6793. EC2 gives a 0 where there is none. */
const ASN_MAX = 4_294_967_295;

export const ASN = whole('the number of an autonomous system, a whole number from 0 to 4294967295', ASN_MAX);

/** EC2's integers have 32 bits, and none of those that are read is negative. */
export const COUNT = whole('a whole number from 0 to 2147483647', 2_147_483_647);

export function idOf(kind: ResourceKind): Grammar {
  return ofText(describeIdOf(kind), (text) => isResourceId(kind, text));
}

export function ofText(allowed: string, form: RegExp | ((text: string) => boolean)): Grammar {
  const matches = form instanceof RegExp ? (text: string) => form.test(text) : form;
  return { allowed, fits: (value) => typeof value === 'string' && matches(value) };
}

/** The region in which an availability zone, a local zone or a wavelength zone is. */
export function regionOfZone(zone: string): string | undefined {
  return new RegExp(`^${REGION_NAME}(?=[a-z-]|$)`).exec(zone)?.[0];
}

/** As a number, or in digits, which is how EC2 gives some. */
function whole(allowed: string, max: number): Grammar {
  return {
    allowed,
    fits: (value) => {
      const number = typeof value === 'number' ? value : /^\d{1,10}$/.test(value) ? Number(value) : NaN;
      return Number.isInteger(number) && number >= 0 && number <= max;
    },
  };
}
