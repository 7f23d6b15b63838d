/** The service's XML is read in its shape of 2012 and in today's; on anything else the element is named, and never a key. */
import { inspect } from 'node:util';
import { CONFIGURATION_OF_2012 } from './seed';
import { readConfigurationXml, UnreadableConfiguration } from '../../../lambda/customer-gateway-configuration/ec2/configuration-xml';

const KEY = 'planted_key_of_tunnel_1';

/** Today's shape [aws-vpn-behaviour.md section 6]: AWS's end has the first inside address, and tunnels are in any order. */
interface Today {
  readonly isStatic?: boolean;
  readonly vpnGatewayId?: string;
  readonly key?: string;
  readonly asn?: string;
}

function today({ isStatic = false, vpnGatewayId = '', key = KEY, asn = '64512' }: Today = {}): string {
  const end = (outside: string, inside: string, number: string) => `
      <tunnel_outside_address><ip_address>${outside}</ip_address></tunnel_outside_address>
      <tunnel_inside_address>
        <ip_address>${inside}</ip_address><network_mask>255.255.255.252</network_mask><network_cidr>30</network_cidr>
      </tunnel_inside_address>
      ${isStatic ? '' : `<bgp><asn>${number}</asn><hold_time>30</hold_time></bgp>`}`;
  const tunnel = (outside: string, block: string, first: number) => `
  <ipsec_tunnel>
    <customer_gateway>${end('198.51.100.7', `${block}.${first + 1}`, '65010')}</customer_gateway>
    <vpn_gateway>${end(outside, `${block}.${first}`, asn)}</vpn_gateway>
    <ike><mode>main</mode>${key === '' ? '' : `<pre_shared_key>${key}</pre_shared_key>`}</ike>
    <ipsec><protocol>esp</protocol></ipsec>
  </ipsec_tunnel>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<vpn_connection id="vpn-0aaaaaaaaaaaaaaa1">
  <customer_gateway_id>cgw-0aaaaaaaaaaaaaaa2</customer_gateway_id>
  <vpn_gateway_id>${vpnGatewayId}</vpn_gateway_id>
  <vpn_connection_type>ipsec.1</vpn_connection_type>
  ${isStatic ? '<vpn_connection_attributes>NoBGPVPNConnection</vpn_connection_attributes>' : ''}
  ${tunnel('203.0.113.20', '169.254.20', 5)}${tunnel('203.0.113.4', '169.254.10', 1)}
</vpn_connection>`;
}

describe('what is read', () => {
  test('AWS\'s own example of 2012: placeholders are nothing, and the device has the first inside address', () => {
    const read = readConfigurationXml(CONFIGURATION_OF_2012);
    expect(read).toMatchObject({
      vpnConnectionId: 'vpn-44a8938f', customerGatewayId: 'cgw-b4dc3961', vpnGatewayId: 'vgw-8db04f81', routing: 'bgp',
    });
    const [first] = read.tunnels;
    expect(read.tunnels.map((tunnel) => [tunnel.awsOutsideIpAddress, tunnel.key?.reveal()])).toEqual([
      ['72.21.209.193', 'plain-text-password1'], ['72.21.209.225', 'plain-text-password2'],
    ]);
    expect(first).toMatchObject({
      awsInside: { ipAddress: '169.254.255.2', prefixLength: 30 }, deviceInside: { ipAddress: '169.254.255.1', prefixLength: 30 },
      bgp: { aws: { asn: 7224 }, device: {}, holdTimeSeconds: 30 },
    });
    expect(first).not.toHaveProperty('deviceOutsideIpAddress');
    expect(first.bgp!.device).not.toHaveProperty('asn');
  });

  test('today\'s, on a transit gateway: the ends are read where they stand, the tunnels by their outside addresses', () => {
    const read = readConfigurationXml(today());
    expect(read).not.toHaveProperty('vpnGatewayId');
    expect(read.tunnels.map((tunnel) => tunnel.awsOutsideIpAddress)).toEqual(['203.0.113.4', '203.0.113.20']);
    expect(read.tunnels[0]).toMatchObject({
      deviceOutsideIpAddress: '198.51.100.7', awsInside: { ipAddress: '169.254.10.1' }, deviceInside: { ipAddress: '169.254.10.2' },
      bgp: { aws: { asn: 64512 }, device: { asn: 65010 } },
    });
  });

  test('static routing has no BGP', () => {
    const read = readConfigurationXml(today({ isStatic: true, vpnGatewayId: 'vgw-0aaaaaaaaaaaaaaa3' }));
    expect(read).toMatchObject({ routing: 'static', vpnGatewayId: 'vgw-0aaaaaaaaaaaaaaa3' });
    expect(read.tunnels.map(({ bgp }) => bgp)).toEqual([undefined, undefined]);
  });

  test('with certificates there is no key', () => {
    for (const xml of [today({ key: '' }), today().replaceAll(KEY, '')]) {
      expect(readConfigurationXml(xml).tunnels.map(({ key }) => key)).toEqual([undefined, undefined]);
    }
  });

  test('a key is read as it stands, digits only and entities too', () => {
    expect(readConfigurationXml(today({ key: '12345678901234567890' })).tunnels[0].key?.reveal()).toBe('12345678901234567890');
    expect(readConfigurationXml(today({ key: 'a&amp;b.c&lt;d_1.00' })).tunnels[0].key?.reveal()).toBe('a&b.c<d_1.00');
  });

  test('a device without an address, IPv6 inside, the largest number', () => {
    const xml = today({ asn: '4294967294' }).replaceAll('198.51.100.7', '').replaceAll('169.254.10.1', 'fd00::1').replaceAll('169.254.10.2', 'fd00::2')
      .replaceAll('<network_cidr>30', '<network_cidr>126').replaceAll('169.254.20.', 'fd00:1::');
    const [tunnel] = readConfigurationXml(xml).tunnels;
    expect(tunnel).toMatchObject({ awsInside: { ipAddress: 'fd00::1', prefixLength: 126 }, bgp: { aws: { asn: 4_294_967_294 } } });
    expect(tunnel).not.toHaveProperty('deviceOutsideIpAddress');
  });

  test('whatever prints a key prints that it is one', () => {
    const read = readConfigurationXml(today());
    const { key } = read.tunnels[0];
    for (const printed of [JSON.stringify(read), inspect(read, { depth: 10, showHidden: true }), `${key}`, String(key)]) {
      expect(printed).not.toContain(KEY);
    }
  });
});

