/** A connection as Create, Modify and Describe answer it, with everything that AWS leaves out in some states. */
import type {
  TunnelOption, VgwTelemetry, VpnConnection as ConnectionOutput, VpnStaticRoute as RouteOutput, VpnTunnelOptionsSpecification,
} from '@aws-sdk/client-ec2';
import { nameOfAddress, rangeOf } from './cidr';
import { customerGatewayConfiguration } from './customer-gateway-configuration';
import { TargetGateway, Tunnel, VpnConnection } from './records';
import { Context, NetworkState } from './state';

export function vpnConnectionOutput(state: NetworkState, connection: VpnConnection, context: Context): ConnectionOutput {
  return {
    VpnConnectionId: connection.id,
    // `modifying` is in no SDK enum and is answered nevertheless [H 0.6, CLI examples].
    State: connection.state as ConnectionOutput['State'],
    Type: 'ipsec.1',
    Category: connection.category,
    CustomerGatewayId: connection.customerGatewayId,
    ...targetOutput(connection.target),
    ...connection.elsewhere,
    ...associationOutput(connection, context),
    ...configurationOutput(state, connection, context),
    Options: {
      EnableAcceleration: false,
      TunnelInsideIpVersion: 'ipv4',
      LocalIpv4NetworkCidr: '0.0.0.0/0',
      RemoteIpv4NetworkCidr: '0.0.0.0/0',
      OutsideIpAddressType: 'PublicIpv4',
      ...connection.options,
      StaticRoutesOnly: connection.staticRoutesOnly,
      TunnelOptions: connection.tunnels.map((tunnel) => tunnelOutput(tunnel, context)),
    },
    Routes: connection.staticRoutes.map((route): RouteOutput => ({
      DestinationCidrBlock: route.cidr,
      State: route.state as RouteOutput['State'],
      ...(context.unknowns.staticRouteSource === 'Static' ? { Source: 'Static' as const } : {}),
    })),
    ...telemetryOutput(connection, context),
    Tags: [...connection.tags],
  };
}

/**
 * The connection as describes show it: for the first seconds after a modification possibly as it was before, and once more as it
 * was when the modification ends, by a replica that is behind the others [0.7].
 */
export function asDescribed(connection: VpnConnection, context: Context): VpnConnection {
  const { state, modification, modified } = connection;
  const { now, latencies: { staleAfterModifyMs: stale, provisioningMs }, unknowns } = context;
  if (modification !== undefined && state === 'modifying') {
    if (now < modification.startedAt + stale) return inFirstSeconds(connection, modification, unknowns.describeAfterModify);
    const ends = modification.startedAt + provisioningMs;
    return now >= ends - stale && unknowns.describeAtEndOfModify === 'old-gateway-before-it' ? asBefore(connection, modification) : connection;
  }
  const since = modified === undefined ? Infinity : modified.endedAt + SEEN_AT_LAST_MS;
  const isBehind = state === 'available' && now >= since && now < since + stale && unknowns.describeAtEndOfModify === 'old-gateway-after-it';
  return isBehind ? asBefore(connection, modified!) : connection;
}

/** So long the end of a modification is shown before a replica that is behind answers again. */
const SEEN_AT_LAST_MS = 2_500;

type Former = Pick<NonNullable<VpnConnection['modified']>, 'from' | 'fromCustomerGatewayId'>;

function inFirstSeconds(connection: VpnConnection, former: Former, answer: Context['unknowns']['describeAfterModify']): VpnConnection {
  switch (answer) {
    case 'modifying': return connection;
    case 'available-on-new-gateway': return { ...connection, state: 'available' };
    case 'available-on-old-gateway': return asBefore(connection, former);
  }
}

function asBefore(connection: VpnConnection, { from, fromCustomerGatewayId }: Former): VpnConnection {
  return { ...connection, state: 'available', target: from, customerGatewayId: fromCustomerGatewayId };
}

