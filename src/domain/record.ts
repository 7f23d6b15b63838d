/**
 * The durable record of a connection's moves: one small head per connection, one immutable backup per operation.
 *
 * Every function here is a pure transition from one head to the next. The store writes a head only if the one it
 * replaces still has the revision that was read, so two writers can never both win.
 */
import { CustomerGatewayChange } from './declaration';
import { Gateway } from './gateway';
import { Survey } from './observation';
import { MovePlan } from './plan';

/** `forward` is towards the declared gateway, `back` towards where the connection came from. */
export type Intent = 'forward' | 'back';

/** Only an `open` record is acted on; the closed ones never are by themselves. */
export type Status = 'open' | 'completed' | 'restored' | 'held';

export interface RecordHead {
  readonly vpnConnectionId: string;
  /** Grows by one with every write; a write names the revision it replaces. */
  readonly revision: number;
  /** The custom resource that owns this operation: stack id and logical id. */
  readonly owner: string;
  /** The declaration's identity, so that a later deployment can tell whether it continues this move. */
  readonly moveIdentity: string;
  readonly from: Gateway;
  readonly to: Gateway;
  readonly customerGateway?: CustomerGatewayChange;
  readonly operationId: string;
  /** The CloudFormation request that drives the operation now, and those that have been told to step aside. */
  readonly requestId: string;
  readonly supersededRequestIds: readonly string[];
  readonly lease?: Lease;
  readonly status: Status;
  readonly intent: Intent;
  /** When the present intent began, in milliseconds since the epoch; its deadline counts from here. */
  readonly intentSince: number;
  readonly startedAt: number;
  /** When the first change that interrupts traffic was about to be made. */
  readonly interruptedSince?: number;
  /** When EC2 took this intent's ModifyVpnConnection, as far as it was recorded: whoever finds the connection back then did not lose it. */
  readonly modifyTakenAt?: number;
  readonly closedAt?: number;
  /** The first thing that went wrong. Later ones are consequences and only logged. */
  readonly cause?: string;
  /** What a held operation left undone. */
  readonly missing?: readonly string[];
  readonly transitGatewayAttachmentId?: string;
  /** Resources that were deleted, each by its last Delete: their Create may still be on its way. */
  readonly goneOwners?: { readonly [owner: string]: Gone };
}

export interface Gone {
  readonly requestId: string;
  /** When the Delete was about to be answered, in milliseconds since the epoch. */
  readonly at: number;
}

export interface Lease {
  readonly holder: string;
  readonly until: number;
}

/** Everything that was there before the first change, and what is to be done. Written once, before it. */
export interface Backup {
  readonly vpnConnectionId: string;
  readonly operationId: string;
  readonly writtenAt: number;
  /** The operation whose plan this one carries on with. */
  readonly continues?: string;
  readonly plan: MovePlan;
  readonly survey: Survey;
}

/** Longer than the slowest batch: every batch starts with a fresh lease, every call in it is bounded. */
export const LEASE_SECONDS = 60;

/** Superseded request ids to keep: far more than CloudFormation can have under way for one resource. */
const SUPERSEDED_MAX = 20;

export function openedHead(previous: RecordHead | undefined, operation: Pick<RecordHead,
'vpnConnectionId' | 'owner' | 'moveIdentity' | 'from' | 'to' | 'customerGateway' | 'operationId' | 'requestId' | 'intent' | 'cause'>,
holder: string, now: number): RecordHead {
  return {
    ...operation,
    ...previous?.goneOwners === undefined ? {} : { goneOwners: previous.goneOwners },
    revision: (previous?.revision ?? 0) + 1,
    supersededRequestIds: superseding(previous, operation.requestId),
    lease: leaseFrom(holder, now),
    status: 'open',
    intentSince: now,
    startedAt: now,
  };
}

/**
 * Another request takes the operation over, and turns it back if it wants that: in one write, or a death between two
 * would leave a Delete that drives forward. The lease changes hands only when the old one is free or has run out.
 */
export function takenOver(head: RecordHead, requestId: string, turnBack: string | undefined, now: number): RecordHead {
  const turned = turnBack === undefined || head.intent === 'back' ? { ...head, revision: head.revision + 1 } : turnedBack(head, turnBack, now);
  return { ...turned, requestId, supersededRequestIds: superseding(head, requestId) };
}

export function leased(head: RecordHead, holder: string, now: number): RecordHead {
  return { ...head, revision: head.revision + 1, lease: leaseFrom(holder, now) };
}

export function released(head: RecordHead): RecordHead {
  const { lease, ...rest } = head;
  return { ...rest, revision: head.revision + 1 };
}

export function turnedBack(head: RecordHead, cause: string, now: number): RecordHead {
  const { modifyTakenAt, ...rest } = head;
  return { ...rest, revision: head.revision + 1, intent: 'back', intentSince: now, cause: head.cause ?? cause };
}

export function interrupted(head: RecordHead, now: number): RecordHead {
  return head.interruptedSince !== undefined ? head : { ...head, interruptedSince: now };
}

/**
 * A Delete leaves its mark on the head before it is answered, even if its resource owns nothing: a Create of it that is
 * looking around at this moment then finds the revision moved, and learns that its time is over.
 */
export function ownerGone(head: RecordHead | undefined, operation: Parameters<typeof openedHead>[1], now: number): RecordHead {
  // Where there was no head, this one stands for no operation, so it is nobody's.
  const present = head ?? { ...released(openedHead(undefined, { ...operation, owner: '' }, '', now)), revision: 0, status: 'restored' as const, closedAt: now };
  const gone: Gone = { requestId: operation.requestId, at: now };
  return { ...present, revision: present.revision + 1, goneOwners: { ...present.goneOwners, [operation.owner]: gone } };
}

/** An operation that was opened beside a refusal of its own request, and given up before anything was changed. */
export function unopened(head: RecordHead, previous: RecordHead | undefined, cause: string, now: number): RecordHead {
  return previous === undefined ? closed(head, { status: 'restored', cause }, now) : { ...previous, revision: head.revision + 1 };
}

export function modified(head: RecordHead, now: number): RecordHead {
  return { ...head, modifyTakenAt: now };
}

export function closed(head: RecordHead, ending: {
  readonly status: Exclude<Status, 'open'>;
  readonly cause?: string;
  readonly missing?: readonly string[];
  readonly transitGatewayAttachmentId?: string;
}, now: number): RecordHead {
  return {
    ...released(head),
    status: ending.status,
    closedAt: now,
    ...(head.cause ?? ending.cause) !== undefined ? { cause: head.cause ?? ending.cause } : {},
    ...ending.missing !== undefined && ending.missing.length > 0 ? { missing: ending.missing } : {},
    ...ending.transitGatewayAttachmentId !== undefined ? { transitGatewayAttachmentId: ending.transitGatewayAttachmentId } : {},
  };
}

/** Whether somebody else is at work under a lease that has not run out. */
export function leasedToAnother(head: RecordHead, holder: string, now: number): boolean {
  return head.lease !== undefined && head.lease.holder !== holder && head.lease.until > now;
}

function leaseFrom(holder: string, now: number): Lease {
  return { holder, until: now + LEASE_SECONDS * 1000 };
}

function superseding(head: RecordHead | undefined, requestId: string): readonly string[] {
  if (head === undefined) return [];
  const old = [...head.supersededRequestIds, head.requestId].filter((each) => each !== requestId);
  return [...new Set(old)].slice(-SUPERSEDED_MAX);
}
