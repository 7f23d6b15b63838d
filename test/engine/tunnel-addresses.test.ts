/** Which tunnel is the first, and which addresses it has. */
import { haveInsideCidrs, tunnelAddresses } from '../../lambda/engine/tunnel-addresses';

test('the order is that of the outside addresses as numbers, in whatever order EC2 lists the tunnels', () => {
  const [low, high] = [{ outsideIpAddress: '9.0.0.1', insideCidr: '169.254.20.0/30' }, { outsideIpAddress: '52.0.0.1', insideCidr: '169.254.10.0/30' }];

  expect(tunnelAddresses([high, low])).toEqual(tunnelAddresses([low, high]));
  expect(tunnelAddresses([high, low]).map(({ outsideIpAddress }) => outsideIpAddress)).toEqual(['9.0.0.1', '52.0.0.1']);
});

test.each([
  ['169.254.10.0/30', '169.254.10.0/30', '169.254.10.1', '169.254.10.2'],
  ['169.254.15.193/30', '169.254.15.192/30', '169.254.15.193', '169.254.15.194'],
  ['fd00::10:0/126', 'fd00::10:0/126', 'fd00::10:1', 'fd00::10:2'],
  ['fd12:3456::fc/126', 'fd12:3456::fc/126', 'fd12:3456::fd', 'fd12:3456::fe'],
])('in %s AWS has the first usable address and the device the second', (described, insideCidr, awsInsideIpAddress, deviceInsideIpAddress) => {
  expect(tunnelAddresses([{ outsideIpAddress: '203.0.113.1', insideCidr: described }])).toEqual([
    { outsideIpAddress: '203.0.113.1', insideCidr, awsInsideIpAddress, deviceInsideIpAddress },
  ]);
});

test('IPv6 outside addresses have an order too', () => {
  const tunnels = ['2001:db8::10', '2001:db8::9'].map((outsideIpAddress) => ({ outsideIpAddress, insideCidr: 'fd00::/126' }));

  expect(tunnelAddresses(tunnels).map(({ outsideIpAddress }) => outsideIpAddress)).toEqual(['2001:db8::9', '2001:db8::10']);
});

test.each<[string, string[], boolean]>([
  ['both', ['169.254.15.192/30', '169.254.10.0/30'], true],
  ['one', ['169.254.10.0/30'], true],
  ['none', [], true],
  ['one that is not there yet', ['169.254.10.0/30', '169.254.99.0/30'], false],
])('wanted inside blocks are compared as networks: %s', (_what, wanted, expected) => {
  const tunnels = ['169.254.10.0/30', '169.254.15.193/30'].map((insideCidr, index) => ({ outsideIpAddress: `203.0.113.${index}`, insideCidr }));

  expect(haveInsideCidrs(tunnels, wanted)).toBe(expected);
});
