/** Create, update and delete of a whole stack, with the rollbacks and clean-up phases that belong to each. */
import { setMaxListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { Dependencies } from './dependencies';
import { resolve } from './intrinsics';
import { Provisioner } from './provisioner';
import { cleanUp, Occasion, removeAll } from './removal';
import { Place, TemplateScope } from './scope';
import { ObsoleteResource, Stack, StackSource, StackStatus } from './stack';
import { StackExports } from './stack-exports';
import { Template, ValidationError } from './template';
import { Failure, TemplateApplication, Undoing } from './template-application';
import { checkResources } from './template-check';
import { Unknowns } from './unknowns';

export interface Outcome {
  readonly changed: boolean;
  readonly failures: readonly Failure[];
}

type Parameters = Readonly<Record<string, string>>;

/** A template checked against the stack that is to be brought to it. */
interface Plan extends StackSource {
  readonly scope: TemplateScope;
  readonly dependencies: Dependencies;
}

export class StackOperations {
  private readonly exports = new StackExports();
  private readonly cancellations = new Map<Stack, AbortController>();
  private readonly failedRollbacks = new Map<Stack, Undoing>();

  constructor(
    private readonly place: Place,
    private readonly provisioner: Provisioner,
    private readonly systemsManager: Parameters,
    private readonly unknowns: Unknowns,
  ) {}

  /** `begun` is called once the template has passed the checks, and the stack exists. */
  async create(stack: Stack, template: Template, parameters: Parameters, begun: () => void): Promise<Outcome> {
    const plan = this.plan(stack, { template, parameters });
    begun();
    stack.requested = template;
    stack.setStatus('CREATE_IN_PROGRESS', 'User Initiated');
    const application = await this.bring(stack, plan, 'ROLLBACK_IN_PROGRESS');
    if (application.failures.length === 0) {
      stack.setStatus('CREATE_COMPLETE');
    } else {
      const failed = await removeAll(stack, this.provisioner, 'creation-rolled-back');
      if (failed.length === 0) this.exports.forget(stack);
      stack.setStatus(failed.length > 0 ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE', notDeleted(failed));
    }
    return { changed: true, failures: application.failures };
  }

  async update(stack: Stack, template: Template, given: Parameters): Promise<Outcome> {
    const before = sourceOf(stack);
    const plan = this.plan(stack, { template, parameters: { ...declaredIn(template, before.parameters), ...given } });
    if (asksForNothing(before, plan)) return { changed: false, failures: [] };
    stack.requested = template;
    stack.setStatus('UPDATE_IN_PROGRESS', 'User Initiated');
    const application = await this.bring(stack, plan, 'UPDATE_ROLLBACK_IN_PROGRESS');
    // Asked of the stack: a cancelled update is rolled back without any failure of its own.
    if (stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') {
      await this.rollBack(stack, { replaced: application.obsolete, remade: application.remade, touched: application.touched });
    } else {
      stack.setStatus('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
      stack.setStatus('UPDATE_COMPLETE', orphaned(await this.cleanUp(stack, application.obsolete, 'removal')));
    }
    return { changed: true, failures: application.failures };
  }

  /** [ContinueUpdateRollback API reference] */
  async continueUpdateRollback(stack: Stack, skipped: readonly string[]): Promise<Outcome> {
    const undoing = this.failedRollbacks.get(stack);
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || undoing === undefined) {
      throw new ValidationError(`Stack:${stack.id} is in ${stack.status} state and can not continue its rollback.`);
    }
    const wrong = skipped.filter((logicalId) => stack.resources.get(logicalId)?.status !== 'UPDATE_FAILED');
    if (wrong.length > 0) throw new ValidationError(`Only resources whose rollback failed can be skipped, which [${wrong.join(', ')}] are not.`);
    stack.setStatus('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
    // What an earlier attempt has passed over counts as rolled back.
    return { changed: true, failures: await this.rollBack(stack, { ...undoing, skipped: [...undoing.skipped ?? [], ...skipped] }) };
  }

  cancelUpdate(stack: Stack): void {
    const cancellation = this.cancellations.get(stack);
    if (stack.status !== 'UPDATE_IN_PROGRESS' || cancellation === undefined) {
      throw new ValidationError(`CancelUpdateStack cannot be called from current stack status: ${stack.status}`);
    }
    stack.setStatus('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
    cancellation.abort();
  }

  async delete(stack: Stack, retained: readonly string[] = []): Promise<void> {
    if (stack.status.endsWith('_IN_PROGRESS')) throw new ValidationError(`Stack:${stack.id} is in ${stack.status} state and can not be deleted.`);
    const wrong = retained.filter((logicalId) => stack.status !== 'DELETE_FAILED' || stack.resources.get(logicalId)?.status !== 'DELETE_FAILED');
    if (wrong.length > 0) throw new ValidationError(`Only resources whose deletion failed can be retained, which [${wrong.join(', ')}] are not.`);
    const before = stack.status;
    stack.setStatus('DELETE_IN_PROGRESS', 'User Initiated');
    const used = this.exports.reasonAgainst(stack, new Map());
    // [rlister/stax #40 and serverless #3935 saw it at AWS: the stack is as it was, and the event says why]
    if (used !== undefined) return stack.setStatus(before, used);
    const failed = await removeAll(stack, this.provisioner, 'removal', retained);
    if (failed.length === 0) this.exports.forget(stack);
    stack.setStatus(failed.length > 0 ? 'DELETE_FAILED' : 'DELETE_COMPLETE', notDeleted(failed));
  }

  private async bring(stack: Stack, plan: Plan, onFailure: StackStatus): Promise<TemplateApplication> {
    const cancellation = new AbortController();
    // Each custom resource under way listens, however many there are.
    setMaxListeners(0, cancellation.signal);
    this.cancellations.set(stack, cancellation);
    const application = new TemplateApplication({
      ...plan,
      stack,
      provisioner: this.provisioner,
      unknowns: this.unknowns,
      cancellation,
      onFailure: ({ logicalId }) => stack.setStatus(onFailure, `The following resource(s) failed: [${logicalId}].`),
    });
    await application.run(() => this.publishOutputs(stack, plan));
    this.cancellations.delete(stack);
    return application;
  }

  private async rollBack(stack: Stack, undoing: Undoing): Promise<readonly Failure[]> {
    const { provisioner, unknowns } = this;
    const plan = this.plan(stack, sourceOf(stack));
    const application = new TemplateApplication({
      ...plan, stack, provisioner, unknowns, undoing, cancellation: new AbortController(), onFailure: () => undefined,
    });
    await application.run(() => this.publishOutputs(stack, plan));
    const failed = application.failures.map(({ logicalId }) => logicalId);
    if (failed.length > 0) {
      this.failedRollbacks.set(stack, { ...undoing, replaced: [], left: application.obsolete, touched: application.touched });
      stack.setStatus('UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${failed.join(', ')}].`);
      return application.failures;
    }
    this.failedRollbacks.delete(stack);
    stack.setStatus('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    stack.setStatus('UPDATE_ROLLBACK_COMPLETE', orphaned(await this.cleanUp(stack, application.obsolete, 'creation-rolled-back')));
    return [];
  }

  private async cleanUp(stack: Stack, obsolete: readonly ObsoleteResource[], occasion: Occasion): Promise<readonly string[]> {
    return cleanUp(stack, this.provisioner, obsolete, occasion, this.unknowns.deletesInCleanUp === 'once' ? 1 : 3);
  }

  private plan(stack: Stack, source: StackSource): Plan {
    this.exports.begin(stack);
    const scope = new TemplateScope({
      ...this.place,
      ...source,
      stackName: stack.name,
      stackId: stack.id,
      systemsManager: this.systemsManager,
      exported: (name) => this.exports.importedBy(stack, name),
      resource: (logicalId) => {
        const { physicalId, attributes = {} } = stack.resources.get(logicalId) ?? {};
        return physicalId === undefined ? undefined : { physicalId, attributes };
      },
    });
    return { ...source, scope, dependencies: checkResources(source.template, scope, this.provisioner) };
  }

  /** The last thing an operation does before it has succeeded: from here on the stack is what the template says. */
  private publishOutputs(stack: Stack, { template, parameters, scope }: Plan): void {
    const present = Object.entries(template.Outputs ?? {}).filter(([, { Condition: name }]) => name === undefined || scope.condition(name));
    const outputs = present.map(([name, { Value: value, Export: exported }]) => ({
      name, value: resolve(value, scope), exported: exported && resolve(exported.Name, scope),
    }));
    const exported = outputs.filter((each) => each.exported !== undefined);
    this.exports.publish(stack, new Map(exported.map((each) => [String(each.exported), each.value])));
    stack.outputs = Object.fromEntries(outputs.map(({ name, value }) => [name, String(value)]));
    stack.source = { template, parameters };
  }
}

function sourceOf(stack: Stack): StackSource {
  if (stack.source === undefined) throw new ValidationError(`Stack:${stack.id} was never created completely and can not be updated.`);
  return stack.source;
}

/** Values given earlier stay in force, as with `UsePreviousValue`. */
function declaredIn(template: Template, parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => Object.hasOwn(template.Parameters ?? {}, name)));
}

/** CloudFormation's "No updates are to be performed". */
function asksForNothing(before: StackSource, after: StackSource): boolean {
  return isDeepStrictEqual(before.parameters, after.parameters)
    && isDeepStrictEqual(withoutMetadata(before.template), withoutMetadata(after.template));
}

function withoutMetadata(template: Template): unknown {
  return JSON.parse(JSON.stringify(template, (key, value: unknown) => (key === 'Metadata' ? undefined : value)));
}

function notDeleted(logicalIds: readonly string[]): string | undefined {
  return logicalIds.length === 0 ? undefined : `The following resource(s) failed to delete: [${logicalIds.join(', ')}].`;
}

function orphaned(logicalIds: readonly string[]): string | undefined {
  return logicalIds.length === 0 ? undefined : `One or more resources could not be deleted: [${logicalIds.join(', ')}].`;
}
