/** Everything that is checked before one virtual private gateway takes another one's place; no check writes, and none stops the next. */
import { containsCidr } from '../../../src/contract/cidr';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Finding } from '../../../src/contract/finding';
import { GatewayReplacement } from '../../../src/contract/replacement-declaration';
import { Survey, VpnConnection } from '../observation';
import { existingStaticRoutes, onPremisesCidrs, planMove } from '../plan';
import { directConnectFindings } from '../preflight/direct-connect';
import { ingressRoutingFindings } from '../preflight/ingress-routing';
import { newNeighbourFindings } from '../preflight/neighbours';
import { ownershipFindings } from '../preflight/ownership';
import { quotaFindings } from '../preflight/quotas';
import { Remark } from '../preflight/remarks';
import { rollbackAlarmFindings } from '../preflight/rollback-alarms';
import { permissionFindings } from '../preflight/trials';
import { virtualPrivateGatewayFindings } from '../preflight/virtual-private-gateway';
import { vpcRouteFindings } from '../preflight/vpc-routes';

export function preflightOfReplacement(survey: Survey, declaration: MoveDeclaration, replacement: GatewayReplacement): Finding[] {
  const connections = connectionFindings(survey, declaration, replacement);
  // Without the connections nobody knows which routes would be their own, so nothing else can be judged.
  if (connections.some((finding) => finding.id === 'connection-not-found')) return connections;
  const plan = planMove(survey, declaration);
  return [
    ...connections,
    ...prefixFindings(survey, declaration, replacement),
    ...placeFindings(survey, declaration, replacement),
    ...declaration.to.kind === 'transit-gateway' ? [] : virtualPrivateGatewayFindings(survey, declaration, declaration.to, plan),
    ...newNeighbourFindings(survey, declaration, plan),
    ...directConnectFindings(survey, declaration, plan),
    ...vpcRouteFindings(survey, declaration),
    ...ingressRoutingFindings(survey, declaration),
    ...quotaFindings(survey, declaration, plan),
    ...ownershipFindings(survey, declaration, plan),
    ...rollbackAlarmFindings(survey),
    ...permissionFindings(survey, declaration),
  ];
}

/** What the device has to know, and nobody has to accept: each new connection has addresses and keys of its own in any case. */
export function remarksOnReplacement(survey: Survey, { from, to, replacement }: MoveDeclaration): Remark[] {
  const { connections = [], virtualPrivateGateways } = survey;
  const asnOf = (id: string) => virtualPrivateGateways.find((each) => each.id === id)?.amazonSideAsn;
  const changes = asnOf(from.id) !== asnOf(to.id) && connections.some((each) => each.routing === 'bgp');
  const waiting = connections.filter((each) => replacement?.connections.some(({ toId }) => toId === each.id) && !hasTunnelUp(each));
  return [
    ...changes ? [{ id: 'asn-of-new-gateway' as const, message: `BGP of the new connections runs with AS ${asnOf(to.id)} on the AWS side, of the old ones with AS ${asnOf(from.id)}` }] : [],
    ...waiting.map(({ id }): Remark => ({ id: 'new-tunnels-down', message: `no tunnel of ${id} is UP yet: its device has to bring one up, at the latest when the gateways have changed places` })),
  ];
}

function connectionFindings(survey: Survey, { from, to }: MoveDeclaration, { connections, fromCategory }: GatewayReplacement): Finding[] {
  return connections.flatMap(({ fromId, toId }) => [
    ...fitness(survey, fromId, from.id),
    ...fitness(survey, toId, to.id),
    ...fromCategory === undefined ? [] : categoryFindings(survey, fromId, fromCategory),
    ...categoryFindings(survey, toId, 'VPN'),
  ]);
}

/** An old connection that is not available would be no way back. */
function fitness({ connections = [] }: Survey, id: string, vpnGatewayId: string): Finding[] {
  const connection = connections.find((each) => each.id === id);
  if (connection === undefined || connection.state === 'deleted') {
    return [{
      id: 'connection-not-found',
      message: `VPN connection ${id} does not exist in this account and region`,
      remedy: 'correct the id, or deploy to the account and region of the connection',
    }];
  }
  return [
    ...connection.state === 'available' ? [] : [{
      id: 'connection-not-available' as const,
      message: `VPN connection ${id} is ${connection.state}, and traffic is to be led from an available one to an available one`,
      remedy: 'wait until it is available and deploy again',
    }],
    ...connection.gateway?.id === vpnGatewayId ? [] : [{
      id: 'connection-elsewhere' as const,
      message: `VPN connection ${id} stands on ${connection.gateway?.id ?? 'no gateway'}, not on ${vpnGatewayId} as declared`,
      remedy: 'name the connection that stands on that gateway, or the gateway on which it stands',
    }],
  ];
}

