/** The provider framework's events of the custom resources around a connection whose target changes. */
import { TargetRequest } from '../../../src/domain/target-change/course';
import { Part, TargetDeclaration } from '../../../src/domain/target-change/declaration';
import { AFTER_TYPE, BEFORE_TYPE, LAST_TYPE, targetFromProperties, TargetProperties } from '../../../src/domain/target-change/properties';
import { digest, ProviderEvent } from '../event';

const PARTS: ReadonlyMap<string | undefined, Part> = new Map([[LAST_TYPE, 'LAST'], [BEFORE_TYPE, 'BEFORE'], [AFTER_TYPE, 'AFTER']]);

/** Which of them a resource type is, or nothing when it is none. */
export function partOf(resourceType: string | undefined): Part | undefined {
  return PARTS.get(resourceType);
}

/**
 * Of the parts before and after the connection it stays what it is. So a rollback updates either back, wherever its turn comes: it only
 * deletes what it takes for replaced. That of the last contains the target, so that CloudFormation deletes the outdated one when all else
 * is done, also in a rollback: by then the connection has come to stand, wherever that is.
 */
export function targetPhysicalIdOf(part: Part, event: ProviderEvent): string {
  const { target, customerGatewayId } = declaredIn(part, event.ResourceProperties);
  if (part !== 'LAST' && event.PhysicalResourceId !== undefined) return event.PhysicalResourceId;
  return [part.toLowerCase(), digest(ownerOf(part, event)), ...part === 'LAST' ? [target.id, customerGatewayId] : []].join('/');
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

/** All parts, and every update of each, work on the record of the same owner. */
function ownerOf(part: Part, event: ProviderEvent): string {
  return `${event.StackId}|${declaredIn(part, event.ResourceProperties).connectionLogicalId}`;
}
