/** What a device is told: the connection's own XML in today's shape, and the samples for the devices that AWS knows. */
import { XMLParser } from 'fast-xml-parser';
import { codeOf, connectionOf, Estate, officeEstate, refusal } from './estates';

const KEYS = ['planted_secret_1', 'planted_secret_2'];
const PALO_ALTO = '5fb390ba';

interface Side {
  readonly tunnel_inside_address: { readonly ip_address: string };
  readonly bgp?: { readonly asn: number; readonly hold_time: number };
}

interface Parsed {
  readonly vpn_connection: {
    readonly vpn_gateway_id: string;
    readonly vpn_connection_attributes?: string;
    readonly ipsec_tunnel: readonly {
      readonly customer_gateway: Side;
      readonly vpn_gateway: Side;
      readonly ike: { readonly pre_shared_key?: string };
    }[];
  };
}

function xmlOf(estate: Estate, id?: string): Parsed['vpn_connection'] {
  return (new XMLParser().parse(connectionOf(estate, id).CustomerGatewayConfiguration!) as Parsed).vpn_connection;
}

function sampleOf({ network, vpnConnectionId }: Estate, more: Record<string, unknown> = {}): string {
  const input = { VpnConnectionId: vpnConnectionId, VpnConnectionDeviceTypeId: PALO_ALTO, ...more };
  return String(network.call('GetVpnConnectionDeviceSampleConfiguration', input).VpnConnectionDeviceSampleConfiguration);
}

test('with static routes the XML speaks of no BGP, and AWS has the first address inside a tunnel', () => {
  const estate = officeEstate();
  const xml = xmlOf(estate);

  expect(xml).toMatchObject({ vpn_gateway_id: estate.vpnGatewayId, vpn_connection_attributes: 'NoBGPVPNConnection' });
  xml.ipsec_tunnel.forEach(({ customer_gateway: device, vpn_gateway: aws, ike }, index) => {
    expect([device.bgp, aws.bgp, ike.pre_shared_key]).toEqual([undefined, undefined, KEYS[index]]);
    const [ofAws, ofDevice] = [aws, device].map(({ tunnel_inside_address: { ip_address } }) => Number(ip_address.split('.').at(-1)));
    expect([ofAws % 4, ofDevice % 4]).toEqual([1, 2]);
  });
});

test('on a transit gateway the XML names no gateway, and its AS number', () => {
  const estate = officeEstate({ routing: 'bgp' });
  const { transitGatewayId: TransitGatewayId } = estate.network.seed.transitGateway({ asn: 64_999 });
  estate.network.call('ModifyVpnConnection', { VpnConnectionId: estate.vpnConnectionId, TransitGatewayId });
  estate.clock.pass(305);

  const { vpn_gateway_id: gateway, ipsec_tunnel: tunnels } = xmlOf(estate);

  expect(gateway).toBe('');
  expect(tunnels.map(({ vpn_gateway: aws, customer_gateway: device }) => [aws.bgp, device.bgp]))
    .toEqual([1, 2].map(() => [{ asn: 64_999, hold_time: 30 }, { asn: 65_000, hold_time: 30 }]));
});

test('the device types that AWS documents are among those that are known, and come in pages', () => {
  const { network } = officeEstate({ pageSize: 2 });
  const found: Record<string, string>[] = [];
  for (let NextToken: unknown, pages = 0; pages === 0 || NextToken !== undefined; pages += 1) {
    const page = network.call('GetVpnConnectionDeviceTypes', { MaxResults: 200, NextToken });
    found.push(...page.VpnConnectionDeviceTypes as Record<string, string>[]);
    expect((page.VpnConnectionDeviceTypes as unknown[]).length).toBeLessThanOrEqual(2);
    NextToken = page.NextToken;
  }

  expect(found).toContainEqual({ VpnConnectionDeviceTypeId: PALO_ALTO, Vendor: 'Palo Alto Networks', Platform: 'PA Series', Software: 'PANOS 7.0+' });
  expect(new Set(found.map((each) => each.VpnConnectionDeviceTypeId)).size).toBe(found.length);
  expect(found).toEqual(officeEstate().network.call('GetVpnConnectionDeviceTypes', {}).VpnConnectionDeviceTypes);
});

test.each([199, 1_001])('%i device types at once are not to be had', (MaxResults) => {
  expect(refusal(officeEstate().network, 'GetVpnConnectionDeviceTypes', { MaxResults })).toContain('InvalidParameterValue: Value ( ');
});

test('a sample holds what the device needs, the keys too', () => {
  const estate = officeEstate({ routing: 'bgp' });
  const sample = sampleOf(estate, { InternetKeyExchangeVersion: 'ikev2', SampleType: 'recommended' });

  const { tunnels } = estate.network.view.state.vpnConnections[estate.vpnConnectionId];
  for (const each of [estate.vpnConnectionId, 'PANOS 7.0+', 'ikev2, recommended', 'AWS 64512', ...KEYS, ...tunnels.map((tunnel) => tunnel.outsideIpAddress)]) {
    expect(sample).toContain(each);
  }
  expect(sampleOf(officeEstate())).not.toContain('BGP');
});

test.each<[string, Record<string, unknown>, string]>([
  ['the recommended sample for ikev1', { SampleType: 'recommended', InternetKeyExchangeVersion: 'ikev1' }, 'UnsupportedOperation'],
  ['a version that there is not', { InternetKeyExchangeVersion: 'ikev3' }, 'InvalidParameterValue'],
  ['a kind that there is not', { SampleType: 'best' }, 'InvalidParameterValue'],
  ['a device type that nobody knows', { VpnConnectionDeviceTypeId: 'ffffffff' }, 'InvalidParameterValue'],
  ['a connection that nobody knows', { VpnConnectionId: 'vpn-00000000000000001' }, 'InvalidVpnConnectionID.NotFound'],
])('%s is refused', (_what, input, code) => {
  const { network, vpnConnectionId } = officeEstate();

  expect(codeOf(network, 'GetVpnConnectionDeviceSampleConfiguration', {
    VpnConnectionId: vpnConnectionId, VpnConnectionDeviceTypeId: PALO_ALTO, ...input,
  })).toBe(code);
});
