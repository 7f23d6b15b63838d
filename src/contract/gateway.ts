/** The AWS end of a Site-to-Site VPN connection, as plain values. */

export type Gateway =
  | { readonly kind: 'virtual-private-gateway'; readonly id: string }
  | { readonly kind: 'transit-gateway'; readonly id: string };

export function sameGateway(a: Gateway | undefined, b: Gateway | undefined): boolean {
  return a !== undefined && b !== undefined && a.kind === b.kind && a.id === b.id;
}

/** `transit gateway tgw-…`: how a gateway is named in every message. */
export function nameOfGateway(gateway: Gateway | undefined): string {
  return gateway === undefined ? 'no gateway' : `${gateway.kind.replaceAll('-', ' ')} ${gateway.id}`;
}
