/** Deleting resources, the ones that need others before those they need; what is to be retained is only let go of. */
import { reversed, visitInOrder } from './dependencies';
import { Provisioner } from './provisioner';
import { ObsoleteResource, Stack, StackResource } from './stack';

/** Whether resources go because the operation that made them is rolled back, or because nobody wants them any more. */
export type Occasion = 'creation-rolled-back' | 'removal';

/** Everything a stack has. What could not be deleted stays in it; answers the logical ids of that. */
export async function removeAll(
  stack: Stack, provisioner: Provisioner, occasion: Occasion, toRetain: readonly string[] = [],
): Promise<readonly string[]> {
  const resources = [...stack.resources.values()];
  const failed: string[] = [];
  await visitInOrder(reversed(dependenciesAmong(resources)), async (logicalId) => {
    const resource = stack.resources.get(logicalId);
    if (resource === undefined) return true;
    const retained = toRetain.includes(logicalId) || isRetained(resource, occasion);
    const gone = await removed(stack, provisioner, resource, retained);
    if (gone) forget(stack, resource, retained);
    else failed.push(logicalId);
    return gone;
  });
  return failed;
}

/**
 * What an update, or its rollback, left behind. CloudFormation does not fail over what cannot be deleted: after the last
 * attempt it is orphaned. Answers what that is.
 */
export async function cleanUp(
  stack: Stack, provisioner: Provisioner, obsolete: readonly ObsoleteResource[], occasion: Occasion, attempts: number,
): Promise<readonly string[]> {
  const failed = await attemptCleanUp(stack, provisioner, obsolete, occasion);
  if (failed.length > 0 && attempts > 1) return cleanUp(stack, provisioner, failed, occasion, attempts - 1);
  return failed.map(({ resource }) => resource.logicalId);
}

async function attemptCleanUp(
  stack: Stack, provisioner: Provisioner, obsolete: readonly ObsoleteResource[], occasion: Occasion,
): Promise<readonly ObsoleteResource[]> {
  const failed: ObsoleteResource[] = [];
  await visitInOrder(reversed(dependenciesAmong(obsolete.map(({ resource }) => resource))), async (logicalId) => {
    for (const each of obsolete.filter(({ resource }) => resource.logicalId === logicalId)) {
      const retained = each.because === 'removed' ? isRetained(each.resource, occasion) : each.resource.definition.UpdateReplacePolicy === 'Retain';
      if (!await removed(stack, provisioner, each.resource, retained)) failed.push(each);
    }
    return true;
  });
  return failed;
}

/** What was never made is not heard of again [localstack's recordings of AWS, test_describe_failed_resource]. */
function forget(stack: Stack, resource: StackResource, retained: boolean): void {
  stack.resources.delete(resource.logicalId);
  if (resource.physicalId === undefined) return;
  stack.deleted.set(resource.logicalId, { ...resource, status: retained ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE' });
}

async function removed(stack: Stack, provisioner: Provisioner, resource: StackResource, retained: boolean): Promise<boolean> {
  const current = stack.resources.get(resource.logicalId) === resource;
  const note = (status: 'DELETE_IN_PROGRESS' | 'DELETE_FAILED', reason?: string) =>
    (current ? stack.put({ ...resource, status }, reason) : stack.report(resource, status, reason));
  if (retained) {
    stack.report(resource, 'DELETE_SKIPPED');
    return true;
  }
  try {
    if (resource.physicalId !== undefined) {
      note('DELETE_IN_PROGRESS');
      await provisioner.delete(stack, resource, resource.physicalId);
    }
    stack.report(resource, 'DELETE_COMPLETE');
    return true;
  } catch (error) {
    note('DELETE_FAILED', Object(error).message as string);
    return false;
  }
}

/** RetainExceptOnCreate gives up its resource when the operation that made it is rolled back; Retain never does. */
function isRetained({ definition }: StackResource, occasion: Occasion): boolean {
  return definition.DeletionPolicy === 'Retain' || (definition.DeletionPolicy === 'RetainExceptOnCreate' && occasion === 'removal');
}

function dependenciesAmong(resources: readonly StackResource[]): ReadonlyMap<string, readonly string[]> {
  const ids = new Set(resources.map(({ logicalId }) => logicalId));
  const merged = new Map<string, Set<string>>([...ids].map((logicalId) => [logicalId, new Set()]));
  for (const { logicalId, dependencies } of resources) for (const each of dependencies) if (ids.has(each)) merged.get(logicalId)?.add(each);
  return new Map([...merged].map(([logicalId, needed]) => [logicalId, [...needed]]));
}
