/** Pre-shared keys that nobody has to think up or to see. */
import { RemovalPolicy } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PRE_SHARED_KEY_LENGTH_MAX, PRE_SHARED_KEY_LENGTH_MIN } from '../contract/pre-shared-key';
import { requireWholeNumber } from '../private/checks';
import { namedInErrors } from '../private/named-in-errors';
import { SecretOptions } from '../private/secret-options';

/** As long as the keys that AWS makes itself [H, UG-tunnel-configure]. */
const LENGTH_DEFAULT = 32;

/**
 * Properties of a {@link PreSharedKeySecret}.
 */
export interface PreSharedKeySecretProps extends SecretOptions {
  /**
   * How many characters the key has, from 8 to 64.
   *
   * Secrets Manager makes another key when this is changed, and the tunnel keeps the old one until CloudFormation updates it.
   *
   * @default 32
   */
  readonly length?: number;

  /**
   * What happens to the secret when it is taken out of the stack or the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - a connection that is kept goes on using the key, and the device
   * cannot be set up again without it
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A secret in Secrets Manager that holds the generated pre-shared key of one tunnel: letters and digits without 0, all of
 * which AWS takes at every place.
 *
 * Pass its `secretValue` as `preSharedKey`. Each tunnel needs a secret of its own. Read the key with GetSecretValue when you
 * set up the device. Do not rotate it on a schedule: the tunnel takes a new key only when CloudFormation updates the
 * connection, and the device only when somebody configures it.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-tunnel-authentication-options.html
 */
@namedInErrors
export class PreSharedKeySecret extends secretsmanager.Secret {
  /**
   * @throws an error when `length` is not a whole number from 8 to 64
   */
  constructor(scope: Construct, id: string, props: PreSharedKeySecretProps = {}) {
    const length = props.length ?? LENGTH_DEFAULT;
    requireWholeNumber('length', length, PRE_SHARED_KEY_LENGTH_MIN, PRE_SHARED_KEY_LENGTH_MAX, '; AWS takes no other pre-shared keys');
    super(scope, id, {
      secretName: props.secretName,
      description: props.description ?? `Pre-shared key of a VPN tunnel, made at ${scope.node.path}/${id}`,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      generateSecretString: {
        passwordLength: length,
        excludePunctuation: true,
        includeSpace: false,
        // AWS refuses it at the first place only, but the generator can exclude it everywhere or nowhere.
        excludeCharacters: '0',
      },
    });
  }
}
