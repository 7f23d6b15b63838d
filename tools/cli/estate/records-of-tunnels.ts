/** The tunnels of a described connection: their options and their telemetry, which EC2 lists apart, by the outside address. */
import type { TunnelOption, VgwTelemetry, VpnConnection } from '@aws-sdk/client-ec2';
import { Tunnel } from '../../rehearsal/embedded-ec2/records';

/** An estate has no keys, so what plays it has none either. */
const NO_KEY = 'not-read';

export function tunnelsOf({ Options: options, VgwTelemetry: telemetry = [] }: VpnConnection, now: number): Tunnel[] {
  const described = options?.TunnelOptions ?? [];
  const addresses = new Set([...described, ...telemetry].flatMap((each) => each.OutsideIpAddress ?? []));
  return [...addresses].map((address) => tunnelOf(
    address, described.find((each) => each.OutsideIpAddress === address), telemetry.find((each) => each.OutsideIpAddress === address), now,
  ));
}

function tunnelOf(outsideIpAddress: string, described: TunnelOption = {}, telemetry: VgwTelemetry = {}, now: number): Tunnel {
  const { OutsideIpAddress: _address, TunnelInsideCidr: insideCidr, PreSharedKey: _key, ...options } = described;
  const { Status: status, StatusMessage: message, AcceptedRouteCount: acceptedRouteCount, LastStatusChange: since } = telemetry;
  const up = status === 'UP';
  return {
    outsideIpAddress,
    ...insideCidr ? { insideCidr } : {},
    preSharedKey: NO_KEY,
    ipsecUp: up || message === 'IPSEC IS UP',
    up,
    lastStatusChange: since === undefined ? now : new Date(since).getTime(),
    ...acceptedRouteCount === undefined ? {} : { acceptedRouteCount },
    options,
  };
}
