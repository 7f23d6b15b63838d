/** One page on which the connections of a site, or of all sites, are seen. */
import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { aws_logs as logs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { VpnMetricOptions, VpnMetrics } from './vpn-metrics';
import { requireAtLeastOne, requireOnce } from '../private/checks';
import { namedInErrors } from '../private/named-in-errors';

/** CloudWatch's dashboards are 24 columns wide. */
const WIDTH = 24;

/**
 * A connection on a {@link VpnDashboard}.
 */
export interface VpnDashboardConnection {
  /** The connection, made by this package or not. */
  readonly vpnConnection: ec2.IVpnConnection;

  /**
   * What the connection is called on the dashboard.
   *
   * @default - the path of its construct
   */
  readonly title?: string;

  /**
   * The outside addresses of its tunnels on the AWS side: each tunnel is a line of its own then.
   *
   * @default - the tunnels are seen together, as the connection
   */
  readonly tunnelOutsideIpAddresses?: string[];

  /**
   * The log groups of its tunnel activity and of its BGP sessions, whose newest entries are shown.
   *
   * @default - no log entries are shown
   */
  readonly logGroups?: logs.ILogGroupRef[];
}

/**
 * Properties of a {@link VpnDashboard}.
 */
export interface VpnDashboardProps {
  /** The connections, in the order in which they are shown. */
  readonly connections: VpnDashboardConnection[];

  /**
   * The alarms whose state is shown above everything else.
   *
   * @default - no alarms are shown
   */
  readonly alarms?: cloudwatch.IAlarm[];

  /**
   * The name of the dashboard: letters, digits, dashes and underscores.
   *
   * @default - CloudFormation makes one
   */
  readonly dashboardName?: string;

  /**
   * How far back the dashboard looks when it is opened.
   *
   * @default Duration.hours(3)
   */
  readonly defaultInterval?: Duration;
}

/**
 * A CloudWatch dashboard of one or several connections: a row for each, with the state of its tunnels and what goes through
 * them in either direction.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
@namedInErrors
export class VpnDashboard extends cloudwatch.Dashboard {
  /**
   * @throws an error when there is no connection, or a tunnel's address is none
   */
  constructor(scope: Construct, id: string, props: VpnDashboardProps) {
    requireConnections(props.connections);
    super(scope, id, { dashboardName: props.dashboardName, defaultInterval: props.defaultInterval ?? Duration.hours(3) });
    if (props.alarms !== undefined && props.alarms.length > 0) {
      this.addWidgets(new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: props.alarms, width: WIDTH }));
    }
    for (const connection of props.connections) this.addConnection(connection);
  }

  /**
   * Adds the row of another connection below everything else.
   *
   * @throws an error when a tunnel's address is none
   */
  public addConnection(connection: VpnDashboardConnection): void {
    const metrics = VpnMetrics.of(connection.vpnConnection);
    const title = connection.title ?? connection.vpnConnection.node.path;
    const each = linesOf(connection);
    const graph = (what: string, left: cloudwatch.IMetric[], max?: number) => new cloudwatch.GraphWidget({
      title: `${title}: ${what}`, left, leftYAxis: { min: 0, max, showUnits: false }, width: WIDTH / 3,
    });
    this.addWidgets(
      graph('tunnels up', each.map((line) => metrics.tunnelState({ statistic: cloudwatch.Stats.MINIMUM, ...line })), 1),
      graph('to AWS, bit/s', each.map((line) => metrics.throughputIn(line))),
      graph('from AWS, bit/s', each.map((line) => metrics.throughputOut(line))),
    );
    if (connection.logGroups !== undefined && connection.logGroups.length > 0) this.addWidgets(newestEntries(title, connection.logGroups));
  }
}

/** A line for each tunnel that is known; without any, one for the connection. */
function linesOf({ tunnelOutsideIpAddresses = [] }: VpnDashboardConnection): VpnMetricOptions[] {
  if (tunnelOutsideIpAddresses.length === 0) return [{ label: 'both tunnels' }];
  return tunnelOutsideIpAddresses.map((tunnelOutsideIpAddress) => ({ tunnelOutsideIpAddress, label: tunnelOutsideIpAddress }));
}

/** Entries as they are: their fields depend on the format that was chosen. The name of the stream says which tunnel it is. */
function newestEntries(title: string, logGroups: readonly logs.ILogGroupRef[]): cloudwatch.IWidget {
  return new cloudwatch.LogQueryWidget({
    title: `${title}: newest log entries`,
    logGroupNames: logGroups.map((group) => group.logGroupRef.logGroupName),
    queryLines: ['fields @timestamp, @logStream, @message', 'sort @timestamp desc', 'limit 50'],
    width: WIDTH,
  });
}

function requireConnections(connections: readonly VpnDashboardConnection[]): void {
  requireAtLeastOne('connections', connections, 'connection');
  requireOnce('connections', connections, ({ vpnConnection }) => vpnConnection, ({ vpnConnection }) => `${vpnConnection.node.path} twice`);
  connections.forEach(({ tunnelOutsideIpAddresses }, index) => {
    if (Token.isUnresolved(tunnelOutsideIpAddresses)) {
      throw new Error(`\`connections[${index}].tunnelOutsideIpAddresses\` must be a list whose length is known at synthesis, since each address becomes a line;`
        + ' pass an array of addresses (they may be tokens)');
    }
  });
}
