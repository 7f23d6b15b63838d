/** What CloudFormation shows of a stack to whoever asks: its resources and its template, as they are at this moment. */
import { Stack, StackResource } from './stack';
import { Template } from './template';
import { Unknowns } from './unknowns';
import { VPN_CONNECTION_TYPE, vpnConnectionSchema } from './vpn-connection-schema';

/** A resource as DescribeStackResource shows it. */
export interface StackResourceDescription {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** Absent while there is none. */
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly lastUpdated: Date;
}

export class StackContents {
  readonly absentResource: Unknowns['describeStackResourcesOfAbsentResource'];

  /** @param stacks every stack there is */
  constructor(private readonly stacks: () => Iterable<Stack>, private readonly unknowns: Unknowns) {
    this.absentResource = unknowns.describeStackResourcesOfAbsentResource;
  }

  /** All resources that were begun, in the order in which they were; of a stack that is not there, nothing. */
  resources(stackNameOrId: string): readonly StackResourceDescription[] {
    const stack = this.find(stackNameOrId);
    if (stack === undefined) return [];
    const deleted = this.unknowns.deletedResources === 'described' ? [...stack.deleted.values()] : [];
    return [...stack.resources.values(), ...deleted].map((resource) => described(stack, resource));
  }

  /** The id of the stack that has the resource. */
  stackOf(physicalId: string): string | undefined {
    return [...this.stacks()].find(({ resources }) => [...resources.values()].some((each) => each.physicalId === physicalId))?.id;
  }

  template(stackNameOrId: string): Template | undefined {
    const stack = this.find(stackNameOrId);
    const newest = stack?.status === 'UPDATE_IN_PROGRESS' && this.unknowns.templateDuringUpdate === 'new';
    return newest ? stack.requested : stack?.source?.template ?? stack?.requested;
  }

  /** The registry's schema of a resource type, for those whose schema is known here. */
  schema(typeName: string): object | undefined {
    return typeName === VPN_CONNECTION_TYPE ? vpnConnectionSchema(this.unknowns.vpnConnectionSchema) : undefined;
  }

  private find(stackNameOrId: string): Stack | undefined {
    return [...this.stacks()].find(({ name, id }) => name === stackNameOrId || id === stackNameOrId);
  }
}

function described(stack: Stack, { logicalId, physicalId, type, status }: StackResource): StackResourceDescription {
  const { name: stackName, id: stackId } = stack;
  const last = stack.events.filter((event) => event.logicalId === logicalId && event.status === status).at(-1);
  const lastUpdated = new Date(last?.timestamp ?? 0);
  return { stackName, stackId, logicalId, physicalId, type, status, statusReason: last?.reason, lastUpdated };
}
