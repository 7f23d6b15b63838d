/** The endpoint between the real SDK and a network: who may call, in which order a call is looked at, what can go wrong. */
import * as http from 'node:http';
import {
  DescribeVpcsCommand,
  DescribeVpnConnectionsCommand,
  EC2Client,
  ModifyVpnConnectionCommand,
} from '@aws-sdk/client-ec2';
import { countedHttp, VirtualClock } from '../../../tools/rehearsal/clock';
import { CallRecord, Ec2Error, Ec2Operations } from '../../../tools/rehearsal/contracts';
import { Ec2Endpoint, Ec2EndpointProps } from '../../../tools/rehearsal/embedded-ec2/endpoint';
import { Throttle } from '../../../tools/rehearsal/embedded-ec2/throttle';
import { Faults } from '../../../tools/rehearsal/faults';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';

const START = Date.UTC(2026, 10, 20, 10, 0, 0);
const MODIFY = new ModifyVpnConnectionCommand({ VpnConnectionId: 'vpn-1', TransitGatewayId: 'tgw-1' });
const DRY_MODIFY = new ModifyVpnConnectionCommand({ VpnConnectionId: 'vpn-1', TransitGatewayId: 'tgw-1', DryRun: true });
const DESCRIBE = new DescribeVpnConnectionsCommand({ VpnConnectionIds: ['vpn-1'] });

