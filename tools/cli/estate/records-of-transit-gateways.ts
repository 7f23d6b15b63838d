/** Transit gateways with their attachments, tables and routes as records of the embedded EC2. Propagated routes follow from the rest. */
import type { TransitGateway, TransitGatewayAttachment } from '@aws-sdk/client-ec2';
import { Announcements } from './announcements';
import { Estate } from './estate';
import { isListed } from './listed';
import { byId, instantOf, RecordsOfEstate, tagsOf } from './records';
import { canonicalDestination } from '../../../src/contract/cidr';
import * as ec2 from '../../rehearsal/embedded-ec2/records';

export function transitGatewayRecordsOf(estate: Estate, announcements: Announcements, now: number): RecordsOfEstate['records'] {
  return {
    transitGateways: byId(estate.transitGateways.filter(isListed).map((gateway) => transitGatewayOf(gateway, now))),
    transitGatewayAttachments: byId(attachmentsOf(estate, announcements, now)),
    transitGatewayRouteTables: byId(estate.transitGatewayRouteTables.filter(isListed).map((table) => ({
      id: table.TransitGatewayRouteTableId!,
      transitGatewayId: table.TransitGatewayId!,
      state: String(table.State),
      createdAt: instantOf(table.CreationTime, now),
      tags: tagsOf(table.Tags),
    }))),
    transitGatewayRoutes: byId(staticRoutesOf(estate)),
    transitGatewayPrefixListReferences: byId(referencesOf(estate)),
  };
}

/** The destinations of static routes that lead to the connection. */
export function staticallyRoutedTo(estate: Estate, vpnConnectionId: string): string[] {
  const ids = new Set(estate.transitGatewayAttachments.filter((each) => isListed(each) && each.ResourceId === vpnConnectionId)
    .map((each) => each.TransitGatewayAttachmentId));
  if (ids.size === 0) return [];
  return staticRoutesOf(estate).filter((route) => ids.has(route.attachmentId)).map((route) => route.destination);
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
