/** Transit gateways of an estate with their route tables, and what is attached to them. */
import { add, canonical, existing, Named } from './seeding';
import { transitGatewayRouteId } from '../records';
import { Context, issue, NetworkState, patch, put } from '../state';

export interface TransitGatewaySeed extends Named {
  readonly asn?: number;
  readonly ownerId?: string;
  readonly state?: string;
  /** Default: both on, with one default table for both, as AWS makes it. */
  readonly defaultAssociation?: boolean;
  readonly defaultPropagation?: boolean;
  readonly ecmp?: boolean;
}

export interface AttachmentSeed extends Named {
  readonly transitGatewayId: string;
  readonly association?: string;
  readonly propagations?: readonly string[];
  readonly state?: string;
}

/** An attachment of a kind that the embedded EC2 does not play itself. */
export interface OtherAttachmentSeed extends AttachmentSeed {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly prefixes: readonly string[];
}

/** Where the attachment of a seeded connection stands. */
export interface VpnAttachmentSeed extends Pick<AttachmentSeed, 'association' | 'propagations'> {
  readonly attachmentId?: string;
}

export interface TransitGatewayRouteSeed {
  readonly routeTableId: string;
  readonly destination: string;
  /** Absent: a blackhole. */
  readonly attachmentId?: string;
}

export interface PrefixListReferenceSeed {
  readonly routeTableId: string;
  readonly prefixListId: string;
  /** Absent: a blackhole. */
  readonly attachmentId?: string;
  readonly state?: string;
}

/** With one default table for both, association and propagation, unless neither is on. */
export function addTransitGateway(
  state: NetworkState, seed: TransitGatewaySeed, context: Context,
): { transitGatewayId: string; defaultRouteTableId?: string } {
  const { defaultAssociation = true, defaultPropagation = true } = seed;
  const transitGatewayId = add(state, 'transitGateways', 'tgw', seed, (own) => ({
    ...own,
    state: seed.state ?? 'available',
    ownerId: seed.ownerId ?? context.accountId,
    amazonSideAsn: seed.asn ?? 64_512,
    vpnEcmpSupport: seed.ecmp ?? true,
    createdAt: context.now,
  }));
  if (!defaultAssociation && !defaultPropagation) return { transitGatewayId };
  const defaultRouteTableId = addTransitGatewayRouteTable(state, transitGatewayId, {}, context);
  patch(state, 'transitGateways', transitGatewayId, {
    ...(defaultAssociation ? { defaultAssociationRouteTableId: defaultRouteTableId } : {}),
    ...(defaultPropagation ? { defaultPropagationRouteTableId: defaultRouteTableId } : {}),
  });
  return { transitGatewayId, defaultRouteTableId };
}

export function addTransitGatewayRouteTable(state: NetworkState, transitGatewayId: string, seed: Named, context: Context): string {
  existing(state, 'transitGateways', transitGatewayId);
  return add(state, 'transitGatewayRouteTables', 'tgw-rtb', seed, (own) =>
    ({ ...own, transitGatewayId, state: 'available', createdAt: context.now }));
}

export function addAttachment(
  state: NetworkState, seed: AttachmentSeed, resourceType: string, resourceId: string,
  brings: { subnetIds?: readonly string[]; prefixes?: readonly string[] }, context: Context,
): string {
  const gateway = existing(state, 'transitGateways', seed.transitGatewayId);
  const association = seed.association ?? gateway.defaultAssociationRouteTableId;
  const defaultPropagation = gateway.defaultPropagationRouteTableId;
  const propagations = seed.propagations ?? (defaultPropagation === undefined ? [] : [defaultPropagation]);
  return add(state, 'transitGatewayAttachments', 'tgw-attach', seed, (own) => ({
    ...own,
    transitGatewayId: gateway.id,
    resourceType,
    resourceId,
    resourceOwnerId: context.accountId,
    state: seed.state ?? 'available',
    association: association === undefined ? undefined : { routeTableId: association, state: 'associated' },
    propagations: propagations.map((routeTableId) => ({ routeTableId, state: 'enabled' })),
    subnetIds: brings.subnetIds ?? [],
    prefixes: brings.prefixes ?? [],
    createdAt: context.now,
  }));
}

export function addTransitGatewayRoute(state: NetworkState, { routeTableId, attachmentId, ...seed }: TransitGatewayRouteSeed): void {
  const destination = canonical(seed.destination);
  const id = transitGatewayRouteId(existing(state, 'transitGatewayRouteTables', routeTableId).id, destination);
  put(state, 'transitGatewayRoutes', { id, routeTableId, destination, attachmentId, settled: true, token: issue(state), tags: [] });
}

export function addPrefixListReference(
  state: NetworkState, { routeTableId, prefixListId, attachmentId, ...seed }: PrefixListReferenceSeed,
): void {
  const id = `${existing(state, 'transitGatewayRouteTables', routeTableId).id}|${existing(state, 'prefixLists', prefixListId).id}`;
  const record = { id, routeTableId, prefixListId, attachmentId, state: seed.state ?? 'available', tags: [] };
  put(state, 'transitGatewayPrefixListReferences', record);
}
