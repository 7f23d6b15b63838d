/** A VPN connection as a record of the embedded EC2, with what can be known of the device at its other end. */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { acceptedBy, Announcements } from './announcements';
import { Estate } from './estate';
import { isListed } from './listed';
import { RecordsOptions, tagsOf } from './records';
import { staticallyRoutedTo } from './records-of-transit-gateways';
import { tunnelsOf } from './records-of-tunnels';
import { canonicalDestination } from '../../../src/contract/cidr';
import * as ec2 from '../../rehearsal/embedded-ec2/records';

export function vpnConnectionOf(
  connection: VpnConnection, estate: Estate, announcements: Announcements, { now, followingAsn = [] }: RecordsOptions,
): ec2.VpnConnection {
  const id = connection.VpnConnectionId!;
  const { StaticRoutesOnly: staticRoutesOnly = false, TunnelOptions: _, ...options } = connection.Options ?? {};
  const staticRoutes = (connection.Routes ?? []).filter(isListed)
    .map((route, token) => ({ cidr: canonicalDestination(route.DestinationCidrBlock!), state: String(route.State), token }));
  const advertisedPrefixes = staticRoutesOnly ? [] : announcements.ofConnection.get(id) ?? [];
  const networks = [...new Set([...staticRoutes.map((route) => route.cidr), ...advertisedPrefixes, ...staticallyRoutedTo(estate, id)])];
  const tunnels = tunnelsOf(connection, now);
  const isUp = tunnels.some((tunnel) => tunnel.up);
  return {
    id,
    state: String(connection.State),
    category: connection.Category === 'VPN-Classic' ? 'VPN-Classic' : 'VPN',
    customerGatewayId: connection.CustomerGatewayId ?? '',
    ...targetOf(connection),
    elsewhere: elsewhereOf(connection),
    staticRoutesOnly,
    options,
    tunnels,
    staticRoutes,
    site: {
      // Nobody knows why a device is silent: it is not taken to speak up because its connection moved.
      ...isUp ? {} : { ikeMs: 'never' as const },
      // A session that stands has the number of the gateway that it stands on.
      ...isUp && !staticRoutesOnly && !followingAsn.includes(id) ? { peerAsn: amazonSideAsnOf(estate, connection) } : {},
      advertisedPrefixes,
      ...staticRoutesOnly ? {} : { furtherPrefixes: Math.max(0, acceptedBy(connection) - advertisedPrefixes.length) },
      ...networks.length === 0 ? {} : { networks },
    },
    provisioning: 0,
    tags: tagsOf(connection.Tags),
  };
}

function targetOf({ VpnGatewayId: vpnGatewayId, TransitGatewayId: transitGatewayId }: VpnConnection): Pick<ec2.VpnConnection, 'target'> {
  if (transitGatewayId) return { target: { kind: 'transit-gateway', id: transitGatewayId } };
  return vpnGatewayId ? { target: { kind: 'vpn-gateway', id: vpnGatewayId } } : {};
}

function elsewhereOf(connection: VpnConnection): Record<string, string> {
  const { CoreNetworkArn, CoreNetworkAttachmentArn, VpnConcentratorId, PreSharedKeyArn } = connection;
  const known = Object.entries({ CoreNetworkArn, CoreNetworkAttachmentArn, VpnConcentratorId, PreSharedKeyArn });
  return Object.fromEntries(known.filter((each): each is [string, string] => Boolean(each[1])));
}

function amazonSideAsnOf(estate: Estate, connection: VpnConnection): number | undefined {
  const { VpnGatewayId: vpnGatewayId, TransitGatewayId: transitGatewayId } = connection;
  if (transitGatewayId) return estate.transitGateways.find((each) => each.TransitGatewayId === transitGatewayId)?.Options?.AmazonSideAsn;
  return estate.vpnGateways.find((each) => each.VpnGatewayId === vpnGatewayId)?.AmazonSideAsn;
}
