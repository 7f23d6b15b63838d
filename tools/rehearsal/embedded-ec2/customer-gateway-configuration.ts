/**
 * The XML that AWS offers for configuring the device [6, H BF]. It holds the pre-shared keys in clear text, as AWS's
 * does, so that a rehearsal shows whether anything of it leaks.
 */
import { XMLBuilder } from 'fast-xml-parser';
import { rangeOf, nameOfAddress } from './cidr';
import { CustomerGateway, Tunnel, VpnConnection } from './records';
import { Context, NetworkState } from './state';

export function customerGatewayConfiguration(state: NetworkState, connection: VpnConnection, context: Context): string {
  const customerGateway = state.customerGateways[connection.customerGatewayId];
  const asn = amazonSideAsn(state, connection);
  return written({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    'vpn_connection': {
      '@_id': connection.id,
      'customer_gateway_id': connection.customerGatewayId,
      // A transit gateway's id does not occur: the element is empty then [H BF].
      'vpn_gateway_id': connection.target?.kind === 'vpn-gateway' ? connection.target.id : '',
      'vpn_connection_type': 'ipsec.1',
      ...(connection.staticRoutesOnly ? { vpn_connection_attributes: 'NoBGPVPNConnection' } : {}),
      'ipsec_tunnel': connection.tunnels.map((tunnel) => ({
        ...ends(connection, tunnel, customerGateway, asn), ...security(keyElement(tunnel, customerGateway, context)),
      })),
    },
  });
}

const BUILDER = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: false });
/** Every look at a connection asks for its configuration, which hardly ever changes, and writing it is most of a describe's work. */
const known = new Map<string, string>();
const KNOWN_MAX = 100;

function written(configuration: object): string {
  const content = JSON.stringify(configuration);
  const xml = known.get(content) ?? BUILDER.build(configuration);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(content, xml);
  return xml;
}

export function amazonSideAsn(state: Readonly<NetworkState>, connection: VpnConnection): number | undefined {
  if (connection.target?.kind === 'vpn-gateway') return state.vpnGateways[connection.target.id]?.amazonSideAsn;
  if (connection.target?.kind === 'transit-gateway') return state.transitGateways[connection.target.id]?.amazonSideAsn;
  return undefined;
}

/** The address in the tunnel's inside block, by its number in it. */
export function insideAddressOf({ insideCidr }: Tunnel, host: bigint): string | undefined {
  if (insideCidr === undefined) return undefined;
  const { family, first } = rangeOf(insideCidr);
  return nameOfAddress({ family, value: first + host });
}

/** AWS's end has the first usable inside address, the device the second [H BF]. */
function ends(connection: VpnConnection, tunnel: Tunnel, customerGateway: CustomerGateway | undefined, asn: number | undefined): object {
  const bgp = (number: number | undefined): object => (connection.staticRoutesOnly ? {} : { bgp: { asn: number, hold_time: 30 } });
  return {
    customer_gateway: {
      tunnel_outside_address: { ip_address: customerGateway?.ipAddress ?? '' },
      tunnel_inside_address: insideAddress(tunnel, 2n),
      ...bgp(customerGateway?.bgpAsn),
    },
    vpn_gateway: {
      tunnel_outside_address: { ip_address: tunnel.outsideIpAddress },
      tunnel_inside_address: insideAddress(tunnel, 1n),
      ...bgp(asn),
    },
  };
}

/** The weakest that AWS takes, whatever the tunnel's options are [6 M]. */
function security(key: object): object {
  return {
    ike: {
      authentication_protocol: 'sha1',
      encryption_protocol: 'aes-128-cbc',
      lifetime: 28_800,
      perfect_forward_secrecy: 'group2',
      mode: 'main',
      ...key,
    },
    ipsec: {
      protocol: 'esp',
      authentication_protocol: 'hmac-sha1-96',
      encryption_protocol: 'aes-128-cbc',
      lifetime: 3_600,
      perfect_forward_secrecy: 'group2',
      mode: 'tunnel',
      clear_df_bit: true,
      fragmentation_before_encryption: true,
      tcp_mss_adjustment: 1_379,
      dead_peer_detection: { interval: 10, retries: 3 },
    },
  };
}

/** A device that proves itself by a certificate has no key [6 L]. */
function keyElement(tunnel: Tunnel, customerGateway: CustomerGateway | undefined, { unknowns }: Context): object {
  if (customerGateway?.certificateArn === undefined) return { pre_shared_key: tunnel.preSharedKey };
  return unknowns.preSharedKeyOfCertificateConnection === 'absent' ? {} : { pre_shared_key: '' };
}

function insideAddress(tunnel: Tunnel, host: bigint): object {
  const address = insideAddressOf(tunnel, host);
  return address === undefined ? {} : { ip_address: address, network_mask: '255.255.255.252', network_cidr: 30 };
}
