/**
 * Bringing a stack to a template: creating what is new, updating what differs, replacing what cannot be updated.
 *
 * An update and its rollback are the same thing done twice, first with the new template and then with the old one: that
 * is why custom resources see a second Update with the properties swapped, and why what a replacement left behind is
 * only deleted in a clean-up phase of its own.
 */
import { isCustomResource } from './custom-resources';
import { Dependencies, dependentsFirst, visitInOrder } from './dependencies';
import { resolve } from './intrinsics';
import { changedProperties } from './properties';
import { Provisioner, Wanted } from './provisioner';
import { cleanUp } from './removal';
import { Provisioned, ResourceFailure } from './resource-type';
import { TemplateScope } from './scope';
import { ObsoleteResource, ResourceStatus, Stack, StackResource } from './stack';
import { Properties, Template } from './template';
import { Unknowns } from './unknowns';

export interface ApplicationProps {
  readonly stack: Stack;
  readonly template: Template;
  readonly dependencies: Dependencies;
  readonly scope: TemplateScope;
  readonly provisioner: Provisioner;
  /** Aborted from outside when the update is cancelled, and from here at the first failure. */
  readonly cancellation: AbortController;
  readonly unknowns: Unknowns;
  /** Given when this is a rollback. */
  readonly undoing?: Undoing;
  readonly onFailure: (failure: Failure) => void;
}

/** What a rollback has to go back from. */
export interface Undoing {
  /** What the failed application had left for its clean-up. */
  readonly replaced: readonly ObsoleteResource[];
  /** Resources whose former ones it had deleted to make place: they have to be made anew. */
  readonly remade: ReadonlySet<string>;
  /** Resources that it had set about changing, or making. */
  readonly touched: ReadonlySet<string>;
  /** What an earlier attempt at the rollback has left for the clean-up. */
  readonly left?: readonly ObsoleteResource[];
  /** Resources that somebody has told this attempt, or an earlier one, to pass over. */
  readonly skipped?: readonly string[];
}

export interface Failure {
  readonly logicalId: string;
  readonly reason: string;
}

interface Target extends Wanted {
  readonly definition: StackResource['definition'];
  readonly dependencies: readonly string[];
}

const REPLACEMENT = 'Requested update requires the creation of a new physical resource; hence creating one.';

export class TemplateApplication {
  /** For the clean-up phase. */
  readonly obsolete: ObsoleteResource[];
  readonly failures: Failure[] = [];
  readonly remade = new Set<string>();
  /** What this has set about changing; in a rollback, what is still as the failed application has made it. */
  readonly touched: Set<string>;
  private readonly restored = new Set<string>();

  constructor(private readonly props: ApplicationProps) {
    this.obsolete = [...props.undoing?.left ?? []];
    this.touched = new Set(props.undoing?.touched);
  }

  /** Afterwards `failures` tells whether it succeeded; `finish` is the last step, and may itself fail. */
  async run(finish: () => void): Promise<void> {
    const { stack, dependencies } = this.props;
    this.restoreReplaced();
    await visitInOrder(this.order(), async (logicalId) => this.visit(logicalId), () => this.signal.aborted);
    if (this.failures.length > 0 || this.signal.aborted) return;
    try {
      finish();
    } catch (error) {
      this.giveUp({ logicalId: stack.name, reason: Object(error).message as string });
      return;
    }
    for (const [logicalId, resource] of stack.resources) if (!dependencies.has(logicalId)) this.drop(resource);
  }

  private order(): Dependencies {
    const { dependencies, undoing, unknowns, stack } = this.props;
    if (undoing === undefined || unknowns.rollbackOrder === 'dependencies-first') return dependencies;
    const isThere = (logicalId: string) => stack.resources.get(logicalId)?.physicalId !== undefined;
    return dependentsFirst(dependencies, (logicalId) => undoing.remade.has(logicalId) || !isThere(logicalId));
  }

  /** From the beginning of a rollback on, names mean what they meant before the replacements that it undoes. */
  private restoreReplaced(): void {
    const { stack, undoing } = this.props;
    for (const { because, resource } of undoing?.replaced ?? []) {
      const current = stack.resources.get(resource.logicalId);
      if (!this.isRestored(because) || current === undefined) continue;
      this.obsolete.push({ because: 'removed', resource: current });
      this.restored.add(resource.logicalId);
      this.touched.delete(resource.logicalId);
      stack.resources.set(resource.logicalId, resource);
    }
  }

  /** A custom resource with a new physical id has been updated, or replaced: that is a matter of who reads CloudFormation. */
  private isRestored(because: ObsoleteResource['because']): boolean {
    return because === 'replaced' || (because === 'former-id' && this.props.unknowns.replacedCustomResourceInRollback === 'is-deleted');
  }

