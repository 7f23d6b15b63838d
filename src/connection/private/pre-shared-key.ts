/**
 * The ways in which the text of a pre-shared key could get into a template, each refused: given as it is, behind a reference
 * that is none, or in the very secret that is referred to.
 *
 * No message repeats a value: it may be the key. One template may refer to so many keys only, as CloudFormation takes only so many dynamic
 * references in it.
 */
import {
  CfnParameter, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, SecretValue, Stack, Token, Tokenization,
} from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { faultOfGenerator } from '../../contract/pre-shared-key';

/** Stands on both sides of a part that is known only at deployment. */
const UNKNOWN = '\uFFFC';

/** The whole value is one reference, with nothing before and nothing after it. */
const SECRETS_MANAGER_REFERENCE = /^\{\{resolve:secretsmanager:(?<reference>[^{}]*)\}\}$/;

/** What CloudFormation fetches from where it is kept as a secret; `{{resolve:ssm:…}}` is a parameter in plain text. */
const SECRET_REFERENCE = /^\{\{resolve:(?:secretsmanager|ssm-secure):[^{}]*\}\}$/;

type Generator = secretsmanager.CfnSecret.GenerateSecretStringProperty;

export function requireSecretKey(scope: IConstruct, prop: string, value: SecretValue | undefined): void {
  if (value === undefined) return;
  const key = read(scope, value.unsafeUnwrap());
  const reference = SECRETS_MANAGER_REFERENCE.exec(key.text)?.groups!.reference;
  if (reference === undefined) {
    throw new Error(`\`${prop}\` must be a reference to Secrets Manager, so that the key is in no template;`
      + ' store the key in a secret and pass `SecretValue.secretsManager(\'name-of-the-secret\')`');
  }
  const secret = key.targets.find((target) => target instanceof secretsmanager.CfnSecret);
  if (secret !== undefined) requireHiddenKey(prop, secret, jsonFieldOf(reference));
}

function requireHiddenKey(prop: string, secret: secretsmanager.CfnSecret, field: string): void {
  const generator = secret.generateSecretString;
  if (generator !== undefined && !Token.isUnresolved(generator)) {
    const { generateStringKey = '', secretStringTemplate } = generator as Generator;
    if (field === generateStringKey) requireAcceptableGenerator(prop, secret, generator as Generator);
    else if (secretStringTemplate !== undefined) requireNotReadable(prop, secret, fieldOf(read(secret, secretStringTemplate), field));
  }
  if (secret.secretString !== undefined) requireNotReadable(prop, secret, fieldOf(read(secret, secret.secretString), field));
}

function requireAcceptableGenerator(prop: string, secret: secretsmanager.CfnSecret, options: Generator): void {
  if (Token.isUnresolved(options.passwordLength) || Token.isUnresolved(options.excludeCharacters)) return;
  const fault = faultOfGenerator({
    length: options.passwordLength,
    excludeCharacters: options.excludeCharacters,
    excludeLowercase: options.excludeLowercase === true,
    excludeNumbers: options.excludeNumbers === true,
    excludePunctuation: options.excludePunctuation === true,
    excludeUppercase: options.excludeUppercase === true,
    includeSpace: options.includeSpace === true,
  });
  if (fault === undefined) return;
  throw new Error(`\`${prop}\` must be 8 to 64 letters, digits, dots and underscores, the first not being 0, but the secret ${secret.node.path}`
    + ` may be generated with ${fault}; use \`PreSharedKeySecret\``);
}

function requireNotReadable(prop: string, secret: secretsmanager.CfnSecret, key: Read): void {
  const parameters = key.targets.filter((target) => target instanceof CfnParameter);
  const parameter = parameters.find((each) => key.text.includes(unknown(logicalIdOf(each))));
  if (SECRET_REFERENCE.test(key.text) || (key.text.includes(UNKNOWN) && (parameter === undefined || parameter.noEcho))) return;
  const where = parameter === undefined ? 'from the template' : `from the parameter ${parameter.node.path}, which has no \`noEcho\``;
  throw new Error(`\`${prop}\` must be known to Secrets Manager only, but what the secret ${secret.node.path} holds can be read ${where};`
    + ' let `PreSharedKeySecret` generate the key, or put the key into a secret outside of CloudFormation');
}

