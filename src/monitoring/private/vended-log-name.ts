/** Names of log groups that AWS services write to by log delivery. */
import { CfnElement, Fn, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

export interface VendedLogName {
  /** With the stack's id in it, so that a group that was kept is never in the way of a new one. */
  readonly name: string;
  /** The same with a wildcard for what only the deployment knows. */
  readonly pattern: string;
}

/**
 * Made of the group's logical id and not of its path: another name would be another group, for which AWS replaces the endpoints of both
 * tunnels.
 *
 * Groups below `/aws/vendedlogs/` never need an entry of their own in the account's resource policy for log delivery, which is limited to
 * 5120 characters. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
export function vendedLogName(group: IConstruct, service: string): VendedLogName {
  const { stackName } = Stack.of(group);
  const path = `/aws/vendedlogs/${service}/${stackName}-${(group.node.defaultChild as CfnElement).logicalId}`;
  const stackGuid = Fn.select(2, Fn.split('/', Stack.of(group).stackId));
  return { name: `${path}-${Fn.select(4, Fn.split('-', stackGuid))}`, pattern: `${path}-*` };
}
