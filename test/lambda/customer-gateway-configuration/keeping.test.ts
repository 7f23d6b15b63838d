/** How a configuration is read and kept, and that nothing which fails on the way says anything of it. */
import { COMPLETE, MayPass, notYet } from '../../../lambda/custom-resource/request';
import { keepConfiguration } from '../../../lambda/customer-gateway-configuration/keep-configuration';
import { CallFailure, ConnectionWithConfiguration, Network, Secrets } from '../../../lambda/customer-gateway-configuration/ports';
import { ConfigurationDeclaration, DeclaredFormat } from '../../../src/contract/device-configuration/declaration';
import { DeviceSettings } from '../../../src/contract/device-configuration/device-settings';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

const VPN = 'vpn-0a1b2c3d4e5f60718';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:device-abcdef';
const KEY = 'planted.key.0123456789';
const XML = `<pre_shared_key>${KEY}</pre_shared_key>`;
const SAMPLE: DeclaredFormat = { kind: 'sample', device: { deviceTypeId: '5fb390ba' }, ikeVersion: 'ikev2' };
const SETTINGS: DeviceSettings = { device: 'strongswan', interfaceKind: 'xfrm', routingDaemon: 'frr', localNetworks: [], remoteNetworks: [] };
const FILES: DeclaredFormat = { kind: 'files', settings: SETTINGS, authentication: 'pre-shared-key' };

interface Scene {
  readonly format?: DeclaredFormat;
  readonly waitedMs?: number;
  readonly seen?: Partial<ConnectionWithConfiguration>;
  readonly network?: Partial<Network>;
  readonly put?: Secrets['put'];
  readonly gatewayId?: string;
}

function keeping({ format = { kind: 'xml' }, waitedMs = 0, seen: observed, network, put, gatewayId }: Scene = {}) {
  const kept: [string, string, string][] = [];
  const notes: string[] = [];
  const where = gatewayId === undefined ? {} : { gatewayId };
  const declaration: ConfigurationDeclaration = { vpnConnectionId: VPN, secretArn: SECRET, format, ...where };
  const done = keepConfiguration({ declaration, token: 'token', waitedMs }, {
    network: {
      connection: async () => ({ state: 'available', xml: XML, choices: [], ...observed }),
      deviceTypes: async () => [{ id: '5fb390ba', vendor: 'Palo Alto Networks', platform: 'PA Series', software: 'PANOS 7.0+' }],
      sample: async (request) => `${JSON.stringify(request)} ${KEY}`,
      ...network,
    },
    secrets: { put: put ?? (async (...values) => void kept.push(values)) },
    readXml: () => { throw new UnfitForDevice('the configuration cannot be read', 'Choose another format.'); },
    note: (text) => notes.push(text),
  });
  return { done, kept, remarks: notes };
}

test('the XML is kept as it is', async () => {
  const { done, kept, remarks: notes } = keeping();

  expect(await done).toEqual(COMPLETE);
  expect([kept, notes]).toEqual([[[SECRET, 'token', XML]], []]);
});

test('a sample is asked for by the id of its type, and as it was declared', async () => {
  const { done, kept } = keeping({ format: SAMPLE });

  expect(await done).toEqual(COMPLETE);
  expect(kept).toEqual([[SECRET, 'token', `{"vpnConnectionId":"${VPN}","deviceTypeId":"5fb390ba","ikeVersion":"ikev2"} ${KEY}`]]);
});

test('a connection that stands elsewhere is kept as it stands, which the log says', async () => {
  const { done, kept, remarks: notes } = keeping({ gatewayId: 'vgw-1', seen: { gatewayId: 'tgw-1' }, waitedMs: 120_000 });

  expect(await done).toEqual(COMPLETE);
  expect(kept).toHaveLength(1);
  expect(notes).toEqual([`${VPN} has gateway tgw-1, and the template says vgw-1: the configuration is that of the connection as it stands`]);
});

