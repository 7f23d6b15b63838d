/** The provider framework's events of the two custom resources around a connection whose target changes. */
import { TargetRequest } from '../../../src/domain/target-change/course';
import { Part, TargetDeclaration } from '../../../src/domain/target-change/declaration';
import { AFTER_TYPE, BEFORE_TYPE, targetFromProperties, TargetProperties } from '../../../src/domain/target-change/properties';
import { digest, ProviderEvent } from '../event';

/** Which of the two a resource type is, or nothing when it is neither. */
export function partOf(resourceType: string | undefined): Part | undefined {
  if (resourceType === BEFORE_TYPE) return 'BEFORE';
  return resourceType === AFTER_TYPE ? 'AFTER' : undefined;
}

/**
 * It contains the target. So CloudFormation sends a Delete for the outdated one when all else is done, also in a rollback: by then
 * the connection has come to stand, wherever that is.
 */
export function targetPhysicalIdOf(part: Part, event: ProviderEvent): string {
  const { target, customerGatewayId } = declaredIn(part, event.ResourceProperties);
  return [part.toLowerCase(), digest(ownerOf(part, event)), target.id, customerGatewayId].join('/');
}

/** @returns nothing for a Delete whose properties were never valid. @throws when those of a Create or Update are not. */
export function targetRequestOf(part: Part, event: ProviderEvent): TargetRequest | undefined {
  try {
    const former = event.RequestType === 'Update' && event.OldResourceProperties !== undefined
      ? { former: declaredIn(part, event.OldResourceProperties) } : {};
    const declared = declaredIn(part, event.ResourceProperties);
    return { type: event.RequestType, requestId: event.RequestId, owner: ownerOf(part, event), declared, ...former };
  } catch (error) {
    if (event.RequestType === 'Delete') return undefined;
    throw error;
  }
}

function declaredIn(part: Part, properties: unknown): TargetDeclaration {
  return targetFromProperties(part, properties as TargetProperties);
}

/** Both parts, and every update of either, work on the record of the same owner. */
function ownerOf(part: Part, event: ProviderEvent): string {
  return `${event.StackId}|${declaredIn(part, event.ResourceProperties).connectionLogicalId}`;
}
