/** Saved outputs read as an estate: AWS's own documented ones, and what people really have in such folders. */
import { readSaved } from '../../../tools/cli/estate/reading-saved';
import { CommandFailure } from '../../../tools/cli/terminal/command-failure';
import { documented, documentedFiles, emptyFolder, folderOf } from '../saved';

const CONNECTION = { VpnConnectionId: 'vpn-0aaaaaaaaaaaaaaaa', State: 'available' };

describe('what the AWS CLI\'s reference shows', () => {
  test('is one estate, with dates for dates, its region and its account', async () => {
    const { estate, remarks: notes } = await read(documentedFiles());
    expect(notes).toEqual([]);
    expect(estate).toMatchObject({ region: 'us-east-2', vpnConnections: [{ VpnConnectionId: 'vpn-1122334455aabbccd' }] });
    expect(estate.vpnConnections[0].VgwTelemetry?.[1].LastStatusChange).toEqual(new Date('2020-09-02T09:09:33.000Z'));
    expect(estate.transitGateways[0].CreationTime).toEqual(new Date('2019-07-10T14:02:12.000Z'));
    expect(estate.transitGatewayRoutes.get('tgw-rtb-0ca78a54900000000')).toHaveLength(2);
    expect(estate.transitGatewayPropagations.get('tgw-rtb-0ca78a54900000000')).toHaveLength(3);
  });

  test('names what is missing from it, table by table', async () => {
    const { estate } = await read(documentedFiles());
    const missing = ['search-transit-gateway-routes', 'get-transit-gateway-route-table-propagations', 'get-transit-gateway-prefix-list-references'];
    expect(estate.gaps).toEqual([
      { described: `${missing[2]} of tgw-rtb-0ca78a54900000000`, why: 'not among the saved outputs' },
      ...missing.map((command) => ({ described: `${command} of tgw-rtb-0e8f48f1480000000`, why: 'not among the saved outputs' })),
    ]);
  });

  test.each(['dynamic routing', 'static routing', 'inside CIDRs and pre-shared keys of one\'s own', 'IPv6 inside the tunnels, on a transit gateway'])(
    'of a created connection, %s, comes without configuration and keys', async (title) => {
      const { VpnConnection } = documented('CreateVpnConnection', title);
      const { estate } = await read({ 'a.json': { VpnConnections: [VpnConnection] } });
      expect(JSON.stringify(estate.vpnConnections)).not.toMatch(/PreSharedKey\d|configuration information/);
      expect(estate.vpnConnections).toHaveLength(1);
    });

  test('of a connection that is being modified keeps a state that no SDK knows', async () => {
    const { VpnConnection } = documented('ModifyVpnConnection');
    const { estate } = await read({ 'a.json': { VpnConnections: [VpnConnection] } });
    expect(estate.vpnConnections[0].State).toBe('modifying');
  });

  /** [awscli/examples/ec2/describe-vpn-connections.rst, as it was until 2020] */
  test('in its older edition, with one object instead of a list, is told', async () => {
    await expect(read({ 'vpn.json': { VpnConnections: { VpnConnectionId: 'vpn-40f41529', State: 'available' } } }))
      .rejects.toThrow(/vpn\.json: VpnConnections is an object, and not a list$/);
  });
});

