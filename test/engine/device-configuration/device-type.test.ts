/** Which type of device a template means, and what somebody is told who means one that there is not. */
import { DeviceType, deviceTypeIdOf } from '../../../lambda/engine/device-configuration/device-type';

const OFFERED: readonly DeviceType[] = [
  type('754a6372', 'Palo Alto Networks', 'PA Series', 'PANOS 4.1.2+'),
  type('5fb390ba', 'Palo Alto Networks', 'PA Series', 'PANOS 7.0+'),
  type('00000001', 'Cisco Systems, Inc.', 'ASA 5500 Series', 'ASA 9.7+ VTI'),
  type('00000002', 'Generic', 'Generic', 'Vendor Agnostic'),
];

test.each([
  ['its id', { deviceTypeId: '5fb390ba' }],
  ['its three names', { vendor: 'Palo Alto Networks', platform: 'PA Series', software: 'PANOS 7.0+' }],
  ['its names in other letters', { vendor: 'palo alto networks ', platform: 'pa series', software: 'panos 7.0+' }],
])('a type is found by %s', (_by, wanted) => {
  expect(deviceTypeIdOf(wanted, OFFERED)).toBe('5fb390ba');
});

test.each<[string, Parameters<typeof deviceTypeIdOf>[0], string]>([
  ['another software', { vendor: 'Palo Alto Networks', platform: 'PA Series', software: 'PANOS 11' },
    'EC2 offers no sample for "Palo Alto Networks", "PA Series", "PANOS 11"; it does for "Palo Alto Networks", "PA Series", "PANOS 4.1.2+" (754a6372);'
    + ' "Palo Alto Networks", "PA Series", "PANOS 7.0+" (5fb390ba)'],
  ['a vendor by a part of its name', { vendor: 'Cisco', platform: 'Catalyst', software: 'IOS' },
    'EC2 offers no sample for "Cisco", "Catalyst", "IOS"; it does for "Cisco Systems, Inc.", "ASA 5500 Series", "ASA 9.7+ VTI" (00000001)'],
  ['another vendor\'s platform', { vendor: 'Acme', platform: 'asa-5500', software: 'any' },
    'EC2 offers no sample for "Acme", "asa-5500", "any"; it does for "Cisco Systems, Inc.", "ASA 5500 Series", "ASA 9.7+ VTI" (00000001)'],
  ['nothing alike', { vendor: 'OpenBSD', platform: 'any', software: 'iked' },
    'EC2 offers no sample for "OpenBSD", "any", "iked"; it does for devices of Cisco Systems, Inc.; Generic; Palo Alto Networks:'
    + ' `aws ec2 get-vpn-connection-device-types` lists them all'],
  ['an id', { deviceTypeId: 'ffffffff' },
    'EC2 offers no sample for device type ffffffff; it does for devices of Cisco Systems, Inc.; Generic; Palo Alto Networks:'
    + ' `aws ec2 get-vpn-connection-device-types` lists them all'],
])('where there is no such type, the nearest are named: %s', (_what, wanted, message) => {
  expect(() => deviceTypeIdOf(wanted, OFFERED)).toThrow(new Error(message));
});

test('a long list is cut, and says so', () => {
  const many = Array.from({ length: 20 }, (_, index) => type(String(index), 'Acme', 'Router', `${index}`));

  expect(() => deviceTypeIdOf({ vendor: 'Acme', platform: 'Router', software: 'x' }, many)).toThrow(/ \(11\); and 8 more$/);
});

test('names that are those of several types are not guessed at', () => {
  const twins = [type('one', 'Acme', 'Router', '1'), type('two', 'Acme', 'Router', '1')];

  expect(() => deviceTypeIdOf({ vendor: 'Acme', platform: 'Router', software: '1' }, twins))
    .toThrow('EC2 offers samples for several types of device that are called "Acme", "Router", "1": one, two; name one of them by its id');
});

test('a region that offers nothing is said to', () => {
  expect(() => deviceTypeIdOf({ deviceTypeId: '5fb390ba' }, [])).toThrow('it offers none at all: see that this region has Site-to-Site VPN');
});

function type(id: string, vendor: string, platform: string, software: string): DeviceType {
  return { id, vendor, platform, software };
}
