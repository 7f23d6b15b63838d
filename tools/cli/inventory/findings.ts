/** What in an estate is worth a look: what nobody uses any more, what leads nowhere, what is half down, and what is out of date. */
import type { TransitGatewayRoute, TunnelOption } from '@aws-sdk/client-ec2';
import { tunnelStatusOf } from './filters';
import { Row } from './rows';
import { destinationOf } from './vpc-paths';
import { Estate } from '../estate/estate';

export type FindingKind = keyof typeof FINDING_KINDS;

/** Each kind with the sentence that stands over its findings. */
export const FINDING_KINDS = {
  'both-tunnels-down': 'Connections with no tunnel up',
  'one-tunnel-down': 'Connections with a tunnel down: the next endpoint replacement interrupts them',
  'blackhole-route': 'Routes that lead nowhere',
  'customer-gateway-without-connection': 'Customer gateways that no connection uses',
  'classic': 'AWS Classic VPN connections: their target cannot be modified',
  /** @see https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-best-practice.html "Use IKEv2" */
  'ikev1-only': 'Connections that allow IKEv1 only; AWS strongly recommends IKEv2',
  /**
   * Below what AWS requires in its GovCloud regions: AES128, SHA2 and Diffie-Hellman group 14.
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/example-configuration-files.html
   */
  'weak-algorithms': 'Tunnels that allow SHA1 or a Diffie-Hellman group below 14',
} as const;

export interface Finding {
  readonly kind: FindingKind;
  readonly region: string;
  /** The id of the object that it is about. */
  readonly subject: string;
  /** What is to be said of this one, after its id. */
  readonly text: string;
}

/** Of the connections that are shown. */
export function findingsOf(rows: readonly Row[]): Finding[] {
  return rows.filter((row) => row.state !== 'deleted' && row.state !== 'deleting').flatMap((row) => [
    ...tunnelFindings(row),
    ...row.category === 'VPN-Classic' ? [about(row, 'classic', nameOf(row))] : [],
    ...tunnelOptionFindings(row),
  ]);
}

/** Of what no connection, or none any more, stands for. */
export function orphansOf(estate: Estate): Finding[] {
  return [...customerGatewaysWithoutConnection(estate), ...blackholesInVpcs(estate), ...blackholesOnTransitGateways(estate)];
}

function tunnelFindings(row: Row): Finding[] {
  const status = tunnelStatusOf(row);
  if (status === undefined || status === 'up') return [];
  const down = row.tunnels.filter((tunnel) => tunnel.status !== undefined && tunnel.status !== 'UP');
  const texts = down.map(({ outsideIpAddress = 'a tunnel', status: word, since, statusMessage }) => {
    const message = statusMessage ? ` (${statusMessage})` : '';
    return `${outsideIpAddress} ${word}${since === undefined ? '' : ` since ${since.toISOString().slice(0, 10)}`}${message}`;
  });
  return [about(row, status === 'down' ? 'both-tunnels-down' : 'one-tunnel-down', texts.join(', '))];
}

function tunnelOptionFindings(row: Row): Finding[] {
  const tunnels = row.options?.TunnelOptions ?? [];
  const weak = tunnels.map((tunnel) => weaknessOf(tunnel, row.region)).filter((text) => text !== undefined);
  const ikev1 = tunnels.filter(({ IkeVersions: versions = [] }) => versions.length > 0 && versions.every(({ Value: value }) => value === 'ikev1'));
  return [
    ...weak.length === 0 ? [] : [about(row, 'weak-algorithms', [...new Set(weak)].join('; '))],
    ...ikev1.length === 0 ? [] : [about(row, 'ikev1-only', ikev1.map((tunnel) => tunnel.OutsideIpAddress).join(', '))],
  ];
}

/** An option that is not there allows everything that EC2 knows, which in GovCloud does not include the weak ones. */
function weaknessOf(tunnel: TunnelOption, region: string): string | undefined {
  const everything = region.startsWith('us-gov-') ? [] : undefined;
  const integrity = [tunnel.Phase1IntegrityAlgorithms, tunnel.Phase2IntegrityAlgorithms].map((each) => each ?? everything);
  const groups = [tunnel.Phase1DHGroupNumbers, tunnel.Phase2DHGroupNumbers].map((each) => each ?? everything);
  if ([...integrity, ...groups].every((each) => each === undefined)) return 'nothing is chosen, so everything is allowed';
  const weakGroups = groups.flatMap((each) => (each === undefined ? [2] : each.map(({ Value: value }) => value)))
    .filter((group) => group !== undefined && group < 14);
  const allowed = [
    ...integrity.some((each) => each === undefined || each.some(({ Value: value }) => value === 'SHA1')) ? ['SHA1'] : [],
    ...[...new Set(weakGroups)].sort((a = 0, b = 0) => a - b).map((group) => `group ${group}`),
  ];
  return allowed.length === 0 ? undefined : allowed.join(', ');
}

function customerGatewaysWithoutConnection({ region, customerGateways, vpnConnections }: Estate): Finding[] {
  const used = new Set(vpnConnections.filter((each) => each.State !== 'deleted').map((each) => each.CustomerGatewayId));
  return customerGateways.filter(({ State: state, CustomerGatewayId: id }) => state !== 'deleted' && state !== 'deleting' && !used.has(id))
    .map(({ CustomerGatewayId: subject = '(no id)', IpAddress: address, DeviceName: device }) =>
      ({ kind: 'customer-gateway-without-connection', region, subject, text: [address, device].filter(Boolean).join(' ') }));
}

/** Of the targets behind which there is, or was, a VPN; what else is dead in a VPC is no matter of this command. */
function blackholesInVpcs({ region, routeTables }: Estate): Finding[] {
  return routeTables.flatMap(({ RouteTableId: subject = '(no id)', VpcId: vpcId, Routes: routes = [] }) => routes
    .filter((route) => route.State === 'blackhole' && (route.GatewayId?.startsWith('vgw-') || route.TransitGatewayId || route.CoreNetworkArn))
    .map((route): Finding => {
      const target = route.TransitGatewayId ?? route.GatewayId ?? route.CoreNetworkArn;
      return { kind: 'blackhole-route', region, subject, text: `${destinationOf(route)} by ${target} in ${vpcId ?? 'a VPC'}` };
    }));
}

function blackholesOnTransitGateways({ region, transitGatewayRoutes, transitGatewayRouteTables }: Estate): Finding[] {
  const gateways = new Map(transitGatewayRouteTables.map((table) => [table.TransitGatewayRouteTableId, table.TransitGatewayId]));
  return [...transitGatewayRoutes].flatMap(([subject, routes]) => routes.filter((route) => route.State === 'blackhole').map((route): Finding => {
    const on = gateways.get(subject);
    return { kind: 'blackhole-route', region, subject, text: `${blackholeText(route)}${on === undefined ? '' : ` of ${on}`}` };
  }));
}

/** A route that was made as a blackhole and one whose attachment is gone may look the same. */
function blackholeText(route: TransitGatewayRoute): string {
  const { DestinationCidrBlock: cidr, PrefixListId: list } = route;
  const by = (route.TransitGatewayAttachments ?? []).map((each) => each.TransitGatewayAttachmentId).join(', ');
  return `${cidr ?? list ?? 'a route'} ${by === '' ? 'by no attachment' : `by ${by}`}`;
}

function about({ region, vpnConnectionId: subject }: Row, kind: FindingKind, text: string): Finding {
  return { kind, region, subject, text };
}

function nameOf({ name, target }: Row): string {
  return [name, target.id && `on ${target.id}`].filter(Boolean).join(' ');
}
