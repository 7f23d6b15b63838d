/**
 * The secrets of the account: what Secrets Manager answers for, what CloudFormation makes, and what dynamic references are read from.
 * One store, so that a value which a function puts is the one that a deployment reads afterwards.
 */
import { lettersOf } from './lambda-runtime/identifiers';
import { Refusal } from './loopback-endpoint';

export interface SecretVersion {
  /** The request token by which it was put. */
  readonly id: string;
  readonly value: string;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  /** Absent: Secrets Manager's own key of the account. */
  readonly kmsKeyId?: string;
  /** From the oldest on; the last is AWSCURRENT, the one before it AWSPREVIOUS. A secret may have none. */
  readonly versions: readonly SecretVersion[];
}

export interface SecretStorePlace {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}

/** [CreateSecret, PutSecretValue: SecretString] */
const VALUE_BYTES_MAX = 65_536;

export class SecretStore {
  private readonly secrets = new Map<string, Secret>();
  private made = 0;

  constructor(private readonly place: SecretStorePlace) {}

  /**
   * @throws {Refusal} when the name is taken, or the value is too long
   */
  create(name: string, { value, kmsKeyId }: { readonly value?: string; readonly kmsKeyId?: string } = {}): Secret {
    if (this.find(name) !== undefined) {
      throw new Refusal('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
    }
    if (value !== undefined) requireShort(value);
    const { partition, region, accountId } = this.place;
    this.made += 1;
    // The six characters that Secrets Manager appends, so that a policy for one secret does not hold for the next of its name.
    const arn = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}-${lettersOf(6, name, this.made)}`;
    const secret = { arn, name, kmsKeyId, versions: value === undefined ? [] : [{ id: 'version-1', value }] };
    this.secrets.set(arn, secret);
    return secret;
  }

  /** By name or ARN. */
  find(nameOrArn: string): Secret | undefined {
    return this.secrets.get(nameOrArn) ?? [...this.secrets.values()].find(({ name }) => name === nameOrArn);
  }

  /**
   * A version by this token that says the same is left as it is [PutSecretValue: "This operation is idempotent"].
   *
   * @throws {Refusal} when one by this token says something else, the value is too long, or the secret is not there
   */
  put(nameOrArn: string, version: SecretVersion): Secret {
    requireShort(version.value);
    const secret = this.existing(nameOrArn);
    const same = secret.versions.find(({ id }) => id === version.id);
    if (same !== undefined && same.value !== version.value) {
      throw new Refusal('ResourceExistsException', `You can't use ClientRequestToken ${version.id} because that value is already in use for a version of this secret.`);
    }
    return same === undefined ? this.replace({ ...secret, versions: [...secret.versions, version] }) : secret;
  }

  rekey(nameOrArn: string, kmsKeyId: string | undefined): Secret {
    return this.replace({ ...this.existing(nameOrArn), kmsKeyId });
  }

  /** Gone at once; the days in which a person may still take it back are not told here. */
  delete(nameOrArn: string): void {
    this.secrets.delete(this.existing(nameOrArn).arn);
  }

  /** What AWSCURRENT says, or nothing: of no secret, and of one without a version. */
  current(nameOrArn: string): string | undefined {
    return this.find(nameOrArn)?.versions.at(-1)?.value;
  }

  /** @throws {Refusal} */
  existing(nameOrArn: string): Secret {
    const secret = this.find(nameOrArn);
    if (secret === undefined) throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  }

  private replace(secret: Secret): Secret {
    this.secrets.set(secret.arn, secret);
    return secret;
  }
}

function requireShort(value: string): void {
  if (Buffer.byteLength(value) > VALUE_BYTES_MAX) throw new Refusal('ValidationException', 'The secret value is too long.');
}
