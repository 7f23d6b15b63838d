/** The stack of the move, and the alarms that would roll it back: CloudFormation names them, CloudWatch says what they watch. */
import { CloudFormationClient, RollbackTrigger } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand, Dimension, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describedStack } from './cloudformation-stack';
import { OwnStack, RollbackAlarm, VpnConnection } from '../../engine/observation';
import { ifReadable } from '../ec2/failures';
import { inOneForm } from '../one-form';

export class OwnStackReader {
  constructor(private readonly cloudFormation: CloudFormationClient, private readonly cloudWatch: CloudWatchClient) {}

  /** Never fails: what cannot be read is said. */
  async stack(id: string, connection: VpnConnection | undefined): Promise<OwnStack> {
    const doing = `describing stack ${id}`;
    const stack = await ifReadable(doing, async () => describedStack(this.cloudFormation, id));
    if (stack === undefined) return { id, rollbackAlarms: { unreadable: `${doing}: CloudFormation answered without it` } };
    if ('unreadable' in stack) return { id, rollbackAlarms: stack };
    const { RootId: rootId, RollbackConfiguration: configuration } = stack;
    const rollbackAlarms = await Promise.all((configuration?.RollbackTriggers ?? []).map(async (each) => this.alarm(each, connection)));
    return { id, ...rootId === undefined || rootId === id ? {} : { rootId }, rollbackAlarms };
  }

  /** A composite alarm is made of others, which are not followed. */
  private async alarm({ Arn: arn = '', Type: type }: RollbackTrigger, connection: VpnConnection | undefined): Promise<RollbackAlarm> {
    const name = arn.split(':alarm:')[1] ?? arn;
    if (type !== 'AWS::CloudWatch::Alarm') return { name, watches: 'unknown' };
    try {
      const { MetricAlarms } = inOneForm(await this.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] })));
      const alarm = MetricAlarms?.find((each) => each.AlarmName === name);
      return { name, watches: alarm === undefined ? 'unknown' : watched(alarm, connection) };
    } catch {
      return { name, watches: 'unknown' };
    }
  }
}

/** AWS/VPN tells metrics apart by VpnId and TunnelIpAddress [H, UG-monitoring-cloudwatch-vpn]; a metric query may ask for anything. */
function watched({ Dimensions: own = [], Metrics: queries = [] }: MetricAlarm, connection: VpnConnection | undefined): RollbackAlarm['watches'] {
  const ids = new Set([connection?.id, ...(connection?.tunnels ?? []).map((tunnel) => tunnel.outsideAddress)]);
  const dimensions: Dimension[] = [...own, ...queries.flatMap((query) => query.MetricStat?.Metric?.Dimensions ?? [])];
  if (dimensions.some(({ Value: value }) => ids.has(value))) return 'this connection';
  return queries.some((query) => /\b(SEARCH|SELECT|METRICS)\b/i.test(query.Expression ?? '')) ? 'unknown' : 'something else';
}
