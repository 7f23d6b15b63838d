/** What the device at the other end notices, and what it has to be told. */
import { Assessment } from '../../../lambda/engine/assessment';
import { difference } from '../../../lambda/engine/difference';
import { amazonSideAsns } from '../../../lambda/engine/preflight/autonomous-systems';
import { reachabilityOf } from '../../../lambda/engine/preflight/reachability';
import { canonicalDestination } from '../../../src/contract/cidr';

export interface DeviceSheet {
  readonly customerGatewayId: string;
  /** The AWS side's, with BGP. */
  readonly asn?: { readonly before?: number; readonly after?: number };
  /** What it hears by BGP, or can reach with static routing. */
  readonly reach: { readonly before: readonly string[]; readonly after: readonly string[] };
}

export function deviceSheetOf(assessment: Assessment): DeviceSheet {
  const { snapshot, declaration, routing, plan } = assessment;
  return {
    customerGatewayId: plan.to.customerGatewayId,
    ...routing === 'bgp' ? { asn: amazonSideAsns(snapshot, declaration) } : {},
    reach: reachabilityOf(assessment),
  };
}

export function linesOfDevice({ customerGatewayId, asn, reach }: DeviceSheet, replaced: boolean): string[] {
  const { missing: come, extra: gone } = difference(reach.after, reach.before, canonicalDestination);
  const verb = asn === undefined ? 'reaches' : 'hears';
  return [
    replaced ? `customer gateway ${customerGatewayId} is another device: it needs the outside addresses, keys and inside addresses of the connection`
      : 'the device keeps its configuration: same outside addresses, keys and inside addresses',
    ...asn === undefined ? [] : [asn.before === asn.after ? `BGP: AS ${asn.after ?? 'unknown'} on AWS's side, as before`
      : `BGP: AWS's side is AS ${asn.after ?? 'unknown'} instead of ${asn.before ?? 'unknown'}; the session stays down until the device is configured for it`],
    ...come.length === 0 ? [] : [`it ${verb} ${come.join(', ')} besides`],
    ...gone.length === 0 ? [] : [`it ${verb} ${gone.join(', ')} no more`],
    ...come.length + gone.length === 0 ? [`it ${verb} the same networks as before`] : [],
  ];
}
