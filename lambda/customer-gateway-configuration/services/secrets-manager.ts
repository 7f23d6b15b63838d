/** Secrets Manager, of which one operation is needed: to put a value. */
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { answered } from '../failures';
import { Secrets } from '../ports';

/** Another value under the same token: this very request has put one before, as nobody else has its token. */
const PUT_BEFORE = 'ResourceExistsException';

export class SecretsManager implements Secrets {
  constructor(private readonly client: SecretsManagerClient) {}

  async put(secretArn: string, token: string, value: string): Promise<void> {
    await answered(`putting it into ${secretArn} (secretsmanager:PutSecretValue)`, async () => {
      try {
        await this.client.send(new PutSecretValueCommand({ SecretId: secretArn, ClientRequestToken: token, SecretString: value }));
      } catch (error) {
        if (!(error instanceof Error && error.name === PUT_BEFORE)) throw error;
      }
    });
  }
}
