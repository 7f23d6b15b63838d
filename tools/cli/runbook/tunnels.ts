/** The tunnels of a connection as the device's side knows them: addresses, and who starts IKE. */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { tunnelAddresses } from '../../../lambda/engine/tunnel-addresses';

export interface TunnelSheet {
  /** Number, outside address of AWS, inside block, inside addresses of AWS and of the device. */
  readonly rows: readonly (readonly string[])[];
  readonly startsFromAws: boolean;
}

export function tunnelRows({ Options: options }: VpnConnection): TunnelSheet {
  const tunnels = options?.TunnelOptions ?? [];
  const carriesIpv6 = options?.TunnelInsideIpVersion === 'ipv6';
  const described = tunnels.flatMap(({ OutsideIpAddress: outsideIpAddress, TunnelInsideCidr: ipv4, TunnelInsideIpv6Cidr: ipv6 }) => {
    const insideCidr = carriesIpv6 ? ipv6 : ipv4;
    return outsideIpAddress && insideCidr ? [{ outsideIpAddress, insideCidr }] : [];
  });
  return {
    rows: tunnelAddresses(described).map((tunnel, index) => [
      String(index + 1), tunnel.outsideIpAddress, tunnel.insideCidr, tunnel.awsInsideIpAddress, tunnel.deviceInsideIpAddress,
    ]),
    startsFromAws: tunnels.some((tunnel) => tunnel.StartupAction === 'start'),
  };
}
