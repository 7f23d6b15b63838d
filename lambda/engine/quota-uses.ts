/** How much of the account's quotas an operation leaves in use, on the gateway and in the tables that it fills. */
import { routeTablesOf, Snapshot } from './observation';
import { MovePlan } from './plan';
import { isStaticVpcRoute } from './winning-routes';
import { isIpv4Cidr } from '../../src/contract/cidr';
import { MoveDeclaration } from '../../src/contract/declaration';
import { QuotaName } from '../../src/contract/quotas';

/** How much of a quota there will be in use, as far as it was seen. */
export interface QuotaUse {
  readonly name: QuotaName;
  /** What has the quota: a gateway or a table. */
  readonly subject: string;
  readonly wanted: number;
}

export function quotaUses(snapshot: Snapshot, { from, to }: MoveDeclaration, plan: MovePlan, networks: readonly string[]): QuotaUse[] {
  if (from.id === to.id) return [];
  return [
    ...to.kind === 'virtual-private-gateway' ? vpnGatewayUses(snapshot, to.id) : transitGatewayUses(snapshot, to.id, plan, networks),
    ...vpcRouteTableUses(snapshot, plan),
  ];
}

function vpnGatewayUses(snapshot: Snapshot, id: string): QuotaUse[] {
  const there = snapshot.virtualPrivateGateways.find((each) => each.id === id)?.otherConnectionIds.length;
  return there === undefined ? [] : [{ name: 'vpn-connections-per-vpn-gateway', subject: id, wanted: there + 1 }];
}

/** Only the tables that were read are counted: there may be more routes than these, never fewer. */
function transitGatewayUses(snapshot: Snapshot, id: string, plan: MovePlan, networks: readonly string[]): QuotaUse[] {
  const propagated = snapshot.connection?.routing === 'bgp' ? networks.length * plan.to.propagationRouteTableIds.length : 0;
  const present = routeTablesOf(snapshot, id).flatMap((table) => table.routes).length;
  const attachments = snapshot.attachments.filter((each) => each.transitGatewayId === id).length;
  return [
    { name: 'routes-per-transit-gateway', subject: id, wanted: present + plan.to.transitGatewayRoutes.length + propagated },
    { name: 'attachments-per-transit-gateway', subject: id, wanted: attachments + 1 },
  ];
}

/** Propagated routes have a quota of their own, IPv4 and IPv6 are counted apart; a prefix list counts by its size, which is not read. */
function vpcRouteTableUses(snapshot: Snapshot, plan: MovePlan): QuotaUse[] {
  return snapshot.vpcRouteTables.flatMap((table) => {
    const created = plan.vpcRoutes.filter((route) => route.routeTableId === table.id && route.before === 'none' && route.after === 'static')
      .map((route) => route.destination);
    if (created.length === 0) return [];
    const routes = [...table.routes.filter(isStaticVpcRoute).map((route) => route.destination), ...created];
    const ipv6 = routes.filter((destination) => destination.includes(':') && !isIpv4Cidr(destination)).length;
    return [{ name: 'routes-per-vpc-route-table' as const, subject: table.id, wanted: Math.max(ipv6, routes.length - ipv6) }];
  });
}
