/** What the function that keeps a device's configuration may do: read one connection's, and write into one secret. */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ConfigurationDeclaration, DeclaredFormat } from '../domain/device-configuration/declaration';

export function configurationStatements(
  stack: Stack, { vpnConnectionId, secretArn, format }: ConfigurationDeclaration, encryptionKey: kms.IKey | undefined,
): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'ReadConnection',
      actions: ['ec2:DescribeVpnConnections', ...format.kind === 'sample' ? ['ec2:GetVpnConnectionDeviceTypes'] : []],
      // EC2 has no resource-level permission for either [H, SAR].
      resources: ['*'],
      conditions: { StringEquals: { 'ec2:Region': stack.region } },
    }),
    ...format.kind === 'sample' ? [readSample(stack, vpnConnectionId, format)] : [],
    new iam.PolicyStatement({ sid: 'WriteSecret', actions: ['secretsmanager:PutSecretValue'], resources: [secretArn] }),
    ...encryptionKey === undefined ? [] : [encrypt(stack, secretArn, encryptionKey)],
  ];
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

/** The id of a type that is named by its vendor is known only when EC2 has been asked. */
function readSample(stack: Stack, vpnConnectionId: string, { device }: Extract<DeclaredFormat, { kind: 'sample' }>): iam.PolicyStatement {
  const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ec2', resource, resourceName });
  return new iam.PolicyStatement({
    sid: 'ReadSample',
    actions: ['ec2:GetVpnConnectionDeviceSampleConfiguration'],
    resources: [
      arn('vpn-connection', vpnConnectionId),
      arn('vpn-connection-device-type', 'deviceTypeId' in device ? device.deviceTypeId : '*'),
    ],
  });
}

/**
 * Secrets Manager uses the key in the caller's name.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function encrypt(stack: Stack, secretArn: string, encryptionKey: kms.IKey): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'EncryptSecret',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [encryptionKey.keyArn],
    conditions: throughSecret(stack, secretArn),
  });
}

/** Through the service and for this secret, and not otherwise. */
function throughSecret(stack: Stack, secretArn: string): Record<string, Record<string, string>> {
  return { StringEquals: { 'kms:ViaService': `secretsmanager.${stack.region}.amazonaws.com`, 'kms:EncryptionContext:SecretARN': secretArn } };
}
