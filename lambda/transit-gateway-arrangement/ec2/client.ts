/** The one client, and how its refusals are read. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { FAULT_CODES, THROTTLING_CODES } from '../../passing-codes';
import { REQUEST_BOUNDS } from '../../request-bounds';
import { wordsOf } from '../../service-words';

export const ec2 = new EC2Client({ requestHandler: REQUEST_BOUNDS });

const PASSING_CODES = new Set<string>([
  ...THROTTLING_CODES, ...FAULT_CODES, 'TimeoutError', 'IncorrectState', 'InvalidState',
  // A new attachment may be seen by one describe and not yet by the next call.
  'InvalidTransitGatewayAttachmentID.NotFound',
]);

/** Whether the next poll may succeed where this one did not. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && PASSING_CODES.has(error.name);
}

/** Whether what the call named is not there; EC2 spells the codes of one kind differently [2.3]. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && (error.name.endsWith('.NotFound') || error.name === 'InvalidID');
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnauthorizedOperation';
}

export function refusal(what: string, error: unknown): Error {
  return new Error(`${what}: ${error instanceof Error ? `${error.name}: ` : ''}${wordsOf(error)}`);
}
