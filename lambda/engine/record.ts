/**
 * The durable record of a connection's moves: one small head per connection, one immutable backup per operation.
 *
 * Every function here is a pure transition from one head to the next. The store writes a head only if the one it
 * replaces still has the revision that was read, so two writers can never both win.
 */
import { Snapshot } from './observation';
import { MovePlan } from './plan';
import { CustomerGatewayChange, MoveDeclaration } from '../../src/contract/declaration';
import { Finding } from '../../src/contract/finding';
import { Gateway } from '../../src/contract/gateway';
import { Direction, Milestone, Phase, reached } from '../../src/contract/phase';
import { LEASE_MS } from '../../src/contract/times';

/** `forward` is towards the declared gateway, `back` towards where the connection came from. */
export type Intent = Direction;

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
  /** The CloudFormation request that runs the operation now, and those that have been told to yield. */
  readonly requestId: string;
  readonly supersededRequestIds: readonly string[];
  /** When that request began: CloudFormation waits for its answer from then on. Absent where an earlier version opened the operation. */
  readonly drivenSince?: number;
  /** A held operation has one as long as whoever was at work may not have noticed: nothing is opened beside it. */
  readonly lease?: Lease;
  /** Who gets the lease next: an operator has asked for it while somebody else was at work, or might come first. */
  readonly promised?: Lease;
  /** What operators did to this operation. */
  readonly operatorActs?: readonly OperatorAction[];
  readonly status: Status;
  readonly intent: Intent;
  /** When the present intent began, in milliseconds since the epoch; its deadline counts from here. */
  readonly intentSince: number;
  readonly startedAt: number;
  /** When the first change that interrupts traffic was about to be made. */
  readonly interruptedSince?: number;
  /** When EC2 took this intent's ModifyVpnConnection, as far as it was recorded: whoever finds the connection back then did not lose it. */
  readonly modifyTakenAt?: number;
  /**
   * VPC route tables for which this operation, or the one whose plan it carries on with, has asked for propagation from the new gateway.
   * EC2 does not tell who switched one on: what is not in here somebody else did.
   */
  readonly propagationsSwitchedOn?: readonly string[];
  /** Whether it was rolled back for no other reason than that the connection was seen where it came from. */
  readonly cameBack?: boolean;
  /** When the new gateway of a replacement had proved itself at another VPC, and what the tables there had learnt from it. */
  readonly tested?: { readonly at: number; readonly learned: readonly string[] };
  /** When everything was first seen in its place, before it was verified. */
  readonly arrangedAt?: number;
  readonly closedAt?: number;
  /** The first thing that went wrong. Later ones are consequences and only logged. */
  readonly cause?: string;
  /** What a held operation left undone. */
  readonly missing?: readonly string[];
  /** What a completed one was not seen to reach: it stays, and somebody has to look. */
  readonly unverified?: string;
  readonly transitGatewayAttachmentId?: string;
  /** The digest of the plan that this operation carries out. */
  readonly planDigest?: string;
  /** The digests of the backup, and of the scripts beside it, as they were written. Absent where an earlier version opened it. */
  readonly backupDigest?: string;
  readonly recoveryDigests?: RecoveryDigests;
  /** What was given up at the end, so that it can be taken up again. */
  readonly finalized?: Finalization;
  /** The phases that this operation has reached; absent where a head stands for no operation that anybody is told of. */
  readonly timeline?: readonly Milestone[];
  /** How many of them have been announced, be it in vain. After a crash the rest is announced, some of it perhaps again. */
  readonly announced?: number;
  /** When the evidence of a closed operation had been written, and its last phase announced. */
  readonly concludedAt?: number;
  /** Resources that were deleted, each by its last Delete: their Create may still be on its way. */
  readonly goneOwners?: { readonly [owner: string]: DeletedOwner };
}

export interface DeletedOwner {
  readonly requestId: string;
  /** When the Delete was about to be answered, in milliseconds since the epoch. */
  readonly at: number;
}

/** A person at a terminal gave a command. */
export interface OperatorAction {
  readonly at: number;
  readonly by: string;
  readonly did: 'hold' | 'forward' | 'back' | 'unlock';
}

export interface Finalization {
  readonly at: number;
  /** VPC route tables into which the old virtual private gateway propagates no more. */
  readonly propagationsEnded: readonly string[];
}

