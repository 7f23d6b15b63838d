/** What a person says of the device's own side, and what is wrong with it. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { canonicalDestination } from '../../../src/contract/cidr';
import {
  DeviceKind, DEVICES, DeviceSettings, INTERFACE_KINDS, InterfaceKind, ROUTING_DAEMONS, RoutingDaemon,
} from '../../../src/contract/device-configuration/device-settings';
import { ASN, CIDR, Grammar, IP_ADDRESS } from '../../../src/contract/grammar';
import { checkedOption } from '../terminal/checked-values';

/** EC2's 0 stands for none. */
const ASN_OF_DEVICE: Grammar = { allowed: 'a whole number from 1 to 4294967295', fits: (value) => ASN.fits(value) && Number(value) > 0 };

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
    .addOption(checkedOption('--local-networks <cidrs...>', 'with BGP: the networks behind the device, which it announces', CIDR, canonicalDestination))
    .addOption(checkedOption('--remote-networks <cidrs...>', 'with static routing: the networks behind AWS\'s end', CIDR, canonicalDestination))
    .addOption(checkedOption('--asn <number>', 'the device\'s BGP number (default: the customer gateway\'s)', ASN_OF_DEVICE, Number))
    .addOption(checkedOption('--local-address <ip>', 'the device\'s own address, where it is behind NAT (default: the customer gateway\'s)', IP_ADDRESS));
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
