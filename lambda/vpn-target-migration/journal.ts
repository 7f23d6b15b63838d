/**
 * The journal as structured log lines: one JSON object each, with the same three keys in every line. The line with the
 * figures of an operation is a metric besides, which CloudWatch Logs takes out of it by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE } from '../../src/contract/measurement';
import { printableJson } from '../../src/contract/printable-text';
import { isLogged } from '../custom-resource/log-level';
import { Clock, Journal } from '../runner/ports';

/** What somebody may have to look into; all else is the course of things. */
const WARNINGS: ReadonlySet<string> = new Set([
  'alarms-unread', 'broken', 'evidence-unwritten', 'failed', 'not-assumed', 'other-plan', 'refused', 'step-failed', 'turn-back', 'unannounced', 'untrusted-record',
]);

export function consoleJournal(clock: Pick<Clock, 'now'>, context: Readonly<Record<string, string>>): Journal {
  const write: Journal['note'] = (event, details) => {
    console.log(printableJson({ at: new Date(clock.now()).toISOString(), event, ...context, ...details }));
  };
  return {
    note: (event, details) => (isLogged(WARNINGS.has(event) ? 'WARN' : 'INFO') ? write(event, details) : undefined),
    measure(vpnConnectionId, measurement) {
      const metrics = Object.entries(METRICS).map(([Name, Unit]) => ({ Name, Unit }));
      // At any level: without it there would be no metric, and its alarm would stay silent.
      write('measured', {
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
