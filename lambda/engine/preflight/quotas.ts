/** Whether what the move creates fits: what was counted, against what Service Quotas says of this account. */
import { MoveDeclaration } from '../../../src/contract/declaration';
import { acceptableFinding, Finding, finding } from '../../../src/contract/finding';
import { QUOTAS } from '../../../src/contract/quotas';
import { Assessment } from '../assessment';
import { Snapshot } from '../observation';
import { QuotaUse } from '../quota-uses';

/** Prefixes that one BGP session brings in; not adjustable [H, UG-vpn-limits]. */
const BGP_PREFIXES_MAX = { 'virtual-private-gateway': 100, 'transit-gateway': 1_000 };

export function quotaFindings({ snapshot, declaration, quotaUses }: Assessment): Finding[] {
  return [...bgpPrefixFindings(snapshot, declaration), ...quotaUses.flatMap((use) => exceeded(snapshot, use))];
}

function bgpPrefixFindings({ connection }: Snapshot, { to }: MoveDeclaration): Finding[] {
  if (connection?.routing !== 'bgp') return [];
  const accepted = Math.max(0, ...connection.tunnels.map((tunnel) => tunnel.acceptedRouteCount));
  const most = BGP_PREFIXES_MAX[to.kind];
  if (accepted <= most) return [];
  return [finding('too-many-bgp-prefixes',
    `the device announces ${accepted} prefixes, and ${to.id} accepts ${most} of a connection`,
    'summarize the announcements first')];
}

function exceeded(snapshot: Snapshot, { name, subject, wanted }: QuotaUse): Finding[] {
  const applied = snapshot.quotas?.find((each) => each.name === name)?.applied;
  if (applied === undefined) return [];
  const { of, documented, serviceCode, quotaCode } = QUOTAS[name];
  const remedy = `ask for a higher quota (Service Quotas, ${serviceCode}, ${quotaCode}), or make room first`;
  if (typeof applied === 'number') {
    if (wanted <= applied) return [];
    return [finding('quota-exceeded', `${subject} would have ${wanted}, and the quota of ${of} is ${applied}`, remedy)];
  }
  if (documented === undefined || wanted <= documented) return [];
  return [acceptableFinding('quota-unknown', `${subject}/${name}`,
    `${subject} would have ${wanted}; the quota of ${of} is ${documented} unless it was raised, and could not be read: ${applied.unreadable}`, remedy)];
}
