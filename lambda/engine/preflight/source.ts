/** Whether everything that stands on the old transit gateway is declared: what is not could be neither removed nor put back. */
import { declaringDefaults, inWords, undeclaredDefaults } from './default-route-tables';
import { TransitGatewayEnd } from '../../../src/contract/declaration';
import { Finding, finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { routeTablesOf, Snapshot } from '../observation';

export function sourceFindings({ snapshot, declaration: { from }, attachment, plan }: Assessment): Finding[] {
  if (from.kind !== 'transit-gateway' || attachment === undefined) return [];
  const association = attachment.association?.routeTableId;
  const undeclared = plan.from.propagationRouteTableIds.filter((id) => !from.propagationRouteTableIds.includes(id));
  const tablesWithRoutes = [...new Set(plan.from.transitGatewayRoutes.map((route) => route.routeTableId))];
  return [
    // Nobody has associated it, where the end is without a table.
    ...(association ?? '') === from.associationRouteTableId ? [] : [finding('source-association-differs',
      `${attachment.id} is associated with ${association ?? 'no table'}, not with ${from.associationRouteTableId} as \`from\` declares`,
      'declare the table it is associated with, so that the way back can restore it')],
    ...undeclared.map((id) => finding('source-propagation-undeclared',
      `${attachment.id} propagates to ${id}, which \`from\` does not declare`,
      `name ${id} in \`propagationRouteTableIds\` of \`from\`, so that the way back can restore it`)),
    ...defaultTableFindings(snapshot, from), ...prefixListFindings(snapshot, from.id, attachment.id),
    ...tablesWithRoutes.filter((id) => !from.staticRouteTableIds.includes(id)).map((id) => finding('source-route-table-undeclared',
      `${id} holds static routes to ${attachment.id}, and \`from\` does not declare it`,
      `name ${id} in \`staticRouteTableIds\` of \`from\`, so that its routes are moved and not left as blackholes`)),
  ];
}

/** The way back arrives as a new attachment, which the gateway puts into its default tables whatever the old one was in. */
function defaultTableFindings(snapshot: Snapshot, from: TransitGatewayEnd): Finding[] {
  const undeclared = undeclaredDefaults(snapshot, from);
  if (undeclared.length === 0) return [];
  return [finding('source-default-route-table-undeclared',
    `transit gateway ${from.id} by itself ${inWords(undeclared)}, so the way back would find its own there`,
    `${declaringDefaults(from, undeclared)}: the way back may then take the VPN attachment out of there`)];
}

/** A reference is one object with many routes: they cannot be deleted one by one, and no step of a move makes it again. */
function prefixListFindings(snapshot: Snapshot, fromId: string, attachmentId: string): Finding[] {
  return routeTablesOf(snapshot, fromId).flatMap((table) => {
    const referenced = (table.prefixListReferences ?? []).filter((each) => each.attachmentId === attachmentId)
      .map((each) => each.prefixListId);
    const routed = table.routes.filter((route) => route.attachmentIds.includes(attachmentId))
      .flatMap((route) => route.prefixListId ?? []);
    return [...new Set([...referenced, ...routed])].map((prefixListId) => finding('prefix-list-reference',
      `${table.id} leads prefix list ${prefixListId} to ${attachmentId} by a reference, which would be left without an attachment`,
      'put static routes for its blocks in its place, delete the reference, and deploy again'));
  });
}
