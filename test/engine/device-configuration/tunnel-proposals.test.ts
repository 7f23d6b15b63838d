/** What a tunnel's options allow is proposed, best first, with AWS's defaults where nothing is chosen. */
import { choicesOf, connectionOf, endsOf, KEYS } from './connections';
import { deviceConnection, withoutKeys } from '../../../src/contract/device-configuration/device-tunnel';
import { tunnelProposals } from '../../../src/contract/device-configuration/tunnel-proposals';

test('where nothing is chosen, AWS allows everything, and nothing that is advised against is proposed', () => {
  const phase = {
    encryptionAlgorithms: ['AES256-GCM-16', 'AES128-GCM-16', 'AES256', 'AES128'],
    integrityAlgorithms: ['SHA2-512', 'SHA2-384', 'SHA2-256'],
    dhGroups: [20, 21, 19, 16, 15, 14, 17, 18],
  };
  const defaults = {
    ikeVersion: 'ikev2', phase1: { ...phase, lifetimeSeconds: 28_800 }, phase2: { ...phase, lifetimeSeconds: 3_600 },
    awsRekeys: { earliestSecondsBefore: 540, latestSecondsBefore: 270 }, replayWindowSize: 1_024, dpdTimeoutSeconds: 30, unknown: [],
  };
  expect(tunnelProposals({})).toEqual(defaults);
  const empty = { encryptionAlgorithms: [], integrityAlgorithms: [], dhGroups: [] };
  expect(tunnelProposals({ ikeVersions: [], phase1: empty, phase2: empty })).toEqual(defaults);
});

test('what is chosen is proposed and nothing else, in the order of preference', () => {
  const choices = { encryptionAlgorithms: ['AES128', 'AES256'], integrityAlgorithms: ['SHA2-256', 'SHA2-512'], dhGroups: [14, 24, 19], lifetimeSeconds: 900 };
  const { phase1, phase2, ...others } = tunnelProposals({
    ikeVersions: ['ikev1'], phase1: { ...choices, lifetimeSeconds: 7_200 }, phase2: choices, rekeyMarginSeconds: 60, rekeyFuzzPercentage: 50,
    replayWindowSize: 128, dpdTimeoutSeconds: 45,
  });
  expect(phase1).toEqual({
    encryptionAlgorithms: ['AES256', 'AES128'], integrityAlgorithms: ['SHA2-512', 'SHA2-256'], dhGroups: [19, 14], lifetimeSeconds: 7_200,
  });
  expect(phase2).toEqual({ ...phase1, lifetimeSeconds: 900 });
  expect(others).toEqual({
    ikeVersion: 'ikev1', awsRekeys: { earliestSecondsBefore: 90, latestSecondsBefore: 60 }, replayWindowSize: 128, dpdTimeoutSeconds: 45, unknown: [],
  });
});

test('what is advised against is proposed where nothing else is allowed', () => {
  const { phase1, phase2 } = tunnelProposals({
    phase1: { integrityAlgorithms: ['SHA1'], dhGroups: [22, 2, 24] }, phase2: { integrityAlgorithms: ['SHA1'], dhGroups: [2, 5] },
  });
  expect([phase1.integrityAlgorithms, phase1.dhGroups]).toEqual([['SHA1'], [24, 2, 22]]);
  expect([phase2.integrityAlgorithms, phase2.dhGroups]).toEqual([['SHA1'], [5, 2]]);
});

test('what AWS adds one day is left out and named; alone, it is refused', () => {
  const choices = { phase1: { encryptionAlgorithms: ['CHACHA20', 'AES256'], dhGroups: [5, 31, 20] } };
  const { phase1, unknown } = tunnelProposals(choices);
  expect([phase1.encryptionAlgorithms, phase1.dhGroups]).toEqual([['AES256'], [20]]);
  expect(unknown).toEqual(['phase 1 encryption algorithm CHACHA20', 'phase 1 Diffie-Hellman group 5', 'phase 1 Diffie-Hellman group 31']);
  expect(() => tunnelProposals({ phase2: { dhGroups: [31] } })).toThrow(
    expect.objectContaining({
      message: 'the tunnel\'s options allow no phase 2 Diffie-Hellman group but 31, of which nothing is known',
      nextStep: 'Allow one of 20, 21, 19, 16, 15, 14, 17, 18, 24, 23, 5, 2, 22 as well.',
    }));
});

test('a tunnel finds its options by its outside address, whatever their order', () => {
  const [first, second] = choicesOf();
  const connection = deviceConnection(endsOf(), [{ ...second, dpdTimeoutSeconds: 60 }, first], 'pre-shared-key');
  expect(connection.tunnels.map(({ number, proposals }) => [number, proposals.dpdTimeoutSeconds])).toEqual([[1, 30], [2, 60]]);
  expect(() => deviceConnection(endsOf(), [first], 'pre-shared-key')).toThrow(
    'the configuration of vpn-0aaaaaaaaaaaaaaa1 has a tunnel to 203.0.113.20, for which no options are described (described are those of'
    + ' 203.0.113.4)');
});

test('IPv6 has many spellings of one address', () => {
  const ends = { ...endsOf(), tunnels: [{ ...endsOf().tunnels[0], awsOutsideIpAddress: '2001:db8::4' }] };
  expect(deviceConnection(ends, [{ outsideIpAddress: '2001:DB8:0:0:0:0:0:4' }], 'pre-shared-key').tunnels).toHaveLength(1);
});

test('without its keys a connection is the same but for them', () => {
  const connection = connectionOf();
  expect(connection.tunnels.map(({ key }) => key?.reveal())).toEqual(KEYS);
  const without = withoutKeys(connection);
  expect(without.tunnels.map((tunnel) => 'key' in tunnel)).toEqual([false, false]);
  expect(without.tunnels.map((tunnel) => ({ ...tunnel, key: connection.tunnels[tunnel.number - 1].key }))).toEqual(connection.tunnels);
});
