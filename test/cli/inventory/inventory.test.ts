/** `inventory` on saved estates: what is shown of each connection, to whom, and what is worth a look. */
import { existsSync } from 'node:fs';
import type { TunnelOption, VpnConnection } from '@aws-sdk/client-ec2';
import { readSaved } from '../../../tools/cli/estate/reading-saved';
import { save } from '../../../tools/cli/estate/saving';
import { Row } from '../../../tools/cli/inventory/rows';
import { documented, documentedFiles, emptyFolder, folderOf } from '../saved';
import { command } from '../terminal';

const VGW = 'vgw-0aaaaaaaaaaaaaaaa';
const TGW = 'tgw-0bbbbbbbbbbbbbbbb';
const SPOKES = 'tgw-rtb-0cccccccccccccccc';
const OFFICES = 'tgw-rtb-0dddddddddddddddd';
const PLANTED = 'planted.key.0123456789';

/** What people have: an office on either kind of gateway, each with keys, and everything that lingers around them. */
const ESTATE = {
  'vpn.json': {
    VpnConnections: [
      connection('vpn-0000000000000000a', { VpnGatewayId: VGW, TransitGatewayId: '' }, {
        Options: { StaticRoutesOnly: true, TunnelOptions: tunnels() },
        Routes: [{ DestinationCidrBlock: '172.16.0.0/16', State: 'available' }], // without a Source, as in real captures
        Tags: [{ Key: 'Name', Value: 'Basel "old", office' }, { Key: 'team', Value: 'network' }],
        VgwTelemetry: telemetry('UP', 'DOWN'),
      }),
      connection('vpn-0000000000000000b', { TransitGatewayId: TGW }, {
        Options: { StaticRoutesOnly: false, TunnelOptions: tunnels({ Phase1DHGroupNumbers: [{ Value: 2 }, { Value: 14 }] }) },
        Tags: [{ Key: 'team', Value: 'sales' }],
        VgwTelemetry: telemetry('UP', 'UP'),
      }),
      connection('vpn-0000000000000000c', { TransitGatewayId: TGW }, {
        State: 'modifying', Category: 'VPN-Classic', VgwTelemetry: telemetry('DOWN', 'DOWN'),
        Options: { StaticRoutesOnly: false, TunnelOptions: tunnels({ IkeVersions: [{ Value: 'ikev1' }] }) },
      }),
      connection('vpn-0000000000000000d', { VpnGatewayId: VGW }, {
        State: 'deleted', CustomerGatewayConfiguration: undefined, CustomerGatewayId: 'cgw-0000000000000000f', VgwTelemetry: undefined,
      }),
      connection('vpn-0000000000000000e', { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0e', GatewayAssociationState: 'associated' }),
      { VpnConnectionId: 'vpn-0000000000000000f', State: 'pending' },
    ],
  },
  'cgw.json': {
    CustomerGateways: [
      { CustomerGatewayId: 'cgw-0000000000000000a', State: 'available', IpAddress: '203.0.113.10', BgpAsn: '65010', DeviceName: 'basel' },
      { CustomerGatewayId: 'cgw-0000000000000000f', State: 'available', IpAddress: '203.0.113.99', BgpAsnExtended: '4200000000' },
      { CustomerGatewayId: 'cgw-0000000000000000e', State: 'deleted', IpAddress: '203.0.113.98' },
    ],
  },
  'vgw.json': { VpnGateways: [{ VpnGatewayId: VGW, State: 'available', AmazonSideAsn: 64512, Tags: [{ Key: 'Name', Value: 'edge' }] }] },
  'tgw.json': { TransitGateways: [{ TransitGatewayId: TGW, State: 'available', Options: { AmazonSideAsn: 64600 } }] },
  'attachments.json': {
    TransitGatewayAttachments: [
      attachment('tgw-attach-0000000000000000b', 'vpn', 'vpn-0000000000000000b', OFFICES),
      { ...attachment('tgw-attach-0000000000000001b', 'vpn', 'vpn-0000000000000000b', SPOKES), State: 'deleted' },
      attachment('tgw-attach-0000000000000000c', 'vpc', 'vpc-0c000000', SPOKES),
    ],
  },
  'vpc-attachments.json': { TransitGatewayVpcAttachments: [] },
  'tables.json': {
    TransitGatewayRouteTables: [SPOKES, OFFICES].map((id) => ({ TransitGatewayRouteTableId: id, TransitGatewayId: TGW, State: 'available' })),
  },
  [`${SPOKES}.json`]: {
    Routes: [
      { DestinationCidrBlock: '172.20.0.0/16', Type: 'propagated', State: 'active', TransitGatewayAttachments: twice('tgw-attach-0000000000000000b') },
      { DestinationCidrBlock: '172.99.0.0/16', Type: 'static', State: 'blackhole' },
    ],
    TransitGatewayRouteTablePropagations: [{ TransitGatewayAttachmentId: 'tgw-attach-0000000000000000b', State: 'enabled' }],
  },
  'rtb.json': {
    RouteTables: [
      { RouteTableId: 'rtb-0a000000', VpcId: 'vpc-0a000000', PropagatingVgws: [{ GatewayId: VGW }], Routes: [{ DestinationCidrBlock: '172.16.0.0/16', GatewayId: VGW, State: 'active', Origin: 'CreateRoute' }] },
      { RouteTableId: 'rtb-0b000000', VpcId: 'vpc-0b000000', Routes: [{ DestinationCidrBlock: '10.9.0.0/16', GatewayId: 'vgw-0ddddddddddddddd0', State: 'blackhole' }] },
      { RouteTableId: 'rtb-0c000000', VpcId: 'vpc-0c000000', Routes: [{ DestinationCidrBlock: '172.16.0.0/12', TransitGatewayId: TGW, State: 'active' }] },
      { RouteTableId: 'rtb-1c000000', VpcId: 'vpc-0c000000', Routes: [{ DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: TGW, State: 'active' }] },
      { RouteTableId: 'rtb-0d000000', VpcId: 'vpc-0d000000', Routes: [{ DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: TGW, State: 'active' }] },
      { RouteTableId: 'rtb-2c000000', VpcId: 'vpc-0c000000', Routes: [{ DestinationPrefixListId: 'pl-0a000000', TransitGatewayId: TGW, State: 'active' }] },
    ],
  },
  'vpcs.json': { Vpcs: [] },
  'subnets.json': { Subnets: [{ SubnetId: 'subnet-10000000', AvailabilityZone: 'eu-central-1b' }] },
};

describe('as JSON, everything', () => {
  test('of a connection on a virtual private gateway', async () => {
    expect((await rows()).find((row) => row.vpnConnectionId === 'vpn-0000000000000000a')).toEqual({
      region: 'eu-central-1',
      vpnConnectionId: 'vpn-0000000000000000a',
      name: 'Basel "old", office',
      state: 'available',
      category: 'VPN',
      type: 'ipsec.1',
      target: { kind: 'virtual-private-gateway', id: VGW, name: 'edge', asn: 64512 },
      customerGateway: { id: 'cgw-0000000000000000a', state: 'available', ipAddress: '203.0.113.10', asn: 65010, deviceName: 'basel' },
      customerGatewayConfiguration: 'withheld',
      routing: 'static',
      tunnels: [
        { outsideIpAddress: '198.51.100.1', insideCidr: '169.254.10.0/30', status: 'UP', acceptedRouteCount: 1, since: '2026-11-01T08:00:00.000Z' },
        { outsideIpAddress: '198.51.100.2', insideCidr: '169.254.11.0/30', status: 'DOWN', statusMessage: 'IPSEC IS DOWN', acceptedRouteCount: 1, since: '2026-11-02T08:00:00.000Z' },
      ],
      staticRoutes: [{ destination: '172.16.0.0/16', state: 'available' }],
      transitGatewayRoutes: [],
      vpcRouteTables: [{
        routeTableId: 'rtb-0a000000', vpcId: 'vpc-0a000000', propagating: true, routes: [{ destination: '172.16.0.0/16', state: 'active', origin: 'CreateRoute' }],
      }],
      options: { StaticRoutesOnly: true, TunnelOptions: tunnels().map(({ PreSharedKey: _, ...tunnel }) => tunnel) },
      tags: { Name: 'Basel "old", office', team: 'network' },
    });
  });

  test('of a connection on a transit gateway: its live attachment, and the VPC tables that lead on to it', async () => {
    expect((await rows()).find((row) => row.vpnConnectionId === 'vpn-0000000000000000b')).toMatchObject({
      target: { kind: 'transit-gateway', id: TGW, asn: 64600 },
      routing: 'bgp',
      attachment: {
        id: 'tgw-attach-0000000000000000b',
        state: 'available',
        association: { routeTableId: OFFICES, state: 'associated' },
        propagations: [{ routeTableId: SPOKES, state: 'enabled' }],
      },
      transitGatewayRoutes: [{ routeTableId: SPOKES, destination: '172.20.0.0/16', type: 'propagated', state: 'active' }],
      // Not 10.0.0.0/8, which leads elsewhere, nor the VPC whose attachment uses no table that knows the office.
      vpcRouteTables: [{ routeTableId: 'rtb-0c000000' }, { routeTableId: 'rtb-2c000000', assumed: true }],
    });
  });

  test('of connections of which EC2 says little', async () => {
    const all = await rows();
    expect(all.find((row) => row.vpnConnectionId === 'vpn-0000000000000000e')).toMatchObject({
      target: { kind: 'core-network', id: 'core-network-0e' }, gatewayAssociationState: 'associated',
    });
    expect(all.find((row) => row.vpnConnectionId === 'vpn-0000000000000000f')).toEqual({
      region: 'eu-central-1', vpnConnectionId: 'vpn-0000000000000000f', state: 'pending', target: { kind: 'none' },
      customerGatewayConfiguration: 'withheld', routing: 'unknown', tunnels: [], staticRoutes: [], transitGatewayRoutes: [], vpcRouteTables: [], tags: {},
    });
  });

  test('is one document, with regions, gaps and findings', async () => {
    const { out, err } = await inventory('--json');
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      regions: [{ region: 'eu-central-1', gaps: expect.arrayContaining([{ described: `search-transit-gateway-routes of ${OFFICES}`, why: 'not among the saved outputs' }]) }],
      connections: { length: 5 },
      findings: expect.arrayContaining([{ kind: 'classic', region: 'eu-central-1', subject: 'vpn-0000000000000000c', text: `on ${TGW}` }]),
    });
    expect(err).toBe('');
  });

  /** The fields of StackQL's table `aws.ec2.vpn_connections`, and where they are here. */
  test.each([
    ['options', 'options.StaticRoutesOnly', true], ['state', 'state', 'available'], ['category', 'category', 'VPN'], ['type', 'type', 'ipsec.1'],
    ['customerGatewayConfiguration', 'customerGatewayConfiguration', 'withheld'], ['vgwTelemetry', 'tunnels.1.status', 'DOWN'],
    ['vpnGatewayId', 'target.id', VGW], ['coreNetworkAttachmentArn', 'coreNetworkAttachmentArn', 'arn:aws:networkmanager::111122223333:attachment/attachment-0a'], ['coreNetworkArn', 'coreNetworkArn', 'arn:aws:networkmanager::111122223333:core-network/core-network-0a'],
    ['customerGatewayId', 'customerGateway.id', 'cgw-0000000000000000a'], ['routes', 'staticRoutes.0.destination', '172.16.0.0/16'],
    ['vpnConnectionId', 'vpnConnectionId', 'vpn-0000000000000000a'], ['tagSet', 'tags.team', 'network'], ['transitGatewayId', 'target.kind', 'virtual-private-gateway'],
    ['gatewayAssociationState', 'gatewayAssociationState', 'associated'],
  ])('%s is %s', async (_, member, value) => {
    const more = { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0a', CoreNetworkAttachmentArn: 'arn:aws:networkmanager::111122223333:attachment/attachment-0a', GatewayAssociationState: 'associated' };
    const [row] = await rows({ 'vpn.json': { VpnConnections: [{ ...ESTATE['vpn.json'].VpnConnections[0], ...more }] } });
    expect(row).toHaveProperty(member, value);
  });
});

describe('filters', () => {
  test.each<[string, string[]]>([
    ['', ['f', 'e', 'b', 'c', 'a']],
    ['--state deleted', ['d']],
    ['--state available modifying', ['e', 'b', 'c', 'a']],
    [`--target ${TGW}`, ['b', 'c']],
    ['--target edge', ['a']],
    ['--target core-network', ['e']],
    ['--target none', ['f']],
    ['--tag team', ['b', 'a']],
    ['--tag team=sales', ['b']],
    ['--tag team Name', ['a']],
    ['--tag toString', []],
    ['--tunnel-status up', ['b']],
    ['--tunnel-status partial', ['a']],
    ['--tunnel-status down', ['c']],
    ['--routing static', ['a']],
    ['--routing bgp --tunnel-status down', ['c']],
  ])('%s', async (options, letters) => {
    const { out } = await inventory('--json', ...options.split(' ').filter(Boolean));
    const { connections } = JSON.parse(out) as { connections: Row[] };
    expect(connections.map((row) => row.vpnConnectionId.slice(-1))).toEqual(letters);
  });

  test('a target that there is not names near ones', async () => {
    await expect(inventory('--target', 'tgw-0bbbbbbbbbbbbbbba')).resolves.toMatchObject({
      exitCode: 3, out: '', err: `error: there is no gateway tgw-0bbbbbbbbbbbbbbba. Is ${TGW} meant?\n`,
    });
    const { err } = await inventory('--target', 'something');
    expect(err).toContain('Name a gateway by id or name, or a kind: virtual-private-gateway, transit-gateway,');
  });

  test.each([['--tunnel-status', 'UP'], ['--routing', 'ospf']])('%s %s is not one of the words', async (...options) => {
    await expect(inventory(...options)).resolves.toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining('Allowed choices are') });
  });
});