describe('a call', () => {
  test('reaches the network and its answer the caller, with the request id', async () => {
    const { client, network, endpoint } = await rehearsal();

    const { VpnConnection, $metadata } = await client.send(MODIFY);

    expect(VpnConnection).toEqual({ VpnConnectionId: 'vpn-1', State: 'modifying' });
    expect($metadata.requestId).toBe('00000000-0000-4000-8000-000000000001');
    expect(network.seen).toEqual([{ operation: 'ModifyVpnConnection', input: MODIFY.input }]);
    expect(endpoint.calls).toEqual([record({ operation: 'ModifyVpnConnection', mutating: true })]);
  });

  test('that the network refuses is an error of that code', async () => {
    const { client, network, endpoint } = await rehearsal();
    network.refusal = new Ec2Error('InvalidVpnConnectionID.NotFound', 'The vpnConnection ID \'vpn-1\' does not exist');

    await expect(client.send(MODIFY)).rejects.toMatchObject({
      name: 'InvalidVpnConnectionID.NotFound',
      message: 'The vpnConnection ID \'vpn-1\' does not exist',
      $metadata: { httpStatusCode: 400, requestId: '00000000-0000-4000-8000-000000000001' },
    });
    expect(endpoint.calls).toEqual([
      record({ operation: 'ModifyVpnConnection', mutating: true, error: 'InvalidVpnConnectionID.NotFound' }),
    ]);
  });

  test('of an operation that the network does not implement is an invalid action', async () => {
    const { client, endpoint } = await rehearsal();

    await expect(client.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
    expect(endpoint.calls).toEqual([record({ operation: 'DescribeVpcs', principal: '(unknown)', error: 'InvalidAction' })]);
  });

  test('in which the emulation itself fails is an internal error, and kept', async () => {
    const { client, network, endpoint } = await rehearsal();
    network.refusal = new TypeError('cannot read properties of undefined');

    await expect(client.send(DESCRIBE)).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
    expect(endpoint.defects).toEqual([new TypeError('cannot read properties of undefined')]);
  });

  test('is told to whoever listens, until they do not want to hear of it any more', async () => {
    const { client, endpoint } = await rehearsal();
    const heard: CallRecord[] = [];
    const stop = endpoint.onCall((call) => heard.push(call));

    await client.send(DESCRIBE);
    stop();
    await client.send(DESCRIBE);

    expect(heard).toEqual([record({ operation: 'DescribeVpnConnections' })]);
    expect(endpoint.calls).toHaveLength(2);
  });
});

describe('who calls', () => {
  test('is named by the access key of the signature', async () => {
    const authorizer = new PolicyAuthorizer();
    authorizer.registerAdministrator('AKIDADMIN', 'operator');
    const { clientFor, endpoint } = await rehearsal({ authorizer });

    await clientFor('AKIDADMIN').send(DESCRIBE);

    expect(endpoint.calls).toEqual([record({ operation: 'DescribeVpnConnections', principal: 'operator' })]);
  });

  test.each<[string, RehearsalProps, string]>([
    ['whose access key nobody has', { authorizer: new PolicyAuthorizer() }, 'AWS was not able to validate the provided access credentials'],
    ['who signs for another region', { region: 'us-east-1' }, 'Credential should be scoped to a valid region and to the service ec2.'],
  ])('somebody %s is refused', async (_, props, message) => {
    const { client, network } = await rehearsal(props);

    await expect(client.send(MODIFY)).rejects.toMatchObject({ name: 'AuthFailure', message, $metadata: { httpStatusCode: 401 } });
    expect(network.seen).toEqual([]);
  });

  test.each<[string, http.OutgoingHttpHeaders, string]>([
    ['without a signature', {}, 'AWS was not able to validate the provided access credentials'],
    ['signed for another service', signedBy('AKIDEXAMPLE', 'dynamodb'),
      'Credential should be scoped to a valid region and to the service ec2.'],
  ])('a request %s is refused', async (_, headers, message) => {
    const { url } = await rehearsal();

    const response = await post(http, url, 'Action=DescribeVpnConnections&Version=2016-11-15', headers);

    expect(response).toEqual({
      status: 401,
      requestId: '00000000-0000-4000-8000-000000000001',
      text: '<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>AuthFailure</Code>'
        + `<Message>${message}</Message></Error></Errors><RequestID>00000000-0000-4000-8000-000000000001</RequestID></Response>`,
    });
  });
});

describe('permissions', () => {
  const connection = 'arn:aws:ec2:*:111122223333:vpn-connection/vpn-1';
  const policy = { Statement: { Effect: 'Allow', Action: 'ec2:ModifyVpnConnection', Resource: connection } };

  test('allow what they name, and nothing else', async () => {
    const authorizer = new PolicyAuthorizer();
    authorizer.register('AKIDROLE', 'mover', [policy]);
    const { clientFor, network, endpoint } = await rehearsal({ authorizer });
    const mover = clientFor('AKIDROLE');

    await mover.send(MODIFY);
    const other = mover.send(new ModifyVpnConnectionCommand({ VpnConnectionId: 'vpn-2' }));

    await expect(other).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: 'You are not authorized to perform this operation. User: mover is not authorized to perform: ec2:ModifyVpnConnection '
        + 'on resource: arn:aws:ec2:eu-central-1:111122223333:vpn-connection/vpn-2 '
        + 'because no identity-based policy allows the ec2:ModifyVpnConnection action',
      $metadata: { httpStatusCode: 403 },
    });
    expect(network.seen).toHaveLength(1);
    expect(endpoint.calls.map(({ principal, error }) => [principal, error])).toEqual([
      ['mover', undefined], ['mover', 'UnauthorizedOperation'],
    ]);
  });

  test('are what a dry run looks at', async () => {
    const authorizer = new PolicyAuthorizer();
    authorizer.register('AKIDROLE', 'mover', [policy]);
    authorizer.register('AKIDOTHER', 'reader', []);
    const { clientFor, network, endpoint } = await rehearsal({ authorizer });

    const allowed = clientFor('AKIDROLE').send(DRY_MODIFY);
    await expect(allowed).rejects.toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
    const denied = clientFor('AKIDOTHER').send(DRY_MODIFY);
    await expect(denied).rejects.toMatchObject({ name: 'UnauthorizedOperation' });

    expect(network.seen).toEqual([]);
    expect(endpoint.calls.map(({ mutating, dryRun }) => ({ mutating, dryRun }))).toEqual([
      { mutating: true, dryRun: true }, { mutating: true, dryRun: true },
    ]);
  });

  test('of an operation whose resources are not known are a mistake of the emulation, not a pass', async () => {
    const authorizer = new PolicyAuthorizer();
    authorizer.registerAdministrator('AKIDADMIN', 'operator');
    const network = fakeNetwork(['DescribeInstances']);
    const { url, endpoint } = await rehearsal({ authorizer, network });

    const { status } = await post(http, url, 'Action=DescribeInstances&Version=2016-11-15', signedBy('AKIDADMIN'));

    expect(status).toBe(500);
    expect(endpoint.defects).toEqual([new Error('it is not known which resources IAM evaluates for ec2:DescribeInstances')]);
    expect(network.seen).toEqual([]);
  });
});

