/** The stack and registry ports by CloudFormation. */
import {
  CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand, DescribeTypeCommand, Stack as Described,
} from '@aws-sdk/client-cloudformation';
import { Registry, Stack, TerminalFailure } from '../../runner/ports';
import { attempted } from '../ec2/failures';
import { inOneForm } from '../one-form';

const CONNECTION_TYPE = 'AWS::EC2::VPNConnection';

/** The states in which no resource is made: at rest, when the stack goes, when its creation is undone, and when obsolete resources go. */
const NOTHING_IS_MADE = /^(?:DELETE|ROLLBACK)_|_CLEANUP_|_(?:COMPLETE|FAILED)$/;

export class CloudFormationStack implements Stack, Registry {
  constructor(private readonly client: CloudFormationClient) {}

  /** A Delete in a rollback and a Delete by removal look alike in the event. */
  async isRollingBack(stackId: string): Promise<boolean> {
    return (await this.statusOf(stackId)).includes('ROLLBACK');
  }

  async isCleaningUp(stackId: string): Promise<boolean> {
    return (await this.statusOf(stackId)).includes('CLEANUP');
  }

  async awaitsCreates(stackId: string): Promise<boolean> {
    return !NOTHING_IS_MADE.test(await this.statusOf(stackId));
  }

  async physicalIdOf(stackId: string, logicalId: string): Promise<string | undefined> {
    return attempted(`describing resource ${logicalId} of stack ${stackId}`, async () => {
      try {
        const asked = new DescribeStackResourceCommand({ StackName: stackId, LogicalResourceId: logicalId });
        const { StackResourceDetail: detail } = inOneForm(await this.client.send(asked));
        return detail?.ResourceStatus === 'DELETE_COMPLETE' ? undefined : detail?.PhysicalResourceId;
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw error;
      }
    });
  }

  async createOnlyProperties(): Promise<string[]> {
    return attempted(`describing the resource type ${CONNECTION_TYPE}`, async () => {
      const { Schema: schema } = await this.client.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: CONNECTION_TYPE }));
      if (schema === undefined) throw new TerminalFailure(`describing the resource type ${CONNECTION_TYPE}: it has no schema`);
      const { createOnlyProperties = [] } = JSON.parse(schema) as { readonly createOnlyProperties?: readonly string[] };
      return createOnlyProperties.map((pointer) => pointer.split('/')[2] ?? pointer);
    });
  }

  private async statusOf(stackId: string): Promise<string> {
    const doing = `describing stack ${stackId}`;
    const status = (await attempted(doing, async () => describedStack(this.client, stackId)))?.StackStatus;
    if (status === undefined) throw new TerminalFailure(`${doing}: it has no status`);
    return status;
  }
}

/** As CloudFormation describes it, in one form. */
export async function describedStack(client: CloudFormationClient, stackId: string): Promise<Described | undefined> {
  const { Stacks: [stack] = [] } = inOneForm(await client.send(new DescribeStacksCommand({ StackName: stackId })));
  return stack;
}

/** CloudFormation has one code for everything that it cannot find. */
function isAbsence(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}
