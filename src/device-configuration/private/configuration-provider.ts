/**
 * The function behind the device configurations of a stack. It reads keys, so it has a role of its own, which may read them of its
 * connections and write into its secrets.
 */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IDependable } from 'constructs';
import { ConfigurationDeclaration } from '../../contract/device-configuration/declaration';
import {
  charactersOf, ec2Arn, ec2Reading, GrowingPolicy, INLINE_CHARACTERS_MAX, MANAGED_CHARACTERS_MAX, MANAGED_POLICIES_MAX,
} from '../../custom-resources/private/growing-policy';
import { CustomResourceFunction } from '../../custom-resources/private/prebuilt-function';
import { once } from '../../private/construct-ids';

interface Part {
  readonly policy: iam.Policy | iam.ManagedPolicy;
  readonly rights: ConfigurationRights;
}

/** One per stack. By itself its role may write logs; each configuration brings what it needs. A Delete needs nothing. */
export class ConfigurationProvider extends CustomResourceFunction {
  public static of(scope: Construct): ConfigurationProvider {
    return once(Stack.of(scope), 'CustomerGatewayConfigurationProvider', (stack, id) => new ConfigurationProvider(stack, id));
  }

  /** The first is inline, the others are managed policies. */
  private readonly parts: Part[] = [];
  private readonly apart: iam.Policy[] = [];

  private constructor(scope: Construct, id: string) {
    super(scope, id, 'customer-gateway-configuration', 'Reads the configuration of customer gateway devices into secrets');
  }

  /**
   * What is the same for several is one statement.
   *
   * @returns what has to be there before the configuration is read
   * @throws an error when the role has no room for more
   */
  public permit(permitted: Permitted): IDependable {
    let part = this.parts.at(-1);
    if (part === undefined || part.rights.charactersWith(permitted) > MANAGED_CHARACTERS_MAX) {
      part = this.nextPart();
      this.parts.push(part);
    }
    part.rights.add(permitted);
    return part.policy;
  }

  /**
   * In a policy of its own: one that names what is inside a connection, as others do, would make a circle where one connection waits for
   * another with all that is inside.
   */
  public permitApart(scope: Construct, permitted: Permitted): IDependable {
    const policy = new GrowingPolicy(scope, 'Policy', { role: this.role });
    new ConfigurationRights(Stack.of(this), policy.document).add(permitted);
    this.apart.push(policy);
    return policy;
  }

  private nextPart(): Part {
    const stack = Stack.of(this);
    const number = this.parts.length + 1;
    if (number > 1 + MANAGED_POLICIES_MAX) {
      throw new Error(`the device configurations of stack ${stack.stackName} must fit into the policies of one role,`
        + ` which may have ${MANAGED_POLICIES_MAX} managed ones; make this one, and further ones, in another stack`);
    }
    const { role } = this;
    const policy = number === 1 ? new GrowingPolicy(this, 'Rights', { role }) : new iam.ManagedPolicy(this, `Rights${number}`, { roles: [role] });
    return { policy, rights: new ConfigurationRights(stack, policy.document) };
  }

  protected faultsOfSize(): string[] {
    const stack = Stack.of(this);
    const policies = [...this.parts.slice(0, 1).map(({ policy }) => policy), ...this.apart];
    const inline = [this.role.rights, ...policies.map(({ document }) => document)];
    const characters = inline.reduce((sum, document) => sum + charactersOf(stack, document), 0);
    if (characters <= INLINE_CHARACTERS_MAX) return [];
    return [`${this.apart.length} device configurations of stack ${stack.stackName} are made inside connections, and the policies of one role may have`
      + ` ${INLINE_CHARACTERS_MAX} characters, got ${characters}; make configurations beside their connections, or in another stack`];
  }
}

/** One configuration, as far as it asks for rights. */
export interface Permitted extends Pick<ConfigurationDeclaration, 'vpnConnectionId' | 'secretArn' | 'format'> {
  readonly encryptionKey?: kms.IKey;
}

/** The statements of one policy: of each kind there is one, and of encryption one for each key. */
export class ConfigurationRights {
  private readonly statements = new Map<string, iam.PolicyStatement>();
  /** The ARNs of the secrets that each key encrypts. */
  private readonly encrypted = new Map<string, string[]>();

  constructor(private readonly stack: Stack, private readonly document: iam.PolicyDocument) {}

  public add({ vpnConnectionId, secretArn, format, encryptionKey }: Permitted): void {
    this.read('ec2:DescribeVpnConnections');
    this.statement('secretsmanager:PutSecretValue').addResources(secretArn);
    if (format.kind === 'sample') {
      const { device } = format;
      this.read('ec2:GetVpnConnectionDeviceTypes');
      this.statement('ec2:GetVpnConnectionDeviceSampleConfiguration').addResources(
        ec2Arn(this.stack, 'vpn-connection', vpnConnectionId),
        // The id of a type that is named by its vendor is known only when EC2 has been asked.
        ec2Arn(this.stack, 'vpn-connection-device-type', 'deviceTypeId' in device ? device.deviceTypeId : '*'),
      );
    }
    if (encryptionKey !== undefined) this.encrypt(secretArn, encryptionKey.keyArn);
  }

  /** How many there are at most, with one more. */
  public charactersWith(permitted: Permitted): number {
    const alone = new iam.PolicyDocument();
    new ConfigurationRights(this.stack, alone).add(permitted);
    return charactersOf(this.stack, this.document) + charactersOf(this.stack, alone);
  }

  /** EC2 has no resource-level permission for either [H, SAR]. */
  private read(action: string): void {
    this.statement('read', () => ec2Reading(this.stack, [])).addActions(action);
  }

  /**
   * Secrets Manager uses the key in the caller's name.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   */
  private encrypt(secretArn: string, keyArn: string): void {
    const secretArns = this.encrypted.get(keyArn) ?? [];
    this.encrypted.set(keyArn, secretArns);
    secretArns.push(secretArn);
    this.statement(`encrypt with ${keyArn}`, () => new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [keyArn],
      // The array grows. It is no token, which a report on roles that others make could not resolve.
      conditions: throughSecret(this.stack, secretArns),
    }));
  }

  /** @param made with what it begins, if that is more than the action that it is found by */
  private statement(key: string, made = () => new iam.PolicyStatement({ actions: [key] })): iam.PolicyStatement {
    const found = this.statements.get(key);
    if (found !== undefined) return found;
    const statement = made();
    this.statements.set(key, statement);
    this.document.addStatements(statement);
    return statement;
  }
}

/** aws-cdk-lib's own grant writes into the policy of the key, and of a key that was imported into nothing. */
export function grantDecrypt(stack: Stack, secretArn: string, encryptionKey: kms.IKey, grantee: iam.IGrantable): iam.Grant {
  return iam.Grant.addToPrincipal({
    grantee,
    actions: ['kms:Decrypt'],
    resourceArns: [encryptionKey.keyArn],
    conditions: throughSecret(stack, secretArn),
  });
}

/** Through the service and for these secrets, and not otherwise. */
function throughSecret(stack: Stack, secretArn: string | string[]): Record<string, Record<string, string | string[]>> {
  return { StringEquals: { 'kms:ViaService': `secretsmanager.${stack.region}.amazonaws.com`, 'kms:EncryptionContext:SecretARN': secretArn } };
}
