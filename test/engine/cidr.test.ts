/** Destinations are compared as networks. */
import { canonicalDestination, containsCidr, isCidr, isIpv4Cidr, longestMatches, overlapsCidr, sameDestination } from '../../src/contract/cidr';

test.each([
  ['10.0.0.0/8', true], ['10.0.0.0', false], ['10.1/16', false], ['10.0.0.0/33', false], ['300.0.0.0/8', false],
  ['2001:db8::/32', true], ['2001:db8::', false], ['2001:db8::/129', false], ['pl-0a1b2c3d', false], ['', false],
])('%s is a CIDR block: %s', (text, expected) => {
  expect(isCidr(text)).toBe(expected);
});

test.each([
  ['10.1.2.3/16', '10.1.0.0/16'], ['10.1.0.0/16', '10.1.0.0/16'], ['2001:DB8:0:0::1/32', '2001:db8::/32'], ['pl-0a1b2c3d', 'pl-0a1b2c3d'],
])('%s is spelt %s', (text, expected) => {
  expect(canonicalDestination(text)).toBe(expected);
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true], ['10.1.0.0/16', '10.0.0.0/8', false], ['10.1.0.0/16', '10.1.0.0/16', true],
  ['0.0.0.0/0', '10.1.0.0/16', true], ['0.0.0.0/0', '2001:db8::/32', false], ['::/0', '2001:db8::/32', true], ['pl-1', '10.0.0.0/8', false],
])('%s contains %s: %s', (outer, inner, expected) => {
  expect(containsCidr(outer, inner)).toBe(expected);
});

test('overlap goes both ways, sameness does not mind the host bits', () => {
  expect(overlapsCidr('10.1.0.0/16', '10.0.0.0/8')).toBe(true);
  expect(overlapsCidr('10.1.0.0/16', '10.2.0.0/16')).toBe(false);
  expect(sameDestination('10.1.9.9/16', '10.1.0.0/16')).toBe(true);
  expect(isIpv4Cidr('2001:db8::/32')).toBe(false);
});

test('the longest prefix that contains the block whole wins', () => {
  const routes = ['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/24'].map((destination) => ({ destination }));
  expect(longestMatches(routes, '10.1.0.0/16')).toEqual([{ destination: '10.0.0.0/8' }]);
  expect(longestMatches([], '10.1.0.0/16')).toEqual([]);
});
