/** Where both tunnels of a connection write their logs. */
import { Construct } from 'constructs';
import { TunnelLogGroup, TunnelLogGroupProps } from './tunnel-log-group';
import { TunnelLogFormat, TunnelLogging } from './tunnel-logging';

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
export abstract class VpnLogs {
  /**
   * A log group is made for the activity of both tunnels, and one more for BGP if the connection has it.
   *
   * With `logGroupName` the first has that name, and the second the same with `-bgp` behind it.
   */
  public static toNewLogGroups(options: NewVpnLogGroupsOptions = {}): VpnLogs {
    return new NewLogGroups(options);
  }

  /** Both tunnels write to log groups that exist. What is not named is switched off: `toLogGroups({})` switches off every log. */
  public static toLogGroups(logging: TunnelLogging): VpnLogs {
    return new ExistingLogGroups(logging);
  }

  /**
   * What the tunnels of a connection are told, with the log groups made.
   *
   * @internal
   */
  public abstract _bind(connection: Construct, isBgp: boolean): TunnelLogging;
}

class NewLogGroups extends VpnLogs {
  constructor(private readonly options: NewVpnLogGroupsOptions) {
    super();
  }

  public _bind(connection: Construct, isBgp: boolean): TunnelLogging {
    const { format, ...group } = this.options;
    const activityLogGroup = new TunnelLogGroup(connection, 'ActivityLog', group);
    if (!isBgp) return { activityLogGroup, activityLogFormat: format };
    const bgpLogGroup = new TunnelLogGroup(connection, 'BgpLog', {
      ...group, logGroupName: group.logGroupName === undefined ? undefined : `${group.logGroupName}-bgp`,
    });
    return { activityLogGroup, activityLogFormat: format, bgpLogGroup, bgpLogFormat: format };
  }
}

class ExistingLogGroups extends VpnLogs {
  constructor(private readonly logging: TunnelLogging) {
    super();
  }

  public _bind(): TunnelLogging {
    return this.logging;
  }
}
