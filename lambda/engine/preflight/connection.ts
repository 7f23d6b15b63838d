/** Whether the connection itself is one that can be moved, and stands where the move begins. */
import { canonicalDestination } from '../../../src/contract/cidr';
import { gatewayOf, MoveDeclaration } from '../../../src/contract/declaration';
import { Finding, finding, notAvailable } from '../../../src/contract/finding';
import { nameOfGateway, sameGateway } from '../../../src/contract/gateway';
import { Assessment } from '../assessment';
import { difference } from '../difference';
import { Snapshot, VpnConnection } from '../observation';

export function connectionFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration } = assessment;
  const { connection } = snapshot;
  if (connection === undefined || !connectionExists(snapshot)) return [connectionNotFound(declaration.vpnConnectionId)];
  return [
    ...modifiableFindings(connection),
    ...locationFindings(connection, declaration),
    ...transportFindings(connection, declaration),
    ...staticRouteFindings(connection, assessment),
    ...prefixFindings(connection, assessment),
  ];
}

export function connectionNotFound(id: string): Finding {
  return finding('connection-not-found',
    `VPN connection ${id} does not exist in this account and region`,
    'correct the id, or deploy to the account and region of the connection');
}

/** A deleted connection stays listed for a while. */
export function connectionExists(snapshot: Snapshot): boolean {
  return snapshot.connection !== undefined && snapshot.connection.state !== 'deleted';
}

function modifiableFindings({ id, category, state }: VpnConnection): Finding[] {
  return [
    ...category !== 'VPN-Classic' ? [] : [finding('connection-classic',
      `VPN connection ${id} is an AWS Classic VPN connection, which ModifyVpnConnection cannot move`,
      'let ClassicVpnMigration put a connection of today in its place')],
    ...notAvailable('connection-not-available', `VPN connection ${id}`, state, ', and only an available one can be modified'),
  ];
}

function locationFindings(connection: VpnConnection, declaration: MoveDeclaration): Finding[] {
  const from = gatewayOf(declaration.from);
  const customerGatewayId = declaration.customerGateway?.fromId ?? connection.customerGatewayId;
  if (connection.customerGatewayId !== customerGatewayId) {
    return [finding('customer-gateway-differs',
      `VPN connection ${connection.id} has customer gateway ${connection.customerGatewayId}, not ${customerGatewayId} where this move begins`,
      'declare the customer gateway it has as `from` of `customerGateway`')];
  }
  if (sameGateway(connection.gateway, from)) return [];
  const { coreNetworkArn, concentratorId } = connection;
  if (coreNetworkArn !== undefined || concentratorId !== undefined) {
    const place = coreNetworkArn !== undefined
      ? { id: 'connection-on-core-network' as const, where: `is attached to Cloud WAN core network ${coreNetworkArn}` }
      : { id: 'connection-on-concentrator' as const, where: `stands on VPN concentrator ${concentratorId}` };
    return [finding(place.id,
      `VPN connection ${connection.id} ${place.where}, from which ModifyVpnConnection cannot take it`,
      'make a new connection on the gateway it should have, and move the device to it')];
  }
  return [finding('connection-elsewhere',
    `VPN connection ${connection.id} stands on ${nameOfGateway(connection.gateway)}, not on ${nameOfGateway(from)} where this move begins`,
    'declare the gateway it stands on as `from`')];
}

/** The Direct Connect attachment that carries a private connection's tunnels belongs to one transit gateway [H], which stays behind [M]. */
function transportFindings(connection: VpnConnection, { from, to }: MoveDeclaration): Finding[] {
  if (connection.transportAttachmentId === undefined || to.kind !== 'transit-gateway' || from.id === to.id) return [];
  return [finding('transport-attachment-left',
    `the tunnels of ${connection.id} have private outside addresses and run through ${connection.transportAttachmentId}, which belongs to ${from.id}`,
    'make a new connection on the new transit gateway with a transport attachment of its own')];
}

function staticRouteFindings(connection: VpnConnection, { declaration, plan: { from } }: Assessment): Finding[] {
  if (connection.routing !== 'static') return [];
  if (declaration.from.id === declaration.to.id) return [];
  const routes = [...from.staticRoutes, ...new Set(from.transitGatewayRoutes.map((route) => route.cidr))];
  if (routes.length === 0) {
    return [finding('no-static-routes',
      `VPN connection ${connection.id} uses static routing but has no static route, so there is nothing that could be kept`,
      'create its static routes again if they were deleted by hand, then deploy')];
  }
  if (declaration.onPremisesCidrs.length === 0) return [];
  const { missing, extra } = difference(declaration.onPremisesCidrs, routes, canonicalDestination);
  if (missing.length + extra.length === 0) return [];
  return [finding('declared-prefixes-differ',
    `\`onPremisesCidrs\` differs from the static routes of ${connection.id}: `
      + [...missing.map((cidr) => `${cidr} is declared only`), ...extra.map((cidr) => `${cidr} is a route only`)].join(', '),
    'make both the same, or leave `onPremisesCidrs` out to take the static routes as they are')];
}

function prefixFindings(connection: VpnConnection, assessment: Assessment): Finding[] {
  const { snapshot, declaration, networksKnown } = assessment;
  if (connection.routing === 'static' || networksKnown) return [];
  const propagating = propagatingTableIds(assessment);
  if (propagating.length === 0) return [];
  const others = snapshot.virtualPrivateGateways.find((each) => each.id === declaration.from.id)?.otherConnectionIds ?? [];
  return [finding('on-premises-prefixes-unknown',
    `the prefixes behind ${connection.id} cannot be known from ${propagating.join(', ')}: `
      + (others.length > 0
        ? `${others.join(', ')} on the same gateway may have propagated them`
        : 'the tunnels do not report as many accepted prefixes as the tables hold'),
    others.length > 0 || connection.tunnels.some((tunnel) => tunnel.status === 'UP')
      ? 'name them in `onPremisesCidrs`' : 'name them in `onPremisesCidrs`, or bring the tunnels up')];
}

/** The declared tables into which the old gateway propagates whatever is behind the VPN. */
export function propagatingTableIds({ declaration: { from }, vpcRoutes }: Assessment): string[] {
  return vpcRoutes.filter(({ table, declared }) => declared !== undefined && table.propagatingGatewayIds.includes(from.id))
    .map(({ table }) => table.id);
}