/** Why it is to be attempted again. */
async function waitsFor(scene: Scene): Promise<string> {
  const progress = await keeping(scene).done.catch(async (error: Error) => {
    if (error instanceof MayPass) return notYet(error.message);
    throw error;
  });
  return progress.isComplete ? 'nothing' : progress.why;
}

const passing = (doing: string) => async () => { throw new CallFailure(doing, 'RequestLimitExceeded', 'passing'); };
const denied = (doing: string) => async () => { throw new CallFailure(doing, 'UnauthorizedOperation', 'denied'); };

test.each<[string, Scene, string]>([
  ['a connection that is being moved', { seen: { state: 'modifying' } }, `${VPN} is modifying`],
  ['a configuration that is not shown', { seen: { xml: undefined } }, `EC2 shows no configuration of ${VPN}`],
  ['a configuration for files that is not shown', { format: FILES, seen: { xml: undefined } }, `EC2 shows no configuration of ${VPN}`],
  ['an empty sample', { format: SAMPLE, network: { sample: async () => '' } }, `EC2 shows no configuration of ${VPN}`],
  ['too many requests', { network: { connection: passing('describing') } }, 'describing: RequestLimitExceeded'],
  ['a secret that cannot be written for now', { put: passing('putting') }, 'putting: RequestLimitExceeded'],
])('%s is waited for', async (_what, scene, why) => {
  expect(await waitsFor(scene)).toBe(`keeping the device's configuration of ${VPN}: ${why}`);
});

test.each<[string, Scene]>([
  ['to describe', { network: { connection: denied('describing') } }],
  ['to read the types', { format: SAMPLE, network: { deviceTypes: denied('describing') } }],
  ['to write', { put: denied('describing') }],
])('a new role that may not yet %s gets time, and then a sentence', async (_what, scene) => {
  expect(await waitsFor({ ...scene, waitedMs: 119_999 })).toContain('describing: UnauthorizedOperation');
  await expect(keeping({ ...scene, waitedMs: 120_000 }).done).rejects.toThrow(new Error(
    `keeping the device's configuration of ${VPN}: describing: UnauthorizedOperation; see that nothing denies the call to the function's role`));
});

test.each<[string, Scene, string]>([
  ['a refusal', { put: async () => { throw new CallFailure('putting', 'InvalidRequestException', 'final'); } }, 'putting: InvalidRequestException'],
  ['a connection that is gone', { seen: { state: 'deleted' } }, `${VPN} is deleted: a connection that is going has no configuration any more`],
  ['a configuration that is not as it has been', { format: FILES }, 'the configuration cannot be read. Choose another format.'],
  ['a type of device that there is not', { format: { kind: 'sample', device: { deviceTypeId: 'ffffffff' } } }, 'EC2 offers no sample for device type ffffffff; it does for devices of Palo Alto Networks'],
  ['a text that no secret holds', { seen: { xml: XML.padEnd(65_537, 'x') } }, 'the configuration has 65537 bytes, and a secret holds at most 65536; choose another type of device'],
])('%s fails at once', async (_what, scene, message) => {
  await expect(keeping(scene).done).rejects.toThrow(`keeping the device's configuration of ${VPN}: ${message}`);
});

test.each<[string, Scene]>([
  ['an error of somebody else that quotes the answer', { network: { connection: async () => { throw new SyntaxError(`unexpected ${XML}`); } } }],
  ['one that is thrown as a text', { put: async () => { throw KEY; } }], // eslint-disable-line @typescript-eslint/only-throw-error
  ['a code that is a key', { put: async () => { throw new CallFailure('putting', KEY, 'final'); } }],
  ['a passing one whose code is a key', { put: async () => { throw new CallFailure('putting', KEY, 'passing'); } }],
])('%s says nothing of the configuration', async (_what, scene) => {
  const error = await keeping(scene).done.then(() => undefined, (thrown: Error) => thrown);

  expect(error).toBeInstanceOf(Error);
  expect(`${error!.stack} ${JSON.stringify(error)} ${String(error!.cause)}`).not.toContain(KEY);
  expect(error!.message).toMatch(new RegExp(`^keeping the device's configuration of ${VPN}: `));
});
