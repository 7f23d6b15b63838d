/** The stack and registry ports by CloudFormation. */
import {
  CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand, DescribeTypeCommand, GetTemplateCommand,
  ListStackResourcesCommand, StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { inOneForm } from '../../one-form';
import { failureOf } from '../ec2/failures';
import { Registry, Stack, StackConnection, StackRoute, TerminalFailure } from '../ports';

const STATIC_ROUTE_TYPE = 'AWS::EC2::VPNConnectionRoute';
const ATTACHMENT_ROUTING_TYPES = ['', 'TableAssociation', 'TablePropagation'].map((what) => `AWS::EC2::TransitGatewayRoute${what}`);
const CONNECTION_TYPE = 'AWS::EC2::VPNConnection';

/** The states in which no resource is made: at rest, when the stack goes, when its creation is undone, and when obsolete resources go. */
const NOTHING_IS_MADE = /^(?:DELETE|ROLLBACK)_|_CLEANUP_|_(?:COMPLETE|FAILED)$/;

interface StackTemplate {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}

interface TemplateResource {
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

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

  /** A template that cannot be read keeps everything: routes that are left behind harm nobody. */
  async keeps(stackId: string, logicalId: string): Promise<boolean> {
    if ((await this.statusOf(stackId)).startsWith('DELETE')) return false;
    const template = await asking(`getting the template of stack ${stackId}`, async () => this.template(stackId));
    return template?.Resources === undefined || logicalId in template.Resources;
  }

  async physicalIdOf(stackId: string, logicalId: string): Promise<string | undefined> {
    return asking(`describing resource ${logicalId} of stack ${stackId}`, async () => {
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

  async routesTo(connection: StackConnection, stackId: string): Promise<StackRoute[]> {
    return asking(`listing the resources of stack ${stackId}`, async () => {
      const present = (await this.resources(stackId)).filter((each) => each.ResourceStatus !== 'DELETE_COMPLETE');
      const ofAttachment = present.filter(({ ResourceType: type = '' }) => ATTACHMENT_ROUTING_TYPES.includes(type));
      const ofConnection = present.filter((each) => each.ResourceType === STATIC_ROUTE_TYPE
        && each.PhysicalResourceId?.includes(connection.vpnConnectionId));
      if (ofAttachment.length + ofConnection.length === 0) return [];
      const { Resources: resources = {} } = await this.template(stackId) ?? {};
      return [...ofConnection, ...ofAttachment.filter((each) => mayBeOf(connection, each, resources))]
        .map(({ LogicalResourceId: logicalId = '' }) => {
          const resource = resources[logicalId];
          return { logicalId, retained: resource === undefined ? 'unknown' : String(resource.DeletionPolicy).startsWith('Retain') };
        });
    });
  }

  async createOnlyProperties(): Promise<string[]> {
    return asking(`describing the resource type ${CONNECTION_TYPE}`, async () => {
      const { Schema: schema } = await this.client.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: CONNECTION_TYPE }));
      if (schema === undefined) throw new TerminalFailure(`describing the resource type ${CONNECTION_TYPE}: it has no schema`);
      const { createOnlyProperties = [] } = JSON.parse(schema) as { readonly createOnlyProperties?: readonly string[] };
      return createOnlyProperties.map((pointer) => pointer.split('/')[2] ?? pointer);
    });
  }

  private async statusOf(stackId: string): Promise<string> {
    return asking(`describing stack ${stackId}`, async () => {
      const { Stacks } = inOneForm(await this.client.send(new DescribeStacksCommand({ StackName: stackId })));
      const status = Stacks?.[0]?.StackStatus;
      if (status === undefined) throw new TerminalFailure(`describing stack ${stackId}: it has no status`);
      return status;
    });
  }

  private async resources(stackId: string): Promise<StackResourceSummary[]> {
    const found: StackResourceSummary[] = [];
    let NextToken: string | undefined;
    do {
      const page = inOneForm(await this.client.send(new ListStackResourcesCommand({ StackName: stackId, NextToken })));
      found.push(...page.StackResourceSummaries ?? []);
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }

  /** Nothing where it is not JSON, as that of a stack that no CDK made. */
  private async template(stackId: string): Promise<StackTemplate | undefined> {
    const { TemplateBody: body } = await this.client.send(new GetTemplateCommand({ StackName: stackId, TemplateStage: 'Original' }));
    try {
      return body === undefined ? undefined : JSON.parse(body);
    } catch {
      return undefined;
    }
  }
}

/**
 * What the template has not any more goes with this deployment, and may have led to the connection, unless its id names another
 * attachment. What it has names its attachment by a look-up, or by whatever else somebody has written.
 */
function mayBeOf(
  { logicalId: connection, attachmentId = '' }: StackConnection, { LogicalResourceId: logicalId = '', PhysicalResourceId: physicalId = '' }: StackResourceSummary,
  resources: Readonly<Record<string, TemplateResource>>,
): boolean {
  const properties = resources[logicalId]?.Properties;
  if (properties === undefined) return !/tgw-attach-/.test(physicalId) || physicalId.includes(attachmentId);
  const { TransitGatewayAttachmentId: attachment } = properties;
  if (attachment === attachmentId) return true;
  const lookUp = [Object(attachment)['Fn::GetAtt']].flat()[0] as unknown;
  const lookedUp = typeof lookUp === 'string' ? resources[lookUp.split('.')[0]]?.Properties?.VpnConnectionId : undefined;
  return Object(lookedUp).Ref === connection;
}

/** CloudFormation has one code for everything that it cannot find. */
function isAbsence(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}

async function asking<T>(doing: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof TerminalFailure ? error : failureOf(doing, error);
  }
}