function logicalIdOf(parameter: CfnParameter): string {
  return Stack.of(parameter).resolve(parameter.logicalId) as string;
}

/** A text with the constructs that it refers to. */
interface Read {
  /** Parts that are unknown are marked, with the logical id where there is one. */
  readonly text: string;
  readonly targets: readonly IConstruct[];
}

function read(scope: IConstruct, value: unknown): Read {
  const resolver = new TargetsOfReferences();
  const resolved: unknown = Tokenization.resolve(value, { scope, resolver, preparing: false });
  return { text: textOf(resolved), targets: resolver.targets };
}

/** CloudFormation's intrinsic functions other than a join of known and unknown parts are unknown as a whole. */
function textOf(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const { 'Fn::Join': join, 'Ref': logicalId = '' } = resolved as { 'Fn::Join'?: [string, unknown[]]; 'Ref'?: string };
  return join === undefined ? unknown(logicalId) : join[1].map(textOf).join(join[0]);
}

function unknown(logicalId: string): string {
  return `${UNKNOWN}${logicalId}${UNKNOWN}`;
}

/** SecretId:SecretString:json-key:version-stage:version-id; the id may be an ARN, which has colons itself. */
function jsonFieldOf(reference: string): string {
  return reference.split(':SecretString:')[1]?.split(':')[0] ?? '';
}

/** One field of a secret that is JSON; a text that is none is taken as a whole. */
function fieldOf(secret: Read, field: string): Read {
  if (field === '') return secret;
  const name = JSON.stringify(field).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const quoted = new RegExp(`${name}\\s*:\\s*"(?<value>(?:[^"\\\\]|\\\\.)*)"`).exec(secret.text);
  return quoted === null ? secret : { ...secret, text: quoted.groups!.value };
}

/** Keeps what each reference in a value points to, which its text does not tell. */
class TargetsOfReferences extends DefaultTokenResolver {
  public readonly targets: IConstruct[] = [];

  constructor() {
    super({ join: (left, right) => left === undefined ? right : textOf(left) + textOf(right) });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.targets.push(token.target);
    return super.resolveToken(token, context, postProcessor);
  }
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const DYNAMIC_REFERENCES_MAX = 60;

const DYNAMIC_REFERENCE = /\{\{resolve:/g;

const counted = new WeakSet<Stack>();

/** The keys of all connections of the stack are counted when it is synthesized, and told of once. */
export function limitKeysOfStack(scope: IConstruct): void {
  const stack = Stack.of(scope);
  if (counted.has(stack)) return;
  counted.add(stack);
  stack.node.addValidation({ validate: () => faultsOf(stack) });
}

function faultsOf(stack: Stack): string[] {
  const connections = stack.node.findAll().filter((each): each is ec2.CfnVPNConnection =>
    each instanceof ec2.CfnVPNConnection && Stack.of(each) === stack);
  const keys = connections.reduce((sum, connection) => sum + keysOf(connection), 0);
  if (keys <= DYNAMIC_REFERENCES_MAX) return [];
  return [`\`tunnels\` of the connections of ${stack.node.path || stack.stackName} have ${keys} pre-shared keys in Secrets Manager, and CloudFormation`
    + ` takes at most ${DYNAMIC_REFERENCES_MAX} dynamic references in a stack; put some of the ${connections.length} connections into another stack`];
}

function keysOf(connection: ec2.CfnVPNConnection): number {
  const tunnels: unknown = Stack.of(connection).resolve(connection.vpnTunnelOptionsSpecifications) ?? [];
  return JSON.stringify(tunnels).match(DYNAMIC_REFERENCE)?.length ?? 0;
}
