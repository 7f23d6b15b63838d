/** A tunnel's options as EC2 describes them, in the words of the device's configuration: not its key, and not its logs. */
import type { TunnelOption } from '@aws-sdk/client-ec2';
import { ChoicesOfTunnel } from '../../../src/contract/device-configuration/device-tunnel';

/** Of the tunnels that have their address already: one that is still being made has none. */
export function choicesOfTunnels(tunnels: readonly TunnelOption[] | undefined): ChoicesOfTunnel[] {
  return (tunnels ?? []).flatMap((tunnel) => (tunnel.OutsideIpAddress ? [choicesOf(tunnel.OutsideIpAddress, tunnel)] : []));
}

function choicesOf(outsideIpAddress: string, tunnel: TunnelOption): ChoicesOfTunnel {
  return {
    outsideIpAddress,
    ikeVersions: valuesOf(tunnel.IkeVersions),
    phase1: {
      encryptionAlgorithms: valuesOf(tunnel.Phase1EncryptionAlgorithms),
      integrityAlgorithms: valuesOf(tunnel.Phase1IntegrityAlgorithms),
      dhGroups: valuesOf(tunnel.Phase1DHGroupNumbers),
      lifetimeSeconds: tunnel.Phase1LifetimeSeconds,
    },
    phase2: {
      encryptionAlgorithms: valuesOf(tunnel.Phase2EncryptionAlgorithms),
      integrityAlgorithms: valuesOf(tunnel.Phase2IntegrityAlgorithms),
      dhGroups: valuesOf(tunnel.Phase2DHGroupNumbers),
      lifetimeSeconds: tunnel.Phase2LifetimeSeconds,
    },
    rekeyMarginSeconds: tunnel.RekeyMarginTimeSeconds,
    rekeyFuzzPercentage: tunnel.RekeyFuzzPercentage,
    replayWindowSize: tunnel.ReplayWindowSize,
    dpdTimeoutSeconds: tunnel.DpdTimeoutSeconds,
  };
}

function valuesOf<T>(list: readonly { readonly Value?: T }[] | undefined): T[] | undefined {
  return list?.flatMap(({ Value: value }) => value ?? []);
}
