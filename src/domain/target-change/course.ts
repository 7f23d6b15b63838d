/**
 * What one request to one of the custom resources around a connection is for, given where it stands and what is on record.
 *
 * Whether a rollback reaches a resource before or after the connection is not documented, and the one after it may never have begun.
 * So neither relies on the other: while the connection is still to be moved, either clears the way; where it has come to stand, either
 * puts the routes. The Delete of the last one's outdated physical id comes when everything stands.
 */
import { nameOfStanding, nameOfTarget, Standing, standsOnTarget, TargetDeclaration } from './declaration';
import { sameGateway } from '../gateway';
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

export type TargetCourse =
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'leave'; readonly reason: string }
  /** The connection stays where it is: see what CloudFormation would do to it there, and refuse what it must not. */
  | { readonly kind: 'guard' }
  /** Nobody would be asked after CloudFormation's modify back: fail, and ask a person. */
  | { readonly kind: 'stop' }
  /** This request itself brought the operation to its end. */
  | { readonly kind: 'report' }
  /** Check and back up, and clear the way for the modify. */
  | { readonly kind: 'depart' }
  /** Make what was declared for where the connection stands. */
  | { readonly kind: 'arrange' }
  /** Take what was declared away: the connection goes with it. */
  | { readonly kind: 'withdraw' }
  /** The connection was there before the custom resources: see that all is as declared, and change nothing. */
  | { readonly kind: 'compare' }
  /** Open the way back of an operation that has ended. */
  | { readonly kind: 'return' }
  /** Work on the open operation, towards where the connection is to stand, or stands. */
  | { readonly kind: 'drive'; readonly turn?: 'back' | 'forward'; readonly cause?: string }
  /** An operation of an earlier deployment was left open: bring that to its end first. */
  | { readonly kind: 'settle'; readonly turn?: 'back' | 'forward'; readonly cause?: string };

/** What the moves of a connection that was just made are recorded as. */
export const CREATION = 'creation';

/** What the stack does while it asks. */
export interface StackCircumstances {
  readonly rollingBack: boolean;
  /** Whether all resources stand, and only what is obsolete is still to go. */
  readonly cleaningUp: boolean;
  /** Whether the connection is a resource of the stack also after this deployment: its routes may have become resources, too. */
  readonly keepsConnection: boolean;
}

export function courseOfTarget(
  head: RecordHead | undefined, request: TargetRequest, standing: Standing | undefined, stack: StackCircumstances,
): TargetCourse {
  const { rollingBack: stackIsRollingBack } = stack;
  if (head?.supersededRequestIds.includes(request.requestId)) {
    return refuse(`request ${request.requestId} was superseded by ${head.requestId}, which has taken over`);
  }
  const own = head?.owner === request.owner ? head : undefined;
  if (standing === undefined) return leave('there is no connection yet, or none any more');
  if (request.type === 'Delete') return courseOfDelete(own, request, standing, stack);
  if (request.declared.part === 'LAST') return leave('the last part has something to do when its outdated id is deleted');
  if (head?.status === 'open' && own === undefined) {
    if (stackIsRollingBack) return leave(`operation ${head.operationId} of ${head.owner} is at work on the connection`);
    return refuse(`operation ${head.operationId} of ${head.owner} is open on ${head.vpnConnectionId}; let it end first`);
  }
  if (own?.requestId === request.requestId) return own.status === 'open' ? { kind: 'drive' } : { kind: 'report' };
  if (request.type === 'Create') return courseOfCreate(request, standing);
  return stackIsRollingBack ? courseOfRollback(own, request, standing) : courseOfUpdate(own, request, standing);
}

function courseOfCreate({ declared }: TargetRequest, standing: Standing): TargetCourse {
  if (declared.part === 'AFTER') return declared.adopted ? { kind: 'compare' } : { kind: 'arrange' };
  if (standsOnTarget(standing, declared)) return leave('the connection was there before, and stays where it is');
  return refuse(`it stands on ${nameOfStanding(standing)}, and the template wants ${nameOfTarget(declared)}:`
    + ' the deployment that begins to look after its routes must leave its target as it is; change that in the next one');
}

