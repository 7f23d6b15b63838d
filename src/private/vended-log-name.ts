/** Names of log groups that AWS services write to by log delivery. */
import { Fn, Names, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Leaves room for the rest within CloudWatch's 512. */
const UNIQUE_LENGTH_MAX = 200;

export interface VendedLogName {
  /** With the stack's id in it, so that a group that was kept is never in the way of a new one. */
  readonly name: string;
  /** The same with a wildcard for what only the deployment knows. */
  readonly pattern: string;
}

/**
 * Groups below `/aws/vendedlogs/` never need an entry of their own in the account's resource policy for log delivery, which is limited to
 * 5120 characters. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
export function vendedLogName(group: IConstruct, service: string): VendedLogName {
  const path = `/aws/vendedlogs/${service}/${Names.uniqueResourceName(group, { maxLength: UNIQUE_LENGTH_MAX, separator: '-' })}`;
  const stackGuid = Fn.select(2, Fn.split('/', Stack.of(group).stackId));
  return { name: `${path}-${Fn.select(4, Fn.split('-', stackGuid))}`, pattern: `${path}-*` };
}
