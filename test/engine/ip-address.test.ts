/** Which addresses can be the outside address of what kind of connection. */
import { isIpAddress, kindOfAddress } from '../../src/contract/ip-address';

test.each([
  ['203.0.113.10', 'public-ipv4'],
  ['198.18.0.1', 'public-ipv4'],
  ['172.15.255.255', 'public-ipv4'],
  ['10.0.0.1', 'private-ipv4'],
  ['172.16.0.1', 'private-ipv4'],
  ['172.31.255.255', 'private-ipv4'],
  ['192.168.0.1', 'private-ipv4'],
  ['100.64.0.1', 'private-ipv4'],
  ['100.127.255.255', 'private-ipv4'],
  ['127.0.0.1', 'unusable'],
  ['169.254.10.1', 'unusable'],
  ['224.0.0.1', 'unusable'],
  ['2001:db8::1', 'public-ipv6'],
  ['2600:1f18::1', 'public-ipv6'],
  ['fd00::1', 'unusable'],
  ['fe80::1', 'unusable'],
  ['::1', 'unusable'],
  ['::ffff:203.0.113.10', 'unusable'],
])('%s is %s', (address, kind) => {
  expect(isIpAddress(address)).toBe(true);
  expect(kindOfAddress(address)).toBe(kind);
});

test.each(['', '10.1', '203.0.113.010', '0x7f.0.0.1', '203.0.113.10/32', '2001:db8::/64', 'fe80::1%eth0', 'device.example.com'])('%j is no address', (text) => {
  expect(isIpAddress(text)).toBe(false);
});
