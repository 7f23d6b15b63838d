/** Route tables that a VPC keeps for what comes in through its virtual private gateway, for instance to a firewall. */
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { Snapshot, VpcRouteTable } from '../observation';

export function ingressRoutingFindings({ snapshot, declaration: { from, to } }: Assessment): Finding[] {
  const before = ingressTablesOf(snapshot, from.id);
  const after = ingressTablesOf(snapshot, to.id);
  // With such a table on both sides somebody has thought of it.
  if (before.length > 0 && after.length > 0) return [];
  return [
    ...before.map((table) => acceptableFinding('ingress-inspection-bypassed', table.id,
      `route table ${table.id} leads what comes in through ${from.id} to ${targetsOf(table)}; after the move the VPN's traffic does not pass there any more`,
      'route it to the same place from the new gateway first')),
    ...after.map((table) => acceptableFinding('ingress-inspection-begins', table.id,
      `route table ${table.id} leads what comes in through ${to.id} to ${targetsOf(table)}, which the VPN's traffic does not pass today`,
      'make sure that what stands there lets it through')),
  ];
}

/** A table with local routes alone changes nothing. */
function ingressTablesOf(snapshot: Snapshot, gatewayId: string): VpcRouteTable[] {
  return snapshot.vpcRouteTables.filter((table) => table.gatewayIds?.includes(gatewayId) && table.routes.some((route) => route.targetId !== 'local'));
}

function targetsOf(table: VpcRouteTable): string {
  return [...new Set(table.routes.map((route) => route.targetId).filter((id) => id !== 'local'))].join(', ');
}
