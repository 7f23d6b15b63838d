/** One resource at a time: asks its type to create, update or delete it, with everything a type's request carries. */
import { setMaxListeners } from 'node:events';
import { isCustomResource } from './custom-resources';
import { DynamicValues, resolveDynamicReferences } from './dynamic-references';
import { FailAt, Step } from './failures';
import { Provisioned, ResourceFailure, ResourceRequest, ResourceType, ResourceTypes } from './resource-type';
import { typeNamed } from './resource-types';
import { checkTags } from './service-limits';
import { Stack, StackResource } from './stack';
import { isTakenOver, nameIn, StandingResource, StandingStack } from './standing';
import { Properties } from './template';
import { lettersOf } from '../lambda-runtime/identifiers';

/** A resource about to be made or changed. */
export type Wanted = Pick<StackResource, 'logicalId' | 'type' | 'properties'>;

const NEVER = new AbortController().signal;
// Each custom resource that is undone or removed listens, however many there are.
setMaxListeners(0, NEVER);

export class Provisioner {
  private namesMade = 0;
  private readonly standing: Map<string, StandingResource>;

  constructor(
    private readonly types: ResourceTypes, private readonly dynamicValues: DynamicValues, private readonly failAt?: FailAt,
    existing: StandingStack['resources'] = {},
  ) {
    this.standing = new Map(Object.entries(existing));
  }

  typeOf(name: string): ResourceType {
    return typeNamed(this.types, name);
  }

  async create(stack: Stack, wanted: Wanted, signal: AbortSignal): Promise<Provisioned> {
    await this.failOnPurpose(stack, wanted, 'create', 'before');
    checkTagsOf(wanted);
    const there = this.cameBefore(stack, wanted);
    if (there !== undefined && isTakenOver(there)) return there;
    const made = await this.typeOf(wanted.type).create({
      ...this.request(stack, wanted, signal), ...there === undefined ? {} : { generatedName: () => nameIn(there) },
    });
    await this.failOnPurpose(stack, wanted, 'create', 'after', made.physicalId);
    return made;
  }

  /** Once, and by the stack's creation: what is in another template only is made when that comes. */
  private cameBefore(stack: Stack, { logicalId }: Wanted): StandingResource | undefined {
    if (stack.status !== 'CREATE_IN_PROGRESS') return undefined;
    const there = this.standing.get(logicalId);
    this.standing.delete(logicalId);
    return there;
  }

  async update(stack: Stack, existing: StackResource, wanted: Wanted, signal: AbortSignal): Promise<Provisioned> {
    const { physicalId = '', attributes } = existing;
    const request = {
      ...this.request(stack, wanted, signal),
      current: { physicalId, attributes },
      oldProperties: this.revealed(existing.properties),
    };
    const type = this.typeOf(wanted.type);
    if (type.update === undefined) throw new Error(`${wanted.type} cannot be updated in place`);
    await this.failOnPurpose(stack, wanted, 'update', 'before', physicalId);
    checkTagsOf(wanted);
    const made = await type.update(request);
    await this.failOnPurpose(stack, wanted, 'update', 'after', made.physicalId);
    return made;
  }

  async delete(stack: Stack, resource: StackResource, physicalId: string): Promise<void> {
    await this.failOnPurpose(stack, resource, 'delete', 'before', physicalId);
    await this.typeOf(resource.type).delete({ ...this.request(stack, resource, NEVER), physicalId });
    await this.failOnPurpose(stack, resource, 'delete', 'after', physicalId);
  }

  private async failOnPurpose(
    stack: Stack, { logicalId, type }: Wanted, action: Step['action'], moment: Step['moment'], physicalId?: string,
  ): Promise<void> {
    const reason = await this.failAt?.({ stackName: stack.name, logicalId, type, action, moment, stackStatus: stack.status });
    if (reason !== undefined) throw new ResourceFailure(reason, physicalId);
  }

  private request(stack: Stack, wanted: Wanted, signal: AbortSignal): ResourceRequest {
    return {
      stackName: stack.name,
      stackId: stack.id,
      logicalId: wanted.logicalId,
      type: wanted.type,
      properties: this.revealed(wanted.properties),
      generatedName: (longest = 255) => this.generatedName(stack, wanted.logicalId, longest),
      signal,
    };
  }

  private revealed(properties: Properties): Properties {
    return resolveDynamicReferences(properties, this.dynamicValues);
  }

  /** `Stack-LogicalId-ABC…`, where the end is the only part that may not be cut short. */
  private generatedName(stack: Stack, logicalId: string, longest: number): string {
    this.namesMade += 1;
    const suffix = lettersOf(12, stack.id, logicalId, this.namesMade);
    return `${`${stack.name}-${logicalId}`.slice(0, longest - suffix.length - 1)}-${suffix}`;
  }
}

function checkTagsOf({ type, properties: { Tags: tags } }: Wanted): void {
  if (Array.isArray(tags) && !isCustomResource(type) && !type.startsWith('AWS::EC2::')) checkTags(type.split('::')[1], tags);
}
