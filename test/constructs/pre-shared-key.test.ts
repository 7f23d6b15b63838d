/** Pre-shared keys: every generated one is allowed, and none can be read anywhere but in Secrets Manager. */
import { App, CfnParameter, Fn, Lazy, RemovalPolicy, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as fc from 'fast-check';
import { account, newStack, region, virtualPrivateGateway } from './construct-fixtures';
import { PreSharedKeySecret, SiteToSiteVpn, VpnRouting } from '../../src';
import { faultOfGenerator, generatedCharacters, KeyGenerator } from '../../src/contract/pre-shared-key';

/** In the words of AWS's guide: 8 to 64 letters, digits, dots and underscores, not starting with zero. */
const ALLOWED = /^(?!0)[A-Za-z0-9._]{8,64}$/;

const PLANTED = 'planted.key.1234';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(preSharedKey: SecretValue): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', tunnels: [{}, { preSharedKey }],
  });
}

function renderedKey(): unknown {
  const [connection] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPNConnection'));
  return connection.Properties.VpnTunnelOptionsSpecifications[1].PreSharedKey;
}

describe('a generated key', () => {
  /** The generator as CloudFormation gets it, not as we wrote it. */
  function generatorInTemplate(): KeyGenerator {
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SecretsManager::Secret'));
    const { PasswordLength: length, ExcludeCharacters: excludeCharacters, ...others } = Properties.GenerateSecretString;
    expect(others).toEqual({ ExcludePunctuation: true, IncludeSpace: false });
    return { length, excludeCharacters, excludePunctuation: true, includeSpace: false };
  }

  test.each([8, 32, 64])('of %i characters is one that AWS takes, whatever the generator makes', (length) => {
    new PreSharedKeySecret(stack, 'Key', { length });

    const generator = generatorInTemplate();
    const characters = generatedCharacters(generator);
    expect(generator.length).toBe(length);
    expect(characters).toHaveLength(26 + 26 + 9);
    for (const first of characters) expect(`${first}${'a'.repeat(length - 1)}`).toMatch(ALLOWED);
    const key = fc.array(fc.constantFrom(...characters), { minLength: length, maxLength: length });
    fc.assert(fc.property(key, (each) => ALLOWED.test(each.join(''))));
  });

  test('is referred to, kept with the connection, and encrypted as asked', () => {
    const encryptionKey = new kms.Key(stack, 'Master');
    const secret = new PreSharedKeySecret(stack, 'Key', { secretName: 'berlin/tunnel-2', encryptionKey });

    newVpn(secret.secretValue);

    expect(renderedKey()).toEqual({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', stack.resolve(secret.secretArn), ':SecretString:::}}']] });
    Template.fromStack(stack).hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Name: 'berlin/tunnel-2',
        Description: 'Pre-shared key of a VPN tunnel, made at Stack/Key',
        KmsKeyId: stack.resolve(encryptionKey.keyArn),
        GenerateSecretString: { PasswordLength: 32 },
      },
    });
  });

  test('is deleted on request, and says what it is for', () => {
    new PreSharedKeySecret(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY, description: 'Berlin, second device' });

    Template.fromStack(stack).hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete', Properties: { Description: 'Berlin, second device' } });
  });

  test('may have a length that is known only at deployment', () => {
    new PreSharedKeySecret(stack, 'Key', { length: new CfnParameter(stack, 'Length', { type: 'Number' }).valueAsNumber });

    Template.fromStack(stack).hasResourceProperties('AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: { Ref: 'Length' } } });
  });

  test.each([7, 65, 8.5, 0])('fails with %d characters', (length) => {
    expect(() => new PreSharedKeySecret(stack, 'Key', { length })).toThrow(new Error(
      `Stack/Key: \`length\` must be a whole number from 8 to 64, got ${length}; AWS takes no other pre-shared keys`));
  });
});

describe('what a generator may make', () => {
  test.each<[string, KeyGenerator, string | undefined]>([
    ['by default', {}, 'characters such as "!"'],
    ['without punctuation', { excludePunctuation: true }, 'a 0 at the first place'],
    ['without digits', { excludePunctuation: true, excludeNumbers: true }, undefined],
    ['without 0', { excludePunctuation: true, excludeCharacters: 'O0l' }, undefined],
    ['with the punctuation that AWS takes', { excludeCharacters: '!"#$%&\'()*+,-/:;<=>?@[\\]^`{|}~0' }, undefined],
    ['with all but one of the others', { excludeCharacters: '!"#$%&\'()*+,-/:;<=>?@[\\]^`{|}0' }, 'characters such as "~"'],
    ['with spaces', { excludePunctuation: true, excludeNumbers: true, includeSpace: true }, 'characters such as " "'],
    ['of one kind', { excludePunctuation: true, excludeNumbers: true, excludeUppercase: true }, undefined],
    ['too short', { excludePunctuation: true, excludeNumbers: true, length: 7 }, '7 characters'],
    ['too long', { excludePunctuation: true, excludeNumbers: true, length: 65 }, '65 characters'],
  ])('%s', (_case, generator, fault) => {
    expect(faultOfGenerator(generator)).toBe(fault);
    const keys = generatedCharacters(generator).map((first) => first.padEnd(generator.length ?? 32, 'a'));
    expect(keys.every((key) => ALLOWED.test(key))).toBe(fault === undefined);
  });
});

