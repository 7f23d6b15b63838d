/**
 * An estate as the records of the embedded EC2: describing these gives the estate again. What they cannot hold is a remark,
 * so that nobody takes silence for a clean estate.
 */
import type { CustomerGateway, Tag, TransitGateway, TransitGatewayAttachment, VpnConnection, VpnGateway } from '@aws-sdk/client-ec2';
import { acceptedBy, Announcements, announcementsOf } from './announcements';
import { Estate } from './estate';
import { isListed } from './listed';
import { tunnelsOf } from './records-of-tunnels';
import { vpcRecordsOf } from './records-of-vpcs';
import * as ec2 from '../../rehearsal/embedded-ec2/state';
import { canonicalDestination } from '../../src/domain/cidr';

export interface RecordsOptions {
  /** What the described instants that are missing are taken to be, in milliseconds since the epoch. */
  readonly now: number;
  /** What the device of a connection announces, by the connection's id, where EC2 cannot tell. */
  readonly announced?: ReadonlyMap<string, readonly string[]>;
  /** Connections whose device will be given the AWS side's number of the gateway that they arrive at. */
  readonly followingAsn?: readonly string[];
}

export interface RecordsOfEstate {
  readonly records: Partial<ec2.TablesOfRecords>;
  readonly remarks: readonly string[];
}

export function recordsOf(estate: Estate, options: RecordsOptions): RecordsOfEstate {
  const announcements = announcementsOf(estate, options.announced);
  const vpcs = vpcRecordsOf(estate);
  const lists = prefixListsOf(estate);
  return {
    records: {
      ...vpcs.records,
      prefixLists: byId(lists),
      customerGateways: byId(estate.customerGateways.filter(isListed).map(customerGatewayOf)),
      vpnGateways: byId(estate.vpnGateways.filter(isListed).map((gateway) => vpnGatewayOf(gateway, announcements))),
      transitGateways: byId(estate.transitGateways.filter(isListed).map((gateway) => transitGatewayOf(gateway, options.now))),
      vpnConnections: byId(estate.vpnConnections.filter(isListed).map((each) => vpnConnectionOf(each, estate, announcements, options))),
      transitGatewayAttachments: byId(attachmentsOf(estate, announcements, options.now)),
      transitGatewayRouteTables: byId(estate.transitGatewayRouteTables.filter(isListed).map((table) => ({
        id: table.TransitGatewayRouteTableId!,
        transitGatewayId: table.TransitGatewayId!,
        state: String(table.State),
        createdAt: instantOf(table.CreationTime, options.now),
        tags: tagsOf(table.Tags),
      }))),
      transitGatewayRoutes: byId(staticRoutesOf(estate)),
      transitGatewayPrefixListReferences: byId(referencesOf(estate)),
    },
    remarks: [...announcements.remarks, ...vpcs.remarks, ...remarksOn(estate, lists)],
  };
}

function customerGatewayOf(gateway: CustomerGateway): ec2.CustomerGateway {
  return {
    id: gateway.CustomerGatewayId!,
    state: String(gateway.State),
    type: gateway.Type ?? 'ipsec.1',
    bgpAsn: Number(gateway.BgpAsnExtended || gateway.BgpAsn || 65_000),
    ipAddress: gateway.IpAddress,
    deviceName: gateway.DeviceName,
    certificateArn: gateway.CertificateArn,
    tags: tagsOf(gateway.Tags),
  };
}

function vpnGatewayOf(gateway: VpnGateway, { ofVpnGateway }: Announcements): ec2.VpnGateway {
  const attachment = (gateway.VpcAttachments ?? []).find((each) => each.State !== 'detached');
  return {
    id: gateway.VpnGatewayId!,
    state: String(gateway.State),
    amazonSideAsn: gateway.AmazonSideAsn ?? 64_512,
    ...attachment === undefined ? {} : { attachment: { vpcId: attachment.VpcId!, state: String(attachment.State) } },
    directConnectPrefixes: ofVpnGateway.get(gateway.VpnGatewayId!) ?? [],
    tags: tagsOf(gateway.Tags),
  };
}

function transitGatewayOf({ Options: options = {}, ...gateway }: TransitGateway, now: number): ec2.TransitGateway {
  return {
    id: gateway.TransitGatewayId!,
    state: String(gateway.State),
    ownerId: gateway.OwnerId!,
    amazonSideAsn: options.AmazonSideAsn ?? 64_512,
    ...options.DefaultRouteTableAssociation === 'enable' && options.AssociationDefaultRouteTableId
      ? { defaultAssociationRouteTableId: options.AssociationDefaultRouteTableId } : {},
    ...options.DefaultRouteTablePropagation === 'enable' && options.PropagationDefaultRouteTableId
      ? { defaultPropagationRouteTableId: options.PropagationDefaultRouteTableId } : {},
    vpnEcmpSupport: options.VpnEcmpSupport !== 'disable',
    createdAt: instantOf(gateway.CreationTime, now),
    tags: tagsOf(gateway.Tags),
  };
}