describe('what is worth a look', () => {
  test('is grouped, and nothing of it is about what is deleted', async () => {
    const { out } = await inventory('--orphans');
    expect(out).toBe(`Worth a look:

  Connections with no tunnel up (1):
    vpn-0000000000000000c  198.51.100.1 DOWN since 2026-11-01 (IPSEC IS DOWN), 198.51.100.2 DOWN since 2026-11-02 (IPSEC IS DOWN)

  Connections with a tunnel down: the next endpoint replacement interrupts them (1):
    vpn-0000000000000000a  198.51.100.2 DOWN since 2026-11-02 (IPSEC IS DOWN)

  Routes that lead nowhere (2):
    rtb-0b000000  10.9.0.0/16 by vgw-0ddddddddddddddd0 in vpc-0b000000
    ${SPOKES}  172.99.0.0/16 by no attachment of ${TGW}

  Customer gateways that no connection uses (1):
    cgw-0000000000000000f  203.0.113.99

  AWS Classic VPN connections: their target cannot be modified (1):
    vpn-0000000000000000c  on ${TGW}

  Connections that allow IKEv1 only; AWS strongly recommends IKEv2 (1):
    vpn-0000000000000000c  198.51.100.1, 198.51.100.2

  Tunnels that allow SHA1 or a Diffie-Hellman group below 14 (1):
    vpn-0000000000000000b  group 2
`);
  });

  test.each<[string, TunnelOption, string, string | undefined]>([
    ['everything, where nothing is chosen', {}, 'eu-central-1', 'nothing is chosen, so everything is allowed'],
    ['nothing weak in GovCloud, where nothing is chosen', {}, 'us-gov-west-1', undefined],
    ['SHA1 in one phase', { ...strong(), Phase2IntegrityAlgorithms: [{ Value: 'SHA1' }, { Value: 'SHA2-256' }] }, 'eu-central-1', 'SHA1'],
    ['group 5', { ...strong(), Phase2DHGroupNumbers: [{ Value: 5 }] }, 'eu-central-1', 'group 5'],
    ['group 2 where no group is chosen', { ...strong(), Phase1DHGroupNumbers: undefined }, 'eu-central-1', 'group 2'],
    ['only what is strong', strong(), 'eu-central-1', undefined],
  ])('a tunnel allows %s', async (_, options, region, text) => {
    const one = connection('vpn-0000000000000000a', { VpnGatewayId: VGW }, { Options: { TunnelOptions: [options] } });
    const { out } = await command(['inventory', '--json', '--from', folderOf({ [`${region}/vpn.json`]: { VpnConnections: [one] } })]);
    const { findings } = JSON.parse(out) as { findings: { kind: string; text: string }[] };
    expect(findings.find(({ kind }) => kind === 'weak-algorithms')?.text).toBe(text);
  });

  test('of thousands shows ten, and says how many more there are', async () => {
    const CustomerGateways = Array.from({ length: 12 }, (_, index) => ({ CustomerGatewayId: `cgw-${String(index).padStart(8, '0')}`, State: 'available' }));
    const { out } = await command(['inventory', '--orphans', '--from', folderOf({ 'a.json': { VpnConnections: [], CustomerGateways } })]);
    expect(out).toContain('(12):\n    cgw-00000000\n');
    expect(out).toContain('    cgw-00000009\n    and 2 more, which --json lists\n');
  });

  test('is nothing, where there is nothing', async () => {
    await expect(command(['inventory', '--orphans', '--from', folderOf({ 'a.json': { VpnConnections: [] } })]))
      .resolves.toMatchObject({ exitCode: 0, out: 'Nothing needs a look.\n' });
  });

  test('of what AWS documents, are no routes by a NAT gateway, which are no matter of a VPN', async () => {
    const { out } = await command(['inventory', '--from', folderOf(documentedFiles())]);
    expect(out).toContain('vpn-1122334455aabbccd');
    expect(out).toContain('Customer gateways that no connection uses (2)');
    expect(out).not.toContain('nat-06c018cbd8EXAMPLE');
  });
});