test.each([
  ['AuthFailure', MODIFY, { region: 'us-east-1' }],
  ['DryRunOperation', DRY_MODIFY, {}],
])('the HTTP status of %s is a choice, as AWS does not document it', async (name, command, props) => {
  const { client } = await rehearsal({ ...props, statuses: { [name]: 400 } });

  await expect(client.send(command)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
});

describe('a dry run', () => {
  test('may be made to look at the network as well', async () => {
    const checkDryRun = () => { throw new Ec2Error('InvalidTransitGatewayID.NotFound', 'The transitGateway ID \'tgw-1\' does not exist'); };
    const { client, network } = await rehearsal({ checkDryRun });

    await expect(client.send(DRY_MODIFY)).rejects.toMatchObject({ name: 'InvalidTransitGatewayID.NotFound' });
    expect(network.seen).toEqual([]);
  });

  test('that is switched off is a call like any other', async () => {
    const { client, network, endpoint } = await rehearsal();

    await client.send(new ModifyVpnConnectionCommand({ ...MODIFY.input, DryRun: false }));

    expect(network.seen).toHaveLength(1);
    expect(endpoint.calls).toEqual([record({ operation: 'ModifyVpnConnection', mutating: true })]);
  });
});

describe('throttling', () => {
  test('lets as many calls through as the bucket holds, and more when time has passed', async () => {
    const clock = new VirtualClock(START);
    const bucket = { capacity: 2, refillPerSecond: 0.5 };
    const { client, network } = await rehearsal({ clock, throttle: new Throttle(clock, { mutating: bucket, nonMutating: bucket }) });

    await client.send(DESCRIBE);
    await client.send(DESCRIBE);
    await expect(client.send(DESCRIBE)).rejects.toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
    await client.send(MODIFY);
    await clock.sleep(2000);
    await client.send(DESCRIBE);

    expect(network.seen.map(({ operation }) => operation)).toEqual([
      'DescribeVpnConnections', 'DescribeVpnConnections', 'ModifyVpnConnection', 'DescribeVpnConnections',
    ]);
  });

  test('comes before permissions: a call that is not allowed costs as much', async () => {
    const clock = new VirtualClock(START);
    const bucket = { capacity: 1, refillPerSecond: 1 };
    const authorizer = new PolicyAuthorizer();
    authorizer.register('AKIDROLE', 'nobody', []);
    const { clientFor } = await rehearsal({ clock, authorizer, throttle: new Throttle(clock, { mutating: bucket, nonMutating: bucket }) });

    await expect(clientFor('AKIDROLE').send(MODIFY)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    await expect(clientFor('AKIDROLE').send(MODIFY)).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
  });
});

describe('a fault', () => {
  test('before the effect: an error, and nothing has happened', async () => {
    const faults = new Faults();
    faults.inject({ operation: 'ModifyVpnConnection', when: 'before', how: { code: 'Unavailable', message: 'try later', status: 503 } });
    const { client, network, endpoint } = await rehearsal({ faults });

    const call = client.send(MODIFY);

    await expect(call).rejects.toMatchObject({ name: 'Unavailable', message: 'try later', $metadata: { httpStatusCode: 503 } });
    expect(network.seen).toEqual([]);
    expect(endpoint.calls).toEqual([record({ operation: 'ModifyVpnConnection', mutating: true, error: 'Unavailable' })]);
  });

  test('after the effect: an error, and it has happened all the same', async () => {
    const faults = new Faults();
    faults.inject({ operation: 'ModifyVpnConnection', when: 'after', how: { code: 'InternalError', message: 'who knows', status: 500 } });
    const { client, network } = await rehearsal({ faults });

    await expect(client.send(MODIFY)).rejects.toMatchObject({ name: 'InternalError' });
    expect(network.seen).toHaveLength(1);
  });

  test.each([['before', 0], ['after', 1]] as const)('%s the effect: a lost connection', async (when, effects) => {
    const faults = new Faults();
    faults.inject({ operation: 'ModifyVpnConnection', when, how: 'drop-connection' });
    const { client, network, endpoint } = await rehearsal({ faults });

    await expect(client.send(MODIFY)).rejects.toThrow('socket hang up');
    expect(network.seen).toHaveLength(effects);
    expect(endpoint.calls).toEqual([record({ operation: 'ModifyVpnConnection', mutating: true, error: 'ConnectionDropped' })]);
  });

  test('the SDK tries again by itself, and the effect takes place twice', async () => {
    const faults = new Faults();
    faults.inject({ operation: 'ModifyVpnConnection', when: 'after', how: 'drop-connection' });
    const { clientFor, network } = await rehearsal({ faults });

    await clientFor('AKIDEXAMPLE', 3).send(MODIFY);

    expect(network.seen).toHaveLength(2);
  });

  test.each([['before', 0], ['after', 0]] as const)('%s the effect: a slow answer', async (when, effectAt) => {
    const faults = new Faults();
    faults.inject({ operation: 'ModifyVpnConnection', when, how: { latencyMs: 4000 } });
    const { client, clock, network } = await rehearsal({ faults });

    await client.send(MODIFY);

    expect(clock.now()).toBe(START + 4000);
    expect(network.times).toEqual([when === 'before' ? START + 4000 : START + effectAt]);
  });
});

describe('latency', () => {
  test('is virtual: every answer takes its time and the clock stands still otherwise', async () => {
    const clock = new VirtualClock(START);
    const { url, network } = await rehearsal({ clock, apiLatencyMs: 120 });
    const counted = countedHttp(http, clock);
    const describe = async () => post(counted, url, 'Action=DescribeVpnConnections&Version=2016-11-15', signedBy('AKIDEXAMPLE'));

    await Promise.all([describe(), describe()]);
    expect(clock.now()).toBe(START + 120);
    await describe();
    expect(clock.now()).toBe(START + 240);
    expect(network.times).toEqual([START, START, START + 120]);
  });

  test('aside, no time passes while a request is on its way in, whoever sends it', async () => {
    const { url, clock } = await rehearsal();
    let fired = false;
    const request = http.request(url, { method: 'POST', headers: { ...signedBy('AKIDEXAMPLE'), 'content-length': 48 } });
    request.write('Action=DescribeVpnConnections');
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.setTimeout(() => { fired = true; }, 1000);

    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(fired).toBe(false);

    request.end('&Version=2016-11-15');
    await clock.sleep(1000);
    expect(fired).toBe(true);
  });
});

const endpoints: Ec2Endpoint[] = [];
const clients: EC2Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()));
});

