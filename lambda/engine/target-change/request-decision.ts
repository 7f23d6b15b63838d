/**
 * What one request to one of the custom resources around a connection is for, given where it stands and what is on record.
 *
 * The routes are resources of the stack, so a deployment that leaves the connection where it is leaves them to CloudFormation. Whether a
 * rollback reaches a resource before or after the connection is not documented, and the one after it may never have begun. So neither
 * relies on the other: while the connection is still to be moved, either clears the way; where it has come to stand, either puts back the
 * routes that CloudFormation does not. The Delete of the last one's outdated physical id comes when everything stands.
 */
import { sameGateway } from '../../../src/contract/gateway';
import {
  ConnectionLocation, formerTargetOf, isOnTarget, nameOfLocation, nameOfTarget, TargetDeclaration,
} from '../../../src/contract/target-declaration';
import { leave, Refusal, refusalOfOthers, refusalOfSuperseded, refusalOfTaking, refuse } from '../authority';
import { RecordHead } from '../record';

export interface TargetRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly requestId: string;
  /** Stack id and logical id of the connection: all of its custom resources work on one record. */
  readonly owner: string;
  readonly declared: TargetDeclaration;
  /** What an Update changes. */
  readonly former?: TargetDeclaration;
}

export type TargetRequestDecision =
  | Refusal
  /**
   * The connection stays where it is: see what CloudFormation would do to it there, refuse what it must not, and see whether what leads to
   * it is to be made anew.
   */
  | { readonly kind: 'guard' }
  /** Nobody would be asked after CloudFormation's modify back: fail, and ask a person. */
  | { readonly kind: 'stop' }
  /** This request itself brought the operation to its end. */
  | { readonly kind: 'report' }
  /** Check and back up, and clear the way for the modify; `former` is what the template must have said before. */
  | { readonly kind: 'depart'; readonly former: TargetDeclaration }
  /** Open the way back of an operation that has ended. */
  | { readonly kind: 'return' }
  /** Open it for the last part: CloudFormation may make anew what made room, and that must not find it there. */
  | { readonly kind: 'postpone' }
  /** Work on the open operation, towards where the connection is to stand, or stands. */
  | { readonly kind: 'drive'; readonly turn?: 'back' | 'forward'; readonly cause?: string }
  /** An operation of an earlier deployment was left open: bring that to its end first. */
  | { readonly kind: 'settle'; readonly turn?: 'back' | 'forward'; readonly cause?: string };

/** What the stack does while it asks. */
export interface StackState {
  readonly rollingBack: boolean;
  /** Whether all resources stand, and only what is obsolete is still to go. */
  readonly cleaningUp: boolean;
}

export function decideTargetRequest(
  head: RecordHead | undefined, request: TargetRequest, location: ConnectionLocation | undefined, stack: StackState,
): TargetRequestDecision {
  const superseded = refusalOfSuperseded(head, request.requestId);
  if (superseded !== undefined) return superseded;
  const decision = decideNewest(head, request, location, stack);
  const takes = head !== undefined && (decision.kind === 'drive' || decision.kind === 'settle');
  return takes ? refusalOfTaking(head, 'target', ASKED[decision.turn ?? 'on']) ?? decision : decision;
}

const ASKED = { on: 'continue', back: 'rollBack', forward: 'rollForward' } as const;

function decideNewest(
  head: RecordHead | undefined, request: TargetRequest, location: ConnectionLocation | undefined, stack: StackState,
): TargetRequestDecision {
  const { rollingBack: stackIsRollingBack } = stack;
  const own = head?.owner === request.owner ? head : undefined;
  if (location === undefined) return decideWithoutConnection(request, stackIsRollingBack);
  if (request.type === 'Delete') return decideDelete(own, request, location, stack);
  if (request.declared.part === 'LAST') return leave('the last part has something to do when its outdated id is deleted');
  if (head?.status === 'open' && own === undefined) return refusalOfOthers(head, stackIsRollingBack ? 'return' : 'deploy');
  // Nobody waits for it any more, and the last part sees where the connection stands.
  if (stackIsRollingBack && request.type === 'Create' && request.declared.part === 'AFTER') return leave('the deployment that asked for this is rolled back');
  if (own?.requestId === request.requestId && !isPostponed(own, request)) return own.status === 'open' ? { kind: 'drive' } : { kind: 'report' };
  return stackIsRollingBack && request.type === 'Update' ? decideRollback(own, request, location) : decideDeployment(own, request, location);
}