/** A tunnel's options under the names by which describes answer them [5: request names differ from response names]. */
export function describedOptions(
  { DPDTimeoutSeconds, DPDTimeoutAction, IKEVersions, ...options }: VpnTunnelOptionsSpecification,
): Readonly<Record<string, unknown>> {
  return {
    ...options,
    ...(DPDTimeoutSeconds === undefined ? {} : { DpdTimeoutSeconds: DPDTimeoutSeconds }),
    ...(DPDTimeoutAction === undefined ? {} : { DpdTimeoutAction: DPDTimeoutAction }),
    ...(IKEVersions === undefined ? {} : { IkeVersions: IKEVersions }),
  };
}

function targetOutput(target: TargetGateway | undefined): Partial<ConnectionOutput> {
  if (target === undefined) return {};
  return target.kind === 'vpn-gateway' ? { VpnGatewayId: target.id } : { TransitGatewayId: target.id };
}

/** [3: enum H, transitions U, absent in older captures] */
function associationOutput(connection: VpnConnection, context: Context): Partial<ConnectionOutput> {
  const answer = context.unknowns.gatewayAssociationState;
  if (answer === 'absent') return {};
  if (connection.target === undefined) return { GatewayAssociationState: 'not-associated' };
  const changing = answer === 'transitional' && ['pending', 'modifying'].includes(connection.state);
  return { GatewayAssociationState: changing ? 'associating' : 'associated' };
}

/** [3, H SDK: only while pending or available] */
function configurationOutput(state: NetworkState, connection: VpnConnection, context: Context): Partial<ConnectionOutput> {
  const shown = ['pending', 'available'].includes(connection.state)
    || (connection.state === 'modifying' && context.unknowns.configurationWhileModifying === 'kept');
  return shown ? { CustomerGatewayConfiguration: customerGatewayConfiguration(state, connection, context) } : {};
}

function tunnelOutput(tunnel: Tunnel, context: Context): TunnelOption {
  return {
    ...tunnel.options,
    OutsideIpAddress: tunnel.outsideIpAddress,
    ...insideOutput(tunnel, context),
    PreSharedKey: tunnel.preSharedKey,
  };
}

function insideOutput({ insideCidr }: Tunnel, { unknowns }: Context): TunnelOption {
  if (insideCidr === undefined) return {};
  return { TunnelInsideCidr: unknowns.tunnelInsideCidrSpelling === 'host-bits' ? withHostBit(insideCidr) : insideCidr };
}

function withHostBit(cidr: string): string {
  const { family, first, prefixLength } = rangeOf(cidr);
  return `${nameOfAddress({ family, value: first + 1n })}/${prefixLength}`;
}

/** [3, H BF: none on a create's answer and on deleted connections] */
function telemetryOutput(connection: VpnConnection, context: Context): Partial<ConnectionOutput> {
  if (!['available', 'modifying'].includes(connection.state)) return {};
  return { VgwTelemetry: connection.tunnels.map((tunnel) => tunnelTelemetry(connection, tunnel, context)) };
}

/** [3: static connections count their routes even while down, H BF; the messages are those of captures] */
function tunnelTelemetry(connection: VpnConnection, tunnel: Tunnel, context: Context): VgwTelemetry {
  const staticRoutes = connection.staticRoutes.filter((route) => route.state === 'available').length;
  const staticCount = tunnel.up || context.unknowns.acceptedRouteCountWhileDown === 'number-of-routes' ? staticRoutes : 0;
  const { advertisedPrefixes, furtherPrefixes = 0 } = connection.site;
  const bgpCount = tunnel.up ? advertisedPrefixes.length + furtherPrefixes : 0;
  const count = tunnel.acceptedRouteCount ?? (connection.staticRoutesOnly ? staticCount : bgpCount);
  return {
    OutsideIpAddress: tunnel.outsideIpAddress,
    Status: tunnel.up ? 'UP' : 'DOWN',
    StatusMessage: connection.staticRoutesOnly ? '' : bgpMessage(tunnel, count),
    AcceptedRouteCount: count,
    LastStatusChange: new Date(tunnel.lastStatusChange),
  };
}

function bgpMessage(tunnel: Tunnel, count: number): string {
  if (tunnel.up) return `${count} BGP ROUTES`;
  return tunnel.ipsecUp ? 'IPSEC IS UP' : 'IPSEC IS DOWN';
}