describe('as a table', () => {
  test.each([60, 80, 120, 200])('no line is wider than a terminal of %d columns', async (columns) => {
    const { out } = await inventoryAt(columns);
    const [table] = out.split('\n\n');
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(table).toContain('vpn-0000000000000000a');
  });

  test('has as many columns as fit, and all of them where nobody looks', async () => {
    const headings = async (columns: number | undefined) =>
      (columns === undefined ? await inventory() : await inventoryAt(columns)).out.split('\n')[0].split(/ {2,}/);
    await expect(headings(10)).resolves.toEqual(['CONNECTION']);
    await expect(headings(80)).resolves.toEqual(['CONNECTION', 'STATE', 'TARGET', 'TUNNELS (ROUTES)']);
    await expect(headings(undefined)).resolves.toEqual([
      'CONNECTION', 'NAME', 'STATE', 'TARGET', 'ROUTING', 'TUNNELS (ROUTES)', 'SINCE', 'DEVICE', 'CUSTOMER GATEWAY', 'STATIC ROUTES', 'VPC TABLES',
      'ATTACHMENT', 'ASSOCIATION', 'CATEGORY',
    ]);
  });

  test('says what is not in it', async () => {
    const { out } = await inventory();
    expect(out).toContain('5 of 5 connections; 1 deleted not shown (--state deleted)');
    expect(out).toContain(`Not read, so what depends on it is missing above:
    get-transit-gateway-prefix-list-references in eu-central-1: not among the saved outputs (${SPOKES}, ${OFFICES})
    search-transit-gateway-routes in eu-central-1: not among the saved outputs (${OFFICES})`);
  });

  test('names the region where there are several', async () => {
    const directory = folderOf({ 'eu-west-1/a.json': ESTATE['vpn.json'], 'us-east-1/a.json': ESTATE['vpn.json'] });
    const { out } = await command(['inventory', '--from', directory]);
    expect(out).toMatch(/^REGION {5}CONNECTION/);
    await expect(command(['inventory', '--from', directory, '--region', 'us-east-1'])).resolves.toMatchObject({ out: expect.not.stringContaining('eu-west-1') });
    await expect(command(['inventory', '--from', directory, '--region', 'us-east-2'])).resolves.toMatchObject({
      exitCode: 3, err: `error: ${directory} holds nothing saved of us-east-2. It holds eu-west-1, us-east-1; name one of these, or leave --region out.\n`,
    });
  });

  test('does not let a tag command the terminal', async () => {
    const tagged = connection('vpn-0000000000000000a', {}, { Tags: [{ Key: 'Name', Value: '\u001b[2Jgone\nfree' }] });
    const { out } = await command(['inventory', '--from', folderOf({ 'a.json': { VpnConnections: [tagged] } })]);
    expect(out).toContain('\\u{1b}[2Jgone\\u{a}free');
  });
});

