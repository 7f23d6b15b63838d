/**
 * The hostile list, on every verb that takes `--from`: what has a grammar and does not fit is refused where it is read, in one line that
 * says which file, which member, what is there and what is allowed.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Files, savedWithKeys, verbsOn } from './saved-with-keys';
import { PLANTED_PRE_SHARED_KEY } from '../../../tools/rehearsal/scenarios/estate';
import { documentedFiles, emptyFolder, folderOf } from '../saved';
import { command } from '../terminal';

const CIDR = 'a CIDR block such as 10.1.0.0/16 or 2001:db8::/32';
const IPV4 = 'an IPv4 CIDR block such as 10.1.0.0/16';
const AGAIN = (described: string) => `Save it again by \`aws ec2 ${described} --output json\`.`;

type Change = (files: Record<string, any>) => void;

const connectionIn = (files: Record<string, any>) => files['vpn-connections'].VpnConnections[0];
/** Where a file has 20,000 lists in each other: to write these as JSON would overflow the test's own stack. */
const NESTED = '@nested@';

let saved: Awaited<ReturnType<typeof savedWithKeys>>;
beforeAll(async () => {
  saved = await savedWithKeys();
});

describe.each(Object.keys(verbsOn({ vpnConnectionId: '', toId: '' })))('%s', (verb) => {
  test.each<[string, string, string, Change]>([
    ['a block that is none', 'vpcs.json', `Vpcs[0].CidrBlock is '999.1.2.3/99', and not ${IPV4}`,
      ({ vpcs }) => Object.assign(vpcs.Vpcs[0], { CidrBlock: '999.1.2.3/99' })],
    ['a static route to one', 'vpn-connections.json', `VpnConnections[0].Routes[2].DestinationCidrBlock is '10.0.0.0/33', and not ${CIDR}`,
      (files) => Object.assign(connectionIn(files).Routes[2], { DestinationCidrBlock: '10.0.0.0/33' })],
    ['addresses inside a tunnel', 'vpn-connections.json', `VpnConnections[0].Options.TunnelOptions[1].TunnelInsideCidr is 'banana', and not ${IPV4}`,
      (files) => Object.assign(connectionIn(files).Options.TunnelOptions[1], { TunnelInsideCidr: 'banana' })],
    ['an empty id', 'vpn-connections.json', 'VpnConnections[0] has no VpnConnectionId, without which nobody can say what it is',
      (files) => Object.assign(connectionIn(files), { VpnConnectionId: '' })],
    ['a connection that is nothing', 'vpn-connections.json', 'VpnConnections[1] has no VpnConnectionId, without which nobody can say what it is',
      (files) => files['vpn-connections'].VpnConnections.push({})],
    ['a text for a list', 'vpn-connections.json', 'VpnConnections[0].VgwTelemetry is a text, and not a list',
      (files) => Object.assign(connectionIn(files), { VgwTelemetry: 'UP' })],
    ['lists 20,000 deep', 'vpn-connections.json', 'VpnConnections[0].VpnGatewayId is a list, and not a text',
      (files) => Object.assign(connectionIn(files), { VpnGatewayId: NESTED })],
    ['a number beyond all', 'vpn-gateways.json', 'VpnGateways[0].AmazonSideAsn is 1e+300, and not the number of an autonomous system, a whole number from 0 to 4294967295',
      (files) => Object.assign(files['vpn-gateways'].VpnGateways[0], { AmazonSideAsn: 1e300 })],
    ['a command in an id', 'vpn-connections.json',
      'VpnConnections[0].VpnGatewayId is \'vgw-0ce8c9e9d2a9a1bea$(touch PWNED)\', and not the id of a virtual private gateway, vgw- and 8 or 17 hexadecimal digits',
      (files) => Object.assign(connectionIn(files), { VpnGatewayId: 'vgw-0ce8c9e9d2a9a1bea$(touch PWNED)' })],
    ['an end of the line in one', 'route-tables.json',
      'RouteTables[0].RouteTableId is \'rtb-\\u{a}0123456789abcdef0\', and not the id of a route table, rtb- and 8 or 17 hexadecimal digits',
      (files) => Object.assign(files['route-tables'].RouteTables[0], { RouteTableId: 'rtb-\n0123456789abcdef0' })],
    ['an escape sequence in an account', 'vpcs.json', 'Vpcs[0].OwnerId is \'\\u{1b}[31m111122223333\', and not the 12 digits of an AWS account',
      ({ vpcs }) => Object.assign(vpcs.Vpcs[0], { OwnerId: '\u001b[31m111122223333' })],
    ['a key for an address', 'vpn-connections.json',
      `VpnConnections[0].VgwTelemetry[0].OutsideIpAddress is a text of ${PLANTED_PRE_SHARED_KEY.length + 9} characters that may be a pre-shared key, and not an IP address such as 192.0.2.1 or 2001:db8::1`,
      (files) => Object.assign(connectionIn(files).VgwTelemetry[0], { OutsideIpAddress: `the key: ${PLANTED_PRE_SHARED_KEY}` })],
    ['five thousand characters', 'vpn-connections.json',
      `VpnConnections[0].CustomerGatewayId is '${'- '.repeat(30)}…', and not the id of a customer gateway, cgw- and 8 or 17 hexadecimal digits`,
      (files) => Object.assign(connectionIn(files), { CustomerGatewayId: '- '.repeat(2_500) })],
  ])('refuses %s', async (_, file, message, change) => {
    const { exitCode, out, err, directory } = await ran(verb, changed(change));
    const described = { 'vpn-connections.json': 'describe-vpn-connections', 'vpcs.json': 'describe-vpcs', 'vpn-gateways.json': 'describe-vpn-gateways', 'route-tables.json': 'describe-route-tables' }[file]!;
    expect({ exitCode, out, err }).toEqual({
      exitCode: 3, out: '', err: `error: ${directory}/eu-central-1/${file}: ${message}. ${AGAIN(described)}\n`,
    });
  });

  test.each<[string, string, string]>([
    ['JSON that is cut off', '{"VpnConnections": [{', 'is not JSON'],
    ['a list at the top', '[]', 'is not an object with the members of an answer'],
    ['nothing', '', 'is not JSON'],
    ['20,000 lists at the top', '['.repeat(20_000) + ']'.repeat(20_000), 'is not an object with the members of an answer'],
  ])('refuses a file that is %s', async (_, content, message) => {
    const { exitCode, out, err, directory } = await ran(verb, { ...saved.files, 'eu-central-1/more.json': content });
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toMatch(new RegExp(`^error: ${directory}/eu-central-1/more\\.json ${message}.*\\. .*\\.\n$`));
  });

  test.each<[string, string, (file: string) => Promise<(() => void) | void>]>([
    ['a pipe', 'is not a regular file', async (file) => void execFileSync('mkfifo', [file])],
    ['a link to a pipe', 'is not a regular file', async (file) => {
      execFileSync('mkfifo', [`${file}.pipe`]);
      symlinkSync(`${file}.pipe`, file);
    }],
    ['a link to a device without an end', 'is not a regular file', async (file) => symlinkSync('/dev/zero', file)],
    ['a link to the terminal', '(is not a regular file|cannot be read \\(ENXIO\\))', async (file) => symlinkSync('/dev/tty', file)],
    ['a link to a folder', 'is not a regular file', async (file) => symlinkSync('/tmp', file)],
    ['a link to itself', 'cannot be read \\(ELOOP\\)', async (file) => symlinkSync(file, file)],
    ['a socket', 'cannot be read \\(ENXIO\\)', async (file) => {
      const server = createServer().listen(file);
      await once(server, 'listening');
      return () => server.close();
    }],
  ])('refuses a file that is %s', async (_, message, make) => {
    const directory = folderOf(saved.files);
    const clear = await make(join(directory, 'eu-central-1', 'a.json'));
    try {
      const { exitCode, out, err } = await command([...argsOf(verb), '--from', directory]);
      expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
      expect(err).toMatch(new RegExp(`^error: ${directory}/eu-central-1/a\\.json ${message}\\. .*\\.\n$`));
    } finally {
      clear?.();
    }
  });

  test('takes in what is free text, and members that nobody knows', async () => {
    const { exitCode, out, err } = await ran(verb, changed((files) => {
      const connection = connectionIn(files);
      connection.Tags = [{ Key: '$(touch PWNED)', Value: '`x`\n\u2028' }];
      connection.Options.TunnelOptions[0].StartupAction = 'tomorrow\'s';
      for (const each of [connection, connection.Routes[0], connection.VgwTelemetry[0], connection.Options.TunnelOptions[0]]) {
        Object.defineProperty(each, '__proto__', { value: { polluted: 'planted-member' }, enumerable: true });
        Object.assign(each, { constructor: 'planted-member', PreSharedKeyOfTomorrow: 'planted-member' });
      }
    }));
    expect(exitCode).toBeLessThanOrEqual(1);
    expect(out + err).not.toMatch(/planted-member|defect/);
    expect(out + err).not.toContain(PLANTED_PRE_SHARED_KEY);
  });
});

