/** Finds the type of device that a template names among those for which EC2 offers a sample. */
import { DeclaredDevice } from '../../../src/contract/device-configuration/declaration';

export interface DeviceType {
  readonly id: string;
  readonly vendor: string;
  readonly platform: string;
  readonly software: string;
}

/** How many are offered instead of one that there is not. */
const NEAR_MAX = 12;

/**
 * @returns the id of the type
 * @throws an error that names those which may have been meant
 */
export function deviceTypeIdOf(wanted: DeclaredDevice, offered: readonly DeviceType[]): string {
  const found = offered.filter((each) => isSame(each, wanted));
  if (found.length === 1) return found[0].id;
  if (found.length > 1) {
    throw new Error(`EC2 offers samples for several types of device that are called ${nameOf(wanted)}: ${found.map(({ id }) => id).join(', ')};`
      + ' name one of them by its id');
  }
  throw new Error(`EC2 offers no sample for ${nameOf(wanted)}; ${alternativesTo(wanted, offered)}`);
}

function isSame(offered: DeviceType, wanted: DeclaredDevice): boolean {
  if ('deviceTypeId' in wanted) return offered.id === wanted.deviceTypeId;
  return (['vendor', 'platform', 'software'] as const).every((name) => folded(offered[name]) === folded(wanted[name]));
}

function alternativesTo(wanted: DeclaredDevice, offered: readonly DeviceType[]): string {
  const near = 'deviceTypeId' in wanted ? [] : nearestTo(wanted, offered);
  if (near.length > 0) return `it does for ${listed(near.map((each) => `${nameOf(each)} (${each.id})`))}`;
  const vendors = [...new Set(offered.map(({ vendor }) => vendor))].sort();
  return vendors.length === 0
    ? 'it offers none at all: see that this region has Site-to-Site VPN'
    : `it does for devices of ${vendors.join('; ')}: \`aws ec2 get-vpn-connection-device-types\` lists them all`;
}

/** Those of a vendor whose name shares a word with the wanted one's, or else those that share any: those that share the most first. */
function nearestTo(wanted: Exclude<DeclaredDevice, { deviceTypeId: string }>, offered: readonly DeviceType[]): DeviceType[] {
  const shared = (one: string, other: string) => wordsOf(other).filter((word) => wordsOf(one).includes(word)).length;
  const alike = ({ platform, software }: DeviceType) => shared(wanted.platform, platform) + shared(wanted.software, software);
  const ofVendor = offered.filter(({ vendor }) => shared(wanted.vendor, vendor) > 0);
  const near = ofVendor.length > 0 ? ofVendor : offered.filter((device) => alike(device) > 0);
  return near.map((device) => ({ device, alike: alike(device) })).sort((a, b) => b.alike - a.alike).map(({ device }) => device);
}

/** At the end how many are left out. */
function listed(names: readonly string[]): string {
  const more = names.length - NEAR_MAX;
  return `${names.slice(0, NEAR_MAX).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function nameOf(device: DeclaredDevice): string {
  if ('deviceTypeId' in device) return `device type ${device.deviceTypeId}`;
  return [device.vendor, device.platform, device.software].map((each) => JSON.stringify(each)).join(', ');
}

function wordsOf(name: string): string[] {
  return folded(name).split(/[^a-z0-9]+/).filter((word) => word !== '');
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