describe('as CSV', () => {
  test('is what RFC 4180 says: a heading, quotes doubled, lines that end in CR LF', async () => {
    const { out } = await inventory('--csv', '--target', VGW);
    const lines = out.split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0].split(',').slice(0, 4)).toEqual(['region', 'vpnConnectionId', 'name', 'state']);
    expect(lines[1]).toMatch(/^eu-central-1,vpn-0000000000000000a,"Basel ""old"", office",available,VPN,ipsec\.1,virtual-private-gateway,/);
    expect(lines[1]).toContain(',198.51.100.1,169.254.10.0/30,UP,,1,2026-11-01T08:00:00.000Z,');
    expect(lines[2]).toBe('');
  });

  test.each([['--json'], ['--orphans']])('is nothing else at once: %s', async (option) => {
    await expect(inventory('--csv', option)).resolves.toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining('cannot be used with option') });
  });
});

describe('saved for a ticket', () => {
  test('and read again it says the same', async () => {
    const directory = `${emptyFolder()}/ticket`;
    const first = await inventory('--json', '--save', directory);
    expect(first.err).toBe(`saved in ${directory}/eu-central-1\n`);
    await expect(command(['inventory', '--json', '--from', directory])).resolves.toEqual({ ...first, err: '' });
    await expect(inventory('--save', directory)).resolves.toMatchObject({
      exitCode: 3, out: '', err: `error: ${directory}/eu-central-1 is not empty. Name a folder by --save in which nothing is saved yet.\n`,
    });
  });
});

