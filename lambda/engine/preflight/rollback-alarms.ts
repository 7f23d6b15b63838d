/** Alarms that make the stack roll back while it is deployed: the tunnels are down for minutes, and an alarm of theirs would see it. */
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';

export function rollbackAlarmFindings({ snapshot: { stack, connection } }: Assessment): Finding[] {
  if (stack === undefined) return [];
  const { rollbackAlarms } = stack;
  if ('unreadable' in rollbackAlarms) {
    return [acceptableFinding('rollback-alarms-unknown', nameOfStack(stack.id),
      `whether stack ${nameOfStack(stack.id)} rolls back on an alarm of this connection could not be read: ${rollbackAlarms.unreadable}`,
      'let the role of the move describe its stack and the alarms, and deploy again')];
  }
  return rollbackAlarms.filter((alarm) => alarm.watches !== 'something else').map((alarm) => acceptableFinding('rollback-alarm', alarm.name,
    alarm.watches === 'this connection'
      ? `the stack rolls back on alarm ${alarm.name}, which watches ${connection?.id}, and the tunnels are down for minutes during the move`
      : `the stack rolls back on alarm ${alarm.name}, and whether that watches ${connection?.id} cannot be seen`,
    'deploy the move without this rollback trigger'));
}

/** `arn:…:stack/<name>/<uuid>` */
export function nameOfStack(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}
