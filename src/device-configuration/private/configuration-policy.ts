/** What the function that keeps devices' configurations may do: read them of its connections, and write into its secrets. */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ConfigurationDeclaration } from '../../contract/device-configuration/declaration';
import { charactersOf } from '../../custom-resources/private/policy-size';

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
        this.arn('vpn-connection', vpnConnectionId),
        // The id of a type that is named by its vendor is known only when EC2 has been asked.
        this.arn('vpn-connection-device-type', 'deviceTypeId' in device ? device.deviceTypeId : '*'),
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
    const statement = this.statement('read', () => ({ actions: [], resources: ['*'], conditions: { StringEquals: { 'ec2:Region': this.stack.region } } }));
    statement.addActions(action);
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
    this.statement(`encrypt with ${keyArn}`, () => ({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [keyArn],
      // The array grows. It is no token, which a report on roles that others make could not resolve.
      conditions: throughSecret(this.stack, secretArns),
    }));
  }

  /** @param made with what it begins, if that is more than the action that it is found by */
  private statement(key: string, made: () => iam.PolicyStatementProps = () => ({ actions: [key] })): iam.PolicyStatement {
    const found = this.statements.get(key);
    if (found !== undefined) return found;
    const statement = new iam.PolicyStatement(made());
    this.statements.set(key, statement);
    this.document.addStatements(statement);
    return statement;
  }

  private arn(resource: string, resourceName: string): string {
    return this.stack.formatArn({ service: 'ec2', resource, resourceName });
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
