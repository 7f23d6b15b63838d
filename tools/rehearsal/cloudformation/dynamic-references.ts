/**
 * Dynamic references such as `{{resolve:secretsmanager:…}}`: they are kept as they stand in everything that is stored or
 * shown, and replaced only in what is handed to a resource, as CloudFormation does.
 */
import { Properties, ValidationError } from './template';

export interface DynamicValues {
  /** What the account's own secrets hold; asked before `secrets`. */
  readonly currentSecret?: (nameOrArn: string) => string | undefined;
  /** Secret strings by the secret's id, name or ARN. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Parameters of Systems Manager by name, secure ones too. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const REFERENCE = /\{\{resolve:([^:}]+):([^}]*)\}\}/g;

export function resolveDynamicReferences(properties: Properties, values: DynamicValues): Properties {
  const reveal = (text: string) => text.replace(REFERENCE, (_all, service: string, key: string) => lookUp(service, key, values));
  return mapTexts(properties, reveal) as Properties;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}

function lookUp(service: string, key: string, values: DynamicValues): string {
  switch (service) {
    case 'secretsmanager': return secret(key, values);
    case 'ssm': case 'ssm-secure': return valueNamed(values.parameters ?? {}, key.split(':')[0], 'parameter of Systems Manager');
    default: throw new ValidationError(`Template error: dynamic reference to ${service} is not supported here`);
  }
}

/** `secret-id:SecretString:json-key:version-stage:version-id`, where the id may be an ARN and so hold colons itself. */
function secret(key: string, { currentSecret, secrets = {} }: DynamicValues): string {
  const parts = key.split(':');
  const idLength = key.startsWith('arn:') ? 7 : 1;
  const id = parts.slice(0, idLength).join(':');
  const jsonKey = parts[idLength + 1] ?? '';
  const text = currentSecret?.(id) ?? valueNamed(secrets, id, 'secret');
  return jsonKey === '' ? text : valueNamed(JSON.parse(text) as Record<string, string>, jsonKey, `JSON key of secret ${id}`);
}

function valueNamed(values: Readonly<Record<string, string>>, name: string, what: string): string {
  if (Object.hasOwn(values, name)) return values[name];
  throw new ValidationError(`no ${what} is named ${name}`);
}
