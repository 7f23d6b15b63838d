/** The health port by CloudWatch. Composite alarms would need a permission for every alarm of the account, so metric alarms it is. */
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { Health } from '../../runner/ports';
import { attempted } from '../ec2/failures';
import { allOf } from '../pages';

/** DescribeAlarms takes no more names than that, and may answer as many in one page. */
const NAMES_MAX = 100;

export class CloudWatchHealth implements Health {
  constructor(private readonly client: CloudWatchClient) {}

  async alarmStates(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const alarms = await attempted(`describing alarms ${names.join(', ')}`, async () => allOf(async (NextToken?: string) =>
      this.client.send(new DescribeAlarmsCommand({ AlarmNames: [...names], MaxRecords: NAMES_MAX, NextToken })), 'MetricAlarms'));
    // Of one without a name or a state nothing is known.
    return new Map(alarms.flatMap(({ AlarmName: name, StateValue: state }): [string, string][] => (
      name === undefined || state === undefined ? [] : [[name, state]])));
  }
}
