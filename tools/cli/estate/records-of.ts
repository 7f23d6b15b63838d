/**
 * An estate as the records of the embedded EC2: describing these gives the estate again. What they cannot hold is a note,
 * so that nobody takes silence for a clean estate.
 */
import type { CustomerGateway, VpnGateway } from '@aws-sdk/client-ec2';
import { Announcements, announcementsOf } from './announcements';
import { Estate } from './estate';
import { isListed } from './listed';
import { byId, RecordsOfEstate, RecordsOptions, tagsOf } from './records';
import { vpnConnectionOf } from './records-of-connections';
import { transitGatewayRecordsOf } from './records-of-transit-gateways';
import { tunnelsOf } from './records-of-tunnels';
import { vpcRecordsOf } from './records-of-vpcs';
import { canonicalDestination } from '../../../src/contract/cidr';
import * as ec2 from '../../rehearsal/embedded-ec2/records';

export function recordsOf(estate: Estate, options: RecordsOptions): RecordsOfEstate {
  const announcements = announcementsOf(estate, options.announced);
  const vpcs = vpcRecordsOf(estate);
  const lists = prefixListsOf(estate);
  return {
    records: {
      ...vpcs.records,
      ...transitGatewayRecordsOf(estate, announcements, options.now),
      prefixLists: byId(lists),
      customerGateways: byId(estate.customerGateways.filter(isListed).map(customerGatewayOf)),
      vpnGateways: byId(estate.vpnGateways.filter(isListed).map((gateway) => vpnGatewayOf(gateway, announcements))),
      vpnConnections: byId(estate.vpnConnections.filter(isListed).map((each) => vpnConnectionOf(each, estate, announcements, options))),
    },
    notes: [...announcements.notes, ...vpcs.notes, ...notesOn(estate, lists)],
  };
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
  const attachments = (gateway.VpcAttachments ?? []).filter((each) => each.State !== 'detached');
  const attachment = attachments.find((each) => each.State === 'attached') ?? attachments[0];
  return {
    id: gateway.VpnGatewayId!,
    state: String(gateway.State),
    amazonSideAsn: gateway.AmazonSideAsn ?? 64_512,
    ...attachment === undefined ? {} : { attachment: { vpcId: attachment.VpcId!, state: String(attachment.State) } },
    directConnectPrefixes: ofVpnGateway.get(gateway.VpnGatewayId!) ?? [],
    tags: tagsOf(gateway.Tags),
  };
}

function notesOn(estate: Estate, lists: readonly ec2.PrefixList[]): string[] {
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
