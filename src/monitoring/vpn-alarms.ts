/** Alarms on tunnels and connections that are down. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { addDefaultActions } from './private/default-alarm-actions';
import { VpnMetricOptions, VpnMetrics } from './vpn-metrics';
import { requireOnce } from '../private/checks';
import { namedInErrors } from '../private/named-in-errors';

/** AWS sends the state of a tunnel at least this often. */
const PERIOD_DEFAULT = Duration.minutes(5);

/** AWS takes one tunnel down at a time for minutes when it replaces an endpoint, which is nothing to wake anybody up for. */
const TUNNEL_PERIODS_DEFAULT = 3;

/** @internal */
interface NamedAlarm {
  /**
   * The name of the alarm.
   *
   * @default - one is made
   */
  readonly alarmName?: string;

  /**
   * What the alarm means, for those who get it.
   *
   * @default - a sentence that names the connection, or says that the site is cut off
   */
  readonly alarmDescription?: string;

  /**
   * Whether the actions of the alarm are carried out.
   *
   * @default true
   */
  readonly actionsEnabled?: boolean;
}

/**
 * What alarms on tunnels and on connections have in common.
 */
export interface VpnAlarmOptions extends NamedAlarm {
  /**
   * How long one look at the tunnels comprises.
   *
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;

  /**
   * How many periods one after the other are judged.
   *
   * @default 1 for a connection, 3 for a tunnel - AWS replaces the endpoint of one tunnel now and then, which takes minutes
   */
  readonly evaluationPeriods?: number;

  /**
   * In how many of those periods it must have been down.
   *
   * @default - in all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * What a period means in which AWS sent nothing.
   *
   * @default cloudwatch.TreatMissingData.BREACHING - a connection of which nothing is heard, because it is not set up yet,
   * was deleted, or AWS stopped to look, is not known to be up
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
}

/**
 * Properties of a {@link VpnConnectionDownAlarm}.
 */
export interface VpnConnectionDownAlarmProps extends VpnAlarmOptions {
  /** The connection that is watched, made by this package or not. */
  readonly vpnConnection: ec2.IVpnConnection;
}

/**
 * Properties of a {@link VpnTunnelDownAlarm}.
 */
export interface VpnTunnelDownAlarmProps extends VpnConnectionDownAlarmProps {
  /**
   * The outside address of the one tunnel to watch, on the AWS side.
   *
   * @default - any tunnel of the connection
   */
  readonly tunnelOutsideIpAddress?: string;
}

/**
 * Goes off when a tunnel of a connection is down: traffic still flows through the other one, but nothing is left in reserve.
 *
 * While the target gateway of the connection is changed its tunnels are down, and it goes off.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/creating-alarms-vpn.html
 */
@namedInErrors
export class VpnTunnelDownAlarm extends cloudwatch.Alarm {
  /**
   * @throws an error when `tunnelOutsideIpAddress` is not an address
   */
  constructor(scope: Construct, id: string, props: VpnTunnelDownAlarmProps) {
    const { tunnelOutsideIpAddress, evaluationPeriods = TUNNEL_PERIODS_DEFAULT, ...options } = props;
    const which = tunnelOutsideIpAddress === undefined ? 'A tunnel' : `Tunnel ${tunnelOutsideIpAddress}`;
    super(scope, id, {
      ...propsOf({ ...options, evaluationPeriods }, `${which} of VPN connection ${props.vpnConnection.vpnId} is down`, {
        // The minimum comprises both tunnels, also if AWS sends the share of the tunnels that are up.
        tunnelOutsideIpAddress, statistic: cloudwatch.Stats.MINIMUM,
      }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
    });
    addDefaultActions(this);
  }
}

/**
 * Goes off when all tunnels of a connection are down: nothing flows any more.
 *
 * While the target gateway of the connection is changed its tunnels are down, and it goes off. Do not make it a rollback
 * trigger of such a deployment.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/creating-alarms-vpn.html
 */
@namedInErrors
export class VpnConnectionDownAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: VpnConnectionDownAlarmProps) {
    super(scope, id, {
      ...propsOf(props, `All tunnels of VPN connection ${props.vpnConnection.vpnId} are down`, { statistic: cloudwatch.Stats.MAXIMUM }),
      // Not below 1: if AWS sends the share of the tunnels that are up, one of two is a half.
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 0,
    });
    addDefaultActions(this);
  }
}

/**
 * Properties of an {@link AllVpnConnectionsDownAlarm}.
 */
export interface AllVpnConnectionsDownAlarmProps extends NamedAlarm {
  /** The alarms of the connections that stand in for each other, two at least. */
  readonly connectionDownAlarms: VpnConnectionDownAlarm[];
}

/**
 * Goes off when all of several connections are down that stand in for each other: the site is cut off.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
 */
@namedInErrors
export class AllVpnConnectionsDownAlarm extends cloudwatch.CompositeAlarm {
  /**
   * @throws an error when there are fewer than two alarms, or one is named twice
   */
  constructor(scope: Construct, id: string, props: AllVpnConnectionsDownAlarmProps) {
    const alarms = props.connectionDownAlarms;
    requireSeveral(alarms);
    super(scope, id, {
      compositeAlarmName: props.alarmName,
      alarmDescription: props.alarmDescription ?? `All ${alarms.length} VPN connections of the site are down: it is cut off`,
      actionsEnabled: props.actionsEnabled,
      alarmRule: cloudwatch.AlarmRule.allOf(
        ...alarms.map((alarm) => cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM))),
    });
    addDefaultActions(this);
  }
}

function propsOf(props: VpnConnectionDownAlarmProps, alarmDescription: string, metric: VpnMetricOptions) {
  const { vpnConnection, period = PERIOD_DEFAULT, ...options } = props;
  return {
    alarmDescription,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    ...options,
    metric: VpnMetrics.of(vpnConnection).tunnelState({ ...metric, period }),
  };
}

function requireSeveral(alarms: readonly VpnConnectionDownAlarm[]): void {
  if (alarms.length < 2) {
    throw new Error(`\`connectionDownAlarms\` must have at least 2 elements, got ${alarms.length}; for one connection its own alarm is enough`);
  }
  requireOnce('connectionDownAlarms', alarms, (alarm) => alarm, ({ node }) => `${node.path} twice`);
}
