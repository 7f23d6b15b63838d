/** The health port by CloudWatch. Composite alarms would need a permission for every alarm of the account, so metric alarms it is. */
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { failureOf } from '../ec2/failures';
import { Health } from '../ports';

/** DescribeAlarms takes no more names than that, and answers as many in one page. */
const NAMES_MAX = 100;

export class CloudWatchHealth implements Health {
  constructor(private readonly client: CloudWatchClient) {}

  async alarmStates(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    try {
      const { MetricAlarms = [] } = await this.client.send(new DescribeAlarmsCommand({ AlarmNames: [...names], MaxRecords: NAMES_MAX }));
      return new Map(MetricAlarms.map((alarm) => [alarm.AlarmName!, String(alarm.StateValue)]));
    } catch (error) {
      throw failureOf(`describing alarms ${names.join(', ')}`, error);
    }
  }
}
