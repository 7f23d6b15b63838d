/** Tunnel options: inside addresses that AWS would refuse. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newStack, virtualPrivateGateway } from './construct-fixtures';
import { SiteToSiteVpn, TunnelOptions, VpnRouting } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(...tunnels: TunnelOptions[]): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', tunnels });
}

function renderedTunnels(): unknown {
  const [connection] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPNConnection'));
  return connection.Properties.VpnTunnelOptionsSpecifications;
}

test('both tunnels are rendered in their order', () => {
  newVpn({ insideCidr: '169.254.10.0/30' }, { insideCidr: '169.254.10.4/30' });

  expect(renderedTunnels()).toEqual([{ TunnelInsideCidr: '169.254.10.0/30' }, { TunnelInsideCidr: '169.254.10.4/30' }]);
});

test.each(['169.254.10.0', '169.254.10.0/29', '169.254.999.0/30', '10.0.0.0/30', 'fd00::/126', ''])('fails with inside CIDR %j', (insideCidr) => {
  expect(() => newVpn({ insideCidr })).toThrow(new Error(
    `Stack/Vpn: \`tunnels[0].insideCidr\` must be a /30 block in 169.254.0.0/16 such as 169.254.10.0/30, got ${JSON.stringify(insideCidr)}`));
});

test('fails with an inside CIDR that is not aligned', () => {
  expect(() => newVpn({ insideCidr: '169.254.10.1/30' })).toThrow(new Error(
    'Stack/Vpn: `tunnels[0].insideCidr` must begin at its network address, got "169.254.10.1/30"; write 169.254.10.0/30'));
});

test.each(['169.254.0.0/30', '169.254.1.0/30', '169.254.2.0/30', '169.254.3.0/30', '169.254.4.0/30', '169.254.5.0/30', '169.254.169.252/30'])(
  'fails with %s, which AWS keeps for itself', (insideCidr) => {
    expect(() => newVpn({}, { insideCidr })).toThrow(new Error('Stack/Vpn: `tunnels[1].insideCidr` must not be a block that AWS keeps for itself'
      + ' (169.254.0.0/30, 169.254.1.0/30, 169.254.2.0/30, 169.254.3.0/30, 169.254.4.0/30, 169.254.5.0/30, 169.254.169.252/30),'
      + ` got "${insideCidr}"; choose another`));
  });

test('fails when both tunnels have the same inside CIDR', () => {
  expect(() => newVpn({ insideCidr: '169.254.10.0/30' }, { insideCidr: '169.254.10.0/30' })).toThrow(new Error(
    'Stack/Vpn: `tunnels[1].insideCidr` must differ from `tunnels[0].insideCidr`, got "169.254.10.0/30" for both tunnels; choose another'));
});

test('fails with a third tunnel', () => {
  expect(() => newVpn({}, {}, {})).toThrow(new Error('Stack/Vpn: `tunnels` must have at most 2 elements, since a connection has two tunnels, got 3'));
});
