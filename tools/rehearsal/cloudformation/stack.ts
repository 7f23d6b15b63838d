/** A stack as it is at this moment, and everything that has happened to it. */
import { Clock } from '../contracts';
import { Properties, Template, TemplateResource } from './template';

export type StackStatus =
  | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'ROLLBACK_IN_PROGRESS' | 'ROLLBACK_COMPLETE' | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS' | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS' | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS' | 'UPDATE_ROLLBACK_COMPLETE' | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS' | 'DELETE_COMPLETE' | 'DELETE_FAILED';

export type ResourceStatus =
  | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS' | 'UPDATE_COMPLETE' | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS' | 'DELETE_COMPLETE' | 'DELETE_FAILED' | 'DELETE_SKIPPED';

export interface StackEvent {
  readonly timestamp: number;
  readonly stackName: string;
  /** The stack's own name when the event is the stack's. */
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: StackStatus | ResourceStatus;
  readonly reason?: string;
}

export type StackListener = (event: StackEvent) => void;

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly definition: TemplateResource;
  readonly dependencies: readonly string[];
  /** Resolved, but with dynamic references as they stand in the template: no secret is kept. */
  readonly properties: Properties;
  readonly status: ResourceStatus;
  /** Absent when nothing was made, or what was made is gone. */
  readonly physicalId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly noEcho: boolean;
}

/** What an operation left behind for the clean-up phase, and why. */
export interface ObsoleteResource {
  readonly because: 'replaced' | 'former-id' | 'removed';
  readonly resource: StackResource;
}

export interface StackSource {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
}

export class Stack {
  readonly resources = new Map<string, StackResource>();
  /** What the stack's deletion, or the rollback of its creation, has deleted. */
  readonly deleted = new Map<string, StackResource>();
  readonly events: StackEvent[] = [];
  /** What the stack was last asked to become. */
  requested?: Template;
  /** What the stack was last brought to; an operation that is rolled back does not change it. */
  source?: StackSource;
  outputs: Readonly<Record<string, string>> = {};
  private currentStatus: StackStatus = 'CREATE_IN_PROGRESS';

  constructor(
    readonly name: string,
    readonly id: string,
    private readonly clock: Clock,
    private readonly listener: StackListener,
  ) {}

  get status(): StackStatus {
    return this.currentStatus;
  }

  setStatus(status: StackStatus, reason?: string): void {
    this.currentStatus = status;
    this.record({ logicalId: this.name, physicalId: this.id, type: 'AWS::CloudFormation::Stack', status, reason });
  }

  /** Notes the resource's new state, in the stack and among its events. */
  put(resource: StackResource, reason?: string): StackResource {
    this.resources.set(resource.logicalId, resource);
    this.report(resource, resource.status, reason);
    return resource;
  }

  /** An event about a resource that is not, or no longer, the one its logical id stands for. */
  report(resource: StackResource, status: ResourceStatus, reason?: string): void {
    this.record({ logicalId: resource.logicalId, physicalId: resource.physicalId ?? '', type: resource.type, status, reason });
  }

  private record(event: Omit<StackEvent, 'timestamp' | 'stackName'>): void {
    const complete: StackEvent = { timestamp: this.clock.now(), stackName: this.name, ...event };
    this.events.push(complete);
    this.listener(complete);
  }
}