function courseOfUpdate(own: RecordHead | undefined, { declared, former }: TargetRequest, standing: Standing): TargetCourse {
  // What `BEFORE` has opened goes on; what a rollback has left behind does not.
  const goesOn = declared.part === 'AFTER' && own?.intent === 'forward';
  if (own?.status === 'open' && !goesOn) return { ...turned(own, sideOf(own, standing), 'a later deployment came'), kind: 'settle' };
  if (declared.part === 'AFTER') {
    if (own?.status === 'open') return { kind: 'drive' };
    if (standsOnTarget(standing, declared)) return { kind: 'arrange' };
    return refuse(`it stands on ${nameOfStanding(standing)}, and CloudFormation should have moved it to ${nameOfTarget(declared)}`);
  }
  if (standsOnTarget(standing, declared)) return former === undefined ? leave('the connection stands on its target') : { kind: 'guard' };
  if (former !== undefined && standsOnTarget(standing, former)) return { kind: 'depart' };
  const expected = former === undefined ? 'the former target is not known' : `CloudFormation knows it on ${nameOfTarget(former)}`;
  return refuse(`it stands on ${nameOfStanding(standing)}, while ${expected}: somebody moved it;`
    + ' move it back, or deploy a template that names the gateway where it stands');
}

/** The stack returns to what it was: `declared` is what the connection came from. */
function courseOfRollback(own: RecordHead | undefined, { declared, former }: TargetRequest, standing: Standing): TargetCourse {
  const side = sideOf(own, standing);
  if (own?.status === 'open') return own.intent === 'forward' ? { kind: 'drive', turn: 'back', cause: 'the stack is rolled back' } : { kind: 'drive' };
  if (standsOnTarget(standing, declared)) {
    // CloudFormation has made another connection in the place of the one that it had made in the place of the first: it has no routes yet.
    if (own === undefined && former !== undefined && declared.vpnConnectionId !== former.vpnConnectionId) return { kind: 'arrange' };
    if (side === 'both') return declared.part === 'AFTER' ? { kind: 'arrange' } : leave('the connection stands where it stood');
    if (side === 'from' && own?.status !== 'restored') return { kind: 'return' };
    return leave('the connection stands where it stood, with its routes');
  }
  if (own !== undefined && side === 'to' && own.status !== 'restored') return { kind: 'return' };
  return refuse(`it stands on ${nameOfStanding(standing)}, and no record tells how it is brought back to ${nameOfTarget(declared)}`);
}

function courseOfDelete(
  own: RecordHead | undefined, { declared, requestId }: TargetRequest, standing: Standing, stack: StackCircumstances,
): TargetCourse {
  const { rollingBack, cleaningUp, keepsConnection } = stack;
  const side = sideOf(own, standing);
  if (declared.part === 'LAST' && rollingBack && !cleaningUp && side !== 'from') return courseOfEarlyDelete(own);
  if (own?.status === 'open') return turned(own, side, 'the connection did not come to stand on its new target');
  if (own?.requestId === requestId) return { kind: 'report' };
  if (declared.part === 'AFTER' && standsOnTarget(standing, declared)) {
    // The record of its creation outlives the custom resources that made its routes: those that come later find them there.
    const wasMade = own?.moveIdentity === CREATION && declared.adopted !== true;
    const goes = rollingBack ? wasMade : declared.onRemoval === 'DELETE' && !keepsConnection;
    return goes ? { kind: 'withdraw' } : leave('the routes stay with the connection');
  }
  if (side === 'from' && own?.status !== 'restored') return { kind: 'return' };
  return leave('the routes are where the connection stands');
}

/**
 * The last part is deleted while the connection is still to be moved back. As long as `AFTER` has not taken the operation over it has not
 * begun, and is not asked in the rollback; then nobody is after the modify.
 */
function courseOfEarlyDelete(own: RecordHead | undefined): TargetCourse {
  if (own?.status === 'open' && own.requestId === own.operationId) return { kind: 'stop' };
  return leave('the connection is still to be moved back, and the other parts see to that');
}

/** An open operation ends where the connection stands. */
function turned({ intent }: RecordHead, side: Side, cause: string): TargetCourse & { readonly kind: 'drive' } {
  if ((side === 'from' || side === 'both') && intent === 'forward') return { kind: 'drive', turn: 'back', cause };
  if (side === 'to' && intent === 'back') return { kind: 'drive', turn: 'forward', cause };
  return { kind: 'drive' };
}

type Side = 'from' | 'to' | 'both' | 'elsewhere';

/** On which side of the recorded operation the connection stands. */
function sideOf(head: RecordHead | undefined, { gateway, customerGatewayId }: Standing): Side {
  if (head === undefined) return 'elsewhere';
  const { from, to, customerGateway } = head;
  const isFrom = sameGateway(gateway, from) && (customerGateway === undefined || customerGateway.fromId === customerGatewayId);
  const isTo = sameGateway(gateway, to) && (customerGateway === undefined || customerGateway.toId === customerGatewayId);
  if (isFrom && isTo) return 'both';
  if (isFrom) return 'from';
  return isTo ? 'to' : 'elsewhere';
}

function refuse(reason: string): TargetCourse {
  return { kind: 'refuse', reason };
}

function leave(reason: string): TargetCourse {
  return { kind: 'leave', reason };
}
