/** Connections as the service's configuration and the tunnels' options describe them, for what is rendered from them. */
import { DeviceFile, DeviceSettings, ROUTING_DAEMONS } from '../../../src/contract/device-configuration/device-settings';
import {
  Authentication, ChoicesOfTunnel, ConnectionEnds, DeviceConnection, deviceConnection, TunnelEnds,
} from '../../../src/contract/device-configuration/device-tunnel';
import { HiddenKey } from '../../../src/contract/device-configuration/hidden-key';
import { TunnelChoices } from '../../../src/contract/device-configuration/tunnel-proposals';

export const OUTSIDE = ['203.0.113.4', '203.0.113.20'] as const;
export const KEYS = ['planted.key_of_tunnel_1', 'planted.key_of_tunnel_2'] as const;

export interface Described {
  readonly routing?: 'bgp' | 'static';
  readonly authentication?: Authentication;
  readonly choices?: TunnelChoices;
  readonly tunnel?: Partial<TunnelEnds>;
}

export function endsOf({ routing = 'bgp', authentication = 'pre-shared-key', tunnel = {} }: Described = {}): ConnectionEnds {
  return {
    vpnConnectionId: 'vpn-0aaaaaaaaaaaaaaa1',
    customerGatewayId: 'cgw-0aaaaaaaaaaaaaaa2',
    routing,
    tunnels: OUTSIDE.map((awsOutsideIpAddress, index) => ({
      awsOutsideIpAddress,
      deviceOutsideIpAddress: '198.51.100.7',
      awsInside: { ipAddress: `169.254.${10 * (index + 1)}.1`, prefixLength: 30 },
      deviceInside: { ipAddress: `169.254.${10 * (index + 1)}.2`, prefixLength: 30 },
      ...routing === 'bgp' ? { bgp: { aws: { asn: 64512 }, device: { asn: 65010 }, holdTimeSeconds: 30 } } : {},
      ...authentication === 'pre-shared-key' ? { key: new HiddenKey(KEYS[index]) } : {},
      ...tunnel,
    })),
  };
}

export function choicesOf(choices: TunnelChoices = {}): ChoicesOfTunnel[] {
  return OUTSIDE.map((outsideIpAddress) => ({ outsideIpAddress, ...choices }));
}

export function connectionOf(described: Described = {}): DeviceConnection {
  return deviceConnection(endsOf(described), choicesOf(described.choices), described.authentication ?? 'pre-shared-key');
}

export function settingsOf(settings: Partial<DeviceSettings> = {}): DeviceSettings {
  return {
    device: 'strongswan', interfaceKind: 'xfrm', routingDaemon: 'frr', localNetworks: ['10.0.0.0/16'], remoteNetworks: ['10.1.0.0/16'], ...settings,
  };
}

/** Every device with everything that it can be combined with. */
export const ALL_SETTINGS: readonly Pick<DeviceSettings, 'device' | 'interfaceKind' | 'routingDaemon'>[] = ROUTING_DAEMONS.flatMap((routingDaemon) => [
  { device: 'strongswan', interfaceKind: 'xfrm', routingDaemon },
  { device: 'strongswan', interfaceKind: 'vti', routingDaemon },
  { device: 'libreswan', interfaceKind: 'vti', routingDaemon },
]);

/** The file whose path has the text in it. */
export function contentOf(files: readonly DeviceFile[], part: string): string {
  const found = files.filter(({ path }) => path.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} files with ${part} among ${files.map(({ path }) => path).join(', ')}`);
  return found[0].content;
}