/** Who is at work. It is renewed for as long as they are; once it is not, `runner/lease-watch` takes it for nobody's. */
export interface Lease {
  readonly holder: string;
  /** By the clock of whoever wrote it, for people and for earlier versions: nothing is decided over it. */
  readonly until: number;
  /** The head's revision with which it was last renewed: no two are the same. Absent where an earlier version wrote it. */
  readonly renewal?: number;
}

/** Everything that was there before the first change, and what is to be done. Written once, before it. */
export interface Backup {
  readonly vpnConnectionId: string;
  readonly operationId: string;
  readonly writtenAt: number;
  /** The operation whose plan this one carries on with. */
  readonly continues?: string;
  /** How many tunnels were UP before the first operation changed anything. */
  readonly tunnelsUp: number;
  /** Findings with which the move goes on all the same, because they were acknowledged. */
  readonly acceptedFindings?: readonly Finding[];
  readonly plan: MovePlan;
  /** For whoever goes on with the operation and declares something else, or nothing. Absent where an earlier version opened it. */
  readonly declaration?: MoveDeclaration;
  readonly survey: Snapshot;
  /** Of the text that was read, `sha256:…`: no part of it. */
  readonly digest?: string;
}

export interface RecoveryDigests {
  readonly back: string;
  readonly forward: string;
}

/** What an operator did to one operation is for people: so much of it as anybody reads. */
const OPERATOR_ACTS_MAX = 50;

/** Superseded request ids to keep: far more than CloudFormation can have under way for one resource. */
const SUPERSEDED_MAX = 20;

export function openedHead(previous: RecordHead | undefined, operation: Pick<RecordHead,
'vpnConnectionId' | 'owner' | 'moveIdentity' | 'from' | 'to' | 'customerGateway' | 'operationId' | 'requestId' | 'drivenSince' | 'intent' | 'cause' | 'planDigest'
| 'backupDigest' | 'recoveryDigests' | 'propagationsSwitchedOn'>,
holder: string, now: number): RecordHead {
  return {
    ...operation,
    timeline: [{ at: now, phase: 'STARTED', direction: operation.intent }],
    ...previous?.goneOwners === undefined ? {} : { goneOwners: previous.goneOwners },
    revision: (previous?.revision ?? 0) + 1,
    supersededRequestIds: superseding(previous, operation.requestId),
    lease: leaseFrom(holder, now, (previous?.revision ?? 0) + 1),
    status: 'open',
    intentSince: now,
    startedAt: now,
  };
}

/**
 * Another request takes the operation over, and turns it back if it wants that: in one write, or a death between two
 * would leave a Delete that goes forward. The lease changes hands only when the old one is free or has run out.
 */
export function takenOver(
  head: RecordHead, request: { readonly requestId: string; readonly receivedAt?: number }, turnBack: string | undefined, now: number,
): RecordHead {
  const { requestId, receivedAt = now } = request;
  const { promised, cameBack, ...free } = head;
  // Whoever wants it back has a reason of their own.
  const kept = turnBack === undefined && cameBack ? { cameBack } : {};
  const turned = turnBack === undefined || head.intent === 'back' ? { ...free, ...kept, revision: head.revision + 1 } : rollbackBegun(free, turnBack, now);
  return { ...turned, requestId, drivenSince: receivedAt, supersededRequestIds: superseding(head, requestId) };
}

/** The next of the requests that carry one operation goes on with it, and has the time of its own request. */
export function resumed(head: RecordHead, request: { readonly requestId: string; readonly receivedAt?: number }, now: number): RecordHead {
  return { ...takenOver(head, request, undefined, now), intentSince: now };
}

/** The connection could not be brought back: it is to have its routes where it stands. */
export function directionForward(head: RecordHead): RecordHead {
  return { ...head, intent: 'forward' };
}

/**
 * An operator goes on with an open operation, or turns it back. It stays CloudFormation's: the request that waits for it goes on
 * waiting, and is answered as the operation ends. The lease is promised, so that whoever is at work gives it back to nobody else.
 */
export function operatorTookOver(head: RecordHead, act: OperatorAction, holder: string, turnBack?: string): RecordHead {
  const onward = { ...head, revision: head.revision + 1, intentSince: act.at };
  const turned = turnBack === undefined ? onward : rollbackBegun(head, turnBack, act.at);
  const freeAt = Math.max(act.at, head.lease?.until ?? 0);
  return { ...turned, ...actsWith(head, act), promised: leaseFrom(holder, freeAt, turned.revision) };
}

