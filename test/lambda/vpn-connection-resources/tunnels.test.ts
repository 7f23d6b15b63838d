/** The tunnels of a connection: when they are told, when to look again, and when the template and the connection do not belong together. */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { ec2 } from '../../../lambda/vpn-connection-resources/ec2/client';
import { findTunnels, TunnelsProperties } from '../../../lambda/vpn-connection-resources/ec2/tunnels';

const KEY = 'planted.key.0123456789';
const MINUTE = 60_000;
const LATER = { isComplete: false, why: expect.stringMatching(/^looking up the tunnels of vpn-00000001: /) };

const CONNECTION: VpnConnection = {
  VpnConnectionId: 'vpn-00000001',
  State: 'available',
  CustomerGatewayId: 'cgw-00000001',
  VpnGatewayId: 'vgw-00000001',
  CustomerGatewayConfiguration: KEY,
  Options: {
    TunnelOptions: [
      { OutsideIpAddress: '198.51.100.20', TunnelInsideCidr: '169.254.20.0/30', PreSharedKey: KEY },
      { OutsideIpAddress: '198.51.100.3', TunnelInsideCidr: '169.254.10.0/30', PreSharedKey: KEY },
    ],
  },
};
const WANTED: TunnelsProperties = { VpnConnectionId: 'vpn-00000001', CustomerGatewayId: 'cgw-00000001', VpnGatewayId: 'vgw-00000001' };
const TUNNELS = {
  Tunnel1OutsideIpAddress: '198.51.100.3',
  Tunnel1InsideCidr: '169.254.10.0/30',
  Tunnel1AwsInsideIpAddress: '169.254.10.1',
  Tunnel1DeviceInsideIpAddress: '169.254.10.2',
  Tunnel2OutsideIpAddress: '198.51.100.20',
  Tunnel2InsideCidr: '169.254.20.0/30',
  Tunnel2AwsInsideIpAddress: '169.254.20.1',
  Tunnel2DeviceInsideIpAddress: '169.254.20.2',
};

/** What EC2 has, with an AS number of its own for each gateway. */
function lookUp(connection: VpnConnection | undefined, wanted = WANTED, waitedMs = 0, former?: TunnelsProperties) {
  jest.spyOn(ec2, 'send').mockImplementation(async (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) => {
    switch (command.constructor.name) {
      case 'DescribeVpnConnectionsCommand': return { VpnConnections: connection === undefined ? [] : [connection] };
      case 'DescribeVpnGatewaysCommand': return { VpnGateways: [{ VpnGatewayId: wanted.VpnGatewayId, AmazonSideAsn: 64_512 }] };
      default: {
        const TransitGatewayId = wanted.TransitGatewayId ?? wanted.AsnOfTransitGatewayId;
        return { TransitGateways: [{ TransitGatewayId, Options: { AmazonSideAsn: 64_600 } }] };
      }
    }
  });
  return findTunnels(wanted, former, waitedMs);
}

afterEach(() => jest.restoreAllMocks());

const onTransitGateway = { ...CONNECTION, VpnGatewayId: '', TransitGatewayId: 'tgw-00000001' };
const wantedThere = { VpnConnectionId: 'vpn-00000001', CustomerGatewayId: 'cgw-00000001', TransitGatewayId: 'tgw-00000001' };
const ipv6 = {
  ...onTransitGateway,
  Options: {
    TunnelInsideIpVersion: 'ipv6' as const,
    TunnelOptions: ['fd00::/126', 'fd00::4/126'].map((TunnelInsideIpv6Cidr, index) =>
      ({ OutsideIpAddress: `198.51.100.${index + 1}`, TunnelInsideIpv6Cidr, TunnelInsideCidr: `169.254.${index}.0/30` })),
  },
};

test.each<[string, VpnConnection, TunnelsProperties, object]>([
  ['on a virtual private gateway', CONNECTION, WANTED, { AmazonSideAsn: '64512', ...TUNNELS }],
  ['on a transit gateway', onTransitGateway, wantedThere, { AmazonSideAsn: '64600', ...TUNNELS }],
  ['on a concentrator, whose transit gateway has the AS number', { ...CONNECTION, VpnGatewayId: undefined },
    { VpnConnectionId: 'vpn-00000001', CustomerGatewayId: 'cgw-00000001', AsnOfTransitGatewayId: 'tgw-00000001' }, { AmazonSideAsn: '64600', ...TUNNELS }],
  ['on what has none', { ...CONNECTION, VpnGatewayId: undefined }, { VpnConnectionId: 'vpn-00000001', CustomerGatewayId: 'cgw-00000001' }, { AmazonSideAsn: '', ...TUNNELS }],
  ['with the inside CIDRs of the template, in whatever order', CONNECTION, { ...WANTED, TunnelInsideCidrs: ['169.254.10.0/30', '169.254.20.0/30'] },
    { AmazonSideAsn: '64512', ...TUNNELS }],
])('told: %s', async (_, connection, wanted, expected) => {
  await expect(lookUp(connection, wanted)).resolves.toEqual({ isComplete: true, data: expected });
});

