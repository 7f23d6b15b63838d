/** `config`: a device's files from what EC2 describes, live or saved; and a key is nowhere but in the file that was asked for. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { PLANTED_PRE_SHARED_KEY } from '../../../tools/rehearsal/scenarios/estate';
import { Routing, seedEstate } from '../../lambda/estates';
import { StoryClock } from '../../rehearsal/embedded-ec2/estates';
import { liveEc2 } from '../live';
import { emptyFolder, folderOf } from '../saved';
import { command } from '../terminal';

const BGP = ['--device', 'strongswan', '--local-networks', '10.1.0.0/16'];
const STATIC = ['--device', 'libreswan', '--remote-networks', '10.0.0.0/16'];

interface Saved {
  readonly id: string;
  readonly directory: string;
}

interface Described {
  VpnConnectionId: string;
  State: string;
  CustomerGatewayConfiguration?: string;
  Options: { TunnelOptions: { PreSharedKey?: string; OutsideIpAddress?: string }[] };
  PreSharedKeyArn?: string;
}

/** As the AWS CLI saves it: with keys. */
function saved(routing: Routing = 'bgp', change: (connection: Described, customerGateway: Record<string, unknown>) => void = () => undefined): Saved {
  const network = new Network({ clock: new StoryClock() });
  const { vpnConnectionId: id } = seedEstate(network, 'vgw-to-tgw', routing);
  const { VpnConnections } = network.call('DescribeVpnConnections', {}) as { VpnConnections: Described[] };
  const { CustomerGateways } = network.call('DescribeCustomerGateways', {}) as { CustomerGateways: Record<string, unknown>[] };
  VpnConnections.forEach((connection) => change(connection, CustomerGateways[0]));
  return { id, directory: folderOf({ 'eu-central-1/vpn-connections.json': { VpnConnections }, 'eu-central-1/customer-gateways.json': { CustomerGateways } }) };
}

describe('what is printed', () => {
  test('every file with its place on the device, and the keys\' places named', async () => {
    const { id, directory } = saved();
    const { exitCode, out, err } = await command(['config', id, ...BGP, '--from', directory]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out.match(/^==> .* <==$/gm)).toEqual([
      `==> /etc/swanctl/conf.d/${id}.conf <==`, `==> /etc/swanctl/conf.d/${id}.secrets.conf <==`, '==> /etc/strongswan.d/aws-vpn.conf <==',
      `==> /usr/local/sbin/${id}-interfaces <==`, '==> /etc/frr/frr.conf <==',
    ]);
    expect(out.match(/secret = .*/g)).toEqual([
      expect.stringMatching(/^secret = "put the pre-shared key of the tunnel to [\d.]+ here"$/),
      expect.stringMatching(/^secret = "put the pre-shared key of the tunnel to [\d.]+ here"$/),
    ]);
  });

  test('one JSON document', async () => {
    const { id, directory } = saved('static');
    const { exitCode, out } = await command(['config', id, ...STATIC, '--from', directory, '--json']);
    const document = JSON.parse(out) as { files: { path: string; content: string; holdsSecret: boolean }[] };
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ version: 1, region: 'eu-central-1', vpnConnectionId: id });
    expect(document.files.map(({ path, holdsSecret }) => [path, holdsSecret])).toEqual([
      [`/etc/ipsec.d/${id}.conf`, false], [`/etc/ipsec.d/${id}.secrets`, true], [`/usr/local/sbin/${id}-routes`, false],
    ]);
  });

  test('what EC2 describes live', async () => {
    const { network } = await liveEc2();
    const { vpnConnectionId: id } = seedEstate(network, 'vgw-to-tgw', 'bgp');
    const { exitCode, out, err } = await command(['config', id, ...BGP, '--routing-daemon', 'bird', '--interface', 'vti', '--debug']);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: expect.stringContaining('==> /etc/bird/bird.conf <==') });
    expect(err).toContain('DescribeVpnConnections: answered');
    expect(out + err).not.toContain(PLANTED_PRE_SHARED_KEY);
  });

  test('what the person says of the device\'s own side', async () => {
    const { id, directory } = saved();
    const { out } = await command(['config', id, ...BGP, '10.2.0.0/16', '--asn', '4200000001', '--local-address', '192.168.1.2', '--from', directory]);
    expect(out).toContain('  network 10.1.0.0/16\n  network 10.2.0.0/16\n');
    expect(out).toContain('router bgp 4200000001\n');
    expect(out).toContain('local_addrs = 192.168.1.2\n');
  });

  test('a device with a certificate has no file for keys', async () => {
    const { id, directory } = saved('bgp', (_, customerGateway) => {
      customerGateway.CertificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d';
    });
    const { out } = await command(['config', id, ...BGP, '--from', directory]);
    expect(out).toContain('auth = pubkey');
    expect(out).not.toContain('secret');
  });
});

