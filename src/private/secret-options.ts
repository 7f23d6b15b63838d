/** What is said of a secret that this library makes in Secrets Manager. */
import * as kms from 'aws-cdk-lib/aws-kms';

/** @internal */
export interface SecretOptions {
  /**
   * The name of the secret.
   *
   * @default - CloudFormation makes one
   */
  readonly secretName?: string;

  /**
   * What the secret is for, for people.
   *
   * @default - the description names the construct's path
   */
  readonly description?: string;

  /**
   * The key that encrypts the secret. Whoever reads the secret must be allowed to decrypt with it: who deploys a connection with a
   * pre-shared key, and of a device's configuration those to whom `grantRead` grants that, too.
   *
   * @default - Secrets Manager's own key of the account, `aws/secretsmanager`
   */
  readonly encryptionKey?: kms.IKey;
}
