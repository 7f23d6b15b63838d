/** What every alarm of this library does. */
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { VpnCustomResources } from '../../custom-resources/vpn-custom-resources';

export function addDefaultActions(alarm: cloudwatch.AlarmBase): void {
  const { alarmActions = [] } = VpnCustomResources._optionsFor(alarm);
  alarm.addAlarmAction(...alarmActions);
}