test('with IPv6 inside, the IPv6 ones are told', async () => {
  await expect(lookUp(ipv6, wantedThere)).resolves.toMatchObject({ data: { Tunnel1InsideCidr: 'fd00::/126', Tunnel2InsideCidr: 'fd00::4/126' } });
});

test.each<[string, VpnConnection | undefined, Partial<TunnelsProperties>, string]>([
  ['EC2 does not know it', undefined, {}, 'EC2 does not know the connection'],
  ['it has another customer gateway', { ...CONNECTION, CustomerGatewayId: 'cgw-00000002' }, {}, 'the template has it at cgw-00000001, and it is at cgw-00000002'],
  ['it stands on another gateway', { ...CONNECTION, VpnGatewayId: 'vgw-00000002' }, {}, 'the template has it at vgw-00000001, and it is at vgw-00000002'],
  ['it stands on a gateway of another kind', { ...CONNECTION, VpnGatewayId: undefined }, {}, 'the template has it at vgw-00000001, and it is at another gateway'],
  ['one tunnel has no address yet', { ...CONNECTION, Options: { TunnelOptions: [CONNECTION.Options!.TunnelOptions![0], {}] } }, {},
    'EC2 names the addresses of 1 tunnels'],
  ['there are no tunnels', { ...CONNECTION, Options: {} }, {}, 'EC2 names the addresses of 0 tunnels'],
  ['an inside CIDR is another', CONNECTION, { TunnelInsideCidrs: ['169.254.99.0/30'] },
    'the template has the inside CIDRs 169.254.99.0/30, and the tunnels have 169.254.20.0/30 and 169.254.10.0/30'],
])('looked at again for ten minutes, and then said: %s', async (_, connection, wanted, difference) => {
  await expect(lookUp(connection, { ...WANTED, ...wanted }, 10 * MINUTE)).resolves.toEqual(LATER);
  await expect(lookUp(connection, { ...WANTED, ...wanted }, 10 * MINUTE + 1)).rejects.toThrow(
    `looking up the tunnels of vpn-00000001: ${difference}; bring the template and the connection together and deploy again`);
});

/** A rollback may come to the look-up before it comes to the connection. */
describe('in an Update, a connection that is as it was before', () => {
  const former = { ...WANTED, VpnGatewayId: 'vgw-00000002' };
  const unmoved = { ...CONNECTION, VpnGatewayId: 'vgw-00000002' };

  test('is waited for, for two minutes, and then told as it is', async () => {
    await expect(lookUp(unmoved, WANTED, 2 * MINUTE, former)).resolves.toEqual(LATER);
    await expect(lookUp(unmoved, WANTED, 2 * MINUTE + 1, former)).resolves.toEqual({ isComplete: true, data: { AmazonSideAsn: '64512', ...TUNNELS } });
  });

  test.each<[string, VpnConnection | undefined, TunnelsProperties | undefined]>([
    ['elsewhere than before', { ...CONNECTION, VpnGatewayId: 'vgw-00000003' }, former],
    ['modifying', { ...unmoved, State: 'modifying' as 'pending' }, former],
    ['not to be seen', undefined, former],
    ['in a Create', unmoved, undefined],
  ])('which it is not when it is %s', async (_, connection, before) => {
    await expect(lookUp(connection, WANTED, 2 * MINUTE + 1, before)).resolves.toEqual(LATER);
  });
});

test.each(['pending', 'modifying', 'hibernating'])('while it is %s there is no hurry', async (State) => {
  await expect(lookUp({ ...CONNECTION, State: State as 'pending' }, WANTED, 30 * MINUTE)).resolves.toEqual(LATER);
});

test.each(['deleting', 'deleted'] as const)('when it is %s, that is said at once', async (State) => {
  await expect(lookUp({ ...CONNECTION, State })).rejects.toThrow(`looking up the tunnels of vpn-00000001: the connection is ${State}`);
});

test('no key is in any answer', async () => {
  expect(JSON.stringify(await lookUp(CONNECTION))).not.toContain(KEY);
});
