/** What the role of the move needs: from the calls that were made, there and back, and what IAM evaluates for each. */
import { ExecutionResult } from './execution';
import { isMutating } from '../../rehearsal/embedded-ec2/endpoint';
import { permissionRequests } from '../../rehearsal/iam/ec2-resources';

export interface Permissions {
  /** Without a restriction to resources. */
  readonly read: readonly string[];
  readonly change: readonly { readonly action: string; readonly resources: readonly string[] }[];
  /** What the function's role has besides, for other services. */
  readonly besides: readonly string[];
}

const BESIDES = [
  'dynamodb:GetItem', 'dynamodb:PutItem', 'events:PutEvents', 'cloudformation:DescribeStacks', 'cloudwatch:DescribeAlarms',
  'servicequotas:GetServiceQuota', 'directconnect:DescribeVirtualInterfaces', 'directconnect:DescribeDirectConnectGatewayAssociations',
];

export function permissionsOf({ calls, rollback, before }: Pick<ExecutionResult, 'calls' | 'rollback'> & { readonly before: ReadonlySet<string> }, location: {
  readonly region: string; readonly accountId: string;
}): Permissions {
  const made = [...calls, ...rollback.calls].filter((call) => call.refused === undefined || call.input.DryRun === true);
  const resources = new Map<string, Set<string>>();
  for (const { operation, input } of made.filter((call) => isMutating(call.operation))) {
    for (const { action, resourceArn } of permissionRequests(operation, input, { partition: 'aws', ...location })) {
      resources.set(action, (resources.get(action) ?? new Set()).add(lasting(resourceArn, before)));
    }
  }
  return {
    read: [...new Set(made.filter((call) => !isMutating(call.operation)).map((call) => `ec2:${call.operation}`))].sort(),
    change: [...resources].map(([action, arns]) => ({ action, resources: [...arns].sort() }))
      .sort((a, b) => a.action.localeCompare(b.action)),
    besides: BESIDES,
  };
}

/** An attachment that the move makes has an id that nobody knows before. */
function lasting(arn: string, before: ReadonlySet<string>): string {
  const id = arn.slice(arn.lastIndexOf('/') + 1);
  return id.startsWith('tgw-attach-') && !before.has(id) ? arn.replace(id, '*') : arn;
}
