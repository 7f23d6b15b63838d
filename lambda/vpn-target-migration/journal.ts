/**
 * The journal as structured log lines: one JSON object each, with the same three keys in every line. The line with the
 * figures of an operation is a metric besides, which CloudWatch Logs takes out of it by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { Clock, Journal } from './ports';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE } from '../../src/domain/measurement';

export function consoleJournal(clock: Clock, context: Readonly<Record<string, string>>): Journal {
  const note: Journal['note'] = (event, details) => {
    console.log(JSON.stringify({ at: new Date(clock.now()).toISOString(), event, ...context, ...details }));
  };
  return {
    note,
    measure(vpnConnectionId, measurement) {
      const metrics = Object.entries(METRICS).map(([Name, Unit]) => ({ Name, Unit }));
      note('measured', {
        _aws: {
          Timestamp: clock.now(),
          CloudWatchMetrics: [{ Namespace: METRICS_NAMESPACE, Dimensions: [[METRICS_DIMENSION]], Metrics: metrics }],
        },
        [METRICS_DIMENSION]: vpnConnectionId,
        ...measurement,
      });
    },
  };
}