function categoryFindings({ connections = [] }: Survey, id: string, wanted: string): Finding[] {
  const category = connections.find((each) => each.id === id)?.category;
  if (category === undefined || category === wanted) return [];
  return [wanted === 'VPN' ? {
    id: 'new-connection-classic',
    message: `VPN connection ${id}, which is to carry the traffic, is an AWS Classic VPN connection itself`,
    remedy: 'make a new connection on the new gateway: every one that is made today is an AWS VPN connection',
  } : {
    id: 'connection-not-classic',
    message: `VPN connection ${id} is not an AWS Classic VPN connection: its category is ${category}`,
    remedy: 'let VirtualPrivateGatewayReplacement replace its gateway, or VpnTargetMigration move it',
  }];
}

/** A virtual private gateway drops what its connections do not know [H, UG-VPNRoutingTypes]; one with BGP may hear of anything. */
function prefixFindings(survey: Survey, declaration: MoveDeclaration, { connections }: GatewayReplacement): Finding[] {
  const cidrs = onPremisesCidrs(survey, declaration);
  if (cidrs === undefined) return unknownPrefixFindings(survey, declaration);
  const made = (survey.connections ?? []).filter((each) => connections.some(({ toId }) => toId === each.id));
  if (made.some((each) => each.routing === 'bgp')) return [];
  const routes = made.flatMap((connection) => existingStaticRoutes({ connection }));
  return cidrs.filter((cidr) => !routes.some((route) => containsCidr(route, cidr))).map((cidr) => ({
    id: 'static-route-missing',
    message: `no static route of ${made.map((each) => each.id).join(', ')} leads to ${cidr}, which is behind the old gateway today`,
    remedy: 'make that static route of the new connection first',
  }));
}

/** Where the new gateway propagates too, what is behind it need not be known. */
function unknownPrefixFindings({ vpcRouteTables }: Survey, { from, to, vpcRouteTables: declared }: MoveDeclaration): Finding[] {
  const propagatesAfter = (id: string) => to.kind === 'virtual-private-gateway' && to.propagatingRouteTableIds.includes(id);
  const tables = vpcRouteTables.filter((table) => table.propagatingGatewayIds.includes(from.id)
    && declared.some((each) => each.routeTableId === table.id) && !propagatesAfter(table.id)).map((table) => table.id);
  if (tables.length === 0) return [];
  return [{
    id: 'on-premises-prefixes-unknown',
    message: `what is behind ${from.id} cannot be known from ${tables.join(', ')}, into which it propagates and ${to.id} is not to`,
    remedy: 'name the networks in `onPremisesCidrs`, or let the new gateway propagate into these tables',
  }];
}

function placeFindings(survey: Survey, { from }: MoveDeclaration, { vpcId, test }: GatewayReplacement): Finding[] {
  const { virtualPrivateGateways, vpcRouteTables } = survey;
  const attachment = virtualPrivateGateways.find((each) => each.id === from.id)?.attachments.at(0);
  const strangers = (test?.routeTableIds ?? []).filter((id) => vpcRouteTables.find((table) => table.id === id)?.vpcId !== test?.vpcId);
  return [
    ...attachment?.vpcId === vpcId && attachment.state === 'attached' ? [] : [{
      id: 'vpn-gateway-not-in-place' as const,
      message: `virtual private gateway ${from.id} is ${attachment === undefined ? 'attached to no VPC' : `${attachment.state} at ${attachment.vpcId}`}, not attached to ${vpcId}`,
      remedy: 'name the gateway that is attached to that VPC',
    }],
    ...strangers.map((id): Finding => ({
      id: 'test-route-table-elsewhere',
      message: `route table ${id} is not one of the test VPC ${test?.vpcId}`,
      remedy: 'name route tables of the test VPC, or none',
    })),
  ];
}

function hasTunnelUp({ tunnels }: VpnConnection): boolean {
  return tunnels.some((tunnel) => tunnel.status === 'UP');
}
