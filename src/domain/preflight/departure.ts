/** Whether everything that stands on the old transit gateway is declared: what is not could be neither removed nor put back. */
import { MoveDeclaration, TransitGatewayEnd } from '../declaration';
import { Finding } from '../finding';
import { Survey, vpnAttachmentOn } from '../observation';
import { routesToAttachment } from '../plan';

export function departureFindings(survey: Survey, declaration: MoveDeclaration): Finding[] {
  const { from, to } = declaration;
  if (from.kind !== 'transit-gateway' || from.id === to.id) return [];
  const attachment = vpnAttachmentOn(survey, declaration.vpnConnectionId, from.id);
  if (attachment === undefined) return [];
  const findings: Finding[] = [];
  const association = attachment.association?.routeTableId;
  if (association !== from.associationRouteTableId) {
    findings.push({
      id: 'source-association-differs',
      message: `${attachment.id} is associated with ${association ?? 'no table'}, not with ${from.associationRouteTableId} as \`from\` declares`,
      remedy: 'declare the table it is associated with, so that the way back can restore it',
    });
  }
  const propagations = attachment.propagations.map((each) => each.routeTableId);
  for (const id of propagations.filter((each) => !from.propagationRouteTableIds.includes(each))) {
    findings.push({
      id: 'source-propagation-undeclared',
      message: `${attachment.id} propagates to ${id}, which \`from\` does not declare`,
      remedy: `name ${id} in \`propagationRouteTableIds\` of \`from\`, so that the way back can restore it`,
    });
  }
  findings.push(...defaultTableFindings(survey, from), ...prefixListFindings(survey, from.id, attachment.id));
  const routes = routesToAttachment(survey, from, 'static');
  for (const id of new Set(routes.map((route) => route.routeTableId))) {
    if (from.staticRouteTableIds.includes(id)) continue;
    findings.push({
      id: 'source-route-table-undeclared',
      message: `${id} holds static routes to ${attachment.id}, and \`from\` does not declare it`,
      remedy: `name ${id} in \`staticRouteTableIds\` of \`from\`, so that its routes are moved and not left as blackholes`,
    });
  }
  return findings;
}

/** The way back arrives as a new attachment, which the gateway puts into its default tables whatever the old one was in. */
function defaultTableFindings(survey: Survey, from: TransitGatewayEnd): Finding[] {
  const gateway = survey.transitGateways.find((each) => each.id === from.id);
  const association = gateway?.defaultAssociationRouteTableId;
  const propagation = gateway?.defaultPropagationRouteTableId;
  const unwanted = [
    ...association === undefined || association === from.associationRouteTableId ? [] : [association],
    ...propagation === undefined || from.propagationRouteTableIds.includes(propagation) ? [] : [propagation],
  ];
  return [...new Set(unwanted)].filter((id) => !from.defaultRouteTableIds.includes(id)).map((id) => ({
    id: 'source-default-route-table-undeclared',
    message: `transit gateway ${from.id} puts every new attachment into its default route table ${id}, so the way back would find its own there`,
    remedy: `name ${id} in \`defaultRouteTableIds\` of \`from\`, so that the way back may take the attachment out of it`,
  }));
}

/** A reference is one object with many routes: they cannot be deleted one by one, and no step of a move makes it again. */
function prefixListFindings(survey: Survey, fromId: string, attachmentId: string): Finding[] {
  return survey.transitGatewayRouteTables.filter((table) => table.transitGatewayId === fromId).flatMap((table) => {
    const referenced = (table.prefixListReferences ?? []).filter((each) => each.attachmentId === attachmentId)
      .map((each) => each.prefixListId);
    const routed = table.routes.filter((route) => route.attachmentIds.includes(attachmentId))
      .flatMap((route) => route.prefixListId ?? []);
    return [...new Set([...referenced, ...routed])].map((prefixListId) => ({
      id: 'prefix-list-reference',
      message: `${table.id} leads prefix list ${prefixListId} to ${attachmentId} by a reference, which would be left without an attachment`,
      remedy: 'put static routes for its blocks in its place, delete the reference, and deploy again',
    }));
  });
}
