/** The provider framework's events of the custom resources around connections that are edited. */
import { digest, ProviderEvent } from './event';
import { Properties } from '../../src/contract/property-codec';
import { Part, TargetDeclaration } from '../../src/contract/target-declaration';
import {
  afterPartFromProperties, declaredByLast, targetFromProperties, WatchedConnection, watchedFromProperties,
} from '../../src/contract/target-properties';
import { TargetRequest } from '../engine/target-change/request-decision';

/**
 * Of the parts before and after the connection it stays what it is. So a rollback updates either back, wherever its turn comes: it only
 * deletes what it takes for replaced. That of the last contains where each connection is to stand and what leads there, so that
 * CloudFormation deletes the outdated one when all else is done, also in a rollback: by then the connections have come to stand, wherever
 * that is.
 */
export function targetPhysicalIdOf(part: Part, event: ProviderEvent): string {
  if (part === 'LAST') {
    const locations = watchedIn(event).map(({ roleArn, ...standing }) => standing);
    return ['last', digest(`${event.StackId}|${event.LogicalResourceId}`), digest(JSON.stringify(locations))].join('/');
  }
  return event.PhysicalResourceId ?? [part.toLowerCase(), digest(ownerOf(event.StackId, declaredIn(part, event.ResourceProperties)))].join('/');
}

/** What the request asks for a connection, and in which role. */
export interface RequestInRole {
  readonly request: TargetRequest;
  /** Whatever is in the event. */
  readonly role: { readonly RoleArn?: unknown };
}

/** @returns nothing for a Delete whose properties were never valid. @throws when those of a Create or Update are not. */
export function targetRequestsOf(part: Part, event: ProviderEvent): RequestInRole[] {
  try {
    return part === 'LAST' ? lastRequests(event) : [partRequest(part, event)];
  } catch (error) {
    if (event.RequestType === 'Delete') return [];
    throw error;
  }
}

/** The last part has something to do when its outdated id is deleted, and then for each connection. */
function lastRequests(event: ProviderEvent): RequestInRole[] {
  const watched = watchedIn(event);
  if (event.RequestType !== 'Delete') return [];
  return watched.map((each) => {
    const declared = declaredByLast(each);
    return { request: { type: 'Delete', requestId: event.RequestId, owner: ownerOf(event.StackId, declared), declared }, role: { RoleArn: each.roleArn } };
  });
}

function partRequest(part: Part, event: ProviderEvent): RequestInRole {
  const former = event.RequestType === 'Update' && event.OldResourceProperties !== undefined
    ? { former: declaredIn(part, event.OldResourceProperties) } : {};
  const declared = declaredIn(part, event.ResourceProperties);
  const request = { type: event.RequestType, requestId: event.RequestId, owner: ownerOf(event.StackId, declared), declared, ...former };
  return { request, role: event.ResourceProperties };
}

function watchedIn({ ResourceProperties }: ProviderEvent): readonly WatchedConnection[] {
  return watchedFromProperties(ResourceProperties);
}

function declaredIn(part: Part, properties: Properties): TargetDeclaration {
  return part === 'AFTER' ? afterPartFromProperties(properties) : targetFromProperties(properties);
}

/** All parts, and every update of each, work on the record of the same owner. */
function ownerOf(stackId: string, { connectionLogicalId }: TargetDeclaration): string {
  return `${stackId}|${connectionLogicalId}`;
}
