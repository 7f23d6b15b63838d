/** The log groups of tunnels, of functions and of the state machine that waits: their names, and the key that encrypts them. */
import { Annotations, ArnFormat, CfnElement, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { once } from '../../private/construct-ids';
import { VpnCustomResourceOptions } from '../vpn-custom-resources';

type LogOptions = Pick<VpnCustomResourceOptions, 'logRetention' | 'encryptionKey'>;

/** @param props what holds whatever the options say */
export function functionLogGroup(scope: Construct, id: string, options: LogOptions, props: logs.LogGroupProps = {}): logs.LogGroup {
  return logGroup(scope, id, options, props, generatedNameOf);
}

/** Of a state machine: one to which AWS delivers logs. */
export function waiterLogGroup(scope: Construct, id: string, options: LogOptions): logs.LogGroup {
  return logGroup(scope, id, options, {}, (group) => {
    const { name, pattern } = vendedLogName(group, 'states');
    (group.node.defaultChild as logs.CfnLogGroup).logGroupName = name;
    return pattern;
  });
}

/** @param nameOf tells its name, and may give it one; with wildcards for what only the deployment knows */
function logGroup(
  scope: Construct, id: string, options: LogOptions, props: logs.LogGroupProps, nameOf: (group: logs.LogGroup) => string,
): logs.LogGroup {
  const { logRetention: retention = logs.RetentionDays.ONE_YEAR, encryptionKey } = options;
  const group = new logs.LogGroup(scope, id, { ...props, retention, encryptionKey });
  const name = nameOf(group);
  if (encryptionKey !== undefined) LogGroupKey.of(encryptionKey).letEncrypt(group, name);
  return group;
}

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

export interface VendedLogName {
  /** With the stack's id in it, so that a group that was kept is never in the way of a new one. */
  readonly name: string;
  /** The same with a wildcard for what only the deployment knows. */
  readonly pattern: string;
}

/**
 * Made of the group's logical id and not of its path: another name would be another group, for which AWS replaces the endpoints of both
 * tunnels.
 *
 * Groups below `/aws/vendedlogs/` never need an entry of their own in the account's resource policy for log delivery, which is limited to
 * 5120 characters. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
export function vendedLogName(group: IConstruct, service: string): VendedLogName {
  const { stackName } = Stack.of(group);
  const path = `/aws/vendedlogs/${service}/${stackName}-${(group.node.defaultChild as CfnElement).logicalId}`;
  const stackGuid = Fn.select(2, Fn.split('/', Stack.of(group).stackId));
  return { name: `${path}-${Fn.select(4, Fn.split('-', stackGuid))}`, pattern: `${path}-*` };
}