describe('a key that Secrets Manager keeps is taken', () => {
  test.each<[string, () => SecretValue, unknown]>([
    ['by name and field', () => SecretValue.secretsManager('vpn/tunnel-2', { jsonField: 'key' }), '{{resolve:secretsmanager:vpn/tunnel-2:SecretString:key::}}'],
    ['by a name known at deployment', () => SecretValue.secretsManager(new CfnParameter(stack, 'Name').valueAsString),
      { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Name' }, ':SecretString:::}}']] }],
    ['of a secret that exists', () => secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'vpn').secretValue,
      { 'Fn::Join': ['', ['{{resolve:secretsmanager:arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:eu-central-1:111122223333:secret:vpn:SecretString:::}}']] }],
  ])('%s', (_case, key, expected) => {
    newVpn(key());

    expect(renderedKey()).toEqual(expected);
  });

  test.each<[string, () => SecretValue]>([
    ['that a parameter without echo fills', () => filledBy(SecretValue.cfnParameter(new CfnParameter(stack, 'Hidden', { noEcho: true })))],
    ['that another secret fills', () => filledBy(SecretValue.secretsManager('other'))],
    ['that a secure parameter fills', () => filledBy(SecretValue.ssmSecure('/vpn/key'))],
    ['that a resource fills', () => filledBy(SecretValue.unsafePlainText(Token.asString({ 'Fn::GetAtt': ['Vault', 'Key'] })))],
    ['with other fields in plain text', () => new secretsmanager.Secret(stack, 'Secret', {
      secretObjectValue: {
        site: SecretValue.unsafePlainText('Berlin'),
        device: SecretValue.unsafePlainText(new CfnParameter(stack, 'Device').valueAsString),
        key: SecretValue.cfnParameter(new CfnParameter(stack, 'Hidden', { noEcho: true })),
      },
    }).secretValueFromJson('key')],
    ['generated into a template', () => new secretsmanager.Secret(stack, 'Secret', {
      generateSecretString: { secretStringTemplate: '{"site":"Berlin"}', generateStringKey: 'key', excludePunctuation: true, excludeNumbers: true },
    }).secretValueFromJson('key')],
    ['generated as something that is known at deployment', () => new secretsmanager.Secret(stack, 'Secret', {
      generateSecretString: { passwordLength: new CfnParameter(stack, 'Length', { type: 'Number' }).valueAsNumber },
    }).secretValue],
  ])('of a secret %s', (_case, key) => {
    newVpn(key());

    expect(JSON.stringify(renderedKey())).toContain('{{resolve:secretsmanager:');
  });

  test('of a secret of another stack', () => {
    const other = new Stack(stack.node.root as App, 'Other', { env: { account, region } });

    newVpn(new PreSharedKeySecret(other, 'Key').secretValue);

    expect(JSON.stringify(renderedKey())).toContain('{{resolve:secretsmanager:');
  });
});