describe('saved where it cannot be', () => {
  test('ends in a line, and leaves nothing', async () => {
    const folder = folderOf({ file: '' });
    for (const directory of [`${folder}/file/ticket`, '/proc/none/ticket']) {
      const { exitCode, out, err } = await inventory('--save', directory);
      expect([exitCode, out, err]).toEqual([3, '', expect.stringMatching(/^error: \S+ cannot be written \((ENOTDIR|ENOENT)\)\. Name a folder by --save that is yours to write\.\n$/)]);
    }
  });

  test('a table\'s id that leads out of the folder', async () => {
    const directory = `${emptyFolder()}/ticket`;
    const [estate] = await readSaved(folderOf(ESTATE), () => undefined);
    const outside = { ...estate, transitGatewayRoutes: new Map([['x/../../../../outside', []]]) };
    await expect(save([outside], directory)).rejects.toThrow(/^'transit-gateway-routes-x\/\.\.\/\.\.\/\.\.\/\.\.\/outside\.json' is no name for something in /);
    await expect(save([{ ...estate, region: '..' }], directory)).rejects.toThrow(/^'\.\.' is no name for something in /);
    await expect(save([estate, estate], directory)).rejects.toThrow(/would be written twice/);
    expect(existsSync(directory)).toBe(false);
  });
});

