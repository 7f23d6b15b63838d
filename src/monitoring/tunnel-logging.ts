/** What one tunnel writes to CloudWatch Logs. */
import { aws_logs as logs } from 'aws-cdk-lib/interfaces';

/**
 * The form of the lines in a log of a tunnel.
 */
export enum TunnelLogFormat {
  /** One JSON object for each event. */
  JSON = 'json',

  /** Plain text. */
  TEXT = 'text',
}

/**
 * The logs of one tunnel. A log that is not named here is switched off.
 *
 * Switching a log on or off later interrupts the tunnel for some minutes, as AWS replaces its endpoint.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-logs.html
 */
export interface TunnelLogging {
  /**
   * The log group for the tunnel's activity: IKE negotiations, dead peer detection, the state of both phases.
   *
   * @default - the tunnel's activity is not logged
   */
  readonly activityLogGroup?: logs.ILogGroupRef;

  /**
   * The form of the activity log. Only together with `activityLogGroup`.
   *
   * @default - AWS's default, JSON
   */
  readonly activityLogFormat?: TunnelLogFormat;

  /**
   * The log group for the tunnel's BGP sessions and the routes they carry. Only for a connection with BGP.
   *
   * @default - BGP is not logged
   */
  readonly bgpLogGroup?: logs.ILogGroupRef;

  /**
   * The form of the BGP log. Only together with `bgpLogGroup`.
   *
   * @default - AWS's default, JSON
   */
  readonly bgpLogFormat?: TunnelLogFormat;
}
