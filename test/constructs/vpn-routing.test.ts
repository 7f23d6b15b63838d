/** Lists of static routes that EC2 would refuse, or would silently change. */
import { VpnRouting } from '../../src';

test('BGP has no static routes', () => {
  expect(VpnRouting.bgp()._staticRoutes).toBeUndefined();
});

test('static routes are kept as they are, in their order', () => {
  expect(VpnRouting.staticRoutes(['10.2.0.0/16', '10.1.0.0/16', '0.0.0.0/0'])._staticRoutes).toEqual(['10.2.0.0/16', '10.1.0.0/16', '0.0.0.0/0']);
});

test('fails without a static route', () => {
  expect(() => VpnRouting.staticRoutes([])).toThrow(new Error(
    '`staticRoutes` must name at least one CIDR block, or use `VpnRouting.bgp()`, got an empty list'));
});

test.each(['10.1.0.0', '10.1/16', '10.1.0.0/33', '2001:db8::/32', 'office', ''])('fails with %j', (cidr) => {
  expect(() => VpnRouting.staticRoutes(['10.9.0.0/16', cidr])).toThrow(new Error(
    `\`staticRoutes[1]\` must be an IPv4 CIDR block such as 10.1.0.0/16, got ${JSON.stringify(cidr)}`));
});

test('fails when host bits are set, and says what to write', () => {
  expect(() => VpnRouting.staticRoutes(['10.1.2.3/16'])).toThrow(new Error(
    '`staticRoutes[0]` must begin at its network address, got "10.1.2.3/16"; write 10.1.0.0/16'));
});

test('fails when a network is listed twice', () => {
  expect(() => VpnRouting.staticRoutes(['10.1.0.0/16', '10.2.0.0/16', '10.1.0.0/16'])).toThrow(new Error(
    '`staticRoutes[2]` repeats `staticRoutes[0]`, got "10.1.0.0/16" twice; remove one of them'));
});