test('nothing that no schema names is saved, printed as JSON or as CSV, nor any key', async () => {
  const unknown = { Novelty: 'planted-member' };
  const directory = folderOf(changed((files) => {
    const connection = connectionIn(files);
    connection.Options.TunnelOptions[0].LogOptions = { CloudWatchLogOptions: { LogEnabled: true, ...unknown }, ...unknown };
    const firstOfEach = Object.values<any>(files).flatMap((content) => Object.values<any>(content)[0][0] ?? []);
    for (const each of [connection.Routes[0], connection.VgwTelemetry[0], connection.Options, ...firstOfEach]) Object.assign(each, unknown);
  }));
  const to = emptyFolder();
  for (const options of [['--json'], ['--csv'], [], ['--save', to]]) {
    const { exitCode, out, err } = await command(['inventory', '--from', directory, ...options]);
    expect({ exitCode, leaks: /planted-member|Planted/.test(out + err) }).toEqual({ exitCode: 0, leaks: false });
  }
  expect(execFileSync('grep', ['-rlE', 'LogEnabled', to]).toString()).toContain('vpn-connections.json');
  expect(() => execFileSync('grep', ['-rE', 'planted-member|Planted', to])).toThrow();
});

describe('config', () => {
  const IN_IT = 'the customer gateway\'s configuration cannot be read: ';

  test.each<[string, string, (xml: string) => string]>([
    ['a DOCTYPE', 'it has a DOCTYPE', (xml) => xml.replace('<vpn_connection', '<!DOCTYPE v [<!ENTITY a "b">]><vpn_connection')],
    ['an element __proto__', 'it has elements that are nested more than 32 deep, or names that no element of it has',
      (xml) => xml.replace('<vpn_connection_type>', '<__proto__><polluted>1</polluted></__proto__><vpn_connection_type>')],
    ['elements 5,000 deep', 'it has elements that are nested more than 32 deep, or names that no element of it has',
      (xml) => xml.replace('<vpn_connection_type>', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}<vpn_connection_type>`)],
    ['more than anybody writes', 'it has more than 262144 characters', (xml) => xml + ' '.repeat(262_144)],
    ['half of it', 'it is not XML', (xml) => xml.slice(0, xml.length / 2)],
    ['another id', '`customer_gateway_id` is not the id of a customer gateway',
      (xml) => xml.replace(/<customer_gateway_id>[^<]*/, '<customer_gateway_id>cgw-1/../../etc')],
  ])('refuses %s in the configuration of the device', async (_, message, change) => {
    const { exitCode, out, err } = await ran('config', changed((files) => {
      const connection = connectionIn(files);
      connection.CustomerGatewayConfiguration = change(connection.CustomerGatewayConfiguration);
    }));
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toBe(`error: ${IN_IT}${message}. Describe the connection again when it is available; if it stays so, report this.\n`);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('plan --schema', () => {
  test.each<[string, string, string]>([
    ['a pointer that is none', JSON.stringify({ typeName: 'AWS::EC2::VPNConnection', createOnlyProperties: ['/properties/Type', '\u001b[2J'] }),
      ': createOnlyProperties[1] is \'\\u{1b}[2J\', and not a pointer such as /properties/Type'],
    ['a pointer of another type', JSON.stringify({ typeName: 'AWS::EC2::VPNConnection', createOnlyProperties: [{}] }),
      ': createOnlyProperties[0] is an object, and not a pointer such as /properties/Type'],
  ])('refuses %s', async (_, content, message) => {
    const file = join(folderOf({ 'schema.json': content }), 'schema.json');
    const { exitCode, err } = await ran('plan', saved.files, '--schema', file);
    expect({ exitCode, err: err.split('. Save it')[0] }).toEqual({ exitCode: 3, err: `error: ${file}${message}` });
  });

  test('refuses a pipe', async () => {
    const file = join(emptyFolder(), 'schema.json');
    execFileSync('mkfifo', [file]);
    const { exitCode, err } = await ran('plan', saved.files, '--schema', file);
    expect({ exitCode, err }).toEqual({ exitCode: 3, err: `error: ${file} is not a regular file. Name a file, or a link to one: no pipe, no socket and no device is read.\n` });
  });
});

test('a link to a file is read, and AWS\'s own documented answers', async () => {
  const directory = folderOf(documentedFiles());
  symlinkSync(join(directory, 'vpn-connections.json'), join(directory, 'again.json'));
  await expect(command(['inventory', '--json', '--from', directory])).resolves.toMatchObject({ exitCode: 0, err: '' });
});

test('ids in capitals are the same ids', async () => {
  const directory = folderOf(changed((files) => {
    const connection = connectionIn(files);
    connection.VpnConnectionId = connection.VpnConnectionId.toUpperCase();
    connection.CustomerGatewayConfiguration = connection.CustomerGatewayConfiguration.replace(/"vpn-\w+"/, (id: string) => id.toUpperCase());
  }));
  const { exitCode, out } = await command([...argsOf('config'), '--from', directory]);
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: (await ran('config', saved.files)).out });
});

/** By the file's name alone. */
function changed(change: Change): Files {
  const files = structuredClone(saved.files) as Record<string, any>;
  change(Object.fromEntries(Object.entries(files).map(([name, content]) => [name.replace(/^.*\/|\.json$/g, ''), content])));
  return files;
}

async function ran(verb: string, files: Files, ...options: string[]) {
  const directory = folderOf(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? content : written(content)])));
  return { directory, ...await command([...argsOf(verb), ...options, '--from', directory]) };
}

function argsOf(verb: string): readonly string[] {
  return verbsOn(saved)[verb as keyof ReturnType<typeof verbsOn>];
}

function written(content: unknown): string {
  return JSON.stringify(content).replace(`"${NESTED}"`, '['.repeat(20_000) + ']'.repeat(20_000));
}
