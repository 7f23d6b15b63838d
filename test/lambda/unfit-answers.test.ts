/**
 * EC2's answers with something in them that does not fit: no move begins on one, and one that is at work looks again. What is said names
 * call, member and value, and is no key.
 */
import { PLANTED_KEY } from './estates';
import { Workbench } from './workbench';
import { fitting } from '../../lambda/aws/ec2/fitting';
import { RetryableFailure } from '../../lambda/runner/ports';

type Change = (answer: any) => unknown;

const ROWS: readonly [string, string, Change][] = [
  ['DescribeVpnConnections', 'VpnConnections[0].Routes[1].DestinationCidrBlock is \'10.2.0.0/16$(id)\', and not a CIDR block such as 10.1.0.0/16 or 2001:db8::/32',
    ({ VpnConnections: [{ Routes }] }) => Object.assign(Routes[1], { DestinationCidrBlock: '10.2.0.0/16$(id)' })],
  ['DescribeVpnConnections', 'VpnConnections[0].VpnGatewayId is \'vgw-\\u{a}\', and not the id of a virtual private gateway, vgw- and 8 or 17 hexadecimal digits',
    ({ VpnConnections: [connection] }) => Object.assign(connection, { VpnGatewayId: 'vgw-\n' })],
  ['DescribeVpnConnections', `VpnConnections[0].CustomerGatewayId is a text of ${PLANTED_KEY.length} characters that may be a pre-shared key, and not the id of a customer gateway, cgw- and 8 or 17 hexadecimal digits`,
    ({ VpnConnections: [connection] }) => Object.assign(connection, { CustomerGatewayId: PLANTED_KEY })],
  ['DescribeVpnConnections', `VpnConnections[0].VgwTelemetry[0].OutsideIpAddress is a text of ${PLANTED_KEY.length + 1} characters that may be a pre-shared key, and not an IP address such as 192.0.2.1 or 2001:db8::1`,
    ({ VpnConnections: [{ VgwTelemetry }] }) => Object.assign(VgwTelemetry[0], { OutsideIpAddress: `?${PLANTED_KEY}` })],
  ['DescribeRouteTables', 'RouteTables[0].VpcId is \'banana\', and not the id of a VPC, vpc- and 8 or 17 hexadecimal digits',
    ({ RouteTables: [table] }) => table === undefined ? undefined : Object.assign(table, { VpcId: 'banana' })],
];

describe.each(ROWS)('%s: %s', (operation, message, change) => {
  test('before the first change it is a refusal', async () => {
    const bench = new Workbench();
    const before = bench.picture();
    answering(bench, operation, change);

    await expect(bench.runRequest(bench.request())).rejects.toThrow(expect.objectContaining({
      message: expect.stringMatching(/^reading the answer of \w+: .*, and with it nothing can be decided\. Nothing was changed$/s),
    }));

    expect(said(bench)).toContain(`reading the answer of ${operation}: ${message}, and with it nothing can be decided`);
    expect(said(bench)).not.toContain(PLANTED_KEY);
    expect([bench.picture(), bench.effects]).toEqual([before, []]);
  });

  test('a move at work looks again, and goes on when it passes', async () => {
    const bench = new Workbench();
    await bench.invoke(bench.request(), 12);
    const mended = answering(bench, operation, change);
    await bench.invoke(bench.request(), 120);
    expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'open' });
    mended();
    expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
    expect(JSON.stringify([bench.journal, bench.announced, [...bench.heads.values()]])).not.toContain(PLANTED_KEY);
  });
});

test('a move at work that is never answered otherwise ends at its deadline, held, and says so', async () => {
  const bench = new Workbench();
  await bench.invoke(bench.request(), 12);
  answering(bench, ...ofFirst());
  const ended = await bench.runRequest(bench.request()).then((answer) => answer.outcome, (error: Error) => error.message);
  expect(ended).toMatch(
    /the forward deadline passed while nothing could be seen: reading the answer of DescribeVpnConnections: VpnConnections\[0\]\.Routes\[1\]\.\w+ is '10\.2\.0\.0\/16\$\(id\)', .* The move is held/,
  );
  expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: 'held' });
});

test.each<[string, unknown]>([
  ['members of tomorrow', { VpnConnectionId: 'vpn-0123456789abcdef0', Novelty: { Anything: ['$(x)'] } }],
  ['values of enumerations of tomorrow', { State: 'reticulating', Type: 'ipsec.2', Options: { TunnelInsideIpVersion: 'ipv8' } }],
  ['tags and names', { Tags: [{ Key: '$(x)', Value: '\n' }], DeviceName: '`x`', Description: '\u202e' }],
  ['what is absent in one form or another', { VpnGatewayId: '', Routes: [], Options: {}, VgwTelemetry: undefined, TransitGatewayId: null }],
  ['capitals', { VpnConnectionId: 'VPN-0123456789ABCDEF0' }],
])('%s fit', (_, item) => {
  expect(fitting('DescribeVpnConnections')([item])).toEqual([item]);
});

test('a number beyond what it may be does not', () => {
  expect(() => fitting('DescribeVpnGateways')([{ AmazonSideAsn: 2 ** 40 }])).toThrow(new RetryableFailure(
    'reading the answer of DescribeVpnGateways: VpnGateways[0].AmazonSideAsn is 1099511627776, and not the number of an autonomous system,'
    + ' a whole number from 0 to 4294967295, and with it nothing can be decided',
  ));
});

function ofFirst(): [string, Change] {
  const [[operation, , change]] = ROWS;
  return [operation, change];
}

/** @returns what ends it */
function answering(bench: Workbench, operation: string, change: Change): () => void {
  const { call } = bench.network;
  bench.network.call = (asked, input) => {
    const answer = call.call(bench.network, asked, input);
    if (asked === operation) changeIfThere(answer, change);
    return answer;
  };
  return () => {
    bench.network.call = call;
  };
}

/** Static routes go while the move is at work: then there is nothing to change. */
function changeIfThere(answer: unknown, change: Change): void {
  try {
    change(answer);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

function said(bench: Workbench): string {
  return JSON.stringify(bench.journal).replaceAll('\\\\', '\\').replaceAll('\\"', '"');
}