test.each([
  ['was never read', { VpnConnections: [] }, 'describe-customer-gateways', 'not among the saved outputs'],
  ['was read in part', { VpnConnections: [{ VpnConnectionId: 'vpn-10000000' }], NextToken: 'abc' }, 'describe-vpn-connections',
    'vpn-connections.json has a part of the answer only: it says NextToken'],
  ['was read in part, of a table', { VpnConnections: [], Routes: [{ DestinationCidrBlock: '10.0.0.0/8' }], AdditionalRoutesAvailable: true },
    'search-transit-gateway-routes of tgw-rtb-10000000', 'transit-gateway-routes-tgw-rtb-10000000.json has a part of the answer only: it says AdditionalRoutesAvailable'],
])('what %s is still known to be missing when it is read from what was saved', async (_, content, described, why) => {
  const directory = `${emptyFolder()}/ticket`;
  await command(['inventory', '--from', folderOf({ 'tgw-rtb-10000000.json': content }), '--save', directory]);
  const { out } = await command(['inventory', '--json', '--from', directory]);
  const [{ gaps }] = (JSON.parse(out) as { regions: { gaps: unknown[] }[] }).regions;
  expect(gaps).toContainEqual({ described, why });
});

test.each([[[]], [['--json']], [['--csv']], [['--orphans']], [['--debug']], [['--state', 'deleted']], [['--tag', 'team']]])(
  'a key that is in the files is nowhere in what is printed or saved, with %j', async (options) => {
    const directory = `${emptyFolder()}/out`;
    const { out, err } = await inventory('--save', directory, ...options);
    const saved = await command(['inventory', '--json', '--from', directory]);
    expect([out, err, JSON.stringify(await filesIn(directory)), saved.out].join()).not.toContain(PLANTED);
    expect(JSON.stringify(ESTATE)).toContain(PLANTED);
  });

