/**
 * AWS::KMS::Key and AWS::KMS::Alias: made and deleted, with the policy that says who may use the key. Nothing is encrypted here: the
 * policy is asked by what would be encrypted with it.
 */
import { uuidOf } from '../../lambda-runtime/identifiers';
import { object, text } from '../properties';
import { Mutability, ResourceType, Services } from '../resource-type';
import { limitExceeded } from '../service-limits';
import { Properties } from '../template';

/** [PutKeyPolicy, Policy; KMS developer guide, "Resource quotas": "Key policy document size", which cannot be raised] */
const POLICY_BYTES_MAX = 32_768;

const PROPERTIES: Readonly<Record<string, Mutability>> = {
  KeyPolicy: 'mutable', Description: 'mutable', Enabled: 'mutable', EnableKeyRotation: 'mutable', RotationPeriodInDays: 'mutable',
  PendingWindowInDays: 'mutable', KeySpec: 'create-only', KeyUsage: 'create-only', MultiRegion: 'create-only', Tags: 'mutable',
};

export function kmsKey({ keys, region, accountId, partition }: Services): ResourceType {
  const arnOf = (id: string) => `arn:${partition}:kms:${region}:${accountId}:key/${id}`;
  return {
    properties: PROPERTIES,
    attributes: ['Arn', 'KeyId'],
    create: async ({ properties, generatedName }) => {
      checkPolicy(properties);
      const id = uuidOf('key', generatedName());
      keys.set(arnOf(id), object(properties, 'KeyPolicy'));
      return { physicalId: id, attributes: { KeyId: id, Arn: arnOf(id) } };
    },
    update: async ({ current, properties }) => {
      checkPolicy(properties);
      keys.set(arnOf(current.physicalId), object(properties, 'KeyPolicy'));
      return current;
    },
    delete: async ({ physicalId }) => keys.delete(arnOf(physicalId)),
  };
}

export function kmsAlias(): ResourceType {
  return {
    properties: { AliasName: 'create-only', TargetKeyId: 'mutable' },
    required: ['AliasName', 'TargetKeyId'],
    create: async ({ properties }) => ({ physicalId: text(properties, 'AliasName'), attributes: {} }),
    update: async ({ current }) => current,
    delete: async () => undefined,
  };
}

/** [PutKeyPolicy: "If the key policy exceeds the length constraint, KMS returns a LimitExceededException"; no words] */
function checkPolicy(properties: Properties): void {
  const bytes = Buffer.byteLength(JSON.stringify(object(properties, 'KeyPolicy')));
  if (bytes > POLICY_BYTES_MAX) throw limitExceeded('Kms', `The key policy of ${bytes} bytes is longer than ${POLICY_BYTES_MAX} bytes`, 400);
}
