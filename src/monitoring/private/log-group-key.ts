/** The use of a key by CloudWatch Logs for all log groups that it encrypts: one statement, as ids of statements differ. */
import { Annotations, ArnFormat, CfnElement, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { once } from '../../private/once';

export class LogGroupKey extends Construct {
  public static of(key: kms.IKey): LogGroupKey {
    return once(key, 'LogGroups', (_, id) => new LogGroupKey(key, id));
  }

  private readonly groupArns = new Set<string>();
  private isAllowed?: boolean;

  private constructor(private readonly key: kms.IKey, id: string) {
    super(key as IConstruct as Construct, id);
  }

  /**
   * A warning says where the policy of the key cannot be extended.
   *
   * @param name may hold wildcards. The group is named, not referred to, and neither is its stack: both may depend on the key's
   */
  public letEncrypt(group: logs.LogGroup, name: string): void {
    const stack = Stack.of(group);
    this.groupArns.add(stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME }));
    if (this.isAllowed ??= this.extendPolicy(stack)) return;
    Annotations.of(group).addWarningV2('cdk-site-to-site-vpn:logGroupKeyPolicy',
      'the policy of a key that was not made in this app cannot be extended; let CloudWatch Logs use it for this log group,'
      + ' or the deployment fails to make the group');
  }

  private extendPolicy(stack: Stack): boolean {
    return this.key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'EncryptLogGroups',
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
      actions: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Lazy.list({ produce: () => [...this.groupArns] }) } },
    })).statementAdded;
  }
}

/**
 * The name that CloudFormation gives a group which has none: that of its stack and its logical id, with random characters behind them
 * [CloudFormation user guide, "Name type"; aws-cdk #28304 shows one of a log group].
 */
export function generatedNameOf(group: logs.LogGroup): string {
  const stack = Stack.of(group);
  // What a nested stack is called is known only to its parent, whose name it begins with.
  if (stack.nestedStackParent !== undefined) return `${outermost(stack).stackName}-*`;
  return `${stack.stackName}-${(group.node.defaultChild as CfnElement).logicalId}-*`;
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}
