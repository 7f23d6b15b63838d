/** The health port by CloudWatch. Composite alarms would need a permission for every alarm of the account, so metric alarms it is. */
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { Health, RetryableFailure, TerminalFailure } from '../ports';

export class CloudWatchHealth implements Health {
  constructor(private readonly client: CloudWatchClient) {}

  async alarmStates(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    try {
      const { MetricAlarms = [] } = await this.client.send(new DescribeAlarmsCommand({ AlarmNames: [...names], MaxRecords: NAMES_MAX }));
      return new Map(MetricAlarms.map((alarm) => [alarm.AlarmName!, String(alarm.StateValue)]));
    } catch (error) {
      const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      const status = $metadata?.httpStatusCode;
      const text = `describing alarms ${names.join(', ')}: ${name}: ${message}`;
      throw status === undefined || status >= 500 || name.startsWith('Throttling') ? new RetryableFailure(text) : new TerminalFailure(text);
    }
  }
}

/** DescribeAlarms takes no more names than that, and answers as many in one page. */
const NAMES_MAX = 100;