function vpnConnectionOf(
  connection: VpnConnection, estate: Estate, announcements: Announcements, { now, followingAsn = [] }: RecordsOptions,
): ec2.VpnConnection {
  const id = connection.VpnConnectionId!;
  const { StaticRoutesOnly: staticRoutesOnly = false, TunnelOptions: _, ...options } = connection.Options ?? {};
  const staticRoutes = (connection.Routes ?? []).filter(isListed)
    .map((route, token) => ({ cidr: canonicalDestination(route.DestinationCidrBlock!), state: String(route.State), token }));
  const advertisedPrefixes = staticRoutesOnly ? [] : announcements.ofConnection.get(id) ?? [];
  const networks = [...new Set([...staticRoutes.map((route) => route.cidr), ...advertisedPrefixes, ...staticallyRoutedTo(estate, id)])];
  const tunnels = tunnelsOf(connection, now);
  const isUp = tunnels.some((tunnel) => tunnel.up);
  return {
    id,
    state: String(connection.State),
    category: connection.Category === 'VPN-Classic' ? 'VPN-Classic' : 'VPN',
    customerGatewayId: connection.CustomerGatewayId ?? '',
    ...targetOf(connection),
    elsewhere: elsewhereOf(connection),
    staticRoutesOnly,
    options,
    tunnels,
    staticRoutes,
    site: {
      // Nobody knows why a device is silent: it is not taken to speak up because its connection moved.
      ...isUp ? {} : { ikeMs: 'never' as const },
      // A session that stands has the number of the gateway that it stands on.
      ...isUp && !staticRoutesOnly && !followingAsn.includes(id) ? { peerAsn: amazonSideAsnOf(estate, connection) } : {},
      advertisedPrefixes,
      ...staticRoutesOnly ? {} : { furtherPrefixes: Math.max(0, acceptedBy(connection) - advertisedPrefixes.length) },
      ...networks.length === 0 ? {} : { networks },
    },
    provisioning: 0,
    tags: tagsOf(connection.Tags),
  };
}

function targetOf({ VpnGatewayId: vpnGatewayId, TransitGatewayId: transitGatewayId }: VpnConnection): Pick<ec2.VpnConnection, 'target'> {
  if (transitGatewayId) return { target: { kind: 'transit-gateway', id: transitGatewayId } };
  return vpnGatewayId ? { target: { kind: 'vpn-gateway', id: vpnGatewayId } } : {};
}

function elsewhereOf(connection: VpnConnection): Record<string, string> {
  const { CoreNetworkArn, CoreNetworkAttachmentArn, VpnConcentratorId, PreSharedKeyArn } = connection;
  const known = Object.entries({ CoreNetworkArn, CoreNetworkAttachmentArn, VpnConcentratorId, PreSharedKeyArn });
  return Object.fromEntries(known.filter((each): each is [string, string] => Boolean(each[1])));
}

function amazonSideAsnOf(estate: Estate, connection: VpnConnection): number | undefined {
  const { VpnGatewayId: vpnGatewayId, TransitGatewayId: transitGatewayId } = connection;
  if (transitGatewayId) return estate.transitGateways.find((each) => each.TransitGatewayId === transitGatewayId)?.Options?.AmazonSideAsn;
  return estate.vpnGateways.find((each) => each.VpnGatewayId === vpnGatewayId)?.AmazonSideAsn;
}

function attachmentsOf(estate: Estate, { ofAttachment }: Announcements, now: number): ec2.TransitGatewayAttachment[] {
  const propagations = propagationsByAttachment(estate);
  const subnetIds = new Map(estate.transitGatewayVpcAttachments.map((each) => [each.TransitGatewayAttachmentId, each.SubnetIds]));
  return estate.transitGatewayAttachments.filter(isListed).map((attachment: TransitGatewayAttachment) => {
    const id = attachment.TransitGatewayAttachmentId!;
    const { TransitGatewayRouteTableId: routeTableId, State: state } = attachment.Association ?? {};
    return {
      id,
      transitGatewayId: attachment.TransitGatewayId!,
      resourceType: String(attachment.ResourceType),
      resourceId: attachment.ResourceId!,
      resourceOwnerId: attachment.ResourceOwnerId ?? '',
      state: String(attachment.State),
      ...routeTableId ? { association: { routeTableId, state: String(state) } } : {},
      propagations: propagations.get(id) ?? [],
      subnetIds: subnetIds.get(id) ?? [],
      prefixes: attachment.ResourceType === 'vpn' ? [] : ofAttachment.get(id) ?? [],
      createdAt: instantOf(attachment.CreationTime, now),
      tags: tagsOf(attachment.Tags),
    };
  });
}