  private drop(resource: StackResource): void {
    this.props.stack.resources.delete(resource.logicalId);
    this.obsolete.push({ because: 'removed', resource });
  }

  private async visit(logicalId: string): Promise<boolean> {
    const before = this.existing(logicalId);
    try {
      if (this.props.undoing?.skipped?.includes(logicalId) && before !== undefined) return this.skip(this.target(logicalId), before);
      await this.bring(this.target(logicalId), before);
      await this.deleteInItsTurn(logicalId);
      return true;
    } catch (error) {
      this.fail(logicalId, before, error);
      return false;
    }
  }

  private existing(logicalId: string): StackResource | undefined {
    const { stack } = this.props;
    const current = stack.resources.get(logicalId);
    return current !== undefined && this.restored.has(logicalId) ? stack.put({ ...current, status: 'UPDATE_COMPLETE' }) : current;
  }

  /** Taken for what the template says, whatever it is [ContinueUpdateRollback API reference, ResourcesToSkip]. */
  private skip(target: Target, existing: StackResource): true {
    this.props.stack.put({ ...existing, ...target, status: 'UPDATE_COMPLETE' });
    this.forgetObsolete(target.logicalId);
    return true;
  }

  private async deleteInItsTurn(logicalId: string): Promise<void> {
    const { undoing, unknowns, stack, provisioner } = this.props;
    if (undoing === undefined || unknowns.deleteOfReplacedCustomResource === 'in-the-clean-up') return;
    const own = this.obsolete.filter(({ resource }) => resource.logicalId === logicalId && isCustomResource(resource.type));
    const failed = await cleanUp(stack, provisioner, own, 'creation-rolled-back', 1);
    if (failed.length > 0) throw new ResourceFailure('What the update had made of it could not be deleted.');
    if (own.length > 0) this.forgetObsolete(logicalId);
  }

  private forgetObsolete(logicalId: string): void {
    const others = this.obsolete.filter(({ resource }) => resource.logicalId !== logicalId);
    this.obsolete.splice(0, this.obsolete.length, ...others);
  }

  private target(logicalId: string): Target {
    const { template, scope, dependencies } = this.props;
    const definition = template.Resources[logicalId];
    return {
      logicalId,
      type: definition.Type,
      definition,
      dependencies: dependencies.get(logicalId) ?? [],
      properties: resolve(definition.Properties ?? {}, scope) as Properties,
    };
  }

  private async bring(target: Target, existing: StackResource | undefined): Promise<void> {
    if (existing === undefined) return this.create(target);
    if (existing.type !== target.type) {
      throw new ResourceFailure(`Update of resource type is not permitted. The new template modifies resource type of the following resources: [${target.logicalId}]`);
    }
    const changed = changedProperties(existing.properties, target.properties);
    if (existing.physicalId === undefined) return this.recreate(target);
    if (changed.length === 0 || this.isLeft(target.logicalId)) return this.keep(target, existing);
    if (this.props.undoing === undefined) this.touched.add(target.logicalId);
    const { properties = {}, update, deletedBeforeReplacement = false } = this.props.provisioner.typeOf(target.type);
    const replaced = update === undefined || changed.some((name) => properties[name] === 'create-only');
    if (!replaced) return this.update(target, existing);
    return deletedBeforeReplacement ? this.deleteThenCreate(target, existing) : this.createThenDelete(target, existing);
  }

  /** Its properties differ all the same: they name an attribute of another resource, which has changed since. */
  private isLeft(logicalId: string): boolean {
    const { undoing, unknowns } = this.props;
    return undoing !== undefined && !this.touched.has(logicalId) && unknowns.resourceOfChangedAttributeInRollback === 'is-left';
  }

  private async create(target: Target): Promise<void> {
    this.begin(target, 'CREATE_IN_PROGRESS');
    const made = await this.props.provisioner.create(this.props.stack, target, this.signal);
    this.complete(target, 'CREATE_COMPLETE', made);
  }

  /** The old one was deleted to make place, and then the new one could not be made. */
  private async recreate(target: Target): Promise<void> {
    this.begin(target, 'UPDATE_IN_PROGRESS', REPLACEMENT);
    const made = await this.props.provisioner.create(this.props.stack, target, this.signal);
    this.complete(target, 'UPDATE_COMPLETE', made);
  }

  /** Nothing is done, but policies and dependencies may be new, and what failed before it changed anything is well again. */
  private keep(target: Target, existing: StackResource): void {
    const { stack } = this.props;
    const kept: StackResource = { ...existing, definition: target.definition, dependencies: target.dependencies };
    if (existing.status === 'UPDATE_FAILED') stack.put({ ...kept, status: 'UPDATE_COMPLETE' });
    else stack.resources.set(target.logicalId, kept);
  }

