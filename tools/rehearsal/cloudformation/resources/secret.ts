/** AWS::SecretsManager::Secret: with a value, with a generated one, or, as CloudFormation makes it without either, with none. */
import { randomOf } from '../../lambda-runtime/identifiers';
import { Refusal } from '../../loopback-endpoint';
import { changedProperties, object, optionalBoolean, optionalNumber, optionalText } from '../properties';
import { ResourceFailure, ResourceType, Services } from '../resource-type';
import { checkLength } from '../service-limits';
import { Properties } from '../template';

/** [GenerateSecretString: PasswordLength] */
const LENGTH_DEFAULT = 32;
/** [CreateSecret: Name, Description] */
const NAME_LENGTH_MAX = 512;
const DESCRIPTION_LENGTH_MAX = 2_048;
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

export function secret({ secrets }: Services): ResourceType {
  return {
    properties: {
      Name: 'create-only', Description: 'mutable', KmsKeyId: 'mutable', SecretString: 'mutable', GenerateSecretString: 'mutable', Tags: 'mutable',
    },
    attributes: ['Id'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'Name') ?? generatedName(NAME_LENGTH_MAX);
      checkLength('SecretsManager', 'name', name, NAME_LENGTH_MAX);
      checkLength('SecretsManager', 'description', optionalText(properties, 'Description') ?? '', DESCRIPTION_LENGTH_MAX);
      const kmsKeyId = optionalText(properties, 'KmsKeyId');
      const { arn } = asResource(() => secrets.create(name, { kmsKeyId, value: valueOf(properties, name, 1) }));
      return { physicalId: arn, attributes: { Id: arn } };
    },
    // A change of either makes a new version; any other leaves the value alone, whoever has put it since.
    update: async ({ current, properties, oldProperties }) => {
      const { versions } = secrets.rekey(current.physicalId, optionalText(properties, 'KmsKeyId'));
      const changed = changedProperties(oldProperties, properties).some((name) => name === 'SecretString' || name === 'GenerateSecretString');
      const value = changed ? valueOf(properties, current.physicalId, versions.length + 1) : undefined;
      if (value !== undefined) secrets.put(current.physicalId, { id: `version-${versions.length + 1}`, value });
      return current;
    },
    delete: async ({ physicalId }) => asResource(() => secrets.delete(physicalId)),
  };
}

function valueOf(properties: Properties, name: string, version: number): string | undefined {
  const given = optionalText(properties, 'SecretString');
  if (given !== undefined || properties.GenerateSecretString === undefined) return given;
  const generator = object(properties, 'GenerateSecretString');
  const password = generated(generator, randomOf('secret', name, version));
  const key = optionalText(generator, 'GenerateStringKey');
  if (key === undefined) return password;
  return JSON.stringify({ ...JSON.parse(optionalText(generator, 'SecretStringTemplate') ?? '{}') as object, [key]: password });
}

/** The same in every run. */
function generated(generator: Properties, random: () => number): string {
  const excluded = optionalText(generator, 'ExcludeCharacters') ?? '';
  const kinds: readonly (readonly [string, string])[] = [
    ['ExcludeLowercase', LOWERCASE], ['ExcludeUppercase', LOWERCASE.toUpperCase()], ['ExcludeNumbers', NUMBERS], ['ExcludePunctuation', PUNCTUATION],
  ];
  const characters = kinds.flatMap(([excludes, all]) => (optionalBoolean(generator, excludes) === true ? [] : [...all]))
    .filter((each) => !excluded.includes(each));
  const length = optionalNumber(generator, 'PasswordLength') ?? LENGTH_DEFAULT;
  return Array.from({ length }, () => characters[Math.floor(random() * characters.length)]).join('');
}

function asResource<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) throw new ResourceFailure(`${error.message} (Service: SecretsManager, ${error.code})`);
    throw error;
  }
}
