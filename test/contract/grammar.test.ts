/** What fits a grammar, and what does not: in a row each. */
import {
  ACCOUNT_ID, ACCOUNT_ID_OR_NAME, ARN, ASN, CIDR, COUNT, Grammar, idOf, IP_ADDRESS, IPV4_CIDR, IPV6_CIDR, REGION, regionOfZone, WORD,
} from '../../src/contract/grammar';
import { quotedValue } from '../../src/contract/quoted-value';
import { isIdOfAnyKind } from '../../src/contract/resource-id';

/** In each place of a value something that ends a word, a line or a text in one medium or another. */
const HOSTILE = ['\n', '\u2028', '\u202e', '\u001b', '\u0000', '$(x)', '`x`', ';', '"', '\'', ' ', '|', '<', '>', '&', '%'];

const ROWS: readonly [string, Grammar, readonly (string | number)[], readonly (string | number)[]][] = [
  ['the id of a VPN connection', idOf('vpn'), ['vpn-40f41529', 'vpn-0123456789abcdef0', 'VPN-0123456789ABCDEF0'],
    ['', 'vpn-', 'vpn-1', 'vpn-0123456789abcdef', 'vpn-0123456789abcdefg', 'vgw-40f41529', 'xvpn-40f41529', 'vpn-40f41529-40f41529', 40]],
  ['the id of an attachment', idOf('tgw-attach'), ['tgw-attach-0123456789abcdef0'], ['tgw-0123456789abcdef0', 'attach-0123456789abcdef0']],
  ['the id of a table', idOf('tgw-rtb'), ['tgw-rtb-0123456789abcdef0'], ['rtb-0123456789abcdef0']],
  ['a block', CIDR, ['10.0.0.0/8', '0.0.0.0/0', '2001:DB8::/32', '::/0'],
    ['999.1.2.3/99', '10.0.0.0', '10.0.0.0/33', '10.0/8', '10.0.0.0/08', '010.0.0.0/8', '::/129', 'fe80::1%eth0/64', 'pl-6da54004', 'banana', 10]],
  ['a block of IPv4', IPV4_CIDR, ['10.0.0.0/8'], ['::/0']],
  ['a block of IPv6', IPV6_CIDR, ['::/0'], ['10.0.0.0/8']],
  ['an address', IP_ADDRESS, ['192.0.2.1', '2001:db8::1'], ['192.0.2.256', '192.0.2', '01.2.3.4', '::1%eth0', '192.0.2.1/32']],
  ['an account', ACCOUNT_ID, ['111122223333'], ['11112222333', '1111222233334', '111122223333a', 111_122_223_333]],
  ['an account or AWS', ACCOUNT_ID_OR_NAME, ['111122223333', 'AWS', 'amazon-elb'], ['', '1', '-aws']],
  ['a region', REGION, ['eu-central-1', 'us-gov-west-1', 'us-isob-east-1', 'eusc-de-east-1', 'ap-southeast-5'],
    ['eu', 'eu-central', 'eu-central-1a', '../eu-central-1', 'EU-CENTRAL-1', 'unknown']],
  ['an ARN', ARN, [
    'arn:aws:ec2:eu-central-1:111122223333:transit-gateway/tgw-0123456789abcdef0', 'arn:aws-us-gov:networkmanager::111122223333:core-network/core-network-0a',
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:s2svpn!vpn-0a-AbCdEf', 'arn:aws:logs:eu-central-1:111122223333:log-group:/vpn/one:*',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
  ], ['arn', 'arn:aws:ec2', 'arn:aws:ec2:eu-central-1:1:x', 'arn::ec2:::x', 'http://arn:aws:ec2:::x']],
  ['a number of an autonomous system', ASN, [0, 64_512, 4_294_967_295, '65000', '4294967295'], [-1, 0.5, NaN, Infinity, 4_294_967_296, '', '-1', '1e3', '0x10']],
  ['a count', COUNT, [0, 2_147_483_647], [2_147_483_648, -1, 1e300]],
  ['a word', WORD, ['eu-central-1a', 'amazon', '0a1b2c3d-0000-4000-8000-000000000000'], ['', '-x', 'x'.repeat(256)]],
];

test.each(ROWS)('%s', (_, { fits }, fitting, others) => {
  expect(fitting.filter((each) => !fits(each))).toEqual([]);
  expect(others.filter(fits)).toEqual([]);
  const texts = fitting.filter((each) => typeof each === 'string');
  const mixed = texts.flatMap((text) => HOSTILE.flatMap((each) => [each + text, text + each, text.slice(0, 3) + each + text.slice(3)]));
  expect(mixed.filter(fits)).toEqual([]);
});

test.each([
  ['eu-central-1a', 'eu-central-1'], ['us-west-2-lax-1a', 'us-west-2'], ['us-east-1-wl1-bos-wlz-1', 'us-east-1'], ['eusc-de-east-1b', 'eusc-de-east-1'],
  ['eu-central-1$(x)', undefined], ['somewhere', undefined],
])('the zone %s is in %s', (zone, region) => {
  expect(regionOfZone(zone)).toBe(region);
});

test.each(['vpce-0123456789abcdef0', 'igw-0123abcd', 'novelty-of-aws-0123456789abcdef0'])('%s is an id, of whatever', (id) => {
  expect(isIdOfAnyKind(id)).toBe(true);
});

describe('a value that does not fit is quoted', () => {
  test.each<[string, unknown, string]>([
    ['as it is', '999.1.2.3/99', '\'999.1.2.3/99\''],
    ['in one line', 'a\n\u001b[31m\u2028b', '\'a\\u{a}\\u{1b}[31m\\u{2028}b\''],
    ['shortened, by whole characters', '💥 '.repeat(100), `'${'💥 '.repeat(30)}…'`],
    ['where it is an address', '10.0.0.300', '\'10.0.0.300\''],
    ['but not where it may be a key', 'Planted.Key_2026', 'a text of 16 characters that may be a pre-shared key'],
    ['nor with blanks around it', ' Planted.Key_2026\n', 'a text of 18 characters that may be a pre-shared key'],
    ['nor where it holds one', 'key: a-key-of-somebody!', 'a text of 23 characters that may be a pre-shared key'],
    ['a number', 1e300, '1e+300'],
    ['a list', ['a-key-of-somebody'], 'a list'],
    ['an object', { key: 'a-key-of-somebody' }, 'an object'],
    ['nothing', null, 'null'],
    ['a truth', false, 'true or false'],
  ])('%s', (_, value, quoted) => {
    expect(quotedValue(value, ['a-key-of-somebody', ''])).toBe(quoted);
  });
});