describe('what is written', () => {
  test('the files as they go onto the device, for nobody else\'s eyes, with the keys where they belong', async () => {
    const { id, directory } = saved();
    const folder = join(emptyFolder(), 'device');
    const { exitCode, out, err } = await command(['config', id, ...BGP, '--from', directory, '--out', folder, '--with-keys', '--debug']);
    expect(exitCode).toBe(0);
    const files = out.trimEnd().split('\n');
    expect(files).toEqual([
      join(folder, `etc/swanctl/conf.d/${id}.conf`), join(folder, `etc/swanctl/conf.d/${id}.secrets.conf`), join(folder, 'etc/strongswan.d/aws-vpn.conf'),
      join(folder, `usr/local/sbin/${id}-interfaces`), join(folder, 'etc/frr/frr.conf'),
    ]);
    expect(files.map((file) => (statSync(file).mode % 0o1000).toString(8))).toEqual(['600', '600', '600', '700', '600']);
    expect([folder, join(folder, 'etc'), join(folder, 'etc/swanctl/conf.d')].map((each) => (statSync(each).mode % 0o1000).toString(8)))
      .toEqual(['700', '700', '700']);
    const holding = files.filter((file) => readFileSync(file, 'utf8').includes(PLANTED_PRE_SHARED_KEY));
    expect(holding).toEqual([join(folder, `etc/swanctl/conf.d/${id}.secrets.conf`)]);
    expect(out + err).not.toContain(PLANTED_PRE_SHARED_KEY);
  });

  test('without --with-keys no key', async () => {
    const { id, directory } = saved();
    const folder = emptyFolder();
    const { exitCode, out } = await command(['config', id, ...BGP, '--from', directory, '--out', folder]);
    expect(exitCode).toBe(0);
    for (const file of out.trimEnd().split('\n')) expect(readFileSync(file, 'utf8')).not.toContain(PLANTED_PRE_SHARED_KEY);
  });

  test('nothing is overwritten, and nothing is written where something is', async () => {
    const { id, directory } = saved();
    const folder = emptyFolder();
    mkdirSync(join(folder, 'etc/frr'), { recursive: true });
    writeFileSync(join(folder, 'etc/frr/frr.conf'), 'mine');
    await expect(command(['config', id, ...BGP, '--from', directory, '--out', folder, '--with-keys'])).resolves.toEqual({
      exitCode: 3, out: '', err: `error: ${folder}/etc/frr/frr.conf is there already. Name a folder by --out in which nothing of it is.\n`,
    });
    expect(readFileSync(join(folder, 'etc/frr/frr.conf'), 'utf8')).toBe('mine');
    expect(readdirSync(join(folder, 'etc'))).toEqual(['frr']);
  });

  test('a link that leads elsewhere is something, too', async () => {
    const { id, directory } = saved();
    const [folder, elsewhere] = [emptyFolder(), join(emptyFolder(), 'elsewhere')];
    mkdirSync(join(folder, 'etc/frr'), { recursive: true });
    symlinkSync(elsewhere, join(folder, 'etc/frr/frr.conf'));
    await expect(command(['config', id, ...BGP, '--from', directory, '--out', folder])).resolves.toEqual({
      exitCode: 3, out: '', err: `error: ${folder}/etc/frr/frr.conf is there already. Name a folder by --out in which nothing of it is.\n`,
    });
    expect(existsSync(elsewhere)).toBe(false);
  });

  test('a folder that is none', async () => {
    const { id, directory } = saved();
    const file = join(emptyFolder(), 'file');
    writeFileSync(file, '');
    const { exitCode, err } = await command(['config', id, ...BGP, '--from', directory, '--out', file]);
    expect(exitCode).toBe(3);
    expect(err).toMatch(/^error: .* cannot be written \((ENOTDIR|EEXIST)\)\. Name a folder by --out that is yours to write\.\n$/);
  });
});

