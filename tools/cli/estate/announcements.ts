/**
 * Which prefixes come from whom. EC2 says which attachment of a transit gateway a propagated route leads to; of a virtual
 * private gateway it says only that it propagates, and how many prefixes each tunnel accepted. What cannot be attributed is
 * left with the gateway, and said.
 */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { Estate } from './estate';
import { isListed } from './listed';
import { canonicalDestination } from '../../../src/contract/cidr';

export interface Announcements {
  /** By the id of the connection: what its device announces, as far as any table shows it. */
  readonly ofConnection: ReadonlyMap<string, readonly string[]>;
  /** By the id of the virtual private gateway: what it propagates that no connection was found to bring. */
  readonly ofVpnGateway: ReadonlyMap<string, readonly string[]>;
  /** By the id of the transit gateway attachment, connections' included. */
  readonly ofAttachment: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly string[];
}

/** @param told what somebody says a connection's device announces, by its id: believed before anything that was described */
export function announcementsOf(estate: Estate, reported: ReadonlyMap<string, readonly string[]> = new Map()): Announcements {
  const ofAttachment = prefixesOfAttachments(estate);
  const ofConnection = new Map<string, readonly string[]>();
  for (const attachment of estate.transitGatewayAttachments.filter(isListed)) {
    if (attachment.ResourceType !== 'vpn') continue;
    ofConnection.set(attachment.ResourceId!, ofAttachment.get(attachment.TransitGatewayAttachmentId!) ?? []);
  }
  for (const [id, cidrs] of reported) ofConnection.set(id, cidrs.map(canonicalDestination));
  const ofVpnGateway = new Map<string, readonly string[]>();
  const notes: string[] = [];
  for (const [gatewayId, propagated] of propagatedBy(estate)) {
    const connections = estate.vpnConnections.filter((each) => isListed(each) && each.VpnGatewayId === gatewayId);
    const shared = attribute(propagated, connections, reported);
    for (const [id, prefixes] of shared.ofConnection) ofConnection.set(id, prefixes);
    if (shared.left.length === 0) continue;
    ofVpnGateway.set(gatewayId, shared.left);
    notes.push(`${shared.left.join(', ')} ${shared.left.length === 1 ? 'is' : 'are'} propagated by ${gatewayId}, and EC2 does not say who brings `
      + `${shared.left.length === 1 ? 'it' : 'them'}: here the gateway keeps ${shared.left.length === 1 ? 'it' : 'them'} whatever becomes of a connection`);
  }
  return { ofConnection, ofVpnGateway, ofAttachment, notes };
}

/** The prefixes that the most talkative of the connection's tunnels accepted. */
export function acceptedBy(connection: VpnConnection): number {
  return Math.max(0, ...(connection.VgwTelemetry ?? []).filter((tunnel) => tunnel.Status === 'UP').map((tunnel) => tunnel.AcceptedRouteCount ?? 0));
}

function prefixesOfAttachments(estate: Estate): Map<string, readonly string[]> {
  const all = new Map<string, Set<string>>();
  for (const routes of estate.transitGatewayRoutes.values()) {
    for (const route of routes.filter((each) => each.Type === 'propagated')) {
      for (const { TransitGatewayAttachmentId: id = '' } of route.TransitGatewayAttachments ?? []) {
        all.set(id, (all.get(id) ?? new Set()).add(canonicalDestination(route.DestinationCidrBlock ?? '')));
      }
    }
  }
  return new Map([...all].map(([id, prefixes]) => [id, [...prefixes]]));
}

function propagatedBy(estate: Estate): Map<string, string[]> {
  const all = new Map<string, Set<string>>();
  for (const table of estate.routeTables) {
    for (const route of table.Routes ?? []) {
      if (route.Origin !== 'EnableVgwRoutePropagation' || route.GatewayId === undefined) continue;
      const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? '';
      all.set(route.GatewayId, (all.get(route.GatewayId) ?? new Set()).add(canonicalDestination(destination)));
    }
  }
  return new Map([...all].map(([id, prefixes]) => [id, [...prefixes]]));
}

/** Static routes speak for themselves; a device that announces as many prefixes as are left over is taken to announce these. */
function attribute(
  propagated: readonly string[], connections: readonly VpnConnection[], reported: ReadonlyMap<string, readonly string[]>,
): { readonly ofConnection: Map<string, readonly string[]>; readonly left: readonly string[] } {
  const known = new Set(connections.flatMap((connection) => (connection.Options?.StaticRoutesOnly
    ? (connection.Routes ?? []).map((route) => route.DestinationCidrBlock ?? '')
    : reported.get(connection.VpnConnectionId!) ?? []).map(canonicalDestination)));
  const rest = propagated.filter((prefix) => !known.has(prefix));
  const speaking = connections
    .filter((each) => !each.Options?.StaticRoutesOnly && !reported.has(each.VpnConnectionId!) && acceptedBy(each) > 0);
  const bringing = rest.length === 0 ? [] : speaking.filter((each) => acceptedBy(each) === rest.length
    || (speaking.length === 1 && acceptedBy(each) > rest.length));
  return {
    ofConnection: new Map(bringing.map((each) => [each.VpnConnectionId!, rest])),
    left: bringing.length > 0 ? [] : rest,
  };
}
