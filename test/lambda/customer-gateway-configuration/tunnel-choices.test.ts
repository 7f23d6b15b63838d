/** A tunnel's options travel from EC2's words into those of the device's configuration, and its key does not. */
import { choicesOfTunnels } from '../../../lambda/customer-gateway-configuration/ec2/tunnel-choices';

test('every option that a device must know', () => {
  const KEY = 'planted_key_of_tunnel_1';
  const [choices, ...others] = choicesOfTunnels([{
    OutsideIpAddress: '203.0.113.4', TunnelInsideCidr: '169.254.10.0/30', PreSharedKey: KEY,
    Phase1LifetimeSeconds: 7_200, Phase2LifetimeSeconds: 1_800, RekeyMarginTimeSeconds: 120, RekeyFuzzPercentage: 50, ReplayWindowSize: 256,
    DpdTimeoutSeconds: 60, Phase1EncryptionAlgorithms: [{ Value: 'AES256' }], Phase2EncryptionAlgorithms: [{ Value: 'AES128' }],
    Phase1IntegrityAlgorithms: [{ Value: 'SHA2-256' }], Phase2IntegrityAlgorithms: [{ Value: 'SHA2-512' }, {}],
    Phase1DHGroupNumbers: [{ Value: 19 }], Phase2DHGroupNumbers: [{ Value: 20 }, { Value: 21 }], IkeVersions: [{ Value: 'ikev2' }],
  }]);
  expect(others).toEqual([]);
  expect(choices).toEqual({
    outsideIpAddress: '203.0.113.4', ikeVersions: ['ikev2'],
    phase1: { encryptionAlgorithms: ['AES256'], integrityAlgorithms: ['SHA2-256'], dhGroups: [19], lifetimeSeconds: 7_200 },
    phase2: { encryptionAlgorithms: ['AES128'], integrityAlgorithms: ['SHA2-512'], dhGroups: [20, 21], lifetimeSeconds: 1_800 },
    rekeyMarginSeconds: 120, rekeyFuzzPercentage: 50, replayWindowSize: 256, dpdTimeoutSeconds: 60,
  });
  expect(JSON.stringify(choices)).not.toContain(KEY);
});

test('a tunnel that is still being made has no address, and no options', () => {
  expect(choicesOfTunnels([{ StartupAction: 'add' }])).toEqual([]);
  expect(choicesOfTunnels(undefined)).toEqual([]);
});
