/** The log groups of functions and of the state machine that waits. */
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { generatedNameOf, LogGroupKey } from '../../monitoring/private/log-group-key';
import { vendedLogName } from '../../monitoring/private/vended-log-name';
import { VpnCustomResourceOptions } from '../vpn-custom-resources';

type LogOptions = Pick<VpnCustomResourceOptions, 'logRetention' | 'encryptionKey'>;

/** @param defaults what holds where the options say nothing */
export function functionLogGroup(scope: Construct, id: string, options: LogOptions, defaults: logs.LogGroupProps): logs.LogGroup {
  const { logRetention: retention = defaults.retention, encryptionKey } = options;
  const group = new logs.LogGroup(scope, id, { ...defaults, retention, encryptionKey });
  if (encryptionKey !== undefined) LogGroupKey.of(encryptionKey).letEncrypt(group, generatedNameOf(group));
  return group;
}

/** Of a state machine: one to which AWS delivers logs. */
export function waiterLogGroup(scope: Construct, id: string, options: LogOptions, defaults: logs.LogGroupProps): logs.LogGroup {
  const { logRetention: retention = defaults.retention, encryptionKey } = options;
  const group = new logs.LogGroup(scope, id, { ...defaults, retention, encryptionKey });
  const { name, pattern } = vendedLogName(group, 'states');
  (group.node.defaultChild as logs.CfnLogGroup).logGroupName = name;
  if (encryptionKey !== undefined) LogGroupKey.of(encryptionKey).letEncrypt(group, pattern);
  return group;
}
