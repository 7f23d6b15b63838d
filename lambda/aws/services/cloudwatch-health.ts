/** The health port by CloudWatch. Composite alarms would need a permission for every alarm of the account, so metric alarms it is. */
import { CloudWatchClient, DescribeAlarmsCommand, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { Health } from '../../runner/ports';
import { failureOf } from '../ec2/failures';
import { inOneForm } from '../one-form';

/** DescribeAlarms takes no more names than that, and may answer as many in one page. */
const NAMES_MAX = 100;

export class CloudWatchHealth implements Health {
  constructor(private readonly client: CloudWatchClient) {}

  async alarmStates(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    try {
      const alarms: MetricAlarm[] = [];
      let NextToken: string | undefined;
      do {
        const asked = new DescribeAlarmsCommand({ AlarmNames: [...names], MaxRecords: NAMES_MAX, NextToken });
        const page = inOneForm(await this.client.send(asked));
        alarms.push(...page.MetricAlarms ?? []);
        NextToken = page.NextToken;
      } while (NextToken);
      // Of one without a name or a state nothing is known.
      return new Map(alarms.flatMap(({ AlarmName: name, StateValue: state }): [string, string][] => (
        name === undefined || state === undefined ? [] : [[name, state]])));
    } catch (error) {
      throw failureOf(`describing alarms ${names.join(', ')}`, error);
    }
  }
}