test.each<[what: string, xml: string, message: string]>([
  ['no XML', 'YOUR_CONFIGURATION', 'it is not XML'],
  ['nothing', '', 'it is not XML'],
  ['half of it', today().slice(0, -40), 'it is not XML'],
  ['something else', '<html><body/></html>', 'its outermost element is not vpn_connection'],
  ['no id', today().replace(' id="vpn-0aaaaaaaaaaaaaaa1"', ''), '`vpn_connection` has no attribute `id`'],
  ['no customer gateway', today().replace(/<customer_gateway_id>.*<\/customer_gateway_id>/, ''), '`customer_gateway_id` is missing in `vpn_connection`'],
  ['an id that leads elsewhere', today().replace('vpn-0aaaaaaaaaaaaaaa1', '../../etc/passwd'), '`id` is not the id of a VPN connection'],
  ['a key for an id', today().replace('cgw-0aaaaaaaaaaaaaaa2', KEY), '`customer_gateway_id` is not the id of a customer gateway'],
  ['a key for a gateway', today({ vpnGatewayId: KEY }), '`vpn_gateway_id` is not the id of a virtual private gateway'],
  ['another type', today().replace('ipsec.1', 'ipsec.2'), '`vpn_connection_type` is not ipsec.1, the only one that is known'],
  ['another attribute', today({ isStatic: true }).replace('NoBGPVPNConnection', KEY), '`vpn_connection_attributes` is not NoBGPVPNConnection, the only one that is known'],
  ['no tunnels', today().replace(/<ipsec_tunnel>[^]*<\/ipsec_tunnel>/, ''), '`ipsec_tunnel` is missing'],
  ['one tunnel twice', today().replace('203.0.113.20', '203.0.113.4'), '`ipsec_tunnel` leads to 203.0.113.4 twice'],
  ['no end', today().replace(/<vpn_gateway>[^]*?<\/vpn_gateway>/, ''), 'tunnel 1: `vpn_gateway` is missing in `ipsec_tunnel`'],
  ['no outside address', today().replace('203.0.113.4', ''), 'tunnel 2: `ip_address` is not there in `tunnel_outside_address`'],
  ['a key for an address', today().replace('203.0.113.4', KEY), 'tunnel 2: `ip_address` is not an IP address in `tunnel_outside_address`'],
  ['a key for an inside address', today().replace('169.254.10.1', KEY), 'tunnel 2 (203.0.113.4): `ip_address` is not an IP address in `tunnel_inside_address`'],
  ['a key for a number', today({ asn: KEY }), 'tunnel 1 (203.0.113.20): `asn` is not a whole number from 1 to 4294967295 in `bgp`'],
  ['a number that is none', today({ asn: '4294967296' }), 'tunnel 1 (203.0.113.20): `asn` is not a whole number from 1 to 4294967295 in `bgp`'],
  ['a prefix that is none', today().replace('<network_cidr>30', '<network_cidr>33'), 'tunnel 1 (203.0.113.20): `network_cidr` is not a whole number from 1 to 32 in `tunnel_inside_address`'],
  ['BGP at one end', today().replace(/<bgp>.*?<\/bgp>/, ''), 'tunnel 1 (203.0.113.20): `bgp` is there for one end only'],
  ['BGP in one tunnel', today().replace(/(<bgp>.*?<\/bgp>)([^]*?)<bgp>.*?<\/bgp>/, '$2'), '`bgp` is there for some of the tunnels only'],
  ['BGP in none', today().replaceAll(/<bgp>.*?<\/bgp>/g, ''), '`bgp` is missing in every tunnel although the connection is not NoBGPVPNConnection'],
  ['BGP with static routing', today().replace('<ipsec_tunnel>', '<vpn_connection_attributes>NoBGPVPNConnection</vpn_connection_attributes><ipsec_tunnel>'),
    'tunnel 1 (203.0.113.20): `bgp` is there although the connection is NoBGPVPNConnection'],
  ['no IKE', today().replace(/<ike>.*<\/ike>/, ''), 'tunnel 1 (203.0.113.20): `ike` is missing in `ipsec_tunnel`'],
  ['two keys', today().replace('</ike>', `<pre_shared_key>${KEY}</pre_shared_key></ike>`), 'tunnel 1 (203.0.113.20): `pre_shared_key` is there 2 times in `ike`'],
  ['a key with something in it', today().replace(`${KEY}<`, `<encrypted>${KEY}</encrypted><`),
    'tunnel 1 (203.0.113.20): `pre_shared_key` has elements in it in `ike`, and a text is expected'],
])('%s is refused, and no key is named', (_what, xml, message) => {
  let error: unknown;
  try {
    readConfigurationXml(xml);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(UnreadableConfiguration);
  expect((error as Error).message).toBe(`the customer gateway's configuration cannot be read: ${message}`);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(KEY);
});
