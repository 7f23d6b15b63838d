/** What the device's own side chooses, and how what belongs to a tunnel is called on it. */
import { DeviceConnection, DeviceTunnel } from './device-tunnel';
import { UnfitForDevice } from './unfit-for-device';
import { isIpAddress } from '../ip-address';

export const INTERFACE_KINDS = ['xfrm', 'vti'] as const;
export type InterfaceKind = (typeof INTERFACE_KINDS)[number];

export const ROUTING_DAEMONS = ['frr', 'bird'] as const;
export type RoutingDaemon = (typeof ROUTING_DAEMONS)[number];

export const DEVICES = ['strongswan', 'libreswan'] as const;
export type DeviceKind = (typeof DEVICES)[number];

export interface DeviceSettings {
  readonly device: DeviceKind;
  /** Libreswan makes VTI interfaces only. */
  readonly interfaceKind: InterfaceKind;
  /** What speaks BGP. */
  readonly routingDaemon: RoutingDaemon;
  /** The device's number, where the service's configuration has none of it. */
  readonly asn?: number;
  /** The device's own address towards AWS, where it is not its outside address: behind NAT. */
  readonly localAddress?: string;
  /** What is announced to AWS by BGP. */
  readonly localNetworks: readonly string[];
  /** What is routed into the tunnels with static routing. */
  readonly remoteNetworks: readonly string[];
}

/** One file of a device. */
export interface DeviceFile {
  /** Where it goes on the device. */
  readonly path: string;
  readonly content: string;
  /** Whether a key belongs into it: then nobody but root may read it. */
  readonly holdsSecret: boolean;
}

/** @param lines without their ends; the last one has one, too */
export function textFile(path: string, lines: readonly string[], holdsSecret: boolean = false): DeviceFile {
  return { path, content: [...lines, ''].join('\n'), holdsSecret };
}

/** Fits into the kernel's 15 characters: `aws`, the end of the connection's id, the tunnel's number. */
export function interfaceNameOf({ vpnConnectionId }: DeviceConnection, { number }: DeviceTunnel): string {
  return `aws${vpnConnectionId.slice(-DIGITS_OF_ID)}-${number}`;
}

/** The number by which the kernel knows what belongs into a tunnel's interface: unlike every other one of the device. */
export function interfaceNumberOf({ vpnConnectionId }: DeviceConnection, { number }: DeviceTunnel): number {
  return parseInt(vpnConnectionId.slice(-DIGITS_OF_ID), 16) * 16 + number;
}

const DIGITS_OF_ID = 7;

export function tunnelNameOf({ vpnConnectionId }: DeviceConnection, { number }: DeviceTunnel): string {
  return `${vpnConnectionId}-${number}`;
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** All that a tunnel can carry, as a block. */
export function everythingIn({ deviceInside }: DeviceTunnel): string {
  return familyOf(deviceInside.ipAddress) === 'ipv4' ? '0.0.0.0/0' : '::/0';
}

/** What the kernel has on its interface; nothing where the device finds out by itself. */
export function localAddressOf(tunnel: DeviceTunnel, { localAddress }: DeviceSettings): string | undefined {
  return localAddress ?? tunnel.deviceOutsideIpAddress;
}

/** As every file begins. */
export function headOf(connection: DeviceConnection, about: readonly string[]): string[] {
  const { vpnConnectionId, customerGatewayId, vpnGatewayId, tunnels } = connection;
  const unknown = tunnels.flatMap(({ number, proposals }) => proposals.unknown.map((each) => `tunnel ${number}: ${each}`));
  return [
    `${vpnConnectionId} between ${customerGatewayId} and ${vpnGatewayId ?? 'its gateway'}`,
    ...about,
    ...unknown.length === 0 ? [] : [`allowed by the tunnel options, but not known and left out: ${unknown.join(', ')}`],
  ].map((line) => `# ${line}`);
}

/**
 * At least one, and all of the IP version that the tunnels carry.
 * @throws {UnfitForDevice}
 */
export function requireNetworks(
  { vpnConnectionId, tunnels }: DeviceConnection, settings: DeviceSettings, name: 'localNetworks' | 'remoteNetworks', none: string, nextStep: string,
): readonly string[] {
  const networks = settings[name];
  if (networks.length === 0) throw new UnfitForDevice(`${vpnConnectionId} ${none}`, nextStep, name);
  const family = familyOf(tunnels[0].deviceInside.ipAddress);
  const other = networks.find((network) => familyOf(network) !== family);
  if (other === undefined) return networks;
  throw new UnfitForDevice(`the tunnels of ${vpnConnectionId} carry ${family === 'ipv4' ? 'IPv4' : 'IPv6'}, and ${other} is not of it`,
    'Name networks of that version only.', name);
}

/** @throws {UnfitForDevice} */
export function deviceAsnOf(connection: DeviceConnection, { asn }: DeviceSettings): number {
  const numbers = new Set(connection.tunnels.map(({ bgp }) => asn ?? bgp?.device.asn));
  const [own] = numbers;
  if (own !== undefined && numbers.size === 1) return own;
  throw new UnfitForDevice(`the configuration of ${connection.vpnConnectionId} does not tell the device's BGP number`,
    'Name it as the customer gateway has it.', 'asn');
}

/** An IPv4 address of the device's own, which nobody else has; nothing if it has none that is known. */
export function routerIdOf(connection: DeviceConnection, settings: DeviceSettings): string | undefined {
  const own = connection.tunnels.flatMap((tunnel) => [
    tunnel.deviceOutsideIpAddress, settings.localAddress, tunnel.deviceInside.ipAddress,
  ]);
  return own.find((address) => address !== undefined && isIpAddress(address) && familyOf(address) === 'ipv4');
}
