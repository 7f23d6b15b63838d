/** What is worth a look in the options of a connection's tunnels: every list as EC2 may describe it. */
import type { TunnelOption } from '@aws-sdk/client-ec2';
import { findingsOf } from '../../../tools/cli/inventory/findings';
import { Row } from '../../../tools/cli/inventory/rows';

const ROW: Row = {
  region: 'eu-central-1', vpnConnectionId: 'vpn-1', state: 'available', target: { kind: 'none' }, customerGatewayConfiguration: 'withheld', routing: 'bgp',
  tunnels: [], staticRoutes: [], transitGatewayRoutes: [], vpcRouteTables: [], tags: {},
};
const STRONG: TunnelOption = {
  OutsideIpAddress: '198.51.100.1',
  Phase1IntegrityAlgorithms: [{ Value: 'SHA2-256' }], Phase2IntegrityAlgorithms: [{ Value: 'SHA2-256' }],
  Phase1DHGroupNumbers: [{ Value: 14 }], Phase2DHGroupNumbers: [{ Value: 14 }],
  IkeVersions: [{ Value: 'ikev2' }],
};

function found(kind: string, ...tunnels: Partial<TunnelOption>[]): string | undefined {
  const TunnelOptions = tunnels.map((tunnel, index) => ({ ...STRONG, OutsideIpAddress: `198.51.100.${index + 1}`, ...tunnel }));
  return findingsOf([{ ...ROW, options: { TunnelOptions } }]).find((each) => each.kind === kind)?.text;
}

const versions = (...values: string[]) => ({ IkeVersions: values.map((Value) => ({ Value })) });

test.each<[string, Partial<TunnelOption>[], string | undefined]>([
  ['IKEv1 alone', [versions('ikev1')], '198.51.100.1'],
  ['IKEv2 alone', [versions('ikev2')], undefined],
  ['both', [versions('ikev1', 'ikev2')], undefined],
  ['both, the other way round', [versions('ikev2', 'ikev1')], undefined],
  ['none, which is all', [versions()], undefined],
  ['nothing said', [{ IkeVersions: undefined }], undefined],
  ['one tunnel of two', [versions('ikev1', 'ikev2'), versions('ikev1')], '198.51.100.2'],
  ['both tunnels', [versions('ikev1'), versions('ikev1')], '198.51.100.1, 198.51.100.2'],
])('IKEv1 only: %s', (_, tunnels, text) => {
  expect(found('ikev1-only', ...tunnels)).toBe(text);
});

const groups = (...values: number[]) => values.map((Value) => ({ Value }));

test.each<[string, Partial<TunnelOption>, string | undefined]>([
  ['none', {}, undefined],
  ['the weakest group that is not weak', { Phase1DHGroupNumbers: groups(14), Phase2DHGroupNumbers: groups(15) }, undefined],
  ['a weak group in the first phase', { Phase1DHGroupNumbers: groups(14, 2) }, 'group 2'],
  ['weak groups in either, by number and once', { Phase1DHGroupNumbers: groups(5, 2), Phase2DHGroupNumbers: groups(2, 20) }, 'group 2, group 5'],
  ['SHA1 in the first phase', { Phase1IntegrityAlgorithms: [{ Value: 'SHA1' }] }, 'SHA1'],
  ['SHA1 in the second, beside others', { Phase2IntegrityAlgorithms: [{ Value: 'SHA2-512' }, { Value: 'SHA1' }] }, 'SHA1'],
  ['one list is not there', { Phase2DHGroupNumbers: undefined }, 'group 2'],
])('weak algorithms: %s', (_, tunnel, text) => {
  expect(found('weak-algorithms', tunnel)).toBe(text);
});

test.each(['deleted', 'deleting'])('a connection that is %s is worth none', (state) => {
  expect(findingsOf([{ ...ROW, state, category: 'VPN-Classic', options: { TunnelOptions: [versions('ikev1')] } }])).toEqual([]);
});
