/** The stack port by CloudFormation: a Delete in a rollback and a Delete by removal look alike in the event. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { RetryableFailure, Stack, TerminalFailure } from './ports';

export class CloudFormationStack implements Stack {
  constructor(private readonly client: CloudFormationClient) {}

  async isRollingBack(stackId: string): Promise<boolean> {
    try {
      const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: stackId }));
      const status = Stacks?.[0]?.StackStatus;
      if (status === undefined) throw new TerminalFailure(`describing stack ${stackId}: it has no status`);
      return status.includes('ROLLBACK');
    } catch (error) {
      if (error instanceof TerminalFailure) throw error;
      const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      const status = $metadata?.httpStatusCode;
      const text = `describing stack ${stackId}: ${name}: ${message}`;
      throw status === undefined || status >= 500 || name === 'Throttling' ? new RetryableFailure(text) : new TerminalFailure(text);
    }
  }
}
