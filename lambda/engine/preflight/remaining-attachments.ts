/** What else on the old transit gateway lives from the connection: attachments whose tables lead to it, blackholes inside its prefixes. */
import { containsCidr, isCidr, sameDestination } from '../../../src/contract/cidr';
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { routeTablesOf, servedVpcId, TransitGatewayAttachment, TransitGatewayRoute } from '../observation';

export function remainingAttachmentFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration: { from, to }, attachment: own, ledOver } = assessment;
  if (own === undefined) return [];
  const carrying = routeTablesOf(snapshot, from.id)
    .filter((table) => table.routes.some((route) => route.attachmentIds.includes(own.id))).map((table) => table.id);
  return snapshot.attachments
    .filter((each) => each.transitGatewayId === from.id && each.id !== own.id && carrying.includes(each.association?.routeTableId ?? ''))
    // Whether the VPCs whose routes move have a way is looked at where they arrive.
    .filter((each) => !(each.resourceType === 'vpc' && ledOver.vpcIds.has(each.resourceId)) && !hasCounterpart(assessment, each))
    .map((each) => acceptableFinding('attachment-without-counterpart', each.id,
      `${each.id} (${each.resourceType} ${each.resourceId}) reaches the VPN through ${each.association?.routeTableId} today, and ${to.id} has no way for it`,
      to.kind === 'transit-gateway' ? `attach it to ${to.id} too, with a table that learns the VPN's prefixes` : 'give it another way first'));
}

/** A blackhole drops on purpose, and nothing would any more on the new gateway. */
export function blackholeFindings({ snapshot, declaration: { from, to }, networks }: Assessment): Finding[] {
  const there = routeTablesOf(snapshot, to.id).flatMap((table) => table.routes.filter(isBlackhole));
  return routeTablesOf(snapshot, from.id).flatMap((table) => table.routes
    .filter((route) => isBlackhole(route) && isCidr(route.destination) && networks.some((cidr) => containsCidr(cidr, route.destination)))
    .filter((route) => !there.some((each) => sameDestination(each.destination, route.destination)))
    .map((route) => acceptableFinding('blackhole-not-moved', `${table.id}/${route.destination}`,
      `blackhole ${route.destination} in ${table.id} drops a part of the VPN's traffic today, and nothing on ${to.id} does after the move`,
      to.kind === 'transit-gateway' ? 'create the same blackhole in the new tables, if it is still wanted' : 'drop that traffic elsewhere, if it must be')));
}

export function isBlackhole(route: TransitGatewayRoute): boolean {
  return route.type === 'static' && route.attachmentIds.length === 0;
}

function hasCounterpart({ snapshot, declaration: { to }, learningTableIds }: Assessment, old: TransitGatewayAttachment): boolean {
  if (to.kind === 'virtual-private-gateway') return old.resourceType === 'vpc' && old.resourceId === servedVpcId(snapshot, to);
  const others = snapshot.attachments.filter((each) => each.transitGatewayId === to.id && each.resourceId === old.resourceId);
  return others.some(({ state, association }) => state === 'available' && association?.state === 'associated'
    && learningTableIds.includes(association.routeTableId));
}