test('--help shows how, and the commands that make a folder by hand', async () => {
  const { exitCode, out } = await command(['inventory', '--help']);
  expect(exitCode).toBe(0);
  expect(out).toContain('$ cdk-site-to-site-vpn inventory --from ticket-4711 --orphans');
  expect(out).toContain('$ aws ec2 describe-vpn-connections --output json > vpn-connections.json');
});

async function inventory(...options: string[]) {
  return command(['inventory', '--from', folderOf(ESTATE), ...options]);
}

async function inventoryAt(columns: number) {
  return command(['inventory', '--from', folderOf(ESTATE)], { isTerminal: true, columns });
}

async function rows(files: Readonly<Record<string, unknown>> = ESTATE): Promise<Row[]> {
  const { out } = await command(['inventory', '--json', '--from', folderOf(files)]);
  return (JSON.parse(out) as { connections: Row[] }).connections;
}

async function filesIn(directory: string): Promise<string[]> {
  const { readdir, readFile } = await import('node:fs/promises');
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(entries.filter((entry) => entry.isFile()).map(async (entry) => readFile(`${entry.parentPath}/${entry.name}`, 'utf8')));
}

function connection(id: string, target: object, rest: Partial<VpnConnection> | object = {}) {
  const { VpnConnection: example } = documented('ModifyVpnConnection') as { VpnConnection: object };
  return {
    ...example, VpnGatewayId: undefined, VgwTelemetry: undefined, Options: undefined, State: 'available', VpnConnectionId: id,
    CustomerGatewayId: 'cgw-0000000000000000a', CustomerGatewayConfiguration: `<pre_shared_key>${PLANTED}</pre_shared_key>`, ...target, ...rest,
  };
}

function tunnels(options: TunnelOption = {}): (TunnelOption & { PreSharedKey: string })[] {
  return [1, 2].map((index) => ({
    OutsideIpAddress: `198.51.100.${index}`, TunnelInsideCidr: `169.254.1${index - 1}.0/30`, PreSharedKey: PLANTED, ...strong(), ...options,
  }));
}

function strong(): TunnelOption {
  return {
    Phase1IntegrityAlgorithms: [{ Value: 'SHA2-256' }],
    Phase2IntegrityAlgorithms: [{ Value: 'SHA2-256' }],
    Phase1DHGroupNumbers: [{ Value: 14 }],
    Phase2DHGroupNumbers: [{ Value: 20 }],
  };
}

function telemetry(...statuses: ('UP' | 'DOWN')[]) {
  return statuses.map((Status, index) => ({
    OutsideIpAddress: `198.51.100.${index + 1}`, Status, StatusMessage: Status === 'UP' ? '' : 'IPSEC IS DOWN', AcceptedRouteCount: 1,
    LastStatusChange: `2026-11-0${index + 1}T08:00:00.000Z`,
  }));
}

function attachment(id: string, ResourceType: string, ResourceId: string, table: string) {
  return {
    TransitGatewayAttachmentId: id, TransitGatewayId: TGW, ResourceType, ResourceId, State: 'available',
    Association: { TransitGatewayRouteTableId: table, State: 'associated' },
  };
}

/** A route over both tunnels names its attachment for each. */
function twice(id: string) {
  return [1, 2].map((index) => ({ TransitGatewayAttachmentId: id, ResourceType: 'vpn', ResourceId: `vpn-0000000000000000b(198.51.100.${index})` }));
}
