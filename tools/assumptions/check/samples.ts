/** What can be seen of the connection while it moves, look by look, without anything of it that is secret. */
import { createHash } from 'node:crypto';
import type { TunnelOption, VpnConnection } from '@aws-sdk/client-ec2';
import { CheckFailure, Ec2Calls } from './ec2-calls';
import { Time, WAIT_MAX_MS } from './waiting';

export interface AttachmentSample {
  readonly id: string;
  readonly state: string;
  readonly gatewayId: string;
  readonly associatedWith?: string;
}

export interface ConnectionSample {
  readonly state: string;
  readonly gatewayId?: string;
  readonly association?: string;
  readonly hasConfiguration: boolean;
  readonly routes: readonly { readonly cidr: string; readonly state: string; readonly source?: string }[];
  readonly insideCidrs: readonly string[];
  readonly telemetry: readonly { readonly status: string; readonly acceptedRoutes: number }[];
  /** Digests of what a move has to leave alone. The keys are among it, which is why there is nothing but digests. */
  readonly identity: Readonly<Record<'outside addresses' | 'inside blocks' | 'pre-shared keys' | 'tunnel options', string>>;
}

export interface Sample {
  readonly connection: ConnectionSample;
  readonly attachments: readonly AttachmentSample[];
}

/** So soon after the call a describe may be stale. */
const CLOSE_LOOKS_MS = 10_000;
const CLOSE_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 5_000;
/** Whoever is still available by then was not set in motion. */
export const STIRS_WITHIN_MS = 120_000;

export class Watch {
  constructor(private readonly ec2: Ec2Calls, private readonly time: Time, readonly vpnConnectionId: string) {}

  async connection(): Promise<ConnectionSample> {
    const VpnConnectionIds = [this.vpnConnectionId];
    const { VpnConnections = [] } = await this.ec2.call((client) => client.describeVpnConnections({ VpnConnectionIds }));
    if (VpnConnections.length === 0) throw new CheckFailure(`${this.vpnConnectionId} is not described`);
    return sightOf(VpnConnections[0]);
  }

  async attachments(): Promise<AttachmentSample[]> {
    const Filters = [{ Name: 'resource-id', Values: [this.vpnConnectionId] }];
    const { TransitGatewayAttachments = [] } = await this.ec2.call((client) => client.describeTransitGatewayAttachments({ Filters }));
    return TransitGatewayAttachments.map((each) => ({
      id: each.TransitGatewayAttachmentId ?? '',
      state: each.State ?? '',
      gatewayId: each.TransitGatewayId ?? '',
      associatedWith: each.Association?.TransitGatewayRouteTableId,
    }));
  }

  async look(): Promise<Sample> {
    return { connection: await this.connection(), attachments: await this.attachments() };
  }

  /**
   * Looks until the connection is available again, or was never anything else. The first look is made at once.
   * @param onSight acts on what is there only for a moment
   */
  async move(onSight: (sight: Sample) => Promise<void> = async () => undefined): Promise<Sample[]> {
    const began = this.time.now();
    const sights: Sample[] = [];
    for (;;) {
      const sight = await this.look();
      sights.push(sight);
      await onSight(sight);
      const passed = this.time.now() - began;
      if (isOver(sights, passed)) return sights;
      if (passed > WAIT_MAX_MS) throw new CheckFailure(`${this.vpnConnectionId} is ${sight.connection.state} after ${WAIT_MAX_MS / 60_000} minutes`);
      await this.time.sleep(passed < CLOSE_LOOKS_MS ? CLOSE_EVERY_MS : LOOK_EVERY_MS);
    }
  }
}

/** So many looks agree before they are believed: a few may be stale. */
const LOOKS_THAT_AGREE = 3;

/** Available after a stir, and again and again on the same gateway. */
function isOver(sights: readonly Sample[], passed: number): boolean {
  const last = sights.slice(-LOOKS_THAT_AGREE).map(({ connection }) => connection);
  const still = last.length === LOOKS_THAT_AGREE && last.every(({ state, gatewayId }) => state === 'available' && gatewayId === last[0].gatewayId);
  const stirred = sights.some(({ connection }) => connection.state !== 'available');
  return still && (stirred || passed >= STIRS_WITHIN_MS);
}

function sightOf(connection: VpnConnection): ConnectionSample {
  const { TunnelOptions: tunnels = [] } = connection.Options ?? {};
  return {
    state: String(connection.State),
    gatewayId: [connection.VpnGatewayId, connection.TransitGatewayId].find((id) => id !== undefined && id !== ''),
    association: connection.GatewayAssociationState,
    hasConfiguration: connection.CustomerGatewayConfiguration !== undefined && connection.CustomerGatewayConfiguration !== '',
    routes: (connection.Routes ?? []).map((route) => ({ cidr: route.DestinationCidrBlock ?? '', state: String(route.State), source: route.Source })),
    insideCidrs: tunnels.flatMap(({ TunnelInsideCidr }) => TunnelInsideCidr ?? []),
    telemetry: (connection.VgwTelemetry ?? [])
      .map(({ Status, AcceptedRouteCount }) => ({ status: String(Status), acceptedRoutes: AcceptedRouteCount ?? 0 })),
    identity: {
      'outside addresses': digestOf(tunnels, ({ OutsideIpAddress }) => OutsideIpAddress),
      'inside blocks': digestOf(tunnels, ({ TunnelInsideCidr, TunnelInsideIpv6Cidr }) => [TunnelInsideCidr, TunnelInsideIpv6Cidr]),
      'pre-shared keys': digestOf(tunnels, ({ PreSharedKey }) => PreSharedKey),
      'tunnel options': digestOf(tunnels, (tunnel) => Object.entries(tunnel).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** Tunnel by tunnel, in the order of their addresses, as the order of the answer may change. */
function digestOf(tunnels: readonly TunnelOption[], part: (tunnel: TunnelOption) => unknown): string {
  const parts = tunnels.map((tunnel) => JSON.stringify([tunnel.OutsideIpAddress, part(tunnel)])).sort();
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
