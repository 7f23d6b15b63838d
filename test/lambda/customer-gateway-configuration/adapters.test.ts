/** The two adapters over HTTP: the embedded services behind them, and answers that say what they must not. */
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { EC2Client } from '@aws-sdk/client-ec2';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Ec2Network } from '../../../lambda/customer-gateway-configuration/ec2/network';
import { CallFailure } from '../../../lambda/customer-gateway-configuration/ports';
import { SecretsManager } from '../../../lambda/customer-gateway-configuration/services/secrets-manager';
import { Ec2Endpoint } from '../../../tools/rehearsal/embedded-ec2/endpoint';
import { SecretStore } from '../../../tools/rehearsal/secret-store';
import { SecretsManagerEndpoint } from '../../../tools/rehearsal/services/secrets-manager';
import { officeEstate } from '../../rehearsal/embedded-ec2/estates';
import { rehearsalOf } from '../../rehearsal/service-clients';

const KEY = 'planted.key.0123456789';
const TOKENS = ['first', 'second'].map((word) => word.padEnd(64, '-'));

describe('Secrets Manager', () => {
  async function world(statement?: object) {
    const secrets = new SecretStore({ accountId: '111122223333', region: 'eu-central-1', partition: 'aws' });
    const { arn } = secrets.create('device');
    const { client, clientOf, faults } = await rehearsalOf(
      (common) => new SecretsManagerEndpoint({ ...common, secrets }), (configuration) => new SecretsManagerClient(configuration));
    return { secrets, arn, faults, client, adapter: new SecretsManager(statement === undefined ? client : clientOf(statement)) };
  }

  test('a value is put, and a second time with the same token it is not', async () => {
    const { adapter, secrets, arn } = await world();

    await adapter.put(arn, TOKENS[0], 'one');
    await adapter.put(arn, TOKENS[0], 'written in the same request, a moment later');
    await adapter.put(arn, TOKENS[1], 'two');

    expect(secrets.find(arn)?.versions).toEqual([{ id: TOKENS[0], value: 'one' }, { id: TOKENS[1], value: 'two' }]);
  });

  test('the one before it stays, as AWSPREVIOUS, and older ones do not', async () => {
    const { adapter, client, arn } = await world();
    const at = async (VersionStage: string) => (await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage }))).SecretString;

    await adapter.put(arn, TOKENS[0], 'one');
    await adapter.put(arn, TOKENS[1], 'two');
    expect([await at('AWSCURRENT'), await at('AWSPREVIOUS')]).toEqual(['two', 'one']);

    await adapter.put(arn, 'third'.padEnd(64, '-'), 'three');
    expect([await at('AWSCURRENT'), await at('AWSPREVIOUS')]).toEqual(['three', 'two']);
  });

  test('a role that may not is told', async () => {
    const { adapter, arn } = await world({ Action: 'secretsmanager:GetSecretValue', Resource: '*' });

    await expect(adapter.put(arn, TOKENS[0], KEY)).rejects.toMatchObject({
      kind: 'denied', message: expect.stringContaining('AccessDeniedException; see that nothing denies the call'),
    });
  });

  test.each<[string, number, string]>([
    ['InternalServiceError', 500, 'passing'], ['ThrottlingException', 400, 'passing'], ['EncryptionFailure', 400, 'final'],
  ])('%s with status %i is %s', async (code, status, kind) => {
    const { adapter, arn, faults } = await world();
    faults.inject({ operation: 'PutSecretValue', when: 'before', how: { code, status, message: `cannot put ${KEY}` }, times: 1 });

    const failure = await adapter.put(arn, TOKENS[0], KEY).catch((error: unknown) => error as CallFailure);

    expect(failure).toMatchObject({ kind, message: `putting it into ${arn} (secretsmanager:PutSecretValue): ${code}` });
    expectNoKeyIn(failure as CallFailure);
  });

  test('a connection that is cut is tried again, and puts once', async () => {
    const { adapter, secrets, arn, faults } = await world();
    faults.inject({ operation: 'PutSecretValue', when: 'after', how: 'drop-connection', times: 1 });

    await expect(adapter.put(arn, TOKENS[0], 'one')).rejects.toMatchObject({ kind: 'passing' });
    await adapter.put(arn, TOKENS[0], 'one');

    expect(secrets.find(arn)?.versions).toHaveLength(1);
  });
});

describe('EC2', () => {
  const clientOf = (endpoint: string) =>
    new EC2Client({ endpoint, region: 'eu-central-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIDADMIN', secretAccessKey: 'secret' } });

  test('connections, types by pages, and samples are read', async () => {
    const { network, vpnConnectionId, vpnGatewayId } = officeEstate({ pageSize: 5 });
    const { client } = await rehearsalOf((common) => new Ec2Endpoint({ ...common, network }), ({ endpoint }) => clientOf(endpoint));
    const ec2 = new Ec2Network(client);

    expect(await ec2.connection(vpnConnectionId)).toMatchObject({ state: 'available', gatewayId: vpnGatewayId, xml: expect.stringContaining('planted_secret_1') });
    expect(await ec2.connection('vpn-00000000000000001')).toBeUndefined();
    const types = await ec2.deviceTypes();
    expect(types.length).toBeGreaterThan(5);
    expect(types).toContainEqual({ id: '5fb390ba', vendor: 'Palo Alto Networks', platform: 'PA Series', software: 'PANOS 7.0+' });
    expect(await ec2.sample({ vpnConnectionId, deviceTypeId: '5fb390ba', ikeVersion: 'ikev2' })).toContain('(ikev2, compatibility)');
    await expect(ec2.sample({ vpnConnectionId, deviceTypeId: '5fb390ba', ikeVersion: 'ikev1', sampleType: 'recommended' })).rejects.toMatchObject({
      kind: 'final', message: `reading the sample of ${vpnConnectionId} for device type 5fb390ba (ec2:GetVpnConnectionDeviceSampleConfiguration): UnsupportedOperation`,
    });
  });

  const error = (code: string, message: string) => `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`;

  test.each<[string, number, string, string]>([
    ['a refusal whose words quote a key', 400, error('InvalidParameterValue', KEY), 'final'],
    ['a refusal whose code is a key', 400, error(KEY, 'Sorry.'), 'final'],
    ['an internal error', 500, error('InternalError', KEY), 'passing'],
    ['what is no XML', 200, `<DescribeVpnConnectionsResponse><${KEY}`, 'passing'],
    ['too many requests', 503, error('RequestLimitExceeded', KEY), 'passing'],
    ['a call that is not allowed', 403, error('UnauthorizedOperation', KEY), 'denied'],
  ])('%s leaves no key in the failure', async (_what, status, body, kind) => {
    const server = await answering(status, body);
    const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      const failure = await new Ec2Network(client).connection('vpn-1').catch((thrown: unknown) => thrown as CallFailure);

      expect(failure).toBeInstanceOf(CallFailure);
      expect((failure as CallFailure).kind).toBe(kind);
      expectNoKeyIn(failure as CallFailure);
    } finally {
      client.destroy();
      server.close();
    }
  });

  async function answering(status: number, body: string): Promise<Server> {
    const server = createServer((_request, response) => response.writeHead(status, { 'content-type': 'text/xml', 'connection': 'close' }).end(body));
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return server;
  }
});

function expectNoKeyIn(failure: CallFailure): void {
  expect(`${failure.stack} ${JSON.stringify(failure)} ${String(failure.cause)}`).not.toContain(KEY);
}