function propagationsByAttachment(estate: Estate): Map<string, { routeTableId: string; state: string }[]> {
  const all = new Map<string, { routeTableId: string; state: string }[]>();
  for (const [routeTableId, propagations] of estate.transitGatewayPropagations) {
    for (const { TransitGatewayAttachmentId: id = '', State: state } of propagations) {
      if (state === 'disabled') continue;
      const known = all.get(id) ?? [];
      known.push({ routeTableId, state: String(state) });
      all.set(id, known);
    }
  }
  return all;
}

/** Each with the attachment that it leads to, be it that this is gone. A prefix list's come with its reference. */
function staticRoutesOf(estate: Estate): ec2.TransitGatewayRoute[] {
  return [...estate.transitGatewayRoutes].flatMap(([routeTableId, routes]) => routes
    .filter((route) => route.Type === 'static' && isListed(route) && route.State !== 'deleting' && !route.PrefixListId && route.DestinationCidrBlock)
    .map((route, token): ec2.TransitGatewayRoute => {
      const destination = canonicalDestination(route.DestinationCidrBlock!);
      const attachmentId = route.TransitGatewayAttachments?.[0]?.TransitGatewayAttachmentId;
      return {
        id: ec2.transitGatewayRouteId(routeTableId, destination),
        routeTableId,
        destination,
        ...attachmentId === undefined ? {} : { attachmentId },
        settled: route.State !== 'pending',
        token,
        tags: [],
      };
    }));
}

function staticallyRoutedTo(estate: Estate, vpnConnectionId: string): string[] {
  const ids = new Set(estate.transitGatewayAttachments.filter((each) => isListed(each) && each.ResourceId === vpnConnectionId)
    .map((each) => each.TransitGatewayAttachmentId));
  if (ids.size === 0) return [];
  return staticRoutesOf(estate).filter((route) => ids.has(route.attachmentId)).map((route) => route.destination);
}

function referencesOf(estate: Estate): ec2.TransitGatewayPrefixListReference[] {
  return [...estate.prefixListReferences].flatMap(([routeTableId, references]) => references.map((reference) => {
    const attachmentId = reference.TransitGatewayAttachment?.TransitGatewayAttachmentId;
    return {
      id: `${routeTableId}|${reference.PrefixListId}`,
      routeTableId,
      prefixListId: reference.PrefixListId!,
      ...attachmentId === undefined ? {} : { attachmentId },
      state: String(reference.State),
      tags: [],
    };
  }));
}

/** With the entries that the tables of transit gateways show of them: nothing else that was described does. */
function prefixListsOf(estate: Estate): ec2.PrefixList[] {
  const entries = new Map<string, Set<string>>();
  for (const route of [...estate.transitGatewayRoutes.values()].flat()) {
    if (!route.PrefixListId) continue;
    const known = entries.get(route.PrefixListId) ?? new Set();
    entries.set(route.PrefixListId, route.DestinationCidrBlock ? known.add(canonicalDestination(route.DestinationCidrBlock)) : known);
  }
  for (const route of estate.routeTables.flatMap((table) => table.Routes ?? [])) {
    if (route.DestinationPrefixListId) entries.set(route.DestinationPrefixListId, entries.get(route.DestinationPrefixListId) ?? new Set());
  }
  const references = [...estate.prefixListReferences.values()].flat();
  for (const { PrefixListId: id = '' } of references) entries.set(id, entries.get(id) ?? new Set());
  const ownerOf = (id: string) => references.find((each) => each.PrefixListId === id)?.PrefixListOwnerId ?? estate.accountId ?? '';
  return [...entries].map(([id, cidrs]) => ({ id, ownerId: ownerOf(id), cidrs: [...cidrs], tags: [] }));
}

function remarksOn(estate: Estate, lists: readonly ec2.PrefixList[]): string[] {
  const described = estate.vpnConnections.filter(isListed);
  const unread = lists.filter((list) => list.cidrs.length === 0).map((list) => list.id);
  const silent = described.filter((each) => tunnelsOf(each, 0).length === 0).map((each) => each.VpnConnectionId!);
  const underWay = described.filter((each) => each.State !== 'available').map((each) => `${each.VpnConnectionId} (${each.State})`);
  const many = (ids: readonly string[]) => (ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', '));
  return [
    ...unread.length === 0 ? [] : [`the entries of ${many(unread)} were not described: what is routed by these lists is not followed`],
    ...silent.length === 0 ? [] : [`no tunnel of ${many(silent)} was described: here there is none, and nothing passes`],
    ...underWay.length === 0 ? [] : [`${many(underWay)}: what is under way does not end here`],
  ];
}

function byId<R extends { readonly id: string }>(records: readonly R[]): Readonly<Record<string, R>> {
  return Object.fromEntries(records.map((record) => [record.id, record]));
}

function tagsOf(tags: readonly Tag[] | undefined): ec2.Tag[] {
  return (tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
}

/** Saved outputs have text where an answer has a Date. */
function instantOf(value: Date | undefined, otherwise: number): number {
  return value === undefined ? otherwise : new Date(value).getTime();
}
