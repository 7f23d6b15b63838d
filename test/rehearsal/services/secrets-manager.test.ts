/** The embedded Secrets Manager over HTTP: versions, tokens, sizes, and who may do what with which key. */
import { SecretStore } from '../../../tools/rehearsal/secret-store';
import { SecretsManagerEndpoint } from '../../../tools/rehearsal/services/secrets-manager';
import { ClientConfiguration, rehearsalOf } from '../service-clients';

const PLACE = { accountId: '111122223333', region: 'eu-central-1', partition: 'aws' };
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000';
const [FIRST, SECOND] = ['first', 'second'].map((word) => word.padEnd(32, '-'));

/** There is no SDK client of the service here, so this speaks its protocol: a signature is read for its key, and not verified. */
class JsonClient {
  constructor(private readonly configuration: ClientConfiguration) {}

  async send(operation: string, input: object): Promise<Record<string, unknown>> {
    const { endpoint, region, credentials } = this.configuration;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `secretsmanager.${operation}`,
        'authorization': `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20261120/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=none`,
        'connection': 'close',
      },
      body: JSON.stringify(input),
    });
    return await response.json() as Record<string, unknown>;
  }

  destroy(): void {
    // Nothing is kept open.
  }
}

async function rehearsal() {
  const secrets = new SecretStore(PLACE);
  const story = await rehearsalOf(
    (common) => new SecretsManagerEndpoint({ ...common, secrets }), (configuration) => new JsonClient(configuration));
  return { secrets, ...story };
}

test('a value that is put is the current one, and the one before it the previous one', async () => {
  const { client, secrets } = await rehearsal();
  const { arn } = secrets.create('device');

  const put = await client.send('PutSecretValue', { SecretId: arn, ClientRequestToken: FIRST, SecretString: 'one' });
  await client.send('PutSecretValue', { SecretId: 'device', ClientRequestToken: SECOND, SecretString: 'two' });

  expect(put).toEqual({ ARN: arn, Name: 'device', VersionId: FIRST, VersionStages: ['AWSCURRENT'] });
  expect(await client.send('GetSecretValue', { SecretId: arn })).toMatchObject({ SecretString: 'two', VersionId: SECOND });
  expect(await client.send('GetSecretValue', { SecretId: arn, VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'one', VersionId: FIRST });
});

test('the same token with the same value does nothing, with another value it is refused', async () => {
  const { client, secrets } = await rehearsal();
  const { arn } = secrets.create('device');
  const put = async (SecretString: string) => client.send('PutSecretValue', { SecretId: arn, ClientRequestToken: FIRST, SecretString });

  await put('one');

  expect(await put('one')).toMatchObject({ VersionId: FIRST });
  expect(await put('two')).toMatchObject({ __type: 'ResourceExistsException' });
  expect(secrets.find(arn)?.versions).toEqual([{ id: FIRST, value: 'one' }]);
});

test.each<[string, object, string]>([
  ['no token', { SecretString: 'one' }, 'InvalidParameterException'],
  ['a token that is too short', { ClientRequestToken: 'short', SecretString: 'one' }, 'InvalidParameterException'],
  ['no value', { ClientRequestToken: FIRST }, 'InvalidRequestException'],
  ['a value that is too long', { ClientRequestToken: FIRST, SecretString: 'x'.repeat(65_537) }, 'ValidationException'],
  ['a secret that there is not', { SecretId: 'nobody', ClientRequestToken: FIRST, SecretString: 'one' }, 'ResourceNotFoundException'],
])('%s is refused', async (_what, input, code) => {
  const { client, secrets } = await rehearsal();
  secrets.create('device');

  expect(await client.send('PutSecretValue', { SecretId: 'device', ...input })).toMatchObject({ __type: code });
});

test('an empty secret has no value', async () => {
  const { client, secrets } = await rehearsal();
  secrets.create('device');

  expect(await client.send('GetSecretValue', { SecretId: 'device' })).toMatchObject({ __type: 'ResourceNotFoundException' });
});

test('a permission is for one secret', async () => {
  const { clientOf, secrets } = await rehearsal();
  const [ours, theirs] = ['ours', 'theirs'].map((name) => secrets.create(name).arn);
  const client = clientOf({ Action: 'secretsmanager:PutSecretValue', Resource: ours });
  const put = async (SecretId: string) => client.send('PutSecretValue', { SecretId, ClientRequestToken: FIRST, SecretString: 'one' });

  expect(await put(ours)).toMatchObject({ ARN: ours });
  expect(await put(theirs)).toMatchObject({ __type: 'AccessDeniedException' });
  expect(await client.send('GetSecretValue', { SecretId: ours })).toMatchObject({ __type: 'AccessDeniedException' });
});

test.each<[string, string[], object, boolean]>([
  ['both actions', ['kms:GenerateDataKey', 'kms:Decrypt'], {}, true],
  ['both, through the service for this secret', ['kms:GenerateDataKey', 'kms:Decrypt'], { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } }, true],
  ['both, through another service', ['kms:GenerateDataKey', 'kms:Decrypt'], { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }, false],
  ['no data key', ['kms:Decrypt'], {}, false],
  ['nothing to decrypt', ['kms:GenerateDataKey'], {}, false],
])('with a key of the customer\'s a value is put by whoever may use the key: %s', async (_what, actions, Condition, mayPut) => {
  const { clientFor, authorizer, secrets } = await rehearsal();
  const { arn } = secrets.create('device', { kmsKeyId: KEY });
  const statements = [{ Action: 'secretsmanager:PutSecretValue', Resource: arn }, { Action: actions, Resource: KEY, Condition }];
  authorizer.register('AKIDROLE', 'writer', [{ Statement: statements.map((each) => ({ Effect: 'Allow', ...each })) }]);

  const answer = await clientFor('AKIDROLE').send('PutSecretValue', { SecretId: arn, ClientRequestToken: FIRST, SecretString: 'one' });

  expect(answer.__type).toBe(mayPut ? undefined : 'AccessDeniedException');
});

test('what the embedded Secrets Manager cannot do it says', async () => {
  const { client } = await rehearsal();

  expect(await client.send('RotateSecret', { SecretId: 'device' })).toMatchObject({ __type: 'UnknownOperationException' });
});
