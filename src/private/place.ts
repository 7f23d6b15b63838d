/** The kinds of places where a connection may end, as constructs distinguish them; a move knows the first two only. */
import { shownId } from './references';
import {
  CoreNetworkAttachmentOptions, TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference,
} from '../connection/attachment-options';
import { IVpnConcentrator } from '../connection/vpn-concentrator';
import { TransitGatewayEnd, VirtualPrivateGatewayEnd } from '../contract/declaration';

export const CORE_NETWORK_WORDS = 'core network';

/** What a stack makes on a transit gateway for a connection and a move does not know. */
export interface TransitGatewayExtras {
  readonly blackholeRoutes: readonly TransitGatewayBlackholeRoute[];
  readonly prefixListReferences: readonly TransitGatewayPrefixListReference[];
  readonly attachmentTags: Readonly<Record<string, string>>;
}

export type Place =
  | { readonly kind: 'virtual-private-gateway'; readonly end: VirtualPrivateGatewayEnd }
  | { readonly kind: 'transit-gateway'; readonly end: TransitGatewayEnd; readonly extras: TransitGatewayExtras }
  | { readonly kind: 'core-network'; readonly coreNetworkId: string; readonly options: CoreNetworkAttachmentOptions }
  | { readonly kind: 'vpn-concentrator'; readonly concentrator: IVpnConcentrator }
  | { readonly kind: 'none' };

/** As a sentence for the user says it. */
export function placeName(place: Place): string {
  switch (place.kind) {
    case 'virtual-private-gateway':
    case 'transit-gateway': return `${place.kind.replaceAll('-', ' ')} ${shownId(place.end.id)}`;
    case 'core-network': return `${CORE_NETWORK_WORDS} ${shownId(place.coreNetworkId)}`;
    case 'vpn-concentrator': return `VPN concentrator ${shownId(place.concentrator.vpnConcentratorId)}`;
    case 'none': return 'none';
  }
}

/** Where the id does not matter. */
export function kindOfPlace({ kind }: Place): string {
  switch (kind) {
    case 'vpn-concentrator': return 'a VPN concentrator';
    case 'none': return 'no gateway';
    default: return `a ${kind.replaceAll('-', ' ')}`;
  }
}