  private async update(target: Target, existing: StackResource): Promise<void> {
    const { stack, provisioner } = this.props;
    // From here on the new properties count, even if this fails: the rollback's Update has to lead away from them.
    stack.put({ ...existing, ...target, status: 'UPDATE_IN_PROGRESS' });
    const made = await provisioner.update(stack, existing, target, this.signal);
    this.complete(target, 'UPDATE_COMPLETE', made);
    if (made.physicalId !== existing.physicalId) this.obsolete.push({ because: 'former-id', resource: { ...existing, definition: target.definition } });
  }

  private async createThenDelete(target: Target, existing: StackResource): Promise<void> {
    // Whether the old one is kept is for the new template to say.
    this.obsolete.push({ because: 'replaced', resource: { ...existing, definition: { ...existing.definition, UpdateReplacePolicy: target.definition.UpdateReplacePolicy } } });
    await this.recreate(target);
  }

  private async deleteThenCreate(target: Target, existing: StackResource): Promise<void> {
    const { stack, provisioner } = this.props;
    const { physicalId = '' } = existing;
    this.remade.add(target.logicalId);
    stack.put({ ...existing, status: 'UPDATE_IN_PROGRESS' }, REPLACEMENT);
    if (target.definition.UpdateReplacePolicy === 'Retain') {
      stack.report(existing, 'DELETE_SKIPPED');
    } else {
      stack.report(existing, 'DELETE_IN_PROGRESS');
      await provisioner.delete(stack, existing, physicalId);
      stack.report(existing, 'DELETE_COMPLETE');
    }
    await this.recreate(target);
  }

  private begin(target: Target, status: ResourceStatus, reason?: string): void {
    this.props.stack.put({ ...target, status, attributes: {}, noEcho: false }, reason);
  }

  private complete(target: Target, status: ResourceStatus, made: Provisioned): void {
    const { stack } = this.props;
    const resource: StackResource = { ...target, noEcho: false, ...made, status };
    // The operation was given up while this was made: it exists, and has to be undone with the rest.
    if (this.signal.aborted) {
      stack.resources.set(target.logicalId, resource);
      throw new ResourceFailure('cancelled', made.physicalId);
    }
    stack.put(resource);
  }

  private fail(logicalId: string, before: StackResource | undefined, error: unknown): void {
    const { stack } = this.props;
    const cancelled = this.signal.aborted;
    const creating = before === undefined;
    const reason = cancelled ? `Resource ${creating ? 'creation' : 'update'} cancelled` : Object(error).message as string;
    const failed = stack.resources.get(logicalId) ?? this.unresolved(logicalId);
    const physicalId = failed.physicalId ?? (error instanceof ResourceFailure ? error.physicalId : undefined);
    if (creating) stack.put({ ...failed, physicalId, status: 'CREATE_FAILED' }, reason);
    else stack.put({ ...this.afterFailedUpdate({ ...failed, physicalId }, before, error), status: 'UPDATE_FAILED' }, reason);
    if (!cancelled) this.giveUp({ logicalId, reason });
  }

  /** What the resource is taken for from now on: a rollback leads away from that. */
  private afterFailedUpdate(failed: StackResource, before: StackResource, error: unknown): StackResource {
    const { undoing, unknowns } = this.props;
    const inPlace = failed.physicalId === before.physicalId;
    // A rollback that failed can be continued, and has to try this again then.
    if (undoing !== undefined) return { ...before, physicalId: failed.physicalId };
    if (this.signal.aborted || !inPlace) return failed;
    if (!isCustomResource(failed.type)) return unknowns.failedUpdateOfNativeResource === 'is-left' ? before : failed;
    const answered = error instanceof ResourceFailure && error.physicalId !== undefined ? error.physicalId : before.physicalId;
    if (answered === before.physicalId || unknowns.idOfFailedUpdate === 'ignored') return failed;
    if (unknowns.idOfFailedUpdate === 'deleted') this.obsolete.push({ because: 'replaced', resource: before });
    return { ...failed, physicalId: answered };
  }

  private giveUp(failure: Failure): void {
    const { cancellation, onFailure, undoing } = this.props;
    this.failures.push(failure);
    onFailure(failure);
    // A rollback goes on with everything that does not depend on what failed.
    if (undoing === undefined) cancellation.abort();
  }

  /** A resource whose properties could not even be resolved. */
  private unresolved(logicalId: string): StackResource {
    const definition = this.props.template.Resources[logicalId];
    return { logicalId, type: definition.Type, definition, dependencies: [], properties: {}, status: 'CREATE_FAILED', attributes: {}, noEcho: false };
  }

  private get signal(): AbortSignal {
    return this.props.cancellation.signal;
  }
}