describe('fails, and does not repeat the key,', () => {
  const noReference = '`tunnels[1].preSharedKey` must be a reference to Secrets Manager, so that the key is in no template;'
    + ' store the key in a secret and pass `SecretValue.secretsManager(\'name-of-the-secret\')`';

  test.each<[string, () => SecretValue]>([
    ['in plain text', () => SecretValue.unsafePlainText(PLANTED)],
    ['in plain text behind a reference', () => SecretValue.unsafePlainText(`{{resolve:secretsmanager:vpn}}${PLANTED}`)],
    ['in plain text before a reference', () => SecretValue.unsafePlainText(`${PLANTED}{{resolve:secretsmanager:vpn}}`)],
    ['joined to a reference', () => SecretValue.unsafePlainText(Fn.join('.', [SecretValue.secretsManager('vpn').unsafeUnwrap(), PLANTED]))],
    ['produced late', () => SecretValue.unsafePlainText(Lazy.string({ produce: () => PLANTED }))],
    ['in a resource that says it', () => SecretValue.unsafePlainText(Token.asString({ 'Fn::Sub': PLANTED }))],
    ['behind a condition', () => SecretValue.unsafePlainText(Token.asString({ 'Fn::If': ['Test', PLANTED, '{{resolve:secretsmanager:vpn}}'] }))],
    ['in a secure parameter, which EC2 connections do not take', () => SecretValue.ssmSecure('/vpn/key')],
    ['in a parameter in plain text', () => SecretValue.unsafePlainText(ssm.StringParameter.valueForStringParameter(stack, '/vpn/key'))],
    ['in a plain reference to a parameter', () => SecretValue.unsafePlainText('{{resolve:ssm:/vpn/key}}')],
    ['in a parameter of the template', () => SecretValue.unsafePlainText(new CfnParameter(stack, 'Key').valueAsString)],
    ['in a parameter of the template without echo', () => SecretValue.cfnParameter(new CfnParameter(stack, 'Key', { noEcho: true }))],
  ])('with a key %s', (_case, key) => {
    expect(() => newVpn(key())).toThrow(new Error(`Stack/Vpn: ${noReference}`));
  });

  const readable = (where: string) => `Stack/Vpn: \`tunnels[1].preSharedKey\` must be known to Secrets Manager only, but what the secret Stack/Secret/Resource holds can be read ${where};`
    + ' let `PreSharedKeySecret` generate the key, or put the key into a secret outside of CloudFormation';

  test.each<[string, string, () => SecretValue]>([
    ['in plain text', 'from the template', () => filledBy(SecretValue.unsafePlainText(PLANTED))],
    ['from a parameter in plain text', 'from the template', () => filledBy(SecretValue.unsafePlainText('{{resolve:ssm:/vpn/key}}'))],
    ['from a parameter of the template', 'from the parameter Stack/Shown, which has no `noEcho`', () =>
      filledBy(SecretValue.unsafePlainText(new CfnParameter(stack, 'Shown').valueAsString))],
    ['in a field', 'from the template', () => new secretsmanager.Secret(stack, 'Secret', {
      secretObjectValue: { key: SecretValue.unsafePlainText(PLANTED), site: SecretValue.unsafePlainText(stack.stackName) },
    }).secretValueFromJson('key')],
    ['in a field with a name of signs', 'from the template', () => new secretsmanager.Secret(stack, 'Secret', {
      secretObjectValue: { 'key(1).*': SecretValue.unsafePlainText(PLANTED), 'site': SecretValue.unsafePlainText(stack.stackId) },
    }).secretValueFromJson('key(1).*')],
    ['in a field beside one that is hidden', 'from the template', () => new secretsmanager.Secret(stack, 'Secret', {
      secretObjectValue: { other: SecretValue.cfnParameter(new CfnParameter(stack, 'Hidden', { noEcho: true })), key: SecretValue.unsafePlainText(PLANTED) },
    }).secretValueFromJson('key')],
    ['in what another field is generated into', 'from the template', () => new secretsmanager.Secret(stack, 'Secret', {
      generateSecretString: { secretStringTemplate: JSON.stringify({ key: PLANTED }), generateStringKey: 'other' },
    }).secretValueFromJson('key')],
  ])('with a key of a secret that is filled %s', (_case, where, key) => {
    expect(() => newVpn(key())).toThrow(new Error(readable(where)));
  });

  test('with a key of a secret whose generator makes what AWS refuses', () => {
    const secret = new secretsmanager.Secret(stack, 'Secret');

    expect(() => newVpn(secret.secretValue)).toThrow(new Error('Stack/Vpn: `tunnels[1].preSharedKey` must be 8 to 64 letters, digits, dots and underscores,'
      + ' the first not being 0, but the secret Stack/Secret/Resource may be generated with characters such as "!"; use `PreSharedKeySecret`'));
  });
});

describe('more keys than a template can refer to', () => {
  function addConnections(scope: Stack, count: number): void {
    for (let index = 0; index < count; index += 1) {
      const tunnels = [0, 1].map((tunnel) => ({ preSharedKey: new PreSharedKeySecret(scope, `Key${index}-${tunnel}`).secretValue }));
      new SiteToSiteVpn(scope, `Vpn${index}`, { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: `203.0.113.${index + 1}`, tunnels });
    }
  }

  test('are counted in the whole stack, and told of once', () => {
    addConnections(stack, 31);

    expect(stack.node.validate()).toEqual(['`tunnels` of the connections of Stack have 62 pre-shared keys in Secrets Manager, and CloudFormation takes at'
      + ' most 60 dynamic references in a stack; put some of the 31 connections into another stack']);
    expect(() => Template.fromStack(stack)).toThrow('62 pre-shared keys');
  });

  test('are as many as fit with thirty connections, and those of another stack do not count', () => {
    addConnections(stack, 30);
    addConnections(new Stack(stack.node.root, 'Other'), 1);

    expect(stack.node.validate()).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPNConnection', 30);
  });
});

function filledBy(secretStringValue: SecretValue): SecretValue {
  return new secretsmanager.Secret(stack, 'Secret', { secretStringValue }).secretValue;
}