/**
 * An operator closes an open operation where it stands. Whoever is at work learns of it by its next write; until then its lease
 * stays, as its calls of EC2 may still be under way.
 */
export function heldByOperator(head: RecordHead, act: OperatorAction, cause: string, missing: readonly string[]): RecordHead {
  const { lease } = head;
  return { ...closed(head, { status: 'held', cause, missing }, act.at), ...actsWith(head, act), ...lease === undefined ? {} : { lease } };
}

/** An operator leaves: with the lease, or without waiting any longer for it. */
export function releasedByOperator(head: RecordHead, holder: string): RecordHead {
  const { lease, promised, ...rest } = head;
  return {
    ...rest,
    revision: head.revision + 1,
    ...lease === undefined || lease.holder === holder ? {} : { lease },
    ...promised === undefined || promised.holder === holder ? {} : { promised },
  };
}

/** An operator takes away a lease, or a promise of one, that nobody comes back for. */
export function unlocked(head: RecordHead, act: OperatorAction): RecordHead {
  const { promised, ...rest } = leaseReleased(head);
  return { ...rest, ...actsWith(head, act) };
}

export function leaseAcquired({ promised, ...head }: RecordHead, holder: string, now: number): RecordHead {
  return { ...head, revision: head.revision + 1, lease: leaseFrom(holder, now, head.revision + 1) };
}

export function leaseReleased(head: RecordHead): RecordHead {
  const { lease, ...rest } = head;
  return { ...rest, revision: head.revision + 1 };
}

export function rollbackBegun(head: RecordHead, cause: string, now: number, cameBack = false): RecordHead {
  const { modifyTakenAt, ...rest } = head;
  return {
    ...rest, ...timelineWith(head, now, 'TURNED_BACK'), revision: head.revision + 1, intent: 'back', intentSince: now, cause: head.cause ?? cause,
    ...cameBack ? { cameBack } : {},
  };
}

/** The connection had not come back: the move goes on from where it stands. */
export function rollbackCancelled({ cameBack, cause, ...head }: RecordHead, now: number): RecordHead {
  return { ...head, revision: head.revision + 1, intent: 'forward', intentSince: now };
}

export function interrupted(head: RecordHead, now: number): RecordHead {
  return head.interruptedSince !== undefined ? head : { ...head, interruptedSince: now };
}

/**
 * A Delete leaves its mark on the head before it is answered, even if its resource owns nothing: a Create of it that is
 * looking around at this moment then finds the revision moved, and learns that its time is over.
 */
export function ownerDeleted(head: RecordHead | undefined, operation: Parameters<typeof openedHead>[1], now: number): RecordHead {
  // Where there was no head, this one stands for no operation, so it is nobody's.
  const present = head ?? unannounced({ ...leaseReleased(openedHead(undefined, { ...operation, owner: '' }, '', now)), revision: 0, status: 'restored', closedAt: now });
  const gone: DeletedOwner = { requestId: operation.requestId, at: now };
  return { ...present, revision: present.revision + 1, goneOwners: { ...present.goneOwners, [operation.owner]: gone } };
}

/** An operation that was opened beside a refusal of its own request, and given up before anything was changed. */
export function openingAbandoned(head: RecordHead, previous: RecordHead | undefined, cause: string, now: number): RecordHead {
  return previous === undefined ? unannounced(closed(head, { status: 'restored', cause }, now)) : { ...previous, revision: head.revision + 1 };
}

/** What is about to be switched on is on the record before it is. */
export function propagationsRequested(head: RecordHead, routeTableIds: readonly string[]): RecordHead {
  const known = head.propagationsSwitchedOn ?? [];
  const all = [...new Set([...known, ...routeTableIds])];
  return all.length === known.length ? head : { ...head, propagationsSwitchedOn: all };
}

export function modified(head: RecordHead, now: number): RecordHead {
  return { ...head, ...timelineWith(head, now, 'MODIFIED'), modifyTakenAt: now };
}

export function tested(head: RecordHead, learned: readonly string[], now: number): RecordHead {
  return { ...head, revision: head.revision + 1, tested: { at: now, learned } };
}

export function targetConfigured(head: RecordHead, now: number): RecordHead {
  return { ...head, ...timelineWith(head, now, 'ARRANGED'), revision: head.revision + 1, arrangedAt: now };
}

