/** The use of a key by CloudWatch Logs for all groups of tunnels that it encrypts: one statement, as ids of statements differ. */
import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';

export class TunnelLogKey extends Construct {
  public static of(key: kms.IKey): TunnelLogKey {
    const id = 'TunnelLogs';
    return key.node.tryFindChild(id) as TunnelLogKey | undefined ?? new TunnelLogKey(key, id);
  }

  private readonly groupArns: string[] = [];
  private isAllowed?: boolean;

  private constructor(private readonly key: kms.IKey, id: string) {
    super(key as IConstruct as Construct, id);
  }

  /**
   * @param stack of the group
   * @returns whether the policy of the key could be extended
   */
  public allow(stack: Stack, groupArn: string): boolean {
    this.groupArns.push(groupArn);
    return this.isAllowed ??= this.extendPolicy(stack);
  }

  private extendPolicy(stack: Stack): boolean {
    return this.key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'EncryptTunnelLogs',
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
      actions: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Lazy.list({ produce: () => this.groupArns }) } },
    })).statementAdded;
  }
}