interface FakeNetwork extends Ec2Operations {
  readonly seen: { operation: string; input: Record<string, unknown> }[];
  readonly times: number[];
  clock?: VirtualClock;
  refusal?: Error;
}

type RehearsalProps = Omit<Partial<Ec2EndpointProps>, 'clock' | 'network'> & { clock?: VirtualClock; network?: FakeNetwork };

function fakeNetwork(operations: string[]): FakeNetwork {
  const network: FakeNetwork = {
    operations,
    seen: [],
    times: [],
    call(operation, input) {
      if (network.refusal !== undefined) throw network.refusal;
      network.seen.push({ operation, input });
      network.times.push(network.clock?.now() ?? 0);
      return operation === 'ModifyVpnConnection' ? { VpnConnection: { VpnConnectionId: 'vpn-1', State: 'modifying' } } : {};
    },
  };
  return network;
}

async function rehearsal(props: RehearsalProps = {}) {
  const clock = props.clock ?? new VirtualClock(START);
  const network = props.network ?? fakeNetwork(['ModifyVpnConnection', 'DescribeVpnConnections']);
  network.clock = clock;
  const endpoint = new Ec2Endpoint({ ...props, clock, network });
  endpoints.push(endpoint);
  const url = await endpoint.listen();
  const clientFor = (accessKeyId: string, maxAttempts = 1) => {
    const credentials = { accessKeyId, secretAccessKey: 'secret' };
    const client = new EC2Client({ endpoint: url, region: 'eu-central-1', maxAttempts, credentials });
    clients.push(client);
    return client;
  };
  return { clock, network, endpoint, url, clientFor, client: clientFor('AKIDEXAMPLE') };
}

function record(call: Partial<CallRecord> & Pick<CallRecord, 'operation'>): CallRecord {
  return { at: START, service: 'ec2', principal: 'AKIDEXAMPLE', mutating: false, dryRun: false, ...call };
}

function signedBy(accessKeyId: string, service = 'ec2'): http.OutgoingHttpHeaders {
  const credential = `${accessKeyId}/20261120/eu-central-1/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
}

async function post(module: typeof http, url: string, body: string, headers: http.OutgoingHttpHeaders) {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    module.request(url, { method: 'POST', headers }, resolve).on('error', reject).end(body);
  });
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, requestId: response.headers['x-amzn-requestid'], text };
}
