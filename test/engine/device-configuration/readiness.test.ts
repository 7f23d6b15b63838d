/** When a connection's configuration may be read: its states are a closed world. */
import { ObservedConnection, readinessOf } from '../../../lambda/engine/device-configuration/readiness';
import { ConfigurationDeclaration, DeclaredFormat, fromConfigurationProperties, toConfigurationProperties } from '../../../src/contract/device-configuration/declaration';

const VPN = 'vpn-0a1b2c3d4e5f60718';
const DECLARATION: ConfigurationDeclaration = {
  vpnConnectionId: VPN, secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:device-abcdef', format: { kind: 'xml' },
  gatewayId: 'tgw-1', customerGatewayId: 'cgw-1',
};
const THERE: ObservedConnection = { state: 'available', gatewayId: 'tgw-1', customerGatewayId: 'cgw-1' };
const [AT_ONCE, LATER] = [0, 120_000];

test.each<[string, ObservedConnection | undefined, number, object]>([
  ['a connection where the template has it', THERE, AT_ONCE, { kind: 'ready' }],
  ['one that is being made', { ...THERE, state: 'pending' }, LATER, { kind: 'wait', why: `${VPN} is pending` }],
  ['one that is being moved', { ...THERE, state: 'modifying' }, LATER, { kind: 'wait', why: `${VPN} is modifying` }],
  ['one that EC2 does not know yet', undefined, AT_ONCE, { kind: 'wait', why: `EC2 does not know ${VPN}` }],
  ['one that is still described on its old gateway', { ...THERE, gatewayId: 'vgw-1' }, AT_ONCE,
    { kind: 'wait', why: `${VPN} has gateway vgw-1, and the template says tgw-1` }],
  ['one that somebody has moved', { ...THERE, gatewayId: 'vgw-1' }, LATER,
    { kind: 'ready', note: `${VPN} has gateway vgw-1, and the template says tgw-1` }],
  ['one that has another device', { ...THERE, customerGatewayId: 'cgw-2' }, LATER,
    { kind: 'ready', note: `${VPN} has customer gateway cgw-2, and the template says cgw-1` }],
  ['one on no gateway', { ...THERE, gatewayId: undefined }, AT_ONCE,
    { kind: 'wait', why: `${VPN} has gateway (none), and the template says tgw-1` }],
])('%s', (_what, observed, waitedMs, expected) => {
  expect(readinessOf(observed, DECLARATION, waitedMs)).toEqual(expected);
});

test('of a connection of which the template says nothing, it is enough that it is available', () => {
  const { gatewayId: _gateway, customerGatewayId: _device, ...imported } = DECLARATION;

  expect(readinessOf({ ...THERE, gatewayId: 'vgw-1' }, imported, AT_ONCE)).toEqual({ kind: 'ready' });
});

test.each<[string, ObservedConnection | undefined, number, string]>([
  ['going', { ...THERE, state: 'deleting' }, AT_ONCE, `${VPN} is deleting: a connection that is going has no configuration any more; take this one out of the template`],
  ['gone', { ...THERE, state: 'deleted' }, AT_ONCE, `${VPN} is deleted: `],
  ['in a state that nobody knows', { ...THERE, state: 'hibernating' }, AT_ONCE,
    `${VPN} is in state "hibernating", of which this version knows nothing; wait until it is available and deploy again`],
  ['described without a state', { ...THERE, state: '' }, AT_ONCE, `${VPN} is in state "", of which this version knows nothing`],
  ['known to nobody', undefined, LATER, `EC2 does not know ${VPN} in this account and region; correct the id of the connection`],
])('a connection that is %s fails', (_what, observed, waitedMs, message) => {
  expect(() => readinessOf(observed, DECLARATION, waitedMs)).toThrow(message);
});

test.each<DeclaredFormat>([
  { kind: 'xml' },
  { kind: 'sample', device: { deviceTypeId: '5fb390ba' } },
  {
    kind: 'files',
    authentication: 'certificate',
    settings: { device: 'libreswan', interfaceKind: 'vti', routingDaemon: 'bird', localNetworks: ['10.1.0.0/16'], remoteNetworks: [], localAddress: '10.0.0.1' },
  },
  { kind: 'sample', device: { vendor: 'Palo Alto Networks', platform: 'PA Series', software: 'PANOS 7.0+' }, ikeVersion: 'ikev2', sampleType: 'recommended' },
])('a declaration comes through CloudFormation as it was: %j', (format) => {
  const declared = { ...DECLARATION, format };
  const given = JSON.parse(JSON.stringify({ ...toConfigurationProperties(declared), ServiceToken: 'arn', Refresh: 'x' })) as Record<string, unknown>;

  expect(fromConfigurationProperties(given)).toEqual(declared);
});

test.each<[object, string]>([
  [{}, 'the resource\'s property VpnConnectionId must be a text'],
  [{ VpnConnectionId: VPN, SecretArn: 'arn' }, 'the resource\'s property Kind must be a text'],
  [{ VpnConnectionId: VPN, SecretArn: 'arn', Format: { Kind: 'yaml' } }, 'must be xml, sample or one of strongswan, libreswan, got yaml'],
  [{ VpnConnectionId: VPN, SecretArn: 'arn', Format: { Kind: 'strongswan', Interface: 'tun' } }, 'Interface must be one of xfrm, vti, got tun'],
])('what another version has written is refused: %j', (properties, message) => {
  expect(() => fromConfigurationProperties(properties as Record<string, unknown>)).toThrow(message);
});
