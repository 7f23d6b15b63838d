/** Direct Connect of an estate: what the other service will answer, and the prefixes that reach EC2's gateways by it. */
import { createHash } from 'node:crypto';
import { DirectConnectGatewayAssociation, VirtualInterface } from '../records';
import { Context, get, issue, NetworkState, newId, patch } from '../state';

export interface VirtualInterfaceSeed {
  readonly id?: string;
  /** The gateway's id: `vgw-…`, or else a Direct Connect gateway's; absent: a public interface. */
  readonly on?: string;
  /** Default: `private`, and `public` without a gateway. */
  readonly type?: VirtualInterface['type'];
  readonly state?: string;
  readonly asn?: number;
  readonly amazonSideAsn?: number;
  readonly ownerAccount?: string;
  readonly authKey?: string;
  /** What the customer's router announces over it, as far as it ends at a virtual private gateway. */
  readonly prefixes?: readonly string[];
  readonly routeFilterPrefixes?: readonly string[];
}

export interface DirectConnectGatewayAssociationSeed {
  readonly directConnectGatewayId?: string;
  readonly directConnectGatewayOwner?: string;
  /** `vgw-…` or `tgw-…`. */
  readonly gatewayId: string;
  readonly state?: string;
  readonly allowedPrefixes?: readonly string[];
  /** What the customer's routers announce through the Direct Connect gateway. */
  readonly prefixes?: readonly string[];
  /** Where the attachment of a transit gateway stands; its default tables unless given. */
  readonly tables?: { readonly association?: string; readonly propagations?: readonly string[] };
}

export function addVirtualInterface(state: NetworkState, seed: VirtualInterfaceSeed, context: Context): string {
  const { on, prefixes = [] } = seed;
  const { virtualInterfaces } = state.directConnect;
  const onVpnGateway = on?.startsWith('vgw-') === true;
  const added: VirtualInterface = {
    id: seed.id ?? shortId(state, 'dxvif'),
    type: seed.type ?? (on === undefined ? 'public' : 'private'),
    state: seed.state ?? 'available',
    ownerAccount: seed.ownerAccount ?? context.accountId,
    ...(onVpnGateway ? { vpnGatewayId: on } : { directConnectGatewayId: on }),
    asn: seed.asn ?? 65_000,
    amazonSideAsn: seed.amazonSideAsn ?? 64_512,
    vlan: 101 + virtualInterfaces.length,
    authKey: seed.authKey ?? `seeded-bgp-key-${virtualInterfaces.length}`,
    routeFilterPrefixes: seed.routeFilterPrefixes ?? [],
  };
  state.directConnect = { ...state.directConnect, virtualInterfaces: [...virtualInterfaces, added] };
  if (onVpnGateway && added.state === 'available') announce(state, on, prefixes);
  return added.id;
}

export function addGatewayAssociation(
  state: NetworkState, seed: DirectConnectGatewayAssociationSeed, context: Context,
): DirectConnectGatewayAssociation {
  const { gatewayId, prefixes = [] } = seed;
  const kind = gatewayId.startsWith('vgw-') ? 'vpn-gateway' : 'transit-gateway';
  const gateway = kind === 'vpn-gateway' ? get(state, 'vpnGateways', gatewayId) : get(state, 'transitGateways', gatewayId);
  if (gateway === undefined) throw new Error(`seed the gateway ${gatewayId} before it is associated with Direct Connect`);
  const ownerAccount = 'ownerId' in gateway ? gateway.ownerId : context.accountId;
  const added: DirectConnectGatewayAssociation = {
    id: uuid(state),
    directConnectGatewayId: seed.directConnectGatewayId ?? uuid(state),
    directConnectGatewayOwner: seed.directConnectGatewayOwner ?? context.accountId,
    gateway: { kind, id: gatewayId, ownerAccount },
    state: seed.state ?? 'associated',
    allowedPrefixes: seed.allowedPrefixes ?? [],
  };
  state.directConnect = { ...state.directConnect, gatewayAssociations: [...state.directConnect.gatewayAssociations, added] };
  if (kind === 'vpn-gateway' && added.state === 'associated') announce(state, gatewayId, prefixes);
  return added;
}

function announce(state: NetworkState, vpnGatewayId: string, prefixes: readonly string[]): void {
  const gateway = get(state, 'vpnGateways', vpnGatewayId);
  if (gateway === undefined) throw new Error(`seed the virtual private gateway ${vpnGatewayId} before Direct Connect on it`);
  patch(state, 'vpnGateways', vpnGatewayId, { directConnectPrefixes: [...new Set([...gateway.directConnectPrefixes, ...prefixes])] });
}

/** Direct Connect's own ids have eight characters after the prefix [AWS CLI examples]. */
function shortId(state: NetworkState, prefix: string): string {
  return newId(state, prefix).slice(0, prefix.length + 9);
}

function uuid(state: NetworkState): string {
  const hex = createHash('sha256').update(`uuid ${issue(state)}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
