/** Other connections: those on the new gateway that this one would collide with, those on the old one that it leaves alone. */
import { canonicalDestination, containsCidr, sameDestination } from '../../../src/contract/cidr';
import { gatewayOf } from '../../../src/contract/declaration';
import { acceptableFinding, Finding, finding } from '../../../src/contract/finding';
import { nameOfGateway } from '../../../src/contract/gateway';
import { Assessment } from '../assessment';
import { OtherConnection } from '../observation';

/** Leaving: sites on one virtual private gateway reach each other through it (CloudHub), and no longer once one is elsewhere [M]. */
export function separatedSiteFindings({ snapshot, declaration: { from, to, vpnConnectionId } }: Assessment): Finding[] {
  if (to.kind === 'virtual-private-gateway' && to.vpcId !== undefined) return [];
  const others = snapshot.virtualPrivateGateways.find((each) => each.id === from.id)?.otherConnectionIds ?? [];
  return others.map((other) => acceptableFinding('sites-separated', other,
    `${vpnConnectionId} and ${other} can reach each other's sites through ${from.id} today, and no longer after the move`,
    `move ${other} too, or make sure that the sites have no traffic with each other`));
}

/** Unique on a virtual private gateway; on a transit gateway the IPv6 ones are [H, UG-tunnel-configure]. */
export function insideCidrFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration: { to } } = assessment;
  const own = (snapshot.connection?.insideCidrs ?? []).map(canonicalDestination)
    .filter((cidr) => to.kind === 'virtual-private-gateway' || cidr.includes(':'));
  return newNeighbours(assessment).flatMap((neighbour) => own
    .filter((cidr) => neighbour.insideCidrs.some((other) => sameDestination(other, cidr)))
    .map((cidr) => finding('inside-cidr-in-use',
      `inside CIDR block ${cidr} of a tunnel is also that of a tunnel of ${neighbour.id} on ${nameOfGateway(gatewayOf(to))}`,
      'give one of the two tunnels another inside CIDR block (ModifyVpnTunnelOptions), on the device too')));
}

/** EC2's error codes name this a conflict, its reference of CreateVpnConnection an idempotent repetition [H, both]. */
export function duplicateFindings(assessment: Assessment): Finding[] {
  const { declaration: { to }, plan } = assessment;
  if (to.kind !== 'virtual-private-gateway') return [];
  return newNeighbours(assessment).filter((each) => each.customerGatewayId === plan.to.customerGatewayId).map((each) => acceptableFinding(
    'duplicate-connection', each.id,
    `${each.id} connects ${to.id} and ${each.customerGatewayId} already, and EC2 may refuse a second connection between the two`,
    'move to another gateway, or give one of them a customer gateway of its own'));
}

/** Inside a virtual private gateway the longest prefix wins, and a static route of a VPN beats one learnt by BGP [H]. */
export function neighbouringRouteFindings(assessment: Assessment): Finding[] {
  const { declaration: { to }, routing, networks } = assessment;
  if (to.kind !== 'virtual-private-gateway') return [];
  return newNeighbours(assessment).flatMap((neighbour) => neighbour.staticRoutes.flatMap((route) => networks.flatMap((cidr) => {
    if (!containsCidr(cidr, route)) return [];
    const same = sameDestination(cidr, route);
    const after = same && routing === 'static' ? 'either of the two, AWS does not say which' : neighbour.id;
    return [acceptableFinding('vpn-route-shadowing', `${neighbour.id}/${route}`,
      `static route ${route} of ${neighbour.id} meets ${cidr} on ${to.id}: before the move this VPN gets its traffic, after it ${after} does`
        + (same ? '' : ', since the longer prefix wins'),
      'delete it, if these addresses belong behind the VPN that moves')];
  })));
}

function newNeighbours({ snapshot, declaration: { to } }: Assessment): readonly OtherConnection[] {
  return [...snapshot.virtualPrivateGateways, ...snapshot.transitGateways].find((each) => each.id === to.id)?.otherConnections ?? [];
}
