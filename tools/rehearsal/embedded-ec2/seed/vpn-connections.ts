/** VPN connections of an estate, and what they stand between: customer gateways and virtual private gateways. */
import { add, canonical, existing, Named } from './seeding';
import { amazonSideAsn } from '../customer-gateway-configuration';
import { newTunnel } from '../operations/vpn-connections';
import { TargetGateway, VpnConnection } from '../records';
import { Context, issue, NetworkState, patch, rows } from '../state';

export interface CustomerGatewaySeed extends Named {
  readonly asn?: number;
  readonly ipAddress?: string;
  readonly deviceName?: string;
}

export interface VpnGatewaySeed extends Named {
  readonly asn?: number;
  readonly attachedTo?: string;
  readonly directConnectPrefixes?: readonly string[];
}

export interface VpnConnectionSeed extends Named {
  /** The gateway's id, `vgw-…` or `tgw-…`; absent: a connection on nothing. */
  readonly on?: string;
  readonly routing: 'static' | 'bgp';
  readonly staticRoutes?: readonly string[];
  readonly advertisedPrefixes?: readonly string[];
  /** What is behind the device, if it is not just what is routed. */
  readonly networks?: readonly string[];
  readonly customerGatewayId?: string;
  readonly preSharedKeys?: readonly [string, string];
  readonly category?: 'VPN' | 'VPN-Classic';
  readonly tunnels?: 'UP' | 'DOWN';
  readonly ikeMs?: number | 'never';
  /** The AWS-side ASN configured on the device; `fixed`: the one the gateway has now; absent: whatever a gateway has, later too. */
  readonly peerAsn?: number | 'fixed';
  readonly options?: VpnConnection['options'];
}

export function addCustomerGateway(state: NetworkState, seed: CustomerGatewaySeed): string {
  const address = `192.0.2.${(rows(state, 'customerGateways').length % 250) + 1}`;
  return add(state, 'customerGateways', 'cgw', seed, (own) => ({
    ...own,
    state: 'available',
    type: 'ipsec.1',
    bgpAsn: seed.asn ?? 65_000,
    ipAddress: seed.ipAddress ?? address,
    deviceName: seed.deviceName,
  }));
}

export function addVpnGateway(state: NetworkState, seed: VpnGatewaySeed): string {
  return add(state, 'vpnGateways', 'vgw', seed, (own) => ({
    ...own,
    state: 'available',
    amazonSideAsn: seed.asn ?? 64_512,
    attachment: seed.attachedTo === undefined ? undefined : { vpcId: existing(state, 'vpcs', seed.attachedTo).id, state: 'attached' },
    directConnectPrefixes: (seed.directConnectPrefixes ?? []).map(canonical),
  }));
}

export function addVpnConnection(state: NetworkState, seed: VpnConnectionSeed, context: Context): string {
  const staticRoutes = (seed.staticRoutes ?? []).map(canonical);
  const advertisedPrefixes = (seed.advertisedPrefixes ?? []).map(canonical);
  const keys = seed.preSharedKeys ?? [undefined, undefined];
  const up = seed.tunnels !== 'DOWN';
  const id = add(state, 'vpnConnections', 'vpn', seed, (own) => ({
    ...own,
    state: 'available',
    category: seed.category ?? 'VPN',
    customerGatewayId: seed.customerGatewayId ?? addCustomerGateway(state, {}),
    target: seed.on === undefined ? undefined : targetOf(state, seed.on),
    staticRoutesOnly: seed.routing === 'static',
    options: seed.options ?? {},
    tunnels: keys.map((PreSharedKey) => ({ ...newTunnel(state, { PreSharedKey }, context), ipsecUp: up, up })),
    staticRoutes: staticRoutes.map((cidr) => ({ cidr, state: 'available', token: issue(state) })),
    site: { ikeMs: seed.ikeMs, advertisedPrefixes, networks: (seed.networks ?? [...staticRoutes, ...advertisedPrefixes]).map(canonical) },
    provisioning: issue(state),
  }));
  const connection = state.vpnConnections[id];
  const peerAsn = seed.peerAsn === 'fixed' ? amazonSideAsn(state, connection) : seed.peerAsn;
  patch(state, 'vpnConnections', id, { site: { ...connection.site, peerAsn } });
  return id;
}

function targetOf(state: NetworkState, id: string): TargetGateway {
  if (id.startsWith('vgw-')) return { kind: 'vpn-gateway', id: existing(state, 'vpnGateways', id).id };
  return { kind: 'transit-gateway', id: existing(state, 'transitGateways', id).id };
}
