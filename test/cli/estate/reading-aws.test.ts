/** An estate read over the wire from an embedded EC2: to the last page, within its rights, and no further than it has to. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { ec2ClientOf } from '../../../tools/cli/estate/ec2-client';
import { Estate } from '../../../tools/cli/estate/estate';
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { readSaved } from '../../../tools/cli/estate/reading-saved';
import { save } from '../../../tools/cli/estate/saving';
import { SystemClock } from '../../../tools/rehearsal/clock';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { Throttle } from '../../../tools/rehearsal/embedded-ec2/throttle';
import { ACTIONS, callsOf, liveEc2, REGION } from '../live';
import { emptyFolder } from '../saved';
import { command } from '../terminal';

const KEYS: [string, string] = ['planted.key.one', 'planted.key.two'];

describe('a region', () => {
  test('is read to the last page of every list', async () => {
    const { network, endpoint } = await liveEc2({ pageSize: 5 });
    const { transitGatewayIds, vpnConnectionIds } = manyGateways(network, 12);

    const estate = await read();

    expect(ids(estate.vpnConnections, 'VpnConnectionId')).toEqual([...vpnConnectionIds].sort());
    expect(ids(estate.transitGateways, 'TransitGatewayId')).toEqual([...transitGatewayIds].sort());
    expect(estate.transitGatewayAttachments).toHaveLength(24);
    const ofVpcs = [estate.vpcs, estate.subnets, estate.routeTables, estate.transitGatewayVpcAttachments];
    expect(ofVpcs.map((list) => list.length)).toEqual([12, 12, 12, 12]);
    expect(estate.transitGatewayRouteTables).toHaveLength(12);
    // Each gateway's table has the routes of a VPC and of twelve prefixes, five at a time.
    expect([...estate.transitGatewayRoutes.values()].map((routes) => routes.length)).toEqual(Array(12).fill(13));
    expect(callsOf(endpoint)).toEqual({
      DescribeVpnConnections: 1, DescribeCustomerGateways: 1, DescribeVpnGateways: 1, DescribeTransitGateways: 3,
      DescribeTransitGatewayAttachments: 5, DescribeTransitGatewayVpcAttachments: 3, DescribeTransitGatewayRouteTables: 3,
      DescribeRouteTables: 3, DescribeVpcs: 3, DescribeSubnets: 3,
      SearchTransitGatewayRoutes: 36, GetTransitGatewayRouteTablePropagations: 12, GetTransitGatewayPrefixListReferences: 12,
    });
    expect(estate).toMatchObject({ region: REGION, accountId: '111122223333', gaps: [] });
    expect(endpoint.defects).toEqual([]);
  });

  test('is read with a few calls at a time, and patiently where EC2 refuses some', async () => {
    const bucket = { capacity: 2, refillPerSecond: 10 };
    const { network, endpoint } = await liveEc2({ throttle: new Throttle(new SystemClock(), { nonMutating: bucket, mutating: bucket }) });
    manyGateways(network, 12);
    const estate = await read();
    expect(endpoint.calls.some((call) => call.error === 'RequestLimitExceeded')).toBe(true);
    expect(estate.transitGatewayRoutes.size).toBe(12);
  });

  test('saved and read again is the same, and the keys are in neither', async () => {
    const { network } = await liveEc2();
    manyGateways(network, 3);
    const estate = await read();
    const directory = emptyFolder();
    await save([estate], directory);
    await expect(readSaved(directory, () => undefined)).resolves.toEqual([estate]);
    expect(JSON.stringify(estate)).not.toContain('planted');
  });

  test('tells how far it is', async () => {
    const { network } = await liveEc2();
    manyGateways(network, 2);
    const reported: string[] = [];
    await readAws(ec2ClientOf({ region: REGION }), REGION, (progress) => reported.push(progress));
    expect(reported.at(-1)).toBe('eu-central-1: 16 of 16 answers read');
  });

  test('counts no answer that does not come', async () => {
    await liveEc2();
    delete process.env.AWS_ACCESS_KEY_ID;
    const reported: string[] = [];
    await expect(readAws(ec2ClientOf({ region: REGION }), REGION, (progress) => reported.push(progress))).rejects.toThrow('no credentials');
    expect(reported).toEqual([]);
  });

  test('of routes beyond what EC2 lists, without a token for the others, says so', async () => {
    const { network } = await liveEc2();
    manyGateways(network, 1);
    const { call } = network;
    network.call = (operation, input) => {
      const answer = call.call(network, operation, input);
      return operation === 'SearchTransitGatewayRoutes' ? { ...answer, AdditionalRoutesAvailable: true, NextToken: undefined } : answer;
    };
    const { gaps } = await read();
    expect(gaps).toEqual([{
      described: expect.stringMatching(/^search-transit-gateway-routes of tgw-rtb-/),
      why: 'there are more routes than EC2 lists, and it gave no token for the others',
    }]);
  });

  test('of a table that was deleted in the meantime says so', async () => {
    const { network, faults } = await liveEc2();
    manyGateways(network, 1);
    faults.inject({ operation: 'SearchTransitGatewayRoutes', when: 'before', how: { code: 'InvalidRouteTableID.NotFound', message: 'gone' } });
    const { gaps } = await read();
    expect(gaps).toEqual([expect.objectContaining({ why: 'the table was gone before it could be read' })]);
  });
});

describe('a permission that is missing', () => {
  const optional = ACTIONS.filter((action) => action !== 'ec2:DescribeVpnConnections' && action !== 'ec2:DescribeRegions');

  test.each(optional)('is a gap that names it: %s', async (action) => {
    const { network } = await liveEc2({ denied: [action] });
    manyGateways(network, 1);
    const { vpnConnections, gaps } = await read();
    expect(vpnConnections).toHaveLength(1);
    expect(gaps).toEqual([{ described: expect.any(String), why: `${action} is not allowed` }]);
    expect(action.toLowerCase()).toBe(`ec2:${gaps[0].described.replace(/ of .*/, '').replaceAll('-', '')}`);
  });

  test.each([
    ['ec2:DescribeVpnConnections', []],
    ['ec2:DescribeRegions', ['--all-regions']],
  ])('fails the command where nothing goes without it: %s', async (action, options) => {
    await liveEc2({ denied: [action] });
    await expect(command(['inventory', ...options])).resolves.toEqual({
      exitCode: 3,
      out: '',
      err: `error: ${action} is not allowed in eu-central-1. Have ${action} allowed to who asks, or read saved outputs by --from.\n`,
    });
  });
});

describe('which region', () => {
  test('is the environment\'s, those that are named, or all that are enabled', async () => {
    const { network } = await liveEc2();
    manyGateways(network, 1);
    const regions = async (...options: string[]) => {
      const { out } = await command(['inventory', '--json', ...options]);
      return (JSON.parse(out) as { regions: { region: string }[] }).regions.map(({ region }) => region);
    };
    await expect(regions()).resolves.toEqual(['eu-central-1']);
    await expect(regions('--region', 'eu-west-1', 'us-east-1', 'eu-west-1')).resolves.toEqual(['eu-west-1', 'us-east-1']);
    await expect(regions('--all-regions')).resolves.toEqual(['eu-central-1']);
  });

  test.each([
    [['--region', 'eu-west-1', '--all-regions'], "option '--all-regions' cannot be used with option '--region <regions...>'"],
    [['--from', 'x', '--profile', 'y'], "option '--from <dir>' cannot be used with option '--profile <name>'"],
    [['--region', 'eu-central-1', '../../elsewhere'], '--region is \'../../elsewhere\', and not the name of a region such as eu-central-1. Name regions as AWS does.'],
  ])('is one, and not said twice: %j', async (options, message) => {
    const { exitCode, err } = await command(['inventory', ...options]);
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: `error: ${message}\n` });
  });
});

describe('what does not answer is told in a line', () => {
  test('nobody\'s credentials', async () => {
    await liveEc2();
    delete process.env.AWS_ACCESS_KEY_ID;
    await expectFailure(/^there are no credentials for AWS \(Could not load credentials from any providers\)\. Name a profile by --profile/);
  });

  test('credentials that AWS does not know', async () => {
    await liveEc2();
    process.env.AWS_ACCESS_KEY_ID = 'AKIANOBODY0000000000';
    await expectFailure(/^AWS does not accept the credentials in eu-central-1 \(AuthFailure\)\. Renew them/);
  });

  test('a profile that there is not', async () => {
    await liveEc2();
    await expectFailure(/^there are no credentials for AWS \(Could not load credentials from any providers\)/, '--profile', 'nobody');
  });

  test('no region', async () => {
    await liveEc2();
    delete process.env.AWS_REGION;
    await expectFailure(/^no region is named\. Name one by --region/);
  });

  test('no EC2', async () => {
    const { endpoint } = await liveEc2();
    await endpoint.close();
    await expectFailure(/^ec2:\w+ has no answer from EC2 in eu-central-1 \(ECONNREFUSED\)\. See whether that region exists/);
  });

  test('an EC2 that goes on refusing', async () => {
    const { faults } = await liveEc2();
    process.env.AWS_MAX_ATTEMPTS = '2';
    const how = { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 };
    faults.inject({ operation: 'DescribeVpnConnections', when: 'before', how, times: Infinity });
    await expectFailure(/^EC2 in eu-central-1 goes on refusing ec2:DescribeVpnConnections for too many requests \(RequestLimitExceeded\)/);
  });

  test('an answer that is none, without a word of it', async () => {
    await liveEc2();
    const server = createServer((_, response) => response.end('<vpnConnectionSet><item><preSharedKey>planted.key.one</preSharedKey>')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env.AWS_ENDPOINT_URL_EC2 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const { err } = await expectFailure(/^ec2:\w+ has no answer from EC2 in eu-central-1/, '--debug');
      expect(err).not.toContain('planted');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('what EC2 answers and does not fit', () => {
  test.each<[string, string, string, (answer: Record<string, any>) => void]>([
    ['a block', 'ec2:DescribeVpcs', 'Vpcs[0].CidrBlock is \'banana\', and not an IPv4 CIDR block such as 10.1.0.0/16', ({ Vpcs }) => Object.assign(Vpcs[0], { CidrBlock: 'banana' })],
    ['an id', 'ec2:DescribeVpnConnections',
      'VpnConnections[0].TransitGatewayId is \'$(id)\', and not the id of a transit gateway, tgw- and 8 or 17 hexadecimal digits', ({ VpnConnections }) => Object.assign(VpnConnections[0], { TransitGatewayId: '$(id)' })],
    ['a route', 'ec2:SearchTransitGatewayRoutes',
      'Routes[3].DestinationCidrBlock is \'10.0.0.0/\\u{1b}[2J\', and not a CIDR block such as 10.1.0.0/16 or 2001:db8::/32', ({ Routes }) => Object.assign(Routes[3], { DestinationCidrBlock: '10.0.0.0/\u001b[2J' })],
    ['no id', 'ec2:DescribeSubnets', 'Subnets[0] has no SubnetId, without which nobody can say what it is', ({ Subnets }) => delete Subnets[0].SubnetId],
    ['a key', 'ec2:DescribeVpnConnections', 'VpnConnections[0].VpnConnectionId is a text of 15 characters that may be a pre-shared key, and not the id of a VPN connection, vpn- and 8 or 17 hexadecimal digits',
      ({ VpnConnections }) => Object.assign(VpnConnections[0], { VpnConnectionId: KEYS[0] })],
    ['a region', 'ec2:DescribeRegions', 'RegionName is \'../..\', and not the name of a region such as eu-central-1', ({ Regions }) => Object.assign(Regions[0], { RegionName: '../..' })],
  ])('is told by call, member and value: %s', async (_, action, message, change) => {
    const { network } = await liveEc2();
    manyGateways(network, 1);
    const { call } = network;
    network.call = (operation, input) => {
      const answer = copyOf(call.call(network, operation, input)) as Record<string, any>;
      if (`ec2:${operation}` === action) change(answer);
      return answer;
    };
    await expect(command(['inventory', ...action === 'ec2:DescribeRegions' ? ['--all-regions'] : []])).resolves.toEqual({
      exitCode: 3,
      out: '',
      err: `error: the answer of ${action} in eu-central-1 does not fit: ${message}. See whether it is EC2 that answers; if it is, report this, or read saved outputs by --from.\n`,
    });
  });

  test('but a new value of an enumeration does', async () => {
    const { network } = await liveEc2();
    manyGateways(network, 1);
    const { call } = network;
    network.call = (operation, input) => copyOf(call.call(network, operation, input), (leaf) => (leaf === 'available' ? 'reticulating' : leaf)) as Record<string, unknown>;
    expect((await read()).vpnConnections).toMatchObject([{ State: 'reticulating' }]);
  });
});

test('--debug tells of every call and of nothing that was sent or answered', async () => {
  const { network } = await liveEc2();
  manyGateways(network, 1);
  const { err } = await command(['inventory', '--debug']);
  expect(err.match(/^debug: ec2 eu-central-1 (\w+): answered, attempts 1, \d+ ms, request [-0-9a-f]+$/gm)).toHaveLength(13);
  expect(err).not.toMatch(/planted|vpn-0|secret|AKIA/);
});

function copyOf(value: unknown, leafOf = (leaf: unknown) => leaf): unknown {
  if (Array.isArray(value)) return value.map((each) => copyOf(each, leafOf));
  if (typeof value !== 'object' || value === null || value instanceof Date) return leafOf(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member, leafOf)]));
}

async function expectFailure(message: RegExp, ...options: string[]) {
  const { exitCode, out, err } = await command(['inventory', ...options]);
  expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
  const error = /^error: (.*)\n$/m.exec(err.split('\n').filter((line) => !line.startsWith('debug:')).join('\n'))?.[1];
  expect(error).toMatch(message);
  return { err };
}

async function read(): Promise<Estate> {
  const client = ec2ClientOf({ region: REGION });
  try {
    return await readAws(client, REGION, () => undefined);
  } finally {
    client.destroy();
  }
}

/** As many transit gateways, each with a VPC and one connection that brings twelve prefixes. */
function manyGateways({ seed }: Network, count: number) {
  const made = Array.from({ length: count }, (_, index) => {
    const { vpcId, subnetIds } = seed.vpc({ cidr: `10.${index}.0.0/16`, subnets: [{ az: 'eu-central-1a', cidr: `10.${index}.0.0/24` }] });
    const { transitGatewayId } = seed.transitGateway();
    seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds });
    const advertisedPrefixes = Array.from({ length: 12 }, (__, prefix) => `172.16.${prefix}.0/24`);
    return { transitGatewayId, vpnConnectionId: seed.vpnConnection({ on: transitGatewayId, routing: 'bgp', advertisedPrefixes, preSharedKeys: KEYS }) };
  });
  return { transitGatewayIds: made.map((each) => each.transitGatewayId), vpnConnectionIds: made.map((each) => each.vpnConnectionId) };
}

function ids<T extends object>(list: readonly T[], member: keyof T): unknown[] {
  return list.map((each) => each[member]).sort();
}