function decideWithoutConnection({ type, declared }: TargetRequest, stackIsRollingBack: boolean): TargetRequestDecision {
  if (type === 'Delete' || declared.part === 'LAST' || stackIsRollingBack) return leave('there is no connection any more');
  return refuse('somebody has deleted it; take it out of the template, deploy, and make another');
}

function decideDeployment(own: RecordHead | undefined, request: TargetRequest, location: ConnectionLocation): TargetRequestDecision {
  const { declared } = request;
  // What `BEFORE` has opened goes on; what a rollback has left behind does not.
  const goesOn = declared.part === 'AFTER' && own?.intent === 'forward';
  if (own?.status === 'open' && !goesOn) return { ...resumeTowards(own, sideOf(own, location), 'a later deployment came'), kind: 'settle' };
  if (declared.part === 'AFTER') return decideAfterModify(own, request, location);
  if (isOnTarget(location, declared)) return request.former === undefined ? leave('the connection stands on its target') : { kind: 'guard' };
  return decideBeforeModify(request, location);
}

function decideAfterModify(own: RecordHead | undefined, { declared }: TargetRequest, location: ConnectionLocation): TargetRequestDecision {
  if (own?.status === 'open') return { kind: 'drive' };
  if (isOnTarget(location, declared)) return leave('the connection stands on its target, and what leads to it is the stack\'s');
  return refuse(`it stands on ${nameOfLocation(location)}, and CloudFormation should have moved it to ${nameOfTarget(declared)}`);
}

function decideBeforeModify({ type, declared, former }: TargetRequest, location: ConnectionLocation): TargetRequestDecision {
  if (type === 'Update') {
    if (former !== undefined && isOnTarget(location, former)) return { kind: 'depart', former };
    const expected = former === undefined ? 'the former target is not known' : `CloudFormation knows it on ${nameOfTarget(former)}`;
    return refuse(`it stands on ${nameOfLocation(location)}, while ${expected}: somebody moved it;`
      + ' move it back, or deploy a template that names the gateway where it stands');
  }
  const observed = formerTargetOf(location, declared);
  if (observed === undefined) return refuse('it stands on no gateway, and a connection that is to have one is moved by `VpnTargetMigration`');
  const leavesStaticRoutes = observed.target.kind === 'transit-gateway' && declared.target.kind === 'virtual-private-gateway' && declared.staticRoutes.length > 0;
  if (!leavesStaticRoutes) return { kind: 'depart', former: observed };
  return refuse('a rollback of this deployment would ask nobody to take its new static routes out of the way, with which EC2 takes no connection'
    + ' to a transit gateway; deploy `TargetChange.withRoutes()` with the target as it was, and edit the target in the next deployment');
}

/** The stack returns to what it was: `declared` is what the connection came from. */
function decideRollback(own: RecordHead | undefined, request: TargetRequest, location: ConnectionLocation): TargetRequestDecision {
  const { declared, former } = request;
  const side = sideOf(own, location);
  if (own !== undefined && side === 'both' && hasHandedOver(own, request)) return { kind: 'postpone' };
  if (own?.status === 'open' && own.intent === 'back' && side === 'both' && isHandOver(own)) return leave('the last part brings back what made room');
  // CloudFormation may still be making the routes beside it: what goes back is for the rollback's own requests, which come when it is not.
  if (side === 'to' && isOnTarget(location, declared)) return leave('the deployment that asked for this is rolled back');
  if (own?.status === 'open') return own.intent === 'forward' ? { kind: 'drive', turn: 'back', cause: 'the stack is rolled back' } : { kind: 'drive' };
  if (isOnTarget(location, declared)) {
    if (side === 'from' && own?.status !== 'restored') return { kind: 'return' };
    return leave('the connection stands where it stood, with its routes');
  }
  if (own !== undefined && side === 'to' && own.status !== 'restored') return { kind: 'return' };
  // Refused for it, the deployment has changed nothing; refused once more, it could not be rolled back.
  const hasTouched = own !== undefined && hasHandedOver(own, request);
  if (former !== undefined && !hasTouched && !isOnTarget(location, former)) return leave('somebody had moved the connection before the deployment, which has not touched it');
  return refuse(`it stands on ${nameOfLocation(location)}, and no record tells how it is brought back to ${nameOfTarget(declared)}`);
}

