/** Other connections: those on the new gateway that this one would collide with, those on the old one that it leaves alone. */
import { canonicalDestination, containsCidr, sameDestination } from '../../../src/contract/cidr';
import { gatewayOf, MoveDeclaration } from '../../../src/contract/declaration';
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { nameOfGateway } from '../../../src/contract/gateway';
import { NeighbouringConnection, Survey } from '../observation';
import { MovePlan, onPremisesCidrs } from '../plan';

/** Arriving: what EC2 would refuse, and whose static routes meet ours. */
export function newNeighbourFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const neighbours = [...survey.virtualPrivateGateways, ...survey.transitGateways]
    .find((each) => each.id === declaration.to.id)?.otherConnections ?? [];
  // Its connections are on the new gateway already, where EC2 has taken them.
  if (declaration.replacement !== undefined) return routeFindings(survey, declaration, neighbours);
  return [
    ...declaration.from.id === declaration.to.id ? [] : insideCidrFindings(survey, declaration, neighbours),
    ...duplicateFindings(declaration, plan, neighbours),
    ...routeFindings(survey, declaration, neighbours),
  ];
}

/** Leaving: sites on one virtual private gateway reach each other through it (CloudHub), and no longer once one is elsewhere [M]. */
export function oldNeighbourFindings(survey: Survey, { from, to, vpnConnectionId }: MoveDeclaration): Finding[] {
  const exchanged = to.kind === 'virtual-private-gateway' && to.vpcId !== undefined;
  if (from.id === to.id || exchanged) return [];
  const others = survey.virtualPrivateGateways.find((each) => each.id === from.id)?.otherConnectionIds ?? [];
  return others.map((other) => acceptableFinding('sites-separated', other,
    `${vpnConnectionId} and ${other} can reach each other's sites through ${from.id} today, and no longer after the move`,
    `move ${other} too, or make sure that the sites have no traffic with each other`));
}

/** Unique on a virtual private gateway; on a transit gateway the IPv6 ones are [H, UG-tunnel-configure]. */
function insideCidrFindings(survey: Survey, { to }: MoveDeclaration, neighbours: readonly NeighbouringConnection[]): Finding[] {
  const own = (survey.connection?.insideCidrs ?? []).map(canonicalDestination)
    .filter((cidr) => to.kind === 'virtual-private-gateway' || cidr.includes(':'));
  return neighbours.flatMap((neighbour) => own
    .filter((cidr) => neighbour.insideCidrs.some((other) => sameDestination(other, cidr)))
    .map((cidr) => ({
      id: 'inside-cidr-in-use',
      message: `inside CIDR block ${cidr} of a tunnel is also that of a tunnel of ${neighbour.id} on ${nameOfGateway(gatewayOf(to))}`,
      remedy: 'give one of the two tunnels another inside CIDR block (ModifyVpnTunnelOptions), on the device too',
    })));
}

/** EC2's error codes name this a conflict, its reference of CreateVpnConnection an idempotent repetition [H, both]. */
function duplicateFindings({ to }: MoveDeclaration, plan: MovePlan, neighbours: readonly NeighbouringConnection[]): Finding[] {
  if (to.kind !== 'virtual-private-gateway') return [];
  return neighbours.filter((each) => each.customerGatewayId === plan.to.customerGatewayId).map((each) => acceptableFinding(
    'duplicate-connection', each.id,
    `${each.id} connects ${to.id} and ${each.customerGatewayId} already, and EC2 may refuse a second connection between the two`,
    'move to another gateway, or give one of them a customer gateway of its own'));
}

/** Inside a virtual private gateway the longest prefix wins, and a static route of a VPN beats one learnt by BGP [H]. */
function routeFindings(survey: Survey, declaration: MoveDeclaration, neighbours: readonly NeighbouringConnection[]): Finding[] {
  const { from, to } = declaration;
  if (to.kind !== 'virtual-private-gateway' || from.id === to.id) return [];
  const isStatic = survey.connection?.routing === 'static';
  const prefixes = onPremisesCidrs(survey, declaration) ?? [];
  return neighbours.flatMap((neighbour) => neighbour.staticRoutes.flatMap((route) => prefixes.flatMap((cidr) => {
    if (!containsCidr(cidr, route)) return [];
    const same = sameDestination(cidr, route);
    const after = same && isStatic ? 'either of the two, AWS does not say which' : neighbour.id;
    return [acceptableFinding('vpn-route-shadowing', `${neighbour.id}/${route}`,
      `static route ${route} of ${neighbour.id} meets ${cidr} on ${to.id}: before the move this VPN gets its traffic, after it ${after} does`
        + (same ? '' : ', since the longer prefix wins'),
      'delete it, if these addresses belong behind the VPN that moves')];
  })));
}
