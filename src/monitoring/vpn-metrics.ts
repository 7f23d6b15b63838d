/** What CloudWatch knows of a connection and of each of its tunnels. */
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { requireIpAddress } from '../private/checks';
import { stableKey } from '../private/construct-ids';
import { sha256 } from '../private/sha256';

/**
 * Options of a metric of a connection or of one of its tunnels.
 */
export interface VpnMetricOptions extends cloudwatch.MetricOptions {
  /**
   * The outside address of one tunnel on the AWS side, such as 198.51.100.7: its metric alone. It stays when the target
   * gateway changes.
   *
   * @default - the metric of the connection, which comprises both tunnels
   */
  readonly tunnelOutsideIpAddress?: string;
}

/**
 * The metrics of a connection, made by this package or not, in the namespace `AWS/VPN`.
 *
 * Those of the connection have the dimension `VpnId`, as `metricTunnelState` and its like of `ec2.IVpnConnection` have.
 * Those of a tunnel have `TunnelIpAddress` instead, which `ec2.IVpnConnection` does not know. Data points come every few
 * minutes: a period below five minutes can be empty.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html
 */
export class VpnMetrics {
  /** The metrics of this connection. */
  public static of(vpnConnection: ec2.IVpnConnection): VpnMetrics {
    return new VpnMetrics(vpnConnection);
  }

  private constructor(private readonly vpnConnection: ec2.IVpnConnection) {}

  /**
   * 1 when the tunnel is up, 0 when it is down; with BGP it is up when the session is established. Between them at least
   * one tunnel of the connection was down, or the tunnel for part of the time.
   *
   * Average over 5 minutes. `Minimum` says whether every tunnel was up, `Maximum` whether any was.
   *
   * @throws an error when `tunnelOutsideIpAddress` is not an address
   */
  public tunnelState(options?: VpnMetricOptions): cloudwatch.Metric {
    return this.metric('TunnelState', cloudwatch.Stats.AVERAGE, options);
  }

  /**
   * The bytes that AWS received through the tunnels, after decryption. It can be above 0 while a tunnel is down.
   *
   * Sum over 5 minutes.
   *
   * @throws an error when `tunnelOutsideIpAddress` is not an address
   */
  public tunnelDataIn(options?: VpnMetricOptions): cloudwatch.Metric {
    return this.metric('TunnelDataIn', cloudwatch.Stats.SUM, options);
  }

  /**
   * The bytes that AWS sent through the tunnels, before encryption. It can be above 0 while a tunnel is down.
   *
   * Sum over 5 minutes.
   *
   * @throws an error when `tunnelOutsideIpAddress` is not an address
   */
  public tunnelDataOut(options?: VpnMetricOptions): cloudwatch.Metric {
    return this.metric('TunnelDataOut', cloudwatch.Stats.SUM, options);
  }

  /**
   * The mean rate at which AWS received, in bits per second, to be compared with the bandwidth of the tunnel.
   *
   * Over 5 minutes. The statistic is always `Sum`.
   *
   * @throws an error when `tunnelOutsideIpAddress` is not an address
   */
  public throughputIn(options?: VpnMetricOptions): cloudwatch.MathExpression {
    return this.throughput('TunnelDataIn', options);
  }

  /**
   * The mean rate at which AWS sent, in bits per second, to be compared with the bandwidth of the tunnel.
   *
   * Over 5 minutes. The statistic is always `Sum`.
   *
   * @throws an error when `tunnelOutsideIpAddress` is not an address
   */
  public throughputOut(options?: VpnMetricOptions): cloudwatch.MathExpression {
    return this.throughput('TunnelDataOut', options);
  }

  private throughput(metricName: string, { label, color, ...options }: VpnMetricOptions = {}): cloudwatch.MathExpression {
    const bytes = this.metric(metricName, cloudwatch.Stats.SUM, { ...options, statistic: cloudwatch.Stats.SUM });
    const id = this.idOf(bytes, options.tunnelOutsideIpAddress);
    return new cloudwatch.MathExpression({
      expression: `${id} * 8 / PERIOD(${id})`,
      usingMetrics: { [id]: bytes },
      period: bytes.period,
      label: label ?? `${metricName}, bit/s`,
      color,
    });
  }

  /** Two rates in one graph need two ids, and the same rate the same one from synthesis to synthesis. */
  private idOf(metric: cloudwatch.Metric, tunnelOutsideIpAddress = ''): string {
    const { vpnConnection } = this;
    const names = [vpnConnection.node.path, metric.metricName, stableKey(vpnConnection, tunnelOutsideIpAddress), metric.period.toSeconds()];
    return `bytes_${sha256(names.join(' '), 8)}`;
  }

  private metric(metricName: string, statistic: string, { tunnelOutsideIpAddress, ...options }: VpnMetricOptions = {}): cloudwatch.Metric {
    if (tunnelOutsideIpAddress === undefined) return this.vpnConnection.metric(metricName, { statistic, ...options });
    requireIpAddress('tunnelOutsideIpAddress', tunnelOutsideIpAddress);
    // The address alone, as metrics recorded from AWS have it [Elastic Beats, metricset vpn] and the guide lists it. AWS's
    // agent toolkit names VpnId beside it: `dimensionsMap` comes last, so that a user who sees that can say so.
    return this.vpnConnection.metric(metricName, { statistic, dimensionsMap: { TunnelIpAddress: tunnelOutsideIpAddress }, ...options });
  }
}
