/** The logs of a connection, told to each of its tunnels. */
import { TunnelOptions } from '../../connection/tunnel-options';
import { TunnelLogging } from '../tunnel-logging';

/** A connection has two tunnels, also where nothing else is said of them. */
export function withLogging(tunnels: readonly TunnelOptions[] = [], logging: TunnelLogging): TunnelOptions[] {
  const [first = {}, second = {}, ...more] = tunnels;
  return [first, second, ...more].map((tunnel) => ({ ...tunnel, logging: tunnel.logging ?? logging }));
}
