/** Whether what the move creates fits: counted from what was seen, against what Service Quotas says of this account. */
import { isIpv4Cidr } from '../../../src/contract/cidr';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { QuotaName, QUOTAS } from '../../../src/contract/quotas';
import { Survey } from '../observation';
import { MovePlan, onPremisesCidrs } from '../plan';
import { isStaticVpcRoute } from '../winning-routes';

/** Prefixes that one BGP session brings in; not adjustable [H, UG-vpn-limits]. */
const BGP_PREFIXES_MAX = { 'virtual-private-gateway': 100, 'transit-gateway': 1_000 };

/** How much of a quota there will be in use, as far as it was seen. */
export interface QuotaUse {
  readonly name: QuotaName;
  /** What has the quota: a gateway or a table. */
  readonly subject: string;
  readonly wanted: number;
}

export function quotaFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  if (declaration.from.id === declaration.to.id) return [];
  return [...bgpPrefixFindings(survey, declaration), ...quotaUses(survey, declaration, plan).flatMap((use) => exceeded(survey, use))];
}

/** What the move leaves in use on the gateway and in the tables that it fills. */
export function quotaUses(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): QuotaUse[] {
  const { from, to } = declaration;
  if (from.id === to.id) return [];
  return [
    ...to.kind === 'virtual-private-gateway' ? vpnGatewayUses(survey, to.id) : transitGatewayUses(survey, declaration, plan),
    ...vpcRouteTableUses(survey, plan),
  ];
}

function bgpPrefixFindings({ connection }: Survey, { to }: MoveDeclaration): Finding[] {
  if (connection?.routing !== 'bgp') return [];
  const accepted = Math.max(0, ...connection.tunnels.map((tunnel) => tunnel.acceptedRouteCount));
  const most = BGP_PREFIXES_MAX[to.kind];
  if (accepted <= most) return [];
  return [{
    id: 'too-many-bgp-prefixes',
    message: `the device announces ${accepted} prefixes, and ${to.id} accepts ${most} of a connection`,
    remedy: 'summarize the announcements first',
  }];
}

function vpnGatewayUses(survey: Survey, id: string): QuotaUse[] {
  const there = survey.virtualPrivateGateways.find((each) => each.id === id)?.otherConnectionIds.length;
  return there === undefined ? [] : [{ name: 'vpn-connections-per-vpn-gateway', subject: id, wanted: there + 1 }];
}

/** Only the tables that were read are counted: there may be more routes than these, never fewer. */
function transitGatewayUses(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): QuotaUse[] {
  const { id } = declaration.to;
  const tables = survey.transitGatewayRouteTables.filter((table) => table.transitGatewayId === id);
  const propagated = survey.connection?.routing === 'bgp' ? (onPremisesCidrs(survey, declaration) ?? []).length * plan.to.propagationRouteTableIds.length : 0;
  const routes = tables.reduce((sum, table) => sum + table.routes.length, plan.to.transitGatewayRoutes.length + propagated);
  const attachments = survey.attachments.filter((each) => each.transitGatewayId === id).length;
  return [
    { name: 'routes-per-transit-gateway', subject: id, wanted: routes },
    { name: 'attachments-per-transit-gateway', subject: id, wanted: attachments + 1 },
  ];
}

/** Propagated routes have a quota of their own, IPv4 and IPv6 are counted apart; a prefix list counts by its size, which is not read. */
function vpcRouteTableUses(survey: Survey, plan: MovePlan): QuotaUse[] {
  return survey.vpcRouteTables.flatMap((table) => {
    const created = plan.vpcRoutes.filter((route) => route.routeTableId === table.id && route.before === 'none' && route.after === 'static')
      .map((route) => route.destination);
    if (created.length === 0) return [];
    const routes = [...table.routes.filter(isStaticVpcRoute).map((route) => route.destination), ...created];
    const ipv6 = routes.filter((destination) => destination.includes(':') && !isIpv4Cidr(destination)).length;
    return [{ name: 'routes-per-vpc-route-table' as const, subject: table.id, wanted: Math.max(ipv6, routes.length - ipv6) }];
  });
}

function exceeded(survey: Survey, { name, subject, wanted }: QuotaUse): Finding[] {
  const applied = survey.quotas?.find((each) => each.name === name)?.applied;
  if (applied === undefined) return [];
  const { of, documented, serviceCode, quotaCode } = QUOTAS[name];
  const remedy = `ask for a higher quota (Service Quotas, ${serviceCode}, ${quotaCode}), or make room first`;
  if (typeof applied === 'number') {
    if (wanted <= applied) return [];
    return [{ id: 'quota-exceeded', message: `${subject} would have ${wanted}, and the quota of ${of} is ${applied}`, remedy }];
  }
  if (documented === undefined || wanted <= documented) return [];
  return [acceptableFinding('quota-unknown', `${subject}/${name}`,
    `${subject} would have ${wanted}; the quota of ${of} is ${documented} unless it was raised, and could not be read: ${applied.unreadable}`, remedy)];
}
