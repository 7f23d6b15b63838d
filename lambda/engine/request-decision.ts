/**
 * What to do about one CloudFormation request, given the connection's record: requests are delivered twice, arrive
 * while an older one is still being worked on, and come for resources that were renamed or never made.
 */
import { leave, Refusal, refusalOfOthers, refusalOfSuperseded, refusalOfTaking, refuse } from './authority';
import { RecordHead } from './record';
import { MoveDeclaration, OnUndo, Stage } from '../../src/contract/declaration';

/** What a run has to know of the request that it is for, whoever sent it. */
export interface OperationRequest {
  readonly requestId: string;
  /** The custom resource: stack id and logical id. */
  readonly owner: string;
  readonly moveIdentity: string;
  readonly declaration: MoveDeclaration;
  /** What was declared before an edit: what was done by it may be undone. */
  readonly former?: readonly MoveDeclaration[];
  /** Whether more was declared than the request tells: then what is on record is held to its digest alone. */
  readonly isPartial?: boolean;
  /** When this delivery began, in milliseconds since the epoch; the waiter repeats it as it was. */
  readonly receivedAt?: number;
}

export interface MoveRequest extends OperationRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  /** Create and Delete: always. Update: whether the properties still describe the move this resource was made for. */
  readonly sameMove: boolean;
  /** Update: the stage that the properties had before it. */
  readonly previousStage?: Stage;
}

export type RequestDecision =
  /** `refuse`: a newer request runs the operation, or another resource owns it. `leave`: answer success. Nothing is touched. */
  | Refusal
  /** This very request brought the operation to its end: answer accordingly. */
  | { readonly kind: 'report'; readonly head: RecordHead }
  /** A rollback and a removal look alike in the event: the stack's status tells, if it makes a difference. */
  | { readonly kind: 'ask-stack' }
  /** Check, back up and write the plan down, and change nothing. */
  | { readonly kind: 'prepare' }
  | { readonly kind: 'open-forward' }
  | { readonly kind: 'open-back' }
  /** Give up what was kept for the way back, or take it up again. */
  | { readonly kind: 'finalize' }
  | { readonly kind: 'unfinalize' }
  /** Work on the open record, taking it over from an older request first where that is needed. */
  | { readonly kind: 'drive'; readonly takeOver: boolean; readonly rollBackCause?: string };

export function decideRequest(head: RecordHead | undefined, request: MoveRequest, stackIsRollingBack?: boolean): RequestDecision {
  const superseded = refusalOfSuperseded(head, request.requestId);
  if (superseded !== undefined) return superseded;
  if (request.type === 'Delete') return decideDelete(head, request, stackIsRollingBack);
  if (isEdited(head, request)) return refusedUnlessRollback(EDITED, stackIsRollingBack);
  const open = decideOnOpen(head, request);
  if (open !== undefined) return open;
  if (head?.requestId === request.requestId) return { kind: 'report', head };
  switch (request.declaration.stage) {
    case 'PREPARED': return decidePreparation(head, request, stackIsRollingBack);
    case 'CUT_OVER': return decideCutOver(head, request);
    case 'FINALIZED': return decideFinalization(head, request);
  }
}

const EDITED = 'a move cannot be edited once it is made: declare the next move as another VpnTargetMigration and leave this one as it is';

/** A move that is only prepared may still become another one. */
function isEdited(head: RecordHead | undefined, request: MoveRequest): boolean {
  if (request.type !== 'Update' || request.sameMove) return false;
  const owned = head?.owner === request.owner;
  if (owned && head.moveIdentity === request.moveIdentity) return false;
  const onlyPrepared = request.previousStage === 'PREPARED' || request.declaration.stage === 'PREPARED';
  return !onlyPrepared || (owned && head.status !== 'restored');
}

/** A stack that rolls back returns to properties that it had, and nothing it asks for then may fail over them. */
function refusedUnlessRollback(reason: string, stackIsRollingBack: boolean | undefined): RequestDecision {
  if (stackIsRollingBack === undefined) return { kind: 'ask-stack' };
  return stackIsRollingBack ? leave('the stack returns to the properties that it had') : { kind: 'refuse', reason };
}