describe('a folder as people keep it', () => {
  test('several files of one kind are joined, and what is there twice is there once', async () => {
    const { estate } = await read({
      'first.json': { VpnConnections: [CONNECTION] },
      'second.json': { VpnConnections: [CONNECTION, { VpnConnectionId: 'vpn-0bbbbbbbbbbbbbbbb' }] },
    });
    expect(estate.vpnConnections.map((each) => each.VpnConnectionId)).toEqual(['vpn-0aaaaaaaaaaaaaaaa', 'vpn-0bbbbbbbbbbbbbbbb']);
  });

  test('one file may hold several outputs', async () => {
    const { estate } = await read({ 'all.json': { ...documented('DescribeVpnConnections'), ...documented('DescribeVpcs') } });
    expect([estate.vpnConnections.length, estate.vpcs.length]).toEqual([1, 2]);
  });

  test('a folder for each region is several estates', async () => {
    const directory = folderOf({ 'eu-west-1/a.json': { VpnConnections: [] }, 'eu-central-1/b.json': { VpnConnections: [CONNECTION] } });
    const estates = await readSaved(directory, () => undefined);
    expect(estates.map((estate) => [estate.region, estate.vpnConnections.length])).toEqual([['eu-central-1', 1], ['eu-west-1', 0]]);
  });

  test('files and folders without anything of it are told, and not read in silence', async () => {
    const { remarks: notes, directory } = await read({
      'vpn.json': { VpnConnections: [CONNECTION] }, 'notes.json': { Comment: 'call Bob' }, 'old/vpcs.json': { Vpcs: [] }, 'readme.txt': 'x',
    });
    expect(notes).toEqual([
      `${directory}/notes.json holds none of the outputs that are read; it is left out`,
      `${directory}/old holds no output with VpnConnections; it is left out`,
    ]);
  });

  test.each([
    ['UTF-16 with its mark, as PowerShell redirects', Buffer.from('\ufeff{"VpnConnections":[]}', 'utf16le')],
    ['UTF-8 with a mark', Buffer.from('\ufeff{"VpnConnections":[]}')],
  ])('%s is read', async (_, content) => {
    await expect(read({ 'vpn.json': content })).resolves.toMatchObject({ estate: { vpnConnections: [] } });
  });

  test('what is absent is so in every form, and ids are as EC2 spells them', async () => {
    const table = 'tgw-rtb-0a1b2c3d4e5f60001';
    const { estate } = await read({
      'a.json': { VpnConnections: [{ ...CONNECTION, VpnConnectionId: CONNECTION.VpnConnectionId.toUpperCase(), TransitGatewayId: '', VpnGatewayId: 'VGW-0a1b2c3d' }] },
      [`routes-${table}.json`]: { Routes: [{ DestinationCidrBlock: '10.1.0.0/16', PrefixListId: '', TransitGatewayAttachments: [] }] },
    });
    expect(estate.vpnConnections).toEqual([{ ...CONNECTION, VpnGatewayId: 'vgw-0a1b2c3d' }]);
    expect(estate.transitGatewayRoutes.get(table)).toEqual([{ DestinationCidrBlock: '10.1.0.0/16', TransitGatewayAttachments: [] }]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['an empty id', { VpnConnections: [CONNECTION, { VpnConnectionId: '', State: 'available' }] }, 'VpnConnections[1] has no VpnConnectionId'],
    ['no id', { VpnConnections: [CONNECTION], RouteTables: [{}] }, 'RouteTables[0] has no RouteTableId'],
  ])('what does not say which object it is, by %s, is refused', async (_, content, message) => {
    await expect(read({ 'a.json': content })).rejects.toThrow(`a.json: ${message}, without which nobody can say what it is`);
  });

  test('references to prefix lists name their table themselves', async () => {
    // [awscli/examples/ec2/get-transit-gateway-prefix-list-references.rst]
    const reference = { TransitGatewayRouteTableId: 'tgw-rtb-0123456789abcd123', PrefixListId: 'pl-11111122222222333', State: 'available', Blackhole: false };
    const { estate } = await read({ 'v.json': { VpnConnections: [] }, 'lists.json': { TransitGatewayPrefixListReferences: [reference] } });
    expect(estate.prefixListReferences).toEqual(new Map([['tgw-rtb-0123456789abcd123', [reference]]]));
  });

  test.each([
    ['vpn.json', { VpnConnections: [CONNECTION], NextToken: 'abc' }, 'describe-vpn-connections', 'NextToken'],
    ['tgw-rtb-0a000000.json', { Routes: [], AdditionalRoutesAvailable: true }, 'search-transit-gateway-routes of tgw-rtb-0a000000', 'AdditionalRoutesAvailable'],
  ])('of an answer in parts, %s, it is told that there is more', async (file, content, described, member) => {
    const { estate } = await read({ 'v.json': { VpnConnections: [] }, [file]: content });
    expect(estate.gaps).toContainEqual({ described, why: `${file} has a part of the answer only: it says ${member}` });
  });

  test('members that no schema knows are dropped at every level', async () => {
    const novel = { Novelty: 1, ['__proto__']: { polluted: 1 }, constructor: { PreSharedKey: 'planted.key' } };
    const logs = { CloudWatchLogOptions: { LogEnabled: true, ...novel }, ...novel };
    const { estate } = await read({
      'v.json': {
        VpnConnections: [{
          ...CONNECTION, ...novel, Routes: [{ DestinationCidrBlock: '10.1.0.0/16', ...novel }], VgwTelemetry: [{ Status: 'UP', ...novel }],
          Options: { ...novel, TunnelOptions: [{ ...novel, LogOptions: logs }] },
        }],
        Vpcs: [{ VpcId: 'vpc-10000000', ...novel }],
      },
    });
    expect(estate.vpnConnections).toEqual([{
      ...CONNECTION, Routes: [{ DestinationCidrBlock: '10.1.0.0/16' }], VgwTelemetry: [{ Status: 'UP' }],
      Options: { TunnelOptions: [{ LogOptions: { CloudWatchLogOptions: { LogEnabled: true } } }] },
    }]);
    expect(estate.vpcs).toEqual([{ VpcId: 'vpc-10000000' }]);
  });
});

describe('the account', () => {
  const own = { TransitGatewayAttachmentId: 'tgw-attach-10000000', ResourceType: 'vpn', ResourceId: CONNECTION.VpnConnectionId, ResourceOwnerId: '111122223333' };

  test.each([
    ['the owner of a connection\'s attachment, not of a shared VPC', { TransitGatewayAttachments: [own], Vpcs: [{ VpcId: 'vpc-10000000', OwnerId: '222222222222' }] }, '111122223333'],
    ['the owner of everything that names one', { Vpcs: [{ VpcId: 'vpc-10000000', OwnerId: '222222222222' }] }, '222222222222'],
    ['unknown where owners differ', { Vpcs: [{ VpcId: 'vpc-10000000', OwnerId: '222222222222' }, { VpcId: 'vpc-20000000', OwnerId: '111122223333' }] }, undefined],
  ])('is %s', async (_, content, accountId) => {
    const { estate } = await read({ 'all.json': { VpnConnections: [CONNECTION], ...content } });
    expect(estate.accountId).toBe(accountId);
  });
});

describe('what cannot be read is told by file and member', () => {
  const SECRET = 'planted.key.0123456789';

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a list that is none', { VpnConnections: [CONNECTION, CONNECTION, CONNECTION, { VgwTelemetry: { Status: SECRET } }] },
      /vpn\.json: VpnConnections\[3\]\.VgwTelemetry is an object, and not a list$/],
    ['an object that is none', { VpnConnections: [SECRET] }, /VpnConnections\[0\] is a text, and not an object$/],
    ['a text that is none', { VpnConnections: [{ Options: { TunnelOptions: [{ PreSharedKey: [SECRET] }] } }] },
      /VpnConnections\[0\]\.Options\.TunnelOptions\[0\]\.PreSharedKey is a list, and not a text$/],
    ['a number that is none', { VpnConnections: [{ VgwTelemetry: [{ AcceptedRouteCount: SECRET }] }] }, /\.AcceptedRouteCount is a text, and not a number$/],
    ['a truth that is none', { VpnConnections: [{ Options: { StaticRoutesOnly: 'yes' } }] }, /\.StaticRoutesOnly is a text, and not true or false$/],
    ['a date that is none', { VpnConnections: [{ VgwTelemetry: [{ LastStatusChange: 'yesterday' }] }] }, /\.LastStatusChange is a text of 9 characters .*, and not a date such as 2026-11-20T02:00:00\.000Z$/],
    ['routes of nobody knows which table', { VpnConnections: [], Routes: [] }, /Routes does not say of which transit gateway route table it is$/],
  ])('%s', async (_, content, message) => {
    const failure = await failureOf({ 'vpn.json': content });
    expect(failure).toMatchObject({ exitCode: 3, message: expect.stringMatching(message) });
    expect(`${failure.message} ${failure.nextStep}`).not.toContain(SECRET);
  });

  test.each([
    ['broken off', `{"VpnConnections": [{"Options": {"TunnelOptions": [{"PreSharedKey": "${SECRET}`],
    ['with a key outside a text', `{"VpnConnections": [${SECRET}]}`],
    ['another format', `VpnConnections:\n- PreSharedKey: ${SECRET}\n`],
    ['a list at the top', `["${SECRET}"]`],
  ])('JSON that is %s, without a word of what is in it', async (_, content) => {
    const failure = await failureOf({ 'vpn.json': content });
    expect(failure).toMatchObject({ exitCode: 3, message: expect.stringMatching(/vpn\.json is not (JSON|an object with)/) });
    expect(failure.cause).toBeUndefined();
    expect(`${failure.message} ${failure.nextStep} ${failure.stack}`).not.toContain(SECRET.slice(0, 7));
  });

  test('a folder that is not there, and one with nothing in it', async () => {
    const empty = emptyFolder();
    await expect(readSaved(`${empty}/nowhere`, () => undefined)).rejects.toThrow('/nowhere is not a folder that can be read (ENOENT)');
    await expect(readSaved(empty, () => undefined)).rejects.toMatchObject({
      message: `${empty} holds no saved output with VpnConnections`, nextStep: expect.stringContaining('aws ec2 describe-vpn-connections'),
    });
  });
});

async function read(files: Readonly<Record<string, unknown>>) {
  const directory = folderOf(files);
  const notes: string[] = [];
  const [estate] = await readSaved(directory, (note) => notes.push(note));
  return { estate, remarks: notes, directory };
}

async function failureOf(files: Readonly<Record<string, unknown>>): Promise<CommandFailure> {
  const failure = await read(files).then(() => undefined, (error: unknown) => error);
  if (failure instanceof CommandFailure) return failure;
  throw new Error(`it was read, or failed otherwise: ${String(failure)}`);
}