/** Of an operation that has made room for what the stack makes: whether it was this deployment's, and has ended, be it short of all. */
function hasHandedOver(own: RecordHead, { declared, former, requestId }: TargetRequest): boolean {
  if (declared.part !== 'BEFORE' || former === undefined || own.moveIdentity !== identityOfHandOver(declared, former)) return false;
  return own.status === 'open' ? own.requestId === requestId : own.status !== 'restored';
}

function isPostponed(own: RecordHead, { type, declared, former }: TargetRequest): boolean {
  return type === 'Update' && declared.part === 'BEFORE' && former !== undefined && own.intent === 'back' && own.moveIdentity === identityOfHandOver(declared, former);
}

/** What an operation is recorded as that makes room for what the stack makes: of one edit, as that of another has found other tables. */
export function identityOfHandOver(former: TargetDeclaration, wanted: TargetDeclaration): string {
  return [HAND_OVER, ...[former, wanted].map(({ attachmentRouting }) => attachmentRouting?.digest ?? '')].join(' ');
}

const HAND_OVER = 'hand-over';

function isHandOver({ moveIdentity }: RecordHead): boolean {
  return moveIdentity.startsWith(HAND_OVER);
}

function decideDelete(
  own: RecordHead | undefined, { declared, requestId }: TargetRequest, location: ConnectionLocation,
  { rollingBack, cleaningUp }: StackState,
): TargetRequestDecision {
  if (declared.part !== 'LAST') return leave('the last part sees where everything stands');
  const side = sideOf(own, location);
  // Where room is still being made, the stack has made nothing yet.
  const hasStayed = side === 'from' || (side === 'both' && own?.status === 'open' && own.intent === 'forward');
  if (rollingBack && !cleaningUp && !hasStayed) return decideEarlyDelete(own);
  if (own?.status === 'open') return resumeTowards(own, side, 'the connection did not come to stand on its new target');
  if (own?.requestId === requestId) return { kind: 'report' };
  if (rollingBack && side === 'from' && own?.status !== 'restored') return { kind: 'return' };
  return leave('the routes are where the connection stands');
}

/**
 * The last part is deleted while the connection is still to be moved back. As long as `AFTER` has not taken the operation over it has not
 * begun, and is not asked in the rollback; then nobody is after the modify.
 */
function decideEarlyDelete(own: RecordHead | undefined): TargetRequestDecision {
  if (own?.status === 'open' && own.requestId === own.operationId) return { kind: 'stop' };
  return leave('the connection is still to be moved back, and the other parts see to that');
}

/** An open operation ends where the connection stands. */
function resumeTowards({ intent }: RecordHead, side: Side, cause: string): TargetRequestDecision & { readonly kind: 'drive' } {
  if ((side === 'from' || side === 'both') && intent === 'forward') return { kind: 'drive', turn: 'back', cause };
  if (side === 'to' && intent === 'back') return { kind: 'drive', turn: 'forward', cause };
  return { kind: 'drive' };
}

type Side = 'from' | 'to' | 'both' | 'elsewhere';

/** On which side of the recorded operation the connection stands. */
function sideOf(head: RecordHead | undefined, { gateway, customerGatewayId }: ConnectionLocation): Side {
  if (head === undefined) return 'elsewhere';
  const { from, to, customerGateway } = head;
  const isFrom = sameGateway(gateway, from) && (customerGateway === undefined || customerGateway.fromId === customerGatewayId);
  const isTo = sameGateway(gateway, to) && (customerGateway === undefined || customerGateway.toId === customerGatewayId);
  if (isFrom && isTo) return 'both';
  if (isFrom) return 'from';
  return isTo ? 'to' : 'elsewhere';
}
