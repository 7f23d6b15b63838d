/** What else on the old transit gateway lives from the connection: attachments whose tables lead to it, blackholes inside its prefixes. */
import { containsCidr, isCidr, sameDestination } from '../../../src/contract/cidr';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Survey, TransitGatewayAttachment, TransitGatewayRoute, vpnAttachmentOn } from '../observation';
import { MovePlan, onPremisesCidrs } from '../plan';
import { tablesLedOver } from '../stack-vpc-routes';

export function leftAttachmentFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const { from, to } = declaration;
  if (from.kind !== 'transit-gateway' || from.id === to.id) return [];
  const own = vpnAttachmentOn(survey, declaration.vpnConnectionId, from.id);
  if (own === undefined) return [];
  const tables = survey.transitGatewayRouteTables.filter((table) => table.transitGatewayId === from.id);
  const carrying = tables.filter((table) => table.routes.some((route) => route.attachmentIds.includes(own.id))).map((table) => table.id);
  const moving = new Set([...tablesLedOver(plan, declaration)].map((id) => survey.vpcRouteTables.find((table) => table.id === id)?.vpcId));
  return survey.attachments
    .filter((each) => each.transitGatewayId === from.id && each.id !== own.id && carrying.includes(each.association?.routeTableId ?? ''))
    // Whether the VPCs whose routes move have a way is looked at where they arrive.
    .filter((each) => !(each.resourceType === 'vpc' && moving.has(each.resourceId)) && !hasCounterpart(survey, declaration, plan, each))
    .map((each) => acceptableFinding('attachment-without-counterpart', each.id,
      `${each.id} (${each.resourceType} ${each.resourceId}) reaches the VPN through ${each.association?.routeTableId} today, and ${to.id} has no way for it`,
      to.kind === 'transit-gateway' ? `attach it to ${to.id} too, with a table that learns the VPN's prefixes` : 'give it another way first'));
}

/** A blackhole drops on purpose, and nothing would any more on the new gateway. */
export function blackholeFindings(survey: Survey, declaration: MoveDeclaration): Finding[] {
  const { from, to } = declaration;
  if (from.kind !== 'transit-gateway' || from.id === to.id) return [];
  const prefixes = onPremisesCidrs(survey, declaration) ?? [];
  const there = survey.transitGatewayRouteTables.filter((table) => table.transitGatewayId === to.id)
    .flatMap((table) => table.routes.filter(isBlackhole));
  return survey.transitGatewayRouteTables.filter((table) => table.transitGatewayId === from.id).flatMap((table) => table.routes
    .filter((route) => isBlackhole(route) && isCidr(route.destination) && prefixes.some((cidr) => containsCidr(cidr, route.destination)))
    .filter((route) => !there.some((each) => sameDestination(each.destination, route.destination)))
    .map((route) => acceptableFinding('blackhole-not-moved', `${table.id}/${route.destination}`,
      `blackhole ${route.destination} in ${table.id} drops a part of the VPN's traffic today, and nothing on ${to.id} does after the move`,
      to.kind === 'transit-gateway' ? 'create the same blackhole in the new tables, if it is still wanted' : 'drop that traffic elsewhere, if it must be')));
}

export function isBlackhole(route: TransitGatewayRoute): boolean {
  return route.type === 'static' && route.attachmentIds.length === 0;
}

function hasCounterpart(survey: Survey, { to }: MoveDeclaration, plan: MovePlan, old: TransitGatewayAttachment): boolean {
  if (to.kind === 'virtual-private-gateway') {
    const gateway = survey.virtualPrivateGateways.find((each) => each.id === to.id);
    const served = to.vpcId ?? gateway?.attachments.find((each) => each.state === 'attached')?.vpcId;
    return old.resourceType === 'vpc' && old.resourceId === served;
  }
  const learning = survey.connection?.routing === 'static' ? to.staticRouteTableIds : plan.to.propagationRouteTableIds;
  const others = survey.attachments.filter((each) => each.transitGatewayId === to.id && each.resourceId === old.resourceId);
  return others.some(({ state, association }) => state === 'available' && association?.state === 'associated'
    && learning.includes(association.routeTableId));
}
