/** Whether the stack of a request is on its way back to what it was. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { REQUEST_BOUNDS } from '../../aws/request-bounds';

let client: CloudFormationClient | undefined;

/** Whoever cannot tell takes it for the way forward. */
export async function isRollingBack(stackId: string): Promise<boolean> {
  client ??= new CloudFormationClient({ requestHandler: REQUEST_BOUNDS });
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
    return Stacks?.[0]?.StackStatus?.includes('ROLLBACK') === true;
  } catch {
    return false;
  }
}
