/** What on-premises hosts can reach, and what the device hears of it by BGP: before the move, and after it. */
import { canonicalDestination, containsCidr, isCidr } from '../../../src/contract/cidr';
import { GatewayEnd } from '../../../src/contract/declaration';
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { difference } from '../difference';
import { servedVpcId, Snapshot } from '../observation';

export interface Reachability {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * A transit gateway tells the device what the table of the attachment holds; a virtual private gateway tells it the blocks of
 * its VPC [M]. With static routing the same decides what can be reached, though nobody announces it.
 */
export function reachabilityOf({ snapshot, declaration: { from, to }, attachment: own }: Assessment): Reachability {
  return { before: reachableThrough(snapshot, from, own?.association?.routeTableId, own?.id), after: reachableThrough(snapshot, to) };
}

export function reachabilityFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration: { from, to }, routing, ledOver } = assessment;
  // Whether the VPCs whose routes move can be reached is looked at where they arrive.
  const judged = snapshot.vpcs.filter((vpc) => ledOver.vpcIds.has(vpc.id)).flatMap((vpc) => vpc.cidrs);
  const { before, after } = reachabilityOf(assessment);
  return [
    ...routing === 'bgp' ? defaultRouteFindings(to.id, before, after) : [],
    ...from.kind === 'transit-gateway' ? lostFindings(to.id, before.filter((cidr) => !isDefault(cidr) && !judged.includes(cidr)), after) : [],
  ];
}

/** BGP over two tunnels is spread where the transit gateway says so, and comes back by either [M]. */
export function ecmpFindings({ snapshot: { connection, transitGateways }, declaration: { from, to } }: Assessment): Finding[] {
  const spreads = (id: string) => transitGateways.find((each) => each.id === id)?.vpnEcmp === true;
  if (connection?.routing !== 'bgp' || !spreads(to.id) || spreads(from.id)) return [];
  if (connection.tunnels.filter((tunnel) => tunnel.status === 'UP').length < 2) return [];
  return [acceptableFinding('ecmp-becomes-active', to.id,
    `${to.id} uses both tunnels at the same time (ECMP), where one carries the traffic today, and gives the device no preference by MED`,
    'let the device accept traffic on either tunnel, or announce more specific prefixes over the one that is to be used')];
}

function reachableThrough(snapshot: Snapshot, end: GatewayEnd, routeTableId?: string, ownAttachmentId?: string): string[] {
  if (end.kind === 'virtual-private-gateway') {
    const served = servedVpcId(snapshot, end);
    return snapshot.vpcs.filter((vpc) => vpc.id === served).flatMap((vpc) => vpc.cidrs);
  }
  const table = snapshot.transitGatewayRouteTables.find((each) => each.id === (routeTableId ?? end.associationRouteTableId));
  return [...new Set((table?.routes ?? [])
    .filter((route) => isCidr(route.destination) && route.attachmentIds.some((id) => id !== ownAttachmentId))
    .map((route) => route.destination))].sort();
}

function defaultRouteFindings(to: string, before: readonly string[], after: readonly string[]): Finding[] {
  const { missing: announced, extra: withdrawn } = difference(after.filter(isDefault), before.filter(isDefault), canonicalDestination);
  return [
    ...announced.map((cidr) => acceptableFinding('default-route-announced', `${to}/${cidr}`,
      `${to} would announce a default route (${cidr}) to the device, which hears none today`,
      'filter it on the device, or associate the VPN with a table without it')),
    ...withdrawn.map((cidr) => acceptableFinding('default-route-withdrawn', `${to}/${cidr}`,
      `the device hears a default route (${cidr}) today, and ${to} would announce none`,
      'give the device another way, or the new gateway that route')),
  ];
}

function lostFindings(to: string, before: readonly string[], after: readonly string[]): Finding[] {
  const lost = before.filter((cidr) => !after.some((each) => containsCidr(each, cidr)));
  return lost.map((cidr) => acceptableFinding('reach-lost', `${to}/${cidr}`,
    `${cidr} can be reached through the VPN today, and ${to} has no way to it`,
    'make sure that nobody behind the VPN needs it, or give the new gateway a route to it'));
}

function isDefault(cidr: string): boolean {
  return cidr === '0.0.0.0/0' || cidr === '::/0';
}
