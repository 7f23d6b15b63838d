/** The provider framework's events in the domain's words, and the physical id that carries a move's identity. */
import { createHash } from 'node:crypto';
import { identityOf, MoveDeclaration, Stage } from '../../src/contract/declaration';
import { fromProperties } from '../../src/contract/properties';
import { Properties } from '../../src/contract/property-codec';
import { MoveRequest } from '../engine/request-decision';

/** What both handlers get: CloudFormation's request, with the physical id once there is one. */
export interface ProviderEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType?: string;
  readonly PhysicalResourceId?: string;
  /** Added by `onEvent`, in milliseconds since the epoch. */
  readonly ReceivedAt?: string;
  readonly ResourceProperties: Properties;
  /** Update only. */
  readonly OldResourceProperties?: Properties;
}

const DIGEST_CHARACTERS = 12;

/**
 * `vpn-…/owner/move`. It never changes in an update, so CloudFormation never sends a Delete for an old one; and it tells
 * at any later time, without a record, which move the resource was made for.
 */
export function physicalResourceIdOf(event: ProviderEvent): string {
  const declaration = fromProperties(event.ResourceProperties);
  return [declaration.vpnConnectionId, digest(ownerOf(event)), digest(identityOf(declaration))].join('/');
}

/** @returns nothing for a Delete whose properties were never valid. @throws when those of a Create or Update are not. */
export function moveRequestOf(event: ProviderEvent): Omit<MoveRequest, 'sameMove'> | undefined {
  try {
    const declaration = fromProperties(event.ResourceProperties);
    const former = event.RequestType === 'Update' ? declarationBefore(event) : undefined;
    return {
      type: event.RequestType,
      requestId: event.RequestId,
      owner: ownerOf(event),
      moveIdentity: digest(identityOf(declaration)),
      declaration,
      ...former === undefined ? {} : { former: [former] },
      ...event.ReceivedAt === undefined ? {} : { receivedAt: Number(event.ReceivedAt) },
    };
  } catch (error) {
    if (event.RequestType === 'Delete') return undefined;
    throw error;
  }
}

/** Whether the properties still describe the move that the physical id was made for, or at least the one they described before. */
export function isSameMove(event: ProviderEvent, request: Pick<MoveRequest, 'moveIdentity'>): boolean {
  if (event.RequestType !== 'Update' || event.PhysicalResourceId?.split('/')[2] === request.moveIdentity) return true;
  const old = declarationBefore(event);
  return old !== undefined && digest(identityOf(old)) === request.moveIdentity;
}

/** An Update from properties that this handler had refused tells nothing about the stage the resource was in. */
export function previousStageOf(event: ProviderEvent): { readonly previousStage?: Stage } {
  const old = event.RequestType === 'Update' ? declarationBefore(event) : undefined;
  return old === undefined ? {} : { previousStage: old.stage };
}

/** Short enough for a physical id, and long enough for what one stack holds. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_CHARACTERS);
}

function declarationBefore(event: ProviderEvent): MoveDeclaration | undefined {
  try {
    return event.OldResourceProperties && fromProperties(event.OldResourceProperties);
  } catch {
    return undefined;
  }
}

function ownerOf(event: ProviderEvent): string {
  return `${event.StackId}|${event.LogicalResourceId}`;
}
