/** Everything that is checked before one virtual private gateway takes another one's place; no check writes, and none stops the next. */
import { containsCidr } from '../../../src/contract/cidr';
import { Finding, finding, notAvailable } from '../../../src/contract/finding';
import { Assessment, Check } from '../assessment';
import { Snapshot, VpnConnection } from '../observation';
import { existingStaticRoutes } from '../plan';
import { amazonSideAsns } from '../preflight/autonomous-systems';
import { connectionNotFound, propagatingTableIds } from '../preflight/connection';
import { directConnectFindings } from '../preflight/direct-connect';
import { permissionFindings } from '../preflight/dry-runs';
import { ingressRoutingFindings } from '../preflight/ingress-routing';
import { Note } from '../preflight/notes';
import { neighbouringRouteFindings } from '../preflight/other-connections';
import { quotaFindings } from '../preflight/quotas';
import { ownershipFindings, rollbackAlarmFindings } from '../preflight/stacks';
import { virtualPrivateGatewayFindings } from '../preflight/virtual-private-gateway';
import { vpcRouteFindings } from '../preflight/vpc-routes';

/** In the order in which a person reads what they find. Its connections are on the new gateway already, where EC2 has taken them. */
export const CHECKS_OF_REPLACEMENT: readonly Check[] = [
  connectionFindings, prefixFindings, vpcFindings, virtualPrivateGatewayFindings, neighbouringRouteFindings, directConnectFindings,
  vpcRouteFindings, ingressRoutingFindings, quotaFindings, ownershipFindings, rollbackAlarmFindings, permissionFindings,
];

/** What the device has to know, and nobody has to accept: each new connection has addresses and keys of its own in any case. */
export function replacementNotes({ snapshot, declaration }: Assessment): Note[] {
  const { connections = [] } = snapshot;
  const { before, after } = amazonSideAsns(snapshot, declaration);
  const changes = before !== after && connections.some((each) => each.routing === 'bgp');
  const made = declaration.replacement?.connections ?? [];
  const waiting = connections.filter((each) => made.some(({ toId }) => toId === each.id) && !hasTunnelUp(each));
  return [
    ...changes ? [{ id: 'asn-of-new-gateway' as const, message: `BGP of the new connections runs with AS ${after} on the AWS side, of the old ones with AS ${before}` }] : [],
    ...waiting.map(({ id }): Note => ({ id: 'new-tunnels-down', message: `no tunnel of ${id} is UP yet: its device has to bring one up, at the latest when the gateways have changed places` })),
  ];
}

function connectionFindings({ snapshot, declaration: { from, to, replacement } }: Assessment): Finding[] {
  const { connections = [], fromCategory } = replacement ?? {};
  return connections.flatMap(({ fromId, toId }) => [
    ...usableFindings(snapshot, fromId, from.id),
    ...usableFindings(snapshot, toId, to.id),
    ...fromCategory === undefined ? [] : categoryFindings(snapshot, fromId, fromCategory),
    ...categoryFindings(snapshot, toId, 'VPN'),
  ]);
}

/** An old connection that is not available would be no way back. */
function usableFindings({ connections = [] }: Snapshot, id: string, vpnGatewayId: string): Finding[] {
  const connection = connections.find((each) => each.id === id);
  if (connection === undefined || connection.state === 'deleted') return [connectionNotFound(id)];
  return [
    ...notAvailable('connection-not-available', `VPN connection ${id}`, connection.state,
      ', and traffic is to be led from an available one to an available one'),
    ...connection.gateway?.id === vpnGatewayId ? [] : [finding('connection-elsewhere',
      `VPN connection ${id} stands on ${connection.gateway?.id ?? 'no gateway'}, not on ${vpnGatewayId} as declared`,
      'name the connection that stands on that gateway, or the gateway on which it stands')],
  ];
}

function categoryFindings({ connections = [] }: Snapshot, id: string, wanted: string): Finding[] {
  const category = connections.find((each) => each.id === id)?.category;
  if (category === undefined || category === wanted) return [];
  if (wanted === 'VPN') {
    return [finding('new-connection-classic',
      `VPN connection ${id}, which is to carry the traffic, is an AWS Classic VPN connection itself`,
      'make a new connection on the new gateway: every one that is made today is an AWS VPN connection')];
  }
  return [finding('connection-not-classic',
    `VPN connection ${id} is not an AWS Classic VPN connection: its category is ${category}`,
    'let VirtualPrivateGatewayReplacement replace its gateway, or VpnTargetMigration move it')];
}

/** A virtual private gateway drops what its connections do not know [H, UG-VPNRoutingTypes]; one with BGP may hear of anything. */
function prefixFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration, networks, networksKnown } = assessment;
  if (!networksKnown) return unknownPrefixFindings(assessment);
  const { connections = [] } = declaration.replacement ?? {};
  const made = (snapshot.connections ?? []).filter((each) => connections.some(({ toId }) => toId === each.id));
  if (made.some((each) => each.routing === 'bgp')) return [];
  const routes = made.flatMap((connection) => existingStaticRoutes({ connection }));
  return networks.filter((cidr) => !routes.some((route) => containsCidr(route, cidr))).map((cidr) => finding('static-route-missing',
    `no static route of ${made.map((each) => each.id).join(', ')} leads to ${cidr}, which is behind the old gateway today`,
    'make that static route of the new connection first'));
}

/** Where the new gateway propagates too, what is behind it need not be known. */
function unknownPrefixFindings(assessment: Assessment): Finding[] {
  const { declaration: { from, to } } = assessment;
  const propagatesAfter = (id: string) => to.kind === 'virtual-private-gateway' && to.propagatingRouteTableIds.includes(id);
  const tables = propagatingTableIds(assessment).filter((id) => !propagatesAfter(id));
  if (tables.length === 0) return [];
  return [finding('on-premises-prefixes-unknown',
    `what is behind ${from.id} cannot be known from ${tables.join(', ')}, into which it propagates and ${to.id} is not to`,
    'name the networks in `onPremisesCidrs`, or let the new gateway propagate into these tables')];
}

function vpcFindings({ snapshot: { virtualPrivateGateways, vpcRouteTables }, declaration: { from, replacement } }: Assessment): Finding[] {
  const { vpcId, test } = replacement ?? {};
  const attachment = virtualPrivateGateways.find((each) => each.id === from.id)?.attachments.at(0);
  const strangers = (test?.routeTableIds ?? []).filter((id) => vpcRouteTables.find((table) => table.id === id)?.vpcId !== test?.vpcId);
  return [
    ...attachment?.state === 'attached' && attachment.vpcId === vpcId ? [] : [finding('vpn-gateway-not-in-place',
      `virtual private gateway ${from.id} is ${attachment === undefined ? 'attached to no VPC' : `${attachment.state} at ${attachment.vpcId}`}, not attached to ${vpcId}`,
      'name the gateway that is attached to that VPC')],
    ...strangers.map((id) => finding('test-route-table-elsewhere',
      `route table ${id} is not one of the test VPC ${test?.vpcId}`,
      'name route tables of the test VPC, or none')),
  ];
}

function hasTunnelUp({ tunnels }: VpnConnection): boolean {
  return tunnels.some((tunnel) => tunnel.status === 'UP');
}
