/** Where both tunnels of a connection write their logs. */
import { RemovalPolicy, Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { TunnelLogFormat, TunnelLogging } from '../connection/tunnel-options';
import { LogGroupKey, vendedLogName } from '../custom-resources/private/log-groups';
import { namedInErrors } from '../private/named-in-errors';

/** As it stands in the names of its groups. */
const SERVICE = 'site-to-site-vpn';

/**
 * How a log group for tunnels is made.
 */
export interface TunnelLogGroupProps {
  /**
   * How long entries are kept.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The key that encrypts the entries. Its policy is extended so that CloudWatch Logs may use it for this group.
   *
   * @default - CloudWatch's own encryption
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to the group and its entries when it is taken out of the stack or the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - what led to a failure can be read after the connection is gone
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The name of the group: 1 to 512 letters, digits and `_ - / . #`, not beginning with `aws/`. Begin it with
   * `/aws/vendedlogs/`, or the account's resource policy for log delivery may become too long.
   *
   * @default - a name below `/aws/vendedlogs/site-to-site-vpn/` that is made from the group's logical id and the
   * stack's id: a group that was kept is never in the way of a new one, and a renamed construct that keeps its logical id keeps its group
   */
  readonly logGroupName?: string;
}

/**
 * A log group for the activity or for the BGP sessions of tunnels. The two kinds need a group each.
 *
 * It has no resource policy: AWS lets log delivery write to it when CloudFormation switches the logs on, for which the role
 * that deploys needs `logs:CreateLogDelivery`, `logs:GetLogDelivery`, `logs:UpdateLogDelivery`, `logs:DeleteLogDelivery`,
 * `logs:ListLogDeliveries`, `logs:PutResourcePolicy`, `logs:DescribeResourcePolicies` and `logs:DescribeLogGroups`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
@namedInErrors
export class TunnelLogGroup extends logs.LogGroup {
  /**
   * @throws an error when CloudWatch does not take `logGroupName`
   */
  constructor(scope: Construct, id: string, props: TunnelLogGroupProps = {}) {
    requireName(props.logGroupName);
    super(scope, id, {
      retention: props.retention ?? logs.RetentionDays.ONE_YEAR,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const { name, pattern } = vendedLogName(this, SERVICE);
    // Not by `LogGroupProps`: the name is made from this resource's logical id.
    (this.node.defaultChild as logs.CfnLogGroup).logGroupName = props.logGroupName ?? name;
    if (props.encryptionKey !== undefined) LogGroupKey.of(props.encryptionKey).letEncrypt(this, props.logGroupName ?? pattern);
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
function requireName(name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  if (/^[-._/#A-Za-z0-9]{1,512}$/.test(name) && !name.startsWith('aws/')) return;
  throw new Error('`logGroupName` must be 1 to 512 letters, digits and _ - / . #, not beginning with aws/,'
    + ` got ${JSON.stringify(name)}; best begin it with /aws/vendedlogs/${SERVICE}/`);
}

/**
 * How the log groups of a connection are made.
 */
export interface NewVpnLogGroupsOptions extends TunnelLogGroupProps {
  /**
   * The form of the entries.
   *
   * @default - AWS's default, JSON
   */
  readonly format?: TunnelLogFormat;
}

/**
 * The logs of a connection: those of its tunnels' activity and, with BGP, of its sessions and routes.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-logs.html
 */
export class VpnLogs {
  /**
   * A log group is made for the activity of both tunnels, and one more for BGP if the connection has it.
   *
   * With `logGroupName` the first has that name, and the second the same with `-bgp` behind it.
   */
  public static toNewLogGroups(options: NewVpnLogGroupsOptions = {}): VpnLogs {
    return new VpnLogs((connection, isBgp) => newLogGroups(connection, isBgp, options));
  }

  /** Both tunnels write to log groups that exist. What is not named is switched off: `toLogGroups({})` switches off every log. */
  public static toLogGroups(logging: TunnelLogging): VpnLogs {
    return new VpnLogs(() => logging);
  }

  private constructor(
    /**
     * What the tunnels of a connection are told, with the log groups made.
     *
     * @internal
     */
    public readonly _bind: (connection: Construct, isBgp: boolean) => TunnelLogging,
  ) {}
}

function newLogGroups(connection: Construct, isBgp: boolean, { format, ...group }: NewVpnLogGroupsOptions): TunnelLogging {
  const activityLogGroup = new TunnelLogGroup(connection, 'ActivityLog', group);
  if (!isBgp) return { activityLogGroup, activityLogFormat: format };
  const bgpLogGroup = new TunnelLogGroup(connection, 'BgpLog', {
    ...group, logGroupName: group.logGroupName === undefined ? undefined : `${group.logGroupName}-bgp`,
  });
  return { activityLogGroup, activityLogFormat: format, bgpLogGroup, bgpLogFormat: format };
}
