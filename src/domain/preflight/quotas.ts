/** Whether what the move creates fits: counted from what was seen, against what Service Quotas says of this account. */
import { isIpv4Cidr } from '../cidr';
import { MoveDeclaration } from '../declaration';
import { acceptableFinding, Finding } from '../finding';
import { QuotaName, Survey } from '../observation';
import { isStaticVpcRoute, MovePlan, onPremisesCidrs } from '../plan';
import { QUOTAS } from '../quotas';

/** Prefixes that one BGP session brings in; not adjustable [H, UG-vpn-limits]. */
const BGP_PREFIXES_MAX = { 'virtual-private-gateway': 100, 'transit-gateway': 1_000 };

export function quotaFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const { from, to } = declaration;
  if (from.id === to.id) return [];
  return [
    ...bgpPrefixFindings(survey, declaration),
    ...(to.kind === 'virtual-private-gateway' ? vpnGatewayFindings(survey, to.id) : transitGatewayFindings(survey, declaration, plan)),
    ...vpcRouteTableFindings(survey, plan),
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

function vpnGatewayFindings(survey: Survey, id: string): Finding[] {
  const there = survey.virtualPrivateGateways.find((each) => each.id === id)?.otherConnectionIds.length;
  return there === undefined ? [] : exceeded(survey, 'vpn-connections-per-vpn-gateway', id, there + 1);
}

/** Only the tables that were read are counted: there may be more routes than these, never fewer. */
function transitGatewayFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const { id } = declaration.to;
  const tables = survey.transitGatewayRouteTables.filter((table) => table.transitGatewayId === id);
  const propagated = survey.connection?.routing === 'bgp' ? (onPremisesCidrs(survey, declaration) ?? []).length * plan.to.propagationRouteTableIds.length : 0;
  const routes = tables.reduce((sum, table) => sum + table.routes.length, plan.to.transitGatewayRoutes.length + propagated);
  const attachments = survey.attachments.filter((each) => each.transitGatewayId === id).length;
  return [
    ...exceeded(survey, 'routes-per-transit-gateway', id, routes),
    ...exceeded(survey, 'attachments-per-transit-gateway', id, attachments + 1),
  ];
}

/** Propagated routes have a quota of their own, IPv4 and IPv6 are counted apart; a prefix list counts by its size, which is not read. */
function vpcRouteTableFindings(survey: Survey, plan: MovePlan): Finding[] {
  return survey.vpcRouteTables.flatMap((table) => {
    const created = plan.vpcRoutes.filter((route) => route.routeTableId === table.id && route.before === 'none' && route.after === 'static')
      .map((route) => route.destination);
    if (created.length === 0) return [];
    const routes = [...table.routes.filter(isStaticVpcRoute).map((route) => route.destination), ...created];
    const ipv6 = routes.filter((destination) => destination.includes(':') && !isIpv4Cidr(destination)).length;
    return exceeded(survey, 'routes-per-vpc-route-table', table.id, Math.max(ipv6, routes.length - ipv6));
  });
}

function exceeded(survey: Survey, name: QuotaName, subject: string, wanted: number): Finding[] {
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