describe('what stands against it', () => {
  test.each<[what: string, args: readonly string[], exitCode: number, message: string | RegExp]>([
    ['keys without a folder', [...BGP, '--with-keys'], 2,
      'error: --with-keys is for files, and nothing says where they go. Name a folder by --out; what is printed never holds a key.\n'],
    ['no device', [], 2, "error: required option '--device <device>' not specified\n"],
    ['another device', ['--device', 'openswan'], 2, "error: option '--device <device>' argument 'openswan' is invalid. Allowed choices are strongswan, libreswan.\n"],
    ['JSON into a folder', [...BGP, '--json', '--out', 'x'], 2, "error: option '--out <dir>' cannot be used with option '--json'\n"],
    ['a network that is none', ['--device', 'strongswan', '--local-networks', '10.1.0.0'], 2, /^error: --local-networks is '10\.1\.0\.0', and not a CIDR block such as/],
    ['a number that is none', [...BGP, '--asn', '0'], 2, /^error: --asn is '0', and not a whole number from 1 to 4294967295/],
    ['an address that is none', [...BGP, '--local-address', 'here'], 2, /^error: --local-address is 'here', and not an IP address/],
    ['nothing to announce', ['--device', 'strongswan'], 2,
      /has BGP, and nothing says what the device announces to AWS\. Name the networks behind the device, by --local-networks\.\n$/],
    ['Libreswan with xfrm', ['--device', 'libreswan', '--interface', 'xfrm', '--local-networks', '10.1.0.0/16'], 2, /Choose vti, by --interface\.\n$/],
  ])('%s', async (_what, args, exitCode, message) => {
    const { id, directory } = saved();
    const ran = await command(['config', id, ...args, '--from', directory]);
    expect({ exitCode: ran.exitCode, out: ran.out }).toEqual({ exitCode, out: '' });
    if (typeof message === 'string') expect(ran.err).toBe(message);
    else expect(ran.err).toMatch(message);
  });

  test('static routing without what is reached', async () => {
    const { id, directory } = saved('static');
    const { exitCode, err } = await command(['config', id, '--device', 'strongswan', '--from', directory]);
    expect({ exitCode, err }).toEqual({
      exitCode: 2, err: `error: ${id} has static routing, and nothing says what the device reaches through it.`
        + ' Name the networks behind AWS\'s end, for instance the blocks of the VPC, by --remote-networks.\n',
    });
  });

  test('an id that is nearly right', async () => {
    const { id, directory } = saved();
    const { exitCode, err } = await command(['config', `${id.slice(0, -1)}${id.endsWith('0') ? 1 : 0}`, ...BGP, '--from', directory]);
    expect({ exitCode, err }).toEqual({ exitCode: 3, err: expect.stringContaining(`Did you mean ${id}`) });
  });

  test.each<[what: string, change: Parameters<typeof saved>[1], exitCode: number, message: string]>([
    ['a connection that is being modified', (connection) => {
      connection.State = 'modifying';
    }, 1, 'is modifying. Configure the device when the connection is available.'],
    ['what inventory saved', (connection) => {
      delete connection.CustomerGatewayConfiguration;
    }, 3, 'holds no CustomerGatewayConfiguration of'],
    ['another connection\'s configuration', (connection) => {
      connection.CustomerGatewayConfiguration = connection.CustomerGatewayConfiguration!.replace(connection.VpnConnectionId, 'vpn-0ffffffffffffffff');
    }, 3, 'is that of vpn-0ffffffffffffffff. Describe the connection again.'],
    ['a configuration that is none', (connection) => {
      connection.CustomerGatewayConfiguration = `<ike><pre_shared_key>${PLANTED_PRE_SHARED_KEY}</pre_shared_key></ike>`;
    }, 3, 'cannot be read: its outermost element is not vpn_connection.'],
    ['a tunnel that was replaced', (connection) => {
      connection.Options.TunnelOptions[0].OutsideIpAddress = '203.0.113.99';
    }, 1, 'for which no options are described'],
    ['keys that EC2 does not give', (connection) => {
      connection.CustomerGatewayConfiguration = connection.CustomerGatewayConfiguration!.replaceAll(/<pre_shared_key>[^<]*<\/pre_shared_key>/g, '');
      connection.PreSharedKeyArn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:keys';
    }, 1, 'It is in arn:aws:secretsmanager:eu-central-1:111122223333:secret:keys: leave --with-keys out, and put it where the file says.'],
  ])('%s', async (_what, change, exitCode, message) => {
    const { id, directory } = saved('bgp', change);
    const folder = emptyFolder();
    const ran = await command(['config', id, ...BGP, '--from', directory, '--out', folder, '--with-keys', '--debug']);
    expect({ exitCode: ran.exitCode, out: ran.out }).toEqual({ exitCode, out: '' });
    expect(ran.err).toContain(message);
    expect(ran.err).not.toContain(PLANTED_PRE_SHARED_KEY);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('EC2 that refuses the second look', async () => {
    const { network, faults } = await liveEc2();
    const { vpnConnectionId: id } = seedEstate(network, 'vgw-to-tgw', 'bgp');
    const { call } = network;
    let looks = 0;
    network.call = (operation, input) => {
      if (operation === 'DescribeVpnConnections') {
        looks += 1;
        if (looks === 1) faults.inject({ operation, when: 'before', how: { code: 'UnauthorizedOperation', message: PLANTED_PRE_SHARED_KEY } });
      }
      return call.call(network, operation, input);
    };
    const { exitCode, out, err } = await command(['config', id, ...BGP]);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toBe('error: ec2:DescribeVpnConnections is not allowed in eu-central-1. Have ec2:DescribeVpnConnections allowed to who asks, or read saved outputs by --from.\n');
  });
});

test.each([
  [[]], [['--json']], [['--debug']], [['--interface', 'vti', '--routing-daemon', 'bird']], [['--asn', '0']], [['--from', '/nowhere']],
])('a pre-shared key is nowhere to be seen, %j', async (args) => {
  const { id, directory } = saved('bgp', (connection) => {
    for (const tunnel of connection.Options.TunnelOptions) tunnel.PreSharedKey = PLANTED_PRE_SHARED_KEY;
  });
  const file = readFileSync(join(directory, 'eu-central-1/vpn-connections.json'), 'utf8');
  expect(file.split(PLANTED_PRE_SHARED_KEY).length - 1).toBeGreaterThan(2); // in the options of the tunnels and in the configuration
  const { out, err } = await command(['config', id, ...BGP, '--from', directory, ...args]);
  expect(out.length + err.length).toBeGreaterThan(0);
  expect(out + err).not.toContain(PLANTED_PRE_SHARED_KEY);
});

test('help has examples', async () => {
  const { exitCode, out } = await command(['config', '--help']);
  expect(exitCode).toBe(0);
  expect(out).toContain('$ cdk-site-to-site-vpn config vpn-0123456789abcdef0 --device strongswan');
});