export function closed(head: RecordHead, ending: {
  readonly status: Exclude<Status, 'open'>;
  readonly cause?: string;
  readonly missing?: readonly string[];
  readonly unverified?: string;
  readonly transitGatewayAttachmentId?: string;
}, now: number): RecordHead {
  const { promised, ...rest } = leaseReleased(head);
  return {
    ...rest,
    ...timelineWith(head, now, ...endingPhases(ending)),
    status: ending.status,
    closedAt: now,
    ...(head.cause ?? ending.cause) !== undefined ? { cause: head.cause ?? ending.cause } : {},
    ...ending.missing !== undefined && ending.missing.length > 0 ? { missing: ending.missing } : {},
    ...ending.unverified !== undefined ? { unverified: ending.unverified } : {},
    ...ending.transitGatewayAttachmentId !== undefined ? { transitGatewayAttachmentId: ending.transitGatewayAttachmentId } : {},
  };
}

/** Whether an operation has ended of which the evidence may be missing still. */
export function needsConclusion(head: RecordHead | undefined): head is RecordHead {
  return head !== undefined && head.status !== 'open' && head.timeline !== undefined && head.concludedAt === undefined;
}

export function concluded(head: RecordHead, now: number): RecordHead {
  return { ...head, revision: head.revision + 1, announced: head.timeline?.length ?? 0, concludedAt: now };
}

/** So many phases of the timeline have been announced by now. */
export function announced(head: RecordHead, count: number): RecordHead {
  return count === (head.announced ?? 0) ? head : { ...head, announced: count };
}

export function outcomeOf({ status, unverified }: RecordHead): 'migrated' | 'migrated-unverified' | 'moved-back' | 'held' {
  if (status === 'held') return 'held';
  if (status === 'restored') return 'moved-back';
  return unverified === undefined ? 'migrated' : 'migrated-unverified';
}

/** In seconds: what the device needed to bring up its tunnels is not in it. */
export function interruptionOf({ status, interruptedSince, arrangedAt, closedAt }: RecordHead): number {
  if (interruptedSince === undefined) return 0;
  const until = status === 'completed' ? arrangedAt ?? closedAt : closedAt;
  return Math.ceil(((until ?? interruptedSince) - interruptedSince) / 1000);
}

/** What is given up is on the record before it is: whoever takes it up again knows what there was. */
export function finalizing(head: RecordHead, propagationsEnded: readonly string[], now: number): RecordHead {
  const ended = [...new Set([...head.finalized?.propagationsEnded ?? [], ...propagationsEnded])];
  return { ...head, revision: head.revision + 1, finalized: { at: now, propagationsEnded: ended } };
}

export function unfinalized(head: RecordHead): RecordHead {
  const { finalized, ...rest } = head;
  return { ...rest, revision: head.revision + 1 };
}

/** A head that stands for no operation, or for none that anybody is told of. */
export function unannounced(head: RecordHead): RecordHead {
  const { timeline, announced: _, ...rest } = head;
  return rest;
}

/** Where everything stands at once nothing is waited for in between. */
function endingPhases({ status, unverified }: { readonly status: Exclude<Status, 'open'>; readonly unverified?: string }): Phase[] {
  switch (status) {
    case 'completed': return ['ARRANGED', unverified === undefined ? 'MIGRATED' : 'MIGRATED_UNVERIFIED'];
    case 'restored': return ['MOVED_BACK'];
    case 'held': return ['HELD'];
  }
}

/** What an earlier version has opened keeps no timeline. */
function timelineWith({ timeline, intent: direction }: RecordHead, at: number, ...phases: readonly Phase[]): Pick<RecordHead, 'timeline'> {
  if (timeline === undefined) return {};
  return { timeline: phases.reduce((known, phase) => reached(known, { at, phase, direction }), timeline) };
}

function actsWith({ operatorActs = [] }: RecordHead, act: OperatorAction): Pick<RecordHead, 'operatorActs'> {
  return { operatorActs: [...operatorActs, act].slice(-OPERATOR_ACTS_MAX) };
}

function leaseFrom(holder: string, now: number, renewal: number): Lease {
  return { holder, until: now + LEASE_MS, renewal };
}

function superseding(head: RecordHead | undefined, requestId: string): readonly string[] {
  if (head === undefined) return [];
  const old = [...head.supersededRequestIds, head.requestId].filter((each) => each !== requestId);
  return [...new Set(old)].slice(-SUPERSEDED_MAX);
}
