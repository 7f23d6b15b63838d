/** What a person says of the device's own side, and what is wrong with it. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { canonicalDestination, isCidr } from '../../../src/contract/cidr';
import {
  DeviceKind, DEVICES, DeviceSettings, INTERFACE_KINDS, InterfaceKind, ROUTING_DAEMONS, RoutingDaemon,
} from '../../../src/contract/device-configuration/device-settings';
import { isIpAddress } from '../../../src/contract/ip-address';

export interface DeviceChoices {
  readonly device: DeviceKind;
  readonly routingDaemon: RoutingDaemon;
  readonly interface?: InterfaceKind;
  readonly localNetworks?: readonly string[];
  readonly remoteNetworks?: readonly string[];
  readonly asn?: number;
  readonly localAddress?: string;
}

/** Adds the options to a verb. */
export function withDeviceOptions(verb: Command): Command {
  return verb
    .addOption(new Option('--device <device>', 'what runs on the device').choices(DEVICES).makeOptionMandatory())
    .addOption(new Option('--routing-daemon <daemon>', 'what speaks BGP on it').choices(ROUTING_DAEMONS).default('frr'))
    .addOption(new Option('--interface <kind>', 'the interfaces of the tunnels (default: xfrm, of Libreswan vti)').choices(INTERFACE_KINDS))
    .addOption(new Option('--local-networks <cidrs...>', 'with BGP: the networks behind the device, which it announces').argParser(networks))
    .addOption(new Option('--remote-networks <cidrs...>', 'with static routing: the networks behind AWS\'s end').argParser(networks))
    .addOption(new Option('--asn <number>', 'the device\'s BGP number (default: the customer gateway\'s)').argParser(autonomousSystem))
    .addOption(new Option('--local-address <ip>', 'the device\'s own address, where it is behind NAT (default: the customer gateway\'s)').argParser(address));
}

export function settingsOf(choices: DeviceChoices): DeviceSettings {
  const { device, routingDaemon, asn, localAddress } = choices;
  return {
    device,
    routingDaemon,
    interfaceKind: choices.interface ?? (device === 'libreswan' ? 'vti' : 'xfrm'),
    localNetworks: choices.localNetworks ?? [],
    remoteNetworks: choices.remoteNetworks ?? [],
    ...asn === undefined ? {} : { asn },
    ...localAddress === undefined ? {} : { localAddress },
  };
}

/** Called with one after the other. */
function networks(text: string, before: readonly string[] = []): readonly string[] {
  if (!isCidr(text)) throw new InvalidArgumentError('It has to be a network such as 10.0.0.0/16.');
  return [...before, canonicalDestination(text)];
}

function autonomousSystem(text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (number >= 1 && number <= 4_294_967_295) return number;
  throw new InvalidArgumentError('It has to be a whole number from 1 to 4294967295.');
}

function address(text: string): string {
  if (isIpAddress(text)) return text;
  throw new InvalidArgumentError('It has to be an IP address.');
}