function decideOnOpen(head: RecordHead | undefined, request: MoveRequest): RequestDecision | undefined {
  if (head?.status !== 'open') return undefined;
  if (head.owner !== request.owner) return refusalOfOthers(head, 'deploy');
  const { stage } = request.declaration;
  if (stage === 'FINALIZED') return refusalOfTaking(head, 'move', 'finalize');
  const goesBack = stage === 'PREPARED' && head.intent === 'forward';
  return refusalOfTaking(head, 'move', goesBack ? 'rollBack' : 'continue')
    ?? driving(head, request, goesBack ? 'the stage went back to PREPARED before the move was complete' : undefined);
}

function driving(head: RecordHead, { requestId }: MoveRequest, rollBackCause: string | undefined): RequestDecision {
  return { kind: 'drive', takeOver: head.requestId !== requestId, ...rollBackCause === undefined ? {} : { rollBackCause } };
}

function decidePreparation(head: RecordHead | undefined, request: MoveRequest, stackIsRollingBack: boolean | undefined): RequestDecision {
  const { type, previousStage, owner, declaration } = request;
  if (type === 'Create') return { kind: 'prepare' };
  if (head?.owner === owner && head.status === 'completed' && head.intent === 'forward') {
    if (previousStage === 'PREPARED') return leave('the move was made, and the stack was rolled back without it');
    if (stackIsRollingBack === undefined) return { kind: 'ask-stack' };
    if (stackIsRollingBack && declaration.onStackRollback === 'MOVE_BACK') return { kind: 'open-back' };
    return refusedUnlessRollback('the move is made, and `stage` PREPARED does not undo it:'
      + ' declare the way back as another VpnTargetMigration, or remove this one with `onRemoval` MOVE_BACK', stackIsRollingBack);
  }
  // What failed in the cut-over would fail here as well, and then the rollback with it.
  if (previousStage !== 'PREPARED') return leave('the cut-over did not come about, and the stage returns to PREPARED');
  if (head?.owner === owner && head.status === 'held') return leave('the move is held, and CUT_OVER continues it');
  return { kind: 'prepare' };
}

function decideCutOver(head: RecordHead | undefined, request: MoveRequest): RequestDecision {
  if (request.type === 'Create') return { kind: 'open-forward' };
  const isMade = head?.owner === request.owner && head.status === 'completed' && head.intent === 'forward';
  if (request.previousStage === 'FINALIZED') return isMade && head.finalized !== undefined ? { kind: 'unfinalize' } : leave('nothing had been let go');
  if (request.previousStage === 'PREPARED' && !isMade) return { kind: 'open-forward' };
  return leave('the move was made before, and only how it would be undone was edited');
}

function decideFinalization(head: RecordHead | undefined, request: MoveRequest): RequestDecision {
  if (request.previousStage === 'PREPARED') return refuse('`stage` FINALIZED follows CUT_OVER: deploy that first, and see that the network works');
  if (request.type === 'Update' && request.previousStage === 'FINALIZED') return leave('the move was finalized before');
  if (head?.owner === request.owner && head.status === 'held') {
    return refuse(`the move is held: ${head.cause}; let CUT_OVER continue it first`);
  }
  return { kind: 'finalize' };
}

function decideDelete(head: RecordHead | undefined, request: MoveRequest, stackIsRollingBack: boolean | undefined): RequestDecision {
  if (head === undefined || head.owner !== request.owner) return leave('this resource owns no move of the connection');
  if (head.status === 'open') {
    return refusalOfTaking(head, 'move', 'remove')
      ?? driving(head, request, head.intent === 'forward' ? 'the resource was deleted before the move was complete' : undefined);
  }
  if (head.requestId === request.requestId) return { kind: 'report', head };
  if (request.declaration.stage === 'FINALIZED') return leave('the move is finalized, and the connection is kept where it is');
  if (head.status !== 'completed') return leave(`the last operation ended ${head.status}, and nothing is undone by itself`);
  const { onRemoval, onStackRollback } = request.declaration;
  if (onRemoval !== onStackRollback && stackIsRollingBack === undefined) return { kind: 'ask-stack' };
  const choice: OnUndo = stackIsRollingBack ? onStackRollback : onRemoval;
  if (choice === 'MOVE_BACK') return { kind: 'open-back' };
  return leave('the connection is kept where it is');
}
