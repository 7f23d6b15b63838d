/** The log groups of functions and of the state machine that waits. */
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { generatedNameOf, LogGroupKey } from '../../monitoring/private/log-group-key';
import { vendedLogName } from '../../monitoring/private/vended-log-name';
import { VpnCustomResourceOptions } from '../vpn-custom-resources';

type LogOptions = Pick<VpnCustomResourceOptions, 'logRetention' | 'encryptionKey'>;

/** @param props what holds whatever the options say */
export function functionLogGroup(scope: Construct, id: string, options: LogOptions, props: logs.LogGroupProps = {}): logs.LogGroup {
  return logGroup(scope, id, options, props, generatedNameOf);
}

/** Of a state machine: one to which AWS delivers logs. */
export function waiterLogGroup(scope: Construct, id: string, options: LogOptions): logs.LogGroup {
  return logGroup(scope, id, options, {}, (group) => {
    const { name, pattern } = vendedLogName(group, 'states');
    (group.node.defaultChild as logs.CfnLogGroup).logGroupName = name;
    return pattern;
  });
}

/** @param nameOf tells its name, and may give it one; with wildcards for what only the deployment knows */
function logGroup(
  scope: Construct, id: string, options: LogOptions, props: logs.LogGroupProps, nameOf: (group: logs.LogGroup) => string,
): logs.LogGroup {
  const { logRetention: retention = logs.RetentionDays.ONE_YEAR, encryptionKey } = options;
  const group = new logs.LogGroup(scope, id, { ...props, retention, encryptionKey });
  const name = nameOf(group);
  if (encryptionKey !== undefined) LogGroupKey.of(encryptionKey).letEncrypt(group, name);
  return group;
}
