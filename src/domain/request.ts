/**
 * What to do about one CloudFormation request, given the connection's record: requests are delivered twice, arrive
 * while an older one is still being worked on, and come for resources that were renamed or never made.
 */
import { MoveDeclaration, OnUndo } from './declaration';
import { RecordHead } from './record';

export interface MoveRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly requestId: string;
  /** The custom resource: stack id and logical id. */
  readonly owner: string;
  readonly moveIdentity: string;
  /** Create and Delete: always. Update: whether the properties still describe the move this resource was made for. */
  readonly sameMove: boolean;
  readonly declaration: MoveDeclaration;
  /** When this delivery began, in milliseconds since the epoch; the waiter repeats it as it was. */
  readonly receivedAt?: number;
}

export type Course =
  /** A newer request drives the operation, or another resource owns it. Nothing is touched. */
  | { readonly kind: 'refuse'; readonly reason: string }
  /** Answer success without a change. */
  | { readonly kind: 'leave'; readonly reason: string }
  /** This very request brought the operation to its end: answer accordingly. */
  | { readonly kind: 'report'; readonly head: RecordHead }
  /** A rollback and a removal look alike in the event: the stack's status tells, if it makes a difference. */
  | { readonly kind: 'ask-stack' }
  | { readonly kind: 'open-forward' }
  | { readonly kind: 'open-back' }
  /** Work on the open record, taking it over from an older request first where that is needed. */
  | { readonly kind: 'drive'; readonly takeOver: boolean; readonly turnBack?: string };

export function courseOf(head: RecordHead | undefined, request: MoveRequest, stackIsRollingBack?: boolean): Course {
  if (head !== undefined && head.supersededRequestIds.includes(request.requestId)) {
    return { kind: 'refuse', reason: `request ${request.requestId} was superseded by ${head.requestId}, which has taken over` };
  }
  return request.type === 'Delete' ? courseOfDelete(head, request, stackIsRollingBack) : courseOfArrival(head, request);
}

function courseOfArrival(head: RecordHead | undefined, request: MoveRequest): Course {
  if (request.type === 'Update' && !request.sameMove) {
    return {
      kind: 'refuse',
      reason: 'a move cannot be edited once it is made: declare the next move as another VpnTargetMigration and leave this one as it is',
    };
  }
  if (head?.status === 'open') {
    if (head.requestId === request.requestId) return { kind: 'drive', takeOver: false };
    if (head.owner === request.owner) return { kind: 'drive', takeOver: true };
    return { kind: 'refuse', reason: `operation ${head.operationId} of ${head.owner} is open on ${head.vpnConnectionId}; let it end first` };
  }
  if (head?.requestId === request.requestId) return { kind: 'report', head };
  if (request.type === 'Update') return { kind: 'leave', reason: 'the move was made before, and only how it would be undone was edited' };
  return { kind: 'open-forward' };
}

function courseOfDelete(head: RecordHead | undefined, request: MoveRequest, stackIsRollingBack: boolean | undefined): Course {
  if (head === undefined || head.owner !== request.owner) return { kind: 'leave', reason: 'this resource owns no move of the connection' };
  if (head.status === 'open') {
    return {
      kind: 'drive',
      takeOver: head.requestId !== request.requestId,
      ...head.intent === 'forward' ? { turnBack: 'the resource was deleted before the move was complete' } : {},
    };
  }
  if (head.requestId === request.requestId) return { kind: 'report', head };
  if (head.status !== 'completed') return { kind: 'leave', reason: `the last operation ended ${head.status}, and nothing is undone by itself` };
  const { onRemoval, onStackRollback } = request.declaration;
  if (onRemoval !== onStackRollback && stackIsRollingBack === undefined) return { kind: 'ask-stack' };
  const choice: OnUndo = stackIsRollingBack ? onStackRollback : onRemoval;
  if (choice === 'MOVE_BACK') return { kind: 'open-back' };
  return { kind: 'leave', reason: 'the connection is kept where it is' };
}
